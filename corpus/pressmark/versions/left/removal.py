"""How copies of a withdrawn article are removed: what is listed, and the commands of a shell."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Holder:
    """Something that holds the words: what it is, where, and the commands that remove it.

    The commands are those of a shell in the corpus folder. Without any, `note` says what to do.
    """

    what: str
    where: str
    commands: tuple[str, ...] = ()
    note: str = ""


GONE = "the version cannot be pulled any more afterwards, nor made again from its sources"
COMMIT = "git commit --quiet --all --allow-empty --message 'Without what is withdrawn'"
REWRITTEN = (
    "git for-each-ref --format='delete %(refname)' refs/original | git update-ref --stdin",
    "git reflog expire --expire=now --all",
    "git gc --prune=now",
)
"""What forgets the old history once it is rewritten."""
PUSHED = ("git push --force --all origin", "git push --force --tags origin")
"""What makes the origin have the new history."""


def lines_out(name: str, pattern: str) -> str:
    """The filter of a tree that takes the lines with these ids out of a file."""
    word = quoted(name)
    return f"test ! -f {word} || sed -i -E '/{pattern}/d' {word}"


def in_states(name: str, scripts: Mapping[str, str]) -> str:
    """The filter of a tree that runs `sed` on a file, as each state of it, a blob, asks for."""
    word, blob = quoted(name), quoted(f":{name}")
    cases = " ".join(f"{state}) sed -i '{script}' {word};;" for state, script in scripts.items())
    return f'case "$(git rev-parse --quiet --verify {blob})" in {cases} esac'


def files_out(names: Sequence[str]) -> str:
    """The filter of an index that takes files out."""
    literals = " ".join(quoted(f":(literal){name}") for name in names)
    return f"git rm --quiet --cached --ignore-unmatch -- {literals}"


def rewriting(*, tree: str, index: str) -> str:
    """The command that carries out filters, one at least, on every commit."""
    filters = "".join(
        f" --{kind}-filter {quoted(command)}"
        for kind, command in (("tree", tree), ("index", index))
        if command
    )
    return (
        f"FILTER_BRANCH_SQUELCH_WARNING=1 git filter-branch --force{filters} "
        "--tag-name-filter cat -- --all"
    )


def quoted(name: str) -> str:
    """A name as one word of a shell's command; what drives a terminal is spelt out in it."""
    if name.isprintable():
        return shlex.quote(name)
    plain = "".join(c if c.isprintable() and c not in "'\\" else _octal(c) for c in name)
    return f"$'{plain}'"


def _octal(character: str) -> str:
    """A character by the bytes of its UTF-8, as a shell reads them in $'…'."""
    return "".join(f"\\{byte:03o}" for byte in character.encode("utf-8", "surrogateescape"))


def lines_naming(file: Path, names: Collection[str]) -> list[int]:
    """The lines of a file that name the article, from 1; the last first, as `sed` moves others."""
    if not file.is_file():
        return []
    lines = file.read_text(encoding="utf-8", errors="replace").split("\n")
    return [n for n, line in enumerate(lines, 1) if any(name in line for name in names)][::-1]
