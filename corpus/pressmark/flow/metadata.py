"""What is stated of an article outside its text: sidecar, page, header, path, configuration."""

from __future__ import annotations

import json
import math
import re
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from pressmark import normalise, rights
from pressmark.flow import on_page
from pressmark.flow.published import read_date
from pressmark_schema import ids
from pressmark_schema.vocabulary import (
    Access,
    Genre,
    QuarantineReason,
    RightsBasis,
    Sharing,
    SharingBasis,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from pressmark.config import Config, RightsRule
    from pressmark_schema.documents import Document
    from pressmark_schema.edtf import Edtf
    from pressmark_schema.segments import PageStatement, Stated

PLAIN = (
    "native_id",
    "canonical_url",
    "outlet",
    "edition",
    "page",
    "section",
    "title",
    "kicker",
    "subtitle",
    "agency",
)
"""Columns whose value is taken as it is stated."""

_TRUE, _FALSE = {"true", "yes", "1", "ja", "wahr", "oui"}, {"false", "no", "0", "nein", "non"}
_NAMES = {
    name: code
    for code, names in {
        "de": "deutsch german allemand",
        "en": "englisch english anglais",
        "fr": "französisch french français",
    }.items()
    for name in names.split()
}
_LANG = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")


class InvalidMetadataError(ValueError):
    """A stated value does not fit its column; the document is quarantined with this reason."""

    reason = QuarantineReason.INVALID_METADATA


@dataclass
class StatedValues:
    """The values stated for one article, column to value."""

    values: dict[str, Any] = field(default_factory=dict)
    modified: Edtf | None = None
    retrieved_at: datetime | None = None


def collect(
    document: Document,
    stated: Mapping[str, Stated],
    config: Config,
    page: Mapping[str, PageStatement] | None = None,
) -> StatedValues:
    """Every stated value: the metadata table's, the page's, the header's, then the path's.

    `page` is what the page states of each column. The outlet that a path names goes before the
    page's, since whoever laid the folders out gave each outlet one name. Raises
    InvalidMetadataError, naming the place in the table, for a value that does not fit.
    """
    facts, page = StatedValues(), page or {}
    values = {column: item.value for column, item in stated.items()}
    values |= {column: item.value for column, item in page.items()}
    for column in PLAIN:
        _first(facts, column, document, values, _cleaned)
    for column in ("authors", "keywords"):
        _first(facts, column, document, values, items)
    _first(facts, "lang", document, values, _language)
    if facts.values.get("lang") == "und" and "lang" in document.metadata:
        value = document.metadata["lang"]
        raise InvalidMetadataError(f"{document.place}: lang: {value!r} is no language code")
    facts.values["genre"] = Genre(_one_of(Genre, document, "genre", values))
    facts.values["access"] = Access(_one_of(Access, document, "access", values))
    facts.values["outlet_id"] = ids.slug(facts.values.get("outlet") or "unknown")
    facts.values |= _rights(document, config, page) | _own(document, config)
    facts.values |= on_page.reservation(page)
    facts.modified = _modified(document, values)
    facts.retrieved_at = _retrieved(document)
    return facts


def items(value: str) -> list[str]:
    """The items of a list as tables write it: a JSON array, else divided at `;` or `|`."""
    if value.startswith("["):
        try:
            found = json.loads(value)
        except ValueError:
            found = None
        if isinstance(found, list) and all(isinstance(item, str) for item in found):
            return [text for item in found if (text := _cleaned(item))]
    return [text for item in re.split(r"[;|]", value) if (text := _cleaned(item))]


def _first(
    facts: StatedValues,
    column: str,
    document: Document,
    stated: Mapping[str, str],
    convert: Callable[[str], Any],
) -> None:
    in_path = document.path_fields.get(column)
    laid_out = in_path is not None and column == "outlet"
    if column in document.metadata:
        found = convert(document.metadata[column])
    elif column in stated and not laid_out:
        found = convert(stated[column])
    else:
        found = convert(in_path) if in_path is not None else None
    if found:
        facts.values[column] = found


def _cleaned(value: str) -> str:
    """A stated value, normalised as the text is."""
    return normalise.clean(value).text


def _language(value: str) -> str:
    """The code of a language stated by code or by name; `und` for what is neither."""
    text = value.strip()
    code = _NAMES.get(text.casefold(), text[:3].lower() + text[3:])
    return code if _LANG.fullmatch(code) else "und"


def _one_of(
    vocabulary: type[Genre | Access | Sharing],
    document: Document,
    column: str,
    stated: Mapping[str, str] | None = None,
) -> str:
    found = document.metadata.get(column) or (stated or {}).get(column, "unknown")
    value = found.casefold()
    if value not in set(vocabulary):
        known = ", ".join(vocabulary)
        raise InvalidMetadataError(f"{document.place}: {column}: {value!r} is none of {known}")
    return value


def _rights(
    document: Document, config: Config, page: Mapping[str, PageStatement]
) -> dict[str, Any]:
    """Rights as one expression and what may be passed on; unreadable statements are unknown."""
    rule = config.rights_for(document.path)
    holder = document.metadata.get("rights_holder") or (rule.holder if rule else None)
    if holder is None and "rights_holder" in page:
        holder = on_page.shown(page["rights_holder"])
    found = None
    if "rights" in document.metadata:
        found = rights.expression(document.metadata["rights"])
        stated = "rights" in document.from_record
        basis = RightsBasis.RECORD if stated else RightsBasis.SIDECAR
    elif rule and rule.rights != rights.UNKNOWN:
        found, basis = rule.rights, RightsBasis.CONFIGURED
    elif "rights" in page:
        found, basis = page["rights"].value, RightsBasis.PAGE
    if found is None:
        found, basis = rights.UNKNOWN, RightsBasis.UNKNOWN
    values = {"rights": found, "rights_basis": basis, "rights_holder": holder}
    return values | _sharing(found, document, rule)


def _sharing(found: str, document: Document, rule: RightsRule | None) -> dict[str, Any]:
    """What is stated of one article, else by a glob, else what its rights let be passed on."""
    if "sharing" in document.metadata:
        stated = Sharing(_one_of(Sharing, document, "sharing"))
        return {"sharing": stated, "sharing_basis": SharingBasis.CONFIGURED}
    if rule and rule.sharing:
        return {"sharing": rule.sharing, "sharing_basis": SharingBasis.CONFIGURED}
    known = found != rights.UNKNOWN
    basis = SharingBasis.LICENCE if known else SharingBasis.UNKNOWN
    return {"sharing": rights.sharing(found), "sharing_basis": basis}


def _own(document: Document, config: Config) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, column in config.fields.items():
        text = document.metadata.get(name)
        try:
            found[name] = None if text is None else _CONVERT[column.type](text)
        except ValueError as error:
            message = f"{document.place}: {name}: {text!r} is no {column.type}"
            raise InvalidMetadataError(message) from error
    return found


def _integer(text: str) -> int:
    """A whole number of 64 bits, which is what every notation of the tables can hold."""
    found = int(text)
    if not -(2**63) <= found < 2**63:
        raise ValueError(text)
    return found


def _number(text: str) -> float:
    """A finite number: JSON has no other."""
    found = float(text)
    if not math.isfinite(found):
        raise ValueError(text)
    return found


def _boolean(text: str) -> bool:
    if text.casefold() in _TRUE | _FALSE:
        return text.casefold() in _TRUE
    raise ValueError(text)


_CONVERT: dict[str, Callable[[str], Any]] = {
    "string": str,
    "integer": _integer,
    "number": _number,
    "boolean": _boolean,
    "date": date.fromisoformat,
}


def _modified(document: Document, stated: Mapping[str, str]) -> Edtf | None:
    if "modified" not in document.metadata:
        return read_date(stated["modified_edtf"]) if "modified_edtf" in stated else None
    raw = document.metadata["modified"]
    found = read_date(raw)
    if found is None:
        raise InvalidMetadataError(f"{document.place}: modified: {raw!r} is no date")
    return found


def _retrieved(document: Document) -> datetime | None:
    text = document.metadata.get("retrieved_at")
    if text is None:
        return None
    try:
        found = datetime.fromisoformat(text)
        if found.tzinfo is not None:
            return found.astimezone(UTC)
    except (ValueError, OverflowError):
        pass
    raise InvalidMetadataError(
        f"{document.place}: retrieved_at: {text!r} is no instant with a zone (ISO 8601)"
    )
