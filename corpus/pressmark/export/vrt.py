"""Vertical text for CWB, CQPweb and NoSketch Engine: a word a line, fields flat on its `<text>`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pressmark.export import vrt_readme
from pressmark.export.mapping import Places, all_of, unsaid
from pressmark.export.markup import Markup
from pressmark.export.resources import file_resource, write_descriptor
from pressmark.export.running import (
    Fields,
    article_fields,
    feature_set,
    running,
    text_columns,
    written,
)
from pressmark.export.tokens import tokeniser

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path
    from typing import TextIO

    from pressmark.dataset import Dataset
    from pressmark.export.choices import Choices
    from pressmark.export.running import Paragraph, Running
    from pressmark_schema.columns import Column
    from pressmark_schema.descriptor import Package
    from pressmark_schema.tables import Table

FILES = {True: "corpus.vrt", False: "outside.vrt"}
"""What is part of the articles' texts, and what stands outside them: two corpora of one form."""
METADATA = "metadata.tsv"
README = "README.md"
TAKES = frozenset({"text_only", "tokeniser"})
_BLOCK_LEFT_OUT = frozenset({"block_id", "article_id", "text"})
_LINK = {"url": "link_url", "target_article_id": "link_target"}


def places(schema: Mapping[str, Table]) -> Places:
    """Where vertical text says the fields of a corpus."""
    found = {
        f"{table}.{column.name}": f"`<text {_safe(column.name)}>`"
        for table, column in text_columns(schema)
    }
    found |= all_of(schema, "blocks", "`<p {}>`", _BLOCK_LEFT_OUT)
    found |= all_of(schema, "embeds", "`<p embed_{}>`", {"block_id"})
    found |= {f"links.{name}": f"`<p {attribute}>`" for name, attribute in _LINK.items()}
    return found | {
        "texts.text": "the words, with the space after each",
        "blocks.block_id": "`<p id>`",
        "blocks.text": "the words, with the space after each",
    }


def write(dataset: Dataset, folder: Path, choices: Choices) -> Package:
    """Write `corpus.vrt`, by default `outside.vrt` too, CQPweb's metadata and a README.

    A word has four columns: itself, its lemma (`_` where not known), what follows it (`n` nothing,
    `s` a space, else code points in hexadecimal), and its place in its block (code points from 0).
    Raises EnvironmentFaultError where the tokeniser is not installed.
    """
    divide, recorded = tokeniser(choices.tokeniser)
    writer = _Writer(dataset)
    kept = [True] if choices.text_only else [True, False]
    files = {
        in_text: (folder / FILES[in_text]).open("w", encoding="utf-8", newline="\n")
        for in_text in kept
    }
    with (folder / METADATA).open("w", encoding="utf-8", newline="\n") as metadata:
        for found in running(dataset, divide):
            for in_text, file in files.items():
                writer.article(file, found, in_text=in_text)
            metadata.write(writer.metadata(found))
    for file in files.values():
        file.close()
    (folder / README).write_text(vrt_readme.text(dataset, writer.names), encoding="utf-8")
    return write_descriptor(
        dataset,
        folder,
        [
            file_resource(
                folder, FILES[in_text], FILES[in_text].partition(".")[0], "vrt", "text/xml"
            )
            for in_text in kept
        ],
        {
            "tokeniser": recorded,
            "unsaid": unsaid(dataset.schema, places(dataset.schema), dataset.files),
            "replaced_characters": writer.markup.replaced,
        },
        [METADATA, README],
    )


def _safe(name: str) -> str:
    """The attribute for a column: `id` is the article's, an own column of that name `_id`.

    All of ours are lower-case ASCII letters, digits and underscores, as CWB and CQPweb demand.
    """
    return {"article_id": "id", "id": "_id"}.get(name, name)


class _Writer:
    """Writes articles; `names` are the attributes of each element."""

    def __init__(self, dataset: Dataset) -> None:
        self.markup = Markup()
        self.columns = text_columns(dataset.schema)
        self.blocks = _but(dataset.schema["blocks"], _BLOCK_LEFT_OUT)
        self.embeds = _but(dataset.schema["embeds"], frozenset({"block_id"}))
        self.names = {
            "text": [_safe(column.name) for _, column in self.columns],
            "p": [
                "id",
                *(column.name for column in self.blocks),
                *(f"embed_{column.name}" for column in self.embeds),
                *_LINK.values(),
                "before",
            ],
        }

    def article(self, file: TextIO, found: Running, *, in_text: bool) -> None:
        """Write one article: its blocks within the text, or those outside it."""
        paragraphs = [part for part in found.paragraphs if part.in_text is in_text]
        if not paragraphs and not in_text:
            return
        file.write(f"<text{self.markup.attributes(self._fields(found))}>\n")
        for part in paragraphs:
            file.write(f"<p{self.markup.attributes(self._of_block(part))}>\n")
            file.writelines(self._sentences(part))
            file.write("</p>\n")
        file.write("</text>\n")

    def metadata(self, found: Running) -> str:
        """The line of CQPweb's table for an article; none for one that has no word in its text."""
        if not any(part.sentences for part in found.paragraphs if part.in_text):
            return ""
        cells = [value or "" for value in self._fields(found).values()]
        return "\t".join(" ".join(cell.split()) for cell in cells) + "\n"

    def _fields(self, found: Running) -> Fields:
        values = article_fields(self.columns, found, feature_set)
        return {_safe(name): value for name, value in values.items()}

    def _of_block(self, part: Paragraph) -> Fields:
        row, embed = part.block, part.embed or {}
        values: Fields = {"id": row["block_id"]}
        values |= _values(self.blocks, row, "")
        values |= _values(self.embeds, embed, "embed_")
        for name, attribute in _LINK.items():
            linked = [link[name] for link in part.links if link[name] is not None]
            values[attribute] = feature_set(linked) if linked else None
        text = row["text"]
        first = len(text) - len(text.lstrip())
        return {**values, "before": _spaces(text[:first]) if first else None}

    def _sentences(self, part: Paragraph) -> Iterator[str]:
        text = part.block["text"]
        tokens = [token for sentence in part.sentences for token in sentence]
        ends = [token.start for token in tokens[1:]] + [len(text)]
        following = iter(ends)
        for sentence in part.sentences:
            yield "<s>\n"
            for token in sentence:
                word = self.markup.text(text[token.start : token.end])
                lemma = self.markup.text(token.lemma) if token.lemma else "_"
                after = _spaces(text[token.end : next(following)])
                yield f"{word}\t{lemma}\t{after}\t{token.start}\n"
            yield "</s>\n"


def _but(table: Table, names: frozenset[str]) -> list[Column]:
    return [column for column in table.columns if column.name not in names]


def _values(columns: list[Column], row: Mapping[str, Any], prefix: str) -> Fields:
    return {
        prefix + column.name: written(column, row.get(column.name), feature_set)
        for column in columns
    }


def _spaces(text: str) -> str:
    """White space in one word: `n` for none, `s` for a space, else its code points."""
    return {"": "n", " ": "s"}.get(text) or "+".join(f"{ord(char):x}" for char in text)
