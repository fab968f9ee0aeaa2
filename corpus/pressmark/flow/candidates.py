"""The statements of the day of publication: the record's, the header's, the page's, the path's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pressmark.flow import published
from pressmark.flow.published import Candidate
from pressmark.normalise.correcting import CORRECTION
from pressmark_schema.corrections import Target
from pressmark_schema.edtf import Edtf
from pressmark_schema.vocabulary import PublishedBasis

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from pressmark.flow.evidence import EvidenceLog
    from pressmark_schema.corrections import Correction
    from pressmark_schema.documents import Document
    from pressmark_schema.segments import PageStatement, Segmented


def stated(
    document: Document, segmented: Segmented, page: Sequence[PageStatement]
) -> Iterator[Candidate]:
    """Every statement of the day, wherever it stands; `published.choose` believes one of them."""
    raw = document.metadata.get("published")
    if raw:
        edtf = published.read_date(raw)
        if "published" in document.from_record:
            yield Candidate(PublishedBasis.RECORD, raw, edtf, "record.date@1")
        else:
            yield Candidate(PublishedBasis.SIDECAR, raw, edtf, "metadata.date@1")
    for item in segmented.stated:
        if item.column == "published_edtf":
            edtf = Edtf.parse(item.value)
            yield Candidate(PublishedBasis.HEADER, item.raw, edtf, item.rule, item.span)
    yield from published.from_page(page)
    in_path = published.from_path(document.path_fields)
    if in_path:
        yield in_path


def corrected(
    found: list[Candidate], mine: Iterable[tuple[int, Correction]], applied: list[int]
) -> Candidate | None:
    """The one to believe: a corrected date where there is one, else what is chosen of `found`.

    What a correction states is added to `found`, its line to `applied`.
    """
    chosen = published.choose(found)
    for number, item in mine:
        known = chosen.edtf.text if chosen and chosen.edtf else None
        edtf = published.read_date(item.after)
        if item.target is Target.PUBLISHED and item.before == known and edtf:
            chosen = Candidate(PublishedBasis.MANUAL, item.after, edtf, CORRECTION)
            found.append(chosen)
            applied.append(number)
    return chosen


def as_evidence(log: EvidenceLog, found: Iterable[Candidate]) -> None:
    """A row of evidence for each statement, also for one that cannot be read."""
    for candidate in found:
        if candidate.on_page:
            value = candidate.edtf.text if candidate.edtf else None
            log.page("published_edtf", value, candidate.on_page)
            continue
        value, raw = (candidate.edtf.text, None) if candidate.edtf else (None, candidate.raw)
        log.add("published_edtf", raw, value, None, candidate.span, candidate.rule)
