"""What people wrote beside the sources, without what is about something withdrawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pressmark.check.catalogue import keeping
from pressmark.flow import corrections, waiving, withdrawn
from pressmark.flow.waiving import replace_file
from pressmark_schema.canonical import json_line
from pressmark_schema.corrections import OF_BLOCKS
from pressmark_schema.findings import Finding
from pressmark_schema.withdrawals import FILE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pressmark.config import Config
    from pressmark.flow.withdrawing import Plan
    from pressmark_schema.corrections import Correction
    from pressmark_schema.findings import Rule


def findings(made: withdrawn.Outcome, config: Config) -> Iterator[Finding]:
    """What is to be said of the list, and of corrections that are about what it withdraws."""
    for line, item in made.absent:
        yield _finding(keeping.WITHDRAWAL_ABSENT, item.id, item.id, line)
    listed = withdrawn.listed(config)
    for name in made.misplaced:
        lines = [at for at, item in enumerate(listed.listed, 1) if name in item.names]
        yield _finding(keeping.WITHDRAWAL_MISPLACED, name, name, lines[0] if lines else None)
    for line, correction in corrections.layer(config).lines.items():
        if any(found.span is None for found in listed.of([correction.article_id])):
            file = config.build.corrections
            observed = f"{file}:{line}, {correction.target} of {correction.article_id}"
            yield _finding(
                keeping.CORRECTION_WITHDRAWN, correction.article_id, observed, line, file
            )


def _finding(rule: Rule, row: str, observed: str, line: int | None, file: str = FILE) -> Finding:
    table = "withdrawn" if file == FILE else "corrections"
    return Finding(rule, table, row, None, observed[:200], file, line, 1 if line else None)


def correct(plan: Plan, config: Config) -> int:
    """Take the corrections of what is withdrawn out of their file; how many there were."""
    file = corrections.place(config)
    if file is None or not file.exists():
        return 0
    known = dict(corrections.read(file))
    lines, gone, changed = file.read_text(encoding="utf-8").split("\n"), 0, False
    kept = []
    for number, line in enumerate(lines, 1):
        item = known.get(number)
        if item is not None and holds(plan, item):
            gone += 1
            continue
        moved = item and _beside(plan, item)
        if item is not None and moved is not None and moved != item:
            line, changed = json_line(moved.model_dump(mode="json")), True  # noqa: PLW2901
        kept.append(line)
    if gone or changed:
        replace_file(file, "\n".join(kept))
    return gone


def holds(plan: Plan, item: Correction) -> bool:
    """Whether a correction is about what is withdrawn, or says its words.

    One of a block whose source cannot be got back is taken for one of the withdrawn block.
    """
    if any(item.article_id in made.names and made.span is None for made in plan.made):
        return True
    for article, own, _, _ in plan.slices:
        if item.article_id == article and item.target in OF_BLOCKS:
            if own is None or item.slice_sha256 == own:
                return True
        elif item.article_id == article:
            said = withdrawn.Words(plan.words)
            if said.said(item.before) or said.said(item.after):
                return True
    return False


def _beside(plan: Plan, item: Correction) -> Correction:
    """A correction of the block beside a withdrawn one, which is addressed without its hash."""
    for _, own, left, right in plan.slices:
        if own is not None and item.left_sha256 == own:
            item = item.model_copy(update={"left_sha256": left})
        if own is not None and item.right_sha256 == own:
            item = item.model_copy(update={"right_sha256": right})
    return item


def unwaive(plan: Plan, config: Config) -> int:
    """Take the waivers of what is withdrawn out of their file; how many changed."""
    file = waiving.place(config)
    if file is None or not file.exists():
        return 0
    names = {name for item in plan.made if item.span is None for name in item.names}
    return waiving.forget(file, names, plan.fingerprints)
