"""How every test runs: hypothesis without a clock, and nothing of the machine's own settings."""

import os
import sys
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("pressmark", deadline=None, print_blob=True)
settings.load_profile("pressmark")


@pytest.fixture(scope="session")
def _caches(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Folders for what is pulled, each used by one test."""
    folder = tmp_path_factory.mktemp("caches")
    return (folder / str(number) for number in count())


@pytest.fixture(scope="session", autouse=True)
def _own_key(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Caches are signed with a key of the tests' own, not with the person's who runs them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_STATE_HOME", str(tmp_path_factory.mktemp("state")))
        yield


@pytest.fixture(autouse=True)
def _no_settings_of_the_machine(monkeypatch: pytest.MonkeyPatch, _caches: Iterator[Path]) -> None:
    monkeypatch.setenv("PRESSMARK_CACHE", str(next(_caches)))
    # The programs of this environment, whether or not it was activated.
    programs = Path(sys.executable).parent
    monkeypatch.setenv("PATH", f"{programs}{os.pathsep}{os.environ['PATH']}")
    for name in ("NO_COLOR", "FORCE_COLOR", "PRESSMARK_DEBUG"):
        monkeypatch.delenv(name, raising=False)
