"""The captures table: a row for each document as it came, accepted or quarantined."""

from pydantic import Field

from pressmark_schema.columns import ArticleId, Count, Instant, Row, Sha256
from pressmark_schema.constraints import NullExactlyWhen, NullWhen, Together
from pressmark_schema.tables.table import ForeignKey, Table
from pressmark_schema.vocabulary import CaptureStatus, QuarantineReason


class Capture(Row):
    """A document as it came; an article captured twice has two of these."""

    capture_id: str = Field(
        pattern=r"^c[0-9a-z]{16}$",
        description="Hash of the source, the record's index and its bytes.",
    )
    source_id: str = Field(pattern=r"^s[0-9a-z]{16}$", description="The file it came in.")
    article_id: ArticleId | None = Field(description="The article; null when quarantined.")
    record_index: Count = Field(description="Rank of the document in its file, from 0.")
    record_offset: Count | None = Field(
        description="Byte at which the document begins in its file, unpacked where that is "
        "compressed; null where it has no place, as in Parquet."
    )
    record_sha256: Sha256 = Field(
        description="SHA-256 of the document's bytes; for Parquet of its mapped columns as JSON."
    )
    metadata_sha256: Sha256 | None = Field(
        description="SHA-256 of the canonical JSON of what a metadata table states of the "
        "document, column to value; null where none does."
    )
    retrieved_at: Instant | None = Field(description="When it was fetched, where stated (UTC).")
    url: str | None = Field(description="Where it was fetched, where stated.")
    seq: Count | None = Field(
        description="Rank among the captures of the article, from 0, oldest first by "
        "retrieved_at, then path and index; null when quarantined."
    )
    is_current: bool = Field(description="Whether the other tables describe this capture.")
    status: CaptureStatus = Field(description="Whether the document became a record.")
    status_reason: QuarantineReason | None = Field(description="Why it was quarantined.")
    status_detail: str | None = Field(
        description="Where and what exactly, for a quarantined document (byte offsets from 0)."
    )


CAPTURES = Table(
    name="captures",
    row=Capture,
    summary="The documents as they came; read = accepted + quarantined.",
    key=("capture_id",),
    order=("source_id", "record_index"),
    article="",
    unique=(("source_id", "record_index"),),
    foreign_keys=(
        ForeignKey(("source_id",), "sources", ("source_id",)),
        ForeignKey(("article_id",), "articles", ("article_id",)),
    ),
    checks=(
        NullExactlyWhen("article_id", "status", ("quarantined",)),
        NullExactlyWhen("status_reason", "status", ("accepted",)),
        NullWhen("status_detail", "status", ("accepted",)),
        Together(("article_id", "seq")),
    ),
)
