"""A flat source is divided into header and blocks, and no character is lost."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pressmark.parse import segment
from pressmark_schema.segments import Segmented
from pressmark_schema.vocabulary import BlockKind

PROSE = (
    "Der Hafen von Lindach war am Dienstag wieder offen, nachdem das Hochwasser zurückgegangen "
    "war und die Fischer ihre Boote aus den Gärten der oberen Stadt geholt hatten."
)
MORE = (
    "Die Bürgermeisterin dankte den Helfern und kündigte an, dass der Damm bis zum Herbst um einen "
    "Meter erhöht werde. Das Geld dafür hat der Kreistag schon im Frühjahr bewilligt."
)


def blocks(text: str, segmented: Segmented | None = None) -> list[str]:
    found = segmented or segment(text)
    return [text[part.span.start : part.span.end] for part in found.segments]


def stated(text: str) -> dict[str, str]:
    return {item.column: item.value for item in segment(text).stated}


def wrapped(text: str, width: int) -> str:
    lines, line = [], ""
    for word in text.split():
        if line and len(line) + 1 + len(word) > width:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}".strip()
    return "\n".join([*lines, line])


@pytest.mark.parametrize("blank", [" ", "\u00a0", "\t", ""])
@pytest.mark.parametrize("date", ["2018-05", "2018-05-30", "2018"])
def test_a_date_and_the_body_may_share_the_first_line(blank: str, date: str) -> None:
    text = f"{blank}date {date} {PROSE}\n\n{MORE}"
    found = segment(text)
    assert blocks(text, found) == [PROSE, MORE]
    assert [(item.value, item.raw, item.basis) for item in found.stated] == [
        (date, f"date {date}", "header")
    ]
    span = found.removals[0].span
    assert text[span.start : span.end] == f"date {date}"


@pytest.mark.parametrize(
    ("header", "edtf"),
    [
        ("date 2018-05-30 14:30", "2018-05-30"),
        ("date 2018-05-30 14:30:05+02:00", "2018-05-30"),
        ("date 2018-05-30T14:30Z", "2018-05-30"),
        ("date 2018-05-30, 14:30 Uhr", "2018-05-30"),
        ("date 1. Jänner 2018", "2018-01-01"),
        ("date Montag, 1. Jänner 2018", "2018-01-01"),
        ("date May 30, 2018", "2018-05-30"),
        ("Date: 30 May 2018", "2018-05-30"),
        ("Datum: Feber 2018", "2018-02"),
        ("Date: 2018-05-30 14:30", "2018-05-30"),
        ("date 2018-05-XX", "2018-05-XX"),
        ("date 2018~", "2018~"),
        ("date 2018?", "2018?"),
        ("date 2018-05%", "2018-05%"),
        ("date 2018-04/2018-05", "2018-04/2018-05"),
    ],
)
@pytest.mark.parametrize("gap", [" ", "\n\n"])
def test_a_header_holds_a_date_of_any_form_and_its_time(header: str, edtf: str, gap: str) -> None:
    text = f"{header}{gap}{PROSE}\n\n{MORE}"
    found = segment(text)
    assert blocks(text, found) == [PROSE, MORE]
    assert [(item.value, item.raw) for item in found.stated] == [(edtf, header)]


def test_a_time_with_which_prose_goes_on_stays_in_the_text() -> None:
    text = f"date 2018-05-30 14:30 war es, als {PROSE}"
    assert blocks(text) == [f"14:30 war es, als {PROSE}"]
    assert stated(text) == {"published_edtf": "2018-05-30"}


@pytest.mark.parametrize(
    "opening",
    [
        "date 2018-13 ",
        "date 2018-02-30 ",
        "date 2018-02-30 14:30 ",
        "date 31. Februar 2018 ",
        "Date: 2018-02-30 ",
        "date 30 May 2018 was a Wednesday. ",
        "Date: May 2018 was warm. ",
        "date 2018-05-30: ",
        "2018/2019 Bilanz ",
        "date 201805 ",
        "Date: nights in Paris are long. ",
        "2018 war ein gutes Jahr. ",
        "date 2018 was agreed on. ",
        "2018-05-30 war ein Mittwoch. ",
        "Update: ",
    ],
)
def test_what_states_no_date_of_the_calendar_stays_in_the_text(opening: str) -> None:
    text = f"{opening}{PROSE}\n\n{MORE}"
    found = segment(text)
    assert found.stated == ()
    assert blocks(text, found) == [opening + PROSE, MORE]


def test_key_lines_state_columns_in_three_languages() -> None:
    text = (
        "Titel: Der Damm hält\r\nAutor: Jule Haberkamp und Ole Brandt\r\nDatum: 3. März 2019\r\n"
        f"URL: https://example.org/damm\r\nRessort: Lokales\r\n\r\n{PROSE}\r\n\r\n{MORE}"
    )
    assert blocks(text) == [PROSE, MORE]
    assert stated(text) == {
        "title": "Der Damm hält",
        "authors": '["Jule Haberkamp", "Ole Brandt"]',
        "published_edtf": "2019-03-03",
        "canonical_url": "https://example.org/damm",
        "section": "Lokales",
    }


def test_front_matter_is_a_header_also_with_unknown_keys() -> None:
    text = f'---\ntitle: "Hoch und trocken"\nlayout: post\ndate: 2020-02-01\n---\n\n{PROSE}'
    assert blocks(text) == [PROSE]
    assert stated(text) == {"title": "Hoch und trocken", "published_edtf": "2020-02-01"}


def test_a_list_below_a_key_of_the_front_matter_is_its_value() -> None:
    text = f"---\nauthors:\n  - Jule Haberkamp\n  - Ole Brandt\nlang: Deutsch\n---\n{PROSE}"
    assert blocks(text) == [PROSE]
    assert stated(text) == {"authors": '["Jule Haberkamp", "Ole Brandt"]', "lang": "de"}


def test_a_date_keeps_its_key_as_printed() -> None:
    found = segment(f"Titel: Der Damm hält\nDatum : 3. März 2019\n\n{PROSE}").stated
    assert [(item.raw, item.value) for item in found] == [
        ("Der Damm hält", "Der Damm hält"),
        ("Datum : 3. März 2019", "2019-03-03"),
    ]


def test_the_stated_span_holds_the_value_as_printed() -> None:
    text = f"title: Hoch und trocken\ndate: 3. Mai 2019, 10:15 Uhr\n\n{PROSE}"
    for item in segment(text).stated:
        assert text[item.span.start : item.span.end] == item.raw


def test_an_impossible_date_among_key_lines_stays_a_block() -> None:
    text = f"title: Hoch und trocken\ndate: 2019-02-30\nauthor: Ole Brandt\n\n{PROSE}"
    assert blocks(text) == ["date: 2019-02-30", PROSE]
    assert stated(text) == {"title": "Hoch und trocken", "authors": '["Ole Brandt"]'}


@pytest.mark.parametrize("date", ["2018-05-30", "2018-05", "2018-05-XX", "2018-05-30 14:30"])
def test_a_title_may_follow_the_date_on_its_line(date: str) -> None:
    text = f"{date} Lindachs Hafen ist wieder offen\n\n{PROSE}\n\n{MORE}"
    found = segment(text)
    assert blocks(text, found) == ["Lindachs Hafen ist wieder offen", PROSE, MORE]
    assert [part.kind for part in found.segments] == [BlockKind.TITLE, None, None]


@pytest.mark.parametrize(
    "text", ["Quelle: Wir wissen es nicht.\nUnd so weiter geht es hier.", "title:"]
)
def test_a_lone_key_in_prose_is_no_header(text: str) -> None:
    assert segment(text).stated == ()


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_one_line_a_block_where_there_are_no_blank_lines(end: str) -> None:
    text = end.join(["date 2020-01 " + PROSE, "Der Damm wird erhöht", MORE])
    assert blocks(text) == [PROSE, "Der Damm wird erhöht", MORE]


@pytest.mark.parametrize("width", [60, 72, 100])
def test_hard_wrapped_lines_stay_in_one_segment(width: int) -> None:
    text = f" date 2020-01 {PROSE} {MORE}"
    body = wrapped(text, width)
    assert [" ".join(block.split()) for block in blocks(f"{body}\n\n{wrapped(MORE, width)}")] == [
        f"{PROSE} {MORE}",
        MORE,
    ]


def test_hard_wrapped_paragraphs_without_blank_lines_part_at_short_last_lines() -> None:
    text = f"{wrapped(MORE, 70)}\n{wrapped(PROSE, 70)}\n{wrapped(MORE, 70)}"
    assert [" ".join(block.split()) for block in blocks(text)] == [MORE, PROSE, MORE]


def test_a_post_over_several_lines_stays_one_segment() -> None:
    post = "Heute Boote gezählt:\n14 sind zurück! #lindach\n— Hafenamt (@hafen_lindach) 3. Mai 2020"
    assert blocks(f"{PROSE}\n\n{post}\n\n{MORE}") == [PROSE, post, MORE]


def test_marked_lines_are_blocks_of_their_own() -> None:
    assert blocks(f"{PROSE}\n\n- Boote\n- Netze\n- Kisten") == [
        PROSE,
        "- Boote",
        "- Netze",
        "- Kisten",
    ]


def kinds(text: str) -> list[BlockKind | None]:
    return [part.kind for part in segment(text).segments]


TABLES = [
    ["Jahr\tHöfe\tBoote", "2018\t9\t14", "2019\t8\t12"],
    ["| Jahr | Höfe |", "|---|---:|", "| 2018 | 9 |", "| 2019 | 8 |"],
    ["Jahr | Höfe | Boote", "2018 | 9 | 14", "2019 | 8"],
    ["Jahr\tHöfe", "2018\t9"],
]


@pytest.mark.parametrize("between", ["\n", "\n\n", "\r\n"])
@pytest.mark.parametrize("rows", TABLES[:2])
def test_each_row_of_a_table_is_a_segment_of_that_kind(rows: list[str], between: str) -> None:
    text = f"{PROSE}\n\n{between.join(rows)}\n\n{MORE}"
    assert blocks(text) == [PROSE, *rows, MORE]
    assert kinds(text) == [None, *[BlockKind.TABLE] * len(rows), None]


@pytest.mark.parametrize("rows", TABLES)
def test_a_line_beside_a_table_is_no_row(rows: list[str]) -> None:
    lines = "\n".join(["Höfe am Ufer", *rows[:2], "Quelle: Amt für Wasser, Lindach"])
    assert kinds(f"{PROSE}\n\n{lines}") == [None, None, BlockKind.TABLE, BlockKind.TABLE, None]


@pytest.mark.parametrize(
    "lines",
    [
        ["Jahr\tHöfe\tBoote"],
        ["Facebook | Twitter | E-Mail"],
        ["-\tBoote", "-\tNetze"],
        ["- Boote | Netze | neu", "- Kisten | Seile | alt"],
        ["1.\tBoote", "2.\tNetze"],
        ["Frage:\tWann kommt das Wasser wieder?", "Antwort:\tDas weiß hier am Fluss niemand."],
        ["Jahr\tHöfe\tBoote", "| 2018 | 9 |"],
        ["Höfe | Boote", "9 | 14"],
        ["Jahr\tHöfe", "2018\t9\t14"],
    ],
)
def test_what_may_be_a_list_or_a_sentence_is_no_table(lines: list[str]) -> None:
    assert BlockKind.TABLE not in kinds("\n".join([PROSE, *lines, MORE]))


def test_a_stretch_without_visible_characters_is_a_removal() -> None:
    text = f"{PROSE}\n\n\u200b\x00\ufeff\n\n{MORE}"
    found = segment(text)
    assert blocks(text, found) == [PROSE, MORE]
    assert [(text[r.span.start : r.span.end], r.rule) for r in found.removals] == [
        ("\u200b\x00\ufeff", "invisible@1")
    ]


@pytest.mark.parametrize("text", ["", " ", "\n\n\u00a0\r\n", "\u2028"])
def test_nothing_gives_nothing(text: str) -> None:
    assert segment(text) == Segmented(())


PIECES = st.sampled_from(
    [
        "date 2018-05",
        "date 2018-13 ",
        "Date: ",
        "2018-05-30 ",
        "2018",
        "title: ",
        "Datum: 2018-02-30\n",
        "autor: A B\r\n",
        "---\n",
        "Wort",
        "ein Satz. ",
        "Ein längerer Absatz, der weiterläuft und läuft und läuft",
        "— Name (@handle) 30. Mai 2018",
        "pic.twitter.com/x",
        "- ",
        "\n",
        "\n\n",
        "\r\n",
        "\r",
        "\u00a0",
        " ",
        "\t",
        "a\tb\n",
        "| a | b |",
        "|",
        "\u2028",
        "\x85",
        "\x1c",
        "\x00",
        "\u200b",
        "\ufeff",
        "\u00ad",
        "\u0301",
        "😀",
        "\ud800",
        ":",
        "?",
        "„",
        "“",
        "(@",
    ]
)
NASTY = st.lists(PIECES | st.text(max_size=4), max_size=40).map("".join)


@given(NASTY)
@settings(max_examples=500)
def test_each_visible_character_is_in_exactly_one_segment_or_removal(text: str) -> None:
    found = segment(text)
    spans = [part.span for part in found.segments] + [part.span for part in found.removals]
    covered = [0] * len(text)
    for span in spans:
        assert 0 <= span.start < span.end <= len(text)
        for at in range(span.start, span.end):
            covered[at] += 1
    assert all(
        count == 1 or (count == 0 and character.isspace())
        for character, count in zip(text, covered, strict=True)
    )


@given(NASTY)
def test_segments_come_in_order_without_blanks_around_them(text: str) -> None:
    found = segment(text)
    starts = [part.span.start for part in found.segments]
    assert starts == sorted(starts)
    assert all(block == block.strip() and block for block in blocks(text, found))


@given(st.lists(NASTY.filter(str.strip), min_size=1, max_size=6), st.data())
def test_a_paragraph_put_in_moves_no_other_boundary(parts: list[str], data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(parts)))
    opening = f"date 2020-01 {PROSE}"
    before = "\n\n".join([opening, *parts])
    after = "\n\n".join([opening, *parts[:at], "Ein neuer Absatz kam dazu.", *parts[at:]])
    expected = blocks(before)
    found = blocks(after)
    found.remove("Ein neuer Absatz kam dazu.")
    assert found == expected


@pytest.mark.parametrize(
    "text",
    [
        "wort und satz. " * 350_000,
        "\n" * 200_000 + "x" + "\r\n" * 200_000,
        "(@" * 1_000_000,
        "— " * 1_000_000,
        "a: b\n" * 400_000,
        "ab cd\n" * 400_000,
        "a\tb\n" * 400_000,
        "| " * 1_000_000,
        "date " + "2018-05/" * 400_000,
    ],
    ids=[
        "one line",
        "blank lines",
        "handles",
        "dashes",
        "keys",
        "short lines",
        "rows",
        "cells",
        "intervals",
    ],
)
@pytest.mark.slow
def test_megabytes_of_anything_take_seconds(text: str) -> None:
    found = segment(text)
    assert sum(part.span.end - part.span.start for part in found.segments) > 0
