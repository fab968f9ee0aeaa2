"""One document becomes a record: its rows in every table, a pure function of it and the options."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pressmark import normalise, parse
from pressmark.flow import annotations as of_annotations
from pressmark.flow import blocks as of_blocks
from pressmark.flow import corrections, identity, on_page, published, withdrawn
from pressmark.flow.evidence import EvidenceLog
from pressmark.flow.metadata import InvalidMetadataError, collect, items
from pressmark.markup import Page
from pressmark.normalise.correcting import CORRECTION
from pressmark.rights import expression
from pressmark_schema import ids
from pressmark_schema.analysis import counts
from pressmark_schema.canonical import canonical, sha256_of
from pressmark_schema.corrections import OF_BLOCKS, Target
from pressmark_schema.edtf import Edtf
from pressmark_schema.records import record_sha256
from pressmark_schema.tables.captures import Capture
from pressmark_schema.tables.texts import TextRow
from pressmark_schema.vocabulary import (
    TEXT_KINDS,
    ArticleLangBasis,
    BlockKind,
    BoundBasis,
    CaptureStatus,
    Completeness,
    DateBasis,
    Precision,
    PublishedBasis,
    QuarantineReason,
    TitleBasis,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pressmark.flow.metadata import StatedValues
    from pressmark.flow.options import Options
    from pressmark.parse import Narrowed
    from pressmark_schema.columns import Row
    from pressmark_schema.documents import Document, Quarantined
    from pressmark_schema.profile import OutletProfile
    from pressmark_schema.segments import PageStatement, Segmented, Stated
    from pressmark_schema.tables.blocks import Block

_AGENCY = 30
"""Code points up to which a credit is a name; above, it is a sentence that holds one."""


@dataclass
class Record:
    """The rows of one article as dictionaries, by table; `capture` is how it came.

    `corrected` are the lines of the corrections that were applied.
    """

    capture: Capture
    rows: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    corrected: list[int] = field(default_factory=list)


def quarantined(document: Quarantined) -> Capture:
    """The captures row of a document that became no record."""
    return Capture(
        capture_id=ids.capture_id(
            document.source_id, document.record_index, document.record_sha256
        ),
        source_id=document.source_id,
        article_id=None,
        record_index=document.record_index,
        record_offset=document.record_offset,
        record_sha256=document.record_sha256,
        metadata_sha256=None,
        retrieved_at=None,
        url=None,
        seq=None,
        is_current=False,
        status=CaptureStatus.QUARANTINED,
        status_reason=document.reason,
        status_detail=document.detail,
    )


def record(document: Document, options: Options) -> Record:
    """Every row that `document` gives.

    `seq` and `is_current` of the capture are those of an only capture; the gathering of the whole
    corpus sets them right. Raises InvalidMetadataError for a stated value that misfits, its kind
    NoArticleError for a page without an article, WithdrawnError for what is withdrawn.
    """
    return _Assembly(document, options).record()


class _Assembly:
    """The stages of making one record, each reading what the earlier ones found."""

    def __init__(self, document: Document, options: Options) -> None:
        self.document, self.options, self.config = document, options, options.config
        page = document.page if isinstance(document.page, Page) else None
        self.page_statements = parse.page_facts(page) if page else ()
        self.segmented = _segmented(document, page, self.page_statements, options)
        self.stated: dict[str, Stated] = {}
        for item in self.segmented.stated:
            self.stated.setdefault(item.column, item)
        self.facts: StatedValues = collect(
            document, self.stated, self.config, on_page.believed(self.page_statements)
        )
        self.identity = identity.identify(
            document, self.facts.values, options.kept, self.config.corpus.namespace
        )
        self.article_id = self.identity.article_id
        names = [self.article_id, *(alias.alias_id for alias in self.identity.aliases)]
        spans = options.withdrawn.spans(names)
        self.segmented = withdrawn.unstated(self.segmented, spans)
        self.corrections = options.corrections.of(self.article_id)
        self.applied: list[int] = []
        self.profile = self.config.profile_of(self.facts.values["outlet_id"])
        found, removals = of_blocks.pieces(document.text, self.segmented, self.profile)
        left = withdrawn.without(self.article_id, found, removals, spans)
        self.removals, self.withdrawn = left.removals, left.words
        self.pieces = corrections.on_pieces(left.pieces, self.corrections, self.applied)
        self.texts = [piece.cleaned.text for piece in self.pieces]
        self.lang, self.lang_basis = self._language()
        self.blocks = self._blocks()
        self.candidates = list(self._candidates())
        self.chosen = self._corrected_date(published.choose(self.candidates))
        self.clues = parse.clues(self.texts, [piece.classified for piece in self.pieces])
        header = self.chosen.edtf if self.chosen else None
        self.narrowed: Narrowed = parse.narrow(header, self.clues, self.facts.modified)
        self.evidence = EvidenceLog(self.article_id, self.blocks, self.pieces)

    def record(self) -> Record:
        article = self._article()
        text_row = self._text_row(article)
        made: dict[str, Sequence[Row]] = {
            "aliases": self.identity.aliases,
            "blocks": self.blocks,
            "embeds": list(of_blocks.embeds(self.blocks, self.pieces)),
            "links": list(of_blocks.links(self.blocks, self.pieces)),
            "changes": of_blocks.changes(
                self.article_id, self.document.text, self.blocks, self.pieces, self.removals
            ),
            "evidence": self.evidence.rows,
            "texts": [text_row],
        }
        rows = {name: [row.model_dump() for row in table] for name, table in made.items()}
        rows["annotations"] = self._annotations()
        withdrawn.forget(rows, self.withdrawn, article)
        rows["articles"] = [article]
        article["record_sha256"] = record_sha256(rows)
        model = self.options.tables["articles"].row
        rows["articles"] = [model.model_validate(article).model_dump()]
        return Record(self._capture(), rows, self.applied)

    def _annotations(self) -> list[dict[str, Any]]:
        first, last = self.narrowed.text_from, self.narrowed.text_to
        layers = self.config.annotations.layers
        return list(of_annotations.rows(self.blocks, first, last, layers))

    def _language(self) -> tuple[str, ArticleLangBasis]:
        declared = self.facts.values.pop("lang", None)
        languages = self.config.corpus.languages
        if declared and declared != "und":
            return declared, ArticleLangBasis.DECLARED
        if len(languages) == 1:
            return languages[0], ArticleLangBasis.DECLARED
        body = [piece.cleaned.text for piece in self.pieces if piece.classified.kind in TEXT_KINDS]
        lang = parse.article_language(body or self.texts, languages)
        known = ArticleLangBasis.UNKNOWN if lang == "und" else ArticleLangBasis.IDENTIFIED
        return lang, known

    def _blocks(self) -> list[Block]:
        languages = parse.identify(self.texts, self.config.corpus.block_languages, self.lang)
        return of_blocks.rows(self.article_id, self.document.text, self.pieces, languages)

    def _candidates(self) -> Iterator[published.Candidate]:
        raw = self.document.metadata.get("published")
        if raw:
            edtf = published.read_date(raw)
            if "published" in self.document.from_record:
                yield published.Candidate(PublishedBasis.RECORD, raw, edtf, "record.date@1")
            else:
                yield published.Candidate(PublishedBasis.SIDECAR, raw, edtf, "metadata.date@1")
        for item in self.segmented.stated:
            if item.column == "published_edtf":
                edtf = Edtf.parse(item.value)
                yield published.Candidate(
                    PublishedBasis.HEADER, item.raw, edtf, item.rule, item.span
                )
        yield from published.from_page(self.page_statements)
        in_path = published.from_path(self.document.path_fields)
        if in_path:
            yield in_path

    def _article(self) -> dict[str, Any]:
        text = of_blocks.analysis_text(self.blocks)
        columns = dict.fromkeys(self.options.tables["articles"].column_names)
        columns |= self.facts.values
        columns |= {
            "article_id": self.article_id,
            "article_id_basis": self.identity.basis,
            "lang": self.lang,
            "lang_basis": self.lang_basis,
            "completeness": Completeness.UNKNOWN,
        }
        columns |= counts(len(self.blocks), text)
        columns |= self._title() | self._from_blocks() | published.columns(self.chosen)
        columns |= self._modified() | self._bounds()
        self._evidence_of_statements()
        self._correct(columns)
        del columns["record_sha256"]
        return columns

    def _corrected_date(self, chosen: published.Candidate | None) -> published.Candidate | None:
        """The corrected date of publication where there is one, else what was chosen."""
        for number, item in self.corrections:
            known = chosen.edtf.text if chosen and chosen.edtf else None
            edtf = published.read_date(item.after)
            if item.target is Target.PUBLISHED and item.before == known and edtf:
                basis = PublishedBasis.MANUAL
                chosen = published.Candidate(basis, item.after, edtf, CORRECTION)
                self.candidates.append(chosen)
                self.applied.append(number)
        return chosen

    def _correct(self, columns: dict[str, Any]) -> None:
        """Put corrected values in place of those that they name, with the evidence for it."""
        for number, item in self.corrections:
            if item.target in OF_BLOCKS or item.target is Target.PUBLISHED:
                continue
            known, several = columns[item.target], item.target is Target.AUTHORS
            shown = "; ".join(known) if several and known else known
            after = normalise.clean(item.after).text
            if shown == item.before and after:
                columns[item.target] = items(item.after) if several else after
                if item.target is Target.TITLE:
                    columns["title_basis"] = TitleBasis.STATED
                self.evidence.add(item.target, shown, after, None, None, CORRECTION)
                self.applied.append(number)

    def _title(self) -> dict[str, Any]:
        if "title" in self.facts.values:
            return {"title": self._stated_title(), "title_basis": TitleBasis.STATED}
        for block, piece in zip(self.blocks, self.pieces, strict=True):
            if block.kind is BlockKind.TITLE:
                stated = piece.segment.kind is BlockKind.TITLE
                basis = TitleBasis.STATED if stated else TitleBasis.DERIVED
                self.evidence.block("title", None, block.text, block, "block.title@1")
                return {"title": block.text, "title_basis": basis}
        return {"title": None, "title_basis": TitleBasis.ABSENT}

    def _stated_title(self) -> str:
        """The title as stated, without what its outlet appends to titles."""
        stated: str = self.facts.values["title"]
        kept, suffix = self.profile.without_suffix(stated)
        if suffix:
            item = self.stated.get("title")
            in_text = item is not None and "title" not in self.document.metadata
            span = item.span if item is not None and in_text else None
            self.evidence.add("title", stated, kept, None, span, of_blocks.SUFFIX_RULE)
        return kept

    def _from_blocks(self) -> dict[str, Any]:
        """Kicker, authors and agency as blocks of their own print them, where none are stated."""
        found: dict[str, Any] = {}
        for block in self.blocks:
            column, value = _printed(block, self.profile)
            if column and value and column not in found and column not in self.facts.values:
                found[column] = value
                shown = ", ".join(value) if isinstance(value, list) else value
                self.evidence.block(column, None, shown, block, f"block.{block.kind}@1")
        return found

    def _modified(self) -> dict[str, Any]:
        edtf = self.facts.modified
        updates = [clue for clue in self.clues if clue.basis is BoundBasis.UPDATE]
        if edtf is None and updates:
            newest = max(updates, key=lambda clue: (clue.edtf.earliest, clue.block))
            edtf = newest.edtf
            self.evidence.clue("modified_edtf", None, edtf.text, newest)
        return {
            "modified_edtf": edtf and edtf.text,
            "modified_from": edtf and edtf.earliest,
            "modified_to": edtf and edtf.latest,
        }

    def _bounds(self) -> dict[str, Any]:
        narrowed = self.narrowed
        header = self.chosen.edtf if self.chosen else None
        for clue in narrowed.used:
            if clue.edtf.earliest == narrowed.text_from:
                before = header.earliest.isoformat() if header else None
                self.evidence.clue("text_from", before, clue.edtf.earliest.isoformat(), clue)
            if header and clue.basis is BoundBasis.UPDATE:
                self.evidence.clue("text_to", header.latest.isoformat(), None, clue)
        if header and narrowed.contradiction:
            for clue in self.clues:
                if clue.edtf.earliest > header.latest:
                    day = header.earliest.isoformat()
                    self.evidence.clue("text_from", day, clue.edtf.earliest.isoformat(), clue)
        basis = narrowed.text_from_basis
        in_text = self.chosen is not None and self.chosen.basis is PublishedBasis.HEADER
        if basis is BoundBasis.HEADER and not in_text:
            basis = BoundBasis.PUBLISHED
        return {
            "text_from": narrowed.text_from,
            "text_from_basis": basis,
            "text_to": narrowed.text_to,
            "text_to_basis": narrowed.text_to_basis,
        }

    def _text_row(self, article: dict[str, Any]) -> TextRow:
        header = self.chosen.edtf if self.chosen else None
        first, last = (header.earliest, header.latest) if header else (None, None)
        basis = DateBasis.PUBLISHED if header else DateBasis.UNKNOWN
        lower, upper = self.narrowed.text_from, self.narrowed.text_to
        if first and last and lower and upper and first <= lower <= upper <= last:
            basis = DateBasis.NARROWED if (lower, upper) != (first, last) else basis
            first, last = lower, upper
        precision = Precision.UNKNOWN
        if header and first and last:
            stated = basis is DateBasis.PUBLISHED
            precision = header.precision if stated else Edtf.of_days(first, last).precision
        return TextRow(
            article_id=self.article_id,
            outlet_id=article["outlet_id"],
            title=article["title"],
            text=of_blocks.analysis_text(self.blocks),
            date_from=first,
            date_to=last,
            date_precision=precision,
            date_basis=basis,
            lang=self.lang,
            dup_cluster=None,
            dup_relation=None,
            is_representative=None,
        )

    def _capture(self) -> Capture:
        document = self.document
        return Capture(
            capture_id=ids.capture_id(
                document.source_id, document.record_index, document.record_sha256
            ),
            source_id=document.source_id,
            article_id=self.article_id,
            record_index=document.record_index,
            record_offset=document.record_offset,
            record_sha256=document.record_sha256,
            metadata_sha256=_metadata_sha256(document),
            retrieved_at=self.facts.retrieved_at,
            url=self._fetched(),
            seq=0,
            is_current=True,
            status=CaptureStatus.ACCEPTED,
            status_reason=None,
            status_detail=None,
        )

    def _fetched(self) -> str | None:
        """Where the document was fetched; what a page says of itself does not tell that."""
        known = on_page.fetched(self.page_statements)
        stated = self.document.metadata if self.page_statements else self.facts.values
        return known or stated.get("canonical_url")

    def _evidence_of_statements(self) -> None:
        """A row for each value that the document states, the date's candidates included."""
        for item in self.segmented.stated:
            if item.column != "published_edtf":
                self.evidence.add(item.column, None, item.value, None, item.span, item.rule)
        stated = self.document.metadata.get("rights")
        if stated and expression(stated) is None:
            known = "record" if "rights" in self.document.from_record else "metadata"
            self.evidence.add("rights", stated, None, None, None, f"{known}.rights@1")
        on_page.as_evidence(self.evidence, self.page_statements)
        for candidate in self.candidates:
            if candidate.on_page:
                value = candidate.edtf.text if candidate.edtf else None
                self.evidence.page("published_edtf", value, candidate.on_page)
                continue
            value, raw = (candidate.edtf.text, None) if candidate.edtf else (None, candidate.raw)
            self.evidence.add("published_edtf", raw, value, None, candidate.span, candidate.rule)


