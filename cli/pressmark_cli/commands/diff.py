"""`pressmark diff`: which articles differ between two versions, in what, and why."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from pressmark_cli.options import Quiet, Verbose

NAME = "diff"
_SIDE = "A package or dataset, REPO@VERSION, or a git revision"


class Format(StrEnum):
    """How the difference is printed."""

    text = "text"
    json = "json"
    md = "md"
    csv = "csv"


def run(
    a: Annotated[str, typer.Argument(metavar="A", help=f"{_SIDE}: the earlier one.")],
    b: Annotated[str, typer.Argument(metavar="B", help=f"{_SIDE}: the later one.")],
    ids: Annotated[
        Path | None,
        typer.Option(help="Only these articles: a CSV with a column article_id, or one id a line."),
    ] = None,
    text: Annotated[
        bool, typer.Option("--text", help="Show texts that differ, word by word.")
    ] = False,
    stat: Annotated[bool, typer.Option("--stat", help="Counts alone.")] = False,
    format_: Annotated[Format, typer.Option("--format", "-f", help="Output.")] = Format.text,
    limit: Annotated[
        int, typer.Option(min=0, help="Articles to list of each sort, in text and md.")
    ] = 20,
    exit_code: Annotated[
        bool, typer.Option("--exit-code", help="Exit with 1 where anything differs.")
    ] = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Compare two versions: articles added, removed, renamed or changed, each with one cause."""
    from pressmark.compare import read_ids
    from pressmark.versions.diff import diff
    from pressmark_cli import difference, render

    def note(step: str) -> None:
        render.note(render.line(step))

    wanted = read_ids(ids) if ids else None
    with diff(a, b, ids=wanted, progress=note) as found:
        for line in difference.unknown(found):
            render.note(line)
        asked = difference.Asked(
            listed=not stat, words=text, limit=None if render.verbose() else limit
        )
        difference.FORMATS[format_.value](found, asked)
        differs = bool(found)
    if exit_code and differs:
        raise typer.Exit(1)
