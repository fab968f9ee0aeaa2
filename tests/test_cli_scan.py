"""`pressmark scan`: a look that changes nothing, and settings that fit what was seen."""

import gzip
import json
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from archive_files import zipped
from pressmark.config import Config
from pressmark.flow.intake import take
from pressmark.flow.scan import places
from pressmark.flow.scan.proposal import Proposal, compose, quoted
from pressmark_cli import render
from pressmark_cli.app import app
from raw_input import MORE, PROSE, ROOT, article, contents, write

SEEDS = ROOT / "seeds"


def scan(*words: str | Path, columns: int = 80) -> tuple[int, str]:
    """Exit code and all output of the command."""
    arguments = ["scan", *map(str, words)]
    result = CliRunner().invoke(app, arguments, env={"COLUMNS": str(columns)})
    return result.exit_code, result.output


def seen(*words: str | Path) -> Any:
    """What the command says as JSON."""
    result = CliRunner().invoke(app, ["scan", *map(str, words), "--format", "json"])
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


@pytest.fixture
def seeds(tmp_path: Path) -> Path:
    """A copy of the project's own corpus without its settings."""
    return write(tmp_path / "seeds", contents(SEEDS))


def test_nothing_is_written(seeds: Path) -> None:
    before = contents(seeds.parent)
    assert scan(seeds)[0] == 0
    assert contents(seeds.parent) == before


def test_files_are_counted_by_ending_with_their_bytes(tmp_path: Path) -> None:
    write(tmp_path, {"a.txt": article(), "b.txt": article(), "c.csv": "x\n1\n", "d": "?"})
    assert seen(tmp_path)["endings"] == [
        {"ending": ".txt", "files": 2, "bytes": 2 * len(article().encode()), "read": True},
        {"ending": ".csv", "files": 1, "bytes": 4, "read": False},
        {"ending": "", "files": 1, "bytes": 1, "read": False},
    ]


def test_headers_are_counted_by_rule_with_an_example(tmp_path: Path) -> None:
    files = {
        "a.txt": article("date 2018-05"),
        "b.txt": article("date 2018-06"),
        "c.txt": f"Titel: Der Damm\nDatum: 3. Mai 2018\n\n{PROSE}\n",
        "d.txt": f"{PROSE}\n\n{MORE}\n",
    }
    forms = {form["rule"]: form for form in seen(write(tmp_path, files))["forms"]}
    counts = {rule: (form["files"], form["example"]) for rule, form in forms.items()}
    assert counts == {
        "header.date@1": (2, "a.txt"),
        "header.key@1": (1, "c.txt"),
        "none": (1, "d.txt"),
    }
    assert forms["header.key@1"]["columns"] == {"published_edtf": 1, "title": 1}


def test_a_file_that_is_not_utf8_is_shown_as_each_encoding_would_read_it(tmp_path: Path) -> None:
    text = article("date 2018-05", f"„Übermorgen“ kostet das Öl 3 € – {PROSE}")
    write(tmp_path, {"a.txt": article(), "old.txt": text.encode("cp1252")})
    found = seen(tmp_path)
    readings = {reading["encoding"]: reading for reading in found["readings"]}
    assert found["undecoded"] == 1
    assert "„Übermorgen“" in readings["cp1252"]["words"]
    assert found["readings"][0]["encoding"] == "cp1252"
    assert "„Übermorgen“" in scan(tmp_path)[1]
    assert tomllib.loads(found["proposal"])["read"]["encodings"] == ["utf-8", "cp1252"]


def test_an_encoding_that_is_not_plain_is_left_to_a_person(tmp_path: Path) -> None:
    text = article("date 2018-05", f"Õåÿ øèðîêà ÷åñòü {PROSE}").encode("cp1252")
    write(tmp_path, {"a.txt": text})
    proposal = seen(tmp_path)["proposal"]
    assert "encodings" not in tomllib.loads(proposal)["read"]
    assert "# encodings = " in proposal


def test_utf16_without_a_mark_is_told_from_binary(tmp_path: Path) -> None:
    png = bytes.fromhex("89504e470d0a1a0a0000000d49484452") + bytes(range(256)) * 4
    write(tmp_path, {"a.txt": article().encode("utf-16-le"), "logo.txt": png})
    found = seen(tmp_path)
    assert [reading["encoding"] for reading in found["readings"]] == ["utf-16-le"]
    assert (found["undecoded"], found["quarantined"]) == (1, {"binary": 2})


