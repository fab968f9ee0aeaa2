"""An article as an object: its values and typed rows, each read when it is asked for."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar, cast

from pydantic import ValidationError

from pressmark_schema.edtf import Edtf
from pressmark_schema.errors import IntegrityError
from pressmark_schema.tables.aliases import Alias
from pressmark_schema.tables.annotations import Annotation
from pressmark_schema.tables.articles import Article as ArticleRow
from pressmark_schema.tables.blocks import Block
from pressmark_schema.tables.changes import Change
from pressmark_schema.tables.embeds import Embed
from pressmark_schema.tables.evidence import Evidence
from pressmark_schema.tables.links import Link
from pressmark_schema.tables.texts import TextRow

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    from pressmark_schema.tables import Table

    Fetch = Callable[[str, str], list[dict[str, Any]]]

R = TypeVar("R")


class Article:
    """One article; `row` and `texts_row` hold all of its columns, `article[column]` any of them.

    Rows are the schema's models: enumerated values are members of their vocabularies, days are
    `datetime.date`, instants are aware and in UTC, offsets count code points. A row that is none
    by its model raises IntegrityError when it is asked for.
    """

    def __init__(self, article_id: str, schema: Mapping[str, Table], fetch: Fetch) -> None:
        self.article_id = article_id
        self._schema, self._fetch = schema, fetch

    def __repr__(self) -> str:
        return f"<Article {self.article_id}: {harmless(self.title or 'no title')}>"

    def _repr_html_(self) -> str:
        from pressmark import notebook

        days = " to ".join(dict.fromkeys(map(str, self.days))) if self.days else "no date"
        facts = (self.outlet_id, days, self.article_id)
        return notebook.article(self.title, facts, [(b.kind, b.text) for b in self.blocks])

    def __getitem__(self, column: str) -> Any:
        """The value of a column of articles, the corpus's own ones included."""
        if column not in self._schema["articles"].column_names:
            raise KeyError(f"articles has no column {column}")
        return getattr(self.row, column)

    @cached_property
    def row(self) -> ArticleRow:
        """Its row of articles."""
        return self._only("articles", ArticleRow)

    @cached_property
    def texts_row(self) -> TextRow:
        """Its row of texts."""
        return self._only("texts", TextRow)

    @property
    def title(self) -> str | None:
        """The headline; None where there is none."""
        return self.row.title

    @property
    def text(self) -> str:
        """The text for analysis: its running blocks, joined by blank lines."""
        return self.texts_row.text

    @property
    def outlet_id(self) -> str:
        """The outlet's short name."""
        return self.row.outlet_id

    @property
    def lang(self) -> str:
        """The main language (BCP 47)."""
        return self.row.lang

    @property
    def published(self) -> Edtf | None:
        """When it was published, no finer than stated; None where unknown."""
        edtf = self.row.published_edtf
        return Edtf.parse(edtf) if edtf is not None else None

    @property
    def days(self) -> tuple[date, date] | None:
        """The first and the last day it can date from, inclusive; None where unknown."""
        first, last = self.texts_row.date_from, self.texts_row.date_to
        return (first, last) if first is not None and last is not None else None

    @cached_property
    def blocks(self) -> tuple[Block, ...]:
        """Its blocks, in order."""
        return self._rows("blocks", Block)

    @cached_property
    def embeds(self) -> tuple[Embed, ...]:
        """The posts and players embedded in it, by block id."""
        return self._rows("embeds", Embed)

    @cached_property
    def links(self) -> tuple[Link, ...]:
        """What it points to, by block id."""
        return self._rows("links", Link)

    @cached_property
    def annotations(self) -> tuple[Annotation, ...]:
        """What is read inside its blocks, such as quotes and times, by place in its text."""
        return self._rows("annotations", Annotation)

    @cached_property
    def evidence(self) -> tuple[Evidence, ...]:
        """What in the document speaks for its values."""
        return self._rows("evidence", Evidence)

    @cached_property
    def changes(self) -> tuple[Change, ...]:
        """Every difference between its decoded source and its blocks."""
        return self._rows("changes", Change)

    @cached_property
    def aliases(self) -> tuple[Alias, ...]:
        """The other ids it is known by."""
        return self._rows("aliases", Alias)

    def _rows(self, name: str, kind: type[R]) -> tuple[R, ...]:  # noqa: ARG002 - for its type
        model = self._schema[name].row
        # Not strict: Arrow holds the values of a vocabulary as strings.
        rows = self._fetch(name, self.article_id)
        try:
            found = tuple(model.model_validate(row, strict=False) for row in rows)
        except ValidationError as error:
            first = error.errors(include_url=False, include_input=False)[0]
            place = ".".join(map(str, first["loc"]))
            raise IntegrityError(
                f"a row of {name} of {harmless(self.article_id)} is none: {place}: {first['msg']}",
                hint="pressmark validate says what is wrong",
            ) from error
        return cast("tuple[R, ...]", found)

    def _only(self, name: str, kind: type[R]) -> R:
        rows = self._rows(name, kind)
        if not rows:
            raise IntegrityError(f"{name} has no row of {harmless(self.article_id)}")
        return rows[0]


def harmless(text: str) -> str:
    """`text` with what could drive a terminal, or hides in it, shown as an escape."""
    return "".join(char if char.isprintable() else ascii(char)[1:-1] for char in text)
