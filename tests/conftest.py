"""How every test runs: hypothesis without a clock, and nothing of the machine's own settings."""

import pytest
from hypothesis import settings

settings.register_profile("pressmark", deadline=None, print_blob=True)
settings.load_profile("pressmark")


@pytest.fixture(autouse=True)
def _no_settings_of_the_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("NO_COLOR", "FORCE_COLOR", "PRESSMARK_DEBUG"):
        monkeypatch.delenv(name, raising=False)
