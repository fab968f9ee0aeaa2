"""One CSV file a table, exact and the same everywhere: RFC 4180, UTF-8, line feeds."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from pressmark import store
from pressmark.export.mapping import Places, everything
from pressmark.export.parquet import described
from pressmark_schema import canonical
from pressmark_schema.columns import ColumnType
from pressmark_schema.descriptor import Resource
from pressmark_schema.generate.table_schema import table_schema

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

    import pyarrow as pa

    from pressmark.dataset import Dataset
    from pressmark.export.choices import Choices
    from pressmark_schema.descriptor import Package, TableFacts
    from pressmark_schema.tables import Table

DIALECT = {
    "$schema": "https://datapackage.org/profiles/2.0/tabledialect.json",
    "header": True,
    "delimiter": ",",
    "lineTerminator": "\n",
    "quoteChar": '"',
    "doubleQuote": True,
    "skipInitialSpace": False,
}
"""How the files are written (Table Dialect, Data Package v2)."""

TAKES = frozenset({"excel_safe"})
# What Excel, LibreOffice and Google Sheets run, after OWASP's page on CSV injection.
_FORMULA = "^[=+@\t\r-]"
_ESCAPED = "^([=+@'\t\r-])"
_SPECIAL = '[",\r\n]'


def places(schema: Mapping[str, Table]) -> Places:
    """Where CSV files say the fields of a corpus: each in a column, but for tables without one."""
    left_out = {name for name, table in schema.items() if not table.csv}
    return {field: place for field, place in everything(schema).items() if field not in left_out}


def write(dataset: Dataset, folder: Path, choices: Choices | None = None) -> Package:
    """Write a CSV file a table to `folder`, and the descriptor that it returns.

    Cells that a spreadsheet would run are exact, unless `choices.excel_safe` has an apostrophe put
    before them and before those that begin with one; the descriptor then says so, and no longer
    declares the hash of the rows. The package returned has their number, `formula_cells`.
    """
    safe = choices is not None and choices.excel_safe
    formulas = Formulas()
    written = resources(dataset, folder, formulas, safe=safe)
    package = described(dataset, "package", resources=written)
    facts = package.pressmark
    if safe and facts is not None:
        told = {"excel_safe": "an apostrophe stands before cells that begin with one of =+-@'"}
        package = package.model_copy(update={"pressmark": facts.model_copy(update=told)})
    store.write_descriptor(folder, package)
    return package if safe else formulas.told(package)


def resources(
    dataset: Dataset, folder: Path, formulas: Formulas, *, safe: bool = False
) -> list[Resource]:
    """Write a CSV file for each table that may have one, and return their resources."""
    names = [name for name in dataset.schema if name in dataset.files and dataset.table(name).csv]
    present = frozenset(names)
    return [_resource(dataset, name, folder, present, formulas, safe=safe) for name in names]


class Formulas:
    """Passes batches on; `cells` counts those that a spreadsheet would take for formulas."""

    def __init__(self) -> None:
        self.cells = 0

    def of(self, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        """The batches as they are."""
        import pyarrow as pa
        import pyarrow.compute as pc

        for batch in batches:
            for column in batch.columns:
                if pa.types.is_string(column.type):
                    found = pc.sum(pc.match_substring_regex(column, _FORMULA)).as_py()
                    self.cells += found or 0
            yield batch

    def told(self, package: Package) -> Package:
        """The package for a caller, with `formula_cells` among its facts where there are any."""
        if package.pressmark is None or not self.cells:
            return package
        facts = package.pressmark.model_copy(update={"formula_cells": self.cells})
        return package.model_copy(update={"pressmark": facts})


def _resource(
    dataset: Dataset,
    name: str,
    folder: Path,
    present: frozenset[str],
    formulas: Formulas,
    *,
    safe: bool,
) -> Resource:
    path = folder / f"{name}.csv"
    batches = formulas.of(dataset.batches(name))
    write_csv(path, dataset.table(name), map(_escaped, batches) if safe else batches)
    (declared,) = [item for item in dataset.package.resources if item.name == name]
    return Resource.model_validate(
        {
            "name": name,
            "path": path.name,
            "type": "table",
            "format": "csv",
            "mediatype": "text/csv",
            "encoding": "utf-8",
            "bytes": path.stat().st_size,
            "hash": f"sha256:{store.sha256_file(path)}",
            "schema": table_schema(dataset.table(name), present),
            "pressmark": None if safe else _runs(declared.pressmark),
            "dialect": DIALECT,
        }
    )


def _runs(facts: TableFacts | None) -> TableFacts | None:
    """What is stated of a table, for one file: those of Parquet are runs of its rows."""
    if facts is None or facts.files is None:
        return facts
    stated = {"path": None, "bytes": None, "hash": None}
    files = [file.model_copy(update=stated) for file in facts.files]
    return facts.model_copy(update={"files": files})


def write_csv(path: Path, table: Table, batches: Iterable[pa.RecordBatch]) -> None:
    """Write rows as CSV: a header, then a row each, in the order given.

    A null is an empty cell, an empty string is `""`; a string with a quotation mark, a comma or a
    line end is quoted, any other is not. Lists are JSON arrays, booleans `true` and `false`, days
    and instants ISO 8601, with fractions of a second only where they are not zero.
    """
    with path.open("wb") as file:
        file.write(",".join(table.column_names).encode() + b"\n")
        for batch in batches:
            if batch.num_rows:
                file.write(_lines(table, batch))


def _escaped(batch: pa.RecordBatch) -> pa.RecordBatch:
    """The batch with an apostrophe before each string that would run, or begins with one."""
    import pyarrow as pa
    import pyarrow.compute as pc

    columns = [
        pc.replace_substring_regex(column, _ESCAPED, "'\\1", max_replacements=1)
        if pa.types.is_string(column.type)
        else column
        for column in batch.columns
    ]
    return pa.RecordBatch.from_arrays(columns, schema=batch.schema)


def _lines(table: Table, batch: pa.RecordBatch) -> memoryview:
    """The batch as bytes: rows are joined in Arrow, whose buffer then is the text."""
    import pyarrow.compute as pc

    cells = [_cells(batch.column(place), column.type) for place, column in enumerate(table.columns)]
    rows = pc.binary_join_element_wise(
        *cells, _large(","), null_handling="replace", null_replacement=""
    )
    lines = pc.binary_join_element_wise(rows, _large(""), _large("\n"))
    # Offsets and characters of a large string array without nulls: Arrow columnar format 1.0.
    return memoryview(lines.buffers()[2])[: _last_offset(lines)]


def _last_offset(lines: pa.LargeStringArray) -> int:
    return int.from_bytes(memoryview(lines.buffers()[1])[len(lines) * 8 :][:8], "little")


def _cells(values: pa.Array, kind: ColumnType) -> pa.LargeStringArray:
    import pyarrow as pa

    if kind in _WRITTEN:
        written = [None if value is None else _WRITTEN[kind](value) for value in values.to_pylist()]
        return _quoted(pa.array(written, pa.large_string()))
    cells = values.cast(pa.large_string())
    return _quoted(cells) if kind is ColumnType.STRING else cells


def _quoted(cells: pa.LargeStringArray) -> pa.LargeStringArray:
    import pyarrow.compute as pc

    special = pc.or_(pc.match_substring_regex(cells, _SPECIAL), pc.equal(cells, _large("")))
    if not pc.any(special).as_py():
        return cells
    doubled = pc.replace_substring(cells, '"', '""')
    mark = _large('"')
    return pc.if_else(special, pc.binary_join_element_wise(mark, doubled, mark, _large("")), cells)


def _large(text: str) -> pa.LargeStringScalar:
    import pyarrow as pa

    return pa.scalar(text, pa.large_string())


def _json(value: list[Any]) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _number(value: float) -> str:
    """The shortest decimal that reads back as the same number; NaN and INF as Table Schema does."""
    return {"nan": "NaN", "inf": "INF", "-inf": "-INF"}.get(repr(value), repr(value))


_WRITTEN: dict[ColumnType, Callable[[Any], str]] = {
    ColumnType.STRINGS: _json,
    ColumnType.INTEGERS: _json,
    ColumnType.NUMBER: _number,
    ColumnType.DATETIME: canonical.instant,
}
