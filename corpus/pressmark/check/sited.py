"""Where a stretch of a block's text lies in the source: code points, line and column."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, NamedTuple

from pressmark.check.relations.places import places

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pyarrow as pa


class Place(NamedTuple):
    """Line and column from 1, first code point and one past the last; None: not known."""

    line: int | None
    column: int | None
    start: int | None
    end: int | None


class Places:
    """The changes of some blocks, by which stretches of their texts are found in the sources."""

    def __init__(self, changes: pa.Table) -> None:
        self._changes = changes
        self._ranks: dict[str, list[int]] | None = None

    def of(self, block: Mapping[str, Any], start: int, end: int) -> Place | None:
        """The place of the code points `start` to `end` of a block's text; None: it has none."""
        if block["src_start"] is None:
            return None
        edits = places(self._of_block(block["block_id"]))
        first = _in_source(block["src_start"], edits, start, last=False)
        after = _in_source(block["src_start"], edits, end, last=True)
        return Place(*_line(block, edits, first), first, max(first, after))

    def _of_block(self, block_id: str) -> list[dict[str, Any]]:
        """The changes of a block; rows become Python values only for blocks that are asked for."""
        if self._ranks is None:
            ranks = defaultdict(list)
            for rank, name in enumerate(self._changes.column("block_id").to_pylist()):
                ranks[name].append(rank)
            self._ranks = dict(ranks)
        wanted = self._ranks.get(block_id)
        return self._changes.take(wanted).to_pylist() if wanted else []


def _in_source(
    origin: int, edits: list[tuple[int, int, str | None, str]], edge: int, *, last: bool
) -> int:
    """The source's code point at `edge` of the text; a change that the edge cuts is taken in."""
    moved = 0
    for start, end, _, after in edits:
        in_text = start - origin + moved
        ends = in_text + len(after)
        if ends > edge or (last and ends == edge and not after):
            return (end if last else start) if in_text < edge else origin + edge - moved
        moved += len(after) - (end - start)
    return origin + edge - moved


def _line(
    block: Mapping[str, Any], edits: list[tuple[int, int, str | None, str]], place: int
) -> tuple[int, int]:
    """The line and column of a source place in the block.

    A block's text is one line, so every line end of its slice stands in a change.
    """
    line, begins = block["src_line"], block["src_start"] - block["src_column"] + 1
    for start, _, before, _ in edits:
        ends = [at for at, char in enumerate(before or "") if _breaks(before or "", at, char)]
        passed = [start + at + 1 for at in ends if start + at < place]
        if passed:
            line, begins = line + len(passed), passed[-1]
    return line, place - begins + 1


def _breaks(text: str, at: int, char: str) -> bool:
    return char == "\n" or (char == "\r" and text[at + 1 : at + 2] != "\n")
