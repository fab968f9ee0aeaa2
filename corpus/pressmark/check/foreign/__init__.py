"""Check the tables of somebody else's data package against their Table Schemas."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pressmark.check import descriptors
from pressmark.check.catalogue import files
from pressmark.check.foreign.keys import Keys, Target
from pressmark.check.foreign.proof import proven
from pressmark.check.foreign.schema import Schema
from pressmark.check.foreign.source import FaultyFileError, Line, Source, sources_of
from pressmark_schema.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pressmark.check.foreign.cells import Field
    from pressmark.check.foreign.keys import TableKeys
    from pressmark_schema.findings import Rule

__all__ = ["foreign_findings"]


def foreign_findings(folder: Path, descriptor: dict[str, Any]) -> Iterator[Finding]:
    """Where the CSV files and inline rows of a package are not what their schemas say.

    Header, cells, types, constraints, keys and references, resource by resource in the order of
    the descriptor; references come last. Resources of other formats are not opened.
    """
    found = descriptors.resources(descriptor)
    wanted = [
        Target(target, columns)
        for resource in found
        for _, target, columns in Schema.of(folder, resource).references(resource)
    ]
    keys = Keys(frozenset(wanted))
    sound = proven(folder, found)
    for place, resource in enumerate(found):
        if place not in sound:
            yield from _resource(folder, resource, keys)
    yield from keys.dangling()


def _resource(folder: Path, resource: dict[str, Any], keys: Keys) -> Iterator[Finding]:
    schema = Schema.of(folder, resource)
    table = keys.table(resource, schema)
    for source in sources_of(folder, resource):
        try:
            yield from _source(source, schema, table)
        except FaultyFileError as fault:
            yield _at(fault.rule, source, fault.line, str(fault))


def _source(source: Source, schema: Schema, table: TableKeys) -> Iterator[Finding]:
    lines = source.lines()
    first = next(lines, None)
    if first is None:
        yield _at(files.CSV_EMPTY, source, 1)
        return
    labels = [str(label) for label in first.cells] if source.has_header else None
    if labels is not None:
        for problem in schema.header(labels):
            yield _at(files.CSV_HEADER, source, first.number, problem)
    else:
        lines = source.lines()
    fields = schema.columns(labels, len(first.cells))
    for line in lines:
        yield from _line(source, line, fields, table)


def _line(source: Source, line: Line, fields: list[Field], table: TableKeys) -> Iterator[Finding]:
    if all(cell is None or cell == "" for cell in line.cells):
        yield _at(files.CSV_BLANK_ROW, source, line.number)
        return
    if len(line.cells) != len(fields):
        observed = f"{len(line.cells)} instead of {len(fields)}"
        yield _at(files.CSV_RAGGED, source, line.number, observed)
    values: dict[str, Any] = {}
    for cell, field in zip(line.cells, fields, strict=False):
        value, problems = field.read(cell)
        values[field.name] = value
        for rule, problem in problems:
            yield _at(rule, source, line.number, problem, field.name)
    for rule, problem in table.add(source, line.number, values):
        yield _at(rule, source, line.number, problem)


def _at(
    rule: Rule, source: Source, line: int, observed: str | None = None, field: str | None = None
) -> Finding:
    text = None if observed is None else observed[:200]
    return Finding(
        rule, "resource", f"{source.name} line {line}", field, text, source.path, line, 1
    )
