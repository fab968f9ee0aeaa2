"""What is looked for: the articles by all their ids, the files they came in, who has them."""

from __future__ import annotations

import codecs
import hashlib
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from pressmark import config as configuration
from pressmark import store
from pressmark.dataset import Dataset
from pressmark.flow import withdrawn
from pressmark.read.discover import discover
from pressmark.versions import holders, record
from pressmark.versions.doctor.corpus import Corpus
from pressmark.versions.left.packed import Packed
from pressmark.versions.reference import precedence
from pressmark_schema import ids
from pressmark_schema.errors import PressmarkError, UsageError
from pressmark_schema.vocabulary import IdBasis
from pressmark_schema.withdrawals import FILE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from pressmark.config import Config
    from pressmark.versions.holders import Place

INGESTED = "data/ingested"
DATASETS = ("data/normalised", "data/findings", record.PACKAGE, record.PUBLIC)


@dataclass
class Sought:
    """An article by all its ids; `spans` are the places of blocks, where not all is withdrawn.

    `known` says that something has such an article, `places` are its documents on disk, `texts`
    the hashes of its text, `versions` those that have what is withdrawn.
    """

    names: frozenset[str]
    spans: frozenset[tuple[int, int]]
    known: bool
    places: list[Place] = field(default_factory=list)
    texts: set[str] = field(default_factory=set)
    versions: list[str] = field(default_factory=list)

    def look(self, data: Dataset) -> bool:
        """Whether a dataset has the article; its places there are kept."""
        found = holders.places(data, self.names)
        if found is not None:
            self.known = True
            self.places = list(dict.fromkeys([*self.places, *found]))
        return found is not None

    def gone(self, data: Dataset) -> bool:
        """Whether a version that has the article was made without its withdrawn blocks."""
        return bool(self.spans) and self.spans <= holders.spans_withdrawn(data, self.names)

    def held_by(self, data: Dataset) -> bool:
        """Whether a dataset has what is withdrawn; one of which nobody can tell has it."""
        if self.spans and "blocks" in data.files:
            return holders.has_block(data, self.names, self.spans)
        lacking = {"aliases", "captures", "sources"} - data.files.keys()
        return bool(lacking) or holders.places(data, self.names) is not None


@dataclass
class File:
    """A raw file that held something; `alone` says that it never held what stays.

    `ranked`: other records of it have ids of their rank. `block`: only blocks of an article of it
    are withdrawn.
    """

    name: str
    places: list[Place] = field(default_factory=list)
    alone: bool = True
    ranked: bool = False
    block: bool = False

    def add(self, place: Place, *, block: bool) -> None:
        """Take in a document of it."""
        self.places.append(place)
        self.alone = self.alone and place.alone and not block
        self.ranked, self.block = self.ranked or place.ranked, self.block or block

    @property
    def by_line(self) -> bool:
        """Whether each record of the file is a line of it, to be taken as a whole."""
        return self.name.endswith((".jsonl", ".ndjson")) and not self.block

    def lines(self, content: Iterable[bytes]) -> list[int]:
        """The lines, from 1, that are its records, to the byte."""
        known = {place.sha256 for place in self.places}
        return [
            number
            for number, line in enumerate(content, 1)
            if hashlib.sha256(line.removeprefix(codecs.BOM_UTF8).rstrip(b"\r\n")).hexdigest()
            in known
        ]

    def script(self, lines: Sequence[int]) -> str:
        """What `sed` does to such lines: emptied where others have ids of their rank."""
        # A record that is taken out would give those behind it other ids.
        return ";".join(f"{n}s/.*/{{}}/" if self.ranked else f"{n}d" for n in lines)


