"""Two texts compared word by word."""

import itertools
import time

from hypothesis import given
from hypothesis import strategies as st

from pressmark.compare.words import compare_words

TEXTS = st.text(st.sampled_from("ab ,.\nü\u2028"), max_size=60)


@given(TEXTS, TEXTS)
def test_both_texts_are_in_the_pieces(before: str, after: str) -> None:
    pieces = compare_words(before, after)
    assert "".join(p.text for p in pieces if p.step != "added") == before
    assert "".join(p.text for p in pieces if p.step != "removed") == after
    assert all(one.step != other.step for one, other in itertools.pairwise(pieces))


@given(TEXTS)
def test_a_text_is_the_same_as_itself(text: str) -> None:
    assert [piece.step for piece in compare_words(text, text)] == ["same"] * bool(text)


def test_one_word_in_a_long_text_is_found() -> None:
    before = "Der Steg ist morsch. " * 5_000
    after = before[:50_000] + "sehr " + before[50_000:]
    changed = [piece for piece in compare_words(before, after) if piece.step != "same"]
    assert sum(len(piece.text) for piece in changed) < 20


def test_long_texts_that_have_nothing_in_common_are_not_compared_word_by_word() -> None:
    started = time.process_time()
    pieces = compare_words("a b " * 200_000, "c d " * 200_000)
    assert next(piece.step for piece in pieces) == "removed"
    assert time.process_time() - started < 5
