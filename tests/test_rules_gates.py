"""The quick looks of record rules change no answer: where they cannot look, all is searched."""

from hypothesis import given
from hypothesis import strategies as st

from pressmark.check.record import Hit, Piece, Record
from pressmark.check.textual import RECORD_RULES

PARTS = st.sampled_from(
    [
        *("H a u s ", "h a u s e r ", "W O R T E ", "a-b-c-d-e ", "Hau5er ", "w0rter ", "iPhone "),
        *("a|b ", " ^^ ", "~~ ", "§§§§ ", "“”“” ", "<b>", "&nbsp;", "function () {", "-->"),
        *("Wir verwenden Cookies. ", "Folgen Sie uns auf Facebook ", "per E-Mail teilen "),
        *("Alle Rechte vorbehalten", "JETZT WEITERLESEN", "Dieser Artikel ist nur für Abonnenten"),
        *("1. Ein Anfang ", "2. Ein Ende ", "3) Ein Rest ", "4. Ein Mal ", "• Punkt ", "„", "“"),
        *("30. Februar 2018 ", "Ã¼", "Das Haus brennt. ", "und "),
        *("ſ", "\u212a", "\ufffd", "\u00a0"),
    ]
)
TEXTS = st.lists(st.lists(PARTS, min_size=1, max_size=14).map("".join), min_size=1, max_size=3)
BEYOND = Piece("beyond", "caption", "de", "Łódź")
"""A block with letters that no byte stands for, of which no rule has anything to say."""


def hits(pieces: list[Piece]) -> list[tuple[str, Hit]]:
    record = Record("a", {"n_words": 100}, tuple(pieces))
    return [(rule.rule.code, hit) for rule in RECORD_RULES for hit in rule.find(record)]


@given(TEXTS)
def test_the_same_hits_with_and_without_a_look_at_the_bytes(texts: list[str]) -> None:
    pieces = [Piece(f"b{at}", "paragraph", "de", text) for at, text in enumerate(texts)]
    assert hits(pieces) == hits([*pieces, BEYOND])
