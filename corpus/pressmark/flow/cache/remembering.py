"""One run with a cache: what is known is taken from it, the rest is read, worked off, and kept."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from functools import cached_property, partial
from typing import TYPE_CHECKING

import pyarrow as pa

from pressmark import duplicates
from pressmark.flow import judged, reading
from pressmark.flow.batch import CORRECTED
from pressmark.flow.cache import divisions, packs
from pressmark.flow.cache import keys as keying
from pressmark.flow.cache.divisions import Division
from pressmark.flow.cache.stats import Known, Stat, known
from pressmark.flow.cache.tables import Answers, Pairs, TableFiles
from pressmark.flow.cache.working import JUDGED, STEP, Told, ids, key_of
from pressmark.flow.duplicates import SEGMENTS, segments
from pressmark.flow.gather import keys_schema, of_articles
from pressmark.flow.intake import Item
from pressmark.flow.judged import HITS
from pressmark.flow.lending import KEYS, DamagedError, Lent
from pressmark.flow.rows import batch_schema
from pressmark.flow.withdrawn import LEFT_OUT, WITHDRAWN
from pressmark.read import archives
from pressmark_schema.documents import RawPart

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from pressmark.flow.cache.folder import CacheFolder
    from pressmark.flow.engine import Engine
    from pressmark.flow.lending import Rows
    from pressmark.flow.options import Options
    from pressmark.flow.reading import Units
    from pressmark_schema.documents import RawFile, Shape
    from pressmark_schema.tables.sources import Source


_ALWAYS = ("captures", "sources", KEYS, HITS, SEGMENTS, CORRECTED, WITHDRAWN)
"""What is taken of a pack whatever else changed."""


class Remembering:
    """The use that one run makes of a cache.

    `before` are the files that an earlier run has seen, by their paths in the corpus.
    """

    def __init__(
        self,
        folder: CacheFolder,
        options: Options,
        before: dict[str, Known] | None = None,
        *,
        judged: bool = False,
    ) -> None:
        self._folder, self._options = folder, options
        self._told = Told(options, folder, judged)
        self._bounds: dict[str, dict[str, str]] = {}
        self._before = before or {}
        self.files: dict[str, Known] = {}
        """The files of this run, as they were when it looked at them."""
        self._seen: dict[str, Stat] = {}
        self._divisions: dict[str, Division] = {}
        self._divided_before: set[str] = set()
        self._settled: set[str] = set()
        self._kept: dict[str, packs.Pack] = {}
        self._sources: list[Source] = []
        self._used: set[str] = set()
        self.as_before = 0
        """The documents whose rows were taken from the cache."""
        self.told = archives.Told()
        """What was said of the files while they were read, or had been when they were."""

    @cached_property
    def _index(self) -> dict[str, list[tuple[packs.Pack, packs.Unit]]]:
        """Where the rows of each unit are: in several packs, where its articles were corrected."""
        found: dict[str, list[tuple[packs.Pack, packs.Unit]]] = {}
        for pack in packs.heads(self._folder):
            for unit in pack.units:
                found.setdefault(unit.key, []).append((pack, unit))
        return found

    def look(self, items: Iterable[Item]) -> None:
        """Note what each file on disk is, by its stat where that tells, else by its bytes.

        With nothing to compare their bytes with, they are not read for it.
        """
        is_empty = not self._folder.names(packs.PART)
        for item in items:
            path = item.found.path
            if item.found.problem:
                continue
            try:
                before = self._before.get(path)
                if before is None and is_empty:
                    self._seen[path] = Stat.of(item.found.location)
                else:
                    self.files[path] = known(item.found.location, before)
            except OSError:
                continue

    def fresh(self, items: Iterable[Item]) -> list[Item]:
        """Those of `items` of which something must be read; the others are taken from the cache."""
        return [item for item in items if not self._is_known(item)]

    def shapes(self) -> dict[str, Shape]:
        """How the files of records that are taken whole were read, as far as people are told."""
        found = {path: division.shaped() for path, division in self._divisions.items()}
        return {path: shape for path, shape in found.items() if shape}

    def tables(
        self, units: Units, shaped: dict[str, Shape], engine: Engine, told: archives.Told
    ) -> Iterator[dict[str, pa.Table]]:
        """The tables of all units in no order: from the cache what it has, the others made.

        Every entry is checked when it is taken; what a damaged one held is made again.
        """
        self.told = told
        for division in self._divisions.values():
            self._follow(division)
        fresh = self._fresh(units(), shaped)
        yield from self._made(fresh, engine)
        lost: set[str] = set()
        yield from self._taken(lost)
        if lost:
            again = self._fresh(units(), {}, only=lost)
            yield from self._made(again, engine)
        if self._sources:
            rows = [source.model_dump() for source in self._sources]
            yield {"sources": pa.Table.from_pylist(rows, self._schemas()["sources"])}

    def files_of_tables(self, work: Path) -> TableFiles:
        """The files of tables that are there already, for a dataset made in `work`."""
        # Where there are no rows of duplicates they do not tell whether any were looked for.
        enabled = self._options.config.duplicates.enabled
        return TableFiles(self._folder, work, f"{self._told.keys.settings} {enabled}")

    def pairs(self) -> Pairs:
        """What is known of pairs of texts."""
        return Pairs(self._folder)

    def answers(self) -> Answers:
        """What is known of single articles that rules have looked at."""
        return Answers(self._folder, self._told.keys.settings)

    def note_used(self) -> None:
        """Note in the cache which of its entries this run has used."""
        self._folder.used(f"{packs.PART}/{name}" for name in sorted(self._used))
        self._folder.used(sorted(self._divided_before))

    def _is_known(self, item: Item) -> bool:
        found = self.files.get(item.found.path)
        if found is None:
            return False
        path = item.found.path
        if reading.is_divided(item, self._options.config):
            name = self._told.keys.division(item, found.sha256)
            division = divisions.read(self._folder, name)
            if division is None or not all(self._pack(key, item.place) for key in division.keys):
                return False
            for key in division.keys:
                self._take(key, item.place)
            self._divisions[path] = division
            self._divided_before.add(divisions.name(name))
        elif not self._take(self._file_key(item, found), item.place):
            return False
        self._settled.add(path)
        return True

    def _file_key(self, item: Item, found: Known) -> str:
        return self._told.keys.file(item.found.path, found.sha256, item.row, None)

    def _take(self, key: str, place: str) -> bool:
        pack = self._pack(key, place)
        if pack is not None:
            self._kept[key] = pack
        return pack is not None

    def _pack(self, key: str, place: str) -> packs.Pack | None:
        """The pack with the rows of a unit as they would be made now; None where there is none."""
        with_hits = self._index.get(key + JUDGED, [])
        for pack, unit in with_hits if self._told.judged else with_hits + self._index.get(key, []):
            if unit.place in {None, place} and unit.bound == self._bound(pack, unit.key):
                return pack
        return None

    def _bound(self, pack: packs.Pack, key: str) -> str:
        """What is decided now of a unit's articles; of a pack that cannot be read, nothing."""
        if not self._options.by_article:
            return ""
        if pack.name not in self._bounds:
            bounds = dict(self._bounds_of(pack))
            # What is withdrawn must not stay in a pack that the other units keep alive.
            changed = any(bounds.get(unit.key) != unit.bound for unit in pack.units)
            hides = changed and bool(self._options.withdrawn.listed)
            self._bounds[pack.name] = {} if hides else bounds
        return self._bounds[pack.name].get(key, "?")

    def _bounds_of(self, pack: packs.Pack) -> Iterator[tuple[str, str]]:
        schemas = {name: self._schemas()[name] for name in ("captures", "aliases", WITHDRAWN)}
        try:
            tables = packs.read(self._folder, pack, schemas)
        except DamagedError:
            return
        for unit in pack.units:
            own = packs.chosen(tables, pack.units, [unit.key])
            whole = unit.place is not None or WITHDRAWN in unit.rows
            decided = keying.bound(ids(own, self._options), self._options, whole=whole)
            yield unit.key, decided

    def _fresh(
        self,
        units: Iterable[Item | RawFile],
        shaped: dict[str, Shape],
        only: set[str] | None = None,
    ) -> Iterator[Item | RawFile | RawPart]:
        """What must be made of `units`; with `only`, what has these keys, said before or not."""
        for unit in units:
            if not isinstance(unit, Item) or not reading.is_divided(unit, self._options.config):
                if only is not None or _path(unit) not in self._settled:
                    yield from [unit] if self._wanted(unit, only) else []
            elif only is not None:
                yield from self._divided(unit, shaped, only)
            elif _path(unit) not in self._settled:
                yield from self._spooled(unit, shaped)

    def _spooled(self, item: Item, shaped: dict[str, Shape]) -> Iterator[RawFile | RawPart]:
        """The parts of a file; of one that `fresh` has not seen nothing, if it is known whole."""
        path = item.found.path
        if path not in self.files and path not in self._seen:
            self.look([item])
            if self._is_known(item):
                self._follow(self._divisions[path])
                return
        yield from self._divided(item, shaped, None)

    def _follow(self, division: Division) -> None:
        """Take a divided file whole from the cache."""
        self._say(division)
        self._sources += division.sources

    def _wanted(self, unit: Item | RawFile | RawPart, only: set[str] | None) -> bool:
        """Whether a unit is to be made now; what the cache has of it is taken from there."""
        if isinstance(unit, Item):
            found = self.files.get(unit.found.path)
            key = self._file_key(unit, found) if found else ""
        else:
            key = key_of(unit, self._told.keys)
        if only is not None:
            return key in only
        return not self._take(key, unit.place)

    def _divided(
        self, item: Item, shaped: dict[str, Shape], only: set[str] | None
    ) -> Iterator[RawFile | RawPart]:
        """The parts of a file that are to be made; how it was divided is kept."""
        own = archives.Told()
        sources: list[Source] = []
        keys: list[str] = []
        before = self._stat(item)
        for unit in reading.divided([item], self._options.config, shaped, own):
            assert not isinstance(unit, Item)  # noqa: S101 - a divided file gives no file on disk
            keys.append(key_of(unit, self._told.keys))
            if isinstance(unit, RawPart):
                sources += [unit.source] if unit.first else []
                unit = replace(unit, first=False)  # noqa: PLW2901 - its source is told here
            if self._wanted(unit, only):
                yield unit
        if only is not None:
            return
        shape = shaped.get(item.found.path)
        manner = (shape.reader, shape.named) if shape else None
        made = Division(sources, keys, dict(own.left_out), sorted(own.remarks.items()), manner)
        self._say(made)
        self._sources += sources
        self._keep_division(item, before, made)

    def _stat(self, item: Item) -> Stat | None:
        try:
            return Stat.of(item.found.location)
        except OSError:
            return None

    def _keep_division(self, item: Item, before: Stat | None, made: Division) -> None:
        """Keep how a file was divided, unless it changed meanwhile or its parts cannot be known."""
        after = self._stat(item)
        if before is None or after is None or "" in made.keys or not made.sources:
            return
        if replace(after, seen=before.seen) != before:
            return
        first = made.sources[0]
        sha256 = first.archive_sha256 or first.sha256
        self.files[item.found.path] = Known(before, sha256)
        divisions.write(self._folder, self._told.keys.division(item, sha256), made)

    def _made(
        self, fresh: Iterable[Item | RawFile | RawPart], engine: Engine
    ) -> Iterator[dict[str, pa.Table]]:
        for tables in engine.run(STEP, reading.cut(fresh), self._told):
            self._note(tables)
            yield tables

    def _note(self, tables: dict[str, pa.Table]) -> None:
        """Note the hash of each file that a worker has read."""
        if "sources" in tables:
            columns = tables["sources"].select(["path", "sha256"]).to_pydict()
            for path, sha256 in zip(columns["path"], columns["sha256"], strict=True):
                if path in self._seen:
                    self.files[path] = Known(self._seen[path], sha256)

    def _taken(self, lost: set[str]) -> Iterator[dict[str, pa.Table]]:
        """The rows of what is in the cache; the keys of damaged entries are added to `lost`."""
        wanted: defaultdict[str, list[str]] = defaultdict(list)
        found = {}
        for key, pack in self._kept.items():
            found[pack.name] = pack
            wanted[pack.name] += [key, key + JUDGED]
        schemas = self._schemas()
        always = {name: schemas[name] for name in _ALWAYS if name in schemas}
        for name, keys in wanted.items():
            pack = found[name]
            rows = partial(self._rows, pack, keys)
            try:
                slim = packs.chosen(packs.read(self._folder, pack, always), pack.units, keys)
                tables = Lent(self._with_segments(slim, rows), rows)
            except DamagedError:
                lost.update(keys[::2])
                continue
            self._used.add(name)
            self.as_before += tables["captures"].num_rows if "captures" in tables else 0
            yield tables

    def _rows(self, pack: packs.Pack, keys: Sequence[str], table: str) -> pa.Table | None:
        """The rows of a table in a pack; see Lent."""
        schemas = {table: self._schemas()[table]}
        found = packs.read(self._folder, pack, schemas)
        return packs.chosen(found, pack.units, keys).get(table)

    def _with_segments(self, tables: dict[str, pa.Table], rows: Rows) -> dict[str, pa.Table]:
        """The tables with the texts as they are compared; those of a whole pack are in it."""
        if not self._options.config.duplicates.enabled or SEGMENTS in tables:
            return tables
        texts = rows("texts")
        return tables if texts is None else tables | {SEGMENTS: segments(texts)}

    def _say(self, division: Division) -> None:
        """Say of a divided file what was said when it was divided."""
        self.told.left_out.update(division.left_out)
        for key, text in division.remarks:
            self.told.remarks.setdefault(key, text)

    def _schemas(self) -> dict[str, pa.Schema]:
        tables = self._options.tables
        schemas = {name: batch_schema(name, table) for name, table in tables.items()}
        aside = {HITS: judged.schema()} if self._told.judged else {}
        aside[KEYS] = keys_schema(of_articles(tables))
        if self._options.config.duplicates.enabled:
            aside[SEGMENTS] = duplicates.segments_schema()
        return schemas | aside | {CORRECTED: pa.schema([("line", pa.int64())]), WITHDRAWN: LEFT_OUT}


def _path(unit: Item | RawFile) -> str:
    return unit.found.path if isinstance(unit, Item) else unit.path
