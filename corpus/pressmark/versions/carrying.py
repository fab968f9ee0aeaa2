"""Carrying a study's annotations between two versions, each named as people name them."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pressmark.compare.annotations import Annotations, carried_table, read_annotations
from pressmark.compare.carry import count
from pressmark.compare.moving import carry_all
from pressmark.versions.diff import opened

if TYPE_CHECKING:
    import os
    from collections import Counter
    from collections.abc import Callable
    from pathlib import Path

    from pressmark.compare.carry import Carried, Fate


@dataclass(frozen=True, slots=True)
class Outcome:
    """A table of annotations and what became of each row, in order."""

    annotations: Annotations
    carried: tuple[Carried, ...]

    @property
    def counts(self) -> Counter[Fate]:
        """How many rows are unchanged, moved and lost."""
        return count(self.carried)

    def table(self) -> str:
        """The rows as CSV with their places in the newer version, fate and reason."""
        return carried_table(self.annotations, self.carried)


def carry(
    table: Path,
    a: str | os.PathLike[str],
    b: str | os.PathLike[str],
    *,
    progress: Callable[[str], None] = lambda _: None,
) -> Outcome:
    """Move the annotations in a CSV file from version `a` to version `b`.

    Args:
        table: rows with article_id, block_id, start and end (code points, half-open, in the
            block's text, else in texts.text), and any other columns, which are kept.
        a: what the annotations were made on: a package, REPO@VERSION or a git revision.
        b: the newer one.
        progress: told what is fetched, in sentences.

    Raises:
        UsageError: the table is none, or a side is no version.
        IntegrityError: bytes are not those declared.
        EnvironmentFaultError: a version cannot be fetched now.
    """
    annotations = read_annotations(table)
    with ExitStack() as stack:
        (one, _), (other, _) = (opened(str(side), stack, progress) for side in (a, b))
        return Outcome(annotations, tuple(carry_all(annotations.places, one, other)))
