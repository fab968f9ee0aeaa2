"""The halves of a package, CSV and Parquet: their descriptors believed, their tables opened."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from pydantic import ValidationError

from pressmark import dataset, store
from pressmark.check import descriptors
from pressmark.check.catalogue import package as catalogue
from pressmark.check.catalogue import values
from pressmark.check.csvs import csv_table
from pressmark.check.descriptors import fault
from pressmark.check.opened import Opened
from pressmark_schema.descriptor import FORMAT_VERSION, Facts, Package, Resource, TableFacts
from pressmark_schema.findings import Finding
from pressmark_schema.generate.arrow_schema import arrow_schema
from pressmark_schema.generate.sql import quoted

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import duckdb

    from pressmark_schema.tables import Table

INNER = f"parquet/{store.DESCRIPTOR}"
"""The descriptor of the Parquet half of a package that has CSV files too."""


@dataclass(frozen=True)
class Half:
    """A descriptor of ours with its tables' resources of one format.

    `descriptor` is its path in the package in `folder`; `tables` describes every table of the
    corpus with its own columns; `resources` holds those that can be looked at, by table;
    `declared` names the tables that are there at all.
    """

    folder: Path
    descriptor: str
    facts: Facts
    tables: dict[str, Table]
    resources: dict[str, Resource]
    declared: set[str]

    def path(self, name: str) -> str:
        """The file of a table, or the folder of its files, relative to the package."""
        paths = self.resources[name].paths
        alone = len(paths) == 1 or "/" not in paths[0]
        return self.below(paths[0] if alone else str(PurePosixPath(paths[0]).parent))

    def below(self, path: str) -> str:
        """A path of this descriptor, relative to the package."""
        return str(PurePosixPath(self.descriptor).parent / path)

    def stated(self, name: str) -> TableFacts:
        """What the descriptor states of a table."""
        facts = self.resources[name].pressmark
        return facts or TableFacts(table=name, rows=0, content_sha256="0" * 64)

    def opened(self, connection: duckdb.DuckDBPyConnection, tables: Mapping[str, Table]) -> Opened:
        """The tables that have a view in the connection."""
        paths = {name: self.path(name) for name in tables}
        files = {name: self.stated(name).files for name in tables}
        divided = {name: found for name, found in files.items() if found}
        places: dict[str, Sequence[str]] = {
            name: [file.place for file in found] for name, found in divided.items()
        }
        if self.facts.places:
            places |= {name: self.facts.places for name, table in tables.items() if table.article}
        return Opened(connection, tables, paths, places, divided)

    def scan(self, name: str) -> str:
        """The SQL that reads a table's Parquet files."""
        files = (self.folder / self.below(path) for path in self.resources[name].paths)
        return dataset.parquet_scan(files)


def read_package(folder: Path, descriptor: str) -> Package | Finding:
    """The descriptor of a dataset of ours, or why it is none."""
    found = descriptors.read(folder, descriptor)
    if not isinstance(found, dict):
        return found
    try:
        package = Package.model_validate(found)
    except ValidationError as error:
        return _invalid(descriptor, error)
    facts = package.pressmark
    if facts is None or facts.format_version != FORMAT_VERSION:
        version = facts.format_version if facts else "none"
        return fault(catalogue.FORMAT, descriptor, f"format version {version}")
    bad = [name for name in facts.fields if not dataset.may_be_own(name)]
    if bad:
        observed = f"an own column cannot be called {bad[0][:40]!r}"
        return fault(catalogue.PROPERTY, descriptor, observed, "pressmark.fields")
    return package


def halves(folder: Path, outer: Package, broken: set[str]) -> tuple[Half, Half, list[Finding]]:
    """The CSV half and the Parquet half of a package, and what is wrong with their resources.

    `outer` is its descriptor; the Parquet half may have one of its own. For `broken` see
    `half_of`.
    """
    inner, inner_path, faults = outer, store.DESCRIPTOR, []
    if descriptors.refusal(folder, INNER) is None:
        found = read_package(folder, INNER)
        if isinstance(found, Package):
            inner, inner_path = found, INNER
        else:
            faults.append(found)
    csv, csv_faults = half_of(folder, store.DESCRIPTOR, outer, "csv", broken)
    parquet, parquet_faults = half_of(folder, inner_path, inner, "parquet", broken)
    return csv, parquet, [*faults, *csv_faults, *parquet_faults]