@dataclass
class Search:
    """One search in a corpus folder; `unread` is why not every version could be looked at."""

    corpus: Corpus
    config: Config
    sought: list[Sought]
    unread: str = ""

    @property
    def root(self) -> Path:
        """The corpus folder."""
        return self.corpus.root

    @property
    def names(self) -> frozenset[str]:
        """Every id of what is looked for."""
        return frozenset(name for item in self.sought for name in item.names)

    @cached_property
    def files(self) -> list[File]:
        """The raw files that held it, by name, as they were in the package and in versions."""
        held: dict[str, File] = {}
        for item in self.sought:
            for place in item.places:
                held.setdefault(place.file, File(place.file)).add(place, block=bool(item.spans))
        package = self.package()
        others = holders.others(package, self.names) if package is not None else set()
        for file in held.values():
            file.alone = file.alone and file.name not in others
        return [held[name] for name in sorted(held)]

    @property
    def versions(self) -> list[str]:
        """The versions that hold something, the earliest first."""
        held = {version for item in self.sought for version in item.versions}
        return sorted(held, key=precedence)

    def package(self) -> Dataset | None:
        """The package in the folder; None where there is none."""
        folder = self.root / record.PACKAGE
        return Dataset.open(folder) if (folder / store.DESCRIPTOR).is_file() else None

    @cached_property
    def holding(self) -> list[str]:
        """The datasets in the folder that still have it; the packed raw files are apart."""
        return [name for name in DATASETS if self._holds(name)]

    def _holds(self, name: str) -> bool:
        folder = self.root / name
        if not (folder / store.DESCRIPTOR).is_file():
            return False
        data = Dataset.open(folder)
        if "articles" not in data.files:
            # Findings alone are taken to be about all of it.
            return self._holds("data/normalised")
        return any(item.held_by(data) for item in self.sought)

    @cached_property
    def packed(self) -> Packed:
        """What looks into packed raw files."""
        return Packed(self.config, {file.name: file for file in self.files})

    @cached_property
    def shards(self) -> set[str]:
        """The packed raw files in the folder that hold it."""
        folder = self.root / INGESTED
        if not (folder / store.DESCRIPTOR).is_file():
            return set()
        resources = store.read_descriptor(folder).resources
        names = [name for item in resources for name in item.paths]
        return self.packed.held((name, folder / name) for name in names)

    @cached_property
    def pushes(self) -> bool:
        """Whether there is an origin to push to."""
        return b"origin" in self.corpus.git("remote").output.split()


def search(folder: Path, keys: Sequence[str], progress: Callable[[str], None]) -> Search:
    """Look for articles in the folder and its versions; raises UsageError for unknown ids."""
    corpus = Corpus.around(folder)
    config = configuration.find(corpus.root)
    listed = withdrawn.listed(config)
    found = Search(corpus, config, [_sought(listed, key) for key in keys])
    if (package := found.package()) is not None:
        for item in found.sought:
            item.look(package)
    try:
        for version, data in holders.each(corpus.root, progress):
            for item in found.sought:
                if item.look(data):
                    item.texts |= holders.texts(data, item.names)
                    item.versions += [] if item.gone(data) else [version]
    except PressmarkError as fault:
        found.unread = str(fault)
    _by_path(found)
    for key, item in zip(keys, found.sought, strict=True):
        if not (item.known or item.places):
            raise UsageError(
                f"{key}: neither the list, nor the package, nor a version has an article of "
                "this id",
                hint=f"give a whole id, as {FILE} has it",
            )
    return found


def _sought(listed: withdrawn.Withdrawn, key: str) -> Sought:
    """An article by every id that the list knows for `key`, which may be a block's, too."""
    article = key.partition("_")[0]
    entries = listed.of([article])
    names = {name for item in entries for name in item.names} | {article}
    whole = any(item.span is None for item in entries)
    spans = frozenset(item.span for item in entries if item.span and not whole)
    return Sought(frozenset(names), spans, bool(entries))


def _by_path(found: Search) -> None:
    """Add the raw files by whose path an article is known, for a corpus without a version."""
    operands = [found.root / name for name in found.corpus.raw if (found.root / name).exists()]
    for path in _paths(operands, found.config):
        name = ids.article_id(IdBasis.PATH, found.config.corpus.namespace, path)
        for item in found.sought:
            if name in item.names and path not in {place.path for place in item.places}:
                item.places.append(holders.Place(path, None, 0, "", alone=True))


def _paths(operands: Sequence[Path], config: Config) -> Iterator[str]:
    if operands:
        yield from (file.path for file in discover(operands, config).files)
