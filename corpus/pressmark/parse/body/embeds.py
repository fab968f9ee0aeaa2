"""Posts and players that other sites' markup puts into a page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from pressmark_schema.vocabulary import Platform

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement

    from pressmark.markup import Layer

_HOSTS = {
    "twitter.com": Platform.TWITTER,
    "x.com": Platform.TWITTER,
    "facebook.com": Platform.FACEBOOK,
    "instagram.com": Platform.INSTAGRAM,
    "youtube.com": Platform.YOUTUBE,
    "youtube-nocookie.com": Platform.YOUTUBE,
    "youtu.be": Platform.YOUTUBE,
    "tiktok.com": Platform.TIKTOK,
    "bsky.app": Platform.BLUESKY,
    "t.me": Platform.TELEGRAM,
    "vimeo.com": Platform.VIDEO,
    "dailymotion.com": Platform.VIDEO,
    "soundcloud.com": Platform.AUDIO,
    "spotify.com": Platform.AUDIO,
    "podigee.io": Platform.AUDIO,
    "openstreetmap.org": Platform.MAP,
}


@dataclass(frozen=True, slots=True)
class Embedded:
    """A post in the page: its place among the layer's elements, and where it was published."""

    element: int
    start: int
    end: int
    platform: Platform


def embedded(layer: Layer) -> list[Embedded]:
    """The posts that the page embeds and that print something, in order."""
    found = [
        Embedded(index, layer.starts[index], layer.ends[index], platform)
        for index, platform in layer.posts
    ]
    return [post for post in found if post.start < post.end]


def of_address(address: str) -> Platform | None:
    """Where the post or player at a web address is published; None for any other address."""
    try:
        host = urlsplit(address, "https").hostname or ""
    except ValueError:
        return None
    labels = host.split(".")
    names = (".".join(labels[at:]) for at in range(max(0, len(labels) - 3), len(labels) - 1))
    return next((_HOSTS[name] for name in names if name in _HOSTS), None)


def players(root: HtmlElement) -> Iterator[tuple[HtmlElement, str]]:
    """The frames of the page that show a known platform's post or player, with their addresses."""
    for frame in root.iter("iframe"):
        for name in ("src", "data-src", "data-lazy-src"):
            address = (frame.get(name) or "").strip()
            if address and of_address(address):
                yield frame, address
                break
