"""The demonstration corpus parses as its hand-made answers say, in every key that they state."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from pressmark.config import Config
from pressmark.flow.options import Options
from pressmark.flow.single import parse_raw
from pressmark.read.files import from_bytes
from pressmark_schema.canonical import json_line
from raw_input import ROOT

ANSWERS = sorted((ROOT / "tests" / "golden").glob("*.json"))


def parsed(gold: Mapping[str, Any]) -> dict[str, Any]:
    path = ROOT / "seeds" / gold["path"]
    raw = from_bytes(gold["path"], path.read_bytes(), 2**20)
    article = parse_raw(raw, Options(Config())).article
    assert article is not None
    plain: dict[str, Any] = json.loads(json_line(article))
    return plain


def stated(gold: Mapping[str, Any], found: Mapping[str, Any]) -> dict[str, Any]:
    """What was found for the keys that the answer states."""
    return {key: found[key] for key in gold}


@pytest.mark.parametrize("answer", ANSWERS, ids=lambda path: path.stem)
def test_the_article_is_as_its_answer_states(answer: Path) -> None:
    gold = json.loads(answer.read_bytes())
    found = parsed(gold)
    del gold["path"], gold["embed"]
    blocks = gold.pop("blocks")
    gold.pop("annotations", None)
    assert stated(gold, found) == gold
    pairs = zip(blocks, found["blocks"], strict=False)
    assert [stated(block, got) for block, got in pairs] == blocks
    assert len(found["blocks"]) == len(blocks)


@pytest.mark.parametrize("answer", ANSWERS, ids=lambda path: path.stem)
def test_the_post_is_as_its_answer_states(answer: Path) -> None:
    gold = json.loads(answer.read_bytes())
    embeds = [block["embed"] for block in parsed(gold)["blocks"] if "embed" in block]
    if gold["embed"] is None:
        assert embeds == []
    else:
        assert [stated(gold["embed"], embed) for embed in embeds] == [gold["embed"]]


@pytest.mark.parametrize(
    "answer",
    [path for path in ANSWERS if "annotations" in json.loads(path.read_bytes())],
    ids=lambda path: path.stem,
)
def test_the_annotations_are_as_the_answer_states(answer: Path) -> None:
    gold = json.loads(answer.read_bytes())
    found = parsed(gold)["annotations"]
    expected = gold["annotations"]
    pairs = zip(expected, found, strict=False)
    assert [stated(row, got) for row, got in pairs] == expected
    assert len(found) == len(expected)
