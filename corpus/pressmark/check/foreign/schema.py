"""A foreign Table Schema: its fields, which labels it asks for, its keys."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pressmark.check.foreign.cells import Field
from pressmark.check.foreign.source import document
from pressmark.check.profile import columns_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

Reference = tuple[tuple[str, ...], str, tuple[str, ...]]
"""Columns here, the resource they refer to, and its columns."""


@dataclass(frozen=True)
class Schema:
    """What a resource's schema asks of its table; `fields` is empty where there is none."""

    fields: tuple[Field, ...]
    match: str
    primary: tuple[str, ...]
    unique: tuple[tuple[str, ...], ...]
    foreign: tuple[Any, ...]

    @classmethod
    def of(cls, folder: Path, resource: dict[str, Any]) -> Schema:
        """The schema of a resource, given in place or by path; parts of a wrong type are left out.

        `fieldsMatch` is a text in version 2 and a list of one in its first printing.
        """
        given = document(folder, resource.get("schema"))
        missing = given.get("missingValues", [""])
        described = [field for field in _items(given.get("fields")) if isinstance(field, dict)]
        match = given.get("fieldsMatch", "exact")
        return cls(
            tuple(Field.of(field, missing) for field in described),
            str(match[0] if isinstance(match, list) and match else match),
            _names(given.get("primaryKey")),
            tuple(filter(None, (_names(key) for key in _items(given.get("uniqueKeys"))))),
            tuple(_items(given.get("foreignKeys"))),
        )

    def header(self, labels: list[str]) -> Iterator[str]:
        """What is wrong with the labels of a table."""
        blank = [place for place, label in enumerate(labels, 1) if not label.strip()]
        yield from (f"column {place} has no name" for place in blank)
        doubled = [name for name, count in Counter(labels).items() if count > 1 and name.strip()]
        yield from (f"{name[:40]!r} stands more than once" for name in doubled)
        if self.fields and not self._fits(labels, [field.name for field in self.fields]):
            yield f"{','.join(labels)[:80]} where the schema has other fields"

    def _fits(self, labels: list[str], names: list[str]) -> bool:
        """By fieldsMatch (Table Schema, version 2)."""
        here, there = set(labels), set(names)
        fits = {
            "equal": here == there,
            "subset": there <= here,
            "superset": here <= there,
            "partial": bool(here & there),
        }
        return fits.get(self.match, labels == names)

    def columns(self, labels: list[str] | None, width: int) -> list[Field]:
        """The field of each column; one without constraints where the schema has none."""
        if labels is None:
            return list(self.fields) or [
                Field.of({"name": f"field{n}"}, [""]) for n in range(width)
            ]
        if self.match == "exact" and self.fields:
            return list(self.fields)
        known = {field.name: field for field in self.fields}
        return [known.get(label) or Field.of({"name": label}, [""]) for label in labels]

    def references(self, resource: dict[str, Any]) -> Iterator[Reference]:
        """The foreign keys that are well formed; no resource, or an empty one, means this one."""
        for key in self.foreign:
            reference = key.get("reference") if isinstance(key, dict) else None
            if not isinstance(reference, dict):
                continue
            here, there = _names(key.get("fields")), _names(reference.get("fields"))
            if here and len(here) == len(there):
                yield here, str(reference.get("resource") or resource.get("name")), there


def _names(key: object) -> tuple[str, ...]:
    return tuple(name for name in columns_of(key) if isinstance(name, str))


def _items(value: object) -> list[Any]:
    return value if isinstance(value, list) else []
