"""`pressmark site`: a static site of a corpus, for any web server."""

from pathlib import Path
from typing import Annotated

import typer

from pressmark_cli.options import Out, Quiet, Verbose

NAME = "site"


def run(
    package: Annotated[Path, typer.Argument(help="A package, or a normalised dataset.")],
    out: Out,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Write a site with search, outlets and a page for each article; look at it with browse."""
    from pressmark.dataset import Dataset
    from pressmark.export.site import write_site
    from pressmark_cli import catalogue, render

    with render.counting("pages") as progress:
        pages = write_site(Dataset.open(package), out, progress, catalogue.names())
    render.out(f"site: {render.line(str(out))}, {pages:,} pages")
    render.note(f"next: pressmark browse {render.line(str(out))}")
