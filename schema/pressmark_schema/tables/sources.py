"""The sources table: a row for each file that was read."""

from pydantic import Field

from pressmark_schema.columns import Count, Row, Sha256
from pressmark_schema.constraints import NullExactlyWhen, Together
from pressmark_schema.tables.table import Table
from pressmark_schema.vocabulary import EncodingBasis


class Source(Row):
    """A file as it lay on disk or in an archive."""

    source_id: str = Field(pattern=r"^s[0-9a-z]{16}$", description="Hash of the path.")
    path: str = Field(
        min_length=1,
        description="POSIX path relative to the folder of pressmark.toml, else to the operand; "
        "NFC, undecodable bytes as \\xNN.",
    )
    sha256: Sha256 = Field(description="SHA-256 of the file's bytes.")
    bytes: Count = Field(description="Size in bytes.")
    media_type: str = Field(pattern=r"^[a-z]+/[a-z0-9.+-]+$", description="IANA media type.")
    reader: str = Field(pattern=r"^[a-z0-9_]+$", description="The reader that took the file.")
    encoding: str | None = Field(
        description="Character encoding by Python's name; null where the bytes are no text."
    )
    encoding_basis: EncodingBasis = Field(description="What decided the encoding.")
    archive_path: str | None = Field(
        default=None,
        min_length=1,
        description="Path of the archive on disk that the file was a member of; null for a file "
        "of its own.",
    )
    archive_sha256: Sha256 | None = Field(
        default=None, description="SHA-256 of that archive's bytes."
    )
    archive_offset: Count | None = Field(
        default=None,
        description="Byte at which the member begins in the archive that directly holds it, "
        "unpacked where that is compressed.",
    )


SOURCES = Table(
    name="sources",
    row=Source,
    summary="The files that were read.",
    key=("source_id",),
    order=("path",),
    article="",
    unique=(("path",),),
    checks=(
        NullExactlyWhen("encoding", "encoding_basis", ("none",)),
        Together(("archive_path", "archive_sha256", "archive_offset")),
    ),
)
