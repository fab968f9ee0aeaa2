"""Readers of the exported texts, written for the tests: stricter than the programs they are for."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import conllu

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

Article = dict[str, Any]
"""`fields` of the article, and `blocks`: the fields of each with its text and words."""

_NAME = re.compile(r"[a-z_][a-z0-9_-]*")
_LINE = re.compile(r"[^\t\n]+\t[^\t\n]+\t(?:n|s|[0-9a-f]+(?:\+[0-9a-f]+)*)\t(?:0|[1-9][0-9]*)")


def read_vrt(path: Path) -> Iterator[Article]:
    """The articles of a vertical text; an assertion fails where a line is not of its form."""
    text = path.read_bytes().decode()
    assert text.endswith("\n") or not text
    for lines in _elements(text.split("\n")[:-1], "text"):
        blocks = []
        for block in _elements(lines[1:-1], "p"):
            words = [
                word
                for sentence in _elements(block[1:-1], "s")
                for word in map(_word, sentence[1:-1])
            ]
            fields = _attributes(block[0], "p")
            before = _space(fields.pop("before", "n"))
            made = before + "".join(word + after for word, _, after, _ in words)
            assert all(made.startswith(word, start) for word, _, _, start in words)
            blocks.append({**fields, "text": made, "words": [word[:2] for word in words]})
        yield {"fields": _attributes(lines[0], "text"), "blocks": blocks}


def _elements(lines: list[str], name: str) -> Iterator[list[str]]:
    """The lines of each element `name`; together they are all lines."""
    held: list[str] = []
    for line in lines:
        held.append(line)
        assert (len(held) == 1) == bool(re.match(rf"<{name}[ >]", line)), line
        if line == f"</{name}>":
            yield held
            held = []
    assert not held


def _attributes(line: str, name: str) -> dict[str, str]:
    element = ET.fromstring(f"{line}</{name}>")  # noqa: S314 - what we wrote
    assert all(_NAME.fullmatch(key) for key in element.attrib)
    return dict(element.attrib)


def _word(line: str) -> tuple[str, str, str, int]:
    assert _LINE.fullmatch(line), line
    assert line[0] != "<"
    word, lemma, after, start = line.split("\t")
    word, lemma = map(_decoded, (word, lemma))
    return word, lemma, _space(after), int(start)


def _decoded(text: str) -> str:
    return ET.fromstring(f"<w>{text}</w>").text or ""  # noqa: S314 - the same


def _space(text: str) -> str:
    if text in {"n", "s"}:
        return "" if text == "n" else " "
    return "".join(chr(int(part, 16)) for part in text.split("+"))


def read_conllu(path: Path) -> Iterator[Article]:
    """The articles of a CoNLL-U file, by the package conllu."""
    article: Article | None = None
    for sentence in conllu.parse(path.read_text(encoding="utf-8")):
        metadata = {k: v if k == "text" else _comment(v) for k, v in sentence.metadata.items()}
        if "newdoc id" in metadata:
            if article is not None:
                yield article
            names = [n for n in metadata if not n.startswith(("new", "block_", "embed_"))]
            fields = {n: metadata[n] for n in names if n not in {"sent_id", "text", "links"}}
            article = {"fields": {"article_id": metadata["newdoc id"], **fields}, "blocks": []}
        assert article is not None
        if "newpar id" in metadata:
            fields = {k: v for k, v in metadata.items() if k.startswith(("block_", "embed_"))}
            links = json.loads(metadata.get("links", "[]"))
            article["blocks"].append(
                {"id": metadata["newpar id"], **fields, "links": links, "text": "", "words": []}
            )
        _add(article["blocks"][-1], sentence)
    if article is not None:
        yield article


def _comment(value: str) -> str:
    return str(json.loads(value)) if value.startswith('"') else value


def _add(block: Article, sentence: conllu.models.TokenList) -> None:
    """Add a sentence to its block: words, and text with all space."""
    for token in sentence:
        misc = token["misc"]
        start, end = map(int, misc["TokenRange"].split(":"))
        block["text"] += _unescaped(misc.get("SpacesBefore", ""))
        if block["words"] and "pending" in block:
            block["text"] += block.pop("pending")
        assert len(block["text"]) == start
        block["text"] += token["form"]
        assert len(block["text"]) == end
        spaces = _unescaped(misc["SpacesAfter"]) if "SpacesAfter" in misc else None
        block["text"] += spaces or ""
        block.pop("pending", None)
        if spaces is None and misc.get("SpaceAfter") != "No":
            block["pending"] = " "
        block["words"].append((token["form"], token["lemma"]))


def _unescaped(text: str) -> str:
    names = {"s": " ", "t": "\t", "n": "\n", "r": "\r", "p": "|", "\\": "\\"}
    return re.sub(
        r"\\(?:u([0-9a-f]{4})|(.))",
        lambda found: chr(int(found[1], 16)) if found[1] else names[found[2]],
        text,
    )