def _metadata_sha256(document: Document) -> str | None:
    """The hash of what stands of a document outside it; what its own record states is not."""
    stated = {k: v for k, v in document.metadata.items() if k not in document.from_record}
    return sha256_of([canonical(stated)]) if stated else None


class NoArticleError(InvalidMetadataError):
    """A page, such as a section's front page, holds no article: it is quarantined as empty."""

    reason = QuarantineReason.EMPTY


def _segmented(
    document: Document, page: Page | None, stated: Sequence[PageStatement], options: Options
) -> Segmented:
    """The document divided: a page by its markup, any other text by its lines."""
    if page is None:
        return parse.segment(document.text, options.config.header_keys)
    found = parse.segment_page(page, parse.told(page, stated), options.config.html.extractor)
    if not found.segments:
        raise NoArticleError("the page shows no article, only what stands around articles")
    return found


def _printed(block: Block, profile: OutletProfile) -> tuple[str | None, Any]:
    """The column of articles that a block prints, and its value."""
    if block.kind is BlockKind.KICKER:
        return "kicker", block.text
    if block.kind is BlockKind.AGENCY_CREDIT:
        named = block.text.strip("()[]/© ")
        return ("agency", named) if len(named) <= _AGENCY else (None, None)
    if block.kind is not BlockKind.BYLINE:
        return None, None
    names = parse.stated_names(block.text)
    profiled = parse.names_in(block.text, profile)
    return "authors", names or [
        name for found in profiled[:1] for name in parse.parted_names(found)
    ]
