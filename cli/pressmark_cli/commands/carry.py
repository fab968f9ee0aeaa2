"""`pressmark carry`: a study's annotations moved to a newer version."""

from pathlib import Path
from typing import Annotated

import typer

from pressmark_cli.options import Quiet, Verbose

NAME = "carry"
_SIDE = "a package, REPO@VERSION, or a git revision."


def run(
    table: Annotated[
        Path,
        typer.Argument(help="CSV with article_id, block_id, start, end and columns of your own."),
    ],
    from_: Annotated[str, typer.Option("--from", help=f"What it was made on: {_SIDE}")],
    to: Annotated[str, typer.Option("--to", help=f"What it is moved to: {_SIDE}")],
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="File to write; default: stdout.")
    ] = None,
    limit: Annotated[int, typer.Option(min=0, help="Lost and moved rows to list.")] = 20,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Move annotations to a newer version: each row is unchanged, moved or lost, and says why."""
    from pressmark.compare.carry import Fate
    from pressmark.versions.carrying import carry
    from pressmark_cli import render

    def note(step: str) -> None:
        render.note(render.line(step))

    done = carry(table, from_, to, progress=note)
    if out is None:
        render.out(done.table().rstrip("\n"))
    else:
        out.write_text(done.table(), encoding="utf-8", newline="\n")
    counts = ", ".join(f"{done.counts[fate]:,} {fate.value}" for fate in Fate)
    say = render.note if out is None else render.out
    say(f"{render.plural(len(done.carried), 'annotation')}: {counts}")
    shown = [
        (row, item)
        for fate in (Fate.LOST, Fate.MOVED)
        for row, item in enumerate(done.carried, 2)
        if item.fate is fate
    ]
    for row, item in shown if render.verbose() else shown[:limit]:
        render.note(f"row {row} {item.fate.value} {item.place.article_id}: {item.reason}")
    if len(shown) > limit and not render.verbose():
        render.note(f"… and {len(shown) - limit:,} more (--limit N shows more, --verbose all)")
