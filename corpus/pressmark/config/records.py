"""How files of many records are read: their format, their keys, the lines of an article."""

from typing import Literal, Self

from pydantic import Field, model_validator

from pressmark.config.section import Pattern, Section, Whole
from pressmark_schema.documents import LineRule


class BeginRule(Section):
    """The line with which an article begins: by style, by what its whole text fits, by page."""

    style: str | None = None
    pattern: Pattern | None = None
    page_break: bool = False

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not (self.style or self.pattern or self.page_break):
            raise ValueError("give a style, a pattern or page_break = true")
        return self

    def plain(self) -> LineRule:
        """The same without what checks it."""
        return LineRule(**self.model_dump())


class LinesRule(BeginRule):
    """What a line of an article holds: a column, or those that the pattern's groups are named for.

    Without either, the line is left out of the text. Only the first `within` lines of an article
    are looked at, and only the first that fits is taken unless the rule may `repeat`.
    """

    column: str | None = None
    within: Whole | None = Field(default=None, ge=1)
    repeat: bool = False


class RecordsRule(Section):
    """How the files that match `glob`, with many records each, are read.

    `format` is needed where a name's ending does not tell it; `fields` maps our columns, and
    `text`, to a record's keys: dotted where nested, several to try in order. In a JSON
    file `records` is the key, dotted where nested, of the list of all records. In Word files
    `begin` fits the line with which an article begins, and `lines` say what its lines hold.
    """

    glob: str
    format: Literal["jsonl", "json", "csv", "parquet", "warc", "docx"] | None = None
    preset: Literal["fundus", "news-please", "huggingface", "schema.org"] | None = None
    fields: dict[str, str | list[str]] = Field(default_factory=dict)
    delimiter: str | None = Field(default=None, pattern=r"^[,;\t|]$")
    records: str | None = Field(default=None, min_length=1)
    begin: BeginRule | None = None
    lines: list[LinesRule] = Field(default_factory=list)
