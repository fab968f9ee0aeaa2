"""A version as archives take it: DataCite JSON and Zenodo's metadata."""

from __future__ import annotations

import html
import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pressmark.versions.citation.work import Author, Work

UNAVAILABLE = "(:unav)"
"""DataCite's word for a value that is not known (DataCite Metadata Schema 4, appendix 3)."""


ASSIGNED_LATER = "(:tba)"
"""Its word for an identifier that is yet to be assigned."""


def datacite(work: Work) -> str:
    """DataCite JSON (Metadata Schema 4.6), for whoever registers a DOI.

    What the schema asks for and nobody knows yet has the schema's own word for that; nothing is in
    it that the schema does not name.
    """
    doi = {"identifier": work.doi or ASSIGNED_LATER, "identifierType": "DOI"}
    stated: dict[str, Any] = {
        "identifiers": [doi],
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
        stated["subjects"] = [{"subject": word} for word in dict.fromkeys(work.keywords)]
    if len(work.languages) == 1:
        stated["language"] = work.languages[0]
    if work.url:
        stated["relatedIdentifiers"] = [
            {
                "relatedIdentifier": work.url,
                "relatedIdentifierType": "URL",
                "relationType": "IsDescribedBy",
            }
        ]
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
    """The metadata that Zenodo reads from .zenodo.json (https://developers.zenodo.org).

    Open only with a licence: to an open dataset without one Zenodo gives one that nobody stated.
    Descriptions are HTML there.
    """
    known = [name for name in work.licences if not name.startswith("LicenseRef-")]
    licence = known[0].lower() if len(work.licences) == 1 and known else None
    is_open = tier == "public" and licence is not None
    creators = [{"name": f"{a.family}, {a.given}" if a.family else a.name} for a in work.authors]
    stated: dict[str, Any] = {
        "upload_type": "dataset",
        "title": work.title,
        "version": work.version,
        "creators": creators or [{"name": UNAVAILABLE}],
        "description": html.escape(work.description or work.title, quote=False),
        "access_right": "open" if is_open else "restricted",
    }
    if is_open:
        stated["license"] = licence
    else:
        stated["access_conditions"] = "Ask the contributors."
    if work.date:
        stated["publication_date"] = work.date
    if work.keywords:
        stated["keywords"] = list(dict.fromkeys(work.keywords))
    return _json(stated)


def _json(stated: Mapping[str, Any]) -> str:
    return json.dumps(stated, ensure_ascii=False, indent=2) + "\n"
