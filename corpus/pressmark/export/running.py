"""The text of a corpus word by word: paragraphs of sentences, and the fields said of each."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pressmark.export.markup import plain
from pressmark.export.records import articles, by_block
from pressmark_schema.columns import ColumnType

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from pressmark.dataset import Dataset
    from pressmark.export.records import Row
    from pressmark.export.tokens import Token, Tokeniser
    from pressmark_schema.columns import Column
    from pressmark_schema.tables import Table

Fields = dict[str, str | None]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A block: its row with that of its embed and its links, its text divided into sentences."""

    block: Row
    embed: Row | None
    links: list[Row]
    sentences: Sequence[Sequence[Token]]

    @property
    def in_text(self) -> bool:
        """Whether it is part of texts.text."""
        return self.block["text_start"] is not None


@dataclass(frozen=True, slots=True)
class Running:
    """An article: its columns, those of its text besides, and its paragraphs in order."""

    article: Row
    text: Row
    paragraphs: list[Paragraph]


def running(dataset: Dataset, divide: Tokeniser) -> Iterator[Running]:
    """The articles of a dataset in order, divided into words by `divide`."""
    for article, rows in articles(dataset, "texts", "blocks", "embeds", "links"):
        embeds = {row["block_id"]: row for row in rows["embeds"]}
        links = by_block(rows["links"])
        paragraphs = [
            Paragraph(
                block,
                embeds.get(block["block_id"]),
                links.get(block["block_id"], []),
                divide(block["text"], block["lang"]),
            )
            for block in rows["blocks"]
        ]
        yield Running(article, rows["texts"][0] if rows["texts"] else {}, paragraphs)


def text_columns(schema: Mapping[str, Table]) -> list[tuple[str, Column]]:
    """What is said of an article as a whole: its columns, then those that texts adds, but text."""
    own = set(schema["articles"].column_names)
    return [("articles", column) for column in schema["articles"].columns] + [
        ("texts", column)
        for column in schema["texts"].columns
        if column.name not in own and column.name != "text"
    ]


def article_fields(
    columns: list[tuple[str, Column]], found: Running, lists: Callable[[Sequence[Any]], str]
) -> Fields:
    """The values of `columns` for one article as text; `lists` writes those that are lists."""
    rows = {"articles": found.article, "texts": found.text}
    return {
        column.name: written(column, rows[table].get(column.name), lists)
        for table, column in columns
    }


def written(column: Column, value: Any, lists: Callable[[Sequence[Any]], str]) -> str | None:
    """One value as text, None for null."""
    if value is not None and column.type in {ColumnType.STRINGS, ColumnType.INTEGERS}:
        return lists(value)
    return plain(column, value)


_MARKED = re.compile(r"%(?=7C|25)")
_MARKS = re.compile(r"%(7C|25)")


def feature_set(values: Sequence[Any]) -> str:
    """A list as CWB's feature set, `|a|b|`; `|` itself is `%7C`, and `%` before 7C or 25 `%25`."""
    items = [_MARKED.sub("%25", str(value)).replace("|", "%7C") for value in values]
    return "|" + "".join(f"{item}|" for item in items)


def from_feature_set(text: str) -> list[str]:
    """The values of a feature set."""
    return [
        _MARKS.sub(lambda found: "|" if found[1] == "7C" else "%", item)
        for item in text.removeprefix("|").split("|")[:-1]
    ]
