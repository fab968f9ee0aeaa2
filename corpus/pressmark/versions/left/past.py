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
    in_states,
    lines_out,
    quoted,
    rewriting,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pressmark.versions.left.search import File, Search

_AFTER = (
    "the history is another one afterwards: tell everybody who has a clone, and ask the host to "
    "collect its garbage; git log -S finds other files that quote it"
)
_STATES = (
    "a record is found in the states in which a version had it: where it was otherwise between "
    "two versions, git log -S finds it"
)
_SHARED = (
    "the file has more than what is withdrawn, and no command is certain to find it in every "
    "commit: rewrite it with git filter-repo --replace-text, or take all of it out of the history"
)


def history(found: Search) -> Iterator[Holder]:
    """The commits of each file that held it, and the one command that rewrites them all."""
    held, out, filters = list[str](), list[str](), list[str]()
    for file in found.files:
        commits = _commits(found, file.name)
        if not commits:
            continue
        if file.alone:
            out.append(file.name)
        elif scripts := _states(found, file, commits):
            filters.append(in_states(file.name, scripts))
        elif not file.by_line:
            command = f"git filter-repo --invert-paths --path {quoted(file.name)}"
            yield Holder("git history", _told(file.name, commits), note=f"{_SHARED}: {command}")
            continue
        else:
            continue
        held.append(_told(file.name, commits))
    if (made := corrections.place(found.config)) is not None:
        name, pattern = shown(made, found.root), "|".join(sorted(found.names))
        if commits := _commits(found, name, f"-G{pattern}"):
            held.append(_told(name, commits))
            filters.append(lines_out(name, pattern))
    if held:
        tree, index = "; ".join(filters), files_out(out) if out else ""
        pushed = PUSHED if found.pushes else ()
        commands = (COMMIT, rewriting(tree=tree, index=index), *REWRITTEN, *pushed)
        note = f"{_AFTER}; {_STATES}" if filters else _AFTER
        yield Holder("git history", "; ".join(held), commands, note)


def _states(found: Search, file: File, commits: list[str]) -> dict[str, str]:
    """What `sed` does to each state of a file of lines that has the record, by its blob."""
    scripts = {}
    for commit in commits if file.by_line else ():
        at = f"{commit}:{file.name}"
        blob = found.corpus.git("rev-parse", "--quiet", "--verify", at)
        content = found.corpus.git("cat-file", "blob", at)
        if not (blob.code or content.code):
            lines = file.lines(content.output.split(b"\n"))
            if lines:
                scripts[blob.output.decode().strip()] = file.script(lines)
    return scripts


def _commits(found: Search, name: str, sought: str = "--full-history") -> list[str]:
    """The commits in which a file changed, the newest first; none outside a repository."""
    said = found.corpus.git("log", "--all", "-E", "--format=%h", sought, "--", f":(literal){name}")
    return [] if said.code else said.output.decode("utf-8", "replace").split()


def _told(name: str, commits: list[str]) -> str:
    return f"{name} in {', '.join(commits)}"
