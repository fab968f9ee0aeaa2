"""`pressmark show`: an article's values with their reasons, and each block beside its source."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from pressmark.config import Config, find
from pressmark.dataset import Dataset
from pressmark.flow import show, steps
from pressmark.read.decode import decode
from pressmark_cli import layout, render
from pressmark_cli.app import app
from pressmark_cli.article import visible
from raw_input import MORE, PROSE, ROOT, article, run, write

SEEDS = ROOT / "seeds"
BRIDGE = "The old bridge is open again, come and see it tomorrow with all of your friends!"
POST = f"{BRIDGE} — Ferry Lindach (@ferrylindach) 30. Mai 2018"


def shown(*words: str | Path, columns: int = 80) -> tuple[int, str]:
    """Exit code and all output of the command."""
    arguments = ["show", *map(str, words)]
    result = CliRunner().invoke(app, arguments, env={"COLUMNS": str(columns)})
    return result.exit_code, result.output


def flat(text: str) -> str:
    """Output without its line ends and indents."""
    return " ".join(text.split())


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A package of the project's own corpus."""
    target = tmp_path_factory.mktemp("show") / "package"
    steps.build([SEEDS], target, find(SEEDS))
    return target


@pytest.fixture(scope="module")
def articles(package: Path) -> dict[str, show.Shown]:
    """Every article of the package by its source's path."""
    dataset = Dataset.open(package)
    ids = dataset.arrow("articles")["article_id"].to_pylist()
    found = [show.of_dataset(dataset, article_id) for article_id in ids]
    return {article.path or "": article for article in found}


def test_a_coarse_date_comes_with_what_states_it_and_what_narrows_it(tmp_path: Path) -> None:
    write(tmp_path, {"a.txt": article("date 2018-05", PROSE, POST, MORE)})
    output = flat(shown(tmp_path / "a.txt")[1])
    assert "2018-05 (precision: month), stated before the text" in output
    assert "2018-05 by the opening word “date” at 1:2: “date 2018-05”" in output
    assert "not before 2018-05-30: a post in the article" in output
    column = len(BRIDGE) + len(" — Ferry Lindach (@ferrylindach) ") + 1
    assert f"a dated post in the article at 3:{column}: “30. Mai 2018”" in output
    assert "not after 2018-05-31: the publication date, assuming" in output


def test_an_undated_article_has_no_day_made_up(tmp_path: Path) -> None:
    write(tmp_path, {"a.txt": f"{PROSE}\n\n{MORE}\n"})
    output = flat(shown(tmp_path / "a.txt")[1])
    assert "published unknown: looked for, not there" in output
    assert "not before: unknown" in output


def test_the_row_of_the_metadata_table_is_named(tmp_path: Path) -> None:
    write(
        tmp_path, {"a.txt": article("date 2018-05"), "m.csv": "file,published\na.txt,2018-05-03\n"}
    )
    write(tmp_path, {"pressmark.toml": '[metadata]\ntable = "m.csv"\n'})
    assert "2018-05-03 by the metadata table (m.csv line 2)" in flat(shown(tmp_path / "a.txt")[1])


def test_each_block_has_its_kind_language_certainty_and_place(tmp_path: Path) -> None:
    write(tmp_path, {"a.txt": article("date 2018-05", PROSE, POST, MORE)})
    lines = shown(tmp_path / "a.txt")[1].splitlines()
    assert "  0 paragraph de · 99.8 % sure · line 1:15" in lines
    assert "  1 embed en · 98.6 % sure · line 3:1 · not in the text" in lines


def test_what_was_changed_stands_beside_its_source_with_the_rule(tmp_path: Path) -> None:
    changed = PROSE.replace("Stadt Lindach", "Stadt\u00a0Lin\u00addach")
    write(tmp_path, {"a.txt": article("date 2018-05", changed)})
    output = flat(shown(tmp_path / "a.txt")[1])
    assert "Die Stadt Lindach will" in output
    assert "source: Die Stadt‹NBSP›Lin‹SHY›dach will" in output
    assert "‹NBSP› → ␠: spaces@1, 1:24" in output
    assert "‹SHY› → nothing: soft-hyphens@1, 1:28" in output


