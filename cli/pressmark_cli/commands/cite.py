"""`pressmark cite`: how a version is cited."""

from enum import StrEnum
from typing import Annotated

import typer

from pressmark_cli.options import Quiet, Verbose

NAME = "cite"


class Format(StrEnum):
    """The form of the citation."""

    apa = "apa"
    bibtex = "bibtex"
    cff = "cff"


def run(
    what: Annotated[
        str, typer.Argument(metavar="REPO@VERSION", help="A version, or a package in a folder.")
    ],
    format_: Annotated[Format, typer.Option("--format", "-f", help="Form.")] = Format.apa,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Print how a version is cited, with the hash that stands for it."""
    from pressmark.versions.cite import cite
    from pressmark_cli import render

    render.out(cite(what, format_.value).rstrip("\n"))
