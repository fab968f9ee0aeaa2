"""Read what a page states of its use: free or paid, licence, holder, text and data mining.

Sources: schema.org (isAccessibleForFree, license, copyrightHolder); the link relation `license`
(RFC 4946); the TDM Reservation Protocol (W3C Community Group, 2024: `tdm-reservation`,
`tdm-policy`, in the page and in headers over HTTP); the robots values `noai` and `noimageai`, which
some publishers use for the same.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pressmark.parse.page.articles import fields
from pressmark.parse.page.marked import Field
from pressmark.rights import expression
from pressmark_schema.segments import PageStatement

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pressmark.parse.page.jsonld import Node
    from pressmark.parse.page.marked import Marked

_FREE = {"true": "free", "false": "restricted", "yes": "free", "no": "restricted"}
_TIERS = {"free": "free", "locked": "restricted", "paid": "restricted", "premium": "restricted"}
"""article:content_tier; a metered page is free to some readers, so that nothing is said of it."""
_MARK = re.compile(
    r"\A(?:(?:copyright|©|\(c\)|by|\d{4}(?:\s*[-–]\s*\d{4})?)[\s,:]*)+|[\s,]+\d{4}\Z",
    re.IGNORECASE,
)
_ONE_ROBOT = re.compile(r"(?!max-|unavailable_after)[\w.-]{1,100}\s*:", re.IGNORECASE)
"""A header that begins with a robot's name is for that one; some rules have a colon, too."""
_LONGEST, _MOST_HEADERS = 200, 20


def rights(marked: Marked, nodes: Sequence[Node]) -> Iterator[PageStatement]:
    """The statements about access, licence, holder and reservation, each in order of belief."""
    yield from _access(marked, nodes)
    yield from _licence(marked, nodes)
    for item in fields(nodes, marked.graph, "copyrightHolder", "name"):
        yield _said("rights_holder", item.value[:_LONGEST], item, "jsonld", "rights-holder")
    for item in marked.meta("dcterms.rightsholder", "dc.rightsholder", "copyright"):
        holder = _MARK.sub("", item.value[: 2 * _LONGEST])[:_LONGEST]
        if re.search(r"[^\W\d_]", holder):
            yield _said("rights_holder", holder, item, "meta", "rights-holder")
    yield from _reservation(marked)


def _access(marked: Marked, nodes: Sequence[Node]) -> Iterator[PageStatement]:
    for item in fields(nodes, marked.graph, "isAccessibleForFree"):
        value = _FREE.get(item.value.rsplit("/", 1)[-1].lower())
        if value:
            yield _said("access", value, item, "jsonld", "access")
    for item in marked.meta("article:content_tier"):
        value = _TIERS.get(item.value.lower())
        if value:
            yield _said("access", value, item, "meta", "access")


def _licence(marked: Marked, nodes: Sequence[Node]) -> Iterator[PageStatement]:
    """Licences of the article; a link in a figure is one of the picture."""
    for item in fields(nodes, marked.graph, "license", "@id", "url"):
        yield _said("rights", expression(item.value) or "", item, "jsonld", "licence")
    metas = marked.meta("dcterms.license", "dc.rights.license")
    for item in (*metas, *marked.links.get("license", ())[:3]):
        yield _said("rights", expression(item.value) or "", item, "meta", "licence")


def _reservation(marked: Marked) -> Iterator[PageStatement]:
    """TDM: 1 reserves, 0 does not; a policy alone says nothing; `noai` reserves for its part.

    What the page states goes before the headers of the answer that it came with. A header for one
    robot (`somebot: noai`) says nothing of others.
    """
    for item in (*marked.meta("tdm-reservation"), *_headers(marked, "tdm-reservation")):
        value = {"1": "reserved", "0": "not_reserved"}.get(item.value.strip(), "")
        yield _said("tdm_reservation", value, item, "tdmrep", "tdm")
    for item in (*marked.meta("tdm-policy"), *_headers(marked, "tdm-policy")):
        yield _said("tdm_policy", item.value[:_LONGEST], item, "tdmrep", "tdm-policy")
    told = (item for item in _headers(marked, "x-robots-tag") if not _ONE_ROBOT.match(item.value))
    for item in (*marked.meta("robots"), *told):
        if "noai" in re.split(r"[\s,;]+", item.value.lower()):
            yield _said("tdm_reservation", "reserved", item, "robots", "noai")


def _headers(marked: Marked, name: str) -> Iterator[Field]:
    """The values of a header of the answer over HTTP, where an archive kept it."""
    found = [value for known, value in marked.page.headers if known == name]
    for number, value in enumerate(found[:_MOST_HEADERS]):
        at = f"[{number}]" if number else ""
        yield Field(name, value.strip()[:_LONGEST], f"http[{name}]{at}")


def _said(column: str, value: str, item: Field, basis: str, rule: str) -> PageStatement:
    return PageStatement(column, value, item.value[:1000], basis, f"page.{rule}@1", item.place)
