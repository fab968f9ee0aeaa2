"""What holds for every flat text: nothing is lost, every change can be undone, ids do not move."""

from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pressmark.flow.metadata import InvalidMetadataError
from pressmark.flow.options import Options
from pressmark.flow.record import Record, record
from pressmark_schema.tables import TABLES
from raw_input import MORE, PROSE, config, document, recorded

NASTY = [
    *("\0", "\x07", "\x1b[31m", "\x85", "\u00a0", "\u00ad", "\u200b", "\u2028", "\u2029", "\u202e"),
    *(
        "\ufeff",
        "\ufffe",
        "\ufdd0",
        "\U000e0001",
        "\U0010ffff",
        "e\u0301",
        "\u0327\u0301",
        "ﬁ",
        "Ａ",
    ),
    *(
        "\u1100\u1161\u11a8",
        "שלום",
        "مرحبا",
        "👩\u200d👩\u200d👧",
        "Ã¼",
        "â€žWortâ€œ",
        "&amp;",
        "\t",
    ),
    *(" ", "  ", "\n", "\r\n", "\r", "\n\n", "\n \n", "\x0b", "\x0c", "-\n", "\u00ad\n"),
    *("date 2018-13 ", "date 2018-05 ", "date 2018-05-30T10:00+99:99 ", "Date: 2018-05-30\n"),
    *("2018-05-30 Title\n", "---\n", "Title: x\n", "Titel:\n", "URL: http://a.example/\n"),
    *("(@)", "(@y)", "— x (@y) 30. Mai 2018", "— ", "- ", "• ", "> ", "| a | b |", "1. ", "@", "#"),
    *(
        "pic.twitter.com/x",
        "https://t.co/y ",
        "Lesen Sie auch: Brand",
        "Foto: dpa",
        "(dpa)",
        "Von ",
    ),
    *("Aktualisiert am 19.02.2020", "Stand: 31.02.2020", "Correction, 6 March 2022: "),
    *(
        "Anzeige",
        "By Ruth Penhallow",
        "Kranichsiel, 3. Juli 2018",
        "„Wort“",
        "¿",
        "?",
        ":",
        ".",
        "…",
        "ß",
        "0",
    ),
]
"""Pieces of which texts are made that break parsers."""

PIECES = st.one_of(st.sampled_from(NASTY), st.sampled_from(["Haus ", "brennt. ", "Der Rat", PROSE]))
TEXTS = st.one_of(
    st.lists(PIECES, max_size=24).map("".join),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=60),
)
WORDS = st.text("abcdefghij ,.\u00a0\u00ad", min_size=4, max_size=80)
PARAGRAPHS = st.lists(st.builds("{}. {}".format, WORDS, st.sampled_from([PROSE, MORE])), max_size=4)


def spans(made: Record) -> Iterator[tuple[int, int]]:
    """Where the blocks and the deletions outside of blocks lie in the source."""
    for block in made.rows["blocks"]:
        yield block["src_start"], block["src_end"]
    for change in made.rows["changes"]:
        if change["block_id"] is None:
            yield change["src_start"], change["src_end"]


def replacements(made: Record, block_id: str) -> list[tuple[int, int, str]]:
    """The replacements of one block, repeats one by one: start and end in the source, and after."""
    found = []
    for change in made.rows["changes"]:
        if change["block_id"] == block_id:
            length = change["src_end"] - change["src_start"]
            found += [(at, at + length, change["after"]) for at in change["positions"]]
    return sorted(found)


@given(TEXTS)
@settings(max_examples=300)
def test_any_text_becomes_a_record(text: str) -> None:
    """The rows are plain values; that they are rows of their tables, strictly, is shown here."""
    made = recorded(text)
    assert TABLES["captures"].accepts(made.capture)
    for name, rows in made.rows.items():
        for row in rows:
            assert TABLES[name].accepts(row), name


@given(
    st.dictionaries(
        st.sampled_from(["published", "modified", "retrieved_at", "lang", "genre", "n", "f", "d"])
        | st.sampled_from(["outlet", "title", "authors", "keywords", "canonical_url", "rights"]),
        st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30).map(str.strip)
        | st.sampled_from(["2018-05-30T24:00Z", "2018-05-30T10:00+99:99", "2018-02-30", "nan"])
        | st.sampled_from(["1e999", "9" * 30, "0001-01-01T00:00+14:00", "[1]", "[]", "٣", "_1"]),
    )
)
@settings(max_examples=200)
def test_any_metadata_is_taken_or_refused(given_: dict[str, str]) -> None:
    own = {
        name: {"type": kind} for name, kind in (("n", "integer"), ("f", "number"), ("d", "date"))
    }
    metadata = {name: value for name, value in given_.items() if value}
    with suppress(InvalidMetadataError):
        options = Options(config(fields=own))
        (row,) = record(document(PROSE, metadata), options).rows["articles"]
        assert options.tables["articles"].accepts(row)


