"""`pressmark merge`: the parts of a build become one package."""

from pathlib import Path
from typing import Annotated

import typer

from pressmark_cli.options import MaxQuarantined, Out, Quiet, Verbose

NAME = "merge"


def run(
    parts: Annotated[
        list[Path], typer.Argument(help="The folder of the parts, or the parts themselves.")
    ],
    out: Out,
    max_quarantined: MaxQuarantined = None,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Make one package of the parts of a build: the same bytes as one run.

    All parts have to be there, of the same program, inputs and settings, every byte as it was
    written; else nothing is made, and it is said which part is at fault. Of the inputs, what each
    part noted of all of them is compared: path, size, row of metadata and time of change, or with
    build's --hash-inputs the contents instead of the time.
    """
    from pressmark.flow import merging, steps
    from pressmark_cli import outcome, render

    whole = merging.opened(parts)
    limit = outcome.limit(max_quarantined or whole.config.build.max_quarantined)
    render.note(f"{render.plural(len(whole.parts), 'part')}, all of the same build")
    outcome.built(steps.merge(whole, out), out, limit)
