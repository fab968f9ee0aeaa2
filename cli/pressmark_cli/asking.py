"""What a check is asked, from the words that were typed and the settings."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

from pressmark.check import Own, Selection, levels
from pressmark.flow.validation import selection_of
from pressmark.store import DESCRIPTOR
from pressmark_cli import render
from pressmark_schema.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from pressmark.config import Config
    from pressmark_schema.findings import Finding


def selection(
    config: Config,
    select: Sequence[str] | None,
    ignore: Sequence[str] | None,
    severity: Sequence[str] | None,
) -> Selection:
    """The rules that the settings and the options select; words may be divided by commas."""
    return selection_of(
        config, _words(select), _words(ignore), levels(_words(severity)) if severity else None
    )


def own(config: Config, *, allowed: bool) -> Own:
    """Where rules of the user's own are: installed ones and, where allowed, those of the settings.

    Raises UsageError where files are allowed and the settings lie in a package: whoever made the
    package would run programs here.
    """
    named = config.validation.rules
    if named and not allowed:
        render.note("rules of your own are named in the settings; --allow-local-rules runs them")
    if not (named and allowed and config.folder):
        return Own(installed=True)
    held = [config.folder, *config.folder.parents]
    if any((folder / DESCRIPTOR).exists() for folder in held):
        raise UsageError(
            f"the rules that {config.folder} names are part of a package, and are never run",
            hint="give your own settings with --config",
        )
    files = [file for pattern in named for file in sorted(config.folder.glob(pattern))]
    if not files:
        raise UsageError(f"no file fits validate.rules: {', '.join(named)}")
    return Own(installed=True, files=tuple(files))


def after(paths: Sequence[Path], findings: Sequence[Finding]) -> str:
    """The command that goes on from here."""
    if not findings:
        return ""
    fixable = any(finding.rule.fixable for finding in findings)
    operands = render.line(shlex.join(str(path) for path in paths))
    if fixable:
        return f"pressmark fix {operands} --diff"
    worst = min(findings, key=lambda finding: ("error", "warning", "info").index(finding.severity))
    return f"pressmark rules {worst.code}"


def _words(given: Sequence[str] | None) -> list[str]:
    return [word.strip() for item in given or () for word in item.split(",") if word.strip()]
