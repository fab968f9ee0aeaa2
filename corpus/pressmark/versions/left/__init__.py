"""What still holds withdrawn articles: every copy that their corpus knows of, and how it goes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pressmark.versions.left import beside, here, objects, past, search
from pressmark.versions.left.removal import Holder

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

__all__ = ["Holder", "where_left"]

_PUBLISHED = Holder(
    "published copies",
    "archives such as Zenodo, and whoever pulled a version",
    note="they cannot be recalled: ask the archive to withdraw its copy. Whoever pulls "
    "a version again gets it without what is withdrawn.",
)


def where_left(
    folder: Path, keys: str | Sequence[str], progress: Callable[[str], None] = lambda _: None
) -> list[Holder]:
    """Everything known to hold the articles `keys`, ids or aliases on the list or in the package.

    Commands that are run once, such as that which rewrites the history of git, are given once for
    all articles and files. Nothing is removed. What others copied is not known: the last entry
    says so. Raises UsageError where nothing knows an article of one of these ids.
    """
    asked = [keys] if isinstance(keys, str) else list(dict.fromkeys(keys))
    found = search.search(folder, asked, progress)
    holders = [
        *here.raw(found),
        *here.datasets(found),
        *here.build_cache(found),
        *beside.written(found),
        *past.history(found),
        *objects.versions(found),
        *here.copies(found),
        *here.pulled(),
        _PUBLISHED,
    ]
    return list(dict.fromkeys(holders))
