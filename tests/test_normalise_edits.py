"""Edits lead from the source slice to the cleaned text and back, whatever the slice."""

import time
from itertools import pairwise
from unicodedata import combining, is_normalized

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pressmark.normalise import RULES, apply, clean, restore
from pressmark_schema.segments import Edit

NASTY = [
    *" \t\n\r-aeEß1„“»ÃÂäÄ€œ¤é\u00a0\u00ad\u0000\u0080\u0085\u008f\u0093\u0301\u0323\u0327\u0344",
    *"\u200b\u200c\u200d\u200e\u2028\u202e\u2060\u2066\u212b\u3000\ufeff\ufffd\u0958\u1161\u1112",
    *(
        "Ã¤",
        "â€œ",
        "ÃƒÂ¤",
        "\r\n",
        "-\n",
        "und ",
        "\ud83c",
        "\udf40",
        "e\u0301",
        "ðŸ˜€",
        "Ð°",
        "√§",
    ),
]
slices = st.lists(st.sampled_from(NASTY), max_size=30).map("".join) | st.text()
modes = st.booleans()


def befores(source: str, edits: tuple[Edit, ...]) -> list[str]:
    return [source[edit.start : edit.end] for edit in edits]


@given(source=slices, wrapped=modes)
@settings(max_examples=500)
def test_the_edits_of_a_slice_give_its_text(source: str, *, wrapped: bool) -> None:
    cleaned = clean(source, wrapped=wrapped)
    assert apply(source, cleaned.edits) == cleaned.text


@given(source=slices, wrapped=modes)
def test_the_source_comes_back_from_text_and_changes(source: str, *, wrapped: bool) -> None:
    cleaned = clean(source, wrapped=wrapped)
    assert restore(cleaned.text, cleaned.edits, befores(source, cleaned.edits)) == source


@given(source=slices, wrapped=modes)
@settings(max_examples=500)
def test_a_cleaned_text_is_clean(source: str, *, wrapped: bool) -> None:
    text = clean(source, wrapped=wrapped).text
    assert clean(text, wrapped=wrapped).edits == ()
    assert is_normalized("NFC", text)


@given(source=slices, wrapped=modes)
def test_edits_are_sorted_apart_and_minimal(source: str, *, wrapped: bool) -> None:
    edits = clean(source, wrapped=wrapped).edits
    assert all(left.end < right.start for left, right in pairwise(edits))
    assert all(0 <= edit.start <= edit.end <= len(source) for edit in edits)
    for edit, before in zip(edits, befores(source, edits), strict=True):
        assert before != edit.after
        if not any(map(combining, before + edit.after)):
            assert before[:1] != edit.after[:1]
            assert before[-1:] != edit.after[-1:]


@given(source=slices, wrapped=modes)
def test_each_edit_names_rules_with_versions(source: str, *, wrapped: bool) -> None:
    known = {f"{name}@{version}" for name, version, _ in RULES}
    for edit in clean(source, wrapped=wrapped).edits:
        assert edit.rules
        assert set(edit.rules) <= known


@given(st.text(alphabet=st.characters(categories=["L", "N", "P", "S"], max_codepoint=0x7F)))
def test_printable_ascii_without_spaces_is_never_changed(source: str) -> None:
    assert clean(source).edits == ()


def test_touching_changes_are_one_edit_in_the_order_of_their_rules() -> None:
    source = "Rat\u00a0\u200b\nHaus"
    assert clean(source).edits == (Edit(3, 6, " ", ("zero-width@1", "line-wraps@1")),)


def test_an_edit_does_not_part_a_combining_sequence() -> None:
    assert clean("q\u0307\u0323").edits == (Edit(0, 3, "q\u0323\u0307", ("nfc@1",)),)
    assert clean("e\u0307\u0323\u0301").edits == (Edit(0, 4, "ẹ\u0307\u0301", ("nfc@1",)),)


@pytest.mark.parametrize(
    "edits",
    [
        [Edit(2, 3, "", ("spaces@1",)), Edit(0, 1, "", ("spaces@1",))],
        [Edit(0, 2, "", ("spaces@1",)), Edit(1, 3, "", ("spaces@1",))],
        [Edit(2, 9, "", ("spaces@1",))],
        [Edit(-1, 1, "", ("spaces@1",))],
    ],
)
def test_edits_that_cannot_be_of_the_slice_are_refused(edits: list[Edit]) -> None:
    with pytest.raises(ValueError, match="out of order or outside"):
        apply("Wort", edits)


def test_a_before_of_another_length_is_refused() -> None:
    with pytest.raises(ValueError, match="did not replace 2"):
        restore("Wort", [Edit(0, 1, "W", ("nfc@1",))], ["ww"])


@pytest.mark.slow
@pytest.mark.parametrize("nasty", [*NASTY, "a-\n", "a\x00", "a  ", "\u0301\u0323"])
def test_long_runs_of_anything_take_time_in_proportion(nasty: str) -> None:
    source = (nasty * 300_000)[:300_000]
    begun = time.perf_counter()
    cleaned = clean(source)
    assert time.perf_counter() - begun < 20
    assert apply(source, cleaned.edits) == cleaned.text
