"""Ids are the base 32 of RFC 4648, cut, of a SHA-256 over parts that cannot run together."""

import hashlib
from base64 import b32encode

from hypothesis import given
from hypothesis import strategies as st

from pressmark_schema.ids import digest

PART = st.text(st.characters(exclude_categories=["Cs"]))


@given(st.lists(PART, max_size=4))
def test_a_digest_is_base_32_of_its_parts_with_their_lengths(parts: list[str]) -> None:
    framed = b"".join(b"%d:%b" % (len(part.encode()), part.encode()) for part in parts)
    expected = b32encode(hashlib.sha256(framed).digest()[:10]).decode().lower()
    assert digest(*parts) == expected
    assert digest(*parts, length=10) == expected[:10]


def test_another_division_of_the_same_characters_is_another_digest() -> None:
    assert len({digest("ab", "c"), digest("a", "bc"), digest("abc")}) == 3
