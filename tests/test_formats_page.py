"""Every form is opened by a program that it is for, and docs/formats.md says what came of it."""

from __future__ import annotations

import re
from importlib.util import find_spec
from typing import TYPE_CHECKING

import pytest

import formats_page
from format_readers import READERS
from pressmark.export import FORMATS, mapping
from pressmark_cli.commands.export import FORMATS as NAMED
from pressmark_schema.tables import TABLES

if TYPE_CHECKING:
    from pathlib import Path

    from pressmark.dataset import Dataset


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    return formats_page.corpus(tmp_path_factory.mktemp("corpus"))


@pytest.mark.parametrize("name", FORMATS)
def test_a_program_finds_every_article_and_nothing_wrong(
    dataset: Dataset, tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    if name == "docbin" and find_spec("spacy") is None:
        pytest.skip("spaCy is an extra")
    result = formats_page.opened(dataset, name, tmp_path)
    assert result.wrong == ()
    assert {result.articles, result.texts, result.languages} == {result.due}
    row = next(line for line in _committed().split("\n") if line.startswith(f"| `{name}` |"))
    cells = [cell.strip() for cell in row.strip("|").split("|")]
    assert _unversioned(cells[2]) == _unversioned(result.tool)
    found = [result.articles, result.texts, result.dates, result.languages]
    assert [int(cell.split()[0]) for cell in cells[3:]] == found


def test_the_page_says_where_each_field_is(dataset: Dataset) -> None:
    assert (
        _committed().partition("## Every field")[2]
        == (formats_page.tables(dataset, []).partition("## Every field")[2])
    )


def test_the_command_line_offers_what_there_is() -> None:
    assert tuple(FORMATS) == NAMED
    assert READERS.keys() == FORMATS.keys()


@pytest.mark.parametrize("name", FORMATS)
def test_places_are_those_of_real_fields(name: str) -> None:
    places, fields = FORMATS[name].places(TABLES), set(mapping.fields(TABLES))
    columns = {f"{t.name}.{column}" for t in TABLES.values() for column in t.column_names}
    assert places.keys() <= fields | columns
    missing = set(mapping.unsaid(TABLES, places, TABLES))
    assert missing == fields - places.keys()


def _committed() -> str:
    return formats_page.made(formats_page.PAGE.read_text("utf-8"))


def _unversioned(tool: str) -> str:
    return re.sub(r" [0-9]+(?:\.[0-9a-z]+)+", "", tool)
