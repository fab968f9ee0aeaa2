"""The days of an article: when its text was changed, and between which it was written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pressmark_schema.edtf import Edtf
from pressmark_schema.vocabulary import BoundBasis, DateBasis, Precision, PublishedBasis

if TYPE_CHECKING:
    from pressmark.flow.parsed import Parsed


def modified(found: Parsed) -> dict[str, Any]:
    """The modified_* columns: as stated, else the newest update that the text tells of."""
    edtf = found.facts.modified
    updates = [clue for clue in found.clues if clue.basis is BoundBasis.UPDATE]
    if edtf is None and updates:
        newest = max(updates, key=lambda clue: (clue.edtf.earliest, clue.block))
        edtf = newest.edtf
        found.evidence.clue("modified_edtf", None, edtf.text, newest)
    return {
        "modified_edtf": edtf and edtf.text,
        "modified_from": edtf and edtf.earliest,
        "modified_to": edtf and edtf.latest,
    }


def bounds(found: Parsed) -> dict[str, Any]:
    """The text_* columns of articles, with the evidence for each bound that is not the header's."""
    narrowed, header = found.narrowed, found.header
    for clue in narrowed.used:
        if clue.edtf.earliest == narrowed.text_from:
            before = header.earliest.isoformat() if header else None
            found.evidence.clue("text_from", before, clue.edtf.earliest.isoformat(), clue)
        if header and clue.basis is BoundBasis.UPDATE:
            found.evidence.clue("text_to", header.latest.isoformat(), None, clue)
    if header and narrowed.contradiction:
        for clue in found.clues:
            if clue.edtf.earliest > header.latest:
                day = header.earliest.isoformat()
                found.evidence.clue("text_from", day, clue.edtf.earliest.isoformat(), clue)
    basis = narrowed.text_from_basis
    in_text = found.chosen is not None and found.chosen.basis is PublishedBasis.HEADER
    if basis is BoundBasis.HEADER and not in_text:
        basis = BoundBasis.PUBLISHED
    return {
        "text_from": narrowed.text_from,
        "text_from_basis": basis,
        "text_to": narrowed.text_to,
        "text_to_basis": narrowed.text_to_basis,
    }


def of_text(found: Parsed) -> dict[str, Any]:
    """The date_* columns of texts: the days as stated or, where they agree, as narrowed."""
    header = found.header
    first, last = (header.earliest, header.latest) if header else (None, None)
    basis = DateBasis.PUBLISHED if header else DateBasis.UNKNOWN
    lower, upper = found.narrowed.text_from, found.narrowed.text_to
    if first and last and lower and upper and first <= lower <= upper <= last:
        basis = DateBasis.NARROWED if (lower, upper) != (first, last) else basis
        first, last = lower, upper
    precision = Precision.UNKNOWN
    if header and first and last:
        stated = basis is DateBasis.PUBLISHED
        precision = header.precision if stated else Edtf.of_days(first, last).precision
    return {
        "date_from": first,
        "date_to": last,
        "date_precision": precision,
        "date_basis": basis,
    }
