"""Find when a page says that its article was published and last changed, as local days."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from pressmark.parse.dates import printed_dates
from pressmark.parse.page.articles import fields
from pressmark.parse.page.instants import Stamp, iso, moved, offset_of, read_stamp
from pressmark.parse.page.marked import shown
from pressmark.parse.page.standing import beside, elsewhere, marks, sibling
from pressmark.parse.page.zones import UNMOVED, Dated, Zones, dated_elements, time_stamp
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
_UNREADABLE = 120


def dates(marked: Marked, nodes: Sequence[Node]) -> Iterator[PageStatement]:
    """Every statement of publication and change, in order of belief.

    JSON-LD, then fields for machines (meta, microdata), then the `time` beside the heading; where
    they state no day of publication, hAtom, the first `time` behind the heading, a date printed
    beside it, or what htmldate finds and the page prints; then the address.

    An instant in UTC becomes the outlet's local day where the page shows its offset; the rule says
    by what: `local-offset`, `local-clock`, `local-zone`, `local-printed`, `local-day`; `utc`: by
    nothing, so that near midnight the local day may be the next or the one before.
    """
    found = list(_stated(marked, nodes))
    if not any(item.stamp for item in found if item.column == "published_edtf"):
        found += list(_searched(marked))
    page = Zones(marked, found)
    local = [page.local(item) for item in found]
    known = [stamp for stamp, rule in local if stamp and rule != UNMOVED]
    for item, (stamp, rule) in zip(found, local, strict=True):
        by_zone = (
            offset_of(stamp, [*page.stamps, *known], ()) if rule == UNMOVED and stamp else None
        )
        if stamp and by_zone:
            yield _statement(item, moved(stamp, by_zone[0]), "page.local-zone@1")
        else:
            yield _statement(item, stamp, rule)
    yield from _in_address(marked)


def _stated(marked: Marked, nodes: Sequence[Node]) -> Iterator[Dated]:
    columns = (
        ("published_edtf", "datePublished", PUBLISHED),
        ("modified_edtf", "dateModified", MODIFIED),
    )
    for column, key, names in columns:
        for item in fields(nodes, marked.graph, key, "@value"):
            yield _dated(column, item, "jsonld")
        for item in marked.meta(*names):
            yield _dated(column, item, "meta")
        own = (element for element in marked.properties.get(key, ()) if not elsewhere(element))
        for element in islice(own, 1):
            raw = element.get("content") or element.get("datetime") or shown(element)
            place = f"itemprop[{key}]"
            yield Dated(column, raw, "meta", place, read_stamp(raw), shown(element))
    yield from _own_times(marked)


def _dated(column: str, item: Field, basis: str) -> Dated:
    return Dated(column, item.value, basis, item.place, read_stamp(item.value))


def _own_times(marked: Marked) -> Iterator[Dated]:
    """The first `time` of each sort that stands beside the heading.

    One farther away may be that of a comment or of another article.
    """
    seen: set[str] = set()
    first = max(0, marked.times_before - _NEXT)
    for number, element in enumerate(marked.times[first : first + 2 * _NEXT], first):
        behind = number >= marked.times_before and sibling(element, marked.headings)
        if element.get("itemprop") or not (behind or beside(element, marked.headings)):
            continue
        found = _of_time(element, number)
        if found.stamp and found.column not in seen and not elsewhere(element):
            seen.add(found.column)
            yield found


_NEXT = 12


def _of_time(element: HtmlElement, number: int) -> Dated:
    line = shown(element)
    changed = _CHANGED.search(f"{marks(element)} {line[:40]}")
    column = "modified_edtf" if changed else "published_edtf"
    raw = (element.get("datetime") or line).strip()
    return Dated(column, raw, "markup", f"time[{number}]", time_stamp(element), line)


def _searched(marked: Marked) -> Iterator[Dated]:
    """Where the article states no day: what hAtom, the first later `time` and htmldate say."""
    for element in marked.page.tree.xpath("//abbr[@title] | //*[contains(@class, 'dt-')]")[:50]:
        if {"published", "dt-published"} & set(marks(element).split()):
            raw = element.get("title") or element.get("datetime") or shown(element)
            place = f"{element.tag}.published"
            yield Dated("published_edtf", raw, "meta", place, read_stamp(raw), shown(element))
            return
    later = marked.times[marked.times_before :]
    for number, element in enumerate(later[:_NEXT], marked.times_before):
        found = _of_time(element, number)
        if found.stamp and found.column == "published_edtf" and not elsewhere(element):
            yield found
            return
    beside_heading = list(_printed_beside(marked))
    yield from beside_heading or _by_htmldate(marked)


def _printed_beside(marked: Marked) -> Iterator[Dated]:
    """The first line beside the heading that by its class is a date and prints just one."""
    for element in dated_elements(marked):
        line = shown(element)
        stamp = read_stamp(line)
        if stamp and not _CHANGED.search(line) and not elsewhere(element):
            yield Dated("published_edtf", line, "text", "[class=date]", stamp, line)
            return


def _by_htmldate(marked: Marked) -> Iterator[Dated]:
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
        yield Dated("published_edtf", found, "text", "htmldate", read_stamp(found))


_TEXT = 200_000


def _statement(item: Dated, stamp: Stamp | None, rule: str) -> PageStatement:
    if stamp is None:
        raw = item.raw[:_UNREADABLE]
        return PageStatement(item.column, "", raw, item.basis, rule, item.place)
    value = iso(stamp) if item.column == "published_edtf" else stamp.edtf
    return PageStatement(item.column, value, item.raw, item.basis, rule, item.place)


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
