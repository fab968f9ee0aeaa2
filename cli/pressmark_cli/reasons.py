"""Why a value is what it is, in words: the bases and rules that the tables name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pressmark_cli import render

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pressmark.flow.show import Row, Shown

_RULES = {
    "header.date": "the opening word “date”",
    "header.leading_date": "the date that opens the text",
    "header.front_matter": "the front matter before the text",
    "header.key": "a line of key and value before the text",
    "metadata.date": "the metadata table",
    "record.date": "a field of the record",
    "path.date": "where the file lies",
    "page.title": "the page",
    "page.site-name": "the page, without the site's name",
    "page.overline": "the line above the heading",
    "page.date": "the page",
    "page.utc": "the page, in UTC",
    "page.local-offset": "the page, in the zone that it states for the same instant",
    "page.local-clock": "the page, in the zone of the same time without one",
    "page.local-zone": "the page, in the zone of its other dates",
    "page.local-printed": "the page, in the zone of the time that it prints",
    "page.local-day": "the page, on the day that it prints",
    "page.author": "the page",
    "page.agency": "the page",
    "page.section": "the page",
    "page.keywords": "the page",
    "page.lang": "the page",
    "page.address": "the page",
    "page.given-address": "where the page was fetched",
    "page.foreign-address": "the page, which may not speak for that site",
    "page.outlet": "the page",
    "page.genre": "the page",
    "page.access": "the page",
    "page.licence": "the page",
    "page.rights-holder": "the page",
    "page.tdm": "the page",
    "page.tdm-policy": "the page",
    "page.noai": "the page's word to robots",
    "page.jsonld": "the page's structured data",
    "narrow.embed": "a dated post in the article",
    "narrow.update": "an update or correction note",
    "narrow.dateline": "the dateline",
    "block.title": "the block that stands as the title",
    "block.kicker": "the block above the title",
    "block.byline": "the byline",
    "block.agency_credit": "the agency's credit",
    "title-suffix": "the title without what the profile says its outlet appends",
    "invisible": "nothing but invisible characters",
    "withdrawn": "withdrawn, and its words are not kept",
    "html.outside": "shown around the article",
}
_BOUNDS = {
    "header": "the publication date",
    "embed": "a post in the article",
    "update": "an update or correction note",
    "dateline": "the dateline",
    "assumed_unedited": "the publication date, assuming that the text was not edited later",
    "unknown": "nothing bounds it",
}
_PUBLISHED = {
    "header": "stated before the text",
    "sidecar": "stated in the metadata table",
    "record": "stated in a field of the record",
    "path": "stated by where the file lies",
    "jsonld": "stated in the page's structured data",
    "meta": "stated in the page, for machines",
    "url": "stated by the page's address",
    "text": "found in the page's text",
    "absent": "looked for, not there",
}
_TITLE = {
    "stated": "stated by the document or the metadata table",
    "derived": "taken from a block",
    "absent": "looked for, not there",
}
_RELATIONS = {
    "exact": "the same text as",
    "update": "update of",
    "reprint": "reprint of",
    "excerpt": "shares an excerpt with",
}
_RIGHTS = {
    "configured": "stated in pressmark.toml",
    "sidecar": "stated in the metadata table",
    "record": "stated in a field of the record",
    "page": "stated on the page",
    "unknown": "nobody stated any",
}
_QUOTED = 60


def rule(name: str) -> str:
    """A rule in words, its name where there are none."""
    return _RULES.get(name.split("@", maxsplit=1)[0], name)


def bound(basis: str) -> str:
    """What set a bound of a text's days, in words."""
    return _BOUNDS.get(basis, basis)


def published(basis: str) -> str:
    """Where a publication date was read, in words."""
    return _PUBLISHED.get(basis, f"stated in {basis}")


def title(basis: str) -> str:
    """Where a title comes from, in words."""
    return _TITLE.get(basis, basis)


def duplicate(row: Row) -> str:
    """How an article relates to another of its cluster: `reprint of a…, score 0.93, …`."""
    cluster = f"cluster {row['dup_cluster']}"
    if row["is_representative"]:
        return render.line(f"stands for {cluster}")
    matched = row["matched_id"] or "an article that is not in this package"
    measures = f"score {row['score'] / 1000:.3f}, containment {row['containment'] / 1000:.3f}"
    relation = _RELATIONS.get(row["dup_relation"], row["dup_relation"])
    return render.line(f"{relation} {matched}, {measures} ({cluster})")


def rights(stated: str, basis: str) -> str:
    """Rights with where they were read, in words."""
    return f"{stated}: {_RIGHTS.get(basis, basis)}"


def evidence(shown: Shown, *fields: str) -> Iterator[str]:
    """A sentence for each place that speaks for one of `fields`: value, source, place, words."""
    for row in shown.rows["evidence"]:
        if row["field"] in fields:
            yield _sentence(shown, row)


def place(shown: Shown, start: int, end: int) -> str:
    """Where a stretch of the source is: line and column, or code points where that is not known."""
    found = shown.position(start)
    return f"{found[0]}:{found[1]}" if found else f"code points {start}–{end}"


def _sentence(shown: Shown, row: dict[str, Any]) -> str:
    value = render.line(row["value_to"] or "unreadable")
    value = value if len(value) <= _QUOTED else f"{value[: _QUOTED - 1]}…"
    said = f"{value} by {rule(row['rule'])}"
    if row["src_start"] is None:
        known = shown.place if row["rule"].startswith("metadata.") else row["place"]
        return f"{said} ({render.line(known)})" if known else said
    start, end = row["src_start"], row["src_end"]
    words = shown.quote(start, end) if end - start <= _QUOTED else None
    spoken = render.line(words or "")
    quoted = "" if spoken in value else f": “{spoken}”"
    return f"{said} at {place(shown, start, end)}{quoted}"
