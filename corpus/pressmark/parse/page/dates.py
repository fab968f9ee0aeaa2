"""Find when a page says that its article was published and last changed, as local days."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from typing import TYPE_CHECKING

from pressmark.parse.dates import printed_dates
from pressmark.parse.page.articles import fields
from pressmark.parse.page.instants import Stamp, iso, moved, offset_of, read_stamp
from pressmark.parse.page.marked import shown
from pressmark.parse.page.standing import beside, elsewhere, sibling
from pressmark_schema.segments import PageStatement

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lxml.html import HtmlElement

    from pressmark.parse.page.jsonld import Node
    from pressmark.parse.page.marked import Field, Marked

_PUBLISHED = (
    "article:published_time article:published og:article:published_time og:published_time "
    "article:published:time datepublished date.available dc.date.issued dcterms.issued "
    "dcterms.available dc.date dcterms.date dcterms.created dc.date.created date.created "
    "parsely-pub-date sailthru.date publish-date publish_date publishdate pubdate published_time "
    "published_at publication_date article_date_original cxenseparse:recs:publishtime "
    "citation_publication_date citation_date datecreated date"
)
PUBLISHED = tuple(_PUBLISHED.split())
"""Names of meta elements that hold the day of publication, the more exact first."""
_MODIFIED = (
    "article:modified_time article:modified og:article:modified_time og:updated_time "
    "article:modified:time datemodified date.modified dcterms.modified dc.date.modified "
    "date.updated last-modified lastmod revised"
)
MODIFIED = tuple(_MODIFIED.split())
_IN_ADDRESS = re.compile(
    r"(?:^|/)(?P<y>(?:19|20)\d\d)[/-](?P<m>0[1-9]|1[0-2])(?:[/-](?P<d>0[1-9]|[12]\d|3[01]))?(?=/)"
)
_CHANGED = re.compile(r"modif|updat|aktualis|geänd", re.IGNORECASE)
_DATED = ["dat", "ime", "ublish", "pub", "stand", "meta"]
_SHORT = 160
"""Code points of a line that prints when an article appeared, rather than tells a story."""
_UNREADABLE = 120
_UTC = "page.utc@1"


@dataclass(frozen=True, slots=True)
class _Dated:
    """One statement of a date, with the column that it is for."""

    column: str
    raw: str
    basis: str
    place: str
    stamp: Stamp | None
    shown: str = ""


def dates(marked: Marked, nodes: Sequence[Node]) -> Iterator[PageStatement]:
    """Every statement of publication and change, in order of belief.

    JSON-LD, then fields for machines (meta, microdata), then the `time` beside the heading; where
    they state no day of publication, hAtom, the first `time` behind the heading, or what htmldate
    finds and the page prints; then the address.

    An instant in UTC becomes the outlet's local day where the page shows its offset; the rule says
    by what: `local-offset`, `local-clock`, `local-zone`, `local-printed`, `local-day`; `utc`: by
    nothing, so that near midnight the local day may be the next or the one before.
    """
    found = list(_stated(marked, nodes))
    if not any(item.stamp for item in found if item.column == "published_edtf"):
        found += list(_searched(marked))
    page = _Zones(marked, found)
    local = [page.local(item) for item in found]
    known = [stamp for stamp, rule in local if stamp and rule != _UTC]
    for item, (stamp, rule) in zip(found, local, strict=True):
        by_zone = offset_of(stamp, [*page.stamps, *known], ()) if rule == _UTC and stamp else None
        if stamp and by_zone:
            yield _statement(item, moved(stamp, by_zone[0]), "page.local-zone@1")
        else:
            yield _statement(item, stamp, rule)
    yield from _in_address(marked)


def _stated(marked: Marked, nodes: Sequence[Node]) -> Iterator[_Dated]:
    columns = (
        ("published_edtf", "datePublished", PUBLISHED),
        ("modified_edtf", "dateModified", MODIFIED),
    )
    for column, key, names in columns:
        for item in fields(nodes, marked.graph, key, "@value"):
            yield _dated(column, item, "jsonld")
        for item in marked.meta(*names):
            yield _dated(column, item, "meta")
        for element in marked.properties.get(key, ())[:3]:
            raw = element.get("content") or element.get("datetime") or shown(element)
            place = f"itemprop[{key}]"
            yield _Dated(column, raw, "meta", place, read_stamp(raw), shown(element))
    yield from _own_times(marked)


def _dated(column: str, item: Field, basis: str) -> _Dated:
    return _Dated(column, item.value, basis, item.place, read_stamp(item.value))


def _own_times(marked: Marked) -> Iterator[_Dated]:
    """The first `time` of each sort that stands beside the heading.

    One farther away may be that of a comment or of another article.
    """
    seen: set[str] = set()
    for number, element in enumerate(marked.times[:_NEXT]):
        behind = number >= marked.times_before and sibling(element, marked.headings)
        if element.get("itemprop") or not (behind or beside(element, marked.headings)):
            continue
        found = _of_time(element, number)
        if found.stamp and found.column not in seen and not elsewhere(element):
            seen.add(found.column)
            yield found


_NEXT = 12


def _of_time(element: HtmlElement, number: int) -> _Dated:
    line = shown(element)
    changed = _CHANGED.search(f"{element.get('class') or ''} {line[:40]}")
    column = "modified_edtf" if changed else "published_edtf"
    raw = (element.get("datetime") or line).strip()
    return _Dated(column, raw, "markup", f"time[{number}]", _time_stamp(element), line)


def _time_stamp(element: HtmlElement) -> Stamp | None:
    stated = element.get("datetime") or element.get("title") or ""
    return read_stamp(stated) or read_stamp(shown(element))


def _searched(marked: Marked) -> Iterator[_Dated]:
    """Where the article states no day: what hAtom, the first later `time` and htmldate say."""
    for element in marked.page.tree.xpath("//abbr[@title] | //*[contains(@class, 'dt-')]")[:50]:
        marks = (element.get("class") or "").split()
        if {"published", "dt-published"} & set(marks):
            raw = element.get("title") or element.get("datetime") or shown(element)
            place = f"{element.tag}.published"
            yield _Dated("published_edtf", raw, "meta", place, read_stamp(raw), shown(element))
            return
    later = marked.times[marked.times_before :]
    for number, element in enumerate(later[:_NEXT], marked.times_before):
        found = _of_time(element, number)
        if found.stamp and found.column == "published_edtf" and not elsewhere(element):
            yield found
            return
    yield from _by_htmldate(marked)


def _by_htmldate(marked: Marked) -> Iterator[_Dated]:
    """Htmldate's day, where the page prints that very day somewhere in full.

    Without its extensive search, which fills in missing days and years, and with fixed limits, so
    that nothing depends on today.
    """
    from htmldate import find_date

    tree = marked.page.tree
    # Given an address, it would answer by that alone; ours is a candidate of its own.
    found = find_date(
        tree,
        extensive_search=False,
        original_date=True,
        url="https://localhost/",
        min_date="1900-01-01",
        max_date="2099-12-31",
    )
    if not found:
        return
    year, month, day = found.split("-")
    numeric = f"{found}|{year}/{month}/{day}"
    printed = re.search(numeric, marked.page.source) is not None or any(
        value == found for value, _span in printed_dates(shown(tree)[:_TEXT])
    )
    if printed:
        yield _Dated("published_edtf", found, "text", "htmldate", read_stamp(found))


_TEXT = 200_000


class _Zones:
    """What a page shows of its outlet's zone: stamps, and lines that may print a time of day."""

    def __init__(self, marked: Marked, found: Sequence[_Dated]) -> None:
        self._marked, self._found = marked, found

    @cached_property
    def stamps(self) -> list[Stamp]:
        """Every date that the page states; most pages need none but the article's."""
        return [stamp for stamp, _line in self._shown if stamp]

    @cached_property
    def _shown(self) -> list[tuple[Stamp | None, str]]:
        times = [(_time_stamp(element), shown(element)) for element in self._marked.times]
        return [*((item.stamp, item.shown) for item in self._found), *times]

    @cached_property
    def _beside(self) -> dict[datetime, list[str]]:
        """The short lines that stand for an instant."""
        found: dict[datetime, list[str]] = {}
        for stamp, line in self._shown:
            if stamp and stamp.instant and 0 < len(line) <= _SHORT:
                found.setdefault(stamp.instant, []).append(line)
        return found

    def local(self, item: _Dated) -> tuple[Stamp | None, str]:
        """A stamp in the outlet's time where the page shows it, and the rule that says by what."""
        stamp = item.stamp
        if stamp is None or stamp.instant is None or not stamp.in_utc:
            return stamp, "page.date@1"
        lines = self._beside.get(stamp.instant, [])
        shown_by = offset_of(stamp, self.stamps, lines)
        shown_by = shown_by or offset_of(stamp, (), self._dated_lines)
        if shown_by:
            offset, what = shown_by
            return moved(stamp, offset), f"page.local-{what}@1"
        days = {value for line in lines for value, _span in printed_dates(line)}
        if len(days) == 1 and days != {stamp.edtf}:
            day = days.pop()
            if len(day) == len(stamp.edtf) and abs(_days_between(day, stamp.edtf)) == 1:
                return replace(stamp, edtf=day, clock="", offset=None), "page.local-day@1"
        return stamp, _UTC

    @cached_property
    def _dated_lines(self) -> list[str]:
        """The short lines of elements whose class speaks of dates."""
        test = " or ".join(f"contains(@class, '{word}')" for word in _DATED)
        elements = self._marked.page.tree.xpath(f"//*[{test}]")[:300]
        texts = (shown(element) for element in elements if len(element) < _FEW)
        return [text for text in texts if 0 < len(text) <= _SHORT]


_FEW = 8


def _statement(item: _Dated, stamp: Stamp | None, rule: str) -> PageStatement:
    if stamp is None:
        raw = item.raw[:_UNREADABLE]
        return PageStatement(item.column, "", raw, item.basis, rule, item.place)
    value = iso(stamp) if item.column == "published_edtf" else stamp.edtf
    return PageStatement(item.column, value, item.raw, item.basis, rule, item.place)


def _days_between(one: str, other: str) -> int:
    return (date.fromisoformat(one) - date.fromisoformat(other)).days


def _in_address(marked: Marked) -> Iterator[PageStatement]:
    """The year and month, and the day where it is there, in the path of the page's address."""
    for address in (marked.page.url, *(item.value for item in marked.links.get("canonical", ()))):
        found = _IN_ADDRESS.search(address or "")
        if found:
            value = "-".join(part for part in found.groups() if part)
            stamp = read_stamp(value)
            if stamp:
                raw = found[0].strip("/")
                place = "url" if address == marked.page.url else "link[rel=canonical]"
                yield PageStatement(
                    "published_edtf", stamp.edtf, raw, "url", "page.address@1", place
                )
            return
