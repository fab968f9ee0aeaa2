"""`pressmark subset`: some articles of a version as a study's own package."""

from typing import Annotated

import typer

from pressmark_cli.options import Out, Quiet, Verbose

NAME = "subset"


def run(
    package: Annotated[
        str, typer.Argument(metavar="PKG", help="A package, REPO@VERSION, or a git revision.")
    ],
    out: Out,
    where: Annotated[
        str | None, typer.Option(help="SQL condition on the columns of texts and articles.")
    ] = None,
    sample: Annotated[
        int | None, typer.Option(min=1, help="Draw so many of the articles that meet it.")
    ] = None,
    by: Annotated[
        str | None,
        typer.Option(help="Columns in whose proportions to draw; also day, month, year."),
    ] = None,
    seed: Annotated[str, typer.Option(help="Decides the sample.")] = "1",
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Write some articles as a package that records source, query, seed and ids."""
    from pressmark.versions.cite import cite
    from pressmark.versions.subset import subset
    from pressmark_cli import render

    def note(step: str) -> None:
        render.note(render.line(step))

    columns = [name.strip() for name in (by or "").split(",") if name.strip()]
    made = subset(package, out, where=where, sample=sample, by=columns, seed=seed, progress=note)
    folder = render.line(str(out))
    render.out(f"{folder}: {made.articles:,} of {made.among:,} articles")
    render.out(f"sha256 of its ids: {made.ids_sha256}")
    render.note("cite both:")
    for line in cite(str(out)).splitlines():
        render.note(render.line(line))
