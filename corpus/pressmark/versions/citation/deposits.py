"""A version as archives take it: DataCite JSON and Zenodo's metadata."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pressmark.versions.citation.work import Author, Work

UNAVAILABLE = "(:unav)"
"""DataCite's word for a value that is not known (DataCite Metadata Schema 4, appendix 3)."""


def datacite(work: Work) -> str:
    """DataCite JSON (Metadata Schema 4.6), for whoever registers a DOI."""
    stated: dict[str, Any] = {
        "schemaVersion": "http://datacite.org/schema/kernel-4",
        "types": {"resourceTypeGeneral": "Dataset", "resourceType": "News corpus"},
        "titles": [{"title": work.title}],
        "creators": [_datacite_author(who) for who in work.authors] or [{"name": UNAVAILABLE}],
        "publisher": {"name": work.publisher or UNAVAILABLE},
        "publicationYear": work.year or UNAVAILABLE,
        "version": work.version,
        "formats": ["text/csv", "application/x-parquet"],
    }
    if work.date:
        stated["dates"] = [{"date": work.date, "dateType": "Issued"}]
    if work.description:
        about = {"description": work.description, "descriptionType": "Abstract"}
        stated["descriptions"] = [about]
    if work.licences:
        stated["rightsList"] = [
            {"rights": name, "rightsIdentifier": name, "rightsIdentifierScheme": "SPDX"}
            if not name.startswith("LicenseRef-")
            else {"rights": name}
            for name in work.licences
        ]
    if work.keywords:
        stated["subjects"] = [{"subject": word} for word in work.keywords]
    if len(work.languages) == 1:
        stated["language"] = work.languages[0]
    if work.url:
        stated["url"] = work.url
    if work.sha256:
        stated["alternateIdentifiers"] = [
            {"alternateIdentifier": work.sha256, "alternateIdentifierType": "SHA-256"}
        ]
    return _json(stated)


def _datacite_author(who: Author) -> dict[str, str]:
    if who.family and who.given:
        name = f"{who.family}, {who.given}"
        parts = {"givenName": who.given, "familyName": who.family}
        return {"name": name, "nameType": "Personal", **parts}
    return {"name": who.name}


def zenodo(work: Work, tier: str) -> str:
    """The metadata that Zenodo reads from .zenodo.json (https://developers.zenodo.org)."""
    creators = [{"name": f"{a.family}, {a.given}" if a.family else a.name} for a in work.authors]
    stated: dict[str, Any] = {
        "upload_type": "dataset",
        "title": work.title,
        "version": work.version,
        "creators": creators or [{"name": UNAVAILABLE}],
        "description": work.description or work.title,
        "access_right": "open" if tier == "public" else "restricted",
    }
    if tier != "public":
        stated["access_conditions"] = "Ask the contributors."
    elif len(work.licences) == 1 and not work.licences[0].startswith("LicenseRef-"):
        stated["license"] = work.licences[0].lower()
    if work.date:
        stated["publication_date"] = work.date
    if work.keywords:
        stated["keywords"] = list(work.keywords)
    return _json(stated)


def _json(stated: Mapping[str, Any]) -> str:
    return json.dumps(stated, ensure_ascii=False, indent=2) + "\n"
