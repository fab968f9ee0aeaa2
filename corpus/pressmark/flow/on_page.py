"""What a page states outside its text as values of columns: of each the first that fits."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from pressmark import normalise
from pressmark_schema.vocabulary import TdmBasis, TdmReservation

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from pressmark.flow.evidence import EvidenceLog
    from pressmark_schema.segments import PageStatement

LISTS = frozenset({"authors", "keywords"})
_DATED = "published_edtf"


def believed(statements: Iterable[PageStatement]) -> dict[str, PageStatement]:
    """For each column the statement to believe: the first whose value can be taken."""
    found: dict[str, PageStatement] = {}
    for stated in statements:
        if shown(stated):
            found.setdefault(stated.column, stated)
    return found


def shown(stated: PageStatement) -> str:
    """The value of a statement as evidence shows it: normalised, a list's items joined by `; `."""
    if stated.column in LISTS:
        items = json.loads(stated.value) if stated.value else []
        return "; ".join(text for item in items if (text := normalise.clean(item).text))
    if stated.column == _DATED:
        return stated.value[: len("2018-05-03")]
    return normalise.clean(stated.value).text


def reservation(found: Mapping[str, PageStatement]) -> dict[str, Any]:
    """The columns about text and data mining."""
    stated, policy = found.get("tdm_reservation"), found.get("tdm_policy")
    value = TdmReservation(stated.value) if stated else TdmReservation.UNKNOWN
    return {
        "tdm_reservation": value,
        "tdm_reservation_basis": TdmBasis(stated.basis) if stated else TdmBasis.UNKNOWN,
        "tdm_policy": shown(policy) if policy else None,
    }


def fetched(statements: Iterable[PageStatement]) -> str | None:
    """The address that a page was fetched from, where its reader knows it."""
    return next((s.value for s in statements if s.rule.startswith("page.given-address@")), None)


def as_evidence(log: EvidenceLog, statements: Sequence[PageStatement]) -> None:
    """A row of evidence for each statement, those of the publication date apart."""
    for stated in _undated(statements):
        log.page(stated.column, shown(stated) or None, stated)


def _undated(statements: Iterable[PageStatement]) -> Iterator[PageStatement]:
    return (stated for stated in statements if stated.column != _DATED)