def test_dates_keep_their_precision(tmp_path: Path) -> None:
    headers = ("date 2018-05", "date 2018-05-30", "date 2019", "date 2018-06")
    write(tmp_path, {f"{n}.txt": article(header) for n, header in enumerate(headers)})
    write(tmp_path, {"undated.txt": f"{PROSE}\n\n{MORE}\n"})
    found = seen(tmp_path)
    assert found["precision"] == {"month": 2, "day": 1, "year": 1, "unknown": 1}
    months = found["months"]
    assert months["certain"] == {"2018-05": 2, "2018-06": 1}
    assert (len(months["possible"]), months["several"], months["undated"]) == (12, 1, 1)


def test_a_language_nobody_declared_is_told(tmp_path: Path) -> None:
    italian = (
        "Il consiglio comunale ha deciso ieri sera di restaurare il vecchio ponte sul fiume, che "
        "era chiuso da tre anni, e di aprire una nuova piazza davanti alla stazione."
    )
    write(tmp_path, {"a.txt": article("date 2018-05", italian)})
    found = seen(tmp_path)
    assert found["languages"] == {"it": 1}
    corpus = tomllib.loads(found["proposal"])["corpus"]
    assert corpus["languages"] == ["it"]
    assert "it" in corpus["block_languages"]


@pytest.mark.parametrize(
    ("text", "style"),
    [
        (f"date 2018-05 {PROSE}\n\n{MORE}\n", "blank lines between blocks"),
        (f"date 2018-05 {PROSE}\n{MORE}\n{PROSE}\n", "a line for each block"),
        (f"date 2018-05 {PROSE}\n", "a single block"),
    ],
)
def test_how_blocks_are_parted_is_told(tmp_path: Path, text: str, style: str) -> None:
    assert seen(write(tmp_path, {"a.txt": text}))["separation"] == {style: 1}


@pytest.mark.parametrize(
    ("paths", "pattern"),
    [
        ([f"bote/{y}/{n}.txt" for y in (2018, 2019) for n in "ab"], "{outlet}/{year}/*.txt"),
        ([f"{y}/bote/{n}.txt" for y in (2018, 2019) for n in "ab"], "{year}/{outlet}/*.txt"),
        ([f"bote/{n}.txt" for n in "abc"], "{outlet}/*.txt"),
        ([f"bote/2018/05/{d}.txt" for d in range(9)], "{outlet}/{year}/{month}/*.txt"),
        ([f"2018-05-{d}-damm.txt" for d in range(10, 19)], "{year}-{month}-{day}*.txt"),
        ([f"raw/bote/2018/{n}.txt" for n in "abc"], "{outlet}/{year}/*.txt"),
        ([f"de/bote/2018/{n}.txt" for n in "abc"], "{lang}/{outlet}/{year}/*.txt"),
        ([f"raw/2018/{n}.txt" for n in "abc"], "{year}/*.txt"),
        ([f"raw/{n}.txt" for n in "abc"], None),
        ([f"{n}.txt" for n in "abc"], None),
        ([f"{n}/text.txt" for n in "abcdef"], None),
    ],
)
def test_the_pattern_that_says_most_is_proposed(paths: list[str], pattern: str | None) -> None:
    found = places.propose(paths, ".txt")
    assert (found.pattern if found else None) == pattern


def test_a_sample_is_spread_over_all_files_and_always_the_same(tmp_path: Path) -> None:
    write(tmp_path, {f"{n:03}.txt": article(f"date 20{n:02}") for n in range(10, 60)})
    found = seen(tmp_path, "--sample", "5")
    assert (found["files"], found["sampled"]) == (50, 5)
    years = {month[:4] for month in found["months"]["possible"]}
    assert years == {"2010", "2020", "2030", "2040", "2050"}
    assert found == seen(tmp_path, "--sample", "5")


def test_where_nothing_would_be_read_the_commonest_ending_is_proposed(tmp_path: Path) -> None:
    write(tmp_path, {"a.art": article(), "b.art": article(), "c.csv": "x\n"})
    found = seen(tmp_path)
    assert (found["files"], found["included"]) == (2, False)
    assert tomllib.loads(found["proposal"])["read"]["include"] == ["*.art"]


def test_a_folder_of_records_or_archives_alone_is_read_as_proposed(tmp_path: Path) -> None:
    """The first proposal for it, once written, must not find nothing."""
    lines = "".join(f'{{"headline": "{n}", "articleBody": "{PROSE}"}}\n' for n in range(3))
    write(tmp_path / "lines", {"a.jsonl": lines})
    write(tmp_path / "packed", {"a.zip": zipped({"a.txt": article()})})
    for folder, include in (("lines", ["*.jsonl"]), ("packed", ["*.txt", "*.zip"])):
        found = seen(tmp_path / folder)
        assert (found["files"], found["included"], found["include"]) == (1, False, include)
        assert scan(tmp_path / folder, "--write")[0] == 0
        again = seen(tmp_path / folder)
        assert (again["files"], again["included"]) == (1, True)
        assert again["sampled"] > 0
        assert again["quarantined"] == {}


