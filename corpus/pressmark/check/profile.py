"""Check a descriptor against the Data Package standard, version 2 (datapackage.org)."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Any

from pressmark.check import descriptors
from pressmark.check.catalogue import package as catalogue
from pressmark.check.descriptors import fault
from pressmark.store import DESCRIPTOR

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from pressmark_schema.findings import Finding

Problem = tuple[str, str]
"""Where in the descriptor, as a dotted path, and what is wrong."""

FIELD_TYPES = frozenset(
    {
        *("string", "number", "integer", "boolean", "object", "array", "list", "any"),
        *("datetime", "date", "time", "year", "yearmonth", "duration", "geopoint", "geojson"),
    }
)
_NAME = re.compile(r"[-a-z0-9._/]+")
_HASH = re.compile(r"[^:]+:[a-fA-F0-9]+|[a-fA-F0-9]{32}|")
_CREATED = re.compile(
    r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(?:\.\d+)?(?:[Zz]|[+-]\d\d:\d\d)?|\d{4}-\d\d-\d\d"
)
_TEXTS = ("title", "description", "homepage", "version", "id", "image", "profile", "$schema")
_LISTS = ("licenses", "contributors", "sources", "keywords")
_RESOURCE_TEXTS = ("title", "description", "homepage", "format", "mediatype", "encoding", "profile")
# The standard lets a descriptor hold properties of its own, but these are meant for the schema.
_MISPLACED = ("fields", "missingValues")


def profile_findings(path: Path, relative: str = DESCRIPTOR) -> Iterator[Finding]:
    """Where the descriptor at `relative` in the package at `path` breaks the standard.

    In the order of the descriptor. A descriptor that cannot be read at all is one finding.
    """
    folder = descriptors.folder_of(path)
    descriptor = descriptors.read(folder, relative)
    if not isinstance(descriptor, dict):
        yield descriptor
        return
    for where, what in _package(descriptor):
        yield fault(catalogue.PROPERTY, relative, f"{where}: {what}"[:200], where)
    for resource in descriptors.resources(descriptor):
        for name in descriptors.paths(resource):
            if descriptors.unsafe(name) and not descriptors.remote(name):
                yield fault(catalogue.UNSAFE_PATH, relative, name, "path")
    names = [str(item.get("name")) for item in descriptors.resources(descriptor)]
    for name in _doubled(names):
        yield fault(catalogue.NOT_UNIQUE, relative, name, "name")


def _package(descriptor: dict[str, Any]) -> Iterator[Problem]:
    yield from _of_type(descriptor, _TEXTS, str, "")
    yield from _of_type(descriptor, _LISTS, list, "")
    yield from _misplaced(descriptor, "")
    yield from _name(descriptor, "", required=False)
    created = descriptor.get("created")
    if created is not None and not (isinstance(created, str) and _CREATED.fullmatch(created)):
        yield "created", "is no date and time (RFC 3339)"
    yield from _licences(descriptor, "")
    yield from _objects(descriptor, ("contributors", "sources"), "")
    resources = descriptor.get("resources")
    if not isinstance(resources, list) or not resources:
        yield "resources", "is no list of at least one resource"
        return
    names = {item.get("name"): item for item in resources if _named(item)}
    for place, resource in enumerate(resources):
        where = f"resources.{place}"
        if isinstance(resource, dict):
            yield from _resource(resource, where, names)
        else:
            yield where, "is no object"


def _named(item: object) -> bool:
    return isinstance(item, dict) and isinstance(item.get("name"), str)


def _resource(
    resource: dict[str, Any], where: str, names: dict[str, dict[str, Any]]
) -> Iterator[Problem]:
    yield from _name(resource, where, required=True)
    yield from _of_type(resource, _RESOURCE_TEXTS, str, where)
    yield from _misplaced(resource, where)
    yield from _licences(resource, where)
    yield from _objects(resource, ("sources",), where)
    yield from _content(resource, where)
    size, digest = resource.get("bytes"), resource.get("hash")
    if size is not None and (not isinstance(size, int) or isinstance(size, bool) or size < 0):
        yield f"{where}.bytes", "is no number of bytes"
    if digest is not None and not (isinstance(digest, str) and _HASH.fullmatch(digest)):
        yield f"{where}.hash", "is neither an MD5 nor algorithm:digest"
    if not isinstance(resource.get("dialect", {}), str | dict):
        yield f"{where}.dialect", "is neither an object nor a path"
    schema = resource.get("schema")
    if isinstance(schema, dict):
        yield from _schema(schema, f"{where}.schema", resource, names)
    elif schema is not None and not isinstance(schema, str):
        yield f"{where}.schema", "is neither an object nor a path"


def _content(resource: dict[str, Any], where: str) -> Iterator[Problem]:
    """Either a path or data; a table's data are rows."""
    if ("path" in resource) == ("data" in resource):
        yield where, "has not exactly one of path and data"
    if "path" in resource:
        path = resource["path"]
        items = path if isinstance(path, list) else [path]
        if not items or not all(isinstance(item, str) and item for item in items):
            yield f"{where}.path", "is neither a path nor a list of paths"
    tabular = resource.get("type") == "table" or resource.get("profile") == "tabular-data-resource"
    if tabular and "data" in resource and not isinstance(resource["data"], list):
        yield f"{where}.data", "is no list of rows"


