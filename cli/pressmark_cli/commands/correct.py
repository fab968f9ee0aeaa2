"""`pressmark correct`: what somebody knows better, as corrections beside the sources."""

from pathlib import Path
from typing import Annotated

import typer

from pressmark_cli.options import ConfigFile, Quiet, Verbose

NAME = "correct"
_PACKAGE = Path("data/package")


def run(
    key: Annotated[
        str | None,
        typer.Argument(metavar="ID", help="Id of an article or block, or its beginning."),
    ] = None,
    set_: Annotated[
        list[str] | None,
        typer.Option(
            "--set",
            metavar="WHAT=VALUE",
            help="kind, title, subtitle, kicker, authors, section, agency or published.",
        ),
    ] = None,
    replace: Annotated[
        tuple[str, str] | None,
        typer.Option("--replace", metavar="WORDS WORDS", help="Words of the text, and the right."),
    ] = None,
    from_: Annotated[
        Path | None,
        typer.Option("--from", help="CSV: id, target, before, after, reason, author."),
    ] = None,
    reason: Annotated[str, typer.Option("--reason", "-r", help="Why.")] = "",
    author: Annotated[str | None, typer.Option("--author", help="Who knows it.")] = None,
    package: Annotated[
        Path, typer.Option("--package", "-p", help="The package, or raw files, of the ids.")
    ] = _PACKAGE,
    corrections: Annotated[
        Path | None,
        typer.Option(help="File to write; default: corrections.jsonl beside the settings."),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Write nothing; check alone.")] = False,
    config: ConfigFile = None,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Correct kinds, titles, dates or words; sources stay, and the next build applies it."""
    from pressmark import config as configuration
    from pressmark.flow import correcting
    from pressmark.flow.corrections import shown
    from pressmark_cli import fixes, render

    wishes = fixes.wishes(key, set_ or [], replace, from_, (reason, author))
    settings = configuration.find(package, config)
    file = fixes.file_of(settings, corrections)
    with correcting.corpus_of([package], settings) as dataset:
        made = list(correcting.wished(dataset, wishes))
    for item in made if len(made) <= fixes.FEW or render.verbose() else ():
        render.out(render.line(shown(item)))
    if dry_run:
        render.note("nothing was written")
        return
    written = correcting.append(file, made)
    render.out(f"{render.plural(written, 'correction')} written to {render.line(str(file))}")
    render.note("next: pressmark build, which applies them")
