"""Fixes: what rules would have corrected, as corrections, with the words before and after."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from pressmark.check.catalogue import blocks, metadata, text
from pressmark.flow import show
from pressmark.flow.corrections import slice_sha256
from pressmark_schema.corrections import Correction, Target
from pressmark_schema.ids import ARTICLE_ID_LENGTH

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from pressmark.dataset import Dataset
    from pressmark.flow.show import Row, Shown
    from pressmark_schema.findings import Finding

AROUND = 20
"""Code points of a block's text that are kept on each side of words that are corrected."""
_LINE = 160
"""Code points up to which a block that holds words of the page is likely to hold nothing else."""
_TOGETHER = 500
"""Findings whose articles are read together."""
_SITE = re.compile(r"(?:\s[|–—-]|\s?[|])\s[^|–—]{2,40}$")


@dataclass(frozen=True, slots=True)
class Fix:
    """A correction that a rule proposes; `safe` where it needs no judgement."""

    finding: Finding
    correction: Correction
    safe: bool


def fixes(dataset: Dataset, findings: Iterable[Finding]) -> Iterator[Fix]:
    """A fix for each finding that has one, in the findings' order.

    A finding whose block keeps no source has none, since it could not be addressed.
    """
    fixable = (finding for finding in findings if finding.code in _FIXES)
    while some := list(islice(fixable, _TOGETHER)):
        ids = sorted({finding.row_id[:ARTICLE_ID_LENGTH] for finding in some})
        known = show.several(dataset, ids)
        for finding in some:
            shown = known.get(finding.row_id[:ARTICLE_ID_LENGTH])
            fix = _FIXES[finding.code](shown, finding) if shown else None
            if fix is not None:
                yield fix


def of_block(
    shown: Shown, block: Row, target: Target, before: str, after: str
) -> Correction | None:
    """A correction of a block, without reason yet; None where its source slice is not kept."""
    place = block["seq"]
    slices = [shown.raw(other) for other in shown.blocks]
    own = slices[place]
    if own is None:
        return None
    hashes = [None if piece is None else slice_sha256(piece) for piece in slices]
    padded = [None, *hashes, None]
    return Correction(
        article_id=shown.article["article_id"],
        target=target,
        before=before,
        after=after,
        reason="-",
        slice_sha256=hashes[place],
        left_sha256=padded[place],
        right_sha256=padded[place + 2],
    )


def of_words(shown: Shown, block: Row, start: int, end: int, after: str) -> Correction | None:
    """A correction of the code points `start` to `end` of a block's text."""
    words = block["text"]
    made = of_block(shown, block, Target.TEXT, words[start:end], after)
    ahead, behind = words[max(0, start - AROUND) : start], words[end : end + AROUND]
    return made and made.model_copy(update={"ahead": ahead, "behind": behind})


def _block_of(shown: Shown, finding: Finding) -> Row | None:
    return next((row for row in shown.blocks if row["block_id"] == finding.row_id), None)


def _title(shown: Shown, finding: Finding) -> Fix | None:
    title = shown.article["title"]
    after = _SITE.sub("", title or "").strip()
    if not after or after == title:
        return None
    made = Correction(
        article_id=shown.article["article_id"],
        target=Target.TITLE,
        before=title,
        after=after,
        reason=metadata.SITE_IN_TITLE.what.replace("{observed}", finding.observed or ""),
        rule=finding.code,
    )
    return Fix(finding, made, safe=True)


def _kind(after: str) -> Callable[[Shown, Finding], Fix | None]:
    """Give the block of a finding another kind; a short block needs no judgement."""

    def make(shown: Shown, finding: Finding) -> Fix | None:
        block = _block_of(shown, finding)
        made = block and of_block(shown, block, Target.KIND, block["kind"], after)
        if not block or not made:
            return None
        safe = finding.code == blocks.REPEATED.code or len(block["text"]) <= _LINE
        return Fix(finding, _reasoned(made, finding), safe)

    return make


def _joined(shown: Shown, finding: Finding) -> Fix | None:
    """The letters without the blanks between them."""
    block = _block_of(shown, finding)
    words = finding.observed or ""
    if not block or finding.excerpt is None or finding.caret is None:
        return None
    at = block["text"].find(finding.excerpt)
    start = at + finding.caret[0]
    if at < 0 or block["text"][start : start + len(words)] != words:
        return None
    made = of_words(shown, block, start, start + len(words), words.replace(" ", ""))
    return Fix(finding, _reasoned(made, finding), safe=False) if made else None


def _reasoned(made: Correction, finding: Finding) -> Correction:
    return made.model_copy(update={"reason": finding.rule.what.replace(": {observed}", ""),
                                   "rule": finding.code})  # fmt: skip


_FIXES: dict[str, Callable[[Shown, Finding], Fix | None]] = {
    metadata.SITE_IN_TITLE.code: _title,
    blocks.REPEATED.code: _kind("boilerplate"),
    blocks.FURNITURE.code: _kind("boilerplate"),
    blocks.RELATED_LINE.code: _kind("teaser"),
    text.LETTER_SPACING.code: _joined,
}
