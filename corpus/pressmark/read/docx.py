"""The reader of Word files: one article a file, or many where pressmark.toml says how they begin.

The text layer of an article is its paragraphs, without those that a line rule takes, joined by
blank lines; a table's row is a paragraph, its cells parted by tabs. Places in the source count in
this layer.
"""

from __future__ import annotations

import hashlib
import json
import re
from functools import lru_cache
from posixpath import dirname, join, normpath
from typing import TYPE_CHECKING, Any, BinaryIO

from pressmark.config import ArchivesSection
from pressmark.read import lines, word_xml, zips
from pressmark.read.members import Budget
from pressmark.read.refused import RefusedError
from pressmark.read.sidecar import COLUMNS
from pressmark_schema.documents import LeftOut, LineRule, RawRecord, Shape
from pressmark_schema.errors import UsageError
from pressmark_schema.vocabulary import QuarantineReason

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from zipfile import ZipFile

    from pressmark.config import RecordsRule
    from pressmark.read.word_xml import Paragraph

NAME = "docx"
"""The reader's name in the sources table."""
MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ENDINGS = (".docx",)
ENCODING = None
RECORDS = "one article a file"

_OLD = b"\xd0\xcf\x11\xe0"
"""How the compound files begin in which encrypted documents and those of old Word are kept."""
_TEXT = "text"


def headings(
    _stream: BinaryIO, _encoding: str, _delimiter: str | None
) -> tuple[tuple[str, ...], str]:
    """None: a document has no columns."""
    return (), ""


def shaped(found: Shape, rule: RecordsRule | None, own: Collection[str]) -> Shape:
    """The shape with the rules for lines; raises UsageError for a column that is none."""
    begin = rule.begin.plain() if rule and rule.begin else None
    rules = tuple(line.plain() for line in rule.lines) if rule else ()
    columns = {column for line in rules for column in _columns(line)}
    unknown = columns - {*COLUMNS, *own}
    if unknown:
        raise UsageError(f"records.lines: {min(unknown)} is no column of ours")
    mapping = {name: (name,) for name in (_TEXT, *sorted(columns))}
    named = "articles as records.begin and records.lines say" if begin else RECORDS
    return Shape(NAME, found.encoding, mapping, named=named, begin=begin, lines=rules)


def divide(
    stream: BinaryIO, shape: Shape, limit: int, _offset: int
) -> Iterator[RawRecord | LeftOut]:
    """The articles, each as the JSON of its paragraphs: style and text.

    What stands before the first beginning is left out. Raises RefusedError for what is no sound
    Word file.
    """
    held: list[tuple[str, str]] = []
    index, first, size, begun = 0, 1, 0, shape.begin is None
    for number, paragraph in enumerate(_paragraphs(stream, limit), 1):
        if shape.begin and _fits(shape.begin, paragraph.style, paragraph.text, paragraph.breaks):
            if begun and size:
                yield _record(index, first, held, size, limit)
                index += 1
            elif held:
                yield LeftOut("text before the first article of a Word file")
            held, first, size, begun = [], number, 0, True
        if paragraph.text.strip():
            size += len(paragraph.text.encode()) + len(paragraph.style)
            held.append((paragraph.style, paragraph.text))
            if size > limit:
                held.clear()
    if begun and size:
        yield _record(index, first, held, size, limit)
    elif held:
        detail = "no paragraph fits records.begin"
        raise RefusedError(QuarantineReason.MALFORMED, detail)


def value(record: RawRecord, shape: Shape) -> dict[str, Any]:
    """The text of an article and the columns that its lines hold."""
    found: dict[str, list[str]] = {}
    text: list[str] = []
    used: set[int] = set()
    for rank, (style, line) in enumerate(json.loads(record.data), 1):
        at = _rule(shape.lines, used, rank, style, line)
        if at is None:
            text.append(line.strip("\n"))
            continue
        rule = shape.lines[at]
        used |= set() if rule.repeat else {at}
        for column, stated in _stated(rule, line):
            found.setdefault(column, []).append(stated)
    several = {"authors", "keywords"}
    values: dict[str, Any] = {
        column: stated if column in several and len(stated) > 1 else "; ".join(stated)
        for column, stated in found.items()
    }
    return values | {_TEXT: "\n\n".join(text)}


def _rule(
    rules: tuple[LineRule, ...], used: set[int], rank: int, style: str, text: str
) -> int | None:
    """The first rule that takes a line; `rank` counts the article's lines from 1."""
    for at, rule in enumerate(rules):
        near = rule.within is None or rank <= rule.within
        if at not in used and near and _fits(rule, style, text, breaks=False):
            return at
    return None


def _fits(rule: LineRule, style: str, text: str, breaks: bool) -> bool:  # noqa: FBT001
    if rule.page_break and not breaks:
        return False
    if rule.style is not None and style.casefold() != rule.style.casefold():
        return False
    return rule.pattern is None or _compiled(rule.pattern).fullmatch(text.strip()) is not None


def _stated(rule: LineRule, text: str) -> Iterator[tuple[str, str]]:
    """The columns that a line states: by name the groups of its pattern, or the whole line."""
    if rule.column:
        yield rule.column, text.strip()
    match = _compiled(rule.pattern).fullmatch(text.strip()) if rule.pattern else None
    for name, found in (match.groupdict() if match else {}).items():
        if found and found.strip():
            yield name, found.strip()


def _columns(rule: LineRule) -> set[str]:
    named = set(_compiled(rule.pattern).groupindex) if rule.pattern else set()
    return named | ({rule.column} if rule.column else set())


@lru_cache(maxsize=256)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def _record(
    index: int, first: int, held: list[tuple[str, str]], size: int, limit: int
) -> RawRecord:
    data = json.dumps(held, ensure_ascii=False, separators=(",", ":")).encode()
    digest, where = hashlib.sha256(data).hexdigest(), f"paragraph {first}"
    if size > limit:
        return RawRecord(index, None, None, b"", digest, lines.too_large(size, limit), where)
    return RawRecord(index, None, None, data, digest, None, where)


def _paragraphs(stream: BinaryIO, limit: int) -> Iterator[Paragraph]:
    opening = stream.read(len(_OLD))
    stream.seek(0)
    if opening == _OLD:
        detail = "encrypted, or of Word before 2007: save it as .docx without a password"
        raise RefusedError(QuarantineReason.UNREADABLE, detail)
    budget = Budget(ArchivesSection())
    with zips.opened(stream, budget) as archive:
        root = word_xml.relations(_part(archive, "_rels/.rels", budget))
        main = normpath(root.get("officeDocument", "word/document.xml").lstrip("/"))
        folder, name = dirname(main), main.rpartition("/")[2]
        relations = f"{folder}/_rels/{name}.rels".lstrip("/")
        styles: dict[str, str] = {}
        if relations in archive.namelist():
            target = word_xml.relations(_part(archive, relations, budget)).get("styles")
            place = normpath(join(folder, target) if target else "").lstrip("/")
            if place in archive.namelist():
                styles = word_xml.style_names(_part(archive, place, budget))
        yield from word_xml.paragraphs(_part(archive, main, budget), styles, limit)


def _part(archive: ZipFile, name: str, budget: Budget) -> BinaryIO:
    try:
        info = archive.getinfo(name)
    except KeyError as error:
        detail = f"no Word file: it has no {name[:80]!r}"
        raise RefusedError(QuarantineReason.MALFORMED, detail) from error
    return zips.content(archive, info, budget)
