"""Loading a corpus by its version: pulled into the cache once, opened from there."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from pressmark import loading, store
from pressmark.versions.cache import shared
from pressmark.versions.pull import pull_version
from pressmark.versions.reference import parse_reference
from pressmark_schema.errors import UsageError

if TYPE_CHECKING:
    from pressmark.loading import Corpus


def load(source: str | os.PathLike[str], *, verify: bool = True) -> Corpus:
    """Open a package as a corpus: a folder, or a version of a repository.

    Args:
        source: a package's or dataset's folder, its datapackage.json, or a version: REPO@1.2.0,
            REPO@latest, REPO@^1.2. A version is pulled into the cache once (see
            PRESSMARK_CACHE); which one it is, is said on stderr.
        verify: hash every file that will be read, before anything is read from it.

    Raises:
        UsageError: there is no package of ours, or no such version.
        IntegrityError: a file is not the one that the descriptor declares; it names the file, the
            hash expected and the one found.
        EnvironmentFaultError: git, DVC or a remote cannot do it now.
    """
    text = os.fspath(source)
    if isinstance(source, str) and not Path(text).exists() and _names_version(text):
        folder, version = _pulled(text)
        corpus = loading.load(folder, verify=verify)
        digest = store.sha256_file(folder / store.DESCRIPTOR)
        name = corpus.package.title or corpus.package.name or "corpus"
        shown = "".join(char if char.isprintable() else "?" for char in name)
        sys.stderr.write(f"{shown} {version}, sha256 of its descriptor {digest}\n")
        return corpus
    return loading.load(source, verify=verify)


def _names_version(text: str) -> bool:
    try:
        return parse_reference(text).version is not None
    except UsageError:
        return False


def _pulled(text: str) -> tuple[Path, str]:
    """Where the version is in the cache, pulled if it is not; and which it is."""
    pulled = pull_version(parse_reference(text), shared().folder / "datasets")
    return pulled.folder, pulled.version
