"""Duplicates: which texts are put together, how they relate, and that nothing else matters."""

from __future__ import annotations

import random
import tempfile
import time
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pressmark.duplicates import Found, Spool, Thresholds, find, shingled
from pressmark.duplicates.shingles import SHINGLE
from pressmark_schema.tables.duplicates import DUPLICATES
from pressmark_schema.vocabulary import DuplicateRelation

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

Row = dict[str, Any]

_NAMES = "abcdefgh"


def _id(number: int) -> str:
    return f"a{number:016}"


def _text(seed: int, words: int = 60) -> str:
    """Invented words of which no two texts share five in a row."""
    rng = random.Random(seed)  # noqa: S311 - it only has to look random
    return " ".join(f"w{rng.randrange(10**6)}" for _ in range(words))


def _changed(text: str, *places: int) -> str:
    words = text.split()
    for place in places:
        words[place] = f"anders{place}"
    return " ".join(words)


def _article(number: int, text: str, outlet: str = "bote", day: date | None = None) -> Row:
    return {"article_id": _id(number), "outlet_id": outlet, "date_to": day, "text": text}


_SCHEMA = pa.schema(
    {"article_id": pa.string(), "outlet_id": pa.string(), "date_to": pa.date32()}
    | {"text": pa.string()}
)


def _segments(articles: pa.Table, size: int) -> list[pa.Table]:
    """The segments of articles in batches of so many."""
    cuts = [articles[first : first + size] for first in range(0, len(articles), size)]
    return [shingled(cut["text"], cut["article_id"]) for cut in cuts]


def _found(
    articles: Sequence[Row],
    size: int = 3,
    known: pa.Table | None = None,
    **thresholds: int,
) -> Found:
    table = pa.Table.from_pylist(list(articles), _SCHEMA)
    named = table.append_column("key", table["article_id"])
    with tempfile.TemporaryDirectory() as work, Spool(Path(work)) as spool:
        for segments in _segments(table, size):
            spool.add(segments)
        return find(spool, named, Thresholds(**thresholds), known)


def _find(articles: Sequence[Row], size: int = 3, **thresholds: int) -> list[Row]:
    found = _found(articles, size, **thresholds).rows.to_pylist()
    assert all(map(_accepted, found))
    return list(found)


def _accepted(row: Row) -> bool:
    relation = row["dup_relation"]
    return DUPLICATES.accepts(row | {"dup_relation": relation and DuplicateRelation(relation)})


def _relations(articles: Sequence[Row]) -> dict[int, str | None]:
    """The relation of each clustered article by its number; None for a representative."""
    return {int(row["article_id"][1:]): row["dup_relation"] for row in _find(articles)}


@pytest.mark.parametrize(
    ("other", "outlet", "relation"),
    [
        (_text(1), "bote", "exact"),
        (_changed(_text(1), 20, 40), "kurier", "reprint"),
        (_changed(_text(1), 20, 40), "bote", "update"),
        (" ".join(_text(1).split()[:25]), "kurier", "excerpt"),
        (_text(1).upper().replace(" ", ", "), "kurier", "reprint"),
    ],
    ids=["same", "edited elsewhere", "edited", "cut", "letter case and marks"],
)
def test_a_pair_has_the_relation_that_its_texts_have(
    other: str, outlet: str, relation: str
) -> None:
    first = _article(1, _text(1), day=date(2020, 1, 1))
    found = _relations([first, _article(2, other, outlet, date(2020, 1, 2)), _article(3, _text(3))])
    assert found == {1: None, 2: relation}


@pytest.mark.parametrize("words", [5, 9])
def test_short_texts_are_duplicates_of_the_very_same_text_only(words: int) -> None:
    text = _text(1, words)
    assert _relations([_article(1, text), _article(2, text + "!")]) == {}
    assert _relations([_article(1, text), _article(2, text)]) == {1: None, 2: "exact"}


@pytest.mark.parametrize("text", ["", "* * *"])
def test_texts_without_a_word_are_no_duplicates(text: str) -> None:
    assert _find([_article(1, text), _article(2, text)]) == []


