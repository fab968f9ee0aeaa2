"""Recognise a post from a social network by the form in which it is pasted into an article."""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from pressmark.parse.dates import WEEKDAY, printed_date
from pressmark_schema.segments import Post, Span
from pressmark_schema.vocabulary import Platform

_HANDLE_MARK = "(@"
_HANDLE = re.compile(r"\(@([\w.-]{1,80}(?:@[\w.-]{1,80})?)\)")
_DASHES = "—–―-"
_NAME_LIMIT = 100
_TAIL_LIMIT = 60
_TAIL_SPACES = 10
_ADDRESS_LIMIT = 600
_REACH = 400
_BARE_HANDLE = re.compile(r"@([\w.]{1,40})")
_MENTION = re.compile(r"(?<![\w@./])@(\w[\w.-]{0,79}(?:@[\w-]+(?:\.[\w-]+)+)?)")
_HASHTAG = re.compile(r"(?<![\w#&/])#(\w{1,140})")
_URL = re.compile(r"(?:https?://|(?<![\w./])(?:pic\.(?:twitter|x)\.com|t\.co)/)[^\s<>\"„“”«»]+")
_YEAR = re.compile(r"(?<!\d)[12]\d{3}(?!\d)")

_CLOCK = r"\d{1,2}(?:[:.]\d{2}(?::\d{2})?| ?h ?\d{2})(?:\s?(?:Uhr|[AaPp]\.?[Mm]\b\.?))?"
_BEFORE_DATE = re.compile(
    rf"(?:{_CLOCK}(?: [A-Z]{{2,5}})?\s?[-–—·,]\s?)?(?:[^\W\d_]{{2,12}}\.?,\s|{WEEKDAY}\.?\s)?$",
    re.IGNORECASE,
)
_AFTER_DATE = re.compile(
    rf"(?:,?\s?(?:um|at|à|-|–|·)?\s?{_CLOCK}(?: [A-Z]{{2,5}}\b)?)?",
)

_SHARED = re.compile(
    r"(?:a (?:post|video|reel|photo) (?:shared|posted) by|"
    r"ein (?:beitrag|video|reel|foto) geteilt von|"
    r"une publication partagée par|un post condiviso da)\s+(?P<who>[^\n]{1,120})",
    re.IGNORECASE,
)
_SHARED_DE = re.compile(
    r"ein von (?P<who>[^\n]{1,120}?) geteilte[rs]? (?:beitrag|video|foto)", re.IGNORECASE
)
_VIEW = re.compile(
    r"(?:view this (?:post|profile) on instagram|"
    r"(?:sieh|seht|sehen sie) (?:dir|euch|sich) diesen beitrag auf instagram an|"
    r"diesen beitrag auf instagram ansehen|voir cette publication sur instagram)\.?\s*",
    re.IGNORECASE,
)
_POSTED = re.compile(
    r"(?:posted by|gepostet von|publiée? par)\s+(?P<who>[^\n]{1,100}?)\s+"
    r"(?:on|am|sur|le)\s+(?=\w{2,12},?\s|\d)",
    re.IGNORECASE,
)
_TIKTOK = re.compile(r"@(?P<handle>[\w.]{1,40})\s(?P<body>[^♬]{0,2000})♬[^♬]{0,200}")
_MASTODON = re.compile(
    r"Post by @(?P<handle>[\w.-]{1,80}@[\w.-]{1,80})\s(?P<body>.{0,2000}\s)?View on Mastodon",
    re.DOTALL,
)
_BARE_URL = re.compile(r"https?://\S{4,500}|(?:www\.)?[\w-]{1,40}\.(?:com|be|me|app|tv)/\S{2,500}")
_SHORTENED = re.compile(r"(?:pic\.(?:twitter|x)\.com|//t\.co)/\w{6,20}$")
_HOSTS = {
    "twitter.com": Platform.TWITTER,
    "x.com": Platform.TWITTER,
    "pic.twitter.com": Platform.TWITTER,
    "t.co": Platform.TWITTER,
    "facebook.com": Platform.FACEBOOK,
    "fb.watch": Platform.FACEBOOK,
    "instagram.com": Platform.INSTAGRAM,
    "youtube.com": Platform.YOUTUBE,
    "youtu.be": Platform.YOUTUBE,
    "tiktok.com": Platform.TIKTOK,
    "bsky.app": Platform.BLUESKY,
    "t.me": Platform.TELEGRAM,
}


