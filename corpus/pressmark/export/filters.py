"""What of a dataset to keep, as a person states it: a condition, outlets, dates, kinds."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, Literal

from pressmark_schema.edtf import Edtf
from pressmark_schema.errors import UsageError
from pressmark_schema.vocabulary import BlockKind

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

DatePolicy = Literal["within", "overlaps"]
_POLICIES = ("within", "overlaps")


@dataclass(frozen=True, slots=True)
class Filters:
    """What is kept; what is not stated keeps everything, and all that is stated must hold.

    `where` is an SQL condition (DuckDB) on the columns of articles and texts. `date_from` and
    `date_to` are EDTF dates, inclusive: `2018-05` begins on the 1st and ends on the 31st. By
    `within` every day that an article can date from lies between them, by `overlaps` some day
    does; an article without a date is kept by neither. `kinds` are those of the blocks.
    `representatives` leaves out every article for which another stands in its cluster of
    duplicates, whether or not that other one is kept.

    Raises UsageError for a value that cannot be.
    """

    where: str | None = None
    outlets: tuple[str, ...] = ()
    date_from: str | None = None
    date_to: str | None = None
    dates: DatePolicy = "within"
    kinds: tuple[str, ...] = ()
    langs: tuple[str, ...] = ()
    representatives: bool = False

    def __post_init__(self) -> None:
        if self.dates not in _POLICIES:
            raise UsageError(f"no policy for dates: {self.dates!r}", hint="within or overlaps")
        for kind in self.kinds:
            check_known("kind of block", kind, list(BlockKind))
        first, last = self.days
        if first and last and first > last:
            raise UsageError(f"the dates end before they begin: {self.date_from}, {self.date_to}")

    def __bool__(self) -> bool:
        return bool(
            self.where is not None
            or self.outlets
            or self.dated
            or self.kinds
            or self.langs
            or self.representatives
        )

    @property
    def dated(self) -> bool:
        """Whether the dates of articles matter."""
        return self.date_from is not None or self.date_to is not None

    @property
    def days(self) -> tuple[date | None, date | None]:
        """The first and the last day, inclusive; None where there is no bound."""
        first = _edtf(self.date_from).earliest if self.date_from is not None else None
        last = _edtf(self.date_to).latest if self.date_to is not None else None
        return first, last

    def record(self) -> dict[str, Any]:
        """The filters as a descriptor records them: only what is stated, lists sorted."""
        stated: dict[str, Any] = {
            "where": self.where,
            "outlets": sorted(set(self.outlets)),
            "langs": sorted(set(self.langs)),
            "from": self.date_from,
            "to": self.date_to,
            "dates": self.dates if self.dated else None,
            "representatives": self.representatives or None,
            "kinds": [kind.value for kind in BlockKind if kind.value in self.kinds],
        }
        return {key: value for key, value in stated.items() if value not in (None, [])}


def check_known(what: str, value: str, known: Iterable[str]) -> None:
    """Raise UsageError, with the nearest known value as a hint, when `value` is not known."""
    known = list(known)
    if value in known:
        return
    near = get_close_matches(value, known, 1)
    hint = f"do you mean {near[0]}?" if near else f"one of {', '.join(sorted(known)[:20])}"
    raise UsageError(f"no such {what}: {value}", hint=hint)


def _edtf(text: str) -> Edtf:
    try:
        return Edtf.parse(text)
    except ValueError as error:
        raise UsageError(str(error), hint="write 2018, 2018-05 or 2018-05-30") from error
