"""What `validate --format json` prints: the shape that other programs may rely on."""

from datetime import date

from pydantic import BaseModel, ConfigDict, Field

from pressmark_schema.vocabulary import Severity


class _Shape(BaseModel):
    model_config = ConfigDict(extra="forbid")


class PublishedFinding(_Shape):
    """A finding with its rule's words; one line of `--format jsonl`."""

    finding_id: str = Field(
        pattern=r"^f[0-9a-z]{16}$",
        description="Fingerprint; neither a moved line nor a rebuild changes it.",
    )
    code: str = Field(pattern=r"^[A-Z]{2,6}[0-9]{3}$", description="The rule's stable code.")
    name: str = Field(description="The rule's name.")
    severity: Severity = Field(description="How grave it is here, overrides included.")
    on_table: str = Field(description="The table the row is in, or `package`, `waivers`.")
    row_id: str = Field(min_length=1, description="The key of that row.")
    field: str | None = Field(description="The column, where one is at fault.")
    path: str | None = Field(description="The source file or file of the package, POSIX.")
    src_line: int | None = Field(ge=1, description="Line in the decoded source, from 1.")
    src_column: int | None = Field(ge=1, description="Code point in that line, from 1.")
    src_start: int | None = Field(ge=0, description="First code point in the decoded source.")
    src_end: int | None = Field(ge=0, description="One past the last code point.")
    observed: str | None = Field(max_length=200, description="What was found.")
    excerpt: str | None = Field(description="Text around the fault, one line.")
    caret: tuple[int, int] | None = Field(description="The fault in `excerpt`, half-open.")
    fixable: bool = Field(description="Whether `pressmark fix` can offer something.")
    message: str = Field(description="The rule's sentence with what was observed.")
    why: str = Field(description="What harm it does.")
    fix: str = Field(description="What to do.")


class PublishedWaiver(_Shape):
    """Why a finding does not count."""

    reason: str
    by: str | None
    expires: date | None


class WaivedFinding(PublishedFinding):
    """A finding that does not count."""

    waiver: PublishedWaiver


class PublishedSummary(_Shape):
    """Exact counts, whatever was listed."""

    total: int = Field(ge=0, description="Findings that count.")
    waived: int = Field(ge=0, description="Findings that do not.")
    severity: dict[Severity, int] = Field(description="Those that count, by severity.")
    codes: dict[str, int] = Field(description="Those that count, by code.")
    validated: dict[str, int] = Field(description="What was looked at: articles, words, …")


class PublishedReport(_Shape):
    """The document of `--format json`."""

    findings: list[PublishedFinding]
    waived: list[WaivedFinding]
    summary: PublishedSummary