@given(TEXTS)
@settings(max_examples=300)
def test_the_source_with_its_changes_is_the_text(text: str) -> None:
    made = recorded(text)
    for block in made.rows["blocks"]:
        pieces, done = [], block["src_start"]
        for start, end, after in replacements(made, block["block_id"]):
            assert done <= start <= end <= block["src_end"]
            pieces += [text[done:start], after]
            done = end
        assert "".join([*pieces, text[done : block["src_end"]]]) == block["text"]


@given(TEXTS)
def test_the_text_without_its_changes_is_the_source(text: str) -> None:
    made = recorded(text)
    before = {
        (at, change["after"]): change["before"]
        for change in made.rows["changes"]
        for at in change["positions"]
    }
    for block in made.rows["blocks"]:
        source, at, done = "", block["src_start"], 0
        for start, end, after in replacements(made, block["block_id"]):
            kept = before[start, after]
            source += block["text"][done : done + start - at] + (
                text[start:end] if kept is None else kept
            )
            done, at = done + start - at + len(after), end
        assert source + block["text"][done:] == text[block["src_start"] : block["src_end"]]


@given(TEXTS)
@settings(max_examples=300)
def test_each_character_that_prints_is_in_one_block_or_one_deletion(text: str) -> None:
    taken = Counter(at for start, end in spans(recorded(text)) for at in range(start, end))
    assert all(count == 1 for count in taken.values())
    lost = [at for at, character in enumerate(text) if not character.isspace() and not taken[at]]
    assert lost == []


@given(TEXTS)
def test_a_change_says_what_stood_there(text: str) -> None:
    for change in recorded(text).rows["changes"]:
        if change["before"] is None:
            assert change["src_end"] - change["src_start"] > 200
            assert len(change["before_sha256"]) == 64
        else:
            length = len(change["before"])
            assert {text[at : at + length] for at in change["positions"]} == {change["before"]}


@given(TEXTS)
def test_what_supports_a_value_lies_in_the_source(text: str) -> None:
    made = recorded(text)
    blocks = {block["block_id"]: block for block in made.rows["blocks"]}
    for row in made.rows["evidence"]:
        if row["src_start"] is None:
            continue
        assert 0 <= row["src_start"] <= row["src_end"] <= len(text)
        if row["block_id"]:
            block = blocks[row["block_id"]]
            assert block["src_start"] <= row["src_start"] <= row["src_end"] <= block["src_end"]


@given(TEXTS)
def test_no_id_is_given_twice(text: str) -> None:
    made = recorded(text)
    keys = [("blocks", "block_id"), ("changes", "change_id"), ("evidence", "evidence_id")]
    for name, key in [*keys, ("links", "link_id"), ("embeds", "block_id")]:
        ids = [row[key] for row in made.rows[name]]
        assert len(ids) == len(set(ids)), name


@given(TEXTS)
def test_the_kinds_have_their_rows(text: str) -> None:
    made = recorded(text)
    for kind, table in (("embed", "embeds"), ("teaser", "links")):
        of_kind = [row["block_id"] for row in made.rows["blocks"] if row["kind"] == kind]
        assert of_kind == [row["block_id"] for row in made.rows[table]]


@given(PARAGRAPHS, WORDS, st.integers(min_value=0))
def test_a_new_paragraph_renames_and_changes_no_other(
    paragraphs: list[str], words: str, at: int
) -> None:
    first = [PROSE, *paragraphs, MORE]
    place = 1 + at % (len(first) - 1)
    second = [*first[:place], f"Neu ist dies: {words}. {PROSE}", *first[place:]]

    def texts(given_: list[str]) -> dict[str, Any]:
        made = recorded("date 2018-05 " + "\n\n".join(given_))
        return {block["block_id"]: block["text"] for block in made.rows["blocks"]}

    before, after = texts(first), texts(second)
    assert before.items() <= after.items()
    assert len(after) == len(before) + 1


@given(TEXTS)
def test_the_same_text_gives_the_same_record(text: str) -> None:
    assert recorded(text).rows == recorded(text).rows


@pytest.mark.parametrize(
    "piece", ["a", " ", "- ", "\u0301", "(@", "— ", "2018 ", "Ã¼", "\u2028", "\r"]
)
def test_a_line_of_a_hundred_thousand_pieces_is_read(piece: str) -> None:
    made = recorded(f"date 2018-05 {piece * 100_000}ende")
    assert made.rows["blocks"][-1]["text"].endswith("ende")
