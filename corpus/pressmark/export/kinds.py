"""Articles reduced to blocks of some kinds: ranks, text, offsets and counts made to agree again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pressmark_schema.analysis import JOINT

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


def reduced(
    blocks: Sequence[Mapping[str, Any]], kinds: frozenset[str]
) -> tuple[list[dict[str, Any]], str]:
    """The blocks of one article that are of `kinds`, in their new places, and their text.

    `seq` counts from 0 again; a block that was part of the article's text still is, at its new
    offsets (code points).
    """
    kept: list[dict[str, Any]] = []
    parts: list[str] = []
    length = 0
    for seq, block in enumerate(block for block in blocks if block["kind"] in kinds):
        placed = {**block, "seq": seq}
        if block["text_start"] is not None:
            length += len(JOINT) if parts else 0
            placed["text_start"], placed["text_end"] = length, length + len(block["text"])
            length = placed["text_end"]
            parts.append(block["text"])
        kept.append(placed)
    return kept, JOINT.join(parts)
