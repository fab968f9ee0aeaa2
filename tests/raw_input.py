"""Raw input for tests: files on disk, documents in memory, and the program as a process."""

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pressmark.config import Config, find
from pressmark.flow.options import Options
from pressmark.flow.record import Record, record
from pressmark_schema import ids
from pressmark_schema.documents import Document

ROOT = Path(__file__).parent.parent
PROSE = (
    "Die Stadt Lindach will den Damm am Unterlauf bis zum Herbst erhöhen. Das Geld dafür hat der "
    "Kreistag schon im Frühjahr bewilligt, doch die Bauern auf dem linken Ufer klagen noch."
)
MORE = (
    "Auf dem linken Ufer liegen neun Höfe, die seit dem großen Hochwasser keine Versicherung mehr "
    "aufnimmt. Ihre Besitzer fürchten, dass ein höherer Damm das Wasser auf ihre Felder drückt."
)


def article(header: str = "date 2018-05", *paragraphs: str) -> str:
    """A flat article: a header and paragraphs, by default two of prose."""
    return f" {header} " + "\n\n".join(paragraphs or (PROSE, MORE)) + "\n"


def write(folder: Path, files: Mapping[str, str | bytes]) -> Path:
    """Write files below `folder`, text in UTF-8, and give the folder."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return folder


def settings(folder: Path, toml: str) -> Config:
    """The configuration of a pressmark.toml with this text in `folder`."""
    write(folder, {"pressmark.toml": toml})
    return find(folder)


def config(**sections: Any) -> Config:
    """A configuration without a file."""
    return Config.model_validate(sections)


def document(
    text: str,
    metadata: Mapping[str, str] | None = None,
    path_fields: Mapping[str, str] | None = None,
    path: str = "a.txt",
) -> Document:
    """The one document of a file at `path`."""
    place = "metadata.csv line 2" if metadata else ""
    source = ids.source_id(path)
    return Document(source, path, 0, 0, "0" * 64, text, metadata or {}, place, path_fields or {})


def recorded(
    text: str,
    metadata: Mapping[str, str] | None = None,
    path_fields: Mapping[str, str] | None = None,
) -> Record:
    """The record of a text alone, or with what a table and its place say of it."""
    return record(document(text, metadata, path_fields), Options(Config()))


def row(made: Record) -> dict[str, Any]:
    """The article's own row."""
    return made.rows["articles"][0]


def run(
    *arguments: str | Path,
    cwd: Path | None = None,
    stdin: bytes = b"",
    variables: Mapping[str, str] | None = None,
) -> subprocess.CompletedProcess[bytes]:
    """Run the program in a process of its own and wait for it."""
    command = [sys.executable, "-m", "pressmark_cli", *map(str, arguments)]
    environment = {**os.environ, **(variables or {})}
    return subprocess.run(
        command, input=stdin, capture_output=True, cwd=cwd, env=environment, check=False
    )


def contents(folder: Path) -> dict[str, bytes]:
    """Every file below `folder`, by its path, with its bytes."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}
