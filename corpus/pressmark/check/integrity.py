"""Check a package or dataset through and through: descriptor, files, values, relations, halves."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from pressmark import store
from pressmark.check import descriptors
from pressmark.check.catalogue import package as catalogue
from pressmark.check.catalogue import values
from pressmark.check.contents import Content, content, content_findings, difference_findings
from pressmark.check.descriptors import fault
from pressmark.check.encoding import encoding_findings
from pressmark.check.fields import field_findings
from pressmark.check.foreign import foreign_findings
from pressmark.check.halves import INNER, halves, open_csv, open_parquet, read_package, view
from pressmark.check.opened import Opened, spilling
from pressmark.check.package import verify
from pressmark.check.profile import profile_findings
from pressmark.check.relations import relation_findings
from pressmark_schema.descriptor import Package
from pressmark_schema.generate.arrow_schema import arrow_schema
from pressmark_schema.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pressmark.check.halves import Half
    from pressmark_schema.findings import Finding

_WHOLE = frozenset({"package", "parquet", "normalised"})
_DOCUMENTS = frozenset({"jsonl"})
_OPTIONAL = frozenset({"findings"})
_UNREADABLE = frozenset(
    {catalogue.DAMAGED, catalogue.FILE_MISSING, catalogue.NOT_REGULAR, catalogue.UNSAFE_PATH}
)


def integrity(path: Path) -> Iterator[Finding]:
    """Every fault of the package or dataset at `path`, a folder or its descriptor.

    The files and the descriptor first; then the values, keys, relations and hashes of the Parquet
    half, and the CSV half against it. For a derived form, or a data package of somebody else: its
    tables against their Table Schemas. Faulty data is never an exception.
    """
    folder = descriptors.folder_of(path)
    descriptor = descriptors.read(folder)
    if not isinstance(descriptor, dict):
        yield descriptor
        return
    broken = set()
    for finding in verify(folder):
        if finding.rule in _UNREADABLE:
            broken.add(finding.row_id)
        yield finding
    yield from profile_findings(folder)
    if descriptors.facts(descriptor) is None or descriptors.is_derived(descriptor):
        yield from foreign_findings(folder, descriptor)
    else:
        yield from _ours(folder, broken)


def _ours(folder: Path, broken: set[str]) -> Iterator[Finding]:
    outer = read_package(folder, store.DESCRIPTOR)
    if not isinstance(outer, Package):
        yield outer
        return
    if descriptors.refusal(folder, INNER) is None:
        yield from profile_findings(folder, INNER)
    csv, parquet, faults = halves(folder, outer, broken)
    yield from faults
    if not _of_documents(outer):
        yield from _missing(csv, parquet)
    with tempfile.TemporaryDirectory(prefix="pressmark-check-") as scratch:
        contents: dict[str, Content] = {}
        yield from _parquet(parquet, Path(scratch), contents)
        if csv.resources:
            yield from _csv(csv, parquet, Path(scratch), contents)


def _of_documents(package: Package) -> bool:
    """Whether a package holds whole articles as documents, and by that no table."""
    return {resource.format for resource in package.resources} <= _DOCUMENTS


def _missing(csv: Half, parquet: Half) -> Iterator[Finding]:
    """The tables that a whole package or dataset should have and does not."""
    for half in (csv, parquet):
        other = parquet if half is csv else csv
        if half.facts.dataset not in _WHOLE or not (half.declared or not other.declared):
            continue
        for name, table in TABLES.items():
            due = name not in _OPTIONAL and (table.csv or half is parquet)
            if due and name not in half.declared:
                yield fault(values.TABLE_MISSING, half.descriptor, name)


def _parquet(half: Half, scratch: Path, contents: dict[str, Content]) -> Iterator[Finding]:
    """The Parquet half; what its tables hold is put into `contents`."""
    with spilling(scratch) as connection:
        opened, faults = open_parquet(half, connection)
        yield from faults
        for name in opened.tables:
            yield from _content(half, opened, name, contents)
            for path in half.resources[name].paths:
                relative = half.below(path)
                schema = arrow_schema(half.tables[name])
                yield from encoding_findings(half.folder / relative, relative, schema, scratch)
        yield from _rows(opened)


def _content(
    half: Half, opened: Opened, name: str, contents: dict[str, Content]
) -> Iterator[Finding]:
    stated = half.stated(name)
    found = content(opened, name, stated)
    if isinstance(found, Content):
        contents[name] = found
        yield from content_findings(opened, name, found, stated)
    else:
        yield found


def _csv(half: Half, other: Half, scratch: Path, contents: dict[str, Content]) -> Iterator[Finding]:
    """The CSV half; where it equals the Parquet half, all that is said of that holds for it."""
    with spilling(scratch) as connection:
        opened, faults = open_csv(half, connection, scratch)
        for name in opened.tables:
            faults += _against(half, other, opened, name, contents)
        yield from faults
        if faults or not contents:
            yield from _rows(_completed(opened, other, contents))


def _against(
    half: Half, other: Half, opened: Opened, name: str, contents: dict[str, Content]
) -> Iterator[Finding]:
    """A CSV table against the Parquet one and the declared hash.

    Rows that are equal one by one have the same hash, which is then not computed again.
    """
    table = half.tables[name]
    if name not in contents or other.tables[name].column_names != table.column_names:
        yield from _content(half, opened, name, {})
        return
    differences = list(difference_findings(opened, table, other.scan(name)))
    if differences:
        yield from [*differences, *_content(half, opened, name, {})]
    else:
        yield from content_findings(opened, name, contents[name], half.stated(name))


def _completed(opened: Opened, other: Half, contents: dict[str, Content]) -> Opened:
    """The CSV half with the tables that only Parquet has, so that every check finds its tables."""
    more = {name: other.tables[name] for name in contents if name not in opened.tables}
    for name in more:
        view(other, name, opened.connection)
    return opened.joined(other.opened(opened.connection, more))


def _rows(opened: Opened) -> Iterator[Finding]:
    for name, table in opened.tables.items():
        yield from field_findings(opened.connection, table, opened.paths[name])
    yield from relation_findings(opened)
