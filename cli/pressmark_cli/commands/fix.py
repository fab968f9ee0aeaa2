"""`pressmark fix`: what rules can mend, as corrections beside the sources."""

from pathlib import Path
from typing import Annotated

import typer

from pressmark_cli.options import ConfigFile, Ignore, Jobs, Key, Metadata, Quiet, Select, Verbose

NAME = "fix"


def run(
    path: Annotated[list[Path], typer.Argument(help="Raw documents, or a package made of them.")],
    unsafe_fixes: Annotated[
        bool, typer.Option("--unsafe-fixes", help="Those too that need a judgement.")
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Write nothing; say what would be.")
    ] = False,
    diff: Annotated[
        bool, typer.Option("--diff", help="Write nothing; show the words before and after.")
    ] = False,
    author: Annotated[str | None, typer.Option("--author", help="Who answers for it.")] = None,
    corrections: Annotated[
        Path | None,
        typer.Option(help="File to write; default: corrections.jsonl beside the settings."),
    ] = None,
    config: ConfigFile = None,
    metadata: Metadata = None,
    key: Key = None,
    select: Select = None,
    ignore: Ignore = None,
    jobs: Jobs = None,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Write corrections for what rules can mend; sources stay, and the next build applies them."""
    from pressmark import config as configuration
    from pressmark.flow import correcting
    from pressmark_cli import asking, fixes, render

    settings = configuration.find(path[0], config).with_metadata(metadata, key)
    file = fixes.file_of(settings, corrections)
    selection = asking.selection(settings, select, ignore, None)
    with correcting.corpus_of(path, settings, jobs) as dataset:
        found = correcting.proposed(dataset, selection)
    chosen = [fix for fix in found if fix.safe or unsafe_fixes]
    if diff:
        for line in fixes.diff(chosen):
            render.out(line)
    for line in fixes.counted(chosen):
        render.out(line)
    held = len(found) - len(chosen)
    if held:
        render.note(f"{held:,} more need a judgement: --unsafe-fixes")
    if dry_run or diff:
        render.note("nothing was written")
        return
    made = (fix.correction.model_copy(update={"author": author}) for fix in chosen)
    written = correcting.append(file, made) if chosen else 0
    render.out(f"{render.plural(written, 'correction')} written to {render.line(str(file))}")
    if written:
        render.note("next: pressmark build, which applies them")
