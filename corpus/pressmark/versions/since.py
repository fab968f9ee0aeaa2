"""What a corpus withdrew after a version: by the list of the tag that was made last."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from pressmark.versions import git
from pressmark.versions.process import masked
from pressmark.versions.reference import is_version, precedence
from pressmark_schema.errors import IntegrityError, UsageError
from pressmark_schema.withdrawals import FILE, parse

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pressmark_schema.withdrawals import Withdrawal

LIMIT = 64 * 2**20
"""Bytes of a list beyond which it is not read."""
_SMALL = 256 * 1024
_COMMITTER = re.compile(rb"^committer .*> ([0-9]{1,12}) [+-][0-9]{4}$", re.MULTILINE)


def latest(repo: str) -> tuple[Withdrawal, ...]:
    """The list of the version of the corpus at `repo` that was made last.

    That is the tag with the latest commit, not that with the highest number: a withdrawal may come
    with 1.0.1 after 2.0.0. Raises as `git.fetch`; IntegrityError where the list cannot be read,
    since a version must not be taken for whole then.
    """
    with tempfile.TemporaryDirectory(prefix="pressmark-") as folder:
        bare = Path(folder, "repository.git")
        git.fetch(repo, "v*", bare)
        tags = [tag for tag in git.tags(bare) if tag.startswith("v") and is_version(tag[1:])]
        commits = {tag: f"refs/tags/{tag}^{{commit}}" for tag in tags}
        found = git.objects(bare, commits.values(), _SMALL)
        made = {tag: found[name][1] for tag, name in commits.items() if name in found}
        if not made:
            return ()
        last = max(made, key=lambda tag: (_time(made[tag]), precedence(tag[1:])))
        try:
            return of(bare, commits[last])
        except IntegrityError as error:
            raise IntegrityError(f"{masked(repo)}, {last}: {error}") from error


def of(repo: Path, commit: str) -> tuple[Withdrawal, ...]:
    """The list in a commit of a repository on this machine; empty where it has none."""
    name = f"{commit}:{FILE}"
    if not git.holds(repo, name):
        return ()
    found = git.objects(repo, [name], LIMIT)
    try:
        return tuple(parse(found[name][1].decode("utf-8")))
    except (KeyError, UnicodeDecodeError, UsageError) as error:
        raise IntegrityError(
            f"its {FILE}, the list of what is withdrawn, cannot be read",
            hint="a newer pressmark may read it; its owner can mend it",
        ) from error


def after(listed: Sequence[Withdrawal], own: Sequence[Withdrawal]) -> tuple[Withdrawal, ...]:
    """What is `listed` and was not yet on a version's own list."""
    known = {(item.id, item.span) for item in own}
    return tuple(item for item in listed if (item.id, item.span) not in known)


def _time(commit: bytes) -> int:
    """The committer's seconds in a commit object; none are before all."""
    stated = _COMMITTER.search(commit.split(b"\n\n", 1)[0])
    return int(stated[1]) if stated else 0
