"""Holders in git's history: the commits of every file that held it, rewritten all at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pressmark.flow import corrections
from pressmark.versions.doctor.corpus import shown
from pressmark.versions.left.removal import (
    COMMIT,
    PUSHED,
    REWRITTEN,
    Holder,
    files_out,
    lines_out,
    quoted,
    rewriting,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pressmark.versions.left.search import Search

_AFTER = (
    "the history is another one afterwards: tell everybody who has a clone, and ask the host to "
    "collect its garbage; git log -S finds other files that quote it"
)
_SHARED = (
    "the file has more than what is withdrawn, and no command is certain to find it in every "
    "commit: rewrite it with git filter-repo --replace-text, or take all of it out of the history"
)


def history(found: Search) -> Iterator[Holder]:
    """The commits of each file that held it, and the one command that rewrites them all."""
    whole, parts = _raw_files(found)
    held = [(name, commits) for name in whole if (commits := _commits(found, name))]
    index = files_out([name for name, _ in held]) if held else ""
    tree = ""
    if (made := corrections.place(found.config)) is not None:
        name, pattern = shown(made, found.root), "|".join(sorted(found.names))
        if commits := _commits(found, name, f"-G{pattern}"):
            held.append((name, commits))
            tree = lines_out(name, pattern)
    for name in parts:
        if commits := _commits(found, name):
            command = f"git filter-repo --invert-paths --path {quoted(name)}"
            yield Holder("git history", _told(name, commits), note=f"{_SHARED}: {command}")
    if held:
        pushed = PUSHED if found.pushes else ()
        commands = (COMMIT, rewriting(tree=tree, index=index), *REWRITTEN, *pushed)
        yield Holder("git history", "; ".join(_told(*item) for item in held), commands, _AFTER)


def _raw_files(found: Search) -> tuple[list[str], list[str]]:
    """The raw files that held nothing else, and those that hold what stays, too."""
    files: dict[str, bool] = {}
    for item in found.sought:
        for place in item.places:
            alone = place.alone and not item.spans
            files[place.file] = files.get(place.file, True) and alone
    return [n for n, alone in files.items() if alone], [
        n for n, alone in files.items() if not alone
    ]


def _commits(found: Search, name: str, sought: str = "--full-history") -> list[str]:
    """The commits in which a file changed, the newest first; none outside a repository."""
    said = found.corpus.git("log", "--all", "-E", "--format=%h", sought, "--", f":(literal){name}")
    return [] if said.code else said.output.decode("utf-8", "replace").split()


def _told(name: str, commits: list[str]) -> str:
    return f"{name} in {', '.join(commits)}"
