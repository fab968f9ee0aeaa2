"""`pressmark grep`: keyword in context, streaming, for people or as a table."""

from enum import StrEnum
from itertools import islice
from pathlib import Path
from typing import Annotated

import typer

from pressmark_cli.options import Quiet, Verbose

NAME = "grep"


class Format(StrEnum):
    """How the hits are printed."""

    text = "text"
    csv = "csv"
    jsonl = "jsonl"


def run(
    pattern: Annotated[str, typer.Argument(help="A regular expression (Python's), or words.")],
    package: Annotated[Path, typer.Argument(help="A package, or a normalised dataset.")],
    fixed: Annotated[bool, typer.Option("--fixed", "-F", help="Words, no expression.")] = False,
    word: Annotated[bool, typer.Option("--word", "-w", help="Only whole words.")] = False,
    ignore_case: Annotated[
        bool, typer.Option("--ignore-case", "-i", help="Capitals are like small letters.")
    ] = False,
    kinds: Annotated[
        list[str] | None, typer.Option(help="Kind of blocks to look in; default: running text.")
    ] = None,
    outlet: Annotated[list[str] | None, typer.Option(help="Only this outlet_id.")] = None,
    from_: Annotated[str | None, typer.Option("--from", help="First day or month (EDTF).")] = None,
    to: Annotated[str | None, typer.Option(help="Last day or month (EDTF).")] = None,
    where: Annotated[
        str | None, typer.Option(help="SQL condition on the columns of texts and articles.")
    ] = None,
    context: Annotated[
        int, typer.Option(min=0, max=10_000, help="Code points on each side; with text, as fit.")
    ] = 60,
    format_: Annotated[
        Format, typer.Option("--format", "-f", help="Aligned text, CSV or JSON lines.")
    ] = Format.text,
    limit: Annotated[int | None, typer.Option(min=1, help="Stop after this many hits.")] = None,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Print each place where a pattern stands; exit code 1 where it stands nowhere."""
    import pressmark
    from pressmark import concordance
    from pressmark_cli import kwic

    sought = concordance.pattern(pattern, fixed=fixed, word=word, ignore_case=ignore_case)
    corpus = pressmark.load(package, verify=False)
    if outlet or from_ or to or where:
        corpus = corpus.filter(where=where, outlets=outlet or (), date_from=from_, date_to=to)
    hits = islice(corpus.hits(sought, kinds or (), context), limit)
    count = kwic.show(hits, format_.value, context)
    if not count:
        raise typer.Exit(1)
