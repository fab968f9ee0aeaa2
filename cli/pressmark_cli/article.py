"""How one article reads: what is stated of it and why, then every block beside its source."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Any

from pressmark_cli import layout, reasons, render
from pressmark_cli.counts import number

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pressmark.flow.show import Row, Shown

_LABEL = 11
_INDENT = 4
_SIDE_BY_SIDE = 100
"""Columns from which a source and what became of it stand beside each other."""
_CHANGES = 6
_ANNOTATIONS = 12
_WORDS = 60
_NAMES = {
    "\t": "TAB",
    "\n": "LF",
    "\r": "CR",
    "\u00a0": "NBSP",
    "\u00ad": "SHY",
    "\u2009": "THSP",
    "\u200b": "ZWSP",
    "\u200c": "ZWNJ",
    "\u200d": "ZWJ",
    "\u202f": "NNBSP",
    "\u2060": "WJ",
    "\ufeff": "BOM",
}
_MORE = {"authors": "authors", "agency": "agency", "address": "canonical_url"}
_IDS = {
    "native": "from its native id",
    "url": "from its address",
    "path": "from its path",
    "kept": "kept from an earlier version",
}
_MARK = re.compile(r"‹(?:[A-Z]{2,5}|U\+[0-9A-F]{4,6})›")
_COLOURS = {
    "title": ("cyan", "bold"),
    "heading": ("cyan", "bold"),
    "kicker": ("cyan",),
    "lead": ("green", "bold"),
    "paragraph": ("green",),
    "list_item": ("green",),
    "quote_block": ("green",),
    "unknown": ("red",),
    "embed": ("magenta",),
    "table": ("blue",),
    "caption": ("blue",),
    "byline": ("blue",),
    "dateline": ("blue",),
    "agency_credit": ("blue",),
    "correction": ("yellow",),
    "teaser": ("yellow",),
    "ad": ("yellow",),
    "boilerplate": ("yellow",),
}


def show(shown: Shown) -> None:
    """Print an article for a person."""
    columns = layout.columns()
    _head(shown, columns)
    for block in shown.blocks:
        _block(shown, block, columns)
    _removed(shown, columns)


def as_json(shown: Shown) -> dict[str, Any]:
    """An article as plain values: its rows, each block with its source slice and changes."""
    blocks = [
        {
            **block,
            "raw": shown.raw(block),
            "embed": shown.embeds.get(block["block_id"]),
            "changes": shown.changes.get(block["block_id"], []),
        }
        for block in shown.blocks
    ]
    return {
        "path": shown.path,
        "article": shown.article,
        "text": shown.text,
        "blocks": blocks,
        "links": shown.rows["links"],
        "annotations": shown.rows["annotations"],
        "evidence": shown.rows["evidence"],
        "removed": shown.removed,
        "aliases": shown.rows["aliases"],
        "duplicate": shown.duplicate,
    }


def visible(text: str) -> str:
    """`text` with what cannot be seen named: ‹NBSP›, ‹SHY›, ‹LF›, a combining mark by its number.

    After a ‹LF› the line ends, as it does in the source.
    """
    shown = "".join(_visible(char) for char in text)
    return re.sub(r"(‹LF›|‹CR›(?!‹LF›))", r"\1\n", shown)


def _visible(char: str) -> str:
    if char in _NAMES:
        return f"‹{_NAMES[char]}›"
    if char.isprintable() and not unicodedata.combining(char):
        return char
    return f"‹U+{ord(char):04X}›"


def _head(shown: Shown, columns: int) -> None:
    article = shown.article
    title = render.line(article["title"] or "")
    for text in layout.wrapped(title or "no title", columns):
        render.out(render.styled(text, "bold") if title else render.styled(text, "dim"))
    for label, lines in _facts(shown):
        for at, text in enumerate(lines):
            _labelled(label if at == 0 else "", text, columns)


def _facts(shown: Shown) -> Iterator[tuple[str, list[str]]]:
    article = shown.article
    basis = article["article_id_basis"]
    yield "id", [render.line(f"{article['article_id']} ({_IDS.get(basis, basis)})")]
    if shown.path:
        yield "file", [render.line(shown.path)]
    yield "title", [reasons.title(article["title_basis"]), *_why(shown, "title")]
    yield "outlet", [render.line(article["outlet"] or article["outlet_id"])]
    for label, column in _MORE.items():
        if article[column]:
            value = article[column]
            printed = "; ".join(value) if isinstance(value, list) else value
            yield label, [render.line(printed)]
    yield "published", _published(shown)
    if article["modified_edtf"]:
        yield "modified", [render.line(article["modified_edtf"]), *_why(shown, "modified_edtf")]
    yield "written", _written(shown)
    yield "language", [render.line(f"{article['lang']}, {article['lang_basis']}")]
    yield "rights", [reasons.rights(render.line(article["rights"]), article["rights_basis"])]
    if shown.duplicate:
        yield "duplicates", [reasons.duplicate(shown.duplicate)]
    yield "size", [f"{number(article['n_blocks'], 'block')}, {number(article['n_words'], 'word')}"]


def _published(shown: Shown) -> list[str]:
    article = shown.article
    why = reasons.published(article["published_basis"])
    if article["published_edtf"] is None:
        raw = article["published_raw"]
        unread = f", but cannot be read: {render.line(raw)}" if raw else ""
        return [f"unknown: {why}{unread}", *_why(shown, "published_edtf")]
    instant = f", {article['published_at']:%H:%M:%S} UTC" if article["published_at"] else ""
    precision = article["published_precision"]
    stated = f"{article['published_edtf']}{instant} (precision: {precision}), {why}"
    return [render.line(stated), *_why(shown, "published_edtf")]


def _written(shown: Shown) -> list[str]:
    """The days on which the text was written, and what sets each end."""
    article = shown.article
    lines = []
    for word, column in (("not before", "text_from"), ("not after", "text_to")):
        day, basis = article[column], reasons.bound(article[f"{column}_basis"])
        lines.append(f"{word} {day}: {basis}" if day else f"{word}: unknown, {basis}")
        lines += _why(shown, column)
    return lines


def _why(shown: Shown, column: str) -> list[str]:
    return [f"  {said}" for said in reasons.evidence(shown, column)]


def _labelled(label: str, text: str, columns: int) -> None:
    hang = _LABEL + len(text) - len(text.lstrip())
    for at, line in enumerate(layout.wrapped(text.strip(), columns - hang)):
        lead = render.styled(f"{label:<{_LABEL}}", "dim") if at == 0 and label else " " * _LABEL
        render.out(lead + " " * (hang - _LABEL) + line)


def _block(shown: Shown, block: Row, columns: int) -> None:
    render.out()
    render.out(_summary(block))
    text = render.safe(block["text"]).replace("\t", " " * _INDENT)
    raw = shown.raw(block)
    if raw is None or raw == block["text"]:
        _indented(layout.wrapped(text, columns - _INDENT))
        if raw is None:
            _indented([render.styled("the source slice is not kept", "dim")])
    elif columns >= _SIDE_BY_SIDE:
        half = (columns - _INDENT - 2) // 2
        left = layout.wrapped(f"source: {visible(raw)}", half)
        _indented(map(_marked, layout.beside(left, layout.wrapped(text, half), half)))
    else:
        _indented(layout.wrapped(text, columns - _INDENT))
        _indented(map(_marked, layout.wrapped(f"source: {visible(raw)}", columns - _INDENT)))
    _changes(shown, block, columns)
    _embed(shown, block, columns)
    _annotations(shown, block, columns)


def _summary(block: Row) -> str:
    """The line above a block: rank, kind, language, how sure, where it begins."""
    kind = render.line(block["kind"])
    level = f" {block['level']}" if block["level"] else ""
    name = render.styled(f"{kind}{level}", *_COLOURS.get(kind, ("red",)))
    where = f"line {block['src_line']}:{block['src_column']}" if block["src_line"] else "no place"
    facts = [
        render.line(block["lang"]) + (" (inherited)" if block["lang_basis"] == "inherited" else ""),
        f"{block['kind_confidence'] / 10:g} % sure"
        + (" by the profile" if block["kind_basis"] == "profile" else ""),
        where,
        *(["not in the text"] if block["text_start"] is None else []),
    ]
    return f"{block['seq']:>3} {name} {render.styled(' · '.join(facts), 'dim')}"


def _changes(shown: Shown, block: Row, columns: int) -> None:
    changes = shown.changes.get(block["block_id"], [])
    for change in changes[:_CHANGES]:
        count = len(change["positions"])
        times = f" ({count} times)" if count > 1 else ""
        rules = render.line(", ".join(change["rules"]))
        where = reasons.place(shown, change["src_start"], change["src_end"])
        said = f"{_flat(change['before'])} → {_flat(change['after'])}{times}: {rules}, {where}"
        _indented(map(_marked, layout.wrapped(said, columns - _INDENT)))
    if len(changes) > _CHANGES:
        more = f"and {number(len(changes) - _CHANGES, 'more change')} (--format json shows all)"
        _indented([render.styled(more, "dim")])


def _embed(shown: Shown, block: Row, columns: int) -> None:
    post = shown.embeds.get(block["block_id"])
    if post is None:
        return
    handle = f"@{post['author_handle']}" if post["author_handle"] else None
    posted = post["posted_edtf"] and f"{post['posted_edtf']} (“{post['posted_raw']}”)"
    facts = [post["platform"], post["author_name"], handle, posted, *post["urls"]]
    said = render.line(" · ".join(fact for fact in facts if fact))
    _indented(render.styled(text, "dim") for text in layout.wrapped(said, columns - _INDENT))


def _annotations(shown: Shown, block: Row, columns: int) -> None:
    """A line for each annotation of a block: its layer, its words, what they say."""
    found = shown.annotations.get(block["block_id"], [])
    for note in found[:_ANNOTATIONS]:
        lines = layout.wrapped(render.line(_told(note)), columns - _INDENT)
        _indented(render.styled(text, "dim") for text in lines)
    if len(found) > _ANNOTATIONS:
        more = number(len(found) - _ANNOTATIONS, "more annotation")
        _indented([render.styled(f"and {more} (--format json shows all)", "dim")])


def _told(note: Row) -> str:
    words = note["text"]
    cut = words if len(words) <= _WORDS else f"{words[: _WORDS // 2]} … {words[-_WORDS // 3 :]}"
    said = f"{note['layer']} ({note['label']}) {cut}"
    if note["layer"] == "quote":
        parts = (note["speaker"], note["cue"], note["mediator"])
        by = ", ".join(part for part in parts if part)
        return f"{said}: {by}" if by else said
    if note["value"] not in (None, words):
        return f"{said} = {note['value']}"
    if note["candidates"]:
        return f"{said}: one of {', '.join(note['candidates'])}"
    return said


def _removed(shown: Shown, columns: int) -> None:
    if not shown.removed:
        return
    render.out()
    render.out(render.styled("in no block", "bold"))
    for change in shown.removed:
        where = reasons.place(shown, change["src_start"], change["src_end"])
        length = change["src_end"] - change["src_start"]
        words = _flat(change["before"]) if change["before"] else f"{length:,} code points"
        why = reasons.rule(change["rules"][0])
        said = f"{where} {words}: {why} ({change['rules'][0]})"
        _indented(map(_marked, layout.wrapped(said, columns - _INDENT)))


def _flat(text: str | None) -> str:
    """A changed stretch on one line, blanks and invisible characters named."""
    if text is None:
        return "…"
    if not text:
        return "nothing"
    shown = visible(text).replace("\n", "")
    return "␠" * len(shown) if not shown.strip() else f"“{shown}”" if " " in shown else shown


def _marked(text: str) -> str:
    """A line with its named characters in colour."""
    return _MARK.sub(lambda match: render.styled(match[0], "yellow"), text)


def _indented(lines: Any) -> None:
    for text in lines:
        render.out(" " * _INDENT + text if text else "")
