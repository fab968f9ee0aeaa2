"""How fixes and corrections read, and what is wished for on a command line."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from pressmark.flow import corrections
from pressmark.flow.correcting import Wish, from_table
from pressmark_cli import render
from pressmark_schema.corrections import Target
from pressmark_schema.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from pressmark.config import Config
    from pressmark.flow.fixing import Fix

FEW = 20
"""Corrections up to which each is shown."""


def file_of(config: Config, named: Path | None) -> Path:
    """The file of corrections; raises UsageError where there are no settings and none is named."""
    file = named or corrections.place(config)
    if file is None:
        raise UsageError(
            "there is no pressmark.toml beside which to keep the corrections",
            hint="name the settings with -c, or a file with --corrections and in build.corrections",
        )
    return file


def diff(fixes: Sequence[Fix]) -> Iterator[str]:
    """For each fix the place, what stands there, and what would."""
    for fix in fixes:
        finding, made = fix.finding, fix.correction
        parts = (finding.path, finding.src_line, finding.src_column)
        place = ":".join(str(part) for part in parts if part is not None)
        note = "" if fix.safe else " (needs a judgement)"
        yield render.styled(f"@@ {render.line(place)} {finding.code} {made.target}{note}", "cyan")
        before = f"{made.ahead}{made.before or ''}{made.behind}"
        after = f"{made.ahead}{made.after}{made.behind}"
        if made.target is Target.KIND:
            words = render.line(finding.excerpt or "")
            before, after = f"{made.before}: {words}", f"{made.after}: {words}"
        yield render.styled(f"-{render.line(before)}", "red")
        yield render.styled(f"+{render.line(after)}", "green")


def counted(fixes: Sequence[Fix]) -> Iterator[str]:
    """A line a rule: how many of its findings have a fix."""
    counts = Counter((fix.finding.code, fix.finding.rule.name) for fix in fixes)
    for (code, name), count in sorted(counts.items()):
        yield f"{code} {name}: {render.plural(count, 'correction')}"
    if not fixes:
        yield "nothing to fix"


def wishes(
    key: str | None,
    sets: Sequence[str],
    replace: tuple[str, str] | None,
    table: Path | None,
    known: tuple[str, str | None],
) -> list[Wish]:
    """What is wished for; raises UsageError where the words do not go together."""
    reason, author = known
    if table is not None:
        if key or sets or replace:
            raise UsageError("--from takes everything from the table: give it alone")
        return list(from_table(table))
    if key is None or not (sets or replace):
        raise UsageError("give an id with --set or --replace, or a table with --from")
    made = [Wish(key, *_target(word), reason, author=author) for word in sets]
    if replace:
        made.append(Wish(key, Target.TEXT, replace[1], reason, replace[0], author))
    return made


def _target(word: str) -> tuple[Target, str]:
    name, _, value = word.partition("=")
    known = [target.value for target in Target if target is not Target.TEXT]
    if name not in known or not value:
        raise UsageError(f"--set {word}: give WHAT=VALUE, WHAT one of {', '.join(known)}")
    return Target(name), value
