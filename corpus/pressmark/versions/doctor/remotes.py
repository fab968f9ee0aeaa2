"""Checks of DVC's remotes: one is set, it can be reached and found, raw data are not public."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING

from pressmark.versions import dvc, record
from pressmark.versions.doctor.verdict import Fault
from pressmark.versions.process import masked
from pressmark.versions.remote import Remote, choose_remote
from pressmark_schema.errors import PressmarkError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pressmark.versions.doctor.corpus import Corpus

PUBLIC = "public"
"""The name of the remote that everyone may read."""
_RAW = ("data/ingested", "data/normalised", record.PACKAGE)
"""The datasets with full texts, whatever their rights."""


def verified(corpus: Corpus) -> Iterator[Fault]:
    """DVC checks what it fetches from every remote."""
    for name, options in corpus.remotes.items():
        if str(options.get("verify")).lower() != "true":
            yield Fault(
                f"what is fetched from the remote {name!r} is not verified",
                f"dvc remote modify {quote(name)} verify true",
            )


def configured(corpus: Corpus) -> Iterator[Fault]:
    """There is a remote for the data, and pulls can use every remote that is there."""
    if corpus.core("remote") is None:
        yield Fault(
            "there is no remote for the data: nobody could pull a version",
            "dvc remote add --default store ADDRESS",
        )
    names = [*corpus.remotes, *filter(None, [corpus.core("remote")])]
    for name in dict.fromkeys(names):
        try:
            choose_remote(corpus.merged, corpus.root, name)
        except PressmarkError as fault:
            yield Fault(str(fault), fault.hint or f"dvc remote modify {quote(name)} url ADDRESS")


def absolute(corpus: Corpus) -> Iterator[Fault]:
    """Every remote has an address that counts from everywhere.

    A relative one counts from the repository: it is lost for whoever clones it, and for
    `dvc get` and `dvc import` of a file:// address, which look at a copy elsewhere.
    """
    for name, options in corpus.remotes.items():
        url = str(options.get("url", ""))
        if "://" not in url and not Path(url).expanduser().is_absolute():
            place = os.path.normpath(corpus.root / ".dvc" / url)
            yield Fault(
                f"the remote {name!r} is at {masked(url)!r}, which only this copy of the "
                "repository finds",
                f"dvc remote modify {quote(name)} url {quote(place)}",
            )


def reachable(corpus: Corpus) -> Iterator[Fault]:
    """Every remote answers."""
    for name in corpus.remotes:
        remote = choose_remote(corpus.merged, corpus.root, name)
        if remote.scheme == "file":
            yield from _folder(name, Path(remote.url))
            continue
        if why := _unreachable(remote):
            yield Fault(
                f"the remote {name!r} cannot be reached: {why}",
                f"dvc status --cloud --remote {quote(name)}",
            )


def _folder(name: str, folder: Path) -> Iterator[Fault]:
    if not folder.is_dir():
        yield Fault(
            f"the folder of the remote {name!r} is not there: {folder}",
            f"mkdir -p {quote(str(folder))}",
        )
    elif not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
        yield Fault(
            f"the folder of the remote {name!r} cannot be written: {folder}",
            f"chmod u+rwx {quote(str(folder))}, or ask its owner",
        )


def _unreachable(remote: Remote) -> str:
    """Why a remote does not answer; empty where it does."""
    try:
        dvc.require(remote.scheme)
    except PressmarkError as fault:
        return f"{fault} ({fault.hint})"
    with tempfile.TemporaryDirectory(prefix="pressmark-") as folder:
        return dvc.Workspace.create(Path(folder), remote).unreachable()


def apart(corpus: Corpus) -> Iterator[Fault]:
    """Full texts are not pushed to the remote that everyone may read."""
    places = {
        name: choose_remote(corpus.merged, corpus.root, name).url.rstrip("/")
        for name in corpus.remotes
    }
    public = _public(corpus)
    if public is None:
        return
    exposed = [
        path
        for path in _RAW
        if (name := corpus.remote_of(path)) and places.get(name) == places.get(public)
    ]
    if exposed:
        yield Fault(
            f"{', '.join(exposed)} would be pushed to {public!r}, which everyone may read",
            "dvc remote add --default store ADDRESS, with an address of its own",
        )


def _public(corpus: Corpus) -> str | None:
    """The remote for everyone: the one of that name, else the one that public.dvc names."""
    if PUBLIC in corpus.remotes:
        return PUBLIC
    file = corpus.root / record.PUBLIC_FILE
    return record.remote_of_file(file.read_bytes(), record.PUBLIC) if file.is_file() else None
