"""`pressmark scan`: what files there are, how they would be read, which settings fit."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from pressmark_cli.options import ConfigFile, Quiet, Verbose

NAME = "scan"


class Format(StrEnum):
    """How the scan is printed."""

    text = "text"
    json = "json"


def run(
    path: Annotated[
        list[Path], typer.Argument(metavar="PATH...", help="Files and folders of raw articles.")
    ],
    sample: Annotated[
        int | None,
        typer.Option(min=1, help="Files to look into, spread evenly; default: 2,000."),
    ] = None,
    write: Annotated[
        bool,
        typer.Option("--write", help="Write the proposal to PATH/pressmark.toml if there is none."),
    ] = False,
    format_: Annotated[
        Format, typer.Option("--format", "-f", help="Text for people, or one line of JSON.")
    ] = Format.text,
    config: ConfigFile = None,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Look at raw files before reading them: encodings, headers, dates; and propose settings."""
    from pressmark import config as configuration
    from pressmark.flow.scan import SAMPLE, scan, writing
    from pressmark_cli import render, survey
    from pressmark_schema.canonical import json_line

    settings = configuration.find(path[0], config)
    target = writing.target(path, settings) if write else None
    with render.counting("files") as progress:
        found = scan(path, settings, sample=sample or SAMPLE, progress=progress)
    if format_ is Format.json:
        render.out(json_line(found.plain()))
    else:
        survey.show(found)
    if target:
        writing.write(target, found.proposal)
        render.note(f"\nwritten: {render.line(str(target))}")
        render.note("paths, and ids made of them, begin at its folder: it stays there from now on")
    elif not found.files:
        render.note("\nnothing to read: name the files outright, or set include")
    elif found.config:
        render.note(f"\nnext: take over into {render.line(found.config)} what is right, then build")
    else:
        render.note("\nnext: --write writes this to PATH/pressmark.toml; then: pressmark build")
