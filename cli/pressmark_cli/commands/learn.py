"""`pressmark learn`: what the outlets print beside their articles, written down as a profile."""

from pathlib import Path
from typing import Annotated

import typer

from pressmark_cli.options import ConfigFile, Jobs, Key, Metadata, Quiet, Verbose

NAME = "learn"


def run(
    inputs: Annotated[
        list[Path] | None,
        typer.Argument(help="Files and folders of raw articles; default: this folder."),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", "-o", help="Default: profile.toml beside pressmark.toml, else here."),
    ] = None,
    update: Annotated[
        bool,
        typer.Option("--update", help="Write the learnt part of a profile anew, keep the other."),
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Print the profile and write nothing.")
    ] = False,
    config: ConfigFile = None,
    metadata: Metadata = None,
    key: Key = None,
    jobs: Jobs = None,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Look at all articles and write what their outlets print beside them: profile.toml."""
    from pressmark import config as configuration
    from pressmark.flow.learn import learn, writing
    from pressmark_cli import learnt, render

    operands = inputs or [Path()]
    settings = configuration.find(operands[0], config).with_metadata(metadata, key)
    target = writing.target(out, settings, update=update or dry_run)
    with render.counting("files") as progress:
        found = learn(operands, settings, jobs=jobs, progress=progress)
    text = writing.compose(found, target)
    if dry_run:
        render.out(render.safe(text).rstrip("\n"))
        return
    writing.write(target, text)
    learnt.show(found)
    named = render.line(str(target))
    render.out(f"profile: {named}")
    again = "" if writing.is_in_force(target, settings) else f" --profile {named}"
    render.note(f"next: read it, [[keep]] what is no furniture, then: pressmark build{again}")