def test_the_measures_are_those_of_the_shingle_sets() -> None:
    first = _article(1, _text(1), day=date(2020, 1, 1))
    (_, row) = _find([first, _article(2, _changed(_text(1), 30))])
    # Of 56 runs of five words, the five with the changed word differ on both sides.
    assert (row["score"], row["containment"]) == (51 * 1000 // 61, 51 * 1000 // 56)


@pytest.mark.parametrize(
    ("facts", "first"),
    [
        ([(date(2020, 2, 1), 0), (date(2020, 1, 1), 0)], 2),
        ([(None, 0), (date(2020, 1, 1), 0)], 2),
        ([(date(2020, 1, 1), 0), (date(2020, 1, 1), 9)], 2),
        ([(date(2020, 1, 1), 0), (date(2020, 1, 1), 0)], 1),
    ],
    ids=["the earliest", "a dated one", "the longest", "the smallest id"],
)
def test_the_representative_is(facts: list[tuple[date | None, int]], first: int) -> None:
    articles = [
        _article(number, _text(1) + "." * dots, day=day)
        for number, (day, dots) in enumerate(facts, 1)
    ]
    rows = _find(articles)
    assert [row["article_id"] for row in rows if row["is_representative"]] == [_id(first)]
    assert {row["dup_cluster"] for row in rows} == {"d" + _id(first)[1:]}


def test_a_chain_is_one_cluster_whose_rows_name_the_pairs_that_hold_it() -> None:
    words = _text(1, 90).split()
    chain = [" ".join(words[start : start + 50]) for start in (0, 17, 34)]
    articles = [
        _article(number, text, day=date(2020, 1, 1 + number)) for number, text in enumerate(chain)
    ]
    assert _find(articles, containment=900) == []
    rows = _find(articles)
    assert [row["matched_id"] for row in rows] == [None, _id(0), _id(1)]


def _articles(names: Sequence[tuple[str, int]]) -> list[Row]:
    """Articles of a few texts, each with some words changed, so that clusters come about."""
    return [
        _article(
            number,
            _changed(_text(ord(name)), *range(0, places * 7, 7)),
            name,
            date(2020, 1, 1 + number % 3),
        )
        for number, (name, places) in enumerate(names)
    ]


_MADE = st.lists(st.tuples(st.sampled_from(_NAMES), st.integers(0, 8)), max_size=24)


@settings(max_examples=40, deadline=None)
@given(_MADE, st.randoms(use_true_random=False), st.integers(1, 9))
def test_neither_order_nor_batches_matter(
    names: list[tuple[str, int]], rng: random.Random, size: int
) -> None:
    articles = _articles(names)
    shuffled = rng.sample(articles, len(articles))
    assert _find(shuffled, size) == _find(articles)


@settings(max_examples=40, deadline=None)
@given(_MADE, st.integers(10**6, 10**7))
def test_an_unrelated_article_changes_no_cluster(names: list[tuple[str, int]], seed: int) -> None:
    articles = _articles(names)
    other = _article(99, _text(seed), day=date(2019, 1, 1))
    assert _find([other, *articles]) == _find(articles)


@settings(max_examples=40, deadline=None)
@given(_MADE)
def test_every_row_names_a_member_with_which_it_meets_a_threshold(
    names: list[tuple[str, int]],
) -> None:
    articles = {row["article_id"]: row for row in _articles(names)}
    rows = {row["article_id"]: row for row in _find(list(articles.values()))}
    for row in rows.values():
        if row["is_representative"]:
            continue
        assert rows[row["matched_id"]]["dup_cluster"] == row["dup_cluster"]
        one, other = (
            _runs(articles[name]["text"]) for name in (row["article_id"], row["matched_id"])
        )
        shared = len(one & other)
        assert row["score"] == shared * 1000 // len(one | other)
        assert row["containment"] == shared * 1000 // min(len(one), len(other))
        assert row["score"] >= 500 or row["containment"] >= 600


@settings(max_examples=40, deadline=None)
@given(_MADE)
def test_every_pair_above_a_threshold_is_together(names: list[tuple[str, int]]) -> None:
    articles = _articles(names)
    cluster = {row["article_id"]: row["dup_cluster"] for row in _find(articles)}
    for one in articles:
        for other in articles:
            runs = _runs(one["text"]), _runs(other["text"])
            if one is not other and 2 * len(runs[0] & runs[1]) >= len(runs[0] | runs[1]):
                assert cluster[one["article_id"]] == cluster[other["article_id"]]


def _runs(text: str) -> set[tuple[str, ...]]:
    words = text.split()
    return {tuple(words[at : at + SHINGLE]) for at in range(len(words) - SHINGLE + 1)}


@settings(max_examples=40, deadline=None)
@given(_MADE, st.lists(st.integers(0, 23)), st.integers(1, 9))
def test_what_was_measured_before_changes_no_row(
    names: list[tuple[str, int]], before: list[int], size: int
) -> None:
    articles = _articles(names)
    earlier = [articles[place] for place in sorted(set(before)) if place < len(articles)]
    known = _found(earlier).measured
    assert _found(articles, size, known).rows.equals(_found(articles).rows)


def test_pairs_that_were_measured_before_are_not_compared_again() -> None:
    articles = [_article(1, _text(1)), _article(2, _changed(_text(1), 30))]
    first = _found(articles)
    assert (len(first.rows), first.measured["shared"].to_pylist()) == (2, [51])
    nothing = first.measured.set_column(2, "shared", pa.array([0]))
    again = _found(articles, known=nothing)
    assert (len(again.rows), again.measured["shared"].to_pylist()) == (0, [0])


def _form(number: int) -> str:
    weather = "Das Wetter morgen bleibt trocken und windig bei höchstens zehn Grad im Tal"
    return f"{weather} und {number} Grad oben"


def _with_one_line(number: int) -> str:
    return f"{_text(number, 40)} Sämtliche Rechte an diesem Text liegen beim Verlag allein"


@pytest.mark.parametrize("made", [_form, _with_one_line], ids=["a form", "one line in common"])
def test_pairs_grow_with_the_texts_and_not_with_the_square_of_a_bucket(
    made: Callable[[int], str],
) -> None:
    few, many = (
        len(_found([_article(number, made(number)) for number in range(count)], 512).measured)
        for count in (500, 2_000)
    )
    assert many < 4.1 * few + 10 < 4.1 * 5 * 500


def test_texts_of_one_form_are_one_cluster() -> None:
    rows = _find([_article(number, _form(number)) for number in range(2_000)], 512)
    assert len(rows) == 2_000
    assert len({row["dup_cluster"] for row in rows}) == 1


@pytest.mark.slow
@pytest.mark.parametrize(
    ("made", "members"),
    [(lambda _: _form(0), 100_000), (_form, 100_000), (_with_one_line, 0)],
    ids=["the same text", "a form", "one line in common"],
)
def test_a_hundred_thousand_texts_that_have_much_in_common_take_no_longer_than_others(
    made: Callable[[int], str], members: int
) -> None:
    articles = [_article(number, made(number)) for number in range(100_000)]
    others = [_article(number, _text(number, 50)) for number in range(100_000)]
    begun = time.process_time()
    apart = _found(others, 800)
    between = time.process_time()
    found = _found(articles, 800)
    assert (len(apart.rows), len(found.rows)) == (0, members)
    assert time.process_time() - between < 5 * (between - begun)


def test_long_texts_of_which_only_samples_meet_are_found() -> None:
    texts = [_text(seed, 900) for seed in range(40)]
    texts += [_changed(text, *range(0, 900, 20)) for text in texts]
    rows = _find([_article(number, text) for number, text in enumerate(texts)], 16)
    assert len({row["dup_cluster"] for row in rows}) == 40
    assert len(rows) == 80


@pytest.mark.parametrize("words", [10, 14, 30])
def test_a_short_text_is_always_found_inside_a_long_one(words: int) -> None:
    texts = [_text(seed, 1_500) for seed in range(40)]
    texts += [" ".join(text.split()[300 : 300 + words]) for text in texts]
    rows = _find([_article(number, text) for number, text in enumerate(texts)], 16)
    assert len({row["dup_cluster"] for row in rows}) == 40
    assert [row["dup_relation"] for row in rows].count("excerpt") == 40


def test_parts_that_are_sorted_apart_give_the_same_pairs(monkeypatch: pytest.MonkeyPatch) -> None:
    articles = _articles([(name, places) for name in _NAMES for places in range(5)])
    whole = _find(articles)
    monkeypatch.setattr("pressmark.duplicates.runs._PART", 100)
    assert _find(articles) == whole
