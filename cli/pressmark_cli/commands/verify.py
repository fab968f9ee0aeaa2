"""`pressmark verify`: every declared byte is there and nothing else is."""

from pathlib import Path
from typing import Annotated

import typer

from pressmark_cli.options import Quiet, Verbose

NAME = "verify"


def run(
    package: Annotated[Path, typer.Argument(help="A package or dataset.")],
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Check bytes and sha256 of every declared file, and that there is no undeclared one."""
    from pressmark import check, store
    from pressmark_cli import findings as shown
    from pressmark_cli import render

    store.read_descriptor(package)
    found = list(check.verify(package))
    if found:
        shown.human(found, limit=20)
        raise typer.Exit(5)
    count = len(store.declared(package))
    render.out(f"{render.line(str(package))}: {count:,} files, all as declared")
