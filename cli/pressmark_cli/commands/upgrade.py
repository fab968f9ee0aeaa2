"""`pressmark upgrade`: a package of an older pressmark as one of today's."""

from pathlib import Path
from typing import Annotated

import typer

from pressmark_cli.options import Out, Quiet, Verbose

NAME = "upgrade"


def run(
    package: Annotated[Path, typer.Argument(help="A package that an older pressmark made.")],
    out: Out,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Make an older package one of today's: texts and ids stay, what came later is added."""
    from pressmark.flow.upgrade import upgrade
    from pressmark_cli import render

    steps = upgrade(package, out)
    if not steps:
        render.out(f"{render.line(str(package))} has every table and column of today")
        return
    for step in steps:
        what = f"{step.table}: {', '.join(step.columns)}" if step.columns else step.table
        how = f"derived from {step.derived}" if step.derived else "cannot be told: unknown"
        render.out(f"{what}: {how}")
    render.out(f"upgraded: {render.line(str(out))}")
    render.note("the raw files tell more: pressmark build makes everything anew")