def test_an_unchanged_block_has_no_second_copy(tmp_path: Path) -> None:
    write(tmp_path, {"a.txt": article("date 2018-05", PROSE)})
    assert "source:" not in shown(tmp_path / "a.txt")[1]


def test_on_a_wide_terminal_source_and_text_stand_in_two_columns(tmp_path: Path) -> None:
    write(tmp_path, {"a.txt": article("date 2018-05", PROSE.replace(" will", "\u00a0will"))})
    lines = shown(tmp_path / "a.txt", columns=120)[1].splitlines()
    both = next(line for line in lines if "source:" in line)
    assert both.count("Die Stadt Lindach") == 2


def test_what_is_in_no_block_is_listed_with_the_rule(tmp_path: Path) -> None:
    write(tmp_path, {"a.txt": article("date 2018-05", PROSE)})
    output = flat(shown(tmp_path / "a.txt")[1])
    assert output.endswith(
        "in no block 1:2 “date 2018-05”: the opening word “date” (header.date@1)"
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a\u00a0b", "a‹NBSP›b"),
        ("u\u0308", "u‹U+0308›"),
        ("a\r\nb\nc", "a‹CR›‹LF›\nb‹LF›\nc"),
        ("\x1b[2J", "‹U+001B›[2J"),
        ("„Öl“ 3 €", "„Öl“ 3 €"),
    ],
)
def test_what_cannot_be_seen_is_named(text: str, expected: str) -> None:
    assert visible(text) == expected


def test_a_package_gives_back_every_source_slice_and_place(
    articles: dict[str, show.Shown],
) -> None:
    assert len(articles) == 45
    for path, stored in articles.items():
        data = (ROOT / path).read_bytes()
        source = decode(data, ["utf-8", "cp1252"], declared=False).text
        for block in stored.blocks:
            start, end = block["src_start"], block["src_end"]
            assert stored.raw(block) == source[start:end]
            assert stored.quote(start, end) == source[start:end]
        live = show.Shown(path, stored.rows, "", source)
        for row in stored.rows["evidence"]:
            if row["block_id"]:
                assert stored.position(row["src_start"]) == live.position(row["src_start"])


def test_an_id_shows_the_same_as_its_file(package: Path, articles: dict[str, show.Shown]) -> None:
    path = "seeds/hafenkurier/2018/hafenbahn.txt"
    article_id = articles[path].article["article_id"]
    assert shown(article_id, "-p", package) == shown(ROOT / path)


def test_the_beginning_of_an_id_is_enough(package: Path, articles: dict[str, show.Shown]) -> None:
    article_id = articles["seeds/talbote/2021/lawine.txt"].article["article_id"]
    assert shown(article_id[:8], "-p", package) == shown(article_id, "-p", package)


def test_a_duplicate_names_its_match_and_how_much_they_share(
    package: Path, articles: dict[str, show.Shown]
) -> None:
    pair = [each for path, each in articles.items() if Path(path).name.startswith("seehund")]
    first, other = sorted(pair, key=lambda each: not each.text["is_representative"])
    said = flat(shown(str(other.article["article_id"]), "--package", package)[1])
    row = other.duplicate
    assert row is not None
    score, contained = (f"{row[name] / 1000:.3f}" for name in ("score", "containment"))
    assert f"duplicates reprint of {first.article['article_id']}, score {score}, " in said
    assert f"containment {contained} (cluster {row['dup_cluster']})" in said
    said = flat(shown(str(first.article["article_id"]), "--package", package)[1])
    assert f"duplicates stands for cluster {row['dup_cluster']}" in said


