"""Dates that cannot be read, or contradict each other, are findings that name both."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import corpora
from corpora import Draft, Row, Rows
from pressmark.check import apply_rules
from pressmark.check.rules.days import first_day, last_day
from pressmark.dataset import Dataset, connect
from pressmark_schema import ids
from pressmark_schema.edtf import Edtf
from pressmark_schema.findings import Finding
from pressmark_schema.generate.sql import literal

HEADER = "date 2018-05-03"
NOTE = "Stand: 7. Juni 2018"
DATES = frozenset({"PM207", "PM214", "PM215", "PM216"})


def _article(published: str = "2018-05-03", basis: str = "header", **facts: Any) -> Draft:
    """An invented article of a header, a paragraph and a dateline."""
    source = f"{HEADER} Der Kran am Kai steht.\n\n{NOTE}\n"
    known = {"outlet_id": "hafenblatt", "lang": "de", "title": "Kran", "title_basis": "stated"}
    known |= {"published_edtf": published, "published_basis": basis}
    draft = Draft("kran.txt", source, known | facts)
    draft.delete(f"{HEADER} ")
    draft.block("paragraph", "Der Kran am Kai steht.")
    draft.block("dateline", NOTE)
    return draft


def _evidence(draft: Draft, field: str, value: str | None, rule: str, **facts: Any) -> Row:
    row: Row = {
        "evidence_id": ids.row_id("e", draft.article_id, field, value or "", rule),
        "article_id": draft.article_id,
        "field": field,
        "value_from": None,
        "value_to": value,
        "block_id": None,
        "src_start": None,
        "src_end": None,
        "place": None,
        "raw": None,
        "rule": rule,
    }
    return row | facts


def _in_header(draft: Draft, value: str) -> Row:
    end = len(HEADER)
    return _evidence(draft, "published_edtf", value, "header.date@1", src_start=0, src_end=end)


def _in_note(draft: Draft, field: str, value: str, rule: str = "narrow.dateline@1") -> Row:
    block = draft.rows["blocks"][1]
    start = draft.source.index(NOTE) + len("Stand: ")
    place = {"block_id": block["block_id"], "src_start": start, "src_end": block["src_end"]}
    return _evidence(draft, field, value, rule, **place)


def _rows(draft: Draft, *evidence: Row) -> Rows:
    rows: Rows = {name: [] for name in corpora.corpus()}
    draft.rows["evidence"] = list(evidence)
    for name, made in draft.finish().items():
        rows[name] += made
    rows["sources"].append(corpora.source_row(draft.path, draft.source.encode()))
    rows["captures"].append(corpora.capture_row(draft.path, draft.article_id))
    return corpora.in_order(rows)


def _ruled(tmp_path: Path, rows: Rows) -> list[Finding]:
    dataset = Dataset.open(corpora.write_dataset(tmp_path / "d", rows))
    return [finding for finding in apply_rules(dataset) if finding.code in DATES]


def _found(tmp_path: Path, draft: Draft, *evidence: Row) -> list[Finding]:
    return _ruled(tmp_path, _rows(draft, *evidence))


def _said(found: Iterable[Finding]) -> list[tuple[str, str | None]]:
    return [(finding.code, finding.observed) for finding in found]


def _shown(finding: Finding) -> str:
    assert finding.excerpt is not None
    assert finding.caret is not None
    return finding.excerpt[slice(*finding.caret)]


def test_dates_that_share_a_day_are_no_contradiction(tmp_path: Path) -> None:
    draft = _article()
    stated = _in_header(draft, "2018-05-03")
    in_path = _evidence(draft, "published_edtf", "2018", "path.date@1")
    in_table = _evidence(draft, "published_edtf", "2018-05-XX", "metadata.date@1")

    assert _found(tmp_path, draft, stated, in_path, in_table) == []


def test_a_header_that_the_metadata_table_contradicts(tmp_path: Path) -> None:
    draft = _article("2019-01", "sidecar")
    in_table = _evidence(draft, "published_edtf", "2019-01", "metadata.date@1")

    found = _found(tmp_path, draft, _in_header(draft, "2018-05-03"), in_table)

    assert _said(found) == [
        ("PM215", "2018-05-03 in the header, 2019-01 in the metadata table"),
    ]
    assert (found[0].row_id, found[0].path) == (draft.article_id, "kran.txt")
    assert draft.source[found[0].src_start : found[0].src_end] == HEADER


def test_a_path_that_the_header_contradicts_shows_the_header(tmp_path: Path) -> None:
    draft = _article()
    in_path = _evidence(draft, "published_edtf", "2019", "path.date@1")

    found = _found(tmp_path, draft, _in_header(draft, "2018-05-03"), in_path)

    assert _said(found) == [("PM215", "2019 in the path, 2018-05-03 in the header")]
    assert (found[0].src_start, found[0].src_end) == (0, len(HEADER))


def test_a_path_that_the_metadata_table_contradicts(tmp_path: Path) -> None:
    draft = _article("2018-05", "sidecar")
    in_path = _evidence(draft, "published_edtf", "2019", "path.date@1")

    found = _found(tmp_path, draft, in_path)

    assert _said(found) == [("PM215", "2019 in the path, 2018-05 in the metadata table")]
    assert found[0].src_start is None


def test_a_dateline_newer_than_the_date_is_shown_where_it_stands(tmp_path: Path) -> None:
    draft = _article()

    found = _found(tmp_path, draft, _in_note(draft, "text_from", "2018-06-07"))

    assert _said(found) == [("PM214", "a dateline of 2018-06-07 under 2018-05-03")]
    assert _shown(found[0]) == "7. Juni 2018"
    assert (found[0].row_id, found[0].src_line) == (draft.rows["blocks"][1]["block_id"], 3)


def test_a_note_that_moved_the_bounds_contradicts_nothing(tmp_path: Path) -> None:
    moved: Row = {"text_from": date(2018, 6, 7), "text_from_basis": "update", "text_to": None}
    draft = _article(**moved, text_to_basis="unknown")

    assert _found(tmp_path, draft, _in_note(draft, "text_from", "2018-06-07")) == []


def test_a_post_is_not_named_once_more_for_its_evidence(tmp_path: Path) -> None:
    draft = _article()
    post = _in_note(draft, "text_from", "2018-06-07", "narrow.embed@1")

    assert _found(tmp_path, draft, post) == []


def _modified(text: str) -> Row:
    edtf = Edtf.parse(text)
    days = {"modified_from": edtf.earliest, "modified_to": edtf.latest}
    return {"modified_edtf": text} | days


def test_a_change_before_the_publication_is_shown_in_its_note(tmp_path: Path) -> None:
    draft = _article(**_modified("2018-04"))

    found = _found(tmp_path, draft, _in_note(draft, "modified_edtf", "2018-04"))

    assert _said(found) == [
        ("PM216", "modified 2018-04 in the text, published 2018-05-03 in the header")
    ]
    assert draft.source[found[0].src_start : found[0].src_end] == "7. Juni 2018"


def test_a_change_before_the_publication_that_no_note_states(tmp_path: Path) -> None:
    draft = _article(**_modified("2017"))

    assert _said(_found(tmp_path, draft)) == [
        ("PM216", "modified 2017, published 2018-05-03 in the header")
    ]


def test_a_change_in_the_month_of_the_publication_is_none_before_it(tmp_path: Path) -> None:
    assert _found(tmp_path, _article(**_modified("2018-05"))) == []


def _undated(rows: Rows) -> Rows:
    """The rows with a publication date that is stated but is none."""
    names = ("edtf", "from", "to")
    unread: Row = {f"published_{name}": None for name in names}
    unread |= {"published_raw": "im Mai irgendwann", "published_precision": "unknown"}
    rows["articles"][0] |= unread
    return rows


@pytest.mark.parametrize("in_evidence", [True, False])
def test_a_date_that_cannot_be_read_is_named_once(tmp_path: Path, *, in_evidence: bool) -> None:
    draft = _article("2018", "sidecar")
    raw = {"value_from": "im Mai irgendwann"}
    row = _evidence(draft, "published_edtf", None, "metadata.date@1", **raw)

    found = _ruled(tmp_path, _undated(_rows(draft, *[row] * in_evidence)))

    assert _said(found) == [("PM207", "im Mai irgendwann in the metadata table")]


def test_an_unreadable_date_beside_a_readable_one_is_named(tmp_path: Path) -> None:
    draft = _article()
    raw = {"value_from": "31. Mai oder so"}
    row = _evidence(draft, "published_edtf", None, "metadata.date@1", **raw)

    found = _found(tmp_path, draft, _in_header(draft, "2018-05-03"), row)

    assert _said(found) == [("PM207", "31. Mai oder so in the metadata table")]


DAYS = ("2018", "2018-05", "2018-05-03", "2018?", "2018-02~", "2018-05-XX", "2018-XX-XX")


@pytest.mark.parametrize("text", [*DAYS, "2018-05/2019", "2016-02-29/2018-07-03?"])
def test_the_days_in_sql_are_those_of_edtf(text: str) -> None:
    edtf = Edtf.parse(text)
    first, last = first_day(literal(text)), last_day(literal(text))

    with connect() as connection:
        assert connection.sql(f"SELECT {first}, {last}").fetchall() == [
            (edtf.earliest, edtf.latest)
        ]


@pytest.mark.parametrize("text", ["", "2018-02-30", "Mai 2018", "1/2/3"])
def test_what_is_no_date_has_no_day_in_sql(text: str) -> None:
    with connect() as connection:
        days = f"SELECT {first_day(literal(text))}, {last_day(literal(text))}"
        assert connection.sql(days).fetchall() == [(None, None)]
