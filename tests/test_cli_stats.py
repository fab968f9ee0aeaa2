"""`pressmark stats`: counts in which no article vanishes, on any terminal."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from pressmark.config import find
from pressmark.flow import steps
from pressmark_cli import calendar, render
from pressmark_cli.app import app
from raw_input import PROSE, ROOT, article, write

TOML = '[read]\npaths = ["{outlet}/*.txt"]\n'


def stats(*words: str | Path, columns: int = 80) -> tuple[int, str]:
    """Exit code and all output of the command."""
    arguments = ["stats", *map(str, words)]
    result = CliRunner().invoke(app, arguments, env={"COLUMNS": str(columns)})
    return result.exit_code, result.output


def counted(package: Path) -> Any:
    """What the command says as JSON."""
    return json.loads(stats(package, "--format", "json")[1])


def build(folder: Path, files: Mapping[str, str | bytes]) -> Path:
    """A package of these files, whose folders are outlets."""
    write(folder / "raw", {**files, "pressmark.toml": TOML})
    steps.build([folder / "raw"], folder / "package", find(folder / "raw"))
    return folder / "package"


def dated(*headers: str, outlet: str = "bote") -> dict[str, str]:
    """An article for each header, each with a text of its own."""
    return {
        f"{outlet}/{rank}.txt": article(header, f"{rank} Höfe. {PROSE}")
        for rank, header in enumerate(headers)
    }


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small package: dates of every precision, none, and a quarantined file."""
    files: dict[str, str | bytes] = {
        **dated("date 2018-05", "date 2018-05-30", "date 2019", "date 2021-01-02"),
        **dated("date 2018-06", outlet="kurier"),
        "kurier/undated.txt": f"{PROSE}\n",
        "kurier/logo.txt": b"\x89PNG\0",
    }
    return build(tmp_path_factory.mktemp("stats"), files)


