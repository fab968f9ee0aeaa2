"""What a part of a build knows besides its tables, as it is written beside them."""

from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from pressmark.flow.corrections import Layer, layered
from pressmark.flow.withdrawn import Withdrawn
from pressmark.hashing import of_json
from pressmark_schema.corrections import Correction
from pressmark_schema.withdrawals import Withdrawal

NOTES = "notes.json"
"""The file of a part with what the merge has to know besides tables."""
LONGEST_NOTES = 512 * 2**20
"""Bytes of notes beyond which they are not read: those of a hundred million articles have fewer."""


class Notes(BaseModel):
    """What a part knows besides tables: settings, what people decided, and what is to be told.

    `batches` are the rows of each table in each batch: a batch that has rows of a table is a row
    group in its file. `manners` are how files of records are read: reader, mapping, path of the
    first file, and how many there are; `remarks` the same of files in archives. `left_out`, `table`
    and what follows are those of the whole intake, `left_out_inside` what this part left out inside
    of files. `shared` are the files that other parts read, too, with their hashes. `kept_sha256`
    is that of the ids that are kept.
    """

    model_config = ConfigDict(extra="forbid")

    settings: dict[str, Any]
    corrections: list[tuple[int, Correction]]
    withdrawn: list[Withdrawal] = Field(default_factory=list)
    kept_sha256: str = ""
    batches: list[dict[str, int]] = Field(default_factory=list)
    profile: str = ""
    learnt: bool = False
    applied: list[int] = Field(default_factory=list)
    incidents: list[tuple[str, str]] = Field(default_factory=list)
    shared: dict[str, str] = Field(default_factory=dict)
    manners: list[tuple[str, str, str, int]] = Field(default_factory=list)
    remarks: list[tuple[str, str, str, str]] = Field(default_factory=list)
    left_out: list[tuple[str, int]] = Field(default_factory=list)
    left_out_inside: list[tuple[str, int]] = Field(default_factory=list)
    table: str = ""
    unmatched_rows: list[str] = Field(default_factory=list)
    unmatched_files: list[str] = Field(default_factory=list)
    unused_columns: list[str] = Field(default_factory=list)
    described: int = 0

    @property
    def settings_sha256(self) -> str:
        """The hash of the settings, the same for all parts of a build."""
        return of_json(self.settings)

    @property
    def beside_sha256(self) -> str:
        """The hash of what people decided and of the ids that are kept, the same for all parts."""
        corrected = [[line, item.model_dump(mode="json")] for line, item in self.corrections]
        gone = [item.model_dump(mode="json") for item in self.withdrawn]
        return of_json([corrected, gone, self.kept_sha256])

    @property
    def layer(self) -> Layer:
        """The corrections by article."""
        return layered(self.corrections)

    @property
    def withdrawals(self) -> Withdrawn:
        """The list of what was withdrawn."""
        return Withdrawn(tuple(self.withdrawn))
