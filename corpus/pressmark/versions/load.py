"""Loading a corpus by its version: pulled into the cache once, opened from there."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from pressmark import loading
from pressmark.export.withdrawn import said
from pressmark.versions.cache import shared
from pressmark.versions.part import released_sha256
from pressmark.versions.pull import pull_version
from pressmark.versions.reference import parse_reference
from pressmark_schema.errors import UsageError

if TYPE_CHECKING:
    from pressmark.export.withdrawn import Tombstones
    from pressmark.loading import Corpus


def load(
    source: str | os.PathLike[str],
    *,
    verify: bool = True,
    tombstones: Tombstones | None = None,
    as_released: bool = False,
) -> Corpus:
    """Open a package as a corpus: a folder, or a version of a repository.

    Args:
        source: a package's or dataset's folder, its datapackage.json, or a version: REPO@1.2.0,
            REPO@latest, REPO@^1.2. A version is pulled into the cache once (see
            PRESSMARK_CACHE); which one it is, is said on stderr.
        verify: hash every file that will be read, before anything is read from it.
        tombstones: what was withdrawn since: the file of a corpus's list (`withdrawn.jsonl`), or
            a list of `Withdrawal`. It is left out, and how much that is, is said on stderr. Of a
            version, what its repository withdrew since is left out without being asked.
        as_released: leave nothing out of a version, for whoever may still read it.

    Raises:
        UsageError: there is no package of ours, or no such version.
        IntegrityError: a file is not the one that the descriptor declares; it names the file, the
            hash expected and the one found.
        EnvironmentFaultError: git, DVC or a remote cannot do it now.
    """
    text = os.fspath(source)
    if isinstance(source, str) and not Path(text).exists() and _names_version(text):
        folder, version = _pulled(text, as_released=as_released)
        corpus = loading.load(folder, verify=verify, tombstones=tombstones)
        digest = released_sha256(folder)
        name = corpus.package.title or corpus.package.name or "corpus"
        shown = "".join(char if char.isprintable() else "?" for char in name)
        sys.stderr.write(f"{shown} {version}, sha256 of its descriptor {digest}\n")
    else:
        corpus = loading.load(source, verify=verify, tombstones=tombstones)
    if left := said(corpus.package):
        sys.stderr.write(f"{left}\n")
    return corpus


def _names_version(text: str) -> bool:
    try:
        return parse_reference(text).version is not None
    except UsageError:
        return False


def _pulled(text: str, *, as_released: bool) -> tuple[Path, str]:
    """Where the version is in the cache, pulled if it is not; and which it is."""
    folder = shared().folder / "datasets"
    pulled = pull_version(parse_reference(text), folder, as_released=as_released)
    return pulled.folder, pulled.version
