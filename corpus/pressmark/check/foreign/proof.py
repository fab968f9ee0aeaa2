"""Which tables of a foreign package have no fault, told by whole columns instead of by rows.

Reading rows one by one tells where a fault is and takes microseconds a cell; most tables have
none. Here a table is read by Arrow, and each condition is asked of whole columns. A table is
proven, or its rows are read: what is found is what the rows give, always.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv

from pressmark.check.foreign.columns import is_comparable, is_sound, missing
from pressmark.check.foreign.schema import Schema
from pressmark.check.foreign.source import FaultyFileError, sources_of
from pressmark.check.foreign.strings import Strings

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from pressmark.check.foreign.cells import Field
    from pressmark.check.foreign.source import Source

Columns = tuple[str, ...]
_BLOCKS = (2**21, 2**25)
"""Bytes that are parsed at a time: what a cache holds, or, where a row is longer, more.

A table with a longer row still is not proven.
"""
_DIALECT = {"quotechar": '"', "doublequote": True, "escapechar": None, "skipinitialspace": False}
_BETWEEN = "\x1f"
"""What joins the parts of a key; a table with it in a part is not proven."""


class _UnprovenError(Exception):
    """A table may have a fault."""


def proven(folder: Path, resources: Sequence[dict[str, Any]]) -> frozenset[int]:
    """The places, in `resources`, of those whose rows need not be read.

    They have no fault of their own, what they refer to is there, and no table that has to be read
    refers to them.
    """
    names = [str(resource.get("name")) for resource in resources]
    if len(set(names)) < len(names):
        return frozenset()
    schemas = {
        name: Schema.of(folder, resource) for name, resource in zip(names, resources, strict=True)
    }
    references = [
        _Reference(name, here, there, columns)
        for name, resource in zip(names, resources, strict=True)
        for here, there, columns in schemas[name].references(resource)
        if there in schemas
    ]
    tables = {}
    for name, resource in zip(names, resources, strict=True):
        table = _sound(folder, resource, schemas[name], _wanted(name, references))
        if table is not None:
            tables[name] = table
    left_out = {name for one in references for name in one.endangered(tables)}
    return frozenset(
        place for place, name in enumerate(names) if name in tables and name not in left_out
    )


@dataclass(frozen=True, slots=True)
class _Reference:
    name: str
    here: Columns
    there: str
    columns: Columns

    def endangered(self, tables: dict[str, _Table]) -> tuple[str, ...]:
        """The two tables, unless both are sound and all that is referred to is there."""
        own, other = tables.get(self.name), tables.get(self.there)
        if own is None or other is None:
            return self.name, self.there
        same = [own.types.get(name) for name in self.here] == [
            other.types.get(name) for name in self.columns
        ]
        sought, known = own.key(self.here), other.key(self.columns)
        met = same and bool(pc.all(pc.is_in(sought.drop_null(), known), min_count=0).as_py())
        return () if met else (self.name, self.there)


def _wanted(name: str, references: Sequence[_Reference]) -> set[Columns]:
    """The keys of a table that references need."""
    here = {one.here for one in references if one.name == name}
    return here | {one.columns for one in references if one.there == name}


def _sound(
    folder: Path, resource: dict[str, Any], schema: Schema, wanted: set[Columns]
) -> _Table | None:
    """The table of a resource, None where it may have a fault."""
    for block in _BLOCKS:
        table = _Table(schema, wanted, block)
        try:
            for source in sources_of(folder, resource):
                table.read(source)
            table.require_keys()
        except pa.ArrowException:
            # It may be a row longer than a block; a fault shows again with the longer one.
            continue
        except (_UnprovenError, FaultyFileError, ValueError, OSError):
            return None
        return table
    return None


@dataclass
class _Table:
    """A table that is being proven, and the columns that its keys and those of others need."""

    schema: Schema
    wanted: set[Columns]
    block: int
    types: dict[str, str] = field(default_factory=dict)
    held: dict[str, list[pa.Array]] = field(default_factory=dict)

    @property
    def unique(self) -> list[Columns]:
        """The columns whose values stand once each."""
        alone: list[Columns] = [(one.name,) for one in self.schema.fields if one.unique]
        return [*alone, *self.schema.unique]

    def read(self, source: Source) -> None:
        """Take in a file; raises _UnprovenError, or Arrow's, where it may have a fault."""
        fields = self._fields(source)
        keys = [*self.wanted, *self.unique, self.schema.primary]
        needed = {name for names in keys for name in names}
        if not needed <= {one.name for one in fields}:
            raise _UnprovenError
        for batch in _batches(source, [one.name for one in fields], self.block):
            cells = list(map(Strings.of, batch.columns))
            _require_no_blank_row(cells)
            for one, column, strings in zip(fields, batch.columns, cells, strict=True):
                gone = missing(column, strings, one)
                if not (strings.are_utf8() and is_sound(column, strings, gone, one)):
                    raise _UnprovenError
                if one.name in needed:
                    self._hold(one, column, strings, gone)

    def _fields(self, source: Source) -> list[Field]:
        """The field of each column, where the header is that of the schema."""
        first = next(source.lines(), None)
        if first is None or not source.has_header or source.file is None:
            raise _UnprovenError
        labels = [str(label) for label in first.cells]
        fields = self.schema.columns(labels, len(labels))
        if [*self.schema.header(labels)] or labels != [one.name for one in fields]:
            raise _UnprovenError
        return fields

    def _hold(self, one: Field, column: pa.Array, strings: Strings, gone: pa.Array | None) -> None:
        nothing = pa.nulls(len(column), pa.string())
        kept = column if gone is None else pc.if_else(gone, nothing, column)
        if not is_comparable(kept.drop_null(), one) or (strings.data == ord(_BETWEEN)).any():
            raise _UnprovenError
        self.types[one.name] = "text" if one.is_text else one.type
        self.held.setdefault(one.name, []).append(kept)

    def key(self, names: Columns) -> pa.ChunkedArray:
        """The key of each row as one text; null where a part is missing."""
        parts = [pa.chunked_array(self.held.get(name, []), pa.string()) for name in names]
        return parts[0] if len(parts) == 1 else pc.binary_join_element_wise(*parts, _BETWEEN)

    def require_keys(self) -> None:
        """Raise _UnprovenError where what is unique may stand twice."""
        primary = self.schema.primary
        if primary and self.key(primary).null_count:
            raise _UnprovenError
        for names in (*self.unique, *([primary] if primary else [])):
            if not _are_distinct(self.key(names).drop_null().combine_chunks()):
                raise _UnprovenError


