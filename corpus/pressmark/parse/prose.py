"""Tell the lead, set-off quotations and signed teasers from the paragraphs beside them."""

from collections.abc import Sequence
from itertools import islice
from statistics import median

from pressmark.parse import cues
from pressmark.parse.alone import Verdict
from pressmark.parse.quotes import is_quotation
from pressmark.parse.runs import Verdicts
from pressmark.parse.shapes import Shape
from pressmark_schema.vocabulary import BlockKind

_LEAD_LENGTHS = range(60, 301)
_SUMMARISED = 8
_FEWEST_PARAGRAPHS = 3
_STATEMENT = (".", "!", "?", "…")
_SIGNED_LIMIT = 300
_HALF = 0.5
"""Of 62 articles measured the rules mark the opening of 26; 25 of those are leads."""


def quotations(shapes: Sequence[Shape], verdicts: Verdicts) -> None:
    """Mark a block that is one quotation, after a paragraph that announces it with a colon."""
    for place in range(1, len(shapes)):
        announced = verdicts[place - 1] is None and shapes[place - 1].end == ":"
        if announced and verdicts[place] is None and is_quotation(shapes[place].text):
            verdicts[place] = Verdict(BlockKind.QUOTE_BLOCK, "quote.announced")


def signed(shapes: Sequence[Shape], verdicts: Verdicts) -> None:
    """Mark a short text that ends with its author's sign, where other teasers stand.

    Directly beside one, or below a headline in an article with another teaser's text. The last
    prose of an article stays: there the sign is its author's own.
    """
    prose = [at for at, shape in enumerate(shapes) if verdicts[at] is None and not shape.line]
    teasers = {at for at, verdict in enumerate(verdicts) if _is_teaser(verdict)}
    texts = any(not shapes[at].line for at in teasers)
    for place in prose[:-1]:
        if shapes[place].length > _SIGNED_LIMIT or not cues.SIGN_END.search(shapes[place].text):
            continue
        headed = texts and place > 1 and shapes[place - 1].line
        if headed or place - 1 in teasers or place + 1 in teasers:
            verdicts[place] = Verdict(BlockKind.TEASER, "teaser.signed")


def _is_teaser(verdict: Verdict | None) -> bool:
    return verdict is not None and verdict.kind is BlockKind.TEASER


def lead(shapes: Sequence[Shape], verdicts: Verdicts) -> None:
    """Mark the opening block as the lead when it is much shorter than what it summarises.

    Above the author's name a lead need only be shorter.
    """
    place = next((at for at, verdict in enumerate(verdicts) if not _names(verdict)), None)
    if place is None or verdicts[place] is not None:
        return
    opening = shapes[place]
    if opening.length not in _LEAD_LENGTHS or opening.end not in _STATEMENT:
        return
    open_places = (at for at in range(place + 1, len(shapes)) if verdicts[at] is None)
    lengths = [shapes[at].length for at in islice(open_places, _SUMMARISED)]
    after = verdicts[place + 1] if place + 1 < len(shapes) else None
    signed = after is not None and after.kind is BlockKind.BYLINE
    most = 1 if signed else _HALF
    if len(lengths) >= _FEWEST_PARAGRAPHS and opening.length <= most * median(lengths):
        verdicts[place] = Verdict(BlockKind.LEAD, "lead.signed" if signed else "lead.short")


def _names(verdict: Verdict | None) -> bool:
    return verdict is not None and verdict.kind in (BlockKind.TITLE, BlockKind.KICKER)
