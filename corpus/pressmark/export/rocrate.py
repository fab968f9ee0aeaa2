"""RO-Crate 1.1: the data package, described for repositories of research data."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from pressmark import store
from pressmark.export import datapackage
from pressmark.export.addresses import licence
from pressmark.export.mapping import Places, everything
from pressmark.export.resources import declared

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from pressmark.dataset import Dataset
    from pressmark.export.choices import Choices
    from pressmark_schema.descriptor import Package
    from pressmark_schema.tables import Table

METADATA = "ro-crate-metadata.json"
TAKES = frozenset({"csv"})


def places(schema: Mapping[str, Table]) -> Places:
    """Where the crate says the fields of a corpus: in the package that it holds."""
    return everything(schema)


def write(dataset: Dataset, folder: Path, choices: Choices) -> Package:
    """Write the data package and `ro-crate-metadata.json`, and return the descriptor.

    The crate states no date of publication: none is known, and the format's own is the day it was
    written.
    """
    package = datapackage.write(dataset, folder, choices.csv)
    files = sorted(
        path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()
    )
    graph = json.dumps(_graph(folder, package, files), ensure_ascii=False, indent=2) + "\n"
    (folder / METADATA).write_text(graph, encoding="utf-8", newline="\n")
    if package.pressmark is not None:
        own = [*package.pressmark.files, *declared(folder, [METADATA])]
        facts = package.pressmark.model_copy(update={"files": own})
        package = package.model_copy(update={"pressmark": facts})
    store.write_descriptor(folder, package)
    return package


def _graph(folder: Path, package: Package, files: list[str]) -> dict[str, Any]:
    people = [
        {"@id": f"#contributor-{rank}", "@type": "Person", "name": person.title}
        for rank, person in enumerate(package.contributors or [], 1)
        if person.title
    ]
    licences = [
        item.path or licence(item.name or "") or f"#licence-{rank}"
        for rank, item in enumerate(package.licenses or [], 1)
    ]
    root: dict[str, Any] = {
        "@id": "./",
        "@type": "Dataset",
        "name": package.title or package.name or "News articles",
        "description": package.description or package.title or package.name or "News articles",
        "version": package.version,
        "license": [{"@id": address} for address in licences] or None,
        "creator": [{"@id": person["@id"]} for person in people] or None,
        "keywords": package.keywords,
        "hasPart": [{"@id": path} for path in files],
    }
    return {
        "@context": "https://w3id.org/ro/crate/1.1/context",
        "@graph": [
            {
                "@id": METADATA,
                "@type": "CreativeWork",
                "about": {"@id": "./"},
                "conformsTo": {"@id": "https://w3id.org/ro/crate/1.1"},
            },
            {key: value for key, value in root.items() if value is not None},
            *people,
            *(
                {
                    "@id": address,
                    "@type": "CreativeWork",
                    "name": item.title or item.name or address,
                }
                for address, item in zip(licences, package.licenses or [], strict=True)
            ),
            *(_file(folder, path) for path in files),
        ],
    }


_FORMATS = {"json": "application/json", "csv": "text/csv", "parquet": "application/x-parquet"}


def _file(folder: Path, path: str) -> dict[str, Any]:
    file = folder / path
    found: dict[str, Any] = {
        "@id": path,
        "@type": "File",
        "name": file.name,
        "encodingFormat": _FORMATS.get(file.suffix.removeprefix("."), "application/octet-stream"),
    }
    # The descriptor in the root declares this file, so that its own size is not known yet.
    if path != store.DESCRIPTOR:
        found |= {
            "contentSize": str(file.stat().st_size),
            "sha256": store.sha256_file(file),
        }
    return found