def test_what_could_be_read_and_is_left_out_is_told_and_stands_in_the_proposal(
    tmp_path: Path,
) -> None:
    page = "<html lang=de><title>Markt</title><article><p>Am Samstag ist Markt.</p></article>"
    write(tmp_path, {"a.txt": article(), "b.txt": article(), "c.html": page, "D.TXT": article()})
    write(tmp_path, {"meta.csv": "file,title\na.txt,Eins\nb.txt,Zwei\n", "logo.png": "?"})
    found = seen(tmp_path)
    assert sorted(ending["ending"] for ending in found["could_be_read"]) == [".TXT", ".html"]
    told = scan(tmp_path)[1]
    assert "1 .html, 81 bytes; could be read" in told
    assert "1 .csv" in told
    assert told.count("could be read") == 2
    assert "Not these: 1 *.TXT, 1 *.html; add what" in found["proposal"].replace("\n#", "")


def test_the_project_s_own_files_are_not_said_to_be_left_out(tmp_path: Path) -> None:
    own = {"pressmark.toml": "[corpus]\n", "README.md": "#", "waivers.toml": ""}
    write(tmp_path, {**own, "a.txt": article(), "notes.md": "#"})
    left = [ending for ending in seen(tmp_path)["endings"] if not ending["read"]]
    assert left == [{"ending": ".md", "files": 1, "bytes": 1, "read": False}]


def test_settings_of_a_folder_below_are_said_not_to_be_in_force(tmp_path: Path) -> None:
    write(tmp_path, {"one/pressmark.toml": "[corpus]\n", "one/a.txt": article()})
    assert seen(tmp_path)["below"] == ["one/pressmark.toml"]
    assert "not in force here: one/pressmark.toml" in scan(tmp_path)[1]
    assert seen(tmp_path / "one")["below"] == []


def test_a_folder_that_is_named_for_what_is_in_it_names_no_corpus(tmp_path: Path) -> None:
    write(tmp_path / "harbour", {"raw/a.txt": article()})
    names = [
        tomllib.loads(seen(folder)["proposal"])["corpus"]["name"]
        for folder in (tmp_path / "harbour" / "raw", tmp_path / "harbour")
    ]
    assert names == ["harbour", "harbour"]


def test_the_name_in_force_stays_the_proposed_one(tmp_path: Path) -> None:
    write(tmp_path, {"raw/a.txt": article(), "pressmark.toml": '[corpus]\nname = "mine"\n'})
    assert tomllib.loads(seen(tmp_path / "raw")["proposal"])["corpus"]["name"] == "mine"


def test_who_writes_settings_is_told_that_ids_begin_at_their_folder(tmp_path: Path) -> None:
    write(tmp_path, {"a.txt": article()})
    assert "ids made of them, begin at its folder" in scan(tmp_path, "--write")[1]


def test_an_encoding_to_be_chosen_says_how_it_is_taken(tmp_path: Path) -> None:
    text = article("date 2018-05", f"Õåÿ øèðîêà ÷åñòü {PROSE}").encode("cp1252")
    write(tmp_path, {"a.txt": text})
    lines = seen(tmp_path)["proposal"].splitlines()
    at = next(n for n, line in enumerate(lines) if line.startswith("# encodings = "))
    assert lines[at - 1] == (
        "# If these words are right, take away the #; if not, try another encoding."
    )


def test_an_empty_folder_is_said_to_be_empty(tmp_path: Path) -> None:
    code, output = scan(tmp_path)
    assert code == 0
    assert output.startswith("0 files would be read")
    assert "nothing to read" in output


def test_what_would_be_quarantined_is_said_with_the_reason(tmp_path: Path) -> None:
    write(tmp_path, {"a.txt": article(), "empty.txt": "", "bad.txt": b"\x89PNG\0"})
    found = seen(tmp_path)
    assert found["quarantined"] == {"binary": 1, "empty": 1}
    assert ["empty.txt", "empty", "0 bytes, no text"] in found["examples"]
    assert "3 = 1 + 2 quarantined" in scan(tmp_path)[1]


def test_a_table_is_found_by_the_column_that_names_files(tmp_path: Path) -> None:
    write(tmp_path, {f"{n}.txt": article() for n in "abc"})
    write(
        tmp_path, {"index.csv": "nr;datei;titel;rang\n1;a.txt;Eins;7\n2;b.txt;Zwei;8\n3;z;Drei;9\n"}
    )
    (table,) = seen(tmp_path)["tables"]
    assert (table["path"], table["key"], table["rows"], table["matched"]) == (
        "index.csv",
        "datei",
        3,
        2,
    )
    assert (table["columns"], table["own"]) == (["titel"], {"nr": "integer", "rang": "integer"})


