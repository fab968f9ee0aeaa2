"""Files that other programs wrote: how tests/strangers/make had them save an invented article."""

from pathlib import Path

import pytest

from pressmark.read import records, shapes
from pressmark.read.discover import Found
from pressmark.read.formats import of
from raw_input import ROOT, config
from record_files import accepted, read

FOLDER = ROOT / "tests" / "strangers"
TITLE = "Der Damm in Lindach wird erhöht"
URL = "https://bote.example/lindach/damm"
FIRST = "Die Stadt Lindach will den Damm am Unterlauf bis zum Herbst erhöhen."
STATED = {
    "fundus.json": {
        "title": TITLE,
        "outlet": "Talbote",
        "authors": '["Anna Probe", "Bernd Muster"]',
        "keywords": '["Hochwasser", "Lindach"]',
        "published": "2018-05-30 23:40:00+02:00",
        "access": "free",
    },
    "news-please.jsonl": {
        "title": TITLE,
        "outlet": "bote.example",
        "authors": '["Anna Probe"]',
        "published": "2018-05-30 23:40:00",
        "canonical_url": URL,
        "lang": "de",
    },
    "datatrove.jsonl.gz": {
        "native_id": "damm-1",
        "canonical_url": URL,
        "published": "2018-05-30T21:40:00+00:00",
        "lang": "de",
    },
    "huggingface.jsonl": {"native_id": "damm-1", "canonical_url": URL, "published": "2018-05-30"},
}


@pytest.mark.parametrize("name", STATED)
def test_what_a_program_writes_is_known_and_mapped(tmp_path: Path, name: str) -> None:
    documents = accepted(read(tmp_path / name, (FOLDER / name).read_bytes(), config()))
    assert documents[0].metadata == STATED[name]
    assert FIRST in documents[0].text


def test_the_lists_by_publisher_that_fundus_saves_are_read_with_their_names(tmp_path: Path) -> None:
    path = FOLDER / "fundus.json"
    documents = accepted(read(tmp_path / path.name, path.read_bytes(), config()))
    assert [document.metadata["outlet"] for document in documents] == ["Talbote", "Kurier"]
    reader = of(path.name, config())
    assert reader is not None
    named = shapes.shape(path.name, path, reader, config()).named
    assert named.startswith("preset fundus, known by the keys ")
    assert named.endswith(", in the list at *")
    assert next(records.parts(Found(path.name, path), config(), {}, "")).shape.pointer == ("*",)
