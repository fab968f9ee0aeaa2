"""`pressmark validate`: what is wrong with raw documents, a dataset or a package, and why."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from pressmark_cli.options import ConfigFile, Jobs, Key, Metadata, PageExtractor, Quiet, Verbose

NAME = "validate"


class Format(StrEnum):
    """How the findings are printed."""

    text = "text"
    json = "json"


class FailOn(StrEnum):
    """The severity from which the exit code is 1."""

    error = "error"
    warning = "warning"
    never = "never"


def run(
    path: Annotated[list[Path], typer.Argument(help="Raw documents, a dataset or a package.")],
    out: Annotated[
        Path | None,
        typer.Option("--out", "-o", help="Write the findings of a dataset as a dataset here."),
    ] = None,
    config: ConfigFile = None,
    metadata: Metadata = None,
    key: Key = None,
    extractor: PageExtractor = None,
    sources: Annotated[
        Path | None,
        typer.Option(help="Folder of the raw files: compare the package's text with them too."),
    ] = None,
    format_: Annotated[Format, typer.Option("--format", "-f", help="Output.")] = Format.text,
    statistics: Annotated[
        bool, typer.Option("--statistics", help="Count by code instead of listing.")
    ] = False,
    limit: Annotated[int, typer.Option(min=0, help="Findings to show; counts stay exact.")] = 20,
    fail_on: Annotated[FailOn, typer.Option(help="Exit with 1 from this severity.")] = FailOn.error,
    referee: Annotated[
        bool, typer.Option("--referee", help="Ask frictionless too, as an independent referee.")
    ] = False,
    as_of: Annotated[
        str | None, typer.Option(help="Day (YYYY-MM-DD) against which dates are in the future.")
    ] = None,
    jobs: Jobs = None,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Validate raw documents, a dataset or a package: fields, relations, rules, files."""
    from pressmark import config as configuration
    from pressmark.flow import validation
    from pressmark_cli import findings as shown
    from pressmark_cli import outcome, render

    settings = configuration.find(path[0], config).with_metadata(metadata, key)
    settings = settings.with_extractor(extractor)
    day = outcome.day(as_of) if as_of else None
    asked = validation.Asked(sources=sources, referee=referee, as_of=day, out=out, jobs=jobs)
    result = validation.validate(path, settings, asked)
    if format_ is Format.json:
        extra = {"validated": result.summary}
        render.out(shown.as_json(result.findings, extra, listed=not statistics))
    elif statistics:
        shown.statistics(result.findings)
    else:
        shown.human(result.findings, limit=limit)
    for line in result.notes:
        render.note(render.line(line))
    outcome.exit_for_findings(result.findings, fail_on)
