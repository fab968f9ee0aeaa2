"""`pressmark report`: one page about a corpus, for people without pressmark."""

from pathlib import Path
from typing import Annotated

import typer

from pressmark_cli.options import (
    AsOf,
    ConfigFile,
    Ignore,
    Jobs,
    Quiet,
    Select,
    Severities,
    Verbose,
    Waivers,
)

NAME = "report"
_PACKAGE = Path("data/package")


def run(
    package: Annotated[Path, typer.Argument(help="A package or dataset.")] = _PACKAGE,
    out: Annotated[Path, typer.Option("--out", "-o", help="File to write.")] = Path("report.html"),
    config: ConfigFile = None,
    select: Select = None,
    ignore: Ignore = None,
    severity: Severities = None,
    waivers: Waivers = None,
    as_of: AsOf = None,
    jobs: Jobs = None,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Write a report as one HTML file: what is in the corpus, and what is wrong with it.

    The file needs no network and no script. Its findings are those of `validate`.
    """
    from pressmark import config as configuration
    from pressmark.flow import report, validation, waiving
    from pressmark_cli import asking, outcome, render

    settings = configuration.find(package, config)
    asked = validation.Asked(
        as_of=outcome.day(as_of) if as_of else None,
        jobs=jobs,
        selection=asking.selection(settings, select, ignore, severity),
        own=asking.own(settings, allowed=False),
        waivers=waivers,
    )
    result = validation.validate([package], settings, asked)
    known = bool(waiving.read(waiving.place(settings, waivers))[0])
    text = report.page(package, result, waivers=known)
    waiving.replace_file(out, text)
    render.out(f"report: {render.line(str(out))}, {len(text.encode()):,} bytes")
    for line in result.notes:
        render.note(render.line(line))
