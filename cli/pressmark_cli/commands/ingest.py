"""`pressmark ingest`: raw files into few content-addressed shards, the first stage."""

from typing import Annotated

import typer

from pressmark_cli.options import ConfigFile, Key, Metadata, Out, Quiet, Verbose

NAME = "ingest"


def run(
    source: Annotated[
        list[str], typer.Argument(help="Files and folders of raw articles, or s3://BUCKET/PREFIX.")
    ],
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
    from pressmark.objects import operand
    from pressmark_cli import account as shown
    from pressmark_cli import render

    operands = list(map(operand, source))
    settings = configuration.find(operands[0], config).with_metadata(metadata, key)
    account = steps.ingest(operands, out, settings)
    if account.intake:
        shown.intake(account.intake)
    render.out(f"{account.read:,} files ingested: {render.line(str(out))}")
