"""Pagefind's index in one order: the CBOR that it writes, and what is done to it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pressmark.export.site import cbor


@pytest.mark.parametrize(
    ("value", "encoded"),
    [
        ("", "60"),
        ("ü", "62c3bc"),
        ("a" * 24, "7818" + "61" * 24),
        ("a" * 256, "790100" + "61" * 256),
    ],
)
def test_texts_are_encoded_as_the_standard_shows(value: str, encoded: str) -> None:
    """RFC 8949, appendix A, and lengths at the borders of its heads (section 3)."""
    assert cbor.as_text(value).hex() == encoded
    assert cbor.text(bytes.fromhex(encoded)) == value


def test_an_array_gives_its_items_as_they_are_encoded() -> None:
    """`[1, [2, 3], [4, 5]]` and `[500, "a"]`."""
    assert cbor.elements(bytes.fromhex("8301820203820405")) == [
        bytes.fromhex(item) for item in ("01", "820203", "820405")
    ]
    assert cbor.elements(bytes.fromhex("821901f46161")) == [
        bytes.fromhex(item) for item in ("1901f4", "6161")
    ]


@given(st.lists(st.text(), max_size=300))
def test_what_is_written_is_read(values: list[str]) -> None:
    items = [cbor.as_text(value) for value in values]
    assert [cbor.text(item) for item in cbor.elements(cbor.as_array(items))] == values


@pytest.mark.parametrize("encoded", ["", "01", "8201", "820102ff", "81f5", "9f01ff", "81d9"])
def test_what_is_no_array_of_the_kind_is_refused(encoded: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        cbor.elements(bytes.fromhex(encoded))
