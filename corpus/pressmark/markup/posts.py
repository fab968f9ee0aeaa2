"""The classes by which a page marks the posts that other sites let it embed."""

from functools import lru_cache

from pressmark_schema.vocabulary import Platform

POSTS = {
    "twitter-tweet": Platform.TWITTER,
    "twitter-video": Platform.TWITTER,
    "twitter-tweet-rendered": Platform.TWITTER,
    "instagram-media": Platform.INSTAGRAM,
    "tiktok-embed": Platform.TIKTOK,
    "bluesky-embed": Platform.BLUESKY,
    "mastodon-embed": Platform.MASTODON,
    "fb-post": Platform.FACEBOOK,
    "fb-video": Platform.FACEBOOK,
    "fb-xfbml-parse-ignore": Platform.FACEBOOK,
    "telegram-post": Platform.TELEGRAM,
    "reddit-card": Platform.OTHER,
    "reddit-embed-bq": Platform.OTHER,
    "text-post-media": Platform.OTHER,
    "imgur-embed-pub": Platform.OTHER,
}
"""The classes of the platforms' own embed codes, which their scripts look for."""


@lru_cache(maxsize=4096)
def post_platform(tag: str, names: str | None) -> Platform | None:
    """Where the post is published that an element with these classes holds; None for no post."""
    if not names or tag not in {"blockquote", "div", "section", "figure"}:
        return None
    return next((POSTS[name] for name in names.split() if name in POSTS), None)
