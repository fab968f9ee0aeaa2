"""`pressmark build`: raw articles in, a data package out."""

from pathlib import Path
from typing import Annotated

import typer

from pressmark_cli.options import (
    CacheFolder,
    ConfigFile,
    Jobs,
    Key,
    Metadata,
    NoCache,
    Out,
    PageExtractor,
    Previous,
    ProfileFile,
    Quiet,
    Rehash,
    Verbose,
)

NAME = "build"


def run(
    source: Annotated[list[Path], typer.Argument(help="Files and folders of raw articles.")],
    out: Out,
    config: ConfigFile = None,
    profile: ProfileFile = None,
    metadata: Metadata = None,
    key: Key = None,
    extractor: PageExtractor = None,
    jobs: Jobs = None,
    previous: Previous = None,
    max_quarantined: Annotated[
        str | None,
        typer.Option(help="Exit with 3 above this: a number, or a share such as 10%."),
    ] = None,
    cache: CacheFolder = None,
    no_cache: NoCache = False,
    rehash: Rehash = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Build a data package from raw articles: read, normalise, check, export."""
    from pressmark import config as configuration
    from pressmark.flow import steps
    from pressmark.flow.cache import place
    from pressmark_cli import account as shown
    from pressmark_cli import outcome, render

    settings = configuration.find(source[0], config).with_metadata(metadata, key)
    settings = settings.with_profile(profile).with_extractor(extractor)
    limit = outcome.limit(max_quarantined or settings.build.max_quarantined)
    with render.counting("files") as progress:
        account = steps.build(
            source,
            out,
            settings,
            jobs=jobs,
            previous=previous,
            progress=progress,
            cache=None if no_cache else place(settings, cache, rehash=rehash),
        )
    shown.show(account)
    shown.findings(account)
    render.out(f"package: {render.line(str(out))}")
    shown.suggestion(account)
    render.note(f"next: pressmark validate {render.line(str(out))}")
    outcome.exit_for(account, limit)
