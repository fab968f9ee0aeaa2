"""Posts and players that other sites' markup puts into a page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from pressmark_schema.vocabulary import Platform

if TYPE_CHECKING:
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


def player(frame: HtmlElement) -> tuple[str, str] | None:
    """Name and address of the post or player that a frame shows, if it is of a known platform."""
    for attribute in ("src", "data-src", "data-lazy-src"):
        address = (frame.get(attribute) or "").strip()
        if address and of_address(address):
            return " ".join((frame.get("title") or address).split()), address
    return None
