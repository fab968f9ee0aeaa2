"""Holders among versions: their objects in DVC's cache and remotes, and their tags."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from pressmark import store as packages
from pressmark.versions import record
from pressmark.versions.checkout import Checkout
from pressmark.versions.left.packed import names_one
from pressmark.versions.left.removal import GONE, Holder, quoted
from pressmark.versions.left.search import INGESTED
from pressmark.versions.reference import is_version, precedence
from pressmark.versions.tree import read_tree
from pressmark_schema.errors import PressmarkError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from pressmark.versions.left.search import Search

_NOW = "the folder has the same data now: build and release first, then list again for the commands"
_TAGS = (
    "only where the versions are to go as such: a tag that stays gives a version from which `pull` "
    "leaves the article out, as long as its data are there"
)
_PACKED = (
    "made before the raw files were changed; their packages lack it and can be pulled, but not "
    "made again from their sources"
)
_UNREAD = "they are not on this machine, so nobody looked: dvc fetch --all-tags, then list again"
_OTHERS = "unless another corpus, or a branch that is not here, keeps its data there"
_AT_ONCE = 400
"""Objects that one command removes: the line of a shell has an end."""


def versions(found: Search) -> Iterator[Holder]:
    """The versions that have it: their objects here and in the remotes, and their tags."""
    if found.unread:
        yield Holder("versions", "not all could be read", note=found.unread)
    if not (found.root / "dvc.lock").is_file():
        return
    known = _Known(found)
    if found.versions:
        yield from _objects(known)
    yield from _later(known)
    yield from _of_no_version(known)
    if not found.versions:
        return
    tags = " ".join(f"v{version}" for version in found.versions)
    refs = " ".join(f":refs/tags/v{version}" for version in found.versions)
    pushed = [f"git push origin {refs}"] if found.pushes else []
    yield Holder("tags", tags, (f"git tag -d {tags}", *pushed), _TAGS)


@dataclass(frozen=True)
class _Store:
    """A store of objects: what it is called, its base, and what removes a file there."""

    called: str
    base: str
    remove: str = "rm -f --"

    def path(self, root: Path, name: str) -> Path:
        """Where it keeps an object, if that is on this machine."""
        return root / self.base / "files" / "md5" / name[:2] / name[2:]

    def has(self, root: Path, name: str) -> bool:
        """Whether it keeps an object; what is elsewhere may have each."""
        return "://" in self.base or self.path(root, name).exists()

    def removing(self, names: Sequence[str]) -> tuple[str, ...]:
        """The commands that remove objects: few where one takes many."""
        paths = [quoted(f"{self.base}/files/md5/{name[:2]}/{name[2:]}") for name in names]
        many = _AT_ONCE if self.remove.startswith("rm ") else 1
        starts = range(0, len(paths), many)
        return tuple(f"{self.remove} {' '.join(paths[at : at + many])}" for at in starts)


@dataclass
class _Held:
    """What a store has: objects that can go, and of which datasets they and the others are."""

    stale: dict[str, None] = field(default_factory=dict)
    of: dict[str, None] = field(default_factory=dict)
    shared: dict[str, None] = field(default_factory=dict)


def _objects(known: _Known) -> Iterator[Holder]:
    """The objects of the versions, those of one store together."""
    found = known.found
    held: dict[_Store, _Held] = {}
    for version in found.versions:
        for path, names, kept in known.recorded(version):
            for place in (_CACHE, *known.remotes(path)):
                mine, told = held.setdefault(place, _Held()), f"{path} of {version}"
                stale = [name for name in names if place.has(found.root, name)]
                mine.stale.update(dict.fromkeys(stale))
                if stale:
                    mine.of[told] = None
                if any(place.has(found.root, name) for name in kept):
                    mine.shared[told] = None
    for place, mine in held.items():
        if mine.stale:
            told = f"{place.called}: {', '.join(mine.of)}"
            yield Holder("data of versions", told, place.removing(list(mine.stale)), GONE)
    for place, mine in held.items():
        if mine.shared:
            told = f"{place.called}: {', '.join(mine.shared)}"
            yield Holder("data of versions", told, note=_NOW)


_CACHE = _Store("DVC's cache", ".dvc/cache")


def _later(known: _Known) -> Iterator[Holder]:
    """The packed raw files of versions whose packages lack it: made before the raw file changed."""
    stale: dict[str, str] = {}
    for version in known.others:
        held, unread = known.packed(version)
        stale |= dict.fromkeys(held, version)
        if unread:
            where = f"{INGESTED} of {version}"
            yield Holder("packed raw files of later versions", where, note=_UNREAD)
    for place in (_CACHE, *known.remotes(INGESTED)):
        here = [name for name in stale if place.has(known.found.root, name)]
        if here:
            told = ", ".join(dict.fromkeys(stale[name] for name in here))
            where = f"{place.called}: {INGESTED} of {told}"
            yield Holder("packed raw files of later versions", where, place.removing(here), _PACKED)


def _of_no_version(known: _Known) -> Iterator[Holder]:
    """The objects of builds that became no version, in the stores on this machine."""
    root, places = known.found.root, (_CACHE, *known.remotes(None), *known.remotes(INGESTED))
    for place in dict.fromkeys(places):
        names = known.unrecorded(place)
        held = known.found.packed.held((name, place.path(root, name)) for name in names)
        held |= {n for n in names if names_one(place.path(root, n), known.found.names)}
        if held:
            what, note = "data of builds that became no version", "" if place == _CACHE else _OTHERS
            yield Holder(what, place.called, place.removing(sorted(held)), note)


class _Known:
    """The objects of versions, and those that the datasets of the folder need now."""

    def __init__(self, found: Search) -> None:
        self.found, self.checkout = found, Checkout(found.root)

    def recorded(self, version: str) -> Iterator[tuple[str, list[str], list[str]]]:
        """Each dataset of a version: its objects that can go, and those that the folder has now.

        The latter are given for a dataset that still has the article.
        """
        lock = self.checkout.file("dvc.lock", f"v{version}") or b""
        public = self.checkout.file(record.PUBLIC_FILE, f"v{version}") or b""
        for path, recorded in (record.outs(lock) | record.outs_of_file(public)).items():
            objects = set(self._tree(recorded.md5).values())
            now = path in self.found.holding and self._current.get(path) == recorded.md5
            yield path, sorted(objects - self._needed), sorted(objects) if now else []

    @cached_property
    def others(self) -> list[str]:
        """The versions whose packages lack it."""
        return sorted({tag[1:] for tag in self._tags} - {*self.found.versions}, key=precedence)

    @cached_property
    def _tags(self) -> list[str]:
        ended = self.checkout.try_git("tag", "--list", "v*")
        return [tag for tag in ended.output.decode().split() if is_version(tag[1:])]

    def packed(self, version: str) -> tuple[list[str], bool]:
        """The packed raw files of a version that hold it, and whether some could not be read."""
        recorded = record.outs(self.checkout.file("dvc.lock", f"v{version}") or b"").get(INGESTED)
        if recorded is None:
            return [], False
        tree = self._tree(recorded.md5)
        named = tree.get(packages.DESCRIPTOR)
        described = self._on_disk(named) if named else None
        if described is None:
            return [], self._elsewhere
        resources = packages.read_descriptor(described).resources
        names = [tree[path] for item in resources for path in item.paths if path in tree]
        here = [(name, path) for name in names if (path := self._on_disk(name))]
        lacking = len(here) < len(names) and self._elsewhere
        return sorted(self.found.packed.held(here)), lacking

    @property
    def _elsewhere(self) -> bool:
        """Whether what is not on this machine may be elsewhere."""
        return any("://" in place.base for place in self.remotes(INGESTED))

    def _on_disk(self, name: str) -> Path | None:
        paths = [p.path(self.found.root, name) for p in (_CACHE, *self.remotes(INGESTED))]
        return next((path for path in paths if path.is_file()), None)

    def unrecorded(self, place: _Store) -> list[str]:
        """The objects of a store on this machine that neither a version nor the folder records."""
        if "://" in place.base:
            return []
        folder = self.found.root / place.base / "files" / "md5"
        names = sorted(f"{p.parent.name}{p.name}" for p in folder.glob("??/*") if p.is_file())
        return [name for name in names if name not in self._all]

    def remotes(self, path: str | None) -> list[_Store]:
        """The remote of a dataset, as a store; none where there is none."""
        try:
            remote = self.checkout.remote(path or record.PACKAGE)
        except PressmarkError:
            return []
        called = f"the remote {remote.url}"
        if remote.scheme == "file":
            return [_Store(called, remote.url)]
        remove = {"s3": "aws s3 rm"}.get(remote.scheme, "# remove there:")
        if endpoint := remote.options.get("endpointurl"):
            remove += f" --endpoint-url {quoted(endpoint)}"
        return [_Store(called, remote.url, remove)]

    def _tree(self, md5: str) -> dict[str, str]:
        """The objects of a dataset by their paths, as far as they are known; its own is at ``."""
        name = f"{md5}.dir"
        for place in (_CACHE, *self.remotes(None)):
            path = place.path(self.found.root, name)
            if path.is_file():
                return {"": name, **read_tree(path.read_bytes(), md5)}
        return {"": name}

    @cached_property
    def _current(self) -> dict[str, str]:
        """The object of each dataset that dvc.lock records now."""
        lock = self.found.root / "dvc.lock"
        outs = record.outs(lock.read_bytes()) if lock.is_file() else {}
        return {path: recorded.md5 for path, recorded in outs.items()}

    @cached_property
    def _all(self) -> set[str]:
        """The objects that a version or the folder records."""
        found: set[str] = set()
        locks = [self.checkout.file("dvc.lock", at) for at in ("HEAD", *self._tags)]
        files = [self.checkout.file(record.PUBLIC_FILE, at) for at in ("HEAD", *self._tags)]
        outs = [
            *map(record.outs, filter(None, locks)),
            *map(record.outs_of_file, filter(None, files)),
        ]
        for md5 in {out.md5 for some in outs for out in some.values()} | {*self._current.values()}:
            found |= {*self._tree(md5).values()}
        return found

    @cached_property
    def _needed(self) -> set[str]:
        """The objects of the datasets as they are now, which other versions may share.

        Shards with a raw file that is to go are none of them.
        """
        held = self.found.shards
        return {
            name
            for path, md5 in self._current.items()
            for at, name in self._tree(md5).items()
            if path != INGESTED or not held or (at and at not in held)
        }
