"""Annotations carried to a newer version: unchanged, moved, lost, and never in silence."""

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import exported_corpus as small
from edited_corpus import Edit, edited, without
from pressmark.compare.annotations import carried_table, read_annotations
from pressmark.compare.carry import ArticleText, BlockText, Carried, Fate, Place, carry, moved
from pressmark.compare.moving import carry_all
from pressmark.dataset import Dataset
from pressmark_schema.errors import UsageError

A, B = "a" + "1" * 16, "a" + "2" * 16
TAIL = "_abcdefghij_0"
OLD = "Der Steg ist morsch.\n\nEr wird gesperrt."
BLOCKS = {A + TAIL: BlockText("Er wird gesperrt.", 22)}


def article(text: str, blocks: dict[str, BlockText] | None = None) -> ArticleText:
    """An article whose blocks are those of the old one unless others are given."""
    return ArticleText(text, BLOCKS if blocks is None else blocks)


@pytest.mark.parametrize(
    ("new", "place", "fate", "words"),
    [
        (OLD, Place(A, None, 13, 19), Fate.UNCHANGED, "morsch"),
        ("Gestern: " + OLD, Place(A, None, 13, 19), Fate.MOVED, "morsch"),
        (OLD.replace("morsch", "mürbe"), Place(A, None, 13, 19), Fate.LOST, None),
        (OLD.replace("morsch", "mürbe"), Place(A, None, 30, 38), Fate.MOVED, "gesperrt"),
        (OLD, Place(A, None, 13, 99), Fate.LOST, None),
    ],
)
def test_a_span_of_an_article_goes_where_its_words_are(
    new: str, place: Place, fate: Fate, words: str | None
) -> None:
    found = carry(place, article(OLD), article(new), A)
    assert found.fate is fate
    if words:
        assert new[found.place.start : found.place.end] == words


def test_a_span_that_moved_words_do_not_follow_blindly() -> None:
    new = "Er wird gesperrt.\n\n" + OLD
    found = carry(Place(A, None, 30, 38), article(OLD), article(new), A)
    assert new[found.place.start : found.place.end] == "gesperrt"


def test_an_article_under_a_new_id_takes_its_annotations_along() -> None:
    renamed = {B + TAIL: BLOCKS[A + TAIL]}
    whole = carry(Place(A), article(OLD), article(OLD, renamed), B)
    block = carry(Place(A, A + TAIL, 3, 7), article(OLD), article(OLD, renamed), B)
    assert (whole.fate, whole.place) == (Fate.MOVED, Place(B))
    assert (block.fate, block.place) == (Fate.MOVED, Place(B, B + TAIL, 3, 7))


def test_words_of_a_block_that_is_gone_are_found_in_another() -> None:
    other = {A + "_zzzzzzzzzz_0": BlockText(OLD.replace("\n\n", "  "), 0)}
    found = carry(
        Place(A, A + TAIL, 8, 16),
        article(OLD.replace("\n\n", "  "), {A + TAIL: BlockText("Er wird gesperrt.", 22)}),
        article(OLD.replace("\n\n", "  "), other),
        A,
    )
    assert (found.fate, found.place) == (Fate.MOVED, Place(A, A + "_zzzzzzzzzz_0", 30, 38))


@pytest.mark.parametrize(
    ("place", "before", "now", "reason"),
    [
        (Place(A), None, A, "the older version has no such article"),
        (Place(A), article(OLD), None, "the newer version has no such article"),
        (Place(A, A + "_none"), article(OLD), A, "the older version has no such block"),
    ],
)
def test_what_is_not_there_is_lost_with_a_reason(
    place: Place, before: ArticleText | None, now: str | None, reason: str
) -> None:
    assert carry(place, before, article(OLD), now) == Carried(Fate.LOST, place, reason)


TEXTS = st.text(st.sampled_from("ab .\n"), max_size=40)


@given(TEXTS, TEXTS, st.data())
def test_a_moved_span_has_the_same_words(before: str, after: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(before)))
    end = data.draw(st.integers(start, len(before)))
    found = moved(before, after, start, end)
    if found is not None:
        assert after[found : found + end - start] == before[start:end]


def table(tmp_path: Path, text: str) -> Path:
    """A file of annotations."""
    (tmp_path / "ann.csv").write_text(text, encoding="utf-8")
    return tmp_path / "ann.csv"


def sides(tmp_path: Path, edit: Edit) -> tuple[Dataset, Dataset]:
    """The small corpus and an edited copy."""
    with edited(tmp_path, edit):
        return Dataset.open(tmp_path / "a"), Dataset.open(tmp_path / "b")


def test_a_table_keeps_its_order_and_its_own_columns(tmp_path: Path) -> None:
    one, other = sides(tmp_path, without(small.UNDATED))
    rows = f"label,article_id\nx,{small.UNDATED}\ny,{small.WINTER}\nz,{small.OLD_MAY}\n"
    annotations = read_annotations(table(tmp_path, rows))
    carried = carry_all(annotations.places, one, other)
    made = list(csv.DictReader(carried_table(annotations, carried).splitlines()))
    assert [(row["label"], row["carried"]) for row in made] == [
        ("x", "lost"),
        ("y", "unchanged"),
        ("z", "unchanged"),
    ]
    assert made[0]["article_id"] == small.UNDATED
    assert made[0]["carried_reason"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("label\nx\n", "no table of annotations"),
        ("article_id,carried\na,b\n", "no table of annotations"),
        ("article_id\nx\n", "row 2: 'x' is no article id"),
        (f"article_id,start\n{A},1\n", "a span is two numbers"),
        (f"article_id,start,end\n{A},1,-2\n", "a span is two numbers"),
        (f"article_id,block_id\n{B},{A}{TAIL}\n", "is no article id of it"),
        (f"article_id\n{A},x\n", "other cells than columns"),
    ],
)
def test_a_table_that_is_none_is_refused_by_row(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        read_annotations(table(tmp_path, text))
