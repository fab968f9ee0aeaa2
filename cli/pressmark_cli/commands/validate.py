"""`pressmark validate`: what is wrong with raw documents, a dataset or a package, and why."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from pressmark_cli.options import (
    AsOf,
    ConfigFile,
    Ignore,
    Jobs,
    Key,
    LocalRules,
    Metadata,
    PageExtractor,
    Quiet,
    Select,
    Severities,
    Verbose,
    Waivers,
)

NAME = "validate"


class Format(StrEnum):
    """How the findings are printed."""

    text = "text"
    concise = "concise"
    json = "json"
    jsonl = "jsonl"
    github = "github"
    sarif = "sarif"
    junit = "junit"


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
    select: Select = None,
    ignore: Ignore = None,
    severity: Severities = None,
    fail_on: Annotated[
        FailOn | None,
        typer.Option(help="Exit with 1 from this severity; default: as set, else error."),
    ] = None,
    waivers: Waivers = None,
    allow_local_rules: LocalRules = False,
    referee: Annotated[
        bool, typer.Option("--referee", help="Ask frictionless too, as an independent referee.")
    ] = False,
    as_of: AsOf = None,
    jobs: Jobs = None,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Validate raw documents, a dataset or a package: fields, relations, rules, files."""
    from pressmark import config as configuration
    from pressmark.flow import validation
    from pressmark_cli import asking, formats, outcome, render

    settings = configuration.beside(path[0], sources, config).with_metadata(metadata, key)
    settings = settings.with_extractor(extractor)
    asked = validation.Asked(
        sources=sources,
        referee=referee,
        as_of=outcome.day(as_of) if as_of else None,
        out=out,
        jobs=jobs,
        selection=asking.selection(settings, select, ignore, severity),
        own=asking.own(settings, allowed=allow_local_rules),
        waivers=waivers,
    )
    result = validation.validate(path, settings, asked)
    report = formats.Report(
        result.findings,
        result.waived,
        result.summary,
        limit=None if render.verbose() else limit,
        listed=not statistics,
        after=asking.after(path, result.findings),
    )
    for line in formats.lines(format_.value, report):
        render.out(line)
    for line in result.notes:
        render.note(render.line(line))
    outcome.exit_for_findings(result.findings, fail_on or settings.validation.fail_on)