@dataclass(frozen=True, slots=True)
class _Signature:
    """Where a post names its author: the name, the handle, and what follows them."""

    start: int
    name: str | None
    handle: str | None
    tail: int


def post(text: str) -> Post | None:
    """Read `text` (one block, cleaned) as an embedded post, or None when it has no such form.

    Known forms: `words — Name (@handle) date` (Twitter, Bluesky, Mastodon), Instagram's and
    Facebook's embed texts in English, German and French, TikTok's sound line, Mastodon's frame, a
    bare address of a post, and words that end in an address which only posts bear.
    """
    signed = _signed(text)
    if signed is not None:
        return _of(text, signed, _platform(text, signed.handle))
    for read in _READERS if "@" in text or "/" in text else _WITHOUT_SIGNS:
        found = read(text)
        if found is not None:
            return found
    return None


def _signed(text: str) -> _Signature | None:
    """The signature `— Name (@handle) date` that ends `text`."""
    at = text.rfind(_HANDLE_MARK)
    handle = _HANDLE.match(text, at) if at >= 0 else None
    if handle is None or len(text) - handle.end() > _TAIL_LIMIT:
        return None
    start = _dash(text, at)
    if start is None or not _date_like(text[handle.end() :]):
        return None
    if text[start] != "—" and handle.end() == len(text):
        return None  # prose often ends with a dash and an account
    name = text[start:at].strip(f"{_DASHES} \u00a0")
    return _Signature(start, name or None, handle[1], handle.end())


def _dash(text: str, end: int) -> int | None:
    """Where the dash stands that opens the signature whose handle starts at `end`."""
    floor = max(0, end - _NAME_LIMIT)
    for dash in ("— ", "―", "—", "– ", "-- "):
        at = text.rfind(dash, floor, end)
        if at >= 0:
            return at
    at = text.rfind("- ", floor, end)
    return at if at == 0 or (at > 0 and text[at - 1].isspace()) else None


def _date_like(tail: str) -> bool:
    """Whether a signature's tail is a date, in any language, or nothing."""
    rest = tail.strip()
    return not rest or (_YEAR.search(rest) is not None and rest.count(" ") <= _TAIL_SPACES)


def _platform(text: str, handle: str | None) -> Platform:
    if "pic.twitter.com/" in text or "//t.co/" in text or handle is None:
        return Platform.TWITTER
    if "@" in handle:
        return Platform.MASTODON
    return Platform.BLUESKY if "." in handle else Platform.TWITTER


def _of(text: str, signature: _Signature, platform: Platform, opening: int = 0) -> Post:
    body = text[opening : signature.start].strip()
    when = printed_date(text[signature.tail :])
    raw, span = None, None
    if when is not None:
        span = _moment(text, signature.tail, when[1])
        raw = text[span.start : span.end]
    elif _YEAR.search(text, signature.tail):
        raw = text[signature.tail :].strip()
        span = Span(text.index(raw, signature.tail), len(text.rstrip()))
    return Post(
        platform=platform,
        body=body,
        author_name=signature.name,
        author_handle=signature.handle,
        posted_raw=raw,
        posted_edtf=when[0] if when is not None else None,
        posted_span=span,
        mentions=_mentions(body, signature.handle),
        hashtags=_unique(_HASHTAG.findall(body)),
        urls=urls(body),
    )


