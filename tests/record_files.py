"""Files of many records for tests: invented articles, and how they are divided and read."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pressmark.config import Config
from pressmark.read import records
from pressmark.read.discover import Found
from pressmark_schema.documents import Document, Quarantined, RawPart
from raw_input import MORE, PROSE, config

FIELDS = {"text": "body", "title": "headline", "published": "date", "native_id": "id"}


def row(number: int, **others: Any) -> dict[str, Any]:
    """A record with the keys of FIELDS."""
    return {
        "id": f"n{number}",
        "headline": f"Der Damm, Teil {number}",
        "date": "2018-05",
        "body": f"{number}. {PROSE}\n\n{MORE}",
        **others,
    }


def rows(count: int) -> list[dict[str, Any]]:
    """The records from 0."""
    return [row(number) for number in range(count)]


def json_lines(found: list[Any]) -> bytes:
    """Records as JSON Lines."""
    return b"".join(json.dumps(item, ensure_ascii=False).encode() + b"\n" for item in found)


def mapped(fields: Mapping[str, Any] = FIELDS, **rule: Any) -> Config:
    """A configuration whose one rule maps `fields` in every file."""
    return config(records=[{"glob": "*", "fields": fields, **rule}])


def parts(path: Path, settings: Config) -> Iterator[RawPart]:
    """The file in parts, under its name."""
    return records.parts(Found(path.name, path), settings, {}, "")


def read(path: Path, data: bytes, settings: Config | None = None) -> list[Document | Quarantined]:
    """The documents of a file with these bytes."""
    path.write_bytes(data)
    found = parts(path, settings or mapped())
    return [
        document
        for part in found
        for document in records.documents(part, {}, (settings or mapped()).read)
    ]


def accepted(found: list[Document | Quarantined]) -> list[Document]:
    """Those that were read."""
    return [document for document in found if isinstance(document, Document)]


def refused(found: list[Document | Quarantined]) -> list[tuple[int, str, str]]:
    """Of those that were not: index, reason, detail."""
    return [
        (document.record_index, document.reason.value, document.detail)
        for document in found
        if isinstance(document, Quarantined)
    ]
