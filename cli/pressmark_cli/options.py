"""Options that several commands share, each with one name, meaning and help."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from pressmark_cli import render

Quiet = Annotated[
    bool, typer.Option("--quiet", "-q", callback=render.set_quiet, help="Only results and errors.")
]
Verbose = Annotated[
    bool,
    typer.Option(
        "--verbose", "-v", callback=render.set_verbose, help="List all, cut nothing short."
    ),
]
ConfigFile = Annotated[
    Path | None,
    typer.Option(
        "--config", "-c", help="pressmark.toml; default: the nearest at or above the first operand."
    ),
]
ProfileFile = Annotated[
    Path | None,
    typer.Option(
        "--profile", help="What learn wrote; default: profile.toml beside pressmark.toml, if any."
    ),
]
Jobs = Annotated[
    int | None, typer.Option("--jobs", "-j", min=1, help="Processes; default: all cores.")
]
Out = Annotated[Path, typer.Option("--out", "-o", help="Folder to write; replaced as a whole.")]
Previous = Annotated[
    Path | None, typer.Option("--previous", help="An earlier package whose article ids are kept.")
]
Metadata = Annotated[
    Path | None,
    typer.Option("--metadata", "-m", help="Table (CSV, XLSX) with a row a file, by --key."),
]
Key = Annotated[
    str | None,
    typer.Option("--key", help="Column of the metadata table that names the file; default: file."),
]


class Extractor(StrEnum):
    """How the article in a web page is found."""

    full = "full"
    fast = "fast"


PageExtractor = Annotated[
    Extractor | None,
    typer.Option("--extractor", help="How articles in web pages are found; fast is for crawls."),
]