def half_of(
    folder: Path, descriptor: str, package: Package, table_format: str, broken: set[str]
) -> tuple[Half, list[Finding]]:
    """The tables of one format that a descriptor describes, and what is wrong with the others.

    Files in `broken`, paths relative to the package, are known to be unreadable: their tables
    are declared, but left out of the resources.
    """
    facts = package.pressmark or Facts(format_version="", dataset="package", producer="")
    half = Half(folder, descriptor, facts, dataset.own_tables(facts.fields), {}, set())
    return half, list(_resources(half, package, table_format, broken))


def _invalid(descriptor: str, error: ValidationError) -> Finding:
    first = error.errors(include_url=False, include_input=False)[0]
    place = ".".join(str(part) for part in first["loc"])
    return fault(catalogue.PROPERTY, descriptor, f"{place}: {first['msg']}", place)


def _resources(
    half: Half, package: Package, table_format: str, broken: set[str]
) -> Iterator[Finding]:
    """Put the resources that can be looked at into the half; yield what is wrong with others."""
    for resource in package.resources:
        if resource.format != table_format:
            continue
        facts, refused = resource.pressmark, _refused(half, resource, table_format)
        if facts is None or refused is not None:
            yield from [refused] if refused else []
            continue
        half.declared.add(facts.table)
        if not broken & {half.below(path) for path in resource.paths}:
            half.resources[facts.table] = resource


def _refused(half: Half, resource: Resource, table_format: str) -> Finding | None:
    facts = resource.pressmark
    if facts is None:
        return fault(catalogue.NOT_DECLARED, resource.name, "pressmark", path=half.descriptor)
    table = half.tables.get(facts.table)
    if table is None:
        return fault(values.COLUMNS, resource.name, f"no table {facts.table}", path=half.descriptor)
    if facts.table in half.declared:
        return fault(catalogue.NOT_UNIQUE, resource.name, facts.table, path=half.descriptor)
    if not resource.paths or (table_format == "csv" and len(resource.paths) > 1):
        return fault(catalogue.PROPERTY, resource.name, "not one file", path=half.descriptor)
    fields = (resource.table_schema or {}).get("fields")
    listed = fields if isinstance(fields, list) else []
    names = [field.get("name") for field in listed if isinstance(field, dict)]
    if names != list(table.column_names):
        observed = "the schema has other fields than the table"
        return fault(values.COLUMNS, resource.name, observed, path=half.descriptor)
    return None


def open_parquet(half: Half, connection: duckdb.DuckDBPyConnection) -> tuple[Opened, list[Finding]]:
    """Views over the Parquet files whose columns are those of their tables."""
    faults = []
    tables = {}
    for name in half.resources:
        wrong = _columns(half, name) or view(half, name, connection)
        if wrong is None:
            tables[name] = half.tables[name]
        else:
            faults.append(wrong)
    return half.opened(connection, tables), faults


def view(half: Half, name: str, connection: duckdb.DuckDBPyConnection) -> Finding | None:
    """Make a view over a table's Parquet files; a finding where they have no sound footer."""
    import duckdb

    try:
        with connection.cursor() as cursor:
            cursor.execute(f"CREATE VIEW {quoted(name)} AS FROM {half.scan(name)}")
    except duckdb.Error as error:
        return fault(catalogue.DAMAGED, half.path(name), str(error).partition("\n")[0])
    return None


def _columns(half: Half, name: str) -> Finding | None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    schema = arrow_schema(half.tables[name])
    due = [(field.name, field.type) for field in schema]
    for path in half.resources[name].paths:
        relative = half.below(path)
        try:
            found = pq.read_schema((half.folder / relative).absolute())
        except (pa.ArrowException, OSError, ValueError) as error:
            return fault(catalogue.DAMAGED, relative, str(error).partition("\n")[0])
        columns = [(field.name, field.type) for field in found]
        if columns != due:
            odd = [str(column) for column in columns if column not in due]
            observed = ", ".join(odd or ["missing or moved"])[:200]
            return Finding(values.COLUMNS, name, relative, None, observed, relative)
    return None


def open_csv(
    half: Half, connection: duckdb.DuckDBPyConnection, scratch: Path
) -> tuple[Opened, list[Finding]]:
    """Views over the CSV files, parsed once into `scratch`; the faults of their form."""
    faults: list[Finding] = []
    tables = {}
    for name in half.resources:
        table, path = half.tables[name], half.path(name)
        found = list(csv_table(connection, table, half.folder / path, path, scratch))
        faults += found
        if (scratch / f"{name}.cells.parquet").is_file():
            tables[name] = table
    return half.opened(connection, tables), faults
