"""Rules that need more than one text: each fires on a corpus with the fault, and not beside it."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import corpora
from pressmark.check import RULES, Selection, integrity
from pressmark.check.record import Piece, Record
from pressmark.check.textual import RECORD_RULES
from pressmark.config import Config
from pressmark.flow.validation import Asked, validate

TESTS = Path(__file__).parent
WORDS = "Die Fähre fährt wieder über die Wumme, sagte die Reederei am Montag in Kiel."


def found(
    folder: Path, code: str, files: dict[str, str], table: str = "", **settings: Any
) -> list[str | None]:
    """What a rule observes in raw files, with a metadata table and settings."""
    raw = folder / "raw"
    for name, text in files.items():
        (raw / name).parent.mkdir(parents=True, exist_ok=True)
        (raw / name).write_text(text, encoding="utf-8")
    as_of = settings.pop("as_of", None)
    values: dict[str, Any] = {"folder": folder, "read": {"paths": ["{outlet}/*.txt"]}, **settings}
    if table:
        (folder / "meta.csv").write_text(table, encoding="utf-8")
        values["metadata"] = {"table": "meta.csv"}
    asked = Asked(selection=Selection((code,)), jobs=1, as_of=as_of)
    result = validate([raw], Config.model_validate(values), asked)
    return [finding.observed for finding in result.findings]


def article(day: str = "2018-05", title: str = "Fähre", words: str = WORDS) -> str:
    return f"Title: {title}\nDate: {day}\n\n{words}\n"


def months(outlet: str, numbers: list[int], each: int, words: int = 20) -> dict[str, str]:
    """Articles of an outlet, `each` a month, that share no run of words."""
    return {
        f"{outlet}/{month:02}-{rank}.txt": article(
            f"2019-{month:02}", words=" ".join(f"w{month}x{rank}x{n}" for n in range(words)) + "."
        )
        for month in numbers
        for rank in range(each)
    }


def test_a_document_of_which_a_part_was_in_the_wrong_encoding(tmp_path: Path) -> None:
    broken = f"{WORDS}\n\nDie BrÃ¼cke ist gesperrt, sagte das Amt."
    assert found(tmp_path / "1", "PM102", {"a/1.txt": article(words=broken)}) == ["Ã¼"]
    whole = "Die BrÃ¼cke ist gesperrt, sagte das Amt."
    head = f"Date: 2018-05\n\n{whole}\n"
    assert found(tmp_path / "2", "PM102", {"a/1.txt": head}) == []


def test_an_empty_file_is_set_aside(tmp_path: Path) -> None:
    assert found(tmp_path, "PM101", {"a/1.txt": "", "a/2.txt": article()}) == [
        "empty: 0 bytes, no text"
    ]


def test_an_address_with_another_date_than_the_article(tmp_path: Path) -> None:
    table = "file,url\n{}"
    for place, (path, fires) in enumerate(
        {
            "2017/03/09/kran": True,
            "2018/05/09/kran": False,
            "2018-06-01-kran": True,
            "2018/05/kran": False,
            "a/123456/kran": False,
        }.items()
    ):
        rows = table.format(f"raw/a/1.txt,https://example.org/{path}/\n")
        seen = found(tmp_path / str(place), "PM209", {"a/1.txt": article()}, rows)
        assert bool(seen) is fires, path


def test_the_name_of_the_site_behind_titles(tmp_path: Path) -> None:
    named = {"hafenkurier/1.txt": article(title="Kran steht still | Hafenkurier")}
    assert found(tmp_path / "1", "PM210", named) == ["Hafenkurier"]
    alike = {f"a/{n}.txt": article(title=f"Kran {n} steht still - Zeitung") for n in range(5)}
    assert found(tmp_path / "2", "PM210", alike) == ["Zeitung"] * 5
    sound = {f"a/{n}.txt": article(title=f"Kran {n} – Hafen in Not {n}") for n in range(5)}
    assert found(tmp_path / "3", "PM210", sound) == []


def test_a_month_without_articles(tmp_path: Path) -> None:
    gap = months("a", [1, 2, 3, 4, 7, 8, 9, 10], 5)
    assert found(tmp_path / "1", "PM220", gap) == [
        "from 2019-05 to 2019-06, with 5 in other months"
    ]
    assert found(tmp_path / "2", "PM220", months("a", [1, 2, 3, 5, 6, 7, 8], 5)) == [
        "in 2019-04, with 5 in other months"
    ]
    assert found(tmp_path / "3", "PM220", months("a", list(range(1, 9)), 5)) == []
    assert found(tmp_path / "4", "PM220", months("a", [1, 4, 9], 2)) == []


def test_an_article_far_longer_than_the_others_of_its_outlet(tmp_path: Path) -> None:
    files = {f"a/{n}.txt": article(words=f"w{n} " * (100 + 10 * n)) for n in range(32)}
    assert found(tmp_path / "1", "PM311", files) == []
    files["a/lang.txt"] = article(words="lang " * 20_000)
    (seen,) = found(tmp_path / "2", "PM311", files)
    assert str(seen).startswith("20000 words, others mostly ")


def test_a_sudden_change_of_lengths(tmp_path: Path) -> None:
    before, after = months("a", [1, 2, 3, 4], 8, 100), months("a", [5, 6, 7, 8], 8, 30)
    assert found(tmp_path / "1", "PM312", before | after) == [
        "a median of 100 words before, of 30 from 2019-05 on"
    ]
    even = months("a", [1, 2, 3, 4], 8, 100) | months("a", [5, 6, 7, 8], 8, 80)
    assert found(tmp_path / "2", "PM312", even) == []


def test_a_sudden_change_of_the_mix_of_blocks(tmp_path: Path) -> None:
    plain = months("a", [1, 2, 3], 8)
    headed = {
        name: text + "\nLesen Sie auch: Der Kran am Hafen steht still\n"
        for name, text in months("a", [4, 5, 6], 8).items()
    }
    (seen,) = found(tmp_path / "1", "PM313", plain | headed)
    assert str(seen).startswith("teaser 0 % before, ")
    assert found(tmp_path / "2", "PM313", months("a", [1, 2, 3, 4, 5, 6], 8)) == []


def test_a_paragraph_longer_than_people_write_them(tmp_path: Path) -> None:
    assert found(tmp_path / "1", "PM310", {"a/1.txt": article(words=WORDS * 70)}) == [
        f"{len(WORDS) * 70:,} code points"
    ]
    assert found(tmp_path / "2", "PM310", {"a/1.txt": article(words=WORDS * 45)}) == []


def test_a_pointer_to_other_articles_that_was_taken_for_text() -> None:
    related = next(rule.find for rule in RECORD_RULES if rule.rule.code == "PM308")
    line = "Siehe auch den Bericht über den Kran"
    (hit,) = related(Record("a", {}, (Piece("b", "paragraph", "de", line),)))
    assert line[hit.start : hit.end] == "Siehe auch"
    assert not list(related(Record("a", {}, (Piece("b", "teaser", "de", line),))))
    assert not list(related(Record("a", {}, (Piece("b", "paragraph", "de", "Sie sehen ihn."),))))


def test_the_same_text_under_other_rights(tmp_path: Path) -> None:
    files = {"a/1.txt": article(), "a/2.txt": article(), "b/3.txt": article()}
    rights = {"raw/*1.txt": {"rights": "CC0-1.0"}, "raw/*": {"rights": "CC-BY-4.0"}}
    assert len(found(tmp_path / "1", "PM704", files, rights=rights)) == 2
    assert found(tmp_path / "2", "PM704", files, rights={"raw/*": {"rights": "CC0-1.0"}}) == []


def test_a_date_after_the_day_of_the_check(tmp_path: Path) -> None:
    files = {"a/1.txt": article("2031-01"), "a/2.txt": article("2021-01")}
    seen = found(tmp_path, "PM206", files, as_of=date(2026, 11, 1))
    assert set(seen) == {"2031-01", "2031-01-01"}


BROKEN: dict[str, tuple[str, dict[str, Any]]] = {
    "PM601": ("articles", {"lang": None}),
    "PM602": ("articles", {"outlet_id": "Hafen Kurier"}),
    "PM604": ("blocks", {"kind_confidence": -1}),
    "PM605": ("articles", {"rights": ""}),
    "PM607": ("embeds", {"mentions": [None]}),
    "PM608": ("articles", {"text_from": date(2030, 1, 1)}),
}


@pytest.mark.parametrize("code", BROKEN)
def test_a_value_that_a_column_does_not_take(code: str, tmp_path: Path) -> None:
    table, values = BROKEN[code]
    rows = corpora.corpus()
    rows[table][0] |= values
    package = corpora.write_csvs(tmp_path / "package", rows)
    assert code in corpora.codes(integrity(package))


def test_a_package_as_it_should_be_fires_no_rule_about_packages(tmp_path: Path) -> None:
    assert list(integrity(corpora.write_package(tmp_path / "package", corpora.corpus()))) == []


def test_a_column_that_nobody_declared(tmp_path: Path) -> None:
    dataset = corpora.write_dataset(tmp_path / "d", corpora.corpus())
    import pyarrow.parquet as pq

    file = dataset / "links.parquet"
    table = pq.read_table(file)
    pq.write_table(table.append_column("mood", table.column("rel")), file)
    corpora.reseal(dataset)
    assert "PM615" in corpora.codes(integrity(dataset))


def test_a_table_without_header_and_rows(tmp_path: Path) -> None:
    import json

    (tmp_path / "people.csv").write_bytes(b"")
    known = {"name": "people", "path": "people.csv", "schema": {"fields": [{"name": "id"}]}}
    text = json.dumps({"name": "foreign", "resources": [known]})
    (tmp_path / "datapackage.json").write_text(text, encoding="utf-8")
    assert corpora.codes(integrity(tmp_path)) == ["PM676"]


def test_every_rule_has_a_document_that_runs_or_a_test_of_its_own() -> None:
    written = "".join(
        path.read_text("utf-8") for path in TESTS.glob("test_*.py") if "catalogue" not in path.name
    )
    named = set(re.findall(r"PM\d{3}", written))
    assert {code for code, rule in RULES.items() if not rule.document} <= named
