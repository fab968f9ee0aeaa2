"""What still holds a withdrawn article: every copy that its corpus knows of, and how it goes."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from pressmark import config as configuration
from pressmark import store
from pressmark.dataset import Dataset
from pressmark.flow import corrections, waiving, withdrawn
from pressmark.read.discover import discover
from pressmark.versions import holders, record
from pressmark.versions.cache import shared
from pressmark.versions.checkout import Checkout
from pressmark.versions.doctor.corpus import Corpus, shown
from pressmark.versions.removal import (
    COMMIT,
    GONE,
    PUSHED,
    REWRITTEN,
    Holder,
    file_out,
    line_at,
    lines_naming,
    lines_out,
    quoted,
)
from pressmark.versions.tree import read_tree
from pressmark_schema import ids
from pressmark_schema.errors import PressmarkError, UsageError
from pressmark_schema.vocabulary import IdBasis
from pressmark_schema.withdrawals import FILE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from pressmark.config import Config
    from pressmark.versions.holders import Place

_INGESTED = "data/ingested"
_BLOCK = (
    f"edit the block's words out, and take its line out of {FILE}, for its place is "
    "another one then; to remove the file would remove the whole article"
)
_SHARED = (
    "the file has more than what is withdrawn, so no command is given: rewrite it with git "
    "filter-repo --replace-text, or take all of it out of the history with --invert-paths --path"
)
_EMPTIED = (
    "the line stays, for other records have ids of their rank; a finding PM101 about it is to be "
    "waived, unless the withdrawn article had such an id, too: then the list accounts for it"
)
_NOW = "the folder has the same data now: build and release first, then list again for the commands"
_AT_ONCE = 400
"""Objects that one command removes: the line of a shell has an end."""
_Store: TypeAlias = tuple[str, str, str]
"""A store of objects: what it is called, its base and what removes a file there."""
BUILD_CACHE = ".pressmark/cache"
"""Where a build keeps what it made of batches that did not change."""


def where_left(
    folder: Path, key: str, progress: Callable[[str], None] = lambda _: None
) -> list[Holder]:
    """Everything known to hold the article `key`, an id or alias on the list or in the package.

    Nothing is removed. What others copied is not known: the last entry says so. Raises UsageError
    where nothing knows an article of this id.
    """
    corpus = Corpus.around(folder)
    config = configuration.find(corpus.root)
    names = _names(config, key)
    found = _Search(corpus, config, names, progress)
    if not (found.places or found.known or withdrawn.listed(config).of(names)):
        raise UsageError(
            f"{key}: neither the list, nor the package, nor a version has an article of this id",
            hint=f"give a whole id, as {FILE} has it",
        )
    holders_found = [
        *found.raw(),
        *found.datasets(),
        *found.build_cache(),
        *found.written(),
        *found.history(),
        *found.versions(),
        *found.copies(),
        *found.pulled(),
        Holder(
            "published copies",
            "archives such as Zenodo, and whoever pulled a version",
            note="they cannot be recalled: ask the archive to withdraw its copy. Whoever pulls "
            "a version again gets it without what is withdrawn.",
        ),
    ]
    return list(dict.fromkeys(holders_found))


def _removing(place: _Store, md5s: Sequence[str]) -> tuple[str, ...]:
    """The commands that remove objects from a store: few where one takes many."""
    _, base, remove = place
    paths = [quoted(f"{base}/files/md5/{md5[:2]}/{md5[2:]}") for md5 in md5s]
    many = _AT_ONCE if remove.startswith("rm ") else 1
    starts = range(0, len(paths), many)
    return tuple(f"{remove} {' '.join(paths[at : at + many])}" for at in starts)


def _names(config: Config, key: str) -> frozenset[str]:
    """Every id of an article that the list knows by `key`."""
    article = key.partition("_")[0]
    listed = withdrawn.listed(config).of([article])
    return frozenset(name for item in listed for name in item.names) | {article}


class _Search:
    """One search; `spans` are the places of blocks, where not the whole article was withdrawn."""

    def __init__(
        self,
        corpus: Corpus,
        config: Config,
        names: frozenset[str],
        progress: Callable[[str], None],
    ) -> None:
        self.corpus, self.root, self.config, self.names = corpus, corpus.root, config, names
        listed = withdrawn.listed(config).of(names)
        whole = not listed or any(item.span is None for item in listed)
        self.spans = set() if whole else {item.span for item in listed if item.span}
        self.known = False
        self.texts: set[str] = set()
        self.places: list[Place] = []
        self.versions_held: list[str] = []
        self.unread: str = ""
        here = self.root / record.PACKAGE
        if (here / store.DESCRIPTOR).is_file():
            found = holders.places(Dataset.open(here), names)
            self.places, self.known = found or [], found is not None
        try:
            for version, data in holders.each(self.root, progress):
                found = holders.places(data, names)
                if found is not None:
                    self.known = True
                    self.places += found
                    self.texts |= holders.texts(data, names)
                    if not self.spans or self.spans - holders.spans_withdrawn(data, names):
                        self.versions_held.append(version)
        except PressmarkError as fault:
            self.unread = str(fault)
        self.places = list(dict.fromkeys([*self.places, *self._by_path()]))

    def _by_path(self) -> Iterator[Place]:
        """The raw files by whose path the article is known, for a corpus without a version."""
        operands = [self.root / name for name in self.corpus.raw if (self.root / name).exists()]
        known = {place.path for place in self.places}
        if not operands:
            return
        for found in discover(operands, self.config).files:
            name = ids.article_id(IdBasis.PATH, self.config.corpus.namespace, found.path)
            if name in self.names and found.path not in known:
                yield holders.Place(found.path, None, 0, 0, alone=True)

    def raw(self) -> Iterator[Holder]:
        """The raw files that are still there, and the shards made of them."""
        for place in self.places:
            file = place.archive or place.path
            if (self.root / file).is_file():
                yield self._raw(place, file)
        if shards := self._shards():
            yield Holder(
                "raw files, packed",
                ", ".join(f"{_INGESTED}/{name}" for name in sorted(shards)),
                ("dvc repro",),
                "once the raw files are changed",
            )

    def _raw(self, place: Place, file: str) -> Holder:
        if self.spans:
            what = file if place.alone else f"{file}, record {place.index}"
            return Holder("raw file", what, note=_BLOCK)
        if place.alone:
            return Holder("raw file", file, (f"rm -- {quoted(file)}",))
        if place.archive:
            return Holder(
                "raw file", f"{file}, in it {place.path}", note="pack the archive without it"
            )
        line = line_at(self.root / file, place.offset)
        if line is None or not file.endswith((".jsonl", ".ndjson")):
            return Holder(
                "raw file",
                f"{file}, record {place.index}",
                note="empty the record and leave it there: those behind it keep their ids",
            )
        if not place.ranked:
            command = f"sed -i '{line}d' -- {quoted(file)}"
            return Holder("raw file", f"{file}, line {line}", (command,))
        # A record that is taken out would give those behind it other ids.
        command = f"sed -i '{line}s/.*/{{}}/' -- {quoted(file)}"
        return Holder("raw file", f"{file}, line {line}", (command,), _EMPTIED)

    def datasets(self) -> Iterator[Holder]:
        """The datasets in the folder that have it."""
        for name in ("data/normalised", "data/findings", record.PACKAGE, record.PUBLIC):
            folder = self.root / name
            if (folder / store.DESCRIPTOR).is_file() and self._has(folder):
                remake = "pressmark release --tier public" if name == record.PUBLIC else "dvc repro"
                yield Holder("dataset", name, (remake,))

    def _has(self, folder: Path) -> bool:
        """Whether a dataset has the article; findings alone are taken to be about all of it."""
        dataset = Dataset.open(folder)
        if self.spans and "blocks" in dataset.files:
            return holders.has_block(dataset, self.names, self.spans)
        if "articles" not in dataset.files:
            package = self.root / "data" / "normalised"
            return (package / store.DESCRIPTOR).is_file() and self._has(package)
        lacking = {"aliases", "captures", "sources"} - dataset.files.keys()
        return bool(lacking) or holders.places(dataset, self.names) is not None

    def build_cache(self) -> Iterator[Holder]:
        """What a build keeps of earlier ones."""
        if (self.root / BUILD_CACHE).is_dir():
            yield Holder("build cache", BUILD_CACHE, ("pressmark cache --clear",))

    def written(self) -> Iterator[Holder]:
        """What people wrote of it beside the sources, now and in git's history."""
        made, waived = corrections.place(self.config), waiving.place(self.config)
        for file in (made, waived):
            name = shown(file, self.root) if file else ""
            for number in lines_naming(self.root / name, self.names) if name else ():
                command = f"sed -i '{number}d' {quoted(name)}"
                alone = file == made
                yield Holder(
                    "written beside",
                    f"{name}:{number}",
                    (command,) if alone else (),
                    "" if alone else "take out the whole entry",
                )
        if made is not None:
            name, pattern = shown(made, self.root), "|".join(sorted(self.names))
            yield from self._history(name, f"-G{pattern}", lines_out(name, pattern))
        if self.config.metadata is not None:
            table = self.config.metadata.table
            yield Holder(
                "metadata",
                table,
                note="take out the row of the file, where it states a title or more",
            )

    def history(self) -> Iterator[Holder]:
        """The commits of every raw file that held it."""
        for place in self.places:
            name = place.archive or place.path
            if place.alone and not self.spans:
                yield from self._history(name, "--full-history", file_out(name))
            else:
                yield from self._history(name, "--full-history", None)

    def _history(self, name: str, sought: str, command: str | None) -> Iterator[Holder]:
        """The commits in which a file held it, and the command that rewrites them.

        None where the file holds what stays, too: then no one command does it.
        """
        said = self.corpus.git(
            "log", "--all", "-E", "--format=%h", sought, "--", f":(literal){name}"
        )
        commits = said.output.decode("utf-8", "replace").split()
        if commits and not said.code and command is None:
            yield Holder("git history", f"{name} in {', '.join(commits)}", note=_SHARED)
        elif commits and not said.code and command is not None:
            yield Holder(
                "git history",
                f"{name} in {', '.join(commits)}",
                (COMMIT, command, *REWRITTEN, *(PUSHED if self._pushes else ())),
                "the history is another one afterwards: tell everybody who has a clone, and ask "
                "the host to collect its garbage; git log -S finds other files that quote it",
            )

    def versions(self) -> Iterator[Holder]:
        """The versions that have it: their objects here and in the remote, and their tags."""
        if self.unread:
            yield Holder("versions", "not all could be read", note=self.unread)
        if not self.versions_held:
            return
        yield from self._all_objects()
        tags = " ".join(f"v{version}" for version in self.versions_held)
        refs = " ".join(f":refs/tags/v{version}" for version in self.versions_held)
        yield Holder(
            "tags",
            tags,
            (f"git tag -d {tags}", *([f"git push origin {refs}"] if self._pushes else [])),
            "only where the versions are to go as such: a tag that stays gives a version from "
            "which `pull` leaves the article out, as long as its data are there",
        )

    def _all_objects(self) -> Iterator[Holder]:
        """The objects of the versions in DVC's cache and remotes, those of one place together."""
        stale: dict[_Store, dict[str, None]] = {}
        shared: dict[_Store, dict[str, None]] = {}
        of: dict[_Store, dict[str, None]] = {}
        for version in self.versions_held:
            for path, md5s, kept in self._recorded(version):
                for place in [("DVC's cache", ".dvc/cache", "rm -f --"), *self._remotes(path)]:
                    found = [md5 for md5 in md5s if self._there(place, md5)]
                    stale.setdefault(place, {}).update(dict.fromkeys(found))
                    if found:
                        of.setdefault(place, {})[f"{path} of {version}"] = None
                    if any(self._there(place, md5) for md5 in kept):
                        shared.setdefault(place, {})[f"{path} of {version}"] = None
        for place, gone in stale.items():
            if gone:
                told = f"{place[0]}: {', '.join(of[place])}"
                yield Holder("data of versions", told, _removing(place, list(gone)), GONE)
        for place, names in shared.items():
            yield Holder("data of versions", f"{place[0]}: {', '.join(names)}", note=_NOW)

    def _recorded(self, version: str) -> Iterator[tuple[str, list[str], list[str]]]:
        """Each dataset of a version: its objects that can go, and those that the folder has now.

        The latter are given for a dataset that still has the article.
        """
        checkout = Checkout(self.root)
        lock = checkout.file("dvc.lock", f"v{version}") or b""
        public = checkout.file(record.PUBLIC_FILE, f"v{version}") or b""
        for path, recorded in (record.outs(lock) | record.outs_of_file(public)).items():
            objects = set(self._tree(recorded.md5).values())
            now = path in self._holding and self._current.get(path) == recorded.md5
            yield path, sorted(objects - self._needed), sorted(objects) if now else []

    def _there(self, place: _Store, md5: str) -> bool:
        return "://" in place[1] or self._object(place[1], md5).exists()

    def _object(self, base: str, md5: str) -> Path:
        return self.root / base / "files" / "md5" / md5[:2] / md5[2:]

    def _tree(self, md5: str) -> dict[str, str]:
        """The objects of a dataset by their paths, as far as they are known; its own is at ``."""
        name = f"{md5}.dir"
        for base in (self.root / ".dvc/cache", *(Path(b) for _, b, _ in self._remotes(None))):
            path = base / "files" / "md5" / name[:2] / name[2:]
            if path.is_file():
                return {"": name, **read_tree(path.read_bytes(), md5)}
        return {"": name}

    @cached_property
    def _holding(self) -> set[str]:
        """The datasets in the folder that still have it; the packed raw files are apart."""
        return {holder.where for holder in self.datasets()}

    @cached_property
    def _current(self) -> dict[str, str]:
        """The object of each dataset that dvc.lock records now."""
        lock = self.root / "dvc.lock"
        outs = record.outs(lock.read_bytes()) if lock.is_file() else {}
        return {path: recorded.md5 for path, recorded in outs.items()}

    @cached_property
    def _pushes(self) -> bool:
        """Whether there is an origin to push to."""
        return b"origin" in self.corpus.git("remote").output.split()

    def copies(self) -> Iterator[Holder]:
        """Other articles of the package that have the very same text."""
        here = self.root / record.PACKAGE
        if self.texts and not self.spans and (here / store.DESCRIPTOR).is_file():
            for name in holders.same(Dataset.open(here), self.texts, self.names):
                command = f"pressmark withdraw {name} --reason CLASS"
                note = f"the very same text, and not withdrawn; if it is to go, too: {command}"
                yield Holder("exact duplicate", name, note=note)

    @cached_property
    def _needed(self) -> set[str]:
        """The objects of the datasets as they are now, which other versions may share.

        Shards with a raw file that is to go are none of them.
        """
        lock = self.root / "dvc.lock"
        outs = record.outs(lock.read_bytes()) if lock.is_file() else {}
        held = self._shards()
        return {
            name
            for path, recorded in outs.items()
            for at, name in self._tree(recorded.md5).items()
            if path != _INGESTED or not held or (at and at not in held)
        }

    def _shards(self) -> set[str]:
        """The packed files of the raw files that hold it."""
        import pyarrow.parquet as pq

        gone = {place.archive or place.path for place in self.places}
        folder = self.root / _INGESTED
        found = set()
        for path in sorted(folder.glob("*.parquet")) if folder.is_dir() else ():
            paths = pq.read_table(path, columns=["path"])["path"].to_pylist()
            if gone & set(paths):
                found.add(path.name)
        return found

    def _remotes(self, path: str | None) -> list[tuple[str, str, str]]:
        """The remote of a dataset: what it is called, its base and what removes a file there."""
        try:
            remote = Checkout(self.root).remote(path or record.PACKAGE)
        except PressmarkError:
            return []
        if remote.scheme == "file":
            return [(f"the remote {remote.url}", remote.url, "rm -f --")]
        remove = {"s3": "aws s3 rm"}.get(remote.scheme, "# remove there:")
        if endpoint := remote.options.get("endpointurl"):
            remove += f" --endpoint-url {quoted(endpoint)}"
        return [(f"the remote {remote.url}", remote.url, remove)]

    def pulled(self) -> Iterator[Holder]:
        """What this person pulled, of whichever corpus."""
        folder = shared().folder
        if any(folder.iterdir()):
            yield Holder(
                "cache of what was pulled",
                str(folder),
                (f"rm -rf -- {quoted(str(folder))}",),
                "of every corpus; it is fetched again where it is needed",
            )
