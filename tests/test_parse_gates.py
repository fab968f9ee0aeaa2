"""What is looked at before a pattern is asked rules out nothing that the pattern would find."""

import re

from hypothesis import given
from hypothesis import strategies as st

from pressmark.parse import posts
from pressmark.parse.notes import changes, times_de
from pressmark.parse.notes.spoken_time import LOOK

WORDS = st.sampled_from(
    [
        *("am ", "Bis zum ", "seit Anfang ", "des ", "vergangenen ", "nächste ", "(im ", "–vor "),
        *("Haus ", "Berg", " ", "12. ", ", ", "„", "“ ", ". ", "\u00a0", "diesem ", "a m "),
        *("Montag", "Mai", "2018", "Stand: ", "Korrektur: ", "Der Artikel ", "In der ", "(Stand "),
        *("instagram ", "gepostet von Anna am 3. Mai 2018", "gepostet ", "@anna", "t.co/abcdefg"),
    ]
)
TEXTS = st.lists(WORDS, max_size=12).map("".join)
"""Blocks are one line: none holds a line feed."""


@given(TEXTS)
def test_no_word_leads_to_a_time_where_the_look_says_so(text: str) -> None:
    ahead = times_de._AHEAD  # noqa: SLF001 - the pattern that the look spares
    for at in range(1, len(text)):
        first = max(0, at - LOOK)
        found = ahead.search(text, first, at)
        if found is not None and found[0]:
            assert times_de._may_lead(text, first, at), (text, at)  # noqa: SLF001


@given(TEXTS)
def test_notes_of_changes_open_at_the_end_of_a_sentence_or_the_head(text: str) -> None:
    def opens(at: int) -> bool:
        return not at or text[max(0, at - 2) : at].rstrip().endswith(tuple('.!?…“”"»)]:|–—-('))

    every = re.compile(changes._OPENING).finditer(text)  # noqa: SLF001
    expected = [found.start() for found in every if opens(found.start())]
    assert [found.start(1) for found in changes._openings(text)] == expected  # noqa: SLF001


@given(TEXTS)
def test_a_post_without_signs_is_read_by_the_few_forms_that_need_none(text: str) -> None:
    if "@" not in text and "/" not in text:
        found = [read(text) for read in posts._READERS]  # noqa: SLF001
        assert posts.post(text) == next((one for one in found if one is not None), None)
