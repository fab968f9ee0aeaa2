"""Segments of texts: which words and shingles they have, whatever stands beside them."""

from __future__ import annotations

import hashlib
import re
from itertools import pairwise

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pressmark.duplicates import segments, shingled
from pressmark.duplicates.words import Words

_TEXTS = st.lists(st.text(max_size=60), max_size=8)


def _words(*texts: str) -> Words:
    return Words(pa.array(texts, pa.large_string()))


def _expected(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def _sets(texts: list[str], size: int = 100) -> list[list[int]]:
    """The shingles of each text, made ready in batches of so many."""
    found: list[list[int]] = []
    for first in range(0, len(texts), size):
        cut = pa.array(texts[first : first + size], pa.string())
        for row in shingled(cut, cut).to_pylist():
            ends = np.cumsum(row["sizes"]).tolist()
            found += [row["sets"][start:end] for start, end in pairwise([0, *ends])]
    return found


@settings(max_examples=200)
@given(_TEXTS)
@example(["STRASSE Straße straẞe", "ﬁne fine", "İstanbul i̇stanbul", "", "ͅx", "a\nb", "_ x_1"])
def test_words_are_the_runs_of_letters_and_digits_of_the_casefolded_text(texts: list[str]) -> None:
    found = _words(*texts)
    expected = [_expected(text) for text in texts]
    assert np.diff(found.bounds).tolist() == [len(words) for words in expected]
    known = [word for words in expected for word in words]
    assert len(set(zip(known, found.hashes.tolist(), strict=True))) == len(set(known))
    assert len(set(found.hashes.tolist())) == len(set(known))


def test_every_character_is_folded_and_divided_as_python_does_it() -> None:
    characters = [chr(code) for code in range(0x110000) if not 0xD800 <= code < 0xE000]
    same = [c for c in characters if len(c.casefold().encode()) == len(c.encode())]
    for chosen in (same, sorted(set(characters) - set(same))):
        text = " ".join(chosen)
        assert _words(text).hashes.tolist() == _words(text.casefold()).hashes.tolist()
        assert len(_words(text).hashes) == len(_expected(text))
    assert len(same) > 1_000_000


@pytest.mark.parametrize("length", [7, 8, 9, 16, 63, 64, 65, 300])
def test_words_that_differ_in_one_letter_differ(length: int) -> None:
    word = "b" * length
    others = [word[:place] + "c" + word[place + 1 :] for place in range(length)]
    hashes = _words(" ".join([word, word, *others])).hashes.tolist()
    assert hashes[0] == hashes[1]
    assert len(set(hashes)) == 1 + length


@pytest.mark.parametrize(("text", "blank"), [("", True), ("* _ __", True), ("_ 7", False)])
def test_a_text_without_a_letter_or_digit_has_no_digest(text: str, blank: bool) -> None:  # noqa: FBT001
    row = shingled(pa.array([text]), pa.array(["x"])).to_pylist()[0]
    digest = hashlib.sha256(text.encode()).digest()
    assert row["digests"] == [None if blank else digest]


@settings(max_examples=60)
@given(st.lists(st.text("ab ß.İ", max_size=40), max_size=12), st.integers(1, 12))
def test_what_is_known_of_a_text_does_not_depend_on_its_batch(texts: list[str], size: int) -> None:
    assert _sets(texts, size) == [found for text in texts for found in _sets([text])]


def test_a_shingle_is_five_words_in_a_row() -> None:
    one, other, third, fourth = _sets(
        ["a b c d e f", "a b c d e", "a b c d", "e d c b a f a b c d e a b c d e"]
    )
    assert (len(one), len(other), len(third), len(fourth)) == (2, 1, 0, 11)
    assert set(other) < set(one)
    assert set(other) < set(fourth)
    assert fourth == sorted(fourth)


def test_a_segment_has_no_more_texts_than_it_can_number(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = pa.array([f"Meldung {number} von heute aus dem Tal" for number in range(40)])
    monkeypatch.setattr(segments, "TEXTS", 16)
    rows = shingled(texts, texts).to_pylist()
    assert [len(row["keys"]) for row in rows] == [16, 16, 8]
    monkeypatch.setattr(segments, "_BYTES", 100)
    rows = shingled(texts, texts).to_pylist()
    assert [key for row in rows for key in row["keys"]] == texts.to_pylist()
    assert len(rows) > 10


def test_the_texts_of_a_slice_are_those_that_it_shows() -> None:
    texts = pa.array([f"Ein Bericht über {n} Dinge und mehr als das" for n in range(9)])
    assert shingled(texts[3:6], texts[3:6]).equals(
        shingled(pa.array(texts[3:6].to_pylist()), texts[3:6])
    )
