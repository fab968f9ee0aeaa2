"""CITATION.cff: the Citation File Format 1.2.0, which GitHub and Zenodo read."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ValidationError

from pressmark.versions.citation.work import Author, Work
from pressmark_schema.errors import IntegrityError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_CFF = "1.2.0"
_MESSAGE = "If you use this corpus, please cite it with its version."


def cff(work: Work, existing: str = "", references: Sequence[Work] = ()) -> str:
    """CITATION.cff (Citation File Format 1.2.0); what `existing` states besides is kept.

    Version, day and hash are set anew; `references` are works to be cited too. Raises
    IntegrityError where `existing` is no mapping.
    """
    yaml = _yaml()
    stated = _loaded(existing) if existing.strip() else {}
    for key, value in _cff_first(work).items():
        stated.setdefault(key, value)
    if work.reduced:
        stated["message"] = f"{_MESSAGE} Reduced: {work.reduced}"
    if work.version:
        stated["version"] = work.version
    if work.date:
        stated["date-released"] = work.date
    if work.sha256:
        others = [i for i in stated.get("identifiers", []) if not _is_hash(i)]
        stated["identifiers"] = [*others, _mark(work.sha256)]
    if references:
        stated["references"] = [_reference(other) for other in references]
    buffer = io.StringIO()
    yaml.dump(stated, buffer)
    return buffer.getvalue()


def _mark(sha256: str) -> dict[str, str]:
    about = "SHA-256 of datapackage.json, which declares every other file"
    return {"type": "other", "value": f"sha256:{sha256}", "description": about}


def _reference(work: Work) -> dict[str, Any]:
    """A work among the references of another: the same keys, without those of the file."""
    first = {k: v for k, v in _cff_first(work).items() if k not in {"cff-version", "message"}}
    first |= {"type": "data", "version": work.version} if work.version else {"type": "data"}
    first |= {"date-released": work.date} if work.date else {}
    return first | ({"identifiers": [_mark(work.sha256)]} if work.sha256 else {})


def _cff_first(work: Work) -> dict[str, Any]:
    stated: dict[str, Any] = {"cff-version": _CFF, "message": _MESSAGE, "type": "dataset"}
    stated["title"] = work.title
    stated["authors"] = [_cff_author(who) for who in work.authors] or [{"alias": "unknown"}]
    stated |= {"abstract": work.description} if work.description else {}
    stated |= {"url": work.url} if work.url else {}
    stated |= {"keywords": list(work.keywords)} if work.keywords else {}
    # A licence that SPDX does not list is no value of the format.
    known = [name for name in work.licences if not name.startswith("LicenseRef-")]
    return stated | ({"license": known[0] if len(known) == 1 else known} if known else {})


def _cff_author(who: Author) -> dict[str, str]:
    if who.family and who.given:
        return {"family-names": who.family, "given-names": who.given}
    return {"name": who.name}


def _is_hash(identifier: Mapping[str, Any]) -> bool:
    return str(identifier.get("value", "")).startswith("sha256:")


class _Person(BaseModel):
    name: str | None = None
    alias: str | None = None
    family: str | None = None
    given: str | None = None


def read_cff(text: str) -> Work:
    """The work that a CITATION.cff states; raises IntegrityError where it is none."""
    stated = _loaded(text)
    try:
        people = [
            _Person.model_validate({k.removesuffix("-names"): v for k, v in dict(who).items()})
            for who in stated.get("authors") or []
        ]
        hashes = [i for i in stated.get("identifiers") or [] if _is_hash(i)]
        licences = stated.get("license") or []
        return Work(
            title=str(stated["title"]),
            authors=tuple(_named(who) for who in people if who.alias != "unknown"),
            version=_text(stated.get("version")),
            date=_text(stated.get("date-released")),
            sha256=hashes[0]["value"].removeprefix("sha256:") if hashes else None,
            url=_text(stated.get("url")),
            doi=_text(stated.get("doi")),
            licences=(licences,) if isinstance(licences, str) else tuple(map(str, licences)),
        )
    except (KeyError, TypeError, AttributeError, ValidationError, ValueError) as error:
        raise IntegrityError(f"its CITATION.cff cannot be read: {error}") from error


def _named(who: _Person) -> Author:
    whole = " ".join(part for part in (who.given, who.family) if part)
    return Author(who.name or whole or who.alias or "unknown", who.family, who.given)


def _text(value: Any) -> str | None:
    return None if value is None else str(value)


def _yaml() -> Any:
    from ruamel.yaml import YAML

    yaml = YAML()
    yaml.width = 100
    return yaml


def _loaded(text: str) -> Any:
    from ruamel.yaml.error import YAMLError

    try:
        stated = _yaml().load(text)
    except (YAMLError, ValueError, RecursionError) as error:
        raise IntegrityError("CITATION.cff is no YAML", hint="mend it, or remove it") from error
    if not isinstance(stated, dict):
        raise IntegrityError("CITATION.cff states nothing", hint="mend it, or remove it")
    return stated
