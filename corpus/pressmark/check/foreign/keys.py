"""Keys of foreign tables: what is unique, and what refers to what."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from pressmark.check.catalogue import files
from pressmark.check.foreign.source import shown
from pressmark_schema.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pressmark.check.foreign.schema import Reference, Schema
    from pressmark.check.foreign.source import Source
    from pressmark_schema.findings import Rule

Key = tuple[Any, ...]


class Target(NamedTuple):
    """Columns of a resource that some foreign key refers to."""

    resource: str
    columns: tuple[str, ...]


class _Pending(NamedTuple):
    target: Target
    key: Key
    source: Source
    line: int


@dataclass
class Keys:
    """The keys met so far: those that are referred to, and the references to look up at the end."""

    wanted: frozenset[Target]
    met: dict[Target, set[Key]] = field(default_factory=dict)
    pending: list[_Pending] = field(default_factory=list)

    def table(self, resource: dict[str, Any], schema: Schema) -> TableKeys:
        """The keys of one resource's table."""
        name = str(resource.get("name"))
        unique = [(item.name,) for item in schema.fields if item.unique]
        return TableKeys(
            self,
            schema.primary,
            [*unique, *schema.unique],
            list(schema.references(resource)),
            [target for target in sorted(self.wanted) if target.resource == name],
        )

    def dangling(self) -> Iterator[Finding]:
        """The references that name no row of a table that was looked at."""
        for target, key, source, line in self.pending:
            known = self.met.get(target)
            if known is not None and key not in known:
                observed = f"{', '.join(map(shown, key))} is not in {target.resource}"[:200]
                row = f"{source.name} line {line}"
                yield Finding(
                    files.ROW_REFERENCE, "resource", row, None, observed, source.path, line, 1
                )


@dataclass
class TableKeys:
    """The keys of one table, filled row by row."""

    keys: Keys
    primary: tuple[str, ...]
    unique: list[tuple[str, ...]]
    references: list[Reference]
    targets: list[Target]
    seen: dict[tuple[str, ...], set[Key]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for target in self.targets:
            self.keys.met.setdefault(target, set())

    def add(self, source: Source, line: int, values: dict[str, Any]) -> Iterator[tuple[Rule, str]]:
        """Take in a row; yields a rule and what was observed for each key at fault."""
        if self.primary:
            yield from self._primary(_key(values, self.primary))
        for names in self.unique:
            key = _key(values, names)
            if None not in key and self._seen(names, key):
                yield files.ROW_KEY, f"{', '.join(map(shown, key))} stands more than once"
        for target in self.targets:
            self.keys.met[target].add(_key(values, target.columns))
        for here, resource, there in self.references:
            key = _key(values, here)
            if None not in key:
                self.keys.pending.append(_Pending(Target(resource, there), key, source, line))

    def _primary(self, key: Key) -> Iterator[tuple[Rule, str]]:
        """A primary key is unique and, as in SQL, never null (Table Schema, primaryKey)."""
        if None in key:
            yield files.ROW_KEY, "a primary key without a value"
        elif self._seen(("", *self.primary), key):
            yield files.ROW_KEY, f"{', '.join(map(shown, key))} stands more than once"

    def _seen(self, names: tuple[str, ...], key: Key) -> bool:
        met = self.seen.setdefault(names, set())
        known = key in met
        met.add(key)
        return known


def _key(values: dict[str, Any], names: tuple[str, ...]) -> Key:
    return tuple(values.get(name) for name in names)
