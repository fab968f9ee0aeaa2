"""A difference in a few sentences, the same on a terminal and in a changelog."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pressmark.compare.causes import Effect

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pressmark.compare.difference import Diff

LABELS = {
    Effect.TEXT: "text",
    Effect.KINDS: "kinds only",
    Effect.BLOCKS: "blocks only",
    Effect.METADATA: "metadata",
    Effect.EVIDENCE: "evidence only",
    Effect.ANNOTATIONS: "annotations only",
    Effect.DUPLICATES: "duplicates",
}
"""What each effect is called; text, kinds and blocks may come with new metadata."""


def sentences(diff: Diff) -> Iterator[str]:
    """What differs, the most important first; ends with whether the analysis text is the same."""
    if not diff:
        yield "no difference"
        return
    yield f"articles: {diff.a.articles:,} → {diff.b.articles:,}"
    moved = {
        "added": diff.added,
        "removed": diff.removed,
        "withdrawn": diff.withdrawn,
        "renamed": diff.renamed,
    }
    if any(moved.values()):
        yield ", ".join(f"{name} {count:,}" for name, count in moved.items() if count)
    yield changed(diff)
    if diff.recalled:
        yield f"withdrawn from earlier versions alone: {len(diff.recalled):,}"
    shape = diff.shape
    for word, names in (
        ("columns or values added", shape.added),
        ("columns or values removed", shape.removed),
        ("columns redefined", shape.redefined),
    ):
        if names:
            yield f"{word}: {', '.join(names)}"
    if diff.described:
        yield f"the descriptor says something else of: {', '.join(diff.described)}"
    if diff.tables and not (diff.changed or any(moved.values())):
        yield f"rows about the corpus differ in: {', '.join(diff.tables)}"
    yield text(diff)


def changed(diff: Diff) -> str:
    """How many articles changed, by effect and, in brackets, by cause."""
    if not diff.changed:
        return f"changed 0 of {diff.common:,}"
    parts = []
    for effect, count in diff.effects.items():
        causes = [tally for tally in diff.tallies if tally.effect == effect]
        only = len(causes) == 1
        named = [t.cause.value if only else f"{t.cause.value} {t.articles:,}" for t in causes]
        parts.append(f"{LABELS[effect]} {count:,} ({', '.join(named)})")
    return f"changed {diff.changed:,} of {diff.common:,}: {', '.join(parts)}"


def text(diff: Diff) -> str:
    """Whether texts.text, which studies count, is the same."""
    count = diff.text_changed
    if not count:
        return "the analysis text (texts.text) is the same in every article that both have"
    return f"the analysis text (texts.text) changed in {count:,} article{'s' if count > 1 else ''}"
