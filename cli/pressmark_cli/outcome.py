"""Which exit code a run ends with, and what is said of it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from pressmark.config import check_share
from pressmark.flow.account import Account
from pressmark_cli import account as shown
from pressmark_cli import render
from pressmark_schema.errors import UsageError

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Sequence

    from pressmark.objects import Operand
    from pressmark_schema.findings import Finding


FINDINGS = 1
QUARANTINED = 3
DAMAGED = 5
INTEGRITY = frozenset(f"PM{number}" for number in range(652, 662))
"""The codes of files that are missing, undeclared, unsafe, or not the bytes declared."""


def limit(text: str) -> str:
    """A checked `--max-quarantined`; raises UsageError for what is neither number nor share."""
    try:
        return check_share(text)
    except ValueError as error:
        raise UsageError(f"--max-quarantined {text}: give {error}") from error


def day(text: str) -> date:
    """A checked `--as-of`; raises UsageError for what is no day.

    `today` is the one clock of the program: it is read only where somebody asks for it.
    """
    if text == "today":
        return datetime.now(UTC).date()
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise UsageError(f"--as-of {text}: give a day as YYYY-MM-DD, or today") from error


def exit_for_refused(refused: Counter[str], done: int, most: str) -> None:
    """End with 3 when more of what was `done` was refused, by reason, than `most` allows."""
    account = Account(read=done, accepted=done - refused.total(), quarantined=refused)
    if account.exceeds(most):
        hint = "see the reasons above; more is allowed by build.max_quarantined in pressmark.toml"
        render.error(f"more than {most} of the documents were quarantined", hint)
        raise typer.Exit(QUARANTINED)


def built(account: Account, out: Operand, most: str) -> None:
    """Print the account of a build and end as `exit_for` says."""
    shown.show(account)
    shown.findings(account)
    render.out(f"package: {render.line(str(out))}")
    shown.suggestion(account)
    if isinstance(out, Path):
        render.note(f"next: pressmark validate {render.line(str(out))}")
    exit_for(account, most)


def exit_for(account: Account, most: str) -> None:
    """End with 1 for findings at error level, else with 3 for too many quarantined, else well."""
    errors = sum(count for (_, severity), count in account.findings.items() if severity == "error")
    if errors:
        render.error(f"{errors:,} findings at error level")
        raise typer.Exit(FINDINGS)
    if account.exceeds(most):
        hint = "see the reasons above; allow more with --max-quarantined"
        render.error(f"more than {most} of the documents were quarantined", hint)
        raise typer.Exit(QUARANTINED)


def exit_for_findings(findings: Sequence[Finding], fail_on: str) -> None:
    """End with 5 for bytes that are not those declared, else with 1 for what is as grave."""
    if any(finding.code in INTEGRITY for finding in findings):
        raise typer.Exit(DAMAGED)
    failing = {"error": {"error"}, "warning": {"error", "warning"}, "never": set()}[fail_on]
    if any(finding.severity.value in failing for finding in findings):
        raise typer.Exit(FINDINGS)
