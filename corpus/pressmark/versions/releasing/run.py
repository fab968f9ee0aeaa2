"""One run of a release: the repository, whom the version is for, whom to tell of each step."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pressmark.versions import record
from pressmark.versions.released import FILE

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pressmark.config import Config
    from pressmark.versions.checkout import Checkout
    from pressmark.versions.released import Tier

CITATION, DATACITE, ZENODO = "CITATION.cff", "datacite.json", ".zenodo.json"
_OURS = ("dvc.lock", FILE, record.PUBLIC_FILE, CITATION, DATACITE, ZENODO)


@dataclass(frozen=True, slots=True)
class Run:
    """What every step of a release is told."""

    checkout: Checkout
    config: Config
    tier: Tier
    progress: Callable[[str], None]
    despite: str | None = None

    @property
    def root(self) -> Path:
        """The repository's working tree."""
        return self.checkout.root

    @property
    def package(self) -> Path:
        """The package that is released."""
        return self.root / record.PACKAGE

    @property
    def ours(self) -> tuple[str, ...]:
        """The files that a release writes and commits."""
        return (*_OURS, self.config.release.changelog)
