"""A shape says of a whole column what its pattern says of every cell."""

from __future__ import annotations

import re

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pressmark.check.foreign.shapes import shape
from pressmark.check.foreign.strings import Strings

SIMPLE = ["[0-9]+", "[1-9][0-9]*", "a[0-9a-z]{3}", "a[0-9a-z]{2}_[0-9]+", "[+-][0-2]:", "[a-c]*"]
CELLS = st.lists(st.text("a0b9_+-:zé", min_size=0, max_size=6), max_size=4)


@pytest.mark.parametrize("pattern", SIMPLE)
@given(cells=CELLS)
def test_a_shape_fits_where_the_pattern_matches_every_cell(pattern: str, cells: list[str]) -> None:
    found = shape(pattern)
    assert found is not None
    fits = found.fits(Strings.of(pa.array(cells, pa.string())))
    assert fits == all(re.fullmatch(pattern, cell) for cell in cells)


@pytest.mark.parametrize("cells", [["a0b9", "azzz"], ["a000"]])
def test_sound_identifiers_fit(cells: list[str]) -> None:
    found = shape("a[0-9a-z]{3}")
    assert found is not None
    assert found.fits(Strings.of(pa.array(cells, pa.string())))


@pytest.mark.parametrize(
    "pattern",
    [
        "a|b",
        "a?",
        "a{2,3}",
        "a+b",
        "(?i)a",
        ".",
        "[^a]",
        "[z-a]",
        "[a-c-e]",
        "[+-/]",
        "é",
        "",
        r"\d",
    ],
)
def test_what_is_more_than_a_shape_is_none(pattern: str) -> None:
    assert shape(pattern) is None


def column(*cells: bytes) -> Strings:
    """A column of cells that nobody has looked at."""
    return Strings.of(pa.array(cells, pa.binary()).view(pa.string()))


def test_a_character_divided_between_two_cells_is_no_utf8() -> None:
    assert column(b"a\xc3\xa4", b"", b"\xc3\xb6").are_utf8()
    assert not column(b"a\xc3", b"\xa4b").are_utf8()
    assert not column(b"a", b"\xff").are_utf8()


def test_a_part_of_a_column_is_looked_at_alone() -> None:
    whole = pa.array(["x", "12", "", "345", "y"], pa.string())
    part = Strings.of(whole.slice(1, 3))
    assert part.lengths.tolist() == [2, 0, 3]
    assert part.filled.lengths.tolist() == [2, 3]
    assert bytes(part.data) == b"12345"


@given(st.lists(st.text("ab", min_size=17, max_size=17), max_size=6))
def test_cells_that_are_surely_distinct_are_distinct(cells: list[str]) -> None:
    sure = Strings.of(pa.array(cells, pa.string())).are_surely_distinct()
    assert sure == (bool(cells) and len(set(cells)) == len(cells))
