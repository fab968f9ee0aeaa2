"""`pressmark doctor`: what is wrong with a corpus folder, and the commands that mend it."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from pressmark_cli.options import Quiet, Verbose

if TYPE_CHECKING:
    from pressmark.versions.doctor import Verdict

NAME = "doctor"


class Format(StrEnum):
    """How the answers are shown."""

    text = "text"
    json = "json"


def run(
    folder: Annotated[
        Path | None, typer.Argument(metavar="DIR", help="The corpus folder; default: this one.")
    ] = None,
    format_: Annotated[
        Format, typer.Option("--format", help="Lines for people, or JSON.")
    ] = Format.text,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Check git, DVC, remotes, secrets, caches and settings of a corpus; say how to mend each.

    Nothing is changed, no secret is printed. Exit code 1 where something is wrong.
    """
    import json

    from pressmark.versions.doctor import examine
    from pressmark_cli import render

    verdicts = examine(folder or Path.cwd())
    wrong = sum(bool(verdict.faults) for verdict in verdicts)
    if format_ is Format.json:
        stated = {"checks": [_plain(verdict) for verdict in verdicts]}
        render.out(json.dumps(stated, ensure_ascii=False, indent=2))
    else:
        for verdict in verdicts:
            _show(verdict)
        render.out(f"{len(verdicts)} checks: {wrong} wrong" if wrong else "all fine")
    if wrong:
        raise typer.Exit(1)


def _show(verdict: "Verdict") -> None:
    from pressmark_cli import render

    name = f"{verdict.check.name:<11}"
    if verdict.state.value == "skipped":
        render.out(f"{render.styled('skipped', 'yellow')}  {name}  {_waits(verdict)}")
    elif not verdict.faults:
        render.out(f"{render.styled('ok', 'green')}       {name}  {verdict.check.well}")
    for fault in verdict.faults:
        render.out(f"{render.styled('wrong', 'red')}    {name}  {render.line(fault.what)}")
        render.out(f"         {'':<11}  mend: {render.line(fault.mend)}")


def _waits(verdict: "Verdict") -> str:
    return verdict.absent or f"first mend {', '.join(verdict.waits_for)}"


def _plain(verdict: "Verdict") -> dict[str, Any]:
    return {
        "check": verdict.check.name,
        "state": verdict.state.value,
        "well": verdict.check.well,
        "faults": [{"what": fault.what, "mend": fault.mend} for fault in verdict.faults],
        "waits_for": list(verdict.waits_for),
        "absent": verdict.absent,
    }
