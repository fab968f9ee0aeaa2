"""The independent referee: what frictionless says of a package."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pressmark.check import descriptors
from pressmark.check.catalogue import files
from pressmark.check.descriptors import ON_TABLE, fault
from pressmark.store import DESCRIPTOR
from pressmark_schema.errors import EnvironmentFaultError
from pressmark_schema.findings import Finding

if TYPE_CHECKING:
    from pathlib import Path


def referee(path: Path) -> list[Finding]:
    """What frictionless refuses in the CSV resources of the package at `path`; empty if nothing.

    The package is always taken as a package, with its encodings stated and its paths untrusted.
    Raises EnvironmentFaultError where frictionless is not installed.
    """
    try:
        from frictionless import Package
        from frictionless.exception import FrictionlessException
    except ImportError as error:
        raise EnvironmentFaultError(
            "frictionless, the referee, is not installed",
            hint="pip install 'pressmark[referee]'",
        ) from error
    folder = descriptors.folder_of(path)
    descriptor = descriptors.read(folder)
    if not isinstance(descriptor, dict):
        return [descriptor]
    chosen = {**descriptor, "resources": [_stated(r) for r in _csv(descriptor)]}
    if not chosen["resources"]:
        return []
    try:
        package = Package.from_descriptor(chosen, basepath=str(folder))
        report = package.validate()
    except FrictionlessException as error:
        return [fault(files.REFEREE, DESCRIPTOR, error.error.message)]
    return [*map(_of_package, report.errors), *_of_tasks(report)]


def _csv(descriptor: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        resource
        for resource in descriptors.resources(descriptor)
        if resource.get("format", "csv") == "csv"
        and all(path.endswith(".csv") for path in descriptors.paths(resource))
    ]


def _stated(resource: dict[str, Any]) -> dict[str, Any]:
    return {"encoding": "utf-8", **resource}


def _of_package(error: Any) -> Finding:
    return fault(files.REFEREE, DESCRIPTOR, f"{error.type}: {error.message}")


def _of_tasks(report: Any) -> list[Finding]:
    """One finding an error of a table; frictionless counts rows as lines, the header is 1."""
    found = []
    for task in report.tasks:
        for error in task.errors:
            line = getattr(error, "row_number", None)
            row = f"{task.name} line {line}" if line else task.name
            found.append(
                Finding(
                    files.REFEREE,
                    ON_TABLE,
                    row,
                    getattr(error, "field_name", None),
                    f"{error.type}: {error.message}"[:200],
                    task.place,
                    line,
                    1 if line else None,
                )
            )
    return found
