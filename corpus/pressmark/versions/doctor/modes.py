"""Checks of the folders that DVC and pulls trust: nobody else may write into them."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING

from pressmark.versions.cache import shared
from pressmark.versions.doctor.corpus import shown
from pressmark.versions.doctor.verdict import Fault

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pressmark.versions.doctor.corpus import Corpus

_OTHERS = stat.S_IWGRP | stat.S_IWOTH


def caches(corpus: Corpus) -> Iterator[Fault]:
    """Nobody else can change a dataset in a cache: DVC takes what lies there as it is."""
    if sys.platform == "win32":
        return
    for folder in (corpus.root / ".dvc" / "cache", corpus.root / ".dvc" / "tmp", shared().folder):
        if folder.is_dir() and (why := _open_to_others(folder)):
            yield Fault(
                f"{shown(folder, corpus.root)} {why}",
                f"chmod 700 {quote(shown(folder, corpus.root))}",
            )


def site_cache(corpus: Corpus) -> Iterator[Fault]:
    """DVC's site cache, which it reads with pickle, lies where nobody else can write.

    DVC makes it writable for all: only a folder above it can keep others out.
    """
    from dvc.dirs import site_cache_dir

    if sys.platform == "win32":
        return
    place = Path(site_cache_dir(corpus.core("site_cache_dir"))).absolute()
    if not any(_private(folder) for folder in place.parents):
        private = corpus.root / ".dvc" / "tmp" / "private"
        here = shown(private, corpus.root)
        yield Fault(
            f"a dvc that you start yourself keeps pickles in {place}, where others can write: "
            "they could run code as you",
            f"mkdir -p {quote(here)} && chmod 700 {quote(here)} && "
            f"dvc config --local core.site_cache_dir {quote(f'{private}/site')}",
        )


def _private(folder: Path) -> bool:
    """Whether only its owner, who is us, can enter a folder."""
    try:
        found = folder.stat()
    except OSError:
        return False
    return found.st_uid == os.getuid() and not found.st_mode & 0o077


def _open_to_others(folder: Path) -> str:
    """Why others could change what is in a folder; nothing where they cannot."""
    found = folder.stat()
    if found.st_uid not in {os.getuid(), 0}:
        return "belongs to another user"
    if found.st_mode & _OTHERS and not any(_private(above) for above in folder.parents):
        return f"can be written by others (mode {found.st_mode & 0o777:o})"
    return ""
