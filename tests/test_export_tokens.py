"""Sentences and words of German news text: abbreviations, quotations, numbers, addresses."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pressmark.export import tokens
from pressmark.export.sentences import sentences
from pressmark.export.tokens import Token, checked, tokenised, tokeniser
from pressmark_schema.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

# A bar stands where one sentence ends and the next begins.
GERMAN = [
    "Prof. Anna Harms las vor.|Danach sang der Chor.",
    "Die Fa. Lüders zahlt nach § 5 Abs. 3 BGB nichts.|Das Amt schweigt.",
    "Die Brücke kostet 3 Mio. Euro.|Der Rat stimmt am 3. Mai 2018 ab.",
    "Der Steg kostet 5 Mio.|Das ist zu viel.",
    "Er kaufte Äpfel, Birnen usw.|Dann ging er heim.",
    "„Das ist gut.“|Er ging.",
    "„Warum?“, fragte sie.|Niemand antwortete.",
    "Im 19. Jahrhundert regierte hier Ludwig XIV. mit harter Hand.|Das war 1690.|Dann kam Krieg.",
    "Das gilt z. B. für Anke Lührs, d. h. für die Fähre Nr. 7 um 10.30 Uhr.|Es regnet.",
    "Das gilt z.B. für St. Annen bzw. die Hafenstr. 17 in Norsund.|Es regnet.",
    "Ihr Mann, Dr. med. E. Thomsen, blieb.|Sie ging ca. 20 Schritte.",
    "Das Urteil (Az. 3 K 17/20) liegt vor.|Vgl. dazu Art. 5 GG.",
    "Wer war das?|Niemand weiß es!|Doch …",
    "Siehe www.norsund.example und norsund.de.|Mehr dazu morgen.",
    "1. Dies ist ein Punkt.|2. Jenes ist einer.",
    "Frau Prof. Schulz ist z. Z. nicht da.|Z. T. fehlt auch ihr Mann.",
    "Der 1. FC Norsund gewann im 2. Satz.|Das war knapp.",
    "Er wohnt in der Hafenstr. 5 und die GmbH & Co. KG in der Schillerstr.|Dort ist es schön.",
]


@pytest.mark.parametrize("marked", GERMAN)
def test_german_sentences_end_where_a_reader_ends_them(marked: str) -> None:
    text = marked.replace("|", " ")
    assert "|".join(text[start:end] for start, end in sentences(text, "de")) == marked


WORDS = [
    "Dr. Harms kam am 3. Mai um 20.30 Uhr .",
    "z.B. die Hafenstr. 17 , u.a. auch nachts .",
    "Mehr : https://norsund.example/a?b=1 , www.norsund.example und post@norsund.example !",
    "Das kostet 3,50 € oder 10.000 $ , 5 % mehr .",
    "Die Fischer:innen und Gäst*innen sahen pic.twitter.com/kQ7vNs41Lz @kransiel_bahn #bahn .",
    "„ Was ? “ , rief er ( leise ) ...",
    "Ein 1:0-Sieg der Rot-Weißen 😀 👍🏽 🇩🇪 → gut",
]
_GLUED = [(" .", "."), (" ,", ","), (" !", "!"), (" ?", "?"), ("„ ", "„"), (" “", "“"), (" :", ":")]
_GLUED += [("( ", "("), (" )", ")"), (" %", "%"), (" €", "€"), ("😀 ", "😀"), ("👍🏽 ", "👍🏽")]


@pytest.mark.parametrize("marked", WORDS)
def test_words_are_divided_where_the_spaces_are_put_back(marked: str) -> None:
    text = marked
    for before, after in _GLUED:
        text = text.replace(before, after)
    found = [text[token.start : token.end] for part in tokenised(text, "de") for token in part]
    assert found == marked.split()


def test_lemmas_follow_the_language_of_the_text() -> None:
    def lemmas(text: str, lang: str) -> list[str | None]:
        return [token.lemma for sentence in tokenised(text, lang) for token in sentence]

    assert lemmas("Die Brücken waren gesperrt", "de") == ["der", "Brücke", "sein", "sperren"]
    assert lemmas("The bridges were closed", "en-GB") == ["the", "bridge", "be", "close"]
    assert lemmas("kantu zaharra", "und") == [None, None]


@given(
    st.text(alphabet=st.sampled_from("aB1.,:!?\"„“ \t\u00a0\u2028😀\u200d-/@'x()€z.")),
    st.sampled_from(["de", "en", "und"]),
)
def test_no_character_is_lost_or_in_two_words(text: str, lang: str) -> None:
    found = [token for sentence in tokenised(text, lang) for token in sentence]
    edges = [0, *(edge for token in found for edge in (token.start, token.end)), len(text)]
    gaps = list(zip(edges[::2], edges[1::2], strict=True))
    assert all(not text[start:end].strip() for start, end in gaps)
    assert all(first.end <= second.start for first, second in pairwise(found))
    assert not any(char.isspace() for token in found for char in text[token.start : token.end])


def test_a_tokeniser_of_another_package_is_held_to_the_text() -> None:
    def forgetful(text: str, lang: str) -> Sequence[Sequence[Token]]:
        return [[Token(0, len(text) // 2, lang)]]

    with pytest.raises(UsageError, match="forgetful left out"):
        checked(forgetful, "forgetful")("Moin", "de")
    assert checked(tokenised, "own")("Moin, Moin!", "de") == tokenised("Moin, Moin!", "de")


def test_a_tokeniser_is_found_by_its_entry_point(monkeypatch: pytest.MonkeyPatch) -> None:
    class Point:
        name, dist = "halves", None

        @staticmethod
        def load() -> tokens.Tokeniser:
            return lambda text, lang: [[Token(0, len(text), lang)]]

    monkeypatch.setattr(tokens, "entry_points", lambda **_: [Point()])
    divide, recorded = tokeniser("halves")
    assert (divide("Moin", "nds"), recorded) == ([[Token(0, 4, "nds")]], "halves")
    with pytest.raises(UsageError, match="no such tokeniser: thirds") as refused:
        tokeniser("thirds")
    assert refused.value.hint == "one of simplemma, halves"