def test_a_table_that_cannot_be_used_is_named_with_the_reason(tmp_path: Path) -> None:
    write(tmp_path, {"a.txt": article(), "meta.csv": "file,title\na.txt,Eins\na.txt,Zwei\n"})
    found = seen(tmp_path)
    assert "lines 2 and 3 are both for" in found["tables"][0]["problem"]
    assert "metadata" not in tomllib.loads(found["proposal"])


def test_the_written_proposal_reads_the_corpus(seeds: Path) -> None:
    assert scan(seeds, "--write")[0] == 0
    config = Config.load(seeds / "pressmark.toml")
    assert config.read.encodings == ["utf-8", "cp1252"]
    assert config.read.paths == ["{outlet}/{year}/*.txt"]
    intake = take([seeds], config)
    assert (len(intake.items), intake.unmatched_rows) == (48, ["hafenkurier/2018/leuchtturm.txt"])
    assert list(config.fields) == ["leaning"]
    assert seen(seeds)["quarantined"] == {"binary": 1, "empty": 1}


def test_settings_that_are_there_are_never_overwritten(tmp_path: Path) -> None:
    write(tmp_path, {"a.txt": article(), "pressmark.toml": "[corpus]\n"})
    code, output = scan(tmp_path, "--write")
    assert code == 2
    assert "not overwritten" in output
    assert (tmp_path / "pressmark.toml").read_text() == "[corpus]\n"


def test_settings_above_the_folder_are_not_hidden_by_new_ones(tmp_path: Path) -> None:
    write(tmp_path, {"raw/a.txt": article(), "pressmark.toml": "[corpus]\n"})
    assert scan(tmp_path / "raw", "--write")[0] == 2
    assert contents(tmp_path).keys() == {"raw/a.txt", "pressmark.toml"}
    assert f"take over into {tmp_path / 'pressmark.toml'}" in scan(tmp_path / "raw")[1]


def test_writing_asks_for_one_folder(tmp_path: Path) -> None:
    write(tmp_path, {"a.txt": article()})
    assert scan(tmp_path / "a.txt", "--write")[0] == 2
    assert contents(tmp_path).keys() == {"a.txt"}


def test_what_is_missing_is_named(tmp_path: Path) -> None:
    code, output = scan(tmp_path / "nowhere")
    assert code == 2
    assert "nowhere does not exist" in output


def test_hostile_names_and_texts_cannot_drive_the_terminal(tmp_path: Path) -> None:
    nasty = "\x1b]0;owned\x07\u202e"
    files = {
        f'a"\\{nasty}\n.txt': article(f"date 2018-05 {nasty}"),
        f"meta{nasty}.csv": f'file,"{nasty}"\n"a""\\{nasty}\n.txt",1\n',
        f"x.{nasty}": "?",
    }
    code, output = scan(write(tmp_path, files))
    assert code == 0
    assert not {"\x1b", "\x07", "\u202e"} & set(output)
    tomllib.loads(seen(tmp_path)["proposal"])


@pytest.mark.parametrize("columns", [80, 120])
def test_facts_fit_the_terminal(seeds: Path, columns: int) -> None:
    output = scan(seeds, columns=columns)[1]
    facts = output.partition("Proposed pressmark.toml")[0].splitlines()
    assert max(map(render.width, facts)) <= columns


@given(st.text())
def test_any_text_is_quoted_for_toml(text: str) -> None:
    kept = "".join("\ufffd" if "\ud800" <= char <= "\udfff" else char for char in text)
    assert tomllib.loads(f"value = {quoted(text)}") == {"value": kept}


@given(st.text(), st.lists(st.text(), max_size=3))
def test_a_proposal_is_valid_whatever_it_saw(text: str, several: list[str]) -> None:
    proposal = Proposal(
        include=several,
        encodings_why=[text],
        paths=several,
        paths_why=text,
        table=text,
        key=text,
        table_why=text,
    )
    assert tomllib.loads(compose(proposal))["build"] == {"max_quarantined": "10%"}


def test_a_folder_of_compressed_pages_is_proposed_by_what_is_in_them(tmp_path: Path) -> None:
    raw = tmp_path / "raw"
    raw.mkdir()
    page = "<html lang=de><title>Markt</title><article><p>Am Samstag ist Markt.</p></article>"
    for number in range(3):
        (raw / f"{number}.html.gz").write_bytes(gzip.compress(page.encode()))
    told = CliRunner().invoke(app, ["scan", str(raw)], catch_exceptions=False).stdout
    assert told.startswith("3 files would be read")
    assert 'include = ["*.html.gz"]' in told
    assert "left out:" not in told
