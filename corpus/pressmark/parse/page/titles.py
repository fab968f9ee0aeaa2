"""Choose an article's title among those that its page states, without the site's own name."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING

from pressmark.parse.page.articles import fields
from pressmark.parse.page.marked import shown
from pressmark.parse.page.standing import marks
from pressmark_schema.segments import PageStatement

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from lxml.html import HtmlElement

    from pressmark.parse.page.jsonld import Node
    from pressmark.parse.page.marked import Marked

_SEPARATOR = re.compile(r"\s+[|·•»«‹›:–—-]{1,2}\s+|\s*\|\s*|,\s+")
_LONGEST_SITE = 40
"""Code points of what is taken off as a site's or a section's name."""
_NOT_LETTERS = re.compile(r"[\W_]+")  # combining accents are none either
_OVERLINE = re.compile(
    r"(?:^|[-_\s])(?:kicker|overline|topline|dachzeile|spitzmarke|roofline|eyebrow|surtitre|"
    r"supertitle|overhead|preheadline|pre-headline)(?:$|[-_\s])",
    re.IGNORECASE,
)
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
_LONGEST = 1000
_MOST = 60
_LONGEST_OVERLINE = 80


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A title as one place of the page states it: `text` is `raw` without the site's name.

    `joined`: an overline runs into it.
    """

    source: str
    text: str
    raw: str
    basis: str
    place: str
    joined: bool = False


def titles(marked: Marked, nodes: Sequence[Node], names: Sequence[str]) -> Iterator[PageStatement]:
    """The title to believe, then the other candidates; then overlines.

    `names` are those of the site. og:title is believed first: it is what a publisher writes as the
    article's name, where a `title` or a JSON-LD headline is often written for search engines (word
    order, 110 characters) and an h1 runs together with its overline. Two cases go before it: a
    candidate that others share and that holds all of og:title and an overline before it; and the
    h1, where og:title, h1 and headline are three different texts.
    """
    found = _without_sites(list(islice(_candidates(marked, nodes), _MOST)), names)
    overlines = list(dict.fromkeys(_overlines(marked)))
    heading = _heading(found, overlines)
    found = [c for c in found if c.source != "h1"] + ([heading] if heading else [])
    chosen = _choose(found, heading)
    first = [chosen] if chosen else []
    for candidate in [*first, *(c for c in found if not chosen or c.place != chosen.place)]:
        stripped = "site-name" if candidate.text != candidate.raw else "title"
        rule = f"page.{stripped}@1"
        yield PageStatement(
            "title", candidate.text, candidate.raw, candidate.basis, rule, candidate.place
        )
    for number, text in enumerate(overlines):
        if chosen and fold(text) != fold(chosen.text):
            place = f"overline[{number}]"
            bare = text.rstrip(" :")
            yield PageStatement("kicker", bare, text, "markup", "page.overline@1", place)


def fold(text: str) -> str:
    """A text for comparison: letters and digits in lower case, umlauts as addresses do."""
    if text.isascii():
        return _NOT_LETTERS.sub("", text.lower())
    plain = unicodedata.normalize("NFKC", text).casefold().translate(_UMLAUTS)
    return _NOT_LETTERS.sub("", unicodedata.normalize("NFD", plain))


def _candidates(marked: Marked, nodes: Sequence[Node]) -> Iterator[_Candidate]:
    for item in islice(marked.meta("og:title"), 5):
        yield _Candidate("og", item.value, item.value, "meta", item.place)
    for item in fields(nodes, marked.graph, "headline"):
        yield _Candidate("headline", item.value, item.value, "jsonld", item.place)
    for number, element in enumerate(marked.headings[:20]):
        text = shown(element)
        yield _Candidate("h1", text, text, "markup", f"h1[{number}]")
    for element in marked.properties.get("headline", ())[:1]:
        text = element.get("content") or shown(element)
        yield _Candidate("itemprop", text, text, "meta", "itemprop[headline]")
    for item in marked.meta("dc.title", "dcterms.title", "parsely-title", "sailthru.title"):
        yield _Candidate("meta", item.value, item.value, "meta", item.place)
    yield _Candidate("title", marked.title, marked.title, "markup", "title")
    for item in marked.meta("twitter:title"):
        yield _Candidate("twitter", item.value, item.value, "meta", item.place)


def _without_sites(found: list[_Candidate], names: Sequence[str]) -> list[_Candidate]:
    known = {fold(name) for name in names} - {""}
    kept = [c for c in found if 0 < len(c.text) <= _LONGEST and fold(c.text) not in known]
    bare = [_Candidate(c.source, strip_site(c.text, known), c.raw, c.basis, c.place) for c in kept]
    whole = {fold(c.text) for c in bare}
    cut = [_Candidate(c.source, _shared_part(c, whole), c.raw, c.basis, c.place) for c in bare]
    return [c for c in cut if fold(c.text)]


