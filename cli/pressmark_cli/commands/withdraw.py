"""`pressmark withdraw`: articles and blocks that a corpus no longer gives, and what is left."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pressmark_cli.options import ConfigFile, Quiet, Verbose

if TYPE_CHECKING:
    from pressmark.flow.withdrawing import Asked, Target

NAME = "withdraw"
_PACKAGE = Path("data/package")


class Reason(StrEnum):
    """Why something is withdrawn."""

    rights = "rights"
    personal_data = "personal_data"
    court_order = "court_order"
    error = "error"
    other = "other"


def run(
    keys: Annotated[
        list[str],
        typer.Argument(metavar="ID|BLOCK", help="Ids of articles or blocks, or their beginnings."),
    ],
    reason: Annotated[
        Reason | None, typer.Option("--reason", "-r", help="The class of the reason.")
    ] = None,
    with_duplicates: Annotated[
        bool,
        typer.Option(
            "--with-duplicates", help="With what says the same: copies, reprints, excerpts."
        ),
    ] = False,
    date: Annotated[
        str | None, typer.Option("--date", help="Day of the decision (YYYY-MM-DD); default: today.")
    ] = None,
    where_left: Annotated[
        bool,
        typer.Option("--where-left", help="Write nothing; list what still holds it, and commands."),
    ] = False,
    package: Annotated[
        Path, typer.Option("--package", "-p", help="The package of the ids.")
    ] = _PACKAGE,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Write nothing; list alone.")] = False,
    config: ConfigFile = None,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Withdraw articles or blocks: the next build has none of their words in any table."""
    from datetime import UTC, datetime

    from pressmark.flow.withdrawing import Asked
    from pressmark_cli import outcome
    from pressmark_schema import withdrawals
    from pressmark_schema.errors import UsageError

    if where_left:
        _left(keys)
        return
    if reason is None:
        raise UsageError("say why: --reason CLASS", hint=f"one of {', '.join(Reason)}")
    day = outcome.day(date) if date else datetime.now(UTC).date()
    asked = Asked(keys, withdrawals.Reason(reason.value), day, with_duplicates)
    _withdraw(asked, package, config, dry_run=dry_run)


def _withdraw(asked: "Asked", package: Path, config: Path | None, *, dry_run: bool) -> None:
    from pressmark import config as configuration
    from pressmark.dataset import Dataset
    from pressmark.flow import withdrawing
    from pressmark.versions import withdrawing as versioned
    from pressmark_cli import render

    settings = configuration.find(package, config)
    plan = versioned.planned(Dataset.open(package), asked, settings)
    for target in plan.targets:
        render.out(_line(target))
    if plan.others:
        render.note("these hold the same words and stay; name them, or add --with-duplicates:")
    for target in plan.others:
        render.note(f"  {_line(target)}")
    for item in plan.earlier:
        block = " (a block of it)" if item.span else ""
        day = f" on {item.date}" if item.date else ""
        render.note(f"{item.id}{block}: already withdrawn{day} ({item.reason})")
    if dry_run:
        render.note("nothing was written")
        return
    written = withdrawing.carry_out(plan, settings)
    if written.withdrawals:
        count = render.plural(written.withdrawals, "withdrawal")
        render.out(f"{count} written to {versioned.FILE}")
    else:
        render.out(f"{versioned.FILE} has it already, and stays as it is")
    if written.corrections or written.waivers:
        render.out(
            f"taken out of what lies beside: {render.plural(written.corrections, 'correction')}, "
            f"{render.plural(written.waivers, 'waiver')}"
        )
    if written.any:
        for remark in versioned.remarks(settings):
            render.note(render.line(remark))
    left = f"pressmark withdraw --where-left {plan.made[0].id}"
    render.note(f"next: pressmark build; then: {left}" if plan.targets else f"next: {left}")


def _line(target: "Target") -> str:
    from pressmark_cli import render

    what = f"block {target.seq} of {target.article_id}" if target.block else target.article_id
    named = [f"{target.block}" if target.block else "", target.path or "", target.title or ""]
    shown = ", ".join(render.line(part) for part in named if part)
    relation = f" ({target.relation})" if target.relation else ""
    return f"{what}{relation}: {shown}"


def _left(keys: list[str]) -> None:
    """List what still holds the articles, each with the commands that remove it."""
    from pressmark.versions.left import where_left
    from pressmark_cli import render

    heading = ""
    for holder in where_left(Path.cwd(), keys, lambda step: render.note(render.line(step))):
        if holder.what != heading:
            heading = holder.what
            render.out(f"{heading}:")
        note = f" ({render.line(holder.note)})" if holder.note else ""
        render.out(f"  {render.line(holder.where)}{note}")
        for command in holder.commands:
            render.out(f"      {command}")
