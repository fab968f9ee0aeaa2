"""What still holds a withdrawn article: every copy that its corpus knows of, and how it goes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

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
from pressmark_schema.errors import PressmarkError
from pressmark_schema.vocabulary import IdBasis

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pressmark.config import Config
    from pressmark.versions.holders import Place

_INGESTED = "data/ingested"
BUILD_CACHE = ".pressmark/cache"
"""Where a build keeps what it made of batches that did not change."""


def where_left(
    folder: Path, key: str, progress: Callable[[str], None] = lambda _: None
) -> list[Holder]:
    """Everything known to hold the article `key`, an id or alias on the list or in the package.

    Nothing is removed. What others copied is not known: the last entry says so.
    """
    corpus = Corpus.around(folder)
    config = configuration.find(corpus.root)
    names = _names(config, key)
    found = _Search(corpus, config, names, progress)
    return [
        *found.raw(),
        *found.datasets(),
        *found.build_cache(),
        *found.written(),
        *found.versions(),
        *found.pulled(),
        Holder(
            "published copies",
            "archives such as Zenodo, and whoever pulled a version",
            note="they cannot be recalled: ask the archive to withdraw its copy. Whoever pulls "
            "a version again gets it without what is withdrawn.",
        ),
    ]


def _names(config: Config, key: str) -> frozenset[str]:
    """Every id of an article that the list knows by `key`."""
    article = key.partition("_")[0]
    listed = withdrawn.listed(config).of([article])
    return frozenset(name for item in listed for name in item.names) | {article}


class _Search:
    """One search; `data` are the tables of each version that could be read."""

    def __init__(
        self,
        corpus: Corpus,
        config: Config,
        names: frozenset[str],
        progress: Callable[[str], None],
    ) -> None:
        self.corpus, self.root, self.config, self.names = corpus, corpus.root, config, names
        self.places: list[Place] = []
        self.versions_held: list[str] = []
        self.unread: str = ""
        here = self.root / record.PACKAGE
        if (here / store.DESCRIPTOR).is_file():
            self.places += holders.places(Dataset.open(here), names) or []
        try:
            for version, data in holders.each(self.root, progress):
                found = holders.places(data, names)
                if found is not None:
                    self.versions_held.append(version)
                    self.places += found
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
        # A record that is taken out would give those behind it other ids.
        command = f"sed -i '{line}s/.*/{{}}/' -- {quoted(file)}"
        return Holder("raw file", f"{file}, line {line}", (command,))

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
        for place in self.places:
            if place.alone:
                name = place.archive or place.path
                yield from self._history(name, "--full-history", file_out(name))
        if self.config.metadata is not None:
            table = self.config.metadata.table
            yield Holder(
                "metadata",
                table,
                note="take out the row of the file, where it states a title or more",
            )

    def _history(self, name: str, sought: str, command: str) -> Iterator[Holder]:
        """The commits in which a file held it, and the command that rewrites them."""
        said = self.corpus.git(
            "log", "--all", "-E", "--format=%h", sought, "--", f":(literal){name}"
        )
        commits = said.output.decode("utf-8", "replace").split()
        if commits and not said.code:
            yield Holder(
                "git history",
                f"{name} in {', '.join(commits)}",
                (COMMIT, command, *REWRITTEN),
                "the history is another one afterwards: tell everybody who has a clone, and ask "
                "the host to collect its garbage; git log -S finds other files that quote it",
            )

    def versions(self) -> Iterator[Holder]:
        """The versions that have it: their objects here and in the remote, and their tags."""
        if self.unread:
            yield Holder("versions", "not all could be read", note=self.unread)
        if not self.versions_held:
            return
        for version in self.versions_held:
            yield from self._objects(version)
        tags = " ".join(f"v{version}" for version in self.versions_held)
        refs = " ".join(f":refs/tags/v{version}" for version in self.versions_held)
        yield Holder(
            "tags",
            tags,
            (f"git tag -d {tags}", f"git push origin {refs}"),
            "only where the versions are to go as such: a tag that stays gives a version from "
            "which `pull` leaves the article out, as long as its data are there",
        )

    def _objects(self, version: str) -> Iterator[Holder]:
        checkout = Checkout(self.root)
        lock = checkout.file("dvc.lock", f"v{version}") or b""
        public = checkout.file(record.PUBLIC_FILE, f"v{version}") or b""
        for path, recorded in (record.outs(lock) | record.outs_of_file(public)).items():
            objects = self._tree(recorded.md5)
            stale = sorted(set(objects.values()) - self._needed)
            if not stale:
                continue
            remotes = self._remotes(path)
            for where, base, remove in [("DVC's cache", ".dvc/cache", "rm -f --"), *remotes]:
                commands = tuple(
                    f"{remove} {quoted(f'{base}/files/md5/{md5[:2]}/{md5[2:]}')}"
                    for md5 in stale
                    if "://" in base or self._object(base, md5).exists()
                )
                if commands:
                    yield Holder(f"{path} of {version}", where, commands, GONE)

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

    @property
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
