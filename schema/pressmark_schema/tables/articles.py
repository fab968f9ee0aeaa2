"""The articles table: what is known of each article, each inferred value with its basis."""

from datetime import date

from pydantic import Field

from pressmark_schema.analysis import TOKENISER
from pressmark_schema.columns import ArticleId, Count, EdtfText, Instant, Lang, Row, Sha256, Slug
from pressmark_schema.constraints import (
    NullExactlyWhen,
    NullWhen,
    Ordered,
    Together,
    UnknownTogether,
)
from pressmark_schema.tables.table import Table
from pressmark_schema.vocabulary import (
    Access,
    BoundBasis,
    Completeness,
    Genre,
    IdBasis,
    Precision,
    PublishedBasis,
    RightsBasis,
    Sharing,
    SharingBasis,
    TdmBasis,
    TdmReservation,
    TitleBasis,
)
from pressmark_schema.vocabulary import ArticleLangBasis as LangBasis


class Article(Row):
    """An article as its current capture shows it."""

    article_id: ArticleId = Field(
        description="Hash of basis, namespace and value: native id, else canonical URL, else "
        "path; kept once minted."
    )
    article_id_basis: IdBasis = Field(description="What the id was minted from.")
    native_id: str | None = Field(description="The publisher's or archive's own id.")
    canonical_url: str | None = Field(description="The article's address, as stated.")
    outlet_id: Slug = Field(description="The outlet as a short name; `unknown` where not stated.")
    outlet: str | None = Field(description="The outlet's name as stated.")
    edition: str | None = Field(description="Edition, as stated.")
    page: str | None = Field(description="Page of the printed edition, as stated.")
    section: str | None = Field(description="Section or desk, as stated.")
    keywords: list[str] | None = Field(description="Keywords as stated; null: none stated.")
    authors: list[str] | None = Field(description="Authors as printed; null: none stated.")
    agency: str | None = Field(description="News agency credited, as printed.")
    genre: Genre = Field(description="Kind of journalism, where stated.")
    title: str | None = Field(description="Headline; null: none stated or found.")
    title_basis: TitleBasis = Field(description="Where the title comes from.")
    kicker: str | None = Field(description="Overline above the headline.")
    subtitle: str | None = Field(description="Line below the headline.")
    published_raw: str | None = Field(description="The publication date as printed.")
    published_edtf: EdtfText | None = Field(
        description="Publication date (EDTF), no finer than stated; never finer than a day."
    )
    published_from: date | None = Field(description="First day it can mean, inclusive.")
    published_to: date | None = Field(description="Last day it can mean, inclusive.")
    published_at: Instant | None = Field(description="Instant of publication, where stated.")
    utc_offset: str | None = Field(
        pattern=r"^[+-][0-2][0-9]:[0-5][0-9]$",
        description="The outlet's offset from UTC at published_at, where stated.",
    )
    published_precision: Precision = Field(description="Finest unit stated.")
    published_basis: PublishedBasis = Field(description="Where the date was read.")
    modified_edtf: EdtfText | None = Field(description="Last change, as stated (EDTF).")
    modified_from: date | None = Field(description="First day modified_edtf can mean.")
    modified_to: date | None = Field(description="Last day modified_edtf can mean.")
    text_from: date | None = Field(
        description="The text as captured was not finished before this day."
    )
    text_from_basis: BoundBasis = Field(description="What set text_from.")
    text_to: date | None = Field(
        description="The text as captured was written no later than this day."
    )
    text_to_basis: BoundBasis = Field(description="What set text_to.")
    lang: Lang = Field(description="Main language (BCP 47); `und` where undetermined.")
    lang_basis: LangBasis = Field(description="What decided the language.")
    access: Access = Field(description="Who could read it where it was published.")
    completeness: Completeness = Field(description="Whether the whole article was captured.")
    rights: str = Field(min_length=1, description="SPDX expression, `LicenseRef-*`, or `unknown`.")
    rights_basis: RightsBasis = Field(description="Where the rights were read.")
    rights_holder: str | None = Field(description="Who holds the rights, as stated.")
    sharing: Sharing = Field(
        description="The most that may be passed on to everyone: by contract, else by the licence."
    )
    sharing_basis: SharingBasis = Field(description="What decided sharing.")
    tdm_reservation: TdmReservation = Field(
        description="Whether the page reserves the right of text and data mining, as stated."
    )
    tdm_reservation_basis: TdmBasis = Field(description="Where the reservation was read.")
    tdm_policy: str | None = Field(description="Address of the terms for mining, as stated.")
    n_blocks: Count = Field(description="Number of blocks of all kinds.")
    n_chars: Count = Field(description="Code points of texts.text.")
    n_words: Count = Field(
        description=f"Words of texts.text by tokeniser `{TOKENISER}`: runs of letters, digits and "
        "underscores, i.e. matches of \\w+ (Unicode)."
    )
    text_sha256: Sha256 = Field(description="SHA-256 of texts.text in UTF-8.")
    record_sha256: Sha256 = Field(
        description="SHA-256 of the canonical JSON of the article's rows in articles (without "
        "this column), aliases, blocks, embeds, links, changes, evidence and texts (without the "
        "columns about duplicates, which other articles decide); annotations, which are read off "
        "them, do not count."
    )


ARTICLES = Table(
    name="articles",
    row=Article,
    summary="The articles, a row each, as their current capture shows them.",
    key=("article_id",),
    order=(),
    checks=(
        NullExactlyWhen("title", "title_basis", ("absent",)),
        NullExactlyWhen("published_edtf", "published_precision", ("unknown",)),
        NullWhen("published_raw", "published_basis", ("absent",)),
        NullWhen("published_edtf", "published_basis", ("absent",)),
        Together(("published_edtf", "published_from", "published_to")),
        Ordered("published_from", "published_to"),
        Together(("modified_edtf", "modified_from", "modified_to")),
        Ordered("modified_from", "modified_to"),
        NullExactlyWhen("text_from", "text_from_basis", ("unknown",)),
        NullExactlyWhen("text_to", "text_to_basis", ("unknown",)),
        Ordered("text_from", "text_to"),
        UnknownTogether(("tdm_reservation", "tdm_reservation_basis")),
    ),
)
