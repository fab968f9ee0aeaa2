"""How the life of an article reads: its captures, what was done to it, and its versions."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from pressmark_cli import render
from pressmark_cli.difference import marked, short

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pressmark.flow.captures import Capture, Step
    from pressmark.flow.show import Shown
    from pressmark.versions.history import Event
    from pressmark_schema.corrections import Correction


def captures(found: Sequence[Capture], *, words: bool = True) -> None:
    """Print the captures, oldest first, and between two of them what changed."""
    from pressmark.flow.captures import step

    last: Capture | None = None
    for capture in found:
        if last is not None:
            for line in _step(step(last, capture), words=words):
                render.out(f"      {line}")
        render.out(f"  {_line(capture)}")
        last = capture


def _line(capture: Capture) -> str:
    when = (
        f"{capture.retrieved_at:%Y-%m-%dT%H:%M:%SZ}"
        if capture.retrieved_at
        else "at an unknown time"
    )
    place = f"{capture.path}#{capture.index}" if capture.index else capture.path
    current = ", current" if capture.is_current else ""
    why = f"; its text is not at hand: {render.line(capture.why)}" if capture.why else ""
    return f"capture {capture.seq}{current}: {when}, {render.line(place)}{why}"


def _step(found: Step | None, *, words: bool) -> Iterator[str]:
    if found is None:
        yield "what changed cannot be told"
        return
    if not found:
        yield "nothing changed but bytes"
    for name, before, after in found.fields:
        yield render.line(f"{name}: {short(before)} → {short(after)}")
    gone, new = found.blocks
    if gone or new:
        yield f"{render.plural(gone, 'block')} gone, {render.plural(new, 'block')} new"
    if words and found.words:
        yield from marked(found.words)


def deeds(shown: Shown, corrections: Sequence[tuple[int, Correction]]) -> None:
    """Print what was done to the current capture: changes, corrections, blocks."""
    changes = Counter(rule for row in shown.rows["changes"] for rule in row["rules"])
    said = ", ".join(f"{render.line(rule)} {count:,}" for rule, count in sorted(changes.items()))
    render.out(f"changes: {said or 'none'}")
    from pressmark.flow.corrections import shown as spelt

    render.out(f"corrections: {len(corrections) or 'none'}")
    for line, item in corrections:
        render.out(f"  line {line}: {render.line(spelt(item))}")
    kinds = Counter(row["kind"] for row in shown.blocks)
    said = ", ".join(f"{kind} {count:,}" for kind, count in sorted(kinds.items()))
    render.out(f"blocks: {said}")


def findings(rows: Sequence[dict[str, Any]]) -> None:
    """Print what the rules say of it."""
    from pressmark.check.catalogue import RULES

    render.out(f"findings: {len(rows) or 'none'}")
    for row in rows:
        place = f":{row['src_line']}" if row["src_line"] else ""
        rule = RULES.get(row["code"])
        name = f" {rule.name}" if rule else ""
        observed = f": {render.line(row['observed'])}" if row["observed"] else ""
        render.out(f"  {row['code']}{place}{name}{observed}")


def versions(events: Sequence[Event]) -> None:
    """Print what each version did to it."""
    render.out("versions:")
    for event in events:
        why = f": {event.effect} ({event.cause})" if event.effect else ""
        fields = f"; {', '.join(event.fields)}" if event.fields else ""
        detail = f": {render.line(event.detail)}" if event.detail else ""
        render.out(f"  {event.version} {event.day or '?'} {event.what}{why}{fields}{detail}")
