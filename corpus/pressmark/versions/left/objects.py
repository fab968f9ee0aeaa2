"""Holders among versions: their objects in DVC's cache and remotes, and their tags."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from pressmark.versions import record
from pressmark.versions.checkout import Checkout
from pressmark.versions.left.removal import GONE, Holder, quoted
from pressmark.versions.left.search import INGESTED
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
_AT_ONCE = 400
"""Objects that one command removes: the line of a shell has an end."""


def versions(found: Search) -> Iterator[Holder]:
    """The versions that have it: their objects here and in the remotes, and their tags."""
    if found.unread:
        yield Holder("versions", "not all could be read", note=found.unread)
    if not found.versions:
        return
    yield from _objects(found)
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


def _objects(found: Search) -> Iterator[Holder]:
    """The objects of the versions, those of one store together."""
    known = _Known(found)
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
