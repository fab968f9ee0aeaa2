"""The rows of a foreign resource, from CSV files in their dialect or from the descriptor itself."""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from pressmark.check import descriptors
from pressmark.check.catalogue import files
from pressmark.store import DESCRIPTOR

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pressmark_schema.findings import Rule

_SUFFIXES = {"csv": ",", "tsv": "\t"}
_LONGEST_CELL = 2**27


class FaultyFileError(Exception):
    """The file ends to be readable at `line`; becomes a finding of `rule`."""

    def __init__(self, rule: Rule, line: int, what: str) -> None:
        super().__init__(what)
        self.rule, self.line = rule, line


class Line(NamedTuple):
    """A row with the line it begins on, from 1."""

    number: int
    cells: list[Any]


@dataclass(frozen=True)
class Source:
    """One file of a resource, or its inline data; `path` is the file that a reader opens."""

    name: str
    path: str
    file: Path | None
    data: list[Any]
    dialect: dict[str, Any]
    encoding: str

    @property
    def has_header(self) -> bool:
        """Whether the first row names the columns; rows given as objects always do."""
        return self.dialect.get("header", True) is not False or self._of_objects

    @property
    def _of_objects(self) -> bool:
        return self.file is None and bool(self.data) and isinstance(self.data[0], dict)

    def lines(self) -> Iterator[Line]:
        """Its rows from the first one on; raises FaultyFileError where they end to be readable."""
        return self._from_data() if self.file is None else self._from_file(self.file)

    def _from_data(self) -> Iterator[Line]:
        number = 1
        labels = list(self.data[0]) if self._of_objects else []
        if labels:
            yield Line(number, labels)
            number += 1
        for row in self.data:
            if isinstance(row, dict):
                yield Line(number, [row.get(label) for label in labels])
            elif isinstance(row, list):
                yield Line(number, row)
            else:
                raise FaultyFileError(files.CSV_RAGGED, number, "a row that is no list")
            number += 1

    def _from_file(self, file: Path) -> Iterator[Line]:
        number = 1
        try:
            csv.field_size_limit(_LONGEST_CELL)
            with file.open(encoding=self.encoding, newline="") as stream:
                reader = csv.reader(stream, **self.options())
                for cells in reader:
                    yield Line(number, cells)
                    number = reader.line_num + 1
        except (UnicodeError, LookupError) as error:
            raise FaultyFileError(files.CSV_ENCODING, number, str(error)) from error
        except (csv.Error, TypeError, ValueError, OSError) as error:
            raise FaultyFileError(files.CSV_QUOTES, number, str(error)) from error

    def options(self) -> dict[str, Any]:
        """Python's words for the dialect (CSV Dialect 1.2, Table Dialect of version 2)."""
        names = {
            "delimiter": "delimiter",
            "quoteChar": "quotechar",
            "doubleQuote": "doublequote",
            "escapeChar": "escapechar",
            "skipInitialSpace": "skipinitialspace",
        }
        given = {**self.dialect, **_object(self.dialect.get("csv"))}
        options = {"delimiter": _SUFFIXES.get(self.path.rpartition(".")[2].lower(), ",")}
        return options | {mine: given[name] for name, mine in names.items() if name in given}


def sources_of(folder: Path, resource: dict[str, Any]) -> Iterator[Source]:
    """The sources of a resource that can be looked at: CSV files that are there, inline rows."""
    name = str(resource.get("name"))
    dialect = document(folder, resource.get("dialect"))
    encoding = str(resource.get("encoding") or "utf-8")
    # A byte order mark is no part of the first label, whatever the encoding is called.
    encoding = "utf-8-sig" if encoding.lower().replace("_", "-") in {"utf-8", "utf8"} else encoding
    data = resource.get("data")
    if isinstance(data, list):
        yield Source(name, DESCRIPTOR, None, data, dialect, encoding)
    for path in descriptors.paths(resource):
        named = str(resource.get("format") or path.rpartition(".")[2]).lower()
        if named in _SUFFIXES and descriptors.refusal(folder, path) is None:
            yield Source(name, path, folder / path, [], dialect, encoding)


def document(folder: Path, given: object) -> dict[str, Any]:
    """A part of a descriptor that may be given by path; empty where it cannot be had."""
    if isinstance(given, str) and descriptors.refusal(folder, given) is None:
        found = descriptors.read(folder, given)
        return found if isinstance(found, dict) else {}
    return _object(given)


def _object(given: object) -> dict[str, Any]:
    return given if isinstance(given, dict) else {}


def shown(cell: object) -> str:
    """A cell as a finding shows it."""
    return cell if isinstance(cell, str) else json.dumps(cell, ensure_ascii=False, default=str)
