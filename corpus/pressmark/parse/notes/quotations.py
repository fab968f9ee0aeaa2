"""The layer of quotes: what stands in marks, who is printed as its speaker, by which words."""

import re
from collections.abc import Iterator
from enum import Enum, auto
from typing import NamedTuple

from pressmark.parse.notes.marks import Quoted, quoted
from pressmark.parse.notes.speech import NAMING, Speech, speech_of
from pressmark.parse.quotes import signature
from pressmark_schema.notes import Note
from pressmark_schema.segments import Span
from pressmark_schema.vocabulary import AnnotationLabel, AnnotationLayer

_WINDOW = 240
"""Code points on each side of a quote in which its speaker is looked for."""
_NEAR = 90
_FEWEST_WORDS = 3
_SENTENCE_ENDS = ".!?…"
_SENTENCE_STOPS = ("", *_SENTENCE_ENDS)
_SENTENCE_STARTS = ("", *':.!?…“”"«»–—-')
_LAST_STOP = re.compile(r"(?:[.!?…][“”\"»«’)]?|[“”»«\"])\s(?=[^\W\d_a-z])|[;\n]\s")
_LINK = re.compile(r"[,.!?…]?\s?[,–—-]?\s?")
_REST = re.compile(r"[^.,:;!?„“”\"«»]{0,60}[.,:] ")
_SPOKEN_TO = re.compile(r"[^.!?„“”\"«»]{0,110}")
_CLAUSE = re.compile(
    r"(?:.*[,:–—] |.*\b(?:und|and|et|doch|aber|but|mais|denn|dass|weil|that|que) |^)", re.DOTALL
)
_APPOSITION = re.compile(r"(?:, [^,]{2,80},| \([^)]{1,40}\),?|,)$")


_WHO = ("who", "who2", "who3", "pronoun")
_CUES = ("cue", "cue2", "cue3", "so", "bare", "inverted")
"""The groups of the patterns `after`, in German, English and French."""


class Place(Enum):
    """Where an attribution stands, seen from its quote."""

    NOWHERE = auto()
    BEHIND = auto()
    CONTINUED = auto()
    AHEAD = auto()


class Attribution(NamedTuple):
    """What is printed about a quote's origin: code points of the block; `end` of one behind it."""

    place: Place = Place.NOWHERE
    speaker: Span | None = None
    cue: str | None = None
    mediator: str | None = None
    end: int = 0


_NOBODY = Attribution()


def quotations(text: str, lang: str) -> Iterator[Note]:
    """A note for each pair of marks in `text`, whose language is `lang`, in order.

    The speaker is whoever is printed beside the quote: behind it (`“, sagte …`), in the words that
    lead to it (`… sagte: „`), or, where the quote stands alone, in the attribution of the quote
    directly before it or at the head of the sentence before it. Nobody is inferred.
    """
    earlier: tuple[Quoted, Attribution] | None = None
    for pair in quoted(text):
        speech = speech_of(lang)
        if speech is None or pair.depth:
            yield _note(text, pair, _label(text, pair, _NOBODY), _NOBODY)
            continue
        found = _signed(text, pair) if pair.start == 0 else None
        found = found or _after(text, pair.end, speech) or _continued(text, pair, earlier)
        if found is None:
            found = _NOBODY if _is_bare(text, pair) else _before(text, pair.start, speech)
        label = _label(text, pair, found)
        if label is AnnotationLabel.DIRECT and found is _NOBODY:
            found = _led_in(text, pair.start, speech)
        yield _note(text, pair, label, _NOBODY if label is AnnotationLabel.MARKED else found)
        earlier = (pair, found) if label is not AnnotationLabel.MARKED else None


def _is_bare(text: str, pair: Quoted) -> bool:
    """Whether the marks hold a name or title, and no words ahead can make it anybody's."""
    words = text[pair.start + 1 : pair.end - 1]
    if words[:1].islower() or words.count(" ") >= _FEWEST_WORDS - 1:
        return False
    ahead = text[max(0, pair.start - _NEAR) : pair.start]
    return not ahead.rstrip().endswith(":") and NAMING.search(ahead) is None


def _note(text: str, pair: Quoted, label: AnnotationLabel, found: Attribution) -> Note:
    return Note(
        AnnotationLayer.QUOTE,
        label,
        pair.start,
        pair.end,
        f"quote.{label}@1",
        value=text[pair.start + 1 : pair.end - 1].strip(),
        marks=text[pair.start] + text[pair.end - 1],
        speaker=found.speaker,
        cue=found.cue,
        mediator=found.mediator,
    )


def _label(text: str, pair: Quoted, found: Attribution) -> AnnotationLabel:
    """Whole sentences, a part of one, or words that are only marked.

    A sentence begins with a capital and where a sentence may begin, and has its own end or an
    attribution behind its comma; or it goes on with one that its speaker's name has parted. A part
    is attributed, or begins in lower case and has several words: a title or a name does neither.
    """
    words = text[pair.start + 1 : pair.end - 1].strip()
    capital = not words[:1].islower()
    ended = words[-1:] in _SENTENCE_ENDS
    parted = ended or words[-1:] == "," or text[pair.end : pair.end + 1] in (",", ".")
    many = words.count(" ") + 1 >= _FEWEST_WORDS or (ended and found is not _NOBODY)
    before = _last_sign(text, pair.start)
    if found.place is Place.CONTINUED and many:
        return AnnotationLabel.DIRECT
    if capital and before in _SENTENCE_STARTS and (many or found.place is Place.BEHIND):
        announced = before == ":" and found is not _NOBODY
        if parted or announced:
            return AnnotationLabel.DIRECT
    if capital and ended and many:
        return AnnotationLabel.DIRECT
    if found.place is Place.BEHIND or (not capital and " " in words):
        return AnnotationLabel.PARTIAL
    naming = found.cue is not None and NAMING.search(found.cue)
    named = found.speaker is not None and (naming or not capital)
    return AnnotationLabel.PARTIAL if named else AnnotationLabel.MARKED


