"""A filtered package is a package of its own: what is gone is gone everywhere, and recorded."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import frictionless
import pytest

import corpora
import exported_corpus
from exported_corpus import MAY, OLD_MAY, UNDATED, WINTER, accepted, of_article
from pressmark.check import integrity
from pressmark.dataset import Dataset
from pressmark.export import Filters, export
from pressmark_schema import canonical
from pressmark_schema.errors import UsageError
from pressmark_schema.records import record_sha256

if TYPE_CHECKING:
    from pathlib import Path

    from exported_corpus import Rows


@pytest.fixture
def dataset(tmp_path: Path) -> Dataset:
    return exported_corpus.dataset(tmp_path / "dataset")


def kept(dataset: Dataset, tmp_path: Path, **filters: Any) -> Dataset:
    export(dataset, tmp_path / "out", filters=Filters(**filters))
    return Dataset.open(tmp_path / "out")


def ids(found: Dataset) -> set[str]:
    return set(found.arrow("articles")["article_id"].to_pylist())


def tables(found: Dataset) -> Rows:
    return {name: found.arrow(name).to_pylist() for name in found.files}


def record(found: Dataset) -> Any:
    facts = found.package.pressmark
    assert facts is not None
    return facts.model_extra and facts.model_extra["filter"]


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"outlets": ("anzeiger",)}, {MAY}),
        ({"outlets": ("bote",)}, {WINTER, UNDATED}),
        ({"langs": ("en",)}, {UNDATED}),
        ({"where": "n_blocks > 1 AND text LIKE '%Winter%'"}, {WINTER}),
        ({"where": "leaning = 'left' -- own column"}, {MAY}),
        ({"where": "article_id IN (SELECT article_id FROM blocks WHERE kind = 'embed')"}, {MAY}),
        ({"date_from": "2018-05", "date_to": "2018-05"}, {MAY}),
        ({"date_from": "2018-05-02"}, {WINTER}),
        ({"date_from": "2018-05-31", "dates": "overlaps"}, {MAY, WINTER}),
        ({"date_to": "2019", "dates": "overlaps"}, {MAY, WINTER}),
        ({"date_to": "2019"}, {MAY}),
        ({"date_from": "2020-01", "date_to": "2020-01", "dates": "overlaps"}, {WINTER}),
        ({"outlets": ("bote",), "where": "title IS NULL"}, {UNDATED}),
        ({"representatives": True}, {MAY, UNDATED}),
        ({"representatives": True, "outlets": ("bote",)}, {UNDATED}),
    ],
)
def test_articles_are_kept_that_meet_every_condition(
    dataset: Dataset, tmp_path: Path, filters: dict[str, Any], expected: set[str]
) -> None:
    assert ids(kept(dataset, tmp_path, **filters)) == expected


def test_rows_of_articles_that_are_gone_are_gone(dataset: Dataset, tmp_path: Path) -> None:
    found = tables(kept(dataset, tmp_path, outlets=("bote",)))
    assert {row["article_id"] for row in found["captures"]} == {WINTER, UNDATED}
    assert {row["path"] for row in found["sources"]} == {"winter.txt", "undated.txt"}
    assert {row["row_id"] for row in found["findings"]} == {UNDATED}
    assert {row["article_id"] for row in found["blocks"]} == {WINTER, UNDATED}
    assert found["embeds"] == found["links"] == found["aliases"] == found["changes"] == []


def test_untouched_rows_are_the_same_rows_in_the_same_order(
    dataset: Dataset, tmp_path: Path
) -> None:
    before, found = tables(dataset), tables(kept(dataset, tmp_path, outlets=("bote",)))
    for name in ("articles", "texts", "blocks"):
        assert found[name] == [row for row in before[name] if row["article_id"] != MAY]


def test_a_link_to_an_article_that_is_gone_loses_its_target(
    dataset: Dataset, tmp_path: Path
) -> None:
    found = tables(kept(dataset, tmp_path, outlets=("anzeiger",)))
    assert [(row["anchor"], row["target_article_id"]) for row in found["links"]] == [
        ("Der Winter", None)
    ]
    (article,) = found["articles"]
    (before,) = [row for row in tables(dataset)["articles"] if row["article_id"] == MAY]
    assert article["record_sha256"] == record_sha256(of_article(found, MAY))
    assert article["record_sha256"] != before["record_sha256"]
    assert {row["row_id"] for row in found["findings"]} >= {OLD_MAY}


def test_a_reprint_whose_original_is_gone_keeps_its_cluster_and_measures(
    dataset: Dataset, tmp_path: Path
) -> None:
    found = tables(kept(dataset, tmp_path, outlets=("bote",)))
    (row,) = found["duplicates"]
    assert (row["article_id"], row["matched_id"], row["score"]) == (WINTER, None, 510)
    (text,) = [text for text in found["texts"] if text["article_id"] == WINTER]
    assert text["dup_cluster"] == row["dup_cluster"]


@pytest.mark.parametrize("kinds", [("paragraph",), ("paragraph", "embed", "teaser"), ("title",)])
def test_kinds_leave_articles_that_agree_with_themselves(
    dataset: Dataset, tmp_path: Path, kinds: tuple[str, ...]
) -> None:
    found = tables(kept(dataset, tmp_path, kinds=kinds))
    for article, text in zip(found["articles"], found["texts"], strict=True):
        rows = of_article(found, article["article_id"])
        assert [block["seq"] for block in rows["blocks"]] == list(range(article["n_blocks"]))
        for block in rows["blocks"]:
            if block["text_start"] is not None:
                assert text["text"][block["text_start"] : block["text_end"]] == block["text"]
        assert article["n_chars"] == len(text["text"])
        assert article["record_sha256"] == record_sha256(rows)
    assert {row["kind"] for row in found["blocks"]} <= set(kinds)


def test_kinds_rebuild_the_text_from_what_is_left(dataset: Dataset, tmp_path: Path) -> None:
    found = kept(dataset, tmp_path, kinds=("paragraph", "heading"), outlets=("anzeiger",))
    (text,) = found.arrow("texts").to_pylist()
    assert text["text"] == "Die Brücke über die Lirn ist fertig.\n\nLange Bauzeit"
    (article,) = found.arrow("articles").to_pylist()
    assert (article["n_blocks"], article["n_words"]) == (2, 9)


def test_kinds_take_details_with_their_blocks(dataset: Dataset, tmp_path: Path) -> None:
    found = tables(kept(dataset, tmp_path, kinds=("heading",)))
    assert found["embeds"] == found["links"] == found["changes"] == []
    assert [row["block_id"] for row in found["evidence"]] == [None]
    assert {row["on_table"] for row in found["findings"]} == {"articles", "aliases"}


FILTERS = [
    {"outlets": ("anzeiger",)},
    {"where": "title IS NULL"},
    {"kinds": ("paragraph", "embed")},
    {"kinds": ("title",), "date_from": "2018"},
]


@pytest.mark.parametrize("filters", FILTERS)
def test_a_filtered_package_meets_the_schema_and_frictionless(
    dataset: Dataset, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, filters: dict[str, Any]
) -> None:
    assert accepted(kept(dataset, tmp_path, **filters))["articles"]
    monkeypatch.chdir(tmp_path / "out")
    report = frictionless.validate("datapackage.json", type="package")
    assert report.flatten(["title", "message"]) == []


@pytest.mark.parametrize("filters", FILTERS)
def test_the_content_hashes_are_those_of_the_rows_left(
    dataset: Dataset, tmp_path: Path, filters: dict[str, Any]
) -> None:
    found = kept(dataset, tmp_path, **filters)
    for resource in found.package.resources:
        rows = found.arrow(resource.name).to_pylist()
        assert resource.pressmark is not None
        assert resource.pressmark.rows == len(rows)
        assert resource.pressmark.content_sha256 == canonical.sha256_of(
            map(canonical.canonical, rows)
        )


def test_the_descriptor_records_the_filter_and_the_undated(
    dataset: Dataset, tmp_path: Path
) -> None:
    found = kept(dataset, tmp_path, date_from="2018-05", kinds=("title", "paragraph"))
    assert record(found) == {
        "from": "2018-05",
        "dates": "within",
        "kinds": ["title", "paragraph"],
        "articles": 2,
        "among": 3,
        "undated_left_out": 1,
    }


def test_a_filter_of_a_filtered_package_records_both(dataset: Dataset, tmp_path: Path) -> None:
    once = kept(dataset, tmp_path, date_from="2018")
    export(once, tmp_path / "twice", filters=Filters(outlets=("bote",)))
    assert record(Dataset.open(tmp_path / "twice")) == {
        "outlets": ["bote"],
        "articles": 1,
        "among": 2,
        "before": record(once),
    }


def test_a_filter_that_keeps_nothing_is_refused_and_counts_the_undated(
    dataset: Dataset, tmp_path: Path
) -> None:
    with pytest.raises(UsageError, match="none of 3 articles is kept; 1 without a date"):
        kept(dataset, tmp_path, date_from="2021")
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("where", "message"),
    [
        ("nope = 1", '"nope" not found'),
        ("n_blocks = 'x'", "Could not convert"),
        ("true) OR (true", "syntax error"),
        ("true; DROP VIEW texts", "expression list"),
        ("true UNION SELECT 1", "expression list"),
        ("true ORDER BY 1", "expression list"),
        ("true, true", "single expression"),
        ("", "without selection list"),
        ("n_words > ?", "parameter"),
        ("\ud800", "surrogate"),
        ("count(*) > 0", "aggregates"),
        ("(SELECT content FROM read_text('{secret}')) <> ''", "disabled by configuration"),
        ("(SELECT count(*) FROM read_csv('{secret}')) > 0", "disabled by configuration"),
        ("(SELECT count(*) FROM glob('{secret}*')) > 0", "disabled by configuration"),
        ("(SELECT count(*) FROM '{secret}') > 0", "disabled|does not exist"),
    ],
)
def test_a_condition_is_one_expression_that_reads_nothing_else(
    dataset: Dataset, tmp_path: Path, where: str, message: str
) -> None:
    secret = tmp_path / "secret.csv"
    secret.write_text("a\nb\n", encoding="utf-8")
    condition = Filters(where=where.format(secret=secret))
    with pytest.raises(UsageError, match=message) as caught:
        export(dataset, tmp_path / "out", filters=condition)
    assert not (tmp_path / "out").exists()
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("filters", "hint"),
    [
        ({"kinds": ("paragraf",)}, "paragraph"),
        ({"date_from": "May 2018"}, "2018-05"),
        ({"date_to": "2018-02-30"}, "2018-05"),
        ({"dates": "roughly"}, "within"),
        ({"outlets": ("anzeigr",)}, "anzeiger"),
    ],
)
def test_a_value_that_cannot_be_is_refused_with_a_hint(
    dataset: Dataset, tmp_path: Path, filters: dict[str, Any], hint: str
) -> None:
    with pytest.raises(UsageError) as caught:
        kept(dataset, tmp_path, **filters)
    assert hint in caught.value.hint


def test_dates_that_end_before_they_begin_are_refused() -> None:
    with pytest.raises(UsageError, match="end before they begin"):
        Filters(date_from="2019", date_to="2018")


def test_no_filter_is_no_filter() -> None:
    assert not Filters()
    assert Filters(where="true")


@pytest.mark.parametrize(
    "filters",
    [
        {},
        {"where": "n_words > 12"},
        {"date_from": "2019"},
        {"kinds": ("paragraph", "embed", "heading")},
        {"kinds": ("title", "teaser"), "date_to": "2018-05"},
    ],
)
def test_the_checks_find_no_fault_in_what_is_left(tmp_path: Path, filters: dict[str, Any]) -> None:
    source = corpora.write_dataset(tmp_path / "dataset", corpora.corpus())
    export(Dataset.open(source), tmp_path / "out", filters=Filters(**filters))
    assert list(integrity(tmp_path / "out")) == []


def test_annotations_go_with_their_blocks_and_stand_where_these_do_now(
    dataset: Dataset, tmp_path: Path
) -> None:
    found = tables(kept(dataset, tmp_path, kinds=("unknown",), outlets=("anzeiger",)))
    (quote,), (text,) = found["annotations"], found["texts"]
    assert (quote["text_start"], quote["block_start"]) == (quote["block_start"], 9)
    assert text["text"][quote["text_start"] : quote["text_end"]] == quote["text"]


def test_annotations_of_blocks_that_are_gone_are_gone(dataset: Dataset, tmp_path: Path) -> None:
    assert tables(kept(dataset, tmp_path, kinds=("paragraph",)))["annotations"] == []
