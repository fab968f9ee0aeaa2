"""Formats with a file an article: where each lies, and how many a package can declare."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pressmark_schema.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from pressmark.dataset import Dataset
    from pressmark.export.records import Row

MOST = 200_000
"""Articles beyond which the descriptor, which declares each file, would not be read any more."""


def require_few(dataset: Dataset, form: str) -> None:
    """Raise UsageError where a dataset has more articles than a folder of files should have."""
    with dataset.connect() as connection:
        query = f"SELECT count(*) FROM {dataset.scan('articles')}"
        (count,) = connection.execute(query).fetchall()[0]
    if count > MOST:
        raise UsageError(
            f"{count:,} articles are too many for {form}, which has a file for each",
            hint=f"export a part of up to {MOST:,}, such as --outlet or --from and --to",
        )


def path_of(article: Row, ending: str) -> str:
    """The path of an article's file: its outlet's folder, its id.

    Both are lower-case ASCII letters, digits and underscores; `o_` keeps an outlet that is called
    like a device of Windows (`con`, `nul`) from being one.
    """
    return f"articles/o_{article['outlet_id']}/{article['article_id']}.{ending}"


def written(folder: Path, path: str, text: str) -> str:
    """Write one file below `folder`, with the folders above it, and return its path."""
    target = folder / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text, encoding="utf-8", newline="\n")
    return path
