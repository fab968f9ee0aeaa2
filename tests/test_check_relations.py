"""Each fault between rows is found under its own code, and the sources' very text is compared."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import corpora
from corpora import Row, Rows
from pressmark.check import text_findings
from pressmark.check.catalogue import RULES
from pressmark.check.opened import Opened
from pressmark.check.relations import relation_findings
from pressmark.dataset import Dataset
from pressmark_schema.findings import Finding

Change = Callable[[Rows], None]


def _set(table: str, column: str, value: Any, **where: Any) -> Change:
    """Give a column of the first row that fits another value."""

    def change(rows: Rows) -> None:
        fitting = (r for r in rows[table] if all(r[name] == v for name, v in where.items()))
        row = next(fitting)
        row[column] = value(row[column]) if callable(value) else value

    return change


def _repeat(table: str) -> Change:
    return lambda rows: rows[table].insert(0, rows[table][0])


def _drop(table: str) -> Change:
    return lambda rows: rows[table].clear()


def _more(number: int) -> int:
    return number + 1


def _finding(table: str, row_id: str) -> Change:
    """Add a row to the findings."""

    def change(rows: Rows) -> None:
        rule = RULES["PM201"]
        rows["findings"].append(Finding(rule, table, row_id).row().model_dump())

    return change


FAULTS: dict[str, tuple[str, Change]] = {
    "a key twice": ("PM610", _repeat("changes")),
    "a rank twice": ("PM611", _set("blocks", "seq", 1, seq=0)),
    "a key of no row": ("PM612", _set("evidence", "article_id", "a" + "0" * 16)),
    "a finding of no row": ("PM612", _finding("articles", "a" + "0" * 16)),
    "a finding of no table": ("PM612", _finding("comments", "1")),
    "a rank left out": ("PM613", _set("blocks", "seq", 9, kind="teaser")),
    "rows out of order": ("PM614", lambda rows: rows["captures"].reverse()),
    "a text longer than its span": ("PM620", _set("blocks", "text", "Zu lang.", kind="heading")),
    "places reversed": (
        "PM621",
        _set("changes", "positions", lambda p: p[::-1], kind="replace"),
    ),
    "a change outside its block": (
        "PM622",
        _set("changes", "positions", lambda p: [p[0], 9999], kind="replace"),
    ),
    "a deletion inside a block": (
        "PM622",
        _set("changes", "src_end", lambda end: end + 9, kind="delete"),
    ),
    "a before of another length": ("PM623", _set("changes", "before", "xyz", kind="replace")),
    "blocks that overlap": ("PM624", _set("blocks", "src_start", 20, kind="heading")),
    "an embed without details": ("PM625", _drop("embeds")),
    "a teaser without a link": ("PM625", _drop("links")),
    "a heading without a level": ("PM625", _set("blocks", "level", None, kind="heading")),
    "a wrong number of blocks": ("PM626", _set("articles", "n_blocks", _more)),
    "a wrong number of characters": ("PM626", _set("articles", "n_chars", _more)),
    "a wrong number of words": ("PM626", _set("articles", "n_words", _more)),
    "a wrong text hash": ("PM626", _set("articles", "text_sha256", "0" * 64)),
    "a text that is not its blocks": ("PM627", _set("texts", "text", str.upper)),
    "an article without a text": ("PM627", _drop("texts")),
    "a block elsewhere in the text": ("PM628", _set("blocks", "text_start", _more, seq=2)),
    "an ad in the text": ("PM628", _set("blocks", "text_start", 0, kind="ad")),
    "a value altered anywhere": ("PM629", _set("embeds", "author_name", "Somebody Else")),
    "days that are not the date's": (
        "PM630",
        _set("articles", "published_to", lambda day: day.replace(day=30), published_edtf="2018-05"),
    ),
    "a precision that is not the date's": (
        "PM630",
        _set("articles", "published_precision", "day", published_edtf="2018-05"),
    ),
    "no current capture": ("PM631", _set("captures", "is_current", lambda _: False)),
    "a quarantined current capture": (
        "PM631",
        _set("captures", "is_current", lambda _: True, status="quarantined"),
    ),
    "a block id of other words": (
        "PM632",
        _set("blocks", "block_id", lambda name: name[:18] + "a" * 10 + "_0", kind="ad"),
    ),
    "a row about another article": (
        "PM633",
        _set("changes", "article_id", "a" + "0" * 16, kind="replace"),
    ),
    "an outlet that differs": ("PM634", _set("texts", "outlet_id", "anderes")),
    "a cluster that the match is not in": (
        "PM636",
        _set("duplicates", "dup_cluster", "d" + "0" * 16, is_representative=False),
    ),
    "a cluster that texts do not know": ("PM636", _drop("duplicates")),
    "a cluster without its representative": (
        "PM636",
        lambda rows: rows["duplicates"].remove(
            next(row for row in rows["duplicates"] if row["is_representative"])
        ),
    ),
    "a relation that differs": (
        "PM636",
        _set("texts", "dup_relation", "update", is_representative=False),
    ),
    "an article that was not compared": (
        "PM636",
        _set("texts", "is_representative", None, dup_cluster=None),
    ),
    "evidence for no column": ("PM635", _set("evidence", "field", "mood")),
    "an annotation of another article's block": (
        "PM633",
        _set("annotations", "article_id", "a" + "0" * 16),
    ),
    "an annotation of other words": ("PM637", _set("annotations", "text", "morgen!")),
    "an annotation beyond its block": ("PM637", _set("annotations", "block_end", 9_999)),
    "an annotation elsewhere in the text": ("PM637", _set("annotations", "text_start", _more)),
    "a speaker who does not stand there": (
        "PM637",
        lambda rows: rows["annotations"][0].update(
            {"speaker": "Onken", "speaker_start": 0, "speaker_end": 5}
        ),
    ),
    "a time whose value is none of its candidates": (
        "PM638",
        _set("annotations", "value", "2019-11-03"),
    ),
    "candidates out of order": (
        "PM638",
        lambda rows: rows["annotations"][0].update(
            {"basis": "several_fit", "value": None, "candidates": ["2019-11-02", "2019-11-01"]}
        ),
    ),
    "a candidate that is no date": (
        "PM638",
        lambda rows: rows["annotations"][0].update({"value": "gestern", "candidates": ["gestern"]}),
    ),
}


def _found(dataset: Path) -> Iterator[Finding]:
    opened = Dataset.open(dataset)
    with opened.connect() as connection:
        tables = {name: opened.table(name) for name in opened.files}
        yield from relation_findings(Opened(connection, tables, {}))


def test_a_sound_corpus_has_no_faults(tmp_path: Path) -> None:
    assert list(_found(corpora.write_dataset(tmp_path / "d", corpora.corpus()))) == []


def test_findings_of_rows_that_are_here_are_sound(tmp_path: Path) -> None:
    rows = corpora.corpus()
    for table in ("articles", "blocks", "captures"):
        key = rows[table][0][f"{table.removesuffix('s')}_id"]
        _finding(table, key)(rows)
    rows["findings"].sort(key=lambda row: str(row["finding_id"]))

    assert list(_found(corpora.write_dataset(tmp_path / "d", rows))) == []


@pytest.mark.parametrize("name", FAULTS)
def test_each_fault_is_found_under_its_code(tmp_path: Path, name: str) -> None:
    code, change = FAULTS[name]
    rows = corpora.corpus()
    change(rows)

    found = _found(corpora.write_dataset(tmp_path / "d", rows))

    assert code in corpora.codes(found)


def test_a_number_beyond_all_bounds_is_a_finding(tmp_path: Path) -> None:
    rows = corpora.corpus()
    rows["changes"][0]["src_start"] = -(2**63)
    rows["changes"][0]["positions"] = [-(2**63)]

    assert "PM617" in corpora.codes(_found(corpora.write_dataset(tmp_path / "d", rows)))


def test_more_rows_than_a_row_group_holds_keep_their_order(tmp_path: Path) -> None:
    rows = corpora.corpus()
    first = rows["sources"][0]
    many = [first | {"source_id": f"s{n:016}", "path": f"p{n:07}"} for n in range(70_000)]
    rows["sources"] = [*many, *rows["sources"]]
    rows["sources"].sort(key=lambda row: str(row["path"]))

    assert corpora.codes(_found(corpora.write_dataset(tmp_path / "d", rows))) == []


def _against(
    tmp_path: Path, rows: Rows, sources: dict[str, str], *, whole: bool = True
) -> list[Finding]:
    dataset = Dataset.open(corpora.write_dataset(tmp_path / "d", rows))
    with dataset.connect() as connection:
        return list(text_findings(connection, sources.items(), whole=whole))


def test_the_sources_with_their_changes_are_the_blocks(tmp_path: Path) -> None:
    assert _against(tmp_path, corpora.corpus(), corpora.sources()) == []


def test_a_shifted_span_is_seen_in_the_source(tmp_path: Path) -> None:
    rows = corpora.corpus()
    block = next(row for row in rows["blocks"] if row["kind"] == "heading")
    block["src_start"] += 1
    block["src_end"] += 1

    found = _against(tmp_path, rows, corpora.sources())

    assert [(f.code, f.row_id) for f in found] == [
        ("PM640", block["block_id"]),
        ("PM641", block["article_id"]),
    ]
    assert found[0].path == "marsh/0001.txt"
    assert found[0].caret == (0, 1)


def _without(rows: Rows, table: str, **where: Any) -> Row:
    row = next(r for r in rows[table] if all(r[name] == v for name, v in where.items()))
    rows[table].remove(row)
    return row


def test_a_lost_block_is_seen_in_the_source(tmp_path: Path) -> None:
    rows = corpora.corpus()
    lost = _without(rows, "blocks", kind="ad")

    (found,) = _against(tmp_path, rows, corpora.sources())

    assert (found.code, found.observed) == ("PM641", "Advertisement")
    assert (found.src_start, found.src_line, found.src_column) == (lost["src_start"], 5, 1)


def test_blocks_that_were_left_out_on_purpose_are_not_missed(tmp_path: Path) -> None:
    rows = corpora.corpus()
    _without(rows, "blocks", kind="ad")
    block = next(row for row in rows["blocks"] if row["kind"] == "heading")
    block["text"] += "!"

    found = _against(tmp_path, rows, corpora.sources(), whole=False)

    assert [(f.code, f.row_id) for f in found] == [("PM640", block["block_id"])]


def test_text_in_two_blocks_is_seen_also_where_blocks_were_left_out(tmp_path: Path) -> None:
    rows = corpora.corpus()
    block = next(row for row in rows["blocks"] if row["kind"] == "heading")
    rows["blocks"].append(block | {"block_id": block["block_id"][:-1] + "1"})

    (found,) = _against(tmp_path, rows, corpora.sources(), whole=False)

    assert (found.code, found.observed) == ("PM641", block["text"])


def test_a_lost_deletion_is_seen_in_the_source(tmp_path: Path) -> None:
    rows = corpora.corpus()
    _without(rows, "changes", before="date 2020 ")

    (found,) = _against(tmp_path, rows, corpora.sources())

    assert (found.code, found.observed) == ("PM641", "date 2020")


def test_another_source_is_seen_in_blocks_and_changes(tmp_path: Path) -> None:
    sources = {
        name: text.replace("gesperrt", "geöffnet") for name, text in corpora.sources().items()
    }
    sources = {name: text.replace("\u00ad", "-") for name, text in sources.items()}

    found = _against(tmp_path, corpora.corpus(), sources)

    assert [(f.code, f.on_table) for f in found] == [("PM640", "blocks"), ("PM640", "changes")]
