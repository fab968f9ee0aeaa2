"""Croissant 1.1: the exact Parquet tables, described for machine learning in `croissant.json`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from pressmark import store
from pressmark.export import mapping, parquet
from pressmark.export.resources import declared
from pressmark_schema.columns import ColumnType

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from pressmark.dataset import Dataset
    from pressmark.export.choices import Choices
    from pressmark_schema.columns import Column
    from pressmark_schema.descriptor import Package, Resource
    from pressmark_schema.tables import Table

METADATA = "croissant.json"
_CONTEXT: dict[str, Any] = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "arrayShape": "cr:arrayShape",
    "citeAs": "cr:citeAs",
    "column": "cr:column",
    "conformsTo": "dct:conformsTo",
    "containedIn": "cr:containedIn",
    "cr": "http://mlcommons.org/croissant/",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/",
    "description": {"@container": "@language"},
    "equivalentProperty": "cr:equivalentProperty",
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "extract": "cr:extract",
    "field": "cr:field",
    "fileObject": "cr:fileObject",
    "fileProperty": "cr:fileProperty",
    "fileSet": "cr:fileSet",
    "format": "cr:format",
    "includes": "cr:includes",
    "isArray": "cr:isArray",
    "isLiveDataset": "cr:isLiveDataset",
    "jsonPath": "cr:jsonPath",
    "key": "cr:key",
    "md5": "cr:md5",
    "name": {"@container": "@language"},
    "parentField": "cr:parentField",
    "path": "cr:path",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "recordSet": "cr:recordSet",
    "references": "cr:references",
    "regex": "cr:regex",
    "repeated": "cr:repeated",
    "replace": "cr:replace",
    "samplingRate": "cr:samplingRate",
    "sc": "https://schema.org/",
    "separator": "cr:separator",
    "source": "cr:source",
    "subField": "cr:subField",
    "transform": "cr:transform",
}
"""The context that Croissant 1.1 prescribes (section "Namespaces" of its specification)."""
_TYPES = {
    ColumnType.STRING: "sc:Text",
    ColumnType.INTEGER: "sc:Integer",
    ColumnType.NUMBER: "sc:Float",
    ColumnType.BOOLEAN: "sc:Boolean",
    ColumnType.DATE: "sc:Date",
    ColumnType.DATETIME: "sc:DateTime",
    ColumnType.STRINGS: "sc:Text",
    ColumnType.INTEGERS: "sc:Integer",
}
_ARRAYS = {ColumnType.STRINGS, ColumnType.INTEGERS}


def places(schema: Mapping[str, Table]) -> mapping.Places:
    """Where Croissant says the fields of a corpus: a record set a table."""
    return mapping.everything(schema)


def write(dataset: Dataset, folder: Path, choices: Choices) -> Package:  # noqa: ARG001 - none
    """Write the tables, `croissant.json` and the descriptor returned.

    A record set is a table, with its key and its references; those that lead to another table are
    said as such. Programs that read Croissant open Parquet only under its older media type.
    """
    package = parquet.write(dataset, folder)
    text = json.dumps(_metadata(dataset, package), ensure_ascii=False, indent=2) + "\n"
    (folder / METADATA).write_text(text, encoding="utf-8", newline="\n")
    if package.pressmark is not None:
        facts = package.pressmark.model_copy(update={"files": declared(folder, [METADATA])})
        package = package.model_copy(update={"pressmark": facts})
    store.write_descriptor(folder, package)
    return package


def _metadata(dataset: Dataset, package: Package) -> dict[str, Any]:
    licences = [item.path or item.name for item in package.licenses or []]
    creators = [
        {"@type": "Person", "name": person.title}
        for person in package.contributors or []
        if person.title
    ]
    stated = {
        "description": package.description,
        "license": licences or None,
        "creator": creators or None,
        "version": package.version,
        "url": package.homepage,
        "keywords": package.keywords,
        "inLanguage": _languages(package),
    }
    return {
        "@context": _CONTEXT,
        "@type": "sc:Dataset",
        "name": package.name or package.title or "corpus",
        "conformsTo": "http://mlcommons.org/croissant/1.1",
        **{name: value for name, value in stated.items() if value is not None},
        "distribution": [_file(item, path) for item in package.resources for path in item.paths],
        "recordSet": [
            _record_set(item, dataset.table(item.pressmark.table))
            for item in package.resources
            if item.pressmark
        ],
    }


def _languages(package: Package) -> list[str] | None:
    return (package.pressmark.languages or None) if package.pressmark else None


def _file(item: Resource, path: str) -> dict[str, Any]:
    found: dict[str, Any] = {
        "@type": "cr:FileObject",
        "@id": path,
        "name": path,
        "contentUrl": path,
        "encodingFormat": "application/x-parquet",
    }
    if len(item.paths) == 1 and item.hash:
        found |= {"contentSize": f"{item.bytes} B", "sha256": item.hash.removeprefix("sha256:")}
    return found


def _record_set(item: Resource, table: Table) -> dict[str, Any]:
    references = {
        key.columns[0]: f"{key.table}/{key.to[0]}"
        for key in table.foreign_keys
        if len(key.columns) == 1 and key.table != table.name
    }
    return {
        "@type": "cr:RecordSet",
        "@id": table.name,
        "name": table.name,
        "description": table.summary,
        "key": [{"@id": f"{table.name}/{column}"} for column in table.key],
        "field": [
            _field(table, column, item.paths[0], references.get(column.name))
            for column in table.columns
        ],
    }


def _field(table: Table, column: Column, path: str, reference: str | None) -> dict[str, Any]:
    found: dict[str, Any] = {
        "@type": "cr:Field",
        "@id": f"{table.name}/{column.name}",
        "name": column.name,
        "description": column.description or column.name,
        "dataType": _TYPES[column.type],
        "source": {"fileObject": {"@id": path}, "extract": {"column": column.name}},
    }
    if column.type in _ARRAYS:
        found |= {"isArray": True, "arrayShape": "-1"}
    if reference:
        found["references"] = {"field": {"@id": reference}}
    return found
