"""`pressmark audit`: how much of the articles derived forms give away together."""

from pathlib import Path
from typing import Annotated

import typer

from pressmark_cli.options import Quiet, Verbose

NAME = "audit"


def run(
    package: Annotated[Path, typer.Argument(help="The package with the texts.")],
    derived: Annotated[list[Path], typer.Argument(help="Derived forms that are, or will be, out.")],
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Measure what can be rebuilt from derived forms together; exit code 1 if articles can."""
    from pressmark.dataset import Dataset
    from pressmark.export.derived import measure
    from pressmark_cli import audits, render

    audit = measure(Dataset.open(package), derived)
    render.out(audits.sentence(audit))
    if not audit.safe:
        raise typer.Exit(1)