def _last_sign(text: str, end: int) -> str:
    """The last character before `end` that is no blank; looked for from there, not from 0."""
    while end and text[end - 1].isspace():
        end -= 1
    return text[end - 1 : end]


def _signed(text: str, pair: Quoted) -> Attribution | None:
    """The name below a quotation that is a block of its own: `„…“ – Name, office`."""
    if len(text) - pair.end > _WINDOW:
        return None
    name = signature(text, pair.end)
    return Attribution(Place.BEHIND, name) if name else None


def _after(text: str, at: int, speech: Speech) -> Attribution | None:
    """Who is named directly behind a quote, and through whom it came."""
    window = text[at : at + _WINDOW]
    link = _LINK.match(window)
    start = link.end() if link else 0
    found = speech.after.match(window, start)
    if found is None:
        verb = speech.reply.match(window, start) if "," in window[:start] else None
        return Attribution(Place.BEHIND, cue=verb[0]) if verb else None
    groups = found.groupdict()
    who = next((name for name in _WHO if groups.get(name)), None)
    cue = next((groups[name] for name in _CUES if groups.get(name)), None)
    speaker = Span(at + found.start(who), at + found.end(who)) if who else None
    rest = _SPOKEN_TO.match(window, found.end())
    through = speech.through.search(window, found.end(), rest.end() if rest else found.end())
    mediator = groups.get("via") or (through[0] if through else None)
    return Attribution(Place.BEHIND, speaker, cue, mediator, at + found.end())


def _before(text: str, at: int, speech: Speech) -> Attribution:
    """Who is named in the words that lead to a quote, within its sentence."""
    if text[max(0, at - 2) : at].rstrip()[-1:] in _SENTENCE_STOPS:
        return _NOBODY
    base, sentence = _sentence(text, at)
    if not sentence:
        return _NOBODY
    lead = sentence.rstrip(" :")
    if sentence.rstrip().endswith(":") and speech.phrase.fullmatch(lead):
        return Attribution(Place.AHEAD, Span(base, base + len(lead)))
    named = speech.so.search(lead.rstrip(",")) if speech.so else None
    if named:
        who = Span(base + named.start("who"), base + named.end("who"))
        return Attribution(Place.AHEAD, who, named["cue"])
    hinted = any(hint in sentence for hint in speech.hints)
    through = speech.through.search(sentence) if hinted else None
    mediator = through[0] if through else None
    verbs = list(speech.verb.finditer(sentence))
    if not verbs:
        return Attribution(Place.AHEAD, mediator=mediator) if mediator else _NOBODY
    subject = _subject(sentence, verbs[-1], speech)
    speaker = Span(base + subject.start, base + subject.end) if subject else None
    return Attribution(Place.AHEAD, speaker, verbs[-1][0], mediator)


def _led_in(text: str, at: int, speech: Speech) -> Attribution:
    """Who begins or ends the sentence before a quote that stands alone, as one who says it."""
    base, sentence = _sentence(text, at)
    if sentence.rstrip()[-1:] not in _SENTENCE_ENDS:
        return _NOBODY
    verbs = list(speech.verb.finditer(sentence))
    if not verbs:
        return _NOBODY
    first, last = verbs[0], verbs[-1]
    lead = _without_apposition(sentence[: first.start()])
    if speech.phrase.fullmatch(lead):
        return Attribution(Place.AHEAD, Span(base, base + len(lead)), first[0])
    behind = speech.phrase.match(sentence, last.end() + 1)
    if (
        behind
        and sentence[: last.start()].endswith(", ")
        and not sentence[behind.end() :].strip(" .")
    ):
        return Attribution(Place.AHEAD, Span(base + behind.start(), base + behind.end()), last[0])
    return _NOBODY


def _sentence(text: str, at: int) -> tuple[int, str]:
    """The sentence that ends at `at`, whole or up to there, and where it begins.

    Empty where it begins out of sight.
    """
    first = max(0, at - _WINDOW)
    window = text[first:at]
    start = max((stop.end() for stop in _LAST_STOP.finditer(window)), default=0)
    return (first + start, window[start:]) if start or not first else (at, "")


def _subject(sentence: str, verb: re.Match[str], speech: Speech) -> Span | None:
    """The person before the verb in its clause or, where none is, right behind it."""
    lead = _without_apposition(sentence[: verb.start()])
    clause = _CLAUSE.match(lead)
    first = sentence[: verb.start()].rstrip().endswith(",")
    for start in (clause.end() if clause else 0, 0):
        if lead[start:] and speech.phrase.fullmatch(lead, start):
            return Span(start, len(lead))
    if (
        not first
        and clause
        and lead[clause.end() :]
        and not speech.opener.match(lead, clause.end())
    ):
        return None
    behind = speech.phrase.match(sentence, verb.end() + 1)
    return Span(*behind.span()) if behind else None


def _without_apposition(lead: str) -> str:
    found = _APPOSITION.search(lead.rstrip())
    return lead[: found.start()] if found else lead.rstrip()


def _continued(
    text: str, pair: Quoted, earlier: tuple[Quoted, Attribution] | None
) -> Attribution | None:
    """The attribution of the quote before, where it is all that stands between the two."""
    if earlier is None:
        return None
    before, found = earlier
    if not before.end < found.end <= pair.start:
        return None
    alone = _REST.fullmatch(text, found.end, pair.start)
    return found._replace(place=Place.CONTINUED, end=0) if alone else None
