"""Bylines, datelines, credits, corrections and date stamps that run into a paragraph."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pressmark.parse import Noted, notes
from pressmark_schema.notes import Days, Note
from pressmark_schema.vocabulary import AnnotationLayer, BlockKind

WEDNESDAY = Days(date(2018, 5, 30), date(2018, 5, 30))
PRINTED = frozenset(AnnotationLayer) - {AnnotationLayer.QUOTE, AnnotationLayer.TIME}
LONG = " der Stadt Lindach hat am Abend beschlossen, den Damm am Unterlauf zu erhöhen."


def found(
    text: str,
    kind: BlockKind = BlockKind.PARAGRAPH,
    lang: str = "de",
    layers: frozenset[AnnotationLayer] = PRINTED,
) -> list[Note]:
    ((*made,),) = notes([Noted(text, kind, lang)], WEDNESDAY, layers)
    return made


def read(text: str, kind: BlockKind = BlockKind.PARAGRAPH) -> list[tuple[str, str, str | None]]:
    """Label, words and value of each."""
    return [(note.label, text[note.start : note.end], note.value) for note in found(text, kind)]


@pytest.mark.parametrize(
    ("text", "words", "names"),
    [
        ("Von Anna Berg – Der Rat tagt.", "Von Anna Berg", "Anna Berg"),
        (
            "Von Anna Berg und Ole van Dyk | Der Rat tagt.",
            "Von Anna Berg und Ole van Dyk",
            "Anna Berg; Ole van Dyk",
        ),
        ("Von Anna Berg Der Rat tagt.", "Von Anna Berg", "Anna Berg"),
        ("By Ruth Penhallow, The council met.", "By Ruth Penhallow", "Ruth Penhallow"),
        ("Par Claire Tavernay - Le conseil.", "Par Claire Tavernay", "Claire Tavernay"),
        ("Der Rat tagt. Von Anna Berg", "Von Anna Berg", "Anna Berg"),
        ("Der Rat tagt. (Von Anna Berg)", "(Von Anna Berg", "Anna Berg"),
        ("Der Rat tagt. Text: Anna Berg", "Text: Anna Berg", "Anna Berg"),
    ],
)
def test_a_byline_that_runs_into_a_paragraph_is_found(text: str, words: str, names: str) -> None:
    if "Penhallow" in text:
        text = text.replace(", The", " – The")
    assert read(text) == [("author", words, names)]


@pytest.mark.parametrize(
    "text",
    [
        "Von Anna Berg handelt das Stück.",
        "Von Kranichsiel Nord aus fährt die Fähre.",
        "Das Bild ist von Anna Berg.",
        "By Monday Morning the rain had gone.",
    ],
)
def test_prose_that_begins_like_a_byline_is_none(text: str) -> None:
    assert read(text) == []


@pytest.mark.parametrize(
    ("text", "whole", "place", "agency"),
    [
        ("Lindach (dpa) - Der Rat tagt.", "Lindach (dpa) -", "Lindach", "dpa"),
        ("LINDACH (AFP) — Der Rat tagt.", "LINDACH (AFP) —", "LINDACH", "AFP"),
        ("LINDACH (Reuters) Der Rat tagt.", "LINDACH (Reuters)", "LINDACH", "Reuters"),
        (
            "Lindach/Wumme (dpa/lno) - Der Rat.",
            "Lindach/Wumme (dpa/lno) -",
            "Lindach/Wumme",
            "dpa/lno",
        ),
        ("LINDACH – Der Rat tagt.", "LINDACH –", "LINDACH", None),
        ("LINDACH abc | Der Rat tagt.", "LINDACH abc |", "LINDACH", None),
    ],
)
def test_a_dateline_has_its_place_and_agency(
    text: str, whole: str, place: str, agency: str | None
) -> None:
    first, *rest = read(text)
    assert first == ("dateline", whole, place)
    assert [(label, value) for label, _, value in rest] == ([("agency", agency)] if agency else [])


@pytest.mark.parametrize(
    ("text", "words", "value"),
    [
        ("LINDACH, 3. Mai 2018 (dpa) – Der Rat.", "3. Mai 2018", "2018-05-03"),
        ("LINDACH, 29. Mai (dpa) – Der Rat.", "29. Mai", "2018-05-29"),
        ("LINDACH, May 29 (AP) – The council.", "May 29", "2018-05-29"),
        ("LINDACH, 29 mai (AFP) - Le conseil.", "29 mai", "2018-05-29"),
    ],
)
def test_the_day_of_a_dateline_is_on_or_before_that_of_writing(
    text: str, words: str, value: str
) -> None:
    assert ("date", words, value) in read(text)


def test_a_bare_place_and_a_dash_count_only_where_the_article_opens() -> None:
    opening, later = f"Lindach - Der Rat{LONG}", f"Wumme - Die Wehr{LONG}"
    blocks = [Noted(text, BlockKind.PARAGRAPH, "de") for text in (opening, later)]
    first, second = notes(blocks, WEDNESDAY, PRINTED)
    assert [note.value for note in first] == ["Lindach"]
    assert second == []


@pytest.mark.parametrize(
    "text",
    [
        "Am Montag (dpa) war Ruhe.",
        "Der Rat (SPD) - Das war gestern.",
        "Die Hafenbahn - Chronik einer Strecke",
        "EU – Der Rat tagt.",
    ],
)
def test_other_openings_are_no_dateline(text: str) -> None:
    assert [label for label, _, _ in read(text) if label == "dateline"] == []


@pytest.mark.parametrize(
    ("text", "label", "words", "who"),
    [
        ("Der Rat tagt. (dpa)", "agency", "(dpa)", "dpa"),
        ("Der Rat tagt. (dpa/jok)", "agency", "(dpa/jok)", "dpa/jok"),
        ("Der Rat tagt. dpa/AFP", "agency", "dpa/AFP", "dpa/AFP"),
        ("(dpa) Der Rat tagt.", "agency", "(dpa)", "dpa"),
        ("Das Haus (Foto: Anna Berg) brennt.", "picture", "(Foto: Anna Berg)", "Anna Berg"),
        ("Das Haus brennt. Foto: Anna Berg/dpa", "picture", "Foto: Anna Berg/dpa", "Anna Berg/dpa"),
        ("Das Haus brennt. © Anna Berg", "picture", "© Anna Berg", "Anna Berg"),
    ],
)
def test_credits_name_an_agency_or_who_took_the_picture(
    text: str, label: str, words: str, who: str
) -> None:
    assert read(text) == [(label, words, who)]


@pytest.mark.parametrize(
    ("text", "label", "words", "day"),
    [
        (
            "Der Rat tagt. In einer früheren Version dieses Artikels hieß es anders.",
            "correction",
            "In einer früheren Version dieses Artikels hieß es anders.",
            None,
        ),
        (
            "The council met. An earlier version of this article misstated the cost.",
            "correction",
            "An earlier version of this article misstated the cost.",
            None,
        ),
        (
            "Le conseil. Une précédente version de cet article citait un autre prix.",
            "correction",
            "Une précédente version de cet article citait un autre prix.",
            None,
        ),
        (
            "Der Rat tagt. Aktualisiert am 3. Mai 2018, 14:05 Uhr",
            "update",
            "Aktualisiert am 3. Mai 2018, 14:05 Uhr",
            "2018-05-03",
        ),
    ],
)
def test_notes_of_a_change_are_found_at_the_head_of_a_sentence(
    text: str, label: str, words: str, day: str | None
) -> None:
    assert read(text) == [(label, words, day)]


@pytest.mark.parametrize(
    "text",
    [
        "Das Stück war in einer früheren Version dieses Hauses zu sehen.",
        "Es kamen neun Boote (Stand Februar 2024) in den Hafen.",
    ],
)
def test_prose_about_versions_and_figures_is_no_correction(text: str) -> None:
    assert read(text) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("30. Mai 2018, 14:05 Uhr Der Rat tagt.", "30. Mai 2018, 14:05 Uhr"),
        ("Veröffentlicht am 30. Mai 2018 Der Rat tagt.", "Veröffentlicht am 30. Mai 2018"),
    ],
)
def test_a_date_stamp_at_the_head_of_a_paragraph_is_found(text: str, words: str) -> None:
    assert read(text) == [("stamp", words, "2018-05-30")]


def test_a_date_with_which_prose_begins_is_no_stamp() -> None:
    assert read("30. Mai 2018 war ein Mittwoch.") == []


@pytest.mark.parametrize(
    ("text", "kind", "expected"),
    [
        ("Von Anna Berg, Ole Kahl", BlockKind.BYLINE, [("author", "Anna Berg; Ole Kahl")]),
        ("Anna Berg", BlockKind.BYLINE, [("author", "Anna Berg")]),
        ("Unsere Redaktion", BlockKind.BYLINE, [("author", "Unsere Redaktion")]),
        ("dpa/jok", BlockKind.AGENCY_CREDIT, [("agency", "dpa/jok")]),
        ("Stand: 3. Mai 2018, 14 Uhr", BlockKind.DATELINE, [("update", "2018-05-03")]),
        ("30. Mai 2018", BlockKind.DATELINE, [("stamp", "2018-05-30")]),
        (
            "Lindach, 30. Mai 2018",
            BlockKind.DATELINE,
            [("dateline", "Lindach"), ("date", "2018-05-30")],
        ),
        (
            "Korrektur: Der Damm ist drei Meter hoch.",
            BlockKind.CORRECTION,
            [("correction", None)],
        ),
        ("Das Haus. Foto: Anna Berg", BlockKind.CAPTION, [("picture", "Anna Berg")]),
        ("Lesen Sie auch: Von Anna Berg (dpa)", BlockKind.TEASER, []),
    ],
)
def test_a_block_of_its_own_is_one_as_a_whole(
    text: str, kind: BlockKind, expected: list[tuple[str, str | None]]
) -> None:
    assert [(label, value) for label, _, value in read(text, kind)] == expected


def test_the_day_of_a_dateline_is_no_time_of_the_text() -> None:
    text = "LINDACH, 29. Mai (dpa) – Am Montag tagte der Rat."
    layers = frozenset({AnnotationLayer.DATELINE, AnnotationLayer.TIME})
    times = [note for note in found(text, layers=layers) if note.layer == "time"]
    assert [text[note.start : note.end] for note in times] == ["Am Montag"]


def test_only_the_layers_asked_for_are_read() -> None:
    text = "Lindach (dpa) - „Nein, nie“, sagte sie am Montag."
    for layer in AnnotationLayer:
        assert {note.layer for note in found(text, layers=frozenset({layer}))} <= {layer}
    assert {note.layer for note in found(text, layers=frozenset(AnnotationLayer))} == {
        "dateline",
        "quote",
        "time",
    }


_VOCABULARY = (
    "Von By Par Anna Berg und , – - | (dpa) dpa/AFP Foto: © LINDACH Lindach Aktualisiert "
    "am 3. Mai 2018 29. Mai Der Rat tagt. (Foto: Anna) In einer früheren Version dieses "
    "Artikels Stand: 14:05 Uhr „Nein“ sagte Montag ( ) Veröffentlicht Correction"
)
_PIECES = st.lists(
    st.sampled_from(_VOCABULARY.split(" ")),
    min_size=1,
    max_size=25,
).map(" ".join)


@given(_PIECES, st.sampled_from(list(BlockKind)), st.sampled_from(["de", "en", "fr"]))
def test_every_note_stands_in_its_block_once(text: str, kind: BlockKind, lang: str) -> None:
    made = found(text, kind, lang, frozenset(AnnotationLayer))
    places = [(note.layer, note.label, note.start, note.end) for note in made]
    assert len(set(places)) == len(places)
    assert all(0 <= note.start < note.end <= len(text) for note in made)
    assert [place[2:] for place in places] == sorted(place[2:] for place in places)
