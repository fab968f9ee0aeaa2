"""The program: its commands, and the one place where what goes wrong becomes an exit code."""

from __future__ import annotations

import os
import sys
from importlib import import_module
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from pressmark_cli import render
from pressmark_schema.errors import PressmarkError

COMMANDS = {
    "init": "Make a new corpus folder with commented settings.",
    "doctor": "Check a corpus folder and say how to mend it.",
    "scan": "Look at raw files and propose settings.",
    "learn": "Write down what outlets print beside articles.",
    "build": "Build a data package from raw articles.",
    "merge": "Make one package of the parts of a build.",
    "validate": "Say what is wrong, where, why and what to do.",
    "rules": "List the rules, or explain one.",
    "waive": "Let findings stay, with a reason.",
    "fix": "Mend what rules can mend.",
    "withdraw": "Withdraw articles or blocks, and say what is left.",
    "correct": "Correct kinds, titles, dates, words.",
    "export": "Write a package in another form, or a part of it.",
    "derive": "Publish what a text's rights allow: words, n-grams, sentences.",
    "audit": "Measure how much derived forms give away.",
    "site": "Write a static site with search.",
    "browse": "Look at a corpus in a browser.",
    "parse": "Print articles as JSON lines.",
    "show": "Show one article, raw beside typed.",
    "grep": "Keyword in context over a corpus.",
    "stats": "Count outlets, months, languages, kinds.",
    "report": "Write a report as one HTML file.",
    "verify": "Check every declared byte.",
    "diff": "Say which articles differ, in what, and why.",
    "versions": "List the versions of a corpus.",
    "release": "Release a version: data first, then its tag.",
    "reproduce": "Make a version again and compare.",
    "upgrade": "Make an older package one of today's.",
    "subset": "Make a study's own package of some articles.",
    "carry": "Move annotations to a newer version.",
    "cite": "Say how a version is cited.",
    "pull": "Pull a version and verify it.",
    "schema": "Print the schema in other notations.",
    "cache": "Show or clear what builds keep for later ones.",
    "ingest": "Stage 1: pack raw files into shards.",
    "normalise": "Stage 2: make typed tables of them.",
}
"""The commands in the order of the help, each a module of `commands`, with a short help."""
INTERRUPTED = 130
BUG = 70


class Program(TyperGroup):
    """The group of commands; turns every exception into a message and an exit code."""

    def invoke(self, ctx: Any) -> Any:
        """Run a command; nothing but typer's own exits leaves it."""
        render.begin()
        try:
            return super().invoke(ctx)
        except PressmarkError as fault:
            render.error(str(fault), fault.hint)
            raise typer.Exit(fault.exit_code) from None
        except KeyboardInterrupt:
            render.error("interrupted; nothing was published")
            raise typer.Exit(INTERRUPTED) from None
        except (MemoryError, OSError) as fault:
            _environment(fault)
        except Exception as fault:
            if _is_environments(fault):
                _environment(OSError(str(fault).partition("\n")[0]))
            if isinstance(fault, typer.Exit | typer.Abort) or hasattr(fault, "exit_code"):
                raise
            _bug(fault)
        return None


def _is_environments(fault: Exception) -> bool:
    """Whether DuckDB says that the disk or the memory is at its end."""
    kind = type(fault)
    of_duckdb = kind.__module__.partition(".")[0] in {"duckdb", "_duckdb"}
    return of_duckdb and kind.__name__ in {"IOException", "OutOfMemoryException"}


def _environment(fault: MemoryError | OSError) -> None:
    if isinstance(fault, BrokenPipeError):
        # The reader has what it wanted: what is still to be written goes nowhere.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit(0) from None
    if isinstance(fault, MemoryError):
        render.error("not enough memory", "try --jobs 1, or a machine with more")
    else:
        name = f"{fault.filename}: " if fault.filename else ""
        render.error(f"{name}{fault.strerror or fault}")
    raise typer.Exit(4) from None


def _bug(fault: Exception) -> None:
    """Say that it is our fault, where it happened, and what helps us; never a traceback."""
    if os.environ.get("PRESSMARK_DEBUG"):
        raise fault
    trace = fault.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    place = f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else "?"
    name = place.rsplit("pressmark", 1)[-1].lstrip("/_")
    render.error(
        f"a bug in pressmark: {type(fault).__name__}: {str(fault)[:200]} (at {name})",
        "please report it; PRESSMARK_DEBUG=1 shows the traceback",
    )
    raise typer.Exit(BUG) from None


app = typer.Typer(
    cls=Program,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="Raw news articles in; a typed, normalised, validated, versioned corpus out.",
    epilog="Exit codes: 0 fine, 1 findings at error level, 2 usage, 3 too many quarantined, "
    "4 environment, 5 integrity, 70 our bug, 130 interrupted.",
)


def _show_version(value: bool) -> None:  # noqa: FBT001 - Typer's callbacks get the value alone
    if value:
        from importlib.metadata import version

        render.out(f"pressmark {version('pressmark')}")
        raise typer.Exit


@app.callback()
def _program(
    *,
    version: Annotated[
        bool,
        typer.Option("--version", is_eager=True, callback=_show_version, help="Show the version."),
    ] = False,
) -> None:
    pass


for _name, _short in COMMANDS.items():
    _module = import_module(f"pressmark_cli.commands.{_name}")
    app.command(_module.NAME, short_help=_short)(_module.run)


def main() -> None:
    """The console script."""
    render.prepare()
    try:
        app()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
