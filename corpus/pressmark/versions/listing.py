"""The versions of a corpus: its tags, with what each records of the package."""

from __future__ import annotations

import importlib.util
import re
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from pressmark.versions import git, record
from pressmark.versions.reference import is_version, precedence
from pressmark.versions.released import FILE, Released

if TYPE_CHECKING:
    from pressmark.versions.record import Recorded

_COMMITTER = re.compile(rb"^committer .*> ([0-9]{1,12}) [+-][0-9]{4}$", re.MULTILINE)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Version:
    """A version: its tag, the tag's commit and that commit's time in UTC, the package it records.

    `date` is None where the commit states no time that can be, `package` where dvc.lock records
    none or DVC, which brings the reader of dvc.lock, is not installed. `released` is what
    `pressmark release` recorded; None for a version that was tagged by hand.
    """

    version: str
    tag: str
    commit: str
    date: datetime | None
    package: Recorded | None
    released: Released | None = None


def list_versions(repo: str) -> list[Version]:
    """The versions of the corpus at `repo` (a path or git URL), in order, without pulling data.

    Tags that are no `vX.Y.Z` or `vX.Y.Z-pre` are left out. Raises UsageError where there is no
    repository, EnvironmentFaultError where git cannot read it, IntegrityError for a broken lock.
    """
    with tempfile.TemporaryDirectory(prefix="pressmark-") as folder:
        bare = Path(folder, "repository.git")
        git.fetch(repo, "v*", bare)
        tags = [tag for tag in git.tags(bare) if tag.startswith("v") and is_version(tag[1:])]
        names = [name for tag in tags for name in (_commit(tag), _lock(tag), _release(tag))]
        found = git.objects(bare, names, record.LIMIT)
    versions = [_version(tag, found) for tag in tags if _commit(tag) in found]
    return sorted(versions, key=lambda version: precedence(version.version))


def _commit(tag: str) -> str:
    return f"refs/tags/{tag}^{{commit}}"


def _lock(tag: str) -> str:
    return f"{_commit(tag)}:dvc.lock"


def _release(tag: str) -> str:
    return f"{_commit(tag)}:{FILE}"


def _version(tag: str, found: dict[str, tuple[str, bytes]]) -> Version:
    commit, content = found[_commit(tag)]
    lock = found.get(_lock(tag))
    readable = lock is not None and importlib.util.find_spec("ruamel") is not None
    package = record.outs(lock[1]).get(record.PACKAGE) if lock and readable else None
    stated = found.get(_release(tag))
    released = Released.read(stated[1]) if stated else None
    if released is not None and released.version != tag[1:]:
        released = None
    return Version(tag[1:], tag, commit, _committed(content), package, released)


def _committed(commit: bytes) -> datetime | None:
    """The committer's time in a commit object."""
    stated = _COMMITTER.search(commit.split(b"\n\n", 1)[0])
    try:
        return _EPOCH + timedelta(seconds=int(stated[1])) if stated else None
    except OverflowError:
        return None
