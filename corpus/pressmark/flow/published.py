"""When an article was published: the best of what header, metadata and path state."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from pressmark import normalise
from pressmark.parse import printed_date
from pressmark_schema.edtf import Edtf, is_edtf
from pressmark_schema.vocabulary import Precision, PublishedBasis

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from pressmark_schema.segments import PageStatement, Span

_INSTANT = re.compile(
    r"(?P<day>[12]\d{3}-\d\d-\d\d)[T ]"
    r"(?P<hour>\d\d):(?P<minute>\d\d)(?::(?P<second>\d\d)(?:\.\d+)?)?"
    r" ?(?P<zone>Z|[+-]\d\d:?\d\d)?",
    re.ASCII,
)
_CLOCK = re.compile(r"(?:[01]\d|2[0-3])(?::[0-5]\d){1,2}", re.ASCII)
_WORDS = re.compile(r"\A\D+", re.ASCII)
_RANK = (
    PublishedBasis.SIDECAR,
    PublishedBasis.RECORD,
    PublishedBasis.JSONLD,
    PublishedBasis.META,
    PublishedBasis.HEADER,
    PublishedBasis.TEXT,
    PublishedBasis.URL,
    PublishedBasis.PATH,
)
"""Fields are believed before the text, the text before its place."""
_ON_PAGE = {
    "jsonld": PublishedBasis.JSONLD,
    "meta": PublishedBasis.META,
    "markup": PublishedBasis.META,
    "text": PublishedBasis.TEXT,
    "url": PublishedBasis.URL,
}


@dataclass(frozen=True, slots=True)
class Candidate:
    """One statement of the publication date: as printed, as read (None: unreadable), and where.

    `local` is the instant in the outlet's own time, where `raw` states it in another.
    """

    basis: PublishedBasis
    raw: str
    edtf: Edtf | None
    rule: str
    span: Span | None = None
    local: str = ""
    on_page: PageStatement | None = None

    @property
    def clocked(self) -> str:
        """The statement from which a time of day is read."""
        return self.local or self.raw


def read_date(raw: str) -> Edtf | None:
    """The date that `raw` states, as EDTF, an ISO instant or a printed date; None if it is none."""
    text = raw.strip()
    instant = _INSTANT.fullmatch(text)
    day = instant["day"] if instant else text
    if is_edtf(day):
        return Edtf.parse(day)
    printed = printed_date(text)
    whole = printed and (printed[1].start, printed[1].end) == (0, len(text))
    return Edtf.parse(printed[0]) if printed and whole else None


def from_path(fields: Mapping[str, str]) -> Candidate | None:
    """The date that a path's year, month and day state, as far as they go."""
    parts: list[str] = []
    for name in ("year", "month", "day"):
        if name not in fields:
            break
        parts.append(fields[name])
    text = "-".join(parts)
    edtf = Edtf.parse(text) if is_edtf(text) else None
    return Candidate(PublishedBasis.PATH, text, edtf, "path.date@1") if parts else None


def from_page(statements: Iterable[PageStatement]) -> Iterator[Candidate]:
    """What a page states of the day of publication, in the page's own order of belief."""
    for stated in statements:
        if stated.column == "published_edtf":
            edtf = read_date(stated.value) if stated.value else None
            raw = normalise.clean(stated.raw).text or stated.place
            yield Candidate(
                _ON_PAGE[stated.basis], raw, edtf, stated.rule, None, stated.value, stated
            )


def choose(candidates: Sequence[Candidate]) -> Candidate | None:
    """The candidate to believe: the finest that does not contradict the most trusted one.

    Of two that state the same days, one that states an instant too is finer.
    """
    ranked = sorted(candidates, key=lambda candidate: _RANK.index(candidate.basis))
    readable = [(c, c.edtf) for c in ranked if c.edtf]
    if not readable:
        return ranked[0] if ranked else None
    best, best_edtf = readable[0]
    for candidate, edtf in readable[1:]:
        same = (edtf.earliest, edtf.latest) == (best_edtf.earliest, best_edtf.latest)
        finer = bool(_clock(candidate.clocked)) and not _clock(best.clocked) if same else True
        if finer and edtf.within(best_edtf):
            best, best_edtf = candidate, edtf
    return best


def columns(chosen: Candidate | None) -> dict[str, Any]:
    """The published_* columns of articles for the chosen candidate, or for none."""
    edtf = chosen.edtf if chosen else None
    found: dict[str, Any] = {
        "published_raw": chosen.raw if chosen else None,
        "published_edtf": edtf.text if edtf else None,
        "published_from": edtf.earliest if edtf else None,
        "published_to": edtf.latest if edtf else None,
        "published_at": None,
        "utc_offset": None,
        "published_precision": edtf.precision if edtf else Precision.UNKNOWN,
        "published_basis": chosen.basis if chosen else PublishedBasis.ABSENT,
    }
    return found | (_clock(chosen.clocked) if chosen and edtf else {})


def _clock(raw: str) -> dict[str, Any]:
    """Instant, offset and precision, where `raw` states a time of day with its zone.

    A time without a zone is no instant; it stays in published_raw.
    """
    text = _WORDS.sub("", raw.strip(), count=1).strip("\"'")
    match = _INSTANT.fullmatch(text)
    if not match or not match["zone"]:
        return {}
    zone = match["zone"].replace("Z", "+00:00")
    zone = zone if ":" in zone else f"{zone[:3]}:{zone[3:]}"
    time = f"{match['hour']}:{match['minute']}:{match['second'] or '00'}"
    if not (_CLOCK.fullmatch(time) and _CLOCK.fullmatch(zone[1:])):
        return {}
    sign = -1 if zone.startswith("-") else 1
    offset = sign * timedelta(hours=int(zone[1:3]), minutes=int(zone[4:]))
    local = datetime.fromisoformat(f"{match['day']}T{time}+00:00")
    precision = Precision.SECOND if match["second"] else Precision.MINUTE
    return {
        "published_at": (local - offset).astimezone(UTC),
        "utc_offset": zone,
        "published_precision": precision,
    }
