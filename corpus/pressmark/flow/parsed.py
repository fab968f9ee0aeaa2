"""One document parsed: what it states, its blocks and its days, before the article has a row."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pressmark import parse
from pressmark.flow import blocks as of_blocks
from pressmark.flow import candidates, corrections, identity, on_page, published, withdrawn
from pressmark.flow.evidence import EvidenceLog
from pressmark.flow.metadata import InvalidMetadataError, collect
from pressmark.flow.pieces import pieces
from pressmark.markup import Page
from pressmark_schema.vocabulary import TEXT_KINDS, ArticleLangBasis, QuarantineReason

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pressmark.flow.metadata import StatedValues
    from pressmark.flow.options import Options
    from pressmark.parse import Narrowed
    from pressmark_schema.documents import Document
    from pressmark_schema.segments import PageStatement, Segmented, Stated


class NoArticleError(InvalidMetadataError):
    """A page, such as a section's front page, holds no article: it is quarantined as empty."""

    reason = QuarantineReason.EMPTY


class TooManyBlocksError(InvalidMetadataError):
    """A document has, or a page shows, more blocks than `read.max_blocks` allows."""

    reason = QuarantineReason.RESOURCE_LIMIT


class Parsed:
    """What is found in a document stage by stage, each stage reading what the earlier ones found.

    `stated` holds the first statement of the text itself for each column, `facts` every stated
    value; `evidence` collects what speaks for the values; `applied` are the lines of the
    corrections that found their target; `withdrawn` are the words that are taken out.
    """

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
        names = [self.article_id, *(alias["alias_id"] for alias in self.identity.aliases)]
        self.hidden = options.withdrawn.spans(names)
        self.segmented = withdrawn.unstated(self.segmented, self.hidden)
        self.corrections = options.corrections.of(self.article_id)
        self.applied: list[int] = []
        self._read_blocks()
        self._read_days()
        self.evidence = EvidenceLog(self.article_id, self.blocks, self.pieces)

    def _read_blocks(self) -> None:
        text = self.document.text
        self.profile = self.config.profile_of(self.facts.values["outlet_id"])
        found = pieces(text, self.segmented, self.profile)
        left = withdrawn.without(self.article_id, *found, self.hidden)
        self.removals, self.withdrawn = left.removals, left.words
        self.pieces = corrections.on_pieces(left.pieces, self.corrections, self.applied)
        self.texts = [piece.cleaned.text for piece in self.pieces]
        self.lang, self.lang_basis = self._language()
        languages = parse.identify(self.texts, self.config.corpus.block_languages, self.lang)
        self.blocks = of_blocks.rows(self.article_id, text, self.pieces, languages)
        self.text = of_blocks.analysis_text(self.blocks)

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

    def _read_days(self) -> None:
        found = list(candidates.stated(self.document, self.segmented, self.page_statements))
        self.chosen = candidates.corrected(found, self.corrections, self.applied)
        self.candidates = found
        self.header = self.chosen.edtf if self.chosen else None
        self.clues = parse.clues(self.texts, [piece.classified for piece in self.pieces])
        self.narrowed: Narrowed = parse.narrow(self.header, self.clues, self.facts.modified)

    def columns(self) -> dict[str, Any]:
        """The columns of articles as far as they are found here, the others None."""
        return (
            dict.fromkeys(self.options.tables["articles"].column_names)
            | self.facts.values
            | published.columns(self.chosen)
            | {
                "article_id": self.article_id,
                "article_id_basis": self.identity.basis,
                "lang": self.lang,
                "lang_basis": self.lang_basis,
            }
        )


def _segmented(
    document: Document, page: Page | None, stated: Sequence[PageStatement], options: Options
) -> Segmented:
    """The document divided: a page by its markup, any other text by its lines."""
    config = options.config
    if page is None:
        found = parse.segment(document.text, config.header_keys)
        _require_few(len(found.segments), config.read.max_blocks)
        return found
    _require_few(len(page.layer.units), config.read.max_blocks)
    found = parse.segment_page(page, parse.told(page, stated), config.html.extractor)
    if not found.segments:
        raise NoArticleError("the page shows no article, only what stands around articles")
    return found


def _require_few(blocks: int, most: int) -> None:
    if blocks > most:
        raise TooManyBlocksError(f"{blocks:,} blocks, the limit is {most:,} (read.max_blocks)")
