"""`pressmark normalise`: an ingested dataset into typed tables, the second stage."""

from pathlib import Path
from typing import Annotated

import typer

from pressmark_cli.options import (
    CacheFolder,
    ConfigFile,
    Jobs,
    NoCache,
    Out,
    PageExtractor,
    Previous,
    ProfileFile,
    Quiet,
    Verbose,
)

NAME = "normalise"


def run(
    ingested: Annotated[Path, typer.Argument(help="A dataset that ingest wrote.")],
    out: Out,
    config: ConfigFile = None,
    profile: ProfileFile = None,
    extractor: PageExtractor = None,
    jobs: Jobs = None,
    previous: Previous = None,
    metrics: Annotated[Path | None, typer.Option(help="Write the counts as JSON here.")] = None,
    plot: Annotated[Path | None, typer.Option(help="Write articles by month as CSV here.")] = None,
    cache: CacheFolder = None,
    no_cache: NoCache = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Stage 2: parse and normalise an ingested dataset into typed tables."""
    from pressmark import config as configuration
    from pressmark.dataset import Dataset
    from pressmark.flow import account as counts
    from pressmark.flow import steps
    from pressmark.flow.cache import place
    from pressmark_cli import account as shown
    from pressmark_cli import render

    settings = configuration.find(ingested, config).with_profile(profile)
    settings = settings.with_extractor(extractor)
    with render.counting("files") as progress:
        account = steps.normalise(
            ingested,
            out,
            settings,
            jobs=jobs,
            previous=previous,
            progress=progress,
            cache=None if no_cache else place(settings, cache),
        )
    shown.show(account)
    if metrics:
        counts.write_metrics(account, metrics)
    if plot:
        counts.write_plot(Dataset.open(out), plot)