def _moment(text: str, tail: int, date: Span) -> Span:
    """Where the date stands with the weekday and the time of day that are printed beside it.

    `date` counts from `tail`, where the text behind the signature begins.
    """
    before = _BEFORE_DATE.search(text[tail : tail + date.start])
    after = _AFTER_DATE.match(text, tail + date.end)
    start = tail + (date.start if before is None else before.start())
    return Span(start, tail + date.end if after is None else after.end())


def urls(text: str) -> tuple[str, ...]:
    """The addresses printed in `text`, each once, in order, without closing punctuation."""
    return _unique([url.rstrip(".,;:!?)…'’") for url in _URL.findall(text)])


def _mentions(body: str, author: str | None) -> tuple[str, ...]:
    names = [name.rstrip(".-") for name in _MENTION.findall(body)]
    return _unique([name for name in names if name.lower() != (author or "").lower()])


def _unique(values: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(values))


def _instagram(text: str) -> Post | None:
    if "@" not in text and "nstagram" not in text:
        return None
    view = _VIEW.search(text[:_REACH])
    opening = view.end() if view is not None and view.start() == 0 else 0
    signature = _sharer(text, opening)
    if signature is None and view is not None:
        end = len(text) if opening else view.start()
        signature = _Signature(end, None, None, len(text))
    return None if signature is None else _of(text, signature, Platform.INSTAGRAM, opening)


def _sharer(text: str, opening: int) -> _Signature | None:
    """The signature `A post shared by Name (@handle)` that ends `text`."""
    start = max(0, len(text) - _REACH)
    found = _SHARED.search(text, start) or _SHARED_DE.search(text, start)
    if found is None:
        return None
    who = found["who"]
    handle = _HANDLE.search(who) or _BARE_HANDLE.match(who)
    if handle is None:
        return None
    name = who[: handle.start()].strip() or None
    return _Signature(
        max(opening, found.start()), name, handle[1], found.start("who") + handle.end()
    )


def _facebook(text: str) -> Post | None:
    tail = text[-200:]
    if "osted by" not in tail and "epostet von" not in tail and "ubli" not in tail:
        return None
    found = _POSTED.search(text, max(0, len(text) - 200))
    if found is None or not _date_like(text[found.end() :]) or len(text) == found.end():
        return None
    signature = _Signature(found.start(), found["who"], None, found.end())
    return _of(text, signature, Platform.FACEBOOK)


def _tiktok(text: str) -> Post | None:
    found = _TIKTOK.fullmatch(text[:3000]) if text.startswith("@") and "♬" in text else None
    if found is None:
        return None
    signature = _Signature(found.end("body"), None, found["handle"], len(text))
    return _of(text, signature, Platform.TIKTOK, found.start("body"))


def _mastodon(text: str) -> Post | None:
    found = _MASTODON.fullmatch(text[:3000]) if text.startswith("Post by @") else None
    if found is None:
        return None
    start = found.end("handle")
    end = start if found["body"] is None else found.end("body")
    signature = _Signature(end, None, found["handle"], len(text))
    return _of(text, signature, Platform.MASTODON, start)


def _address(text: str) -> Post | None:
    """A block that is nothing but the address of a post."""
    if len(text) > _ADDRESS_LIMIT or _BARE_URL.fullmatch(text) is None:
        return None
    try:
        host = urlsplit(text if "//" in text else f"https://{text}").hostname or ""
    except ValueError:
        return None
    platform = _HOSTS.get(host.removeprefix("www.").removeprefix("m.").removeprefix("mobile."))
    return None if platform is None else Post(platform=platform, body="", urls=(text,))


def _shortened(text: str) -> Post | None:
    """A post whose signature stands elsewhere: its words end in Twitter's own short address."""
    if _SHORTENED.search(text, max(0, len(text) - 40)) is None:
        return None
    signature = _Signature(len(text), None, None, len(text))
    return _of(text, signature, Platform.TWITTER)


_READERS = (_instagram, _facebook, _tiktok, _mastodon, _address, _shortened)
_WITHOUT_SIGNS = (_instagram, _facebook)
"""Those that may read a post without an `@` and a `/`."""