def _are_distinct(found: pa.Array) -> bool:
    sure = Strings.of(found).are_surely_distinct()
    return sure or len(found) == pc.count_distinct(found).as_py()


def _batches(source: Source, labels: list[str], block: int) -> Iterator[pa.RecordBatch]:
    """The rows of a plain CSV file as texts, in batches."""
    options = source.options()
    delimiter = options.pop("delimiter")
    plain = all(_DIALECT[name] == value for name, value in options.items())
    if not plain or source.encoding != "utf-8-sig" or len(str(delimiter)) != 1:
        raise _UnprovenError
    with csv.open_csv(
        source.file,
        csv.ReadOptions(block_size=block, use_threads=False),
        csv.ParseOptions(delimiter=delimiter, newlines_in_values=True, ignore_empty_lines=False),
        # Whether they are UTF-8 is asked of whole columns, `Strings.are_utf8`.
        csv.ConvertOptions(column_types=dict.fromkeys(labels, pa.string()), check_utf8=False),
    ) as reader:
        if reader.schema.names != labels:
            raise _UnprovenError
        yield from reader


def _require_no_blank_row(cells: Sequence[Strings]) -> None:
    """Raise _UnprovenError where all cells of a row are empty."""
    if any(not strings.empty for strings in cells):
        return
    filled = np.zeros(len(cells[0].lengths), np.bool_)
    for strings in cells:
        filled |= strings.lengths > 0
        if filled.all():
            return
    raise _UnprovenError
