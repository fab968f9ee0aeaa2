"""Whose fault it is that work on a package failed: the package's, if it is not sound, else ours."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from pressmark.check import descriptors
from pressmark.check.integrity import integrity
from pressmark_schema.errors import IntegrityError, PressmarkError
from pressmark_schema.vocabulary import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@contextmanager
def blaming(package: Path) -> Iterator[None]:
    """Work that reads the package at `package` and trusts it to be sound.

    Raises IntegrityError in place of an exception that nobody foresaw where the package has a
    finding at error level, which it names; the exception itself where it has none.
    """
    try:
        yield
    except (PressmarkError, OSError, MemoryError):
        raise
    except Exception as error:
        found = integrity(descriptors.folder_of(package))
        worst = next((finding for finding in found if finding.severity == Severity.ERROR), None)
        if worst is None:
            raise
        raise IntegrityError(
            f"{package} is damaged: {worst.code} {worst.message}",
            hint="pressmark validate says what is wrong with it",
        ) from error
