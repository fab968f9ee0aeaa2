"""`pressmark init`: a new corpus folder, ready for raw files."""

from pathlib import Path
from typing import Annotated

import typer

from pressmark_cli.options import Quiet, Verbose

NAME = "init"


def run(
    folder: Annotated[
        Path, typer.Argument(metavar="DIR", help="The folder of the new corpus; made if need be.")
    ],
    licence: Annotated[
        str | None,
        typer.Option(help="Licence of the whole package (SPDX, e.g. CC-BY-4.0); default: unknown."),
    ] = None,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Make a corpus repository: settings, a place for raw files, pipeline, workflow.

    Nothing that is there is overwritten.
    """
    from pressmark.flow.scaffold import scaffold
    from pressmark.versions import repository
    from pressmark_cli import render

    for path in scaffold(folder, licence):
        render.out(render.line(str(path)))
    repository.prepare(folder, suggest=True)
    render.out(render.line(str(folder / ".dvc" / "config")))
    place = render.line(str(folder))
    render.note(f"next: put raw files into {place}/raw, then: cd {place} && pressmark scan raw")