def _schema(
    schema: dict[str, Any],
    where: str,
    resource: dict[str, Any],
    names: dict[str, dict[str, Any]],
) -> Iterator[Problem]:
    fields = schema.get("fields")
    if not isinstance(fields, list):
        yield f"{where}.fields", "is no list"
        return
    for place, field in enumerate(fields):
        yield from _field(field, f"{where}.fields.{place}")
    known = field_names(schema)
    for name in _doubled(known):
        yield f"{where}.fields", f"name {name!r} twice"
    missing = schema.get("missingValues", [])
    if not isinstance(missing, list) or not all(isinstance(item, str | dict) for item in missing):
        yield f"{where}.missingValues", "is no list of texts"
    keys = [schema.get("primaryKey"), *_items(schema.get("uniqueKeys"))]
    for key in keys:
        yield from _key(key, set(known), where)
    for place, key in enumerate(_items(schema.get("foreignKeys"))):
        yield from _foreign_key(key, f"{where}.foreignKeys.{place}", resource, names)


def _field(field: object, where: str) -> Iterator[Problem]:
    if not isinstance(field, dict) or not isinstance(field.get("name"), str):
        yield where, "is no object with a name"
        return
    kind = field.get("type", "any")
    if not isinstance(kind, str) or kind not in FIELD_TYPES:
        yield f"{where}.type", f"{str(kind)[:40]!r} is no type of the standard"
    if not isinstance(field.get("constraints", {}), dict):
        yield f"{where}.constraints", "is no object"


def _key(key: object, known: set[str], where: str) -> Iterator[Problem]:
    for name in columns_of(key):
        if not isinstance(name, str) or name not in known:
            yield where, f"a key names {str(name)[:40]!r}, which is no field"


def _foreign_key(
    key: object, where: str, resource: dict[str, Any], names: dict[str, dict[str, Any]]
) -> Iterator[Problem]:
    reference = key.get("reference") if isinstance(key, dict) else None
    if not isinstance(key, dict) or not isinstance(reference, dict):
        yield where, "has no reference"
        return
    here, there = columns_of(key.get("fields")), columns_of(reference.get("fields"))
    if not here or len(here) != len(there):
        yield where, "fields and reference.fields are not as many"
    yield from _key(here, set(field_names(resource["schema"])), where)
    name = reference.get("resource") or resource.get("name")
    target = names.get(name) if isinstance(name, str) else None
    if target is None:
        yield where, f"names {str(name)[:40]!r}, which is no resource"
        return
    if isinstance(target.get("schema"), dict):
        yield from _key(there, set(field_names(target["schema"])), where)


def field_names(schema: dict[str, Any]) -> list[str]:
    """The names of the fields that have one, in order."""
    return [field["name"] for field in _items(schema.get("fields")) if _named(field)]


def columns_of(key: object) -> list[Any]:
    """A key's columns: a single name or a list of names."""
    return [key] if isinstance(key, str) else _items(key)


def _items(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _name(part: dict[str, Any], where: str, *, required: bool) -> Iterator[Problem]:
    name = part.get("name")
    if name is None and not required:
        return
    if not isinstance(name, str) or not _NAME.fullmatch(name):
        yield _at(where, "name"), f"{str(name)[:40]!r} is no name of a-z, 0-9, and ._/-"


def _of_type(
    part: dict[str, Any], names: Iterable[str], kind: type, where: str
) -> Iterator[Problem]:
    for name in names:
        if name in part and not isinstance(part[name], kind):
            yield _at(where, name), f"is no {'text' if kind is str else 'list'}"


def _misplaced(part: dict[str, Any], where: str) -> Iterator[Problem]:
    for name in _MISPLACED:
        if name in part:
            yield _at(where, name), "belongs into the schema of a resource"


def _licences(part: dict[str, Any], where: str) -> Iterator[Problem]:
    for place, item in enumerate(_items(part.get("licenses"))):
        if not isinstance(item, dict) or not (item.get("name") or item.get("path")):
            yield _at(where, f"licenses.{place}"), "has neither name nor path"


def _objects(part: dict[str, Any], names: Iterable[str], where: str) -> Iterator[Problem]:
    for name in names:
        for place, item in enumerate(_items(part.get(name))):
            if not isinstance(item, dict):
                yield _at(where, f"{name}.{place}"), "is no object"


def _at(where: str, name: str) -> str:
    return f"{where}.{name}" if where else name


def _doubled(names: Iterable[str]) -> list[str]:
    return [name for name, count in Counter(names).items() if count > 1]
