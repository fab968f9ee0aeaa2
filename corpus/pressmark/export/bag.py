"""BagIt (RFC 8493): the data package as the payload of a bag, for archives that ingest bags."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pressmark import store
from pressmark.export import datapackage
from pressmark.export.mapping import Places, everything
from pressmark.export.resources import file_resource, write_descriptor

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from pressmark.dataset import Dataset
    from pressmark.export.choices import Choices
    from pressmark_schema.descriptor import Package
    from pressmark_schema.tables import Table

PAYLOAD = "data"
TAKES = frozenset({"csv"})
_DECLARATION = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
_MANIFEST, _TAGS = "manifest-sha256.txt", "tagmanifest-sha256.txt"


def places(schema: Mapping[str, Table]) -> Places:
    """Where the bag says the fields of a corpus: in the package that is its payload."""
    return everything(schema)


def write(dataset: Dataset, folder: Path, choices: Choices) -> Package:
    """Write the package to `data/`, the manifests around it, and the descriptor returned.

    `bag-info.txt` has no Bagging-Date, which would make every bag another. The descriptor beside
    the manifests is a tag file of the bag; it declares what the payload's own does not.
    """
    payload = folder / PAYLOAD
    payload.mkdir()
    package = datapackage.write(dataset, payload, choices.csv)
    files = sorted(path for path in payload.rglob("*") if path.is_file())
    size = sum(path.stat().st_size for path in files)
    _written(folder, "bagit.txt", _DECLARATION)
    _written(folder, "bag-info.txt", _info(package, f"{size}.{len(files)}"))
    _written(folder, _MANIFEST, "".join(_line(folder, path) for path in files))
    tags = ["bag-info.txt", "bagit.txt", _MANIFEST]
    _written(folder, _TAGS, "".join(_line(folder, folder / tag) for tag in tags))
    known = _declared_inside(package)
    others = [path.relative_to(folder).as_posix() for path in files]
    return write_descriptor(
        dataset,
        folder,
        [file_resource(folder, _MANIFEST, "manifest", "txt", "text/plain")],
        {},
        ["bag-info.txt", "bagit.txt", _TAGS, *(path for path in others if path not in known)],
    )


def _declared_inside(package: Package) -> set[str]:
    """The files that the payload's own descriptor declares, as they are named in the bag."""
    paths = [path for item in package.resources for path in item.paths]
    paths += [file.path for file in package.pressmark.files] if package.pressmark else []
    return {f"{PAYLOAD}/{path}" for path in paths}


def _info(package: Package, oxum: str) -> str:
    """`bag-info.txt`: what the package states, each on one line."""
    people = [person.title for person in package.contributors or [] if person.title]
    stated = {
        "Source-Organization": ", ".join(people),
        "External-Identifier": package.name,
        "External-Description": package.description or package.title,
        "Payload-Oxum": oxum,
        "Bag-Software-Agent": package.pressmark.producer if package.pressmark else None,
    }
    return "".join(
        f"{label}: {' '.join(value.split())}\n" for label, value in stated.items() if value
    )


def _line(folder: Path, path: Path) -> str:
    # RFC 8493, 2.1.3: CR, LF and % in a path are percent-encoded; ours have none of them.
    return f"{store.sha256_file(path)}  {path.relative_to(folder).as_posix()}\n"


def _written(folder: Path, path: str, text: str) -> None:
    (folder / path).write_text(text, encoding="utf-8", newline="\n")
