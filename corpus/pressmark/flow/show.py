"""One article whole, from a file or out of a dataset: its rows, each block beside its source."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pressmark.check.relations.places import source_slice
from pressmark.flow import reading
from pressmark.flow.intake import take
from pressmark.flow.metadata import InvalidMetadataError
from pressmark.flow.options import Options
from pressmark.flow.record import record
from pressmark.flow.withdrawn import WithdrawnError
from pressmark.read.archives import INSIDE, Told
from pressmark_schema.documents import Quarantined
from pressmark_schema.errors import UsageError
from pressmark_schema.generate.sql import literal, quoted
from pressmark_schema.tables import TABLES_OF_ARTICLES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import duckdb

    from pressmark.config import Config
    from pressmark.dataset import Dataset
    from pressmark.flow.intake import Item
    from pressmark_schema.documents import Document

Row = dict[str, Any]
_CHOICES = 5
_LONGEST_KEY = 200


@dataclass(frozen=True)
class Shown:
    """An article with its rows by table.

    `path` is its source file; `place` the row of the metadata table that describes it, where that
    is known; `source` the decoded source, which a dataset does not keep.
    """

    path: str | None
    rows: Mapping[str, Sequence[Row]]
    place: str = ""
    source: str | None = None

    @property
    def article(self) -> Row:
        """Its row of articles."""
        return self.rows["articles"][0]

    @property
    def text(self) -> Row:
        """Its row of texts."""
        return self.rows["texts"][0]

    @property
    def duplicate(self) -> Row | None:
        """Its row of duplicates; None where it is in no cluster, or nobody looked."""
        return next(iter(self.rows.get("duplicates", ())), None)

    @property
    def blocks(self) -> Sequence[Row]:
        """Its blocks in order."""
        return self.rows["blocks"]

    @cached_property
    def embeds(self) -> dict[str, Row]:
        """The fields of its embedded posts by block id."""
        return {row["block_id"]: row for row in self.rows["embeds"]}

    @property
    def removed(self) -> list[Row]:
        """The changes that took a stretch of the source, such as a header, out of every block."""
        return [change for change in self.rows["changes"] if change["block_id"] is None]

    @cached_property
    def changes(self) -> dict[str, list[Row]]:
        """The changes within each block, by block id."""
        found: defaultdict[str, list[Row]] = defaultdict(list)
        for change in self.rows["changes"]:
            if change["block_id"] is not None:
                found[change["block_id"]].append(change)
        return dict(found)

    @cached_property
    def annotations(self) -> dict[str, list[Row]]:
        """The annotations of each block that has any, by block id, by place."""
        found: defaultdict[str, list[Row]] = defaultdict(list)
        for row in sorted(self.rows["annotations"], key=itemgetter("block_start", "block_end")):
            found[row["block_id"]].append(row)
        return dict(found)

    def raw(self, block: Row) -> str | None:
        """The source slice of a block as it was before the changes; None where it is not kept."""
        return source_slice(block, self.changes.get(block["block_id"], []))

    def position(self, offset: int) -> tuple[int, int] | None:
        """Line and column, from 1, of a code point of the source; None where nobody can tell.

        Without the source itself, only the lines of blocks are known.
        """
        if self.source is not None:
            return _position(self.source, offset, 1, 1)
        for block in self.blocks:
            start, end = block["src_start"], block["src_end"]
            if start is None:
                continue
            line, column = block["src_line"], block["src_column"]
            if start - column < offset < start:
                return line, column - (start - offset)
            raw = self.raw(block) if start <= offset < end else None
            if raw is not None:
                return _position(raw, offset - start, line, column)
        return None

    def quote(self, start: int, end: int) -> str | None:
        """The words of the source from `start` to `end`; None where they are not kept."""
        if self.source is not None:
            return self.source[start:end]
        for change in self.removed:
            first, before = change["src_start"], change["before"]
            if before is not None and first <= start and end <= change["src_end"]:
                return str(before[start - first : end - first])
        for block in self.blocks:
            first = block["src_start"]
            if first is not None and first <= start and end <= block["src_end"]:
                raw = self.raw(block)
                return None if raw is None else raw[start - first : end - first]
        return None


@dataclass(frozen=True, slots=True)
class Place:
    """A document in a file on disk: a member of the archive that it is, the index of a record."""

    file: Path
    member: str | None = None
    index: int | None = None


def place(text: str) -> Place | None:
    """The place that `FILE`, `FILE#12` or `ARCHIVE!/MEMBER#12` names; None where no file is."""
    if Path(text).exists():
        return Place(Path(text))
    named, mark, number = text.rpartition("#")
    index = int(number) if mark and number.isdecimal() and len(number) < _LONGEST_KEY else None
    rest = text if index is None else named
    if Path(rest).exists():
        return Place(Path(rest), None, index)
    at = rest.find(INSIDE)
    while at > 0:
        if Path(rest[:at]).is_file():
            return Place(Path(rest[:at]), rest[at + len(INSIDE) :], index)
        at = rest.find(INSIDE, at + 1)
    return None


def of_file(asked: Place | Path, config: Config) -> Shown:
    """The article at a place, parsed now.

    Raises UsageError where it would be quarantined, where there is none, or more than one.
    """
    asked = asked if isinstance(asked, Place) else Place(asked)
    item, file = take([asked.file], config).items[0], asked.file
    path = item.found.path if asked.member is None else f"{item.found.path}{INSIDE}{asked.member}"
    only = None if asked.member is None else frozenset({path})
    found = (
        document
        for document in documents_of(item, config, only)
        if asked.index in {None, document.record_index}
        and (asked.member is None or document.path == path)
    )
    documents = list(islice(found, 2))
    if not documents:
        raise UsageError(f"{file} has no such document: {_named(asked)}")
    if len(documents) > 1:
        first = documents[1].path.removeprefix(item.found.path)
        example = f"{file}{first}#{documents[1].record_index}"
        hint = f"name one of them, as in {example}, or show an article of a package by its id"
        raise UsageError(f"{file} holds many articles", hint=hint)
    document = documents[0]
    if isinstance(document, Quarantined):
        raise _refused(file, document.reason, document.detail)
    try:
        made = record(document, Options.of(config))
    except InvalidMetadataError as error:
        raise _refused(file, error.reason, str(error)) from error
    except WithdrawnError as error:
        raise UsageError(f"{file}: {error}") from error
    place = document.place if document.from_record else item.place
    return Shown(document.path, made.rows, place, document.text)


def _named(asked: Place) -> str:
    index = "" if asked.index is None else f"#{asked.index}"
    return f"{INSIDE}{asked.member}{index}" if asked.member else index or "none at all"


def documents_of(
    item: Item, config: Config, only: frozenset[str] | None
) -> Iterator[Document | Quarantined]:
    """The documents of a file on disk, of an archive `only` those of these members."""
    for batch in reading.batches([item], config, {}, told=Told(only=only)):
        for unit in reading.load(batch, config.read.max_bytes):
            yield from reading.read(unit, config.read)[1]


def of_dataset(dataset: Dataset, key: str) -> Shown:
    """The article whose id or alias is `key` or, where only one does, begins with it.

    Raises UsageError where none does or several do, naming some of them.
    """
    for name in ("articles", "texts", "blocks", "captures", "sources"):
        dataset.table(name)
    with dataset.connect() as connection:
        try:
            article_id = _find(connection, dataset, key[:_LONGEST_KEY])
        except UsageError as error:
            raise _withdrawn(dataset, key) or error from None
        rows = {
            name: _rows(connection, dataset, name, article_id)
            for name in (*TABLES_OF_ARTICLES, "duplicates")
            if name in dataset.files
        }
        path = connection.execute(
            "SELECT path FROM captures JOIN sources USING (source_id) "
            "WHERE is_current AND article_id = ?",
            [article_id],
        ).fetchone()
    empty: dict[str, list[Row]] = {name: [] for name in TABLES_OF_ARTICLES}
    return Shown(path[0] if path else None, empty | rows)


def _withdrawn(dataset: Dataset, key: str) -> UsageError | None:
    """That an article is not there since it was withdrawn; None where no whole id says so."""
    facts = dataset.package.pressmark
    for item in (facts.withdrawn or []) if facts else []:
        if item.span is None and key in {item.id, *(item.aliases or ())}:
            day = f" on {item.date}" if item.date else ""
            return UsageError(f"{key} was withdrawn{day} ({item.reason or 'other'})")
    return None


def several(dataset: Dataset, article_ids: Sequence[str]) -> dict[str, Shown]:
    """The articles with these ids, read together; ids that are not there are left out."""
    chosen = ", ".join(map(literal, article_ids))
    rows: dict[str, dict[str, list[Row]]] = {
        name: {table: [] for table in TABLES_OF_ARTICLES} for name in article_ids
    }
    with dataset.connect() as connection:
        for name in TABLES_OF_ARTICLES:
            if name in dataset.files:
                table = dataset.schema[name]
                order = ", ".join(map(quoted, (*table.order, *table.key)))
                for row in _asked(
                    connection,
                    f"SELECT *, {table.article} AS _of FROM {quoted(name)} "
                    f"WHERE {table.article} IN ({chosen}) ORDER BY {order}",
                ):
                    rows[row.pop("_of")][name].append(row)
        paths = dict(
            connection.execute(
                "SELECT article_id, path FROM captures JOIN sources USING (source_id) "
                f"WHERE is_current AND article_id IN ({chosen})"
            ).fetchall()
        )
    return {
        name: Shown(paths.get(name), tables) for name, tables in rows.items() if tables["articles"]
    }


def _asked(connection: duckdb.DuckDBPyConnection, query: str) -> list[Row]:
    found: list[Row] = connection.sql(query).to_arrow_table().to_pylist()
    return found


def _find(connection: duckdb.DuckDBPyConnection, dataset: Dataset, key: str) -> str:
    ids = "SELECT article_id AS key, article_id FROM articles"
    if "aliases" in dataset.files:
        ids += " UNION ALL SELECT alias_id, article_id FROM aliases"
    found = connection.execute(
        f"SELECT article_id, bool_or(key = $1) FROM ({ids}) "
        "WHERE starts_with(key, $1) GROUP BY ALL ORDER BY ALL",
        [key],
    ).fetchall()
    whole = [article_id for article_id, exact in found if exact]
    if len(whole) == 1 or len(found) == 1:
        return str((whole or [found[0][0]])[0])
    if not found:
        raise UsageError(
            f"no article in {dataset.folder} has an id that begins with {key!r}",
            hint="ids are in the table texts; a file is shown by its path",
        )
    named = ", ".join(article_id for article_id, _ in found[:_CHOICES])
    raise UsageError(
        f"{len(found):,} articles have an id that begins with {key!r}: {named}"
        + (" …" if len(found) > _CHOICES else ""),
        hint="give more of the id",
    )


def _rows(
    connection: duckdb.DuckDBPyConnection, dataset: Dataset, name: str, article_id: str
) -> list[Row]:
    table = dataset.schema[name]
    order = ", ".join(map(quoted, (*table.order, *table.key)))
    query = f"FROM {quoted(name)} WHERE {table.article} = {literal(article_id)} ORDER BY {order}"
    return _asked(connection, query)


def _position(text: str, offset: int, line: int, column: int) -> tuple[int, int]:
    """Line and column of `offset` in `text`, which begins at `line` and `column`."""
    before = text[:offset].replace("\r\n", "\n\n").replace("\r", "\n")
    breaks = before.count("\n") - text.count("\r\n", 0, offset)
    if not breaks:
        return line, column + offset
    return line + breaks, offset - before.rfind("\n")


def _refused(file: Path, reason: str, detail: str) -> UsageError:
    return UsageError(f"{file} is no article: {reason}: {detail}")


def findings(dataset: Dataset, shown: Shown) -> list[Row]:
    """The findings of the package about an article, or a row of its tables, in their order."""
    if "findings" not in dataset.files:
        return []
    rows = [
        (name, str(row[dataset.schema[name].key[0]]))
        for name in TABLES_OF_ARTICLES
        for row in shown.rows[name]
    ]
    pairs = ", ".join(f"({literal(name)}, {literal(key)})" for name, key in sorted(set(rows)))
    with dataset.connect() as connection:
        return _asked(
            connection,
            f"FROM findings WHERE (on_table, row_id) IN ({pairs}) ORDER BY code, src_line, row_id",
        )
