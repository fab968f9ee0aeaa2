"""Chain the replacements of successive rules into edits of the source slice."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import NamedTuple
from unicodedata import combining

from pressmark.normalise.rule import Replacement
from pressmark_schema.segments import Edit


class Patch(NamedTuple):
    """`source[src_start:src_end]` stands as `text[start:end]`, made by the rules at `turns`."""

    src_start: int
    src_end: int
    start: int
    end: int
    turns: tuple[int, ...]


def substitute(text: str, replacements: Iterable[Replacement]) -> str:
    """Carry out sorted, disjoint replacements on the text they were found in."""
    pieces: list[str] = []
    done = 0
    for start, end, after in replacements:
        pieces += (text[done:start], after)
        done = end
    pieces.append(text[done:])
    return "".join(pieces)


def compose(
    patches: Sequence[Patch], replacements: Sequence[Replacement], turn: int
) -> list[Patch]:
    """Carry replacements found in the current text back to the source.

    `patches` lead from the source to the current text, the result leads to the text after
    `substitute(text, replacements)`. What overlaps or touches becomes one patch, so that patches
    are always parted by at least one code point that no rule has changed.
    """
    result: list[Patch] = []
    to_source = shift = 0
    for group in _groups(patches, replacements):
        start, end = group[0][0], max(span[1] for span in group)
        src_start, new_start = start + to_source, start + shift
        turns: set[int] = set()
        for _, old_end, origin in group:
            if isinstance(origin, Patch):
                to_source = origin.src_end - old_end
                turns.update(origin.turns)
            else:
                shift += len(origin.after) - (origin.end - origin.start)
                turns.add(turn)
        result.append(
            Patch(src_start, end + to_source, new_start, end + shift, tuple(sorted(turns)))
        )
    return result


_Span = tuple[int, int, Patch | Replacement]


def _groups(patches: Sequence[Patch], replacements: Sequence[Replacement]) -> Iterator[list[_Span]]:
    spans: list[_Span] = [(patch.start, patch.end, patch) for patch in patches]
    spans += [(found.start, found.end, found) for found in replacements]
    # Timsort merges the two sorted halves in linear time.
    spans.sort(key=lambda span: span[:2])
    group: list[_Span] = []
    reach = -1
    for span in spans:
        if group and span[0] > reach:
            yield group
            group = []
        group.append(span)
        reach = max(reach, span[1])
    if group:
        yield group


def edits_of(
    source: str, text: str, patches: Iterable[Patch], codes: Sequence[str]
) -> tuple[Edit, ...]:
    """Turn patches into minimal edits; `codes[turn % len(codes)]` is the rule of a turn."""
    edits = (_edit(source, text, patch, codes) for patch in patches)
    return tuple(edit for edit in edits if edit is not None)


def _edit(source: str, text: str, patch: Patch, codes: Sequence[str]) -> Edit | None:
    before = source[patch.src_start : patch.src_end]
    after = text[patch.start : patch.end]
    if before == after:
        return None
    head = _shared_head(before, after)
    tail = _shared_tail(before[head:], after[head:])
    return Edit(
        start=patch.src_start + head,
        end=patch.src_end - tail,
        after=after[head : len(after) - tail],
        rules=tuple(dict.fromkeys(codes[turn % len(codes)] for turn in patch.turns)),
    )


def _shared_head(before: str, after: str) -> int:
    shorter = min(len(before), len(after))
    same = next((at for at in range(shorter) if before[at] != after[at]), shorter)
    # An edit does not begin within a combining sequence: a lone accent says nothing to a reader.
    while same and any(
        combining(rest) for rest in before[same : same + 1] + after[same : same + 1]
    ):
        same -= 1
    return same


def _shared_tail(before: str, after: str) -> int:
    shorter = min(len(before), len(after))
    same = next((at for at in range(shorter) if before[-1 - at] != after[-1 - at]), shorter)
    while same and combining(before[-same]):
        same -= 1
    return same


def apply(source_slice: str, edits: Sequence[Edit]) -> str:
    """Carry out the edits of a slice: `apply(slice_, clean(slice_).edits) == clean(slice_).text`.

    Args:
        source_slice: the slice in which the edits count code points.
        edits: sorted and disjoint.

    Raises:
        ValueError: the edits are unsorted, overlap, or leave the slice.
    """
    ends = (edit.end for edit in edits)
    for edit, earlier in zip(edits, chain((0,), ends), strict=False):
        if not earlier <= edit.start <= edit.end <= len(source_slice):
            raise ValueError(
                f"edit {edit.start}:{edit.end} is out of order or outside a slice of "
                f"{len(source_slice)} code points"
            )
    return substitute(source_slice, (Replacement(e.start, e.end, e.after) for e in edits))


def restore(text: str, edits: Sequence[Edit], befores: Sequence[str]) -> str:
    """Recover the source slice from the cleaned text, its edits and what each edit replaced.

    Args:
        text: the cleaned text.
        edits: the edits that led to it, sorted and disjoint.
        befores: `source_slice[edit.start:edit.end]` of each edit, as recorded in `changes`.

    Raises:
        ValueError: there is not one `before` of the right length for each edit.
    """
    undone: list[Replacement] = []
    shift = 0
    for edit, before in zip(edits, befores, strict=True):
        if len(before) != edit.end - edit.start:
            raise ValueError(
                f"edit {edit.start}:{edit.end} did not replace {len(before)} code points"
            )
        start = edit.start + shift
        undone.append(Replacement(start, start + len(edit.after), before))
        shift += len(edit.after) - len(before)
    return substitute(text, undone)
