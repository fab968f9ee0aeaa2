"""What each document shows of its outlet: short blocks, title endings, bylines, its header."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from pressmark import parse
from pressmark.flow.learn.forms import byline_form, title_endings
from pressmark.flow.metadata import InvalidMetadataError
from pressmark.flow.reading import read
from pressmark.flow.record import record
from pressmark.flow.withdrawn import WithdrawnError
from pressmark_schema.documents import Document, Quarantined
from pressmark_schema.profile import line_key
from pressmark_schema.vocabulary import BlockKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pressmark.flow.options import Options
    from pressmark_schema.documents import RawFile, RawPart

LONGEST = 600
"""Code points up to which a block is looked at: the longest line that a profile can hold."""
_PROSE = 120
_LAST_BLOCKS = 3
_MANY_BLOCKS = 8
_HEAD_BLOCKS = 5
_SIGNATURES = 2
_NO_BYLINE = frozenset({BlockKind.EMBED, BlockKind.CAPTION, BlockKind.TEASER, BlockKind.TITLE})

_STRING, _STORY = pa.string(), pa.uint64()
SCHEMAS = {
    "files": pa.schema([("path", _STRING)]),
    "refused": pa.schema([("place", _STRING)]),
    "articles": pa.schema([("outlet", _STRING), ("story", _STORY)]),
    "headers": pa.schema([("rule", _STRING), ("columns", _STRING), ("place", _STRING)]),
    "keys": pa.schema(
        [("outlet", _STRING), ("story", _STORY), ("key", _STRING), ("place", _STRING)]
    ),
    "lines": pa.schema(
        [
            ("outlet", _STRING),
            ("line", _STORY),
            ("story", _STORY),
            ("kind", _STRING),
            ("edge", pa.bool_()),
            ("text", _STRING),
        ]
    ),
    "titles": pa.schema([("outlet", _STRING), ("story", _STORY), ("suffix", _STRING)]),
    "bylines": pa.schema(
        [("outlet", _STRING), ("story", _STORY), ("form", _STRING), ("names", _STRING)]
    ),
}
"""What is noted of the documents, by table.

`story` is the hash of an article's longest block: copies and later versions of one article have
the same, and count once. `line` is the hash of a block's `line_key`; `edge` says that it stands
beside the running text and not amid it; `suffix` is null for a title as such.
"""


def observe(units: Sequence[RawFile | RawPart], options: Options) -> dict[str, pa.Table]:
    """What the documents in `units` show, as tables; those that cannot be read are `refused`."""
    rows: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    for unit in units:
        source, documents = read(unit, options.config.read)
        if source:
            rows["files"].append({"path": source.path})
        for document in documents:
            if not (isinstance(document, Document) and _document(document, options, rows)):
                rows["refused"].append({"place": _place(document)})
    return {name: pa.Table.from_pylist(rows[name], schema) for name, schema in SCHEMAS.items()}


def _document(
    document: Document, options: Options, rows: defaultdict[str, list[dict[str, Any]]]
) -> bool:
    """Note what `document` shows; False where a build would quarantine it."""
    try:
        made = record(document, options).rows
    except (InvalidMetadataError, WithdrawnError):
        return False
    article, blocks = made["articles"][0], made["blocks"]
    longest = max((block["text"] for block in blocks), key=lambda text: (len(text), text))
    about = _About(article["outlet_id"], _hash(line_key(longest)))
    rows["articles"].append({"outlet": about.outlet, "story": about.story})
    rows["headers"].append(_header(document, made["evidence"]))
    keys = dict.fromkeys(parse.unread_keys(document.text))
    rows["keys"] += [about.row(key=key, place=_place(document)) for key in keys]
    rows["lines"] += _lines(blocks, about)
    rows["titles"] += _titles(article["title"], about)
    rows["bylines"] += _bylines(blocks, about)
    return True


@dataclass(frozen=True, slots=True)
class _About:
    outlet: str
    story: int

    def row(self, **values: Any) -> dict[str, Any]:
        return {"outlet": self.outlet, "story": self.story, **values}


def _hash(text: str) -> int:
    digest = hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest)


def _header(document: Document, evidence: Sequence[dict[str, Any]]) -> dict[str, Any]:
    read_there = [row for row in evidence if row["rule"].startswith("header.")]
    rules = sorted({row["rule"] for row in read_there})
    columns = sorted({row["field"] for row in read_there})
    return {"rule": " ".join(rules), "columns": " ".join(columns), "place": _place(document)}


def _place(document: Document | Quarantined) -> str:
    index = f"#{document.record_index}" if document.record_index else ""
    return f"{document.path}{index}"


def _lines(blocks: Sequence[dict[str, Any]], about: _About) -> list[dict[str, Any]]:
    prose = [at for at, block in enumerate(blocks) if len(block["text"]) > _PROSE]
    first, last = (prose[0], prose[-1]) if prose else (0, len(blocks))
    found = []
    for place, block in enumerate(blocks):
        if len(block["text"]) > LONGEST:
            continue
        ending = len(blocks) >= _MANY_BLOCKS and place >= len(blocks) - _LAST_BLOCKS
        edge = 0 < place < first or place > last or ending
        line = _hash(line_key(block["text"]))
        values = {"kind": str(block["kind"]), "edge": edge, "text": block["text"]}
        found.append(about.row(line=line, **values))
    return found


def _titles(title: str | None, about: _About) -> list[dict[str, Any]]:
    if title is None:
        return []
    endings: list[str | None] = [None, *title_endings(title)]
    return [about.row(suffix=suffix) for suffix in endings]


def _bylines(blocks: Sequence[dict[str, Any]], about: _About) -> list[dict[str, Any]]:
    found = []
    for place, block in enumerate(blocks):
        at_edge = place <= _HEAD_BLOCKS or place >= len(blocks) - _SIGNATURES
        if not at_edge or block["kind"] in _NO_BYLINE:
            continue
        read_there = byline_form(block["text"])
        if read_there is not None:
            found.append(about.row(form=read_there[0], names=read_there[1]))
    return found
