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
    from pressmark_cli import formats, render

    store.read_descriptor(package)
    found = list(check.verify(package, pages=False))
    if found:
        for line in formats.lines("text", formats.Report(found, limit=20)):
            render.out(line)
        raise typer.Exit(5)
    count = len(store.declared(package))
    render.out(f"{render.line(str(package))}: {count:,} files, all as declared")
