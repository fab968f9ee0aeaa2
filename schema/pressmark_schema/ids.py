"""Identifiers: short hashes that depend on content alone and start with a letter.

A letter first, because CSV readers turn `0012` into 12. The digest is SHA-256 in lower-case
base 32 (RFC 4648), cut: 16 characters are 80 bits, so that among ten million articles a collision
has a chance of 4 in 10^11.
"""

import hashlib
from base64 import b32encode

from pressmark_schema.vocabulary import IdBasis

_SEPARATOR = "\x1f"
ARTICLE_ID_LENGTH = 17
"""Code points of an article id; a block id begins with its article's."""


def digest(*parts: str, length: int = 16) -> str:
    """The first `length` characters of the hash over `parts`, which no re-splitting can fake."""
    joined = _SEPARATOR.join(part.replace(_SEPARATOR, _SEPARATOR * 2) for part in parts)
    return b32encode(hashlib.sha256(joined.encode()).digest()).decode().lower()[:length]


def article_id(basis: IdBasis, namespace: str, value: str) -> str:
    """The id of an article known by `value` (a native id, a canonical URL or a path)."""
    return "a" + digest(basis.value, namespace, value)


def source_id(path: str) -> str:
    """The id of the source file at `path` (POSIX, relative)."""
    return "s" + digest(path)


def capture_id(source: str, record_index: int, record_sha256: str) -> str:
    """The id of one document as it came."""
    return "c" + digest(source, str(record_index), record_sha256)


def block_id(article: str, source_slice: str, ordinal: int) -> str:
    """The id of a block: its article, the hash of its source slice, its rank among equals.

    Neither a new rule nor a correction nor a neighbour changes it; only another source text does.
    """
    return f"{article}_{digest(source_slice, length=10)}_{ordinal}"


def row_id(prefix: str, *parts: str) -> str:
    """The id of a row of a detail table; `prefix` is one letter that names the table."""
    return prefix + digest(*parts)


def slug(name: str) -> str:
    """`name` as an outlet id: lower case, `[a-z0-9_]+`, umlauts spelt out; `unknown` if empty."""
    spelt = name.casefold().translate(_SPELT)
    kept = "".join(char if char.isascii() and char.isalnum() else "_" for char in spelt)
    return "_".join(part for part in kept.split("_") if part) or "unknown"


_SPELT = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "é": "e", "è": "e", "ê": "e", "à": "a", "ç": "c", "ô": "o"}
)
