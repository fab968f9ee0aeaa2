"""`pressmark stats`: what is in a package, in numbers and bars."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from pressmark_cli.options import Quiet, Verbose

NAME = "stats"


class Format(StrEnum):
    """How the counts are printed."""

    text = "text"
    json = "json"


def run(
    package: Annotated[Path, typer.Argument(help="A package, or a normalised dataset.")],
    format_: Annotated[
        Format, typer.Option("--format", "-f", help="Text for people, or one line of JSON.")
    ] = Format.text,
    outlets: Annotated[
        int, typer.Option(min=1, help="Outlets to show; the others are counted together.")
    ] = 20,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Count what is in a package: outlets by month, dates, languages, kinds, lengths, findings."""
    from pressmark.dataset import Dataset
    from pressmark.flow.stats import stats
    from pressmark_cli import counts, render
    from pressmark_schema.canonical import json_line

    found = stats(Dataset.open(package))
    if format_ is Format.json:
        render.out(json_line(found.plain()))
    else:
        counts.show(found, outlets)
