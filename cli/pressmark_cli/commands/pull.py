"""`pressmark pull`: one version of a corpus into a folder, every byte verified."""

from enum import StrEnum
from typing import Annotated

import typer

from pressmark_cli.options import Out, Quiet, Verbose

NAME = "pull"


class Dataset(StrEnum):
    """The datasets of a corpus."""

    package = "package"
    findings = "findings"
    normalised = "normalised"
    ingested = "ingested"


def run(
    reference: Annotated[
        str, typer.Argument(metavar="REPO@VERSION", help="A path or git address, and a version.")
    ],
    out: Out,
    only: Annotated[Dataset, typer.Option(help="The dataset to pull.")] = Dataset.package,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Pull a version of a corpus through DVC, verify every byte, and say how to load it."""
    from pressmark.versions.pull import pull
    from pressmark_cli import render

    def note(step: str) -> None:
        render.note(render.line(step))

    pulled = pull(reference, out, only=only.value, progress=note)
    folder = render.line(str(out))
    render.out(
        f"{folder}: {pulled.dataset} {pulled.version}, {pulled.files:,} files, "
        f"{pulled.bytes:,} bytes, all verified"
    )
    render.out(f"sha256 of its descriptor: {pulled.sha256}")
    if only is Dataset.package:
        render.note(f"load it: import pressmark; corpus = pressmark.load({folder!r})")