def test_an_article_in_no_cluster_says_nothing_of_duplicates(
    package: Path, articles: dict[str, show.Shown]
) -> None:
    alone = next(each for each in articles.values() if each.text["dup_cluster"] is None)
    output = shown(str(alone.article["article_id"]), "--package", package)[1]
    assert not [line for line in output.splitlines() if line.startswith("duplicates")]


def test_an_alias_finds_its_article(package: Path, articles: dict[str, show.Shown]) -> None:
    aliased = next(found for found in articles.values() if found.rows["aliases"])
    alias = aliased.rows["aliases"][0]["alias_id"]
    assert aliased.article["article_id"] in shown(alias, "-p", package)[1]


@pytest.mark.parametrize(
    ("key", "said"),
    [("a", "45 articles have an id that begins with 'a'"), ("azz9' OR 1", "no article in")],
)
def test_an_id_that_names_no_single_article_is_refused(package: Path, key: str, said: str) -> None:
    code, output = shown(key, "-p", package)
    assert code == 2
    assert said in output


def test_neither_file_nor_package_says_what_to_name(tmp_path: Path) -> None:
    code, output = shown("axyz", "-p", tmp_path / "none")
    assert code == 2
    assert "--package" in output
    assert shown(tmp_path)[0] == 2


def test_a_file_that_would_be_quarantined_says_why(tmp_path: Path) -> None:
    write(tmp_path, {"a.txt": b"\x89PNG\0"})
    code, output = shown(tmp_path / "a.txt")
    assert code == 2
    assert "binary: NUL byte at offset 4" in output


def test_json_has_rows_with_raw_text_changes_and_evidence(tmp_path: Path) -> None:
    write(tmp_path, {"a.txt": article("date 2018-05", POST.replace("is open", "is\u00a0open"))})
    _, output = shown(tmp_path / "a.txt", "--format", "json")
    found: Any = json.loads(output)
    (block,) = found["blocks"]
    assert found["article"]["published_edtf"] == "2018-05"
    assert "is\u00a0open" in block["raw"]
    assert block["embed"]["posted_edtf"] == "2018-05-30"
    assert block["changes"][0]["rules"] == ["spaces@1"]
    assert {row["field"] for row in found["evidence"]} == {"published_edtf", "text_from"}
    assert found["removed"][0]["before"] == "date 2018-05"


def test_a_hostile_text_cannot_drive_the_terminal(tmp_path: Path) -> None:
    nasty = "\x1b]0;owned\x07\u202e\u2066"
    text = (
        f"Title: {nasty}Damm\nDate: 2018-05-03\nAuthor: {nasty}\nURL: http://a.example/{nasty}\n\n"
    )
    write(tmp_path, {f"a{nasty}\n.txt": text + PROSE + nasty + "w" * 500 + "\n"})
    code, output = shown(next(tmp_path.iterdir()))
    assert code == 0
    assert not {"\x1b", "\x07", "\u202e", "\u2066"} & set(output)


@pytest.mark.parametrize("columns", [80, 120])
def test_no_line_is_wider_than_the_terminal(
    articles: dict[str, show.Shown], package: Path, columns: int
) -> None:
    for found in [*articles.values()][::6]:
        output = shown(found.article["article_id"], "-p", package, columns=columns)[1]
        assert max(map(render.width, output.splitlines())) <= columns


def test_a_word_longer_than_the_line_is_cut_and_nothing_is_lost() -> None:
    lines = layout.wrapped(f"vor {'漢' * 30} nach", 20)
    assert max(map(render.width, lines)) <= 20
    assert "".join(lines) == f"vor{'漢' * 30}nach"


def test_colour_is_for_terminals_only(tmp_path: Path) -> None:
    write(tmp_path, {"a.txt": article()})
    assert b"\x1b" not in run("show", tmp_path / "a.txt").stdout


def test_a_file_needs_no_settings(tmp_path: Path) -> None:
    write(tmp_path, {"a.txt": article()})
    assert show.of_file(tmp_path / "a.txt", Config()).path == "a.txt"
