"""JSON lines: one article a line, with what belongs to it inside."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

import exported_corpus
from exported_corpus import MAY, UNDATED, WINTER
from pressmark.export import export
from pressmark_schema.errors import IntegrityError

if TYPE_CHECKING:
    from pathlib import Path


def lines(folder: Path) -> dict[str, Any]:
    export(exported_corpus.dataset(folder / "dataset"), folder / "out", "jsonl")
    text = (folder / "out" / "articles.jsonl").read_bytes().decode()
    assert text.endswith("\n")
    return {item["doc_id"]: item for item in map(json.loads, text.removesuffix("\n").split("\n"))}


def test_each_article_is_a_line(tmp_path: Path) -> None:
    assert set(lines(tmp_path)) == {MAY, WINTER, UNDATED}


def test_a_line_holds_the_fields_of_articles_and_the_text(tmp_path: Path) -> None:
    may = lines(tmp_path)[MAY]
    fields = ("article_id", "title", "published_edtf", "published_at", "authors", "leaning")
    assert {name: may[name] for name in fields} == {
        "article_id": MAY,
        "title": "Eine Brücke",
        "published_edtf": "2018-05",
        "published_at": "2018-05-30T12:00:00Z",
        "authors": ["Ada Lenk", 'Bo "B" Ruf'],
        "leaning": "left",
    }
    assert may["text"].startswith("Die Brücke")
    assert (may["date_from"], may["date_to"]) == ("2018-05-01", "2018-05-31")


def test_blocks_are_nested_and_embeds_in_them(tmp_path: Path) -> None:
    blocks = lines(tmp_path)[MAY]["blocks"]
    assert [block["kind"] for block in blocks if "embed" in block] == ["embed"]
    assert [block["seq"] for block in blocks] == list(range(6))
    embed = next(block["embed"] for block in blocks if "embed" in block)
    assert (embed["author_handle"], embed["hashtags"]) == ("adalenk", ["lirn", "brücke"])


def test_links_stand_beside_the_blocks(tmp_path: Path) -> None:
    found = lines(tmp_path)
    assert [link["target_article_id"] for link in found[MAY]["links"]] == [WINTER]
    assert found[UNDATED]["links"] == []


def test_rows_of_no_article_are_not_lost_in_silence(tmp_path: Path) -> None:
    tables = exported_corpus.rows()
    tables["blocks"].reverse()
    (tmp_path / "mixed").mkdir()
    mixed = exported_corpus.written(tmp_path / "mixed", tables)
    with pytest.raises(IntegrityError, match=r"blocks: the rows of a.* are out of order"):
        export(mixed, tmp_path / "out", "jsonl")
    assert not (tmp_path / "out").exists()
