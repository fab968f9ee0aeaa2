"""The findings table: what the rules say of the corpus as it was built."""

from pydantic import Field

from pressmark_schema.columns import Line, Row
from pressmark_schema.constraints import Together
from pressmark_schema.tables.table import Table
from pressmark_schema.vocabulary import Severity


class FindingRow(Row):
    """A finding as it is stored; its wording is that of its rule in the catalogue."""

    finding_id: str = Field(
        pattern=r"^f[0-9a-z]{16}$",
        description="Fingerprint over code, row, field and observation; survives moved lines.",
    )
    code: str = Field(pattern=r"^PM[1-8][0-9]{2}$", description="The rule's stable code.")
    severity: Severity = Field(description="The rule's default severity.")
    on_table: str = Field(pattern=r"^[a-z_]+$", description="The table the row is in.")
    row_id: str = Field(min_length=1, description="The key of that row.")
    field: str | None = Field(description="The column, where one is at fault.")
    path: str | None = Field(
        description="The source file, with # and the record's index in a file of many records."
    )
    src_line: Line | None = Field(description="Line in the decoded source, from 1.")
    src_column: Line | None = Field(description="Code point in that line, from 1.")
    observed: str | None = Field(description="What was found, at most 200 code points.")
    fixable: bool = Field(description="Whether a fix can be offered.")


FINDINGS = Table(
    name="findings",
    row=FindingRow,
    summary="What the rules say of the articles; overrides and waivers do not change it.",
    key=("finding_id",),
    order=("code", "path", "src_line", "src_column", "row_id", "observed"),
    article="",
    checks=(Together(("src_line", "src_column")),),
)
