"""`pressmark parse`: files in, one article as JSON a line out, nothing written."""

from collections import Counter
from pathlib import Path
from typing import Annotated

import typer

from pressmark_cli.options import (
    ConfigFile,
    Jobs,
    Key,
    Metadata,
    PageExtractor,
    ProfileFile,
    Quiet,
    Verbose,
)

NAME = "parse"


def run(
    files: Annotated[list[Path], typer.Argument(help="Files, folders, globs, or - for stdin.")],
    format_: Annotated[
        str | None,
        typer.Option(
            "--format",
            "-f",
            help="What comes from stdin, as its file would end: jsonl, html, zip …",
        ),
    ] = None,
    config: ConfigFile = None,
    profile: ProfileFile = None,
    metadata: Metadata = None,
    key: Key = None,
    extractor: PageExtractor = None,
    jobs: Jobs = None,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Print each article as one line of JSON: its fields, and its blocks with embeds nested."""
    from pressmark import config as configuration
    from pressmark.flow import single
    from pressmark_cli import outcome, render
    from pressmark_schema.canonical import json_line

    start = Path.cwd() if str(files[0]) == "-" else files[0]
    settings = configuration.find(start, config).with_metadata(metadata, key)
    settings = settings.with_profile(profile).with_extractor(extractor)
    refused: Counter[str] = Counter()
    done = 0
    for parsed in single.parse(files, settings, jobs, stdin_format=format_):
        done += 1
        if parsed.article is None:
            refused[parsed.reason] += 1
            render.error(f"{parsed.path}: quarantined: {parsed.refused}")
        else:
            render.out(json_line(parsed.article))
    outcome.exit_for_refused(refused, done, settings.build.max_quarantined)
