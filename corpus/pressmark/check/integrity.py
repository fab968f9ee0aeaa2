"""Check a package or dataset through and through: descriptor, files, values, relations, halves."""

from __future__ import annotations

import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import ValidationError

from pressmark import store
from pressmark.check import descriptors
from pressmark.check.catalogue import package as catalogue
from pressmark.check.catalogue import values
from pressmark.check.contents import content_findings, difference_findings
from pressmark.check.csvs import csv_table
from pressmark.check.descriptors import fault
from pressmark.check.fields import field_findings
from pressmark.check.foreign import foreign_findings
from pressmark.check.opened import Opened
from pressmark.check.package import verify
from pressmark.check.profile import profile_findings
from pressmark.check.relations import relation_findings
from pressmark.dataset import connect, own_tables
from pressmark_schema.descriptor import FORMAT_VERSION, Facts, Package, Resource
from pressmark_schema.findings import Finding
from pressmark_schema.generate.arrow_schema import arrow_schema
from pressmark_schema.generate.sql import literal, quoted
from pressmark_schema.tables import TABLES
from pressmark_schema.vocabulary import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pressmark_schema.tables import Table

_INNER = f"parquet/{store.DESCRIPTOR}"
_WHOLE = frozenset({"package", "parquet"})
_OPTIONAL = frozenset({"findings"})


def integrity(path: Path) -> Iterator[Finding]:
    """Every fault of the package or dataset at `path`, a folder or its descriptor.

    The files and the descriptor first; then, for each half of a package, its values, keys,
    relations and hashes, and the halves against each other. For a data package of somebody else:
    its tables against their Table Schemas. Faulty data is never an exception.
    """
    folder = descriptors.folder_of(path)
    descriptor = descriptors.read(folder)
    if not isinstance(descriptor, dict):
        yield descriptor
        return
    yield from verify(folder)
    yield from profile_findings(folder)
    if descriptors.facts(descriptor) is None:
        yield from foreign_findings(folder, descriptor)
        return
    halves = [half for half in _halves(folder, descriptor) if half is not None]
    for half in halves:
        if isinstance(half, Finding):
            yield half
    with tempfile.TemporaryDirectory(prefix="pressmark-check-") as scratch, ExitStack() as stack:
        yield from _tables([h for h in halves if isinstance(h, _Half)], Path(scratch), stack)
