"""Choose a page's canonical address so that no page can pass for another site's article."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from pressmark.parse.page.articles import fields
from pressmark.parse.page.marked import host_of
from pressmark_schema.segments import PageStatement

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pressmark.parse.page.jsonld import Node
    from pressmark.parse.page.marked import Marked

_LONGEST = 2000
_BARE = re.compile(r"[^\s\x00-\x20\x7f-\x9f<>\"{}|\\^`\u200b-\u200f\u202a-\u202e\u2066-\u2069]+")
_MOBILE = re.compile(r"^(?:www\d?|m|mobile|amp)\.")


def addresses(marked: Marked, nodes: Sequence[Node]) -> Iterator[PageStatement]:
    """The canonical address to believe, then the others that are stated.

    An article's id is made from it, so a page must not be able to name another's. Where the address
    that the page was fetched from is known, a stated one counts only on the same host (`www.`,
    `m.`, `mobile.` and `amp.` apart), and the known one counts where none does. Where it is not
    known, as in a folder of saved pages, all that are stated must be on one host, else none counts.
    An address of a site's front page is nobody's. What does not count is told with an empty value.
    """
    given = address(marked.page.url or "")
    stated = list(_stated(marked, nodes))
    hosts = {_site(found) for _raw, found, _basis, _place in stated if found}
    agreed = _site(given) if given else (hosts.pop() if len(hosts) == 1 else "")
    for raw, found, basis, place in stated:
        value = found if found and _site(found) == agreed else ""
        rule = "page.address@1" if value else "page.foreign-address@1"
        yield PageStatement("canonical_url", value, raw, basis, rule, place)
    if given:
        raw = marked.page.url or ""
        yield PageStatement("canonical_url", given, raw, "url", "page.given-address@1", "url")


def _stated(marked: Marked, nodes: Sequence[Node]) -> Iterator[tuple[str, str, str, str]]:
    base = marked.page.url or next((item.value for item in marked.meta("og:url")), "")
    for item in marked.links.get("canonical", ())[:1]:
        yield item.value, address(item.value, base), "meta", item.place
    for item in list(marked.meta("og:url"))[:1]:
        yield item.value, address(item.value, base), "meta", item.place
    for key in ("mainEntityOfPage", "url"):
        for item in list(fields(nodes[:1], marked.graph, key, "@id", "url"))[:1]:
            if "://" in item.value:
                yield item.value, address(item.value, base), "jsonld", item.place


def address(raw: str, base: str = "") -> str:
    """`raw` as an absolute web address without a fragment; empty where it is none to trust."""
    text = raw.strip()
    if not text or len(text) > _LONGEST or not _BARE.fullmatch(text):
        return ""
    try:
        joined = urljoin(base, text) if base else text
        parts = urlsplit(joined)
        port = parts.port
    except ValueError:
        return ""
    plain = parts.scheme in {"http", "https"} and parts.hostname and "@" not in parts.netloc
    if not plain or port == 0 or not (parts.path.strip("/") or parts.query):
        return ""
    return parts._replace(fragment="").geturl()


def _site(url: str) -> str:
    return _MOBILE.sub("", host_of(url))
