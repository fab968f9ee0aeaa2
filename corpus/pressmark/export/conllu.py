"""CoNLL-U: sentences and words with lemmas, the fields of articles and blocks as comments."""

from __future__ import annotations

import json
from itertools import pairwise
from typing import TYPE_CHECKING

from pressmark.export.mapping import Places, all_of, unsaid
from pressmark.export.resources import file_resource, write_descriptor
from pressmark.export.running import article_fields, running, text_columns, written
from pressmark.export.tokens import tokeniser

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path
    from typing import Any, TextIO

    from pressmark.dataset import Dataset
    from pressmark.export.choices import Choices
    from pressmark.export.running import Paragraph, Running
    from pressmark.export.tokens import Token
    from pressmark_schema.descriptor import Package
    from pressmark_schema.tables import Table

FILES = {True: "corpus.conllu", False: "outside.conllu"}
"""What is part of the articles' texts, and what stands outside them."""
TAKES = frozenset({"text_only", "tokeniser"})
_BLOCK_LEFT_OUT = frozenset({"block_id", "article_id", "text"})
# As UDPipe writes white space, and as it must not stand in a column.
_SPACES = {" ": "\\s", "\t": "\\t", "\n": "\\n", "\r": "\\r", "|": "\\p", "\\": "\\\\"}


def places(schema: Mapping[str, Table]) -> Places:
    """Where CoNLL-U says the fields of a corpus."""
    found = {
        f"{table}.{column.name}": f"`# {column.name} =`" for table, column in text_columns(schema)
    }
    found |= all_of(schema, "blocks", "`# block_{} =`", _BLOCK_LEFT_OUT)
    found |= all_of(schema, "embeds", "`# embed_{} =`", {"block_id"})
    found |= all_of(schema, "links", "`# links =`", {"block_id"})
    return found | {
        "articles.article_id": "`# newdoc id =`",
        "texts.text": "the words, with the space after each",
        "blocks.block_id": "`# newpar id =`",
        "blocks.text": "`# text =` of its sentences",
    }


def write(dataset: Dataset, folder: Path, choices: Choices) -> Package:
    """Write `corpus.conllu` and, by default, `outside.conllu`, and the descriptor returned.

    `SpaceAfter=No` and `SpacesAfter=` keep the space exactly, `TokenRange=` the place of a word in
    its block (code points from 0, half-open). The format has no empty document: articles without a
    word are left out and counted. Raises EnvironmentFaultError where the tokeniser is missing.
    """
    divide, recorded = tokeniser(choices.tokeniser)
    kept = [True] if choices.text_only else [True, False]
    writer = _Writer(dataset)
    files = {
        in_text: (folder / FILES[in_text]).open("w", encoding="utf-8", newline="\n")
        for in_text in kept
    }
    for found in running(dataset, divide):
        for in_text, file in files.items():
            writer.article(file, found, in_text=in_text)
    for file in files.values():
        file.close()
    return write_descriptor(
        dataset,
        folder,
        [
            file_resource(folder, path, path.partition(".")[0], "conllu", "text/plain")
            for path in (FILES[in_text] for in_text in kept)
        ],
        {
            "tokeniser": recorded,
            "unsaid": unsaid(dataset.schema, places(dataset.schema), dataset.files),
            "articles_without_words": writer.empty,
        },
    )


class _Writer:
    """Writes articles; `empty` counts those without a word in their text."""

    def __init__(self, dataset: Dataset) -> None:
        self.schema = dataset.schema
        self.columns = text_columns(dataset.schema)
        self.empty = 0

    def article(self, file: TextIO, found: Running, *, in_text: bool) -> None:
        """Write one article: its blocks within the text, or those outside it."""
        parts = [part for part in found.paragraphs if part.in_text is in_text and part.sentences]
        self.empty += in_text and not parts
        for rank, part in enumerate(parts):
            head = [] if rank else list(self._document(found))
            head += self._paragraph(part)
            for number, lines in enumerate(_sentences(part)):
                file.writelines(f"{line}\n" for line in [*([] if number else head), *lines, ""])

    def _document(self, found: Running) -> Iterator[str]:
        yield f"# newdoc id = {found.article['article_id']}"
        values = article_fields(self.columns, found, _json)
        del values["article_id"]
        yield from _comments(values, "")

    def _paragraph(self, part: Paragraph) -> Iterator[str]:
        yield f"# newpar id = {part.block['block_id']}"
        for name, row, prefix in (
            ("blocks", part.block, "block_"),
            ("embeds", part.embed, "embed_"),
        ):
            columns = [c for c in self.schema[name].columns if c.name not in _BLOCK_LEFT_OUT]
            if row is not None:
                values = {c.name: written(c, row[c.name], _json) for c in columns}
                yield from _comments(values, prefix)
        if part.links:
            links = [{k: v for k, v in link.items() if k != "block_id"} for link in part.links]
            yield f"# links = {json.dumps(links, ensure_ascii=True)}"


def _json(values: Sequence[Any]) -> str:
    return json.dumps(values, ensure_ascii=False)


def _comments(values: Mapping[str, str | None], prefix: str) -> Iterator[str]:
    for name, value in values.items():
        if value is not None:
            yield f"# {prefix}{name} = {one_line(value)}"


def one_line(value: str) -> str:
    """`value` as it is, or as a JSON string where a line could not hold it or it looks like one."""
    plain = value.splitlines() == [value] and value == value.strip() and value[0] != '"'
    return value if plain else json.dumps(value)


def _sentences(part: Paragraph) -> Iterator[list[str]]:
    text, block = part.block["text"], part.block["block_id"]
    tokens = [token for sentence in part.sentences for token in sentence]
    after = {
        token.start: text[token.end : following.start] for token, following in pairwise(tokens)
    }
    last = tokens[-1]
    for number, sentence in enumerate(part.sentences, 1):
        lines = [
            f"# sent_id = {block}-{number}",
            f"# text = {' '.join(text[sentence[0].start : sentence[-1].end].splitlines())}",
        ]
        for rank, token in enumerate(sentence, 1):
            # The end of a block is the end of a paragraph, whatever space a reader puts there.
            misc = _after(after[token.start]) if token is not last else _at_end(text[token.end :])
            before = text[: token.start] if token is tokens[0] else ""
            lines.append(_line(text, token, rank, [*_before(before), *misc]))
        yield lines


def _line(text: str, token: Token, rank: int, misc: list[str]) -> str:
    misc = [*misc, f"TokenRange={token.start}:{token.end}"]
    lemma = token.lemma or "_"
    return f"{rank}\t{text[token.start : token.end]}\t{lemma}" + "\t_" * 6 + "\t" + "|".join(misc)


def _after(spaces: str) -> list[str]:
    if spaces in {"", " "}:
        return [] if spaces else ["SpaceAfter=No"]
    return [f"SpacesAfter={_escaped(spaces)}"]


def _at_end(spaces: str) -> list[str]:
    return [f"SpacesAfter={_escaped(spaces)}"] if spaces else []


def _before(spaces: str) -> list[str]:
    return [f"SpacesBefore={_escaped(spaces)}"] if spaces else []


def _escaped(spaces: str) -> str:
    """White space as UDPipe writes it; what could end a line by its code point."""
    return "".join(
        _SPACES.get(char) or (f"\\u{ord(char):04x}" if char.splitlines() != [char] else char)
        for char in spaces
    )