@pytest.fixture(scope="module")
def seeds(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A package of the project's own corpus."""
    target = tmp_path_factory.mktemp("stats-seeds") / "package"
    steps.build([ROOT / "seeds"], target, find(ROOT / "seeds"))
    return target


def test_a_month_is_certain_a_year_is_possible_in_twelve_and_no_date_is_undated(
    package: Path,
) -> None:
    outlets = counted(package)["outlets"]
    assert outlets["bote"] == {
        "articles": 4,
        "certain": {"2018-05": 2, "2021-01": 1},
        "possible": {f"2019-{month:02}": 1 for month in range(1, 13)},
        "several": 1,
        "undated": 0,
    }
    assert outlets["kurier"] == {
        "articles": 2,
        "certain": {"2018-06": 1},
        "possible": {},
        "several": 0,
        "undated": 1,
    }


def test_no_article_vanishes(seeds: Path) -> None:
    found = counted(seeds)
    for months in [found["months"], *found["outlets"].values()]:
        certain = sum(months["certain"].values())
        assert months["articles"] == certain + months["several"] + months["undated"]
    assert sum(each["articles"] for each in found["outlets"].values()) == 45


def test_the_sum_is_printed(package: Path) -> None:
    said = "6 articles = 4 certain of one month + 1 spread over several + 1 undated"
    assert said in stats(package)[1]


def test_a_gap_is_visible_within_a_year_and_between_years(package: Path) -> None:
    lines = stats(package)[1].splitlines()
    head = next(at for at, line in enumerate(lines) if line.strip().startswith("2018"))
    assert lines[head].split() == ["2018", "2019"]
    assert lines[head + 2].split()[:13] == ["bote", *"····2·······"]
    assert lines[head + 3].split() == ["possible", *"············", *"1" * 12]
    assert "2020: no articles" in lines


def test_one_wrong_year_does_not_fill_the_screen(tmp_path: Path) -> None:
    output = stats(build(tmp_path, dated("date 1018-05", "date 2018-05")))[1]
    assert "1019 to 2017: no articles" in output
    assert len(output.splitlines()) < 60


def test_undated_articles_are_noted_beside_their_outlet(package: Path) -> None:
    kurier = next(line for line in stats(package)[1].splitlines() if "kurier" in line)
    assert kurier.endswith("1 undated")


def test_precision_languages_kinds_and_lengths_are_counted(package: Path) -> None:
    found = counted(package)
    assert found["precision"] == {"year": 1, "month": 2, "day": 2, "unknown": 1}
    assert found["basis"] == {"absent": 1, "header": 5}
    assert found["languages"] == {"de": 6}
    assert found["kinds"] == {"paragraph": 6}
    words = found["words"]
    assert words["least"] <= words["lower"] <= words["median"] <= words["upper"] <= words["most"]
    assert words["most"] - words["least"] == 2


def test_what_was_quarantined_is_counted_and_shown_with_the_reason(package: Path) -> None:
    assert counted(package)["quarantined"] == {"binary": 1}
    output = stats(package)[1]
    assert "7 documents = 6 + 1 quarantined" in output
    assert "kurier/logo.txt: NUL byte at offset 4" in output


def test_findings_are_counted_by_code_with_their_names_the_gravest_first(seeds: Path) -> None:
    findings = counted(seeds)["findings"]
    by_code = {finding["code"]: finding for finding in findings}
    assert by_code["PM214"]["name"] == "dates-contradict"
    severities = [finding["severity"] for finding in findings]
    assert severities == sorted(severities, key=["error", "warning", "info"].index)


def test_clusters_of_duplicates_are_counted_with_their_relations(seeds: Path) -> None:
    relations = {"exact": 1, "reprint": 1, "excerpt": 1}
    assert counted(seeds)["duplicates"] == {"clusters": 3, "articles": 6, "relations": relations}
    lines = stats(seeds)[1].splitlines()
    at = lines.index("Duplicates")
    assert lines[at + 1] == "6 articles in 3 clusters"
    assert {line.split()[0] for line in lines[at + 2 : at + 5]} == set(relations)


def test_a_corpus_without_duplicates_says_so_and_one_not_looked_through_says_nothing(
    tmp_path: Path,
) -> None:
    lines = stats(build(tmp_path, dated("date 2018-05")))[1].splitlines()
    assert lines[lines.index("Duplicates") + 1] == "none"
    write(tmp_path / "raw", {"pressmark.toml": "[duplicates]\nenabled = false\n", "a.txt": PROSE})
    steps.build([tmp_path / "raw"], tmp_path / "package", find(tmp_path / "raw"))
    assert counted(tmp_path / "package")["duplicates"] is None
    assert "Duplicates" not in stats(tmp_path / "package")[1]


@pytest.mark.parametrize("columns", [80, 120])
def test_no_line_is_wider_than_the_terminal(seeds: Path, columns: int) -> None:
    lines = stats(seeds, columns=columns)[1].splitlines()
    assert max(map(render.width, lines)) <= columns


def test_a_wider_terminal_holds_more_years_side_by_side(seeds: Path) -> None:
    def years(columns: int) -> int:
        lines = stats(seeds, columns=columns)[1].splitlines()
        heads = [line.split() for line in lines if line.replace(" ", "").isdigit()]
        return max(sum(len(word) == 4 for word in words) for words in heads)

    assert (years(80), years(120)) == (2, 4)


def test_small_outlets_are_counted_together(tmp_path: Path) -> None:
    files = dated("date 2018-05", "date 2018-05", "date 2018-06")
    files |= dated("date 2018", outlet="kurier") | dated("date 2018-07", outlet="post")
    output = stats(build(tmp_path, files), "--outlets", "1")[1]
    outlets = output.partition("Outlets")[2].partition("Articles by month")[0]
    assert [line.split()[:3] for line in outlets.split("\n") if line.strip()] == [
        ["bote", "3", "60.0"],
        ["2", "others", "2"],
    ]


def test_a_package_without_articles_is_counted_too(tmp_path: Path) -> None:
    empty = build(tmp_path, {"bote/a.txt": ""})
    code, output = stats(empty)
    assert code == 0
    assert "0 articles, 0 blocks, 0 words; 1 document = 0 + 1 quarantined" in output
    assert counted(empty)["words"] is None


def test_what_is_no_package_is_refused(tmp_path: Path) -> None:
    code, output = stats(tmp_path)
    assert code == 2
    assert "is no data package" in output


@pytest.mark.parametrize(
    ("count", "text"),
    [(0, "0"), (999, "999"), (1000, "1k"), (1234, "1.2k"), (12_345, "12k"), (999_999, "999k")],
)
def test_large_counts_are_short(count: int, text: str) -> None:
    assert calendar.short(count) == text
