"""How the tables themselves differ: columns and values that came, went or mean something else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pressmark.dataset import Dataset

_SAID = ("title", "description", "example")
"""What a schema says of a column for people; other words mean the same column."""


@dataclass(frozen=True, slots=True)
class Shape:
    """Columns (`articles.leaning`) and values (`blocks.kind: teaser`) by what became of them."""

    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    redefined: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.redefined)


def compare_shapes(a: Dataset, b: Dataset) -> Shape:
    """Compare what both descriptors declare of their tables (Table Schema)."""
    one, other = _columns(a), _columns(b)
    added = [name for name in other if name not in one]
    removed = [name for name in one if name not in other]
    redefined = []
    for name in one:
        if name in other:
            mine, theirs = _values(one[name]), _values(other[name])
            added += [f"{name}: {value}" for value in theirs if value not in mine]
            removed += [f"{name}: {value}" for value in mine if value not in theirs]
            if _meaning(one[name]) != _meaning(other[name]):
                redefined.append(name)
    return Shape(tuple(added), tuple(removed), tuple(redefined))


def _columns(dataset: Dataset) -> dict[str, Mapping[str, Any]]:
    return {
        f"{resource.pressmark.table}.{field['name']}": field
        for resource in dataset.package.resources
        if resource.pressmark and resource.table_schema
        for field in resource.table_schema.get("fields", [])
    }


def _values(field: Mapping[str, Any]) -> list[str]:
    return list((field.get("constraints") or {}).get("enum") or [])


def _meaning(field: Mapping[str, Any]) -> dict[str, Any]:
    """What of a column's description decides which values it holds, its closed list aside."""
    constraints = {k: v for k, v in (field.get("constraints") or {}).items() if k != "enum"}
    kept = {k: v for k, v in field.items() if k not in {*_SAID, "constraints", "categories"}}
    return {**kept, "constraints": constraints}
