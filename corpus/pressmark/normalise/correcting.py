"""Replacements by hand carried back to the source slice, behind those of the rules."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pressmark.normalise.compose import Patch, compose, edits_of, substitute
from pressmark.normalise.rule import Replacement
from pressmark_schema.segments import Cleaned

if TYPE_CHECKING:
    from collections.abc import Sequence

CORRECTION = "correction@1"
"""The rule under which a correction is recorded."""


def corrected(slice_: str, cleaned: Cleaned, start: int, end: int, after: str) -> Cleaned:
    """The slice's text with `after` in place of its code points `start` to `end`.

    The edits lead from the slice to that text; where one of a rule's and this one touch, they are
    one edit by both.
    """
    codes = [*dict.fromkeys(rule for edit in cleaned.edits for rule in edit.rules), CORRECTION]
    replacement = Replacement(start, end, after)
    patches = compose(_patches(cleaned, codes), [replacement], codes.index(CORRECTION))
    text = substitute(cleaned.text, [replacement])
    return Cleaned(text, edits_of(slice_, text, patches, codes))


def _patches(cleaned: Cleaned, codes: Sequence[str]) -> list[Patch]:
    made, moved = [], 0
    for edit in cleaned.edits:
        start = edit.start + moved
        turns = tuple(sorted(map(codes.index, edit.rules)))
        made.append(Patch(edit.start, edit.end, start, start + len(edit.after), turns))
        moved += len(edit.after) - (edit.end - edit.start)
    return made
