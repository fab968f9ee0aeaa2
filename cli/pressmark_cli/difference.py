"""How a difference between two versions reads: text, Markdown, CSV and JSON."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

from pressmark.compare import Effect, summary
from pressmark_cli import render

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from pressmark.compare import Diff
    from pressmark.compare.fields import BlockChange, Changed
    from pressmark.compare.words import Piece

_LONGEST = 80
"""Code points of a value that a person is shown."""
_AROUND = 40
"""Code points of unchanged text that are shown on either side of a change."""
_COLOURS = {"added": "green", "removed": "red", "withdrawn": "red", "renamed": "cyan"}
_SIGNS = {"added": "+", "removed": "-", "withdrawn": "x", "renamed": ">", "changed": "~"}


@dataclass(frozen=True, slots=True)
class Asked:
    """What is shown: lists or counts alone, texts word by word, how much of each list."""

    listed: bool = True
    words: bool = False
    limit: int | None = 20


@dataclass(frozen=True, slots=True)
class _Line:
    """An article in a list: what became of it, its id, and the rest of the line."""

    status: str
    article_id: str
    said: str
    details: tuple[str, ...] = ()


def unknown(diff: Diff) -> Iterator[str]:
    """What is said of ids that neither side knows."""
    if diff.unknown:
        shown = ", ".join(diff.unknown[:5]) + (" …" if len(diff.unknown) > 5 else "")  # noqa: PLR2004
        yield f"{render.plural(len(diff.unknown), 'id')} in neither: {render.line(shown)}"


def text(diff: Diff, asked: Asked) -> None:
    """For a person: sentences, then a line for each article with its fields and blocks."""
    for sentence in summary.sentences(diff):
        render.out(render.line(sentence))
    for lines, count in _lists(diff, asked):
        if count:
            render.out()
        for item in islice(lines, asked.limit):
            colour = _COLOURS.get(item.status, "yellow")
            head = f"{_SIGNS[item.status]} {item.status} {item.article_id}"
            render.out(f"{render.styled(head, colour)} {item.said}".rstrip())
            for detail in item.details:
                render.out(f"    {detail}")
        _rest(count, asked)


def markdown(diff: Diff, asked: Asked) -> None:
    """For a changelog or a comment on a change: a list of sentences, then tables."""
    names = f"{_cell(diff.a.name)} → {_cell(diff.b.name)}"
    render.out(f"## {names}\n")
    for sentence in summary.sentences(diff):
        render.out(f"- {_cell(sentence)}")
    for lines, count in _lists(diff, asked):
        for rank, item in enumerate(islice(lines, asked.limit)):
            if rank == 0:
                render.out(f"\n### {item.status.capitalize()}: {count:,}\n")
                render.out("| article | |\n|---|---|")
            details = "".join(f"<br>{_cell(detail)}" for detail in item.details)
            render.out(f"| `{item.article_id}` | {_cell(item.said)}{details} |")
        _rest(count, asked)


def as_csv(diff: Diff, asked: Asked) -> None:
    """A row for each article that differs; counts alone as rows of effect, cause, articles."""
    if not asked.listed:
        render.out("status,effect,cause,articles")
        for name in ("added", "removed", "withdrawn", "renamed"):
            render.out(f"{name},,,{getattr(diff, name)}")
        for tally in diff.tallies:
            render.out(f"changed,{tally.effect},{tally.cause},{tally.articles}")
        return
    render.out("status,article_id,new_id,outlet_id,effect,cause,text_changed,fields,blocks")
    for status, item in _plain(diff, asked):
        row = [status, item["article_id"], item.get("new_id") or item.get("now")]
        row += [item["outlet_id"], item.get("effect"), item.get("cause")]
        row += [str(item.get("text_changed", "")).lower()]
        row += [";".join(field["field"] for field in item.get("fields", []))]
        row += [";".join(block["block_id"] for block in item.get("blocks", []))]
        render.out(_csv_row(row))


def as_json(diff: Diff, asked: Asked) -> None:
    """One object; its lists hold an article a line, so that it is written as it is read."""
    head = {"a": _side(diff.a), "b": _side(diff.b), "different": bool(diff)} | _counts(diff)
    lines = [f'  "{key}": {_dumped(value)}' for key, value in head.items()]
    if not asked.listed:
        render.out("{\n" + ",\n".join(lines) + "\n}")
        return
    render.out("{\n" + ",\n".join(lines) + ",")
    due = ["added", "removed", "withdrawn", "renamed", "changed"]
    for rank, status in enumerate(due):
        render.out(f'  "{status}": [')
        held = None
        for item in _PLAIN[status](diff, asked):
            if held is not None:
                render.out(f"    {held},")
            held = _dumped(item)
        if held is not None:
            render.out(f"    {held}")
        render.out("  ]" + ("," if rank < len(due) - 1 else ""))
    render.out("}")


def _rest(count: int, asked: Asked) -> None:
    if asked.limit is not None and count > asked.limit:
        render.out(f"… and {count - asked.limit:,} more (--limit N shows more, --verbose all)")


def _lists(diff: Diff, asked: Asked) -> Iterator[tuple[Iterator[_Line], int]]:
    """The articles of each sort as lines, with their number."""
    if not asked.listed:
        return
    yield (_Line("added", i.article_id, _named(i)) for i in diff.each_added()), diff.added
    yield (
        (_Line("removed", i.article_id, _named(i) + _now(i.now)) for i in diff.each_removed()),
        diff.removed,
    )
    yield (
        (
            _Line("withdrawn", i.article_id, render.line(i.reason or i.outlet_id))
            for i in diff.each_withdrawn()
        ),
        diff.withdrawn,
    )
    yield (
        (
            _Line("renamed", i.article_id, f"now {i.new_id}, known by its {i.by}")
            for i in diff.each_renamed()
        ),
        diff.renamed,
    )
    yield (
        (
            _Line("changed", item.article_id, _changed(item), tuple(_details(item)))
            for item in diff.each_changed(words=asked.words)
        ),
        diff.changed,
    )


def _named(item: Any) -> str:
    return render.line(f"{item.outlet_id} {_quoted(item.title) if item.title else ''}".rstrip())


def _now(article: str | None) -> str:
    return f", its id is now an alias of {article}" if article else ""


def _changed(item: Changed) -> str:
    label = summary.LABELS[Effect(item.effect)]
    return f"{_named(item)}: {label} ({item.cause})"


def _details(item: Changed) -> Iterator[str]:
    for field in item.fields:
        yield render.line(f"{field.field}: {short(field.before)} → {short(field.after)}")
    blocks = [block for block in item.blocks if not block.moved]
    yield from (_block(block) for block in blocks)
    if moved := len(item.blocks) - len(blocks):
        yield f"{render.plural(moved, 'block')} elsewhere in the source or the text"
    if item.words:
        yield from marked(item.words)


def _block(block: BlockChange) -> str:
    before, after = block.kinds
    if block.status != "changed":
        text = block.texts[1] if block.status == "added" else block.texts[0]
        kind = after if block.status == "added" else before
        return render.line(f"block {block.block_id} {block.status}: {kind} {short(text)}")
    kind = f"{before} → {after}" if before != after else str(after)
    return render.line(f"block {block.block_id}: {kind}; {', '.join(block.fields)}")


def marked(pieces: Iterable[Piece]) -> Iterator[str]:
    """The text in one line a paragraph, changes as [-old-] and {+new+}, with little around."""
    whole = []
    for piece in pieces:
        shown = render.safe(piece.text)
        if piece.step == "same":
            long = len(shown) > 2 * _AROUND
            whole.append(f"{shown[:_AROUND]} … {shown[-_AROUND:]}" if long else shown)
        elif piece.step == "removed":
            whole.append(render.styled(f"[-{shown}-]", "red"))
        else:
            whole.append(render.styled(f"{{+{shown}+}}", "green"))
    yield from (line for line in "".join(whole).splitlines() if line.strip())


def short(value: Any) -> str:
    """A value of a column in a few words."""
    if value is None:
        return "nothing"
    if isinstance(value, list):
        return f"[{', '.join(map(short, value))}]"
    if isinstance(value, str):
        return _quoted(value)
    return str(value)


def _quoted(text: str) -> str:
    return f"“{text[:_LONGEST]}…”" if len(text) > _LONGEST else f"“{text}”"


def _cell(text: str) -> str:
    """A text in a cell of a Markdown table, in which nothing of it is markup."""
    shown = render.line(text)
    for mark in "\\`*_[]<>|#~":
        shown = shown.replace(mark, f"\\{mark}" if mark not in "<>" else f"&{_ENTITY[mark]};")
    return shown


_ENTITY = {"<": "lt", ">": "gt"}


def _plain(diff: Diff, asked: Asked) -> Iterator[tuple[str, dict[str, Any]]]:
    for status, items in _PLAIN.items():
        yield from ((status, item) for item in items(diff, asked))


def _plain_changed(diff: Diff, asked: Asked) -> Iterator[dict[str, Any]]:
    for item in diff.each_changed(words=asked.words):
        plain = {
            "article_id": item.article_id,
            "outlet_id": item.outlet_id,
            "effect": item.effect,
            "cause": item.cause,
            "text_changed": item.text_changed,
            "fields": [
                {"field": field.field, "before": field.before, "after": field.after}
                for field in item.fields
            ],
            "blocks": [
                {
                    "block_id": block.block_id,
                    "status": block.status,
                    "fields": list(block.fields),
                    "kind": list(block.kinds),
                }
                for block in item.blocks
            ],
        }
        if item.words:
            plain["text"] = [{"step": piece.step, "text": piece.text} for piece in item.words]
        yield plain


def _fields(*names: str) -> Callable[[Iterator[Any]], Iterator[dict[str, Any]]]:
    def plain(items: Iterator[Any]) -> Iterator[dict[str, Any]]:
        return ({name: getattr(item, name) for name in names} for item in items)

    return plain


_PLAIN: dict[str, Callable[[Diff, Asked], Iterator[dict[str, Any]]]] = {
    "added": lambda d, _: _fields("article_id", "outlet_id", "title")(d.each_added()),
    "removed": lambda d, _: _fields("article_id", "outlet_id", "title", "now")(d.each_removed()),
    "withdrawn": lambda d, _: _fields("article_id", "outlet_id", "reason")(d.each_withdrawn()),
    "renamed": lambda d, _: _fields("article_id", "new_id", "outlet_id", "by", "text_changed")(
        d.each_renamed()
    ),
    "changed": _plain_changed,
}


def _side(side: Any) -> dict[str, Any]:
    names = ("name", "version", "articles", "producer", "options_sha256", "sha256")
    return {name: getattr(side, name) for name in names}


def _counts(diff: Diff) -> dict[str, Any]:
    shape = diff.shape
    return {
        "counts": {
            "common": diff.common,
            "added": diff.added,
            "removed": diff.removed,
            "withdrawn": diff.withdrawn,
            "renamed": diff.renamed,
            "changed": diff.changed,
            "text_changed": diff.text_changed,
        },
        "causes": [
            {"effect": t.effect.value, "cause": t.cause.value, "articles": t.articles}
            for t in diff.tallies
        ],
        "columns": {
            "added": list(shape.added),
            "removed": list(shape.removed),
            "redefined": list(shape.redefined),
        },
        "withdrawn_from_earlier": list(diff.recalled),
        "tables": {name: list(rows) for name, rows in diff.tables.items()},
        "unknown_ids": list(diff.unknown),
    }


def _dumped(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, default=str)


def _csv_row(row: list[Any]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="").writerow(row)
    return buffer.getvalue()


FORMATS: dict[str, Callable[[Diff, Asked], None]] = {
    "text": text,
    "json": as_json,
    "md": markdown,
    "csv": as_csv,
}
"""What `--format` takes."""
