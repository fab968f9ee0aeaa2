"""`pressmark pull`: one version of a corpus into a folder, every byte verified."""

from typing import Annotated

import typer

from pressmark_cli.options import Out, Quiet, Verbose

NAME = "pull"
DATASETS = ("package", "public", "findings", "normalised", "ingested")


def run(
    reference: Annotated[
        str,
        typer.Argument(
            metavar="REPO@VERSION",
            help="A path or git address, and a version: 1.2.0, latest, or ^1.2 for the latest "
            "compatible one.",
        ),
    ],
    out: Out,
    only: Annotated[
        str | None,
        typer.Option(
            help=f"Tables to pull, such as articles,texts; or a dataset: {', '.join(DATASETS)}. "
            "Default: the public package where there is one, else the package."
        ),
    ] = None,
    where: Annotated[
        str | None,
        typer.Option(help="SQL condition on the columns of texts and articles: only those."),
    ] = None,
    as_released: Annotated[
        bool,
        typer.Option(
            "--as-released", help="With what was withdrawn since, where you may still read it."
        ),
    ] = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Pull a version of a corpus through DVC, verify every byte, and say how to load it."""
    from pressmark.versions.pull import pull
    from pressmark_cli import render

    def note(step: str) -> None:
        render.note(render.line(step))

    dataset = only if only in DATASETS else None
    tables = [] if dataset or not only else [name.strip() for name in only.split(",")]
    with render.transferring() as arrived:
        pulled = pull(
            reference,
            out,
            only=dataset,
            tables=tables,
            where=where,
            as_released=as_released,
            progress=note,
            arrived=arrived,
        )
    folder = render.line(str(out))
    what = f"part of {pulled.dataset}" if pulled.part else pulled.dataset
    render.out(
        f"{folder}: {what} {pulled.version}, {pulled.files:,} files with its descriptor, "
        f"{pulled.bytes:,} bytes, all verified"
    )
    if pulled.left_out:
        render.out(render.line(pulled.left_out))
    if pulled.derived is None:
        render.out(f"sha256 of its descriptor: {pulled.sha256}")
    else:
        render.out(f"sha256 of the released descriptor, to be cited: {pulled.sha256}")
        render.out(f"sha256 of the descriptor here, of what was pulled: {pulled.derived}")
    render.note(f"{pulled.moved:,} bytes came from the remote")
    if pulled.dataset in {"package", "public"}:
        render.note(f"load it: import pressmark; corpus = pressmark.load({folder!r})")
