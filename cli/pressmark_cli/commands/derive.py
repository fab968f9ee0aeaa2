"""`pressmark derive`: what can be published of texts that cannot, after an audit."""

from pathlib import Path
from typing import Annotated

import typer

from pressmark_cli.options import Out, Quiet, Verbose

NAME = "derive"
FORMS = ("metadata", "bag-of-words", "ngrams", "sentences", "masked")


def run(
    package: Annotated[Path, typer.Argument(help="A package, or a normalised dataset.")],
    out: Out,
    form: Annotated[str, typer.Option("--as", help=f"Derived form: {', '.join(FORMS)}.")],
    n: Annotated[int, typer.Option("-n", min=1, max=9, help="Words of an n-gram.")] = 3,
    min_articles: Annotated[
        int, typer.Option(min=1, help="Articles that a word or n-gram must stand in.")
    ] = 1,
    keep: Annotated[
        int, typer.Option(min=0, help="Commonest words that masking leaves readable.")
    ] = 500,
    max_tokens: Annotated[
        int, typer.Option(min=1, help="Longer sentences are left out (words and marks).")
    ] = 29,
    seed: Annotated[str, typer.Option(help="Decides the order of the sentences.")] = "1",
    published: Annotated[
        list[Path] | None,
        typer.Option(help="A derived form that is out already; counts in the audit. Repeatable."),
    ] = None,
    despite: Annotated[
        str | None,
        typer.Option(help="Reason to publish what rights or audit do not allow; is recorded."),
    ] = None,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Write a derived text format; refused where articles could be rebuilt from it."""
    from pressmark.dataset import Dataset
    from pressmark.export.derived import Parameters, derive
    from pressmark_cli import audits, render

    parameters = Parameters(n, min_articles, keep, max_tokens, seed)
    _, audit = derive(Dataset.open(package), out, form, parameters, tuple(published or ()), despite)
    render.out(f"{form}: {render.line(str(out))}")
    render.out(audits.sentence(audit))
