"""How the account of a run reads: one line that adds up, then what was left aside and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pressmark.flow.corrections import shown
from pressmark_cli import render

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pressmark.flow import withdrawn
    from pressmark.flow.account import Account
    from pressmark.flow.corrections import Outcome
    from pressmark.flow.intake import Intake

SEVERITIES = ("error", "warning", "info")
_SHOWN = 5


def show(account: Account) -> None:
    """Print the account: `50,000 = 49,871 + 129 quarantined`, reasons, examples, intake."""
    if account.intake:
        intake(account.intake)
    if account.profile:
        render.note(f"profile: {render.line(account.profile)}")
    quarantined = f"{account.n_quarantined:,} quarantined"
    if account.n_quarantined:
        quarantined = render.styled(quarantined, "yellow")
    gone = account.withdrawn.documents
    more = f" + {gone:,} withdrawn" if gone else ""
    render.out(f"{account.read + gone:,} = {account.accepted:,} + {quarantined}{more}")
    for reason, count in account.quarantined.most_common():
        render.out(f"  {render.line(reason)} {count:,}")
        _examples(account, reason, count)
    _incidents(account)
    twice = account.accepted - account.articles
    captures = f" ({twice:,} captured again)" if twice else ""
    articles = render.plural(account.articles, "article") + captures
    blocks, words = render.plural(account.blocks, "block"), render.plural(account.words, "word")
    render.out(f"{articles}, {blocks}, {words}")
    if account.as_before:
        documents = render.plural(account.read, "document")
        besides = f", besides {gone:,} withdrawn" if gone else ""
        render.note(
            f"{account.as_before:,} of {documents}{besides}, as before: taken from the last build"
        )
    _corrections(account.corrections)
    _withdrawn(account.withdrawn)


def findings(account: Account) -> None:
    """Print how many findings of each severity there are, and the commonest codes."""
    by_severity: dict[str, int] = {}
    for (_, severity), count in account.findings.items():
        by_severity[severity] = by_severity.get(severity, 0) + count
    counts = ", ".join(render.plural(by_severity.get(s, 0), s) for s in SEVERITIES)
    render.out(f"findings: {counts}")


def _incidents(account: Account) -> None:
    """Name the documents that cost a worker, and say what that means for the package."""
    if not account.incidents:
        return
    lost = render.plural(len(account.incidents), "document")
    render.note(f"{lost} cost a worker process; the package says that it cannot be made again:")
    most = len(account.incidents) if render.verbose() else _SHOWN
    for path, why in account.incidents[:most]:
        render.note(f"  {render.line(path)}: {render.line(why)}")
    if len(account.incidents) > most:
        render.note(f"  and {len(account.incidents) - most:,} more (-v lists all)")


def _corrections(made: Outcome) -> None:
    """Say what became of the corrections, where there are any."""
    if made.applied or made.stale:
        stale = f", {len(made.stale):,} stale" if made.stale else ""
        render.out(f"corrections: {made.applied:,} applied{stale}")
    if made.absent:
        absent = render.plural(made.absent, "correction")
        render.note(f"{absent} of articles that were not read")
    most = len(made.stale) if render.verbose() else _SHOWN
    for line, item in made.stale[:most]:
        render.note(f"  line {line}: {render.line(shown(item))} is not there as it was")
    if len(made.stale) > most:
        render.note(f"  and {len(made.stale) - most:,} more (-v lists all)")


def _withdrawn(made: withdrawn.Outcome) -> None:
    """Say what of the list of withdrawals found nothing, or more than it should have."""
    if made.blocks:
        render.out(f"withdrawn from articles that stay: {render.plural(made.blocks, 'block')}")
    for name in made.misplaced:
        render.note(f"{name}: a withdrawn block is not where it was; the article is left out")
    if made.absent:
        absent = render.plural(len(made.absent), "withdrawal")
        render.note(f"{absent} of articles that were not read")


def suggestion(account: Account) -> None:
    """Say that learning would pay, where many articles share lines that are still in the texts."""
    if account.repeated:
        lines = render.plural(account.repeated, "line")
        what = f"{lines} in many articles of an outlet, and still in the texts"
        render.note(f"hint: {what}; to see what is furniture: pressmark learn --dry-run")


def _examples(account: Account, reason: str, count: int) -> None:
    named = [(path, detail) for path, why, detail in account.examples if why == reason]
    for path, detail in named:
        render.out(f"    {render.line(path)}: {render.line(detail or '')}")
    if count > len(named):
        render.out(f"    … and {count - len(named):,} more: status_reason in the table captures")


def intake(taken: Intake) -> None:
    """Print what was left out and what of the metadata table matched nothing."""
    if taken.left_out:
        left = ", ".join(f"{count:,} {name}" for name, count in taken.left_out.most_common(_SHOWN))
        render.note(f"left out: {render.line(left)}")
    for remark in taken.remarks:
        render.note(render.line(remark))
    if not taken.table:
        return
    files = taken.described + len(taken.unmatched_files)
    render.note(f"{render.line(taken.table)}: {taken.described:,} of {files:,} files have a row")
    _listed("rows without a file", taken.unmatched_rows)
    _listed("files without a row", taken.unmatched_files)
    _listed("columns not used", taken.unused_columns)


def _listed(label: str, names: Sequence[str]) -> None:
    if names:
        most = len(names) if render.verbose() else _SHOWN
        shown = ", ".join(render.line(name) for name in names[:most])
        more = f" and {len(names) - most:,} more (-v lists all)" if len(names) > most else ""
        render.note(f"  {len(names):,} {label}: {shown}{more}")
