"""`pressmark waive`: findings that somebody decided to live with count no more."""

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
    Quiet,
    Select,
    Verbose,
    Waivers,
)

NAME = "waive"


def run(
    path: Annotated[list[Path], typer.Argument(help="Raw documents, a dataset or a package.")],
    reason: Annotated[str, typer.Option("--reason", "-r", help="Why this may stay.")],
    all_current: Annotated[
        bool,
        typer.Option(
            "--all-current", help="Waive all that is found now; from here on only new counts."
        ),
    ] = False,
    code: Annotated[
        str | None, typer.Option("--code", help="Waive the findings of this rule.")
    ] = None,
    article: Annotated[
        str | None,
        typer.Option("--article", help="Only those of this article id, or glob of source paths."),
    ] = None,
    by: Annotated[str | None, typer.Option("--by", help="Who decided it.")] = None,
    expires: Annotated[
        str | None, typer.Option("--expires", help="Last day (YYYY-MM-DD) on which it holds.")
    ] = None,
    config: ConfigFile = None,
    metadata: Metadata = None,
    key: Key = None,
    select: Select = None,
    ignore: Ignore = None,
    waivers: Waivers = None,
    as_of: AsOf = None,
    allow_local_rules: LocalRules = False,
    jobs: Jobs = None,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Write waivers for findings: they are shown as waived and fail no run; no package changes."""
    from pressmark import config as configuration
    from pressmark.check.waivers import Waiver
    from pressmark.flow import validation, waiving
    from pressmark_cli import asking, outcome, render
    from pressmark_schema.errors import UsageError

    if not reason.strip():
        raise UsageError("--reason is empty: say why this may stay")
    if all_current == (code is not None):
        raise UsageError("give either --all-current, or --code with or without --article")
    settings = configuration.find(path[0], config).with_metadata(metadata, key)
    file = waiving.place(settings, waivers)
    if file is None:
        raise UsageError(
            "there is no pressmark.toml beside which to keep the waivers",
            hint="name the settings with -c, or the file with --waivers",
        )
    asked = validation.Asked(
        as_of=outcome.day(as_of) if as_of else None,
        jobs=jobs,
        selection=asking.selection(settings, select, ignore, None),
        own=asking.own(settings, allowed=allow_local_rules),
        waivers=file,
    )
    found = validation.validate(path, settings, asked).findings
    last = outcome.day(expires) if expires else None
    if all_current:
        kept = [
            finding
            for finding in found
            if finding.on_table != "waivers" and finding.code not in outcome.INTEGRITY
        ]
        made = waiving.entries(kept, reason, by, last)
        count = len(kept)
    else:
        waiver = Waiver(code=code or "", article=article, reason=reason, by=by, expires=last)
        made, count = [waiver], sum(map(waiver.fits, found))
    if not count:
        raise UsageError("nothing is found that this would waive")
    waiving.append(file, made)
    render.out(f"{render.plural(count, 'finding')} waived in {render.line(str(file))}")
