"""`pressmark ingest`: raw files into few content-addressed shards, the first stage."""

from pathlib import Path
from typing import Annotated

import typer

from pressmark_cli.options import ConfigFile, Key, Metadata, Out, Quiet, Verbose

NAME = "ingest"


def run(
    source: Annotated[list[Path], typer.Argument(help="Files and folders of raw articles.")],
    out: Out,
    config: ConfigFile = None,
    metadata: Metadata = None,
    key: Key = None,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Stage 1: pack raw files, with their rows of metadata, into few shards for DVC."""
    from pressmark import config as configuration
    from pressmark.flow import steps
    from pressmark_cli import account as shown
    from pressmark_cli import render

    settings = configuration.find(source[0], config).with_metadata(metadata, key)
    account = steps.ingest(source, out, settings)
    if account.intake:
        shown.intake(account.intake)
    render.out(f"{account.read:,} files ingested: {render.line(str(out))}")
