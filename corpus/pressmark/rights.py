"""Statements of rights: as one SPDX expression, and what it allows to be passed on."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from pressmark_schema.vocabulary import Sharing

if TYPE_CHECKING:
    from collections.abc import Iterable

UNKNOWN = "unknown"
"""What the column says of rights that nobody stated, or that nobody can read."""
RESERVED = "LicenseRef-all-rights-reserved"

_MAX_LENGTH = 500
"""Code points of a statement that are read; an expression longer than this is no licence."""
_COMMONS = re.compile(
    r"https?://(?:www\.)?creativecommons\.org/(?P<kind>licenses|publicdomain)/"
    r"(?P<name>[a-z+-]{2,12})/(?P<version>\d\.\d)(?:/(?P<port>[a-z]{2,3}))?"
    r"(?:/(?:deed|legalcode)(?:\.[a-z_-]{2,8})?)?/?",
    re.IGNORECASE | re.ASCII,
)
_PUBLIC_DOMAIN = {"zero": "CC0", "mark": "CC-PDM"}
_STATEMENTS = re.compile(
    r"https?://rightsstatements\.org/(?:vocab|page)/(?P<name>[A-Za-z-]{2,12})/(?P<version>\d\.\d)"
    r"(?:/[a-z-]{0,8})?",
    re.ASCII,
)
_REFERENCE = re.compile(r"(?:DocumentRef-[A-Za-z0-9.-]+:)?LicenseRef-[A-Za-z0-9.-]+")
_SAID = {
    "unknown": UNKNOWN,
    "unbekannt": UNKNOWN,
    "inconnu": UNKNOWN,
    "all rights reserved": RESERVED,
    "alle rechte vorbehalten": RESERVED,
    "tous droits réservés": RESERVED,
    "public domain": "CC-PDM-1.0",
    "gemeinfrei": "CC-PDM-1.0",
}
_NO_COPYRIGHT = "LicenseRef-rightsstatements-NoC-"
_ORDER = (Sharing.METADATA, Sharing.DERIVED, Sharing.FULL_TEXT)


def expression(statement: str) -> str | None:
    """A statement of rights as an SPDX expression in its normal form; None if it is none.

    Understood are SPDX expressions (https://spdx.org/licenses), `LicenseRef-*`, the addresses of
    Creative Commons licences and of rightsstatements.org, and a few plain words; `unknown` stays.
    """
    text = " ".join(statement.split()).strip(" .")
    if not text or len(text) > _MAX_LENGTH:
        return None
    said = _SAID.get(text.casefold())
    return said or _address(text) or _spdx(text)


def sharing(found: str) -> Sharing:
    """The most that an expression lets a corpus pass on to everyone.

    A licence on SPDX's list lets copies be passed on, under its conditions; a `LicenseRef-*` and
    what is unknown let nothing but metadata; of `A AND B` both must allow it, of `A OR B` one.
    """
    return Sharing.METADATA if found == UNKNOWN else _allowed(_parsed(found))


def _address(text: str) -> str | None:
    commons = _COMMONS.fullmatch(text)
    if commons:
        name = _PUBLIC_DOMAIN.get(commons["name"].lower())
        name = name or f"CC-{commons['name'].upper()}"
        port = f"-{commons['port'].upper()}" if commons["port"] else ""
        known = f"{name}-{commons['version']}{port}"
        # A ported licence that SPDX does not list is still that licence.
        return _spdx(known) or f"LicenseRef-{known}"
    stated = _STATEMENTS.fullmatch(text)
    if stated:
        return f"LicenseRef-rightsstatements-{stated['name']}-{stated['version']}"
    return None


def _spdx(text: str) -> str | None:
    parsed = _parsed(text)
    return None if parsed is None else str(parsed.render("{symbol.key}"))


@lru_cache(maxsize=1024)
def _parsed(text: str) -> Any:
    """The parsed expression; None where it is none, or names a licence that SPDX does not.

    The library knows no `LicenseRef-*` by itself, and fails by AttributeError on `MIT AND`.
    """
    from boolean.boolean import ParseError
    from license_expression import ExpressionError

    try:
        parsed = _licensing().parse(text)
        unknown = set(_licensing().unknown_license_keys(parsed)) - set(_REFERENCE.findall(text))
    except (ExpressionError, ParseError, AttributeError, RecursionError, TypeError):
        return None
    return None if parsed is None or unknown else parsed


@lru_cache(maxsize=1)
def _licensing() -> Any:
    import license_expression

    load: Any = license_expression.get_spdx_licensing  # carries no types
    return load()


def _allowed(parsed: Any) -> Sharing:
    licensing = _licensing()
    if isinstance(parsed, licensing.AND):
        return _least(map(_allowed, parsed.args))
    if isinstance(parsed, licensing.OR):
        return max(map(_allowed, parsed.args), key=_ORDER.index)
    named = str(getattr(parsed, "key", ""))
    if not named or named.startswith("CC-"):
        return Sharing.FULL_TEXT
    if _REFERENCE.fullmatch(named) and not named.startswith((_NO_COPYRIGHT, "LicenseRef-CC-")):
        return Sharing.METADATA
    return Sharing.FULL_TEXT


def _least(found: Iterable[Sharing]) -> Sharing:
    return min(found, key=_ORDER.index)
