"""Printed dates are read as they are printed, and bound the days a text was written."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pressmark.parse import Clue, classify, clues, narrow, printed_date, update_line
from pressmark_schema.edtf import Edtf, is_edtf
from pressmark_schema.segments import Span
from pressmark_schema.vocabulary import BoundBasis

PROSE = (
    "Die Stadt Lindach will den Damm am Unterlauf bis zum Herbst erhöhen. Das Geld dafür hat der "
    "Kreistag am 3. Juni 2031 bewilligt, doch die Bauern auf dem linken Ufer klagen noch immer."
)
MAY = Edtf.parse("2018-05")


@pytest.mark.parametrize(
    ("printed", "edtf"),
    [
        ("30. Mai 2018", "2018-05-30"),
        ("1. Jänner 2018", "2018-01-01"),
        ("3. Feber 2018", "2018-02-03"),
        ("3. Jan. 2018", "2018-01-03"),
        ("03.05.2018", "2018-05-03"),
        ("3. 5. 2018", "2018-05-03"),
        ("May 30, 2018", "2018-05-30"),
        ("Sept. 3rd 2018", "2018-09-03"),
        ("30 May 2018", "2018-05-30"),
        ("30 mai 2018", "2018-05-30"),
        ("1er août 2018", "2018-08-01"),
        ("2018-05-30", "2018-05-30"),
        ("Mai 2018", "2018-05"),
        ("mars 2018", "2018-03"),
    ],
)
def test_a_printed_date_keeps_its_precision(printed: str, edtf: str) -> None:
    text = f"Am {printed} also"
    found = printed_date(text)
    assert found is not None
    value, span = found
    assert (value, text[span.start : span.end]) == (edtf, printed)


@pytest.mark.parametrize(
    "text",
    [
        "30.5.18",
        "5/6/2018",
        "31. Februar 2018",
        "2018",
        "13. 13. 2018",
        "it may 2018 times",
        "um 12.30 Uhr",
        "im Maien 2018",
        "1234567890.05.2018",
    ],
)
def test_what_may_mean_another_day_is_not_read(text: str) -> None:
    assert printed_date(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "Aktualisiert am 3. Mai 2020",
        "Update vom 03. Mai 2020, 14:35 Uhr: Der Damm hält.",
        "Stand: 03.05.2020",
        "Zuletzt aktualisiert: Sonntag, 3. Mai 2020",
        "Updated May 3, 2020",
        "Last updated on Sunday, 3 May 2020",
        "Mis à jour le 3 mai 2020 à 10h30",
        "Correction (May 3, 2020): The dam holds.",
    ],
)
def test_an_update_line_gives_its_day(text: str) -> None:
    found = update_line(text)
    assert found is not None
    assert found[0] == "2020-05-03"


@pytest.mark.parametrize(
    "text",
    ["Stand heute bleibt der Damm bis 3. Mai 2020 zu", "Update", "Am 3. Mai 2020 aktualisiert"],
)
def test_prose_with_a_date_is_no_update_line(text: str) -> None:
    assert update_line(text) is None


def article(*texts: str) -> tuple[Clue, ...]:
    return clues(texts, classify(texts))


def test_clues_come_from_posts_updates_and_datelines_only() -> None:
    found = article(
        "Lindach, 2. Mai 2018",
        PROSE,
        "Der Damm hält. — Hafenamt (@hafen_lindach) 30. Mai 2018",
        "Lesen Sie auch: Was am 3. Juli 2032 in Lindach geschah",
        PROSE + " Und so weiter.",
        "Dieser Artikel wurde am 31. Mai 2018 korrigiert.",
    )
    assert [(str(clue.edtf), clue.basis, clue.block) for clue in found] == [
        ("2018-05-02", BoundBasis.DATELINE, 0),
        ("2018-05-30", BoundBasis.EMBED, 2),
        ("2018-05-31", BoundBasis.UPDATE, 5),
    ]


def test_a_clues_span_holds_the_printed_date() -> None:
    text = "Der Damm hält. — Hafenamt (@hafen_lindach) 30. Mai 2018"
    span = article(PROSE, text)[0].span
    assert text[span.start : span.end] == "30. Mai 2018"


def test_the_date_beside_a_teaser_belongs_to_the_teaser() -> None:
    assert article(PROSE, "Lesen Sie auch: Neun Höfe", "3. Juli 2032", PROSE + " Ja.") == ()


@pytest.mark.parametrize("stamp", ["Aktualisiert am 3. Juli 2018", "Stand: 03.07.2018"])
@pytest.mark.parametrize("place", [0, 1, 8, 10])
def test_the_stamp_of_an_update_counts_wherever_it_stands(stamp: str, place: int) -> None:
    texts = [f"Teil {part}. {PROSE}" for part in range(10)]
    found = article(*texts[:place], stamp, *texts[place:])
    assert [(str(clue.edtf), clue.basis) for clue in found] == [("2018-07-03", BoundBasis.UPDATE)]


def test_the_stamp_after_a_teaser_belongs_to_the_teaser() -> None:
    assert article(PROSE, "Lesen Sie auch: Neun Höfe", "Stand: 03.07.2018", PROSE + " Ja.") == ()


@pytest.mark.parametrize(
    ("opening", "printed", "edtf"),
    [
        ("LINDACH, 14. Mai 2018 – ", "14. Mai 2018", "2018-05-14"),
        ("Lindach (oba), 14.05.2018 - ", "14.05.2018", "2018-05-14"),
        ("Lindach am Fluss, den 14. Mai 2018 – ", "14. Mai 2018", "2018-05-14"),
        ("LINDACH, Montag, 14. Mai 2018 (oba) – ", "14. Mai 2018", "2018-05-14"),
        ("Val-de-Linde, le 14 mai 2018 — ", "14 mai 2018", "2018-05-14"),
        ("LINDACH, May 14, 2018 — ", "May 14, 2018", "2018-05-14"),
        ("Lindach/Kiel, 14 May 2018 -- ", "14 May 2018", "2018-05-14"),
        ("Lindach, Mai 2018 – ", "Mai 2018", "2018-05"),
    ],
)
def test_a_dateline_may_run_into_the_first_paragraph(opening: str, printed: str, edtf: str) -> None:
    text = f"{opening}{PROSE}"
    found = article(text, PROSE + " Ja.")
    assert [(str(clue.edtf), clue.basis, clue.block) for clue in found] == [
        (edtf, BoundBasis.DATELINE, 0)
    ]
    assert text[found[0].span.start : found[0].span.end] == printed


def test_a_dateline_that_runs_in_is_read_below_the_title_and_the_lead() -> None:
    lead = "Lindach erhöht den Damm. Die Bauern vom linken Ufer klagen weiter."
    opening = f"LINDACH, 14. Mai 2018 – {PROSE}"
    rest = [f"Teil {part}. {PROSE}" for part in range(3)]
    found = article("Lindach streitet um den Damm", lead, opening, *rest)
    assert [clue.block for clue in found] == [2]


@pytest.mark.parametrize(
    "opening",
    [
        "Am 14. Mai 2018 – einem Montag – kam das Wasser. ",
        "Der 14. Mai 2018 – ein Montag – war trocken. ",
        "Die Feier, die am 14. Mai 2018 – abends – beginnt. ",
        "Konzert am Montag, 14. Mai 2018 – der Chor singt. ",
        "Lindach, 14. Mai 2018, abends: Das Wasser kommt. ",
    ],
)
def test_a_date_in_the_prose_of_the_first_paragraph_is_no_dateline(opening: str) -> None:
    assert article(opening + PROSE, PROSE + " Ja.") == ()


def test_an_entry_of_a_chronicle_is_no_dateline() -> None:
    entry = f"Lindach, 14. Mai 2018 – {PROSE}"
    assert article(PROSE + " Ja.", entry, PROSE + " Nein.") == ()


def clue(edtf: str, basis: BoundBasis = BoundBasis.EMBED) -> Clue:
    return Clue(Edtf.parse(edtf), basis, 0, Span(0, 1))


def test_a_post_raises_the_lower_bound_and_the_header_is_the_upper() -> None:
    found = narrow(MAY, [clue("2018-05-03"), clue("2018-05-30")])
    assert (found.text_from, found.text_from_basis) == (date(2018, 5, 30), BoundBasis.EMBED)
    assert (found.text_to, found.text_to_basis) == (date(2018, 5, 31), BoundBasis.ASSUMED_UNEDITED)
    assert found.used == (clue("2018-05-30"),)
    assert not found.contradiction


def test_without_clues_the_header_bounds_the_text() -> None:
    found = narrow(MAY, [])
    assert (found.text_from, found.text_from_basis) == (date(2018, 5, 1), BoundBasis.HEADER)
    assert (found.text_to, found.used) == (date(2018, 5, 31), ())


def test_an_update_drops_the_upper_bound() -> None:
    found = narrow(MAY, [clue("2018-06-03", BoundBasis.UPDATE)])
    assert (found.text_from, found.text_from_basis) == (date(2018, 6, 3), BoundBasis.UPDATE)
    assert (found.text_to, found.text_to_basis) == (None, BoundBasis.UNKNOWN)
    assert not found.contradiction


def test_an_older_clue_leaves_the_headers_first_day() -> None:
    found = narrow(MAY, [clue("2017-01-01")])
    assert (found.text_from, found.text_from_basis) == (date(2018, 5, 1), BoundBasis.HEADER)
    assert found.used == ()


def test_a_post_after_the_header_is_a_contradiction() -> None:
    found = narrow(MAY, [clue("2018-06-03")])
    assert (found.text_from, found.text_to) == (date(2018, 5, 1), date(2018, 5, 31))
    assert found.contradiction


def test_of_a_vague_clue_only_the_first_day_is_certain() -> None:
    assert narrow(MAY, [clue("2018")]).text_from == date(2018, 5, 1)
    assert narrow(None, [clue("2018")]).text_from == date(2018, 1, 1)


def test_without_header_the_text_is_open_to_the_right() -> None:
    found = narrow(None, [clue("2018-05-30"), clue("2018-05-03")])
    assert (found.text_from, found.text_from_basis) == (date(2018, 5, 30), BoundBasis.EMBED)
    assert (found.text_to, found.text_to_basis) == (None, BoundBasis.UNKNOWN)


def test_without_anything_nothing_is_known() -> None:
    found = narrow(None, [])
    assert (found.text_from, found.text_to) == (None, None)
    assert {found.text_from_basis, found.text_to_basis} == {BoundBasis.UNKNOWN}


VALUES = st.dates(date(1990, 1, 1), date(2040, 1, 1)).flatmap(
    lambda day: st.sampled_from([str(day), str(day)[:7], str(day)[:4]])
)
BASES = st.sampled_from([BoundBasis.EMBED, BoundBasis.UPDATE, BoundBasis.DATELINE])


@given(VALUES, st.lists(st.builds(clue, VALUES, BASES), max_size=5))
def test_bounds_never_cross_nor_leave_the_headers_first_day(header: str, found: list[Clue]) -> None:
    bounds = narrow(Edtf.parse(header), found)
    assert bounds.text_from is not None
    assert bounds.text_from >= Edtf.parse(header).earliest
    assert bounds.text_to is None or bounds.text_from <= bounds.text_to


@given(st.text() | st.from_regex(r"[0-3]?[0-9][. ]{1,2}(Mai|May|mai|13\.)[. ,]{1,2}[12][0-9]{3}"))
def test_every_date_read_is_a_day_of_the_calendar(text: str) -> None:
    found = printed_date(text)
    assert found is None or (is_edtf(found[0]) and text[found[1].start : found[1].end])
