"""`pressmark browse`: look at a site, or at a package as a site, in a browser on this machine."""

import tempfile
from pathlib import Path
from typing import Annotated

import typer

from pressmark_cli.options import Quiet, Verbose

NAME = "browse"


def run(
    place: Annotated[Path, typer.Argument(help="A folder made by `site`, or a package.")],
    port: Annotated[
        int, typer.Option(min=0, max=65_535, help="Port on 127.0.0.1; 0: any that is free.")
    ] = 0,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Serve a site on this machine alone until Ctrl-C."""
    from pressmark.dataset import Dataset
    from pressmark.export.site import is_site, write_site
    from pressmark_cli import catalogue, render

    if is_site(place):
        _serve(place, port)
        return
    dataset = Dataset.open(place)
    with tempfile.TemporaryDirectory(prefix="pressmark-site-") as scratch:
        with render.counting("pages") as progress:
            write_site(dataset, Path(scratch) / "site", progress, catalogue.names())
        _serve(Path(scratch) / "site", port)


def _serve(folder: Path, port: int) -> None:
    from pressmark.export.site.serving import HOST, server
    from pressmark_cli import render

    with server(folder, port) as made:
        render.out(f"http://{HOST}:{made.server_port}/")
        render.note("Ctrl-C ends it")
        try:
            made.serve_forever()
        except KeyboardInterrupt:
            render.note("")
