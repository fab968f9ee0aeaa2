"""Annotations of whole records: rows that fit their blocks, the settings, and hostile texts."""

import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pressmark import load
from pressmark.config import Config, find
from pressmark.flow.options import Options
from pressmark.flow.record import record
from pressmark.flow.steps import build
from pressmark_schema.errors import UsageError
from pressmark_schema.tables import TABLES
from pressmark_schema.vocabulary import AnnotationLayer
from raw_input import MORE, PROSE, config, document, recorded, row
from raw_input import settings as settled

QUOTED = (
    "Moorwerder (dpa) - „Der Damm hält“, sagte Bürgermeisterin Wiebke Onken am Dienstag in der "
    "Halle. Er war 2012 gebaut worden und soll im Juni erhöht werden."
)


def annotations(text: str, **sections: Any) -> list[dict[str, Any]]:
    made = record(document(text), Options(config(**sections)))
    return made.rows["annotations"]


def test_each_layer_that_a_text_has_is_read() -> None:
    rows = annotations(f" date 2018-05-30 {QUOTED}\n\n{PROSE}")
    assert [(row["layer"], row["label"], row["value"]) for row in rows] == [
        ("dateline", "dateline", "Moorwerder"),
        ("dateline", "agency", "dpa"),
        ("quote", "direct", "Der Damm hält"),
        ("time", "relative", "2018-05-29"),
        ("time", "absolute", "2012"),
        ("time", "partial", None),
    ]
    assert rows[2]["speaker"] == "Bürgermeisterin Wiebke Onken"
    assert rows[5]["candidates"] == ["2017-06", "2018-06"]


def test_times_are_told_from_the_days_of_writing_not_from_the_header_alone() -> None:
    post = "See you all! pic.twitter.com/aB1cD2eF3g — Onken (@onken_moor) 30. Mai 2018"
    text = f" date 2018-05 {PROSE} Das sagte Onken am Mittwoch.\n\n{post}\n\n{MORE}"
    (told,) = [row for row in annotations(text) if row["layer"] == "time"]
    assert (told["value"], told["basis"]) == ("2018-05-30", "one_fits")


def test_a_text_that_was_updated_has_no_last_day_and_so_no_anchor() -> None:
    text = f" date 2018-05-30 Aktualisiert am 31.05.2018\n\n{PROSE} Das war am Montag.\n\n{MORE}"
    (told,) = [row for row in annotations(text) if row["layer"] == "time"]
    assert (told["value"], told["basis"]) == (None, "no_anchor")


def test_the_id_of_an_annotation_moves_with_nothing_before_its_block() -> None:
    first = annotations(f" date 2018-05-30 {QUOTED}")
    later = annotations(f" date 2018-05-30 {PROSE}\n\n{QUOTED}")
    quotes = [
        [row["annotation_id"] for row in rows if row["layer"] == "quote"] for rows in (first, later)
    ]
    assert quotes[0] == quotes[1]


@pytest.mark.parametrize("layers", [[], ["quote"], ["time", "dateline"]])
def test_only_the_layers_of_the_settings_are_read(layers: list[AnnotationLayer]) -> None:
    rows = annotations(f" date 2018-05-30 {QUOTED}", annotations={"layers": layers})
    assert {row["layer"] for row in rows} == set(layers)


def test_the_settings_change_the_annotations_and_no_record() -> None:
    text = f" date 2018-05-30 {QUOTED}"
    without = record(document(text), Options(config(annotations={"layers": []})))
    assert row(without)["record_sha256"] == row(recorded(text))["record_sha256"]
    assert config(annotations={"layers": []}).sha256 != Config().sha256


def test_a_layer_that_is_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"annotations\.layers\.0"):
        settled(tmp_path, '[annotations]\nlayers = ["names"]\n')


def test_the_rows_reach_the_package_in_the_order_of_the_text(tmp_path: Path) -> None:
    text = f" date 2018-05-30 {PROSE} Das sagte Onken am Montag.\n\n{QUOTED}"
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "a.txt").write_text(text, encoding="utf-8")
    build([tmp_path / "raw"], tmp_path / "out", find(tmp_path), jobs=1)
    (article,) = load(tmp_path / "out")
    starts = [note.text_start for note in article.annotations if note.text_start is not None]
    assert starts == sorted(starts)
    assert len(starts) == len(article.annotations) == 7
    for note in article.annotations:
        assert article.text[note.text_start : note.text_end] == note.text


_PIECES = st.lists(
    st.sampled_from(
        [
            *("„", "“", '"', "»", "«", "‚", "‘", ", ", ". ", ": ", "\n\n", "\n", " – ", "(dpa) "),
            *(
                "am Mittwoch ",
                "12. Juni ",
                "gestern ",
                "sagte ",
                "sagte Anna Berg",
                "Von Anna Berg",
            ),
            *(
                "Foto: Anna ",
                "Aktualisiert am 3. Mai 2018 ",
                "Moorwerder ",
                "\u00a0",
                "\u00ad",
                "e\u0301",
            ),
            *(
                "Das Haus brennt. ",
                "Ein Satz ohne Ende ",
                "2018 ",
                "laut einem Bericht ",
                PROSE,
                QUOTED,
            ),
        ]
    ),
    min_size=1,
    max_size=25,
).map("".join)


@settings(deadline=None)
@given(_PIECES, st.sampled_from(["date 2018-05 ", "date 2018-05-30 ", ""]))
def test_every_row_is_one_of_the_table_and_gives_back_its_words(text: str, header: str) -> None:
    made = recorded(f" {header}{text}")
    blocks = {block["block_id"]: block for block in made.rows["blocks"]}
    joined = made.rows["texts"][0]["text"]
    seen = set()
    for found in made.rows["annotations"]:
        assert TABLES["annotations"].accepts(found)
        block = blocks[found["block_id"]]
        assert block["text"][found["block_start"] : found["block_end"]] == found["text"]
        if found["text_start"] is None:
            assert block["text_start"] is None
        else:
            assert joined[found["text_start"] : found["text_end"]] == found["text"]
        seen.add(found["annotation_id"])
    assert len(seen) == len(made.rows["annotations"])


@pytest.mark.slow
@pytest.mark.parametrize(
    "unit", ['"', "„a ", '"a" ', "am Mittwoch ", "12. Juni ", "2018 ", "sagte "]
)
def test_a_megabyte_of_one_thing_takes_seconds(unit: str) -> None:
    text = f"{PROSE}\n\n" + unit * (1_000_000 // len(unit))
    begun = time.perf_counter()
    recorded(f" date 2018-05-30 {text}")
    assert time.perf_counter() - begun < 60
