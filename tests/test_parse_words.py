"""Words told by bytes are those that the patterns find."""

import re

from hypothesis import given
from hypothesis import strategies as st

from pressmark.parse.words import in_order, words
from pressmark_schema.analysis import count_words
from pressmark_schema.bytewise import ENCODING

TEXTS = st.text(
    st.one_of(
        st.sampled_from("aAbZßäÖ éŒ.,12²½_-'„“”… \n\u00a0"),
        st.characters(exclude_categories=["Cs"]),
    )
)


@given(TEXTS)
def test_words_are_counted_as_the_pattern_counts_them(text: str) -> None:
    assert count_words(text) == len(re.findall(r"\w+", text))


@given(TEXTS)
def test_the_words_that_tell_a_language_are_those_in_print(text: str) -> None:
    found, printed = words(text), in_order(text)
    several = [word for word in found.lower if len(word) > 1]
    assert found.total == len(printed)
    assert sorted(several) == sorted(w.lower().encode(ENCODING, "replace") for w in printed)


def test_a_letter_beyond_the_encoding_leaves_the_other_words_as_they_are() -> None:
    assert words("Die Stadt Łódź") == (3, [b"die", b"stadt", b"?\xf3d?"])
