"""Checks of git: a repository, nothing large or made in it, raw bytes that no tool converts."""

from __future__ import annotations

import shutil
from shlex import quote
from typing import TYPE_CHECKING

from pressmark.versions.doctor.verdict import Fault

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pressmark.versions.doctor.corpus import Corpus

LARGE = 10 * 2**20
"""Bytes from which on a file is no text of an article, and slows every clone down for ever."""
_IGNORED = {
    "data/package/x": "/data/*",
    "data/ingested/x": "/data/*",
    ".dvc/config.local": "/.dvc/config.local",
    ".dvc/cache/x": "/.dvc/cache",
    ".dvc/tmp/x": "/.dvc/tmp",
}
"""What must not come into git, each with the line of .gitignore that keeps it out."""


def repository(corpus: Corpus) -> Iterator[Fault]:
    """Git is there, and the folder is in a repository."""
    if shutil.which("git") is None:
        yield Fault("git is not installed", "install it: https://git-scm.com/downloads")
    elif corpus.git("rev-parse", "--show-toplevel").code:
        yield Fault("the folder is in no git repository", "git init")


def ignored(corpus: Corpus) -> Iterator[Fault]:
    """What DVC keeps, and what is this machine's alone, is kept out of git."""
    lines = {
        line: path
        for path, line in _IGNORED.items()
        if corpus.git("check-ignore", "--quiet", "--no-index", path).code
    }
    for line, path in lines.items():
        what = f"{path.removesuffix('/x')} is not ignored by git"
        yield Fault(what, f"echo {quote(line)} >> .gitignore")


def made(corpus: Corpus) -> Iterator[Fault]:
    """No output of the pipeline is tracked by git."""
    outs = [out for stage in corpus.stages.values() for out in _cached(stage.get("outs"))]
    for out in outs:
        if any(path == out or path.startswith(f"{out}/") for path in corpus.tracked):
            yield Fault(
                f"{out} is made by the pipeline, and git tracks it too",
                f"git rm -r --cached --quiet -- {quote(out)}",
            )


def _cached(outs: object) -> Iterator[str]:
    for out in outs if isinstance(outs, list) else []:
        if isinstance(out, str):
            yield out
        elif isinstance(out, dict):
            yield from (str(path) for path, kept in out.items() if _kept_by_dvc(kept))


def _kept_by_dvc(options: object) -> bool:
    return not (isinstance(options, dict) and str(options.get("cache")).lower() == "false")


def large(corpus: Corpus) -> Iterator[Fault]:
    """No large file is tracked by git."""
    for path in corpus.tracked:
        file = corpus.root / path
        if not file.is_symlink() and file.is_file() and file.stat().st_size > LARGE:
            size = file.stat().st_size / 2**20
            yield Fault(
                f"git tracks {path}, which has {size:,.0f} MiB",
                f"git rm --cached -- {quote(path)} && echo {quote(f'/{path}')} >> .gitignore",
            )


def line_ends(corpus: Corpus) -> Iterator[Fault]:
    """Git converts no raw file: their bytes are what every place in the corpus points to."""
    for raw in corpus.raw:
        said = corpus.git("check-attr", "-z", "text", "--", f"{raw}/x.txt").output.split(b"\0")
        if said[2:3] != [b"unset"]:
            yield Fault(
                f"git may convert the line ends of files in {raw}",
                f"echo {quote(f'{raw}/** -text')} >> .gitattributes",
            )
