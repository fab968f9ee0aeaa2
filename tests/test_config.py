"""A pressmark.toml: where it is found, what it may say, and how its faults are told."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from pressmark.config import BuildSection, Config, ReadSection, find
from pressmark_schema.errors import UsageError
from raw_input import ROOT, config, settings, write


def test_the_nearest_file_at_or_above_the_operand_counts(tmp_path: Path) -> None:
    write(tmp_path, {"pressmark.toml": "", "a/pressmark.toml": "", "a/b/c/x.txt": "x", "d.txt": ""})
    assert find(tmp_path / "a" / "b" / "c" / "x.txt").folder == tmp_path / "a"
    assert find(tmp_path / "a").folder == tmp_path / "a"
    assert find(tmp_path / "d.txt").folder == tmp_path


def test_a_file_or_its_folder_may_be_named_outright(tmp_path: Path) -> None:
    write(tmp_path, {"pressmark.toml": "", "else/other.toml": '[corpus]\nname = "other"\n'})
    assert find(tmp_path, tmp_path / "else" / "other.toml").corpus.name == "other"
    assert find(tmp_path / "else", tmp_path).folder == tmp_path


def test_a_named_file_that_is_not_there_is_the_callers_mistake(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"nothing\.toml"):
        find(tmp_path, tmp_path / "nothing.toml")


def test_without_a_file_the_languages_are_german_english_and_french() -> None:
    assert Config().corpus.block_languages == ["de", "en", "fr"]
    assert Config().read.encodings == ["utf-8"]


def test_the_projects_own_file_is_valid() -> None:
    assert find(ROOT / "seeds").corpus.name == "pressmark-seeds"


@pytest.mark.parametrize(
    ("toml", "message"),
    [
        ("[corpus\n", "pressmark.toml: Expected"),
        ("[korpus]\n", "korpus: Extra inputs are not permitted"),
        ('[corpus]\nname = "Ä"\n', r"corpus\.name: String should match"),
        ('[corpus]\nlanguages = ["deutsch"]\n', r"corpus\.languages\.0"),
        ('[read]\nencodings = ["utf-9"]\n', "no encoding that Python knows: 'utf-9'"),
        ('[read]\nencodings = ["rot13"]\n', "no encoding that Python knows"),
        ('[read]\nencodings = ["utf-7"]\n', "no encoding of whole texts"),
        ('[read]\nencodings = ["unicode_escape"]\n', "no encoding of whole texts"),
        ("[read]\nencodings = []\n", r"read\.encodings: List should have at least 1 item"),
        ("[read]\nmax_bytes = 0\n", r"read\.max_bytes"),
        (f"[read]\nmax_bytes = {2**53}\n", r"read\.max_bytes: Input should be less"),
        ("[workers]\nmax_seconds = inf\n", r"workers\.max_seconds: Input should be a finite"),
        (f"[archives]\nmax_ratio = {10**20}\n", r"archives\.max_ratio"),
        ('[build]\nmax_quarantined = "ten"\n', "a number of documents, or a share such as 10%"),
        ('[build]\nmax_quarantined = "²"\n', "a number of documents, or a share such as 10%"),
        ('[fields.title]\ntype = "string"\n', r"fields\.title: that name is taken"),
        ('[fields.capture_id]\ntype = "string"\n', r"fields\.capture_id: that name is taken"),
        ('[fields.model_dump]\ntype = "string"\n', r"fields\.model_dump: that name is taken"),
        ('[fields.Leaning]\ntype = "string"\n', r"fields\.Leaning"),
        ('[fields.leaning]\ntype = "list"\n', r"fields\.leaning\.type"),
        ("[metadata]\nkey = 7\n", r"metadata\.table: Field required \(and 1 more\)"),
    ],
)
def test_a_fault_is_told_with_its_file_and_key(tmp_path: Path, toml: str, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        settings(tmp_path, toml)


def test_a_file_that_is_not_utf_8_is_the_callers_mistake(tmp_path: Path) -> None:
    write(tmp_path, {"pressmark.toml": b"\xff"})
    with pytest.raises(UsageError, match="utf-8"):
        find(tmp_path)


@pytest.mark.parametrize("limit", ["0", "12", "0.5%", "100%"])
def test_a_limit_is_a_number_or_a_share(limit: str) -> None:
    assert BuildSection(max_quarantined=limit).max_quarantined == limit


def test_the_first_glob_decides_rights_and_encodings() -> None:
    made = config(
        rights={"a/*": {"rights": "CC0-1.0"}, "*": {"rights": "LicenseRef-x", "holder": "X"}},
        read={"encoding": [{"glob": "a/*", "encodings": ["CP1252"]}]},
    )
    rules = [made.rights_for(path) for path in ("a/b.txt", "c.txt")]
    assert [rule and rule.rights for rule in rules] == ["CC0-1.0", "LicenseRef-x"]
    assert made.read.encodings_for("a/b.txt") == (["cp1252"], True)
    assert ReadSection().encodings_for("a/b.txt") == (["utf-8"], False)


def test_only_what_can_change_a_record_is_in_the_hash(tmp_path: Path) -> None:
    assert Config().sha256 == config(build={"csv": "never"}).sha256
    assert settings(tmp_path / "a", "").sha256 == settings(tmp_path / "b", "").sha256
    assert Config().sha256 != config(read={"encodings": ["cp1252"]}).sha256


def test_a_configuration_does_not_change() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        Config().read.encodings = ["cp1252"]
