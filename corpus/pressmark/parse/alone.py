"""What a block tells about its kind by its own words, whatever stands beside it."""

import re
from dataclasses import dataclass

from pressmark.parse import cues
from pressmark.parse.confidence import confidence
from pressmark.parse.dates import is_update_cue, printed_date, update_line
from pressmark.parse.names import are_known_names, are_names
from pressmark.parse.quotes import attributed
from pressmark.parse.shapes import Shape
from pressmark_schema.vocabulary import BlockKind, KindBasis

_SET_PHRASE = 120
_CAPTION_LIMIT = 600
_NOTE_LIMIT = 700
_TEASER_LIMIT = 300
_DATELINE_LIMIT = 110
_HEAD_BLOCKS = 4
_AD_LIMIT = 60
_AGENCY_LIMIT = 80
_BARE_LIMIT = 60
_BARE_SPACES = 4
_FEW_WORDS = 3
_MOST_DATES = 4
_PROSE = 99

_NOTED = re.compile(r"[^:]{0,15}(?::\d\d[^:]{0,15})?:\s")
_BULLET = re.compile(r"[-*•·▪◦–]\s+\S")
_TIME = re.compile(
    r"\d{1,2}[:.]\d{2}(?::\d\d)?(?:\s?Uhr|\s?[ap]\.?m\.?)?|\d{1,2}\s?(?:Uhr|h\d\d)", re.IGNORECASE
)
_PUBLISHED = re.compile(
    r"\b(?:veröffentlicht|erschienen|publiziert|erstellt|published|posted|publié|aktualisiert|"
    r"updated|mis à jour|stand|datum|date|am|um|on|at|le|à|vom|"
    r"montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag|"
    r"monday|tuesday|wednesday|thursday|friday|saturday|sunday|"
    r"lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|"
    r"uhr|cest|cet|mesz|mez|gmt|utc|bst|est|edt|et)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Verdict:
    """A kind and the name of the rule that decided it; `opens`: it heads a list of the same kind.

    `basis` is what decided it: the rules, unless the profile did.
    """

    kind: BlockKind
    rule: str
    opens: bool = False
    basis: KindBasis = KindBasis.PATTERN

    @property
    def confidence(self) -> int:
        """How sure the rule is, per mille."""
        return confidence(self.rule)


def alone(shape: Shape, place: int) -> Verdict | None:
    """The kind that a block's own words state, or None; `place` is its place in the article."""
    if shape.length > _NOTE_LIMIT:
        return None
    for rule in _RULES if shape.length <= _TEASER_LIMIT else _RULES_OF_PROSE:
        verdict = rule(shape, place)
        if verdict is not None:
            return verdict
    return None


def _advertisement(shape: Shape, _place: int) -> Verdict | None:
    if shape.length < _AD_LIMIT and cues.AD.fullmatch(shape.text.strip(" -–—:*")):
        return Verdict(BlockKind.AD, "ad.label")
    if shape.line and cues.ACTION.fullmatch(shape.text):
        return Verdict(BlockKind.AD, "ad.action")
    return None


def _note(shape: Shape, _place: int) -> Verdict | None:
    """A correction note, or the bare stamp of an update, which tells of no correction."""
    text = shape.text
    if cues.CORRECTION.match(text):
        return Verdict(BlockKind.CORRECTION, "correction.phrase")
    if not is_update_cue(text):
        return None
    corrected = cues.CORRECTED.match(text) is not None
    dated = update_line(text)
    if corrected and dated is not None and _NOTED.match(text, dated[1].end):
        return Verdict(BlockKind.CORRECTION, "correction.dated")
    stamp = shape.length < _DATELINE_LIMIT and printed_date(text) is not None
    if stamp and _leftover(text) <= _FEW_WORDS:
        return Verdict(BlockKind.CORRECTION if corrected else BlockKind.DATELINE, "update.stamp")
    return None


def _quotation(shape: Shape, place: int) -> Verdict | None:
    """A quotation set off from the text, with its speaker; the first block may be a title."""
    quoted = place > 0 and attributed(shape.text)
    return Verdict(BlockKind.QUOTE_BLOCK, "quote.attributed") if quoted else None


def _related(shape: Shape, _place: int) -> Verdict | None:
    found = cues.RELATED.match(shape.text)
    if found is None:
        return None
    rest = shape.text[found.end() :].lstrip()
    bare = shape.length <= _BARE_LIMIT and rest.count(" ") <= _BARE_SPACES
    if rest.startswith((":", "|", "–", "-", "»", ">")) and rest[1:].strip():
        return Verdict(BlockKind.TEASER, "related.marked")
    if shape.line or shape.end == ":" or (bare and not shape.sentences):
        return Verdict(BlockKind.TEASER, "related.line", opens=bare and shape.end in ("", ":", "!"))
    return None


def _link(shape: Shape, _place: int) -> Verdict | None:
    """A line that leads elsewhere by a mark that only such lines bear."""
    text = shape.text
    if "(" in text and (cues.NEW_WINDOW.search(text) or cues.JOB.search(text)):
        return Verdict(BlockKind.TEASER, "link.mark")
    if cues.TEASER_END.search(shape.text[-40:]):
        return Verdict(BlockKind.TEASER, "link.end")
    return None


def _headline(shape: Shape, place: int) -> Verdict | None:
    """A line that reads like another article's headline; the first may be this one's."""
    if not shape.line or place == 0:
        return None
    text = shape.text
    if place <= _HEAD_BLOCKS and _byline(shape, place) is not None:
        return None  # "Interview: Jule Haberkamp"
    if cues.FORM.match(text) or cues.TOPIC_DASH.match(text) or cues.DOSSIER.search(text):
        return Verdict(BlockKind.TEASER, "headline.form")
    if cues.MERGED_KICKER.search(text):
        return Verdict(BlockKind.TEASER, "headline.merged")
    return None


def _page(shape: Shape, _place: int) -> Verdict | None:
    """Words of the page around the article."""
    if shape.length > _SET_PHRASE:
        return None
    if cues.SUBSCRIBE.match(shape.text):
        return Verdict(BlockKind.BOILERPLATE, "page.subscribe")
    if cues.BOILERPLATE.match(shape.text.rstrip(" »›→>")):
        appeal = cues.NEWSLETTER.search(shape.text) is not None
        return Verdict(BlockKind.BOILERPLATE, "page.phrase", opens=appeal)
    if shape.line and cues.DURATION.search(shape.text):
        return Verdict(BlockKind.CAPTION, "caption.duration")
    return None


def _caption(shape: Shape, _place: int) -> Verdict | None:
    text = shape.text
    if shape.length > _CAPTION_LIMIT:
        return None
    if cues.CAPTION.match(text) and (shape.length <= _TEASER_LIMIT or shape.end == ""):
        return Verdict(BlockKind.CAPTION, "caption.opening", opens=shape.length <= _SET_PHRASE)
    if shape.end == "." and not text.endswith(")"):
        return None  # prose, which most blocks are
    tail = text[-_SET_PHRASE:]
    if cues.CREDIT_MARK.search(tail) and cues.CREDIT.search(tail):
        return Verdict(BlockKind.CAPTION, "caption.credit")
    return None


def _agency(shape: Shape, _place: int) -> Verdict | None:
    found = shape.length < _AGENCY_LIMIT and cues.AGENCY.fullmatch(shape.text)
    return Verdict(BlockKind.AGENCY_CREDIT, "agency.line") if found else None


def _byline(shape: Shape, place: int) -> Verdict | None:
    if shape.length > _SET_PHRASE or shape.sentences:
        return None
    if cues.SIGN.fullmatch(shape.text):
        return Verdict(BlockKind.BYLINE, "byline.sign")
    named = cues.BYLINE.fullmatch(shape.text)
    who = named["who"] if named is not None else shape.text
    if are_known_names(who) and (named is not None or 0 < place <= _HEAD_BLOCKS):
        return Verdict(BlockKind.BYLINE, "byline.named" if named is not None else "byline.bare")
    placed = named is not None and (place <= _HEAD_BLOCKS or named["states"] is not None)
    if placed and are_names(who):
        return Verdict(BlockKind.BYLINE, "byline.form")
    return None


def _dateline(shape: Shape, _place: int) -> Verdict | None:
    """A line that is a date, with at most a time, a place or a name."""
    found = printed_date(shape.text) if shape.length <= _DATELINE_LIMIT else None
    if found is None or len(found[0]) < len("2018-05-30"):
        return None
    return (
        Verdict(BlockKind.DATELINE, "dateline.line")
        if _leftover(shape.text) <= _FEW_WORDS
        else None
    )


def _leftover(text: str) -> int:
    """How many words a line has beside dates, times and words of publishing; many for prose."""
    rest = text
    for _ in range(_MOST_DATES):
        found = printed_date(rest)
        if found is None:
            break
        rest = rest[: found[1].start] + " " + rest[found[1].end :]
    words = re.findall(r"[^\W\d_][\w.'’-]*", _PUBLISHED.sub(" ", _TIME.sub(" ", rest)))
    return len(words) if all(word[0].isupper() for word in words) else _PROSE


def _list_item(shape: Shape, _place: int) -> Verdict | None:
    return Verdict(BlockKind.LIST_ITEM, "list.bullet") if _BULLET.match(shape.text) else None


# The surer rule comes first: a link's mark outweighs the words that a caption may share with it.
_RULES = (
    _advertisement,
    _note,
    _quotation,
    _related,
    _link,
    _headline,
    _agency,
    _caption,
    _dateline,
    _byline,
    _page,
    _list_item,
)
_RULES_OF_PROSE = (_note, _quotation, _caption, _list_item)
"""Those of the rules that a text longer than a teaser can meet."""