def strip_site(text: str, known: set[str]) -> str:
    """`text` without parts at its ends that are names of the site, folded in `known`."""
    parts = list(_SEPARATOR.finditer(text))
    while parts and fold(text[parts[-1].end() :]) in known:
        text = text[: parts.pop().start()].rstrip()
    parts = list(_SEPARATOR.finditer(text))
    if parts and fold(text[: parts[0].start()]) in known and text[parts[0].end() :].strip():
        return text[parts[0].end() :].lstrip()
    return text


def _shared_part(candidate: _Candidate, whole: set[str]) -> str:
    """What of a title stands before a separator, where another candidate is just that.

    What is taken off must be short, as the names of sections are: a subtitle is not. After a dash
    or a comma it is taken off only in what stands in the browser's bar.
    """
    text, bar = candidate.text, candidate.source == "title"
    for separator in _SEPARATOR.finditer(text):
        rest = text[separator.end() :]
        if len(rest) <= _LONGEST_SITE and (bar or "|" in separator[0]):
            before = text[: separator.start()].rstrip()
            if fold(before) in whole:
                return before
    return text


def _choose(found: Sequence[_Candidate], h1: _Candidate | None) -> _Candidate | None:
    by_source = {c.source: c for c in reversed(found)}
    og, headline = by_source.get("og"), by_source.get("headline")
    if og is None:
        return _agreed(found, h1) or headline or h1 or (found[0] if found else None)
    longer = _with_overline(og, found) or _uncut(og, found)
    if longer:
        return longer
    if h1 and headline and _three_ways(og, headline, h1):
        return h1
    return og


def _heading(found: Sequence[_Candidate], overlines: Sequence[str]) -> _Candidate | None:
    """The h1 that another source shares, else the first, without its overline."""
    headings = [c for c in found if c.source == "h1"]
    others = {fold(c.text) for c in found if c.source != "h1"}
    shared = next((c for c in headings if fold(c.text) in others), None)
    first = shared or (headings[0] if headings else None)
    if first is None:
        return None
    before = next((o for o in overlines if o and first.text.startswith(o) and o != first.text), "")
    if shared:
        return replace(shared, joined=bool(before))
    return replace(first, text=first.text[len(before) :].lstrip(" :|–-"))


def _agreed(found: Sequence[_Candidate], h1: _Candidate | None) -> _Candidate | None:
    """The first candidate that a second source states too; the h1's wording first.

    But not where an overline runs into it: there the other source has the mark between the two.
    """
    runs_in = h1 is not None and h1.joined
    for candidate in ([h1] if h1 and not runs_in else []) + [c for c in found if not c.joined]:
        folded = fold(candidate.text)
        if any(c.source != candidate.source and fold(c.text) == folded for c in found):
            return candidate
    return None


def _with_overline(og: _Candidate, found: Sequence[_Candidate]) -> _Candidate | None:
    """A text that two sources share and that is og:title with an overline and colon before it."""
    for candidate in found:
        before, _, after = candidate.text.rpartition(og.text)
        ends = before.rstrip().endswith(":") and not after
        folded = fold(candidate.text)
        if ends and len({c.source for c in found if fold(c.text) == folded}) > 1:
            return candidate
    return None


def _uncut(og: _Candidate, found: Sequence[_Candidate]) -> _Candidate | None:
    """The candidate that goes on where og:title was cut off."""
    start = og.text.removesuffix("...").removesuffix("…").rstrip()
    if start == og.text or not start:
        return None
    return next((c for c in found if c.text.startswith(start) and len(c.text) > len(og.text)), None)


def _three_ways(*candidates: _Candidate) -> bool:
    """Whether no two say the same, nor one the beginning or end of another."""
    folded = [fold(candidate.text) for candidate in candidates]
    return not any(
        first != second and (a in b or b in a)
        for first, a in enumerate(folded)
        for second, b in enumerate(folded)
    )


def _overlines(marked: Marked) -> Iterator[str]:
    """What is marked as overline at the head of an h1, in its header, or just before it."""
    for heading in marked.headings[:3]:
        before, parent = heading.getprevious(), heading.getparent()
        near = [before] if before is not None else []
        if parent is not None and parent.tag in {"header", "hgroup"}:
            near += [child for child in parent if child is not heading]
        inside = [shown(element) for element in _called_so(heading.iter())]
        outside = [shown(element) for element in _called_so(near)]
        within = [text for text in inside if shown(heading).startswith(text)]
        yield from [text for text in within + outside if 0 < len(text) <= _LONGEST_OVERLINE][:1]


def _called_so(elements: Iterable[HtmlElement]) -> Iterator[HtmlElement]:
    """Those of a class for overlines that hold little else."""
    return (e for e in elements if len(e) <= 1 and _OVERLINE.search(marks(e)))
