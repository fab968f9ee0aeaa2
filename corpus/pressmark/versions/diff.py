"""Comparing two sides, each named as people name them: a folder, a version, a git revision."""

from __future__ import annotations

import os
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from pressmark import store
from pressmark.compare import Diff, compare
from pressmark.dataset import Dataset
from pressmark.flow import withdrawn
from pressmark.versions import git
from pressmark.versions.part import Part
from pressmark.versions.pull import pull, pull_revision
from pressmark.versions.reference import parse_reference
from pressmark_schema.errors import UsageError
from pressmark_schema.withdrawals import FILE

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pressmark_schema.withdrawals import Withdrawal


def diff(
    a: str | os.PathLike[str],
    b: str | os.PathLike[str],
    *,
    ids: Sequence[str] | None = None,
    verify: bool = True,
    progress: Callable[[str], None] = lambda _: None,
) -> Diff:
    """Compare two datasets in words of articles.

    Args:
        a: a package or dataset folder, REPO@VERSION, or a git revision of the repository around
            the working folder; the earlier one.
        b: the same; the later one.
        ids: look at these articles alone, each an id or an alias.
        verify: hash every file before it is read or skipped.
        progress: told what is fetched, in sentences.

    Returns:
        A `Diff`: counts and iterators over what was added, removed, withdrawn, renamed, changed.
        Close it, or use it in a `with` statement.

    Raises:
        UsageError: a side is none of these.
        IntegrityError: bytes are not those declared.
        EnvironmentFaultError: a version cannot be fetched now.
    """
    with ExitStack() as stack:
        sides = [opened(os.fspath(side), stack, progress) for side in (a, b)]
        (one, first), (other, second) = sides
        if first == second:
            first, second = os.fspath(a), os.fspath(b)
        made = compare(one, other, ids=ids, names=(first, second), verify=verify)
        # The pulled files are needed as long as the difference is read.
        made.keep(stack.pop_all())
        return made


def opened(side: str, stack: ExitStack, progress: Callable[[str], None]) -> tuple[Dataset, str]:
    """The dataset that `side` names, and what it is called; `stack` removes what was pulled."""
    path = Path(side)
    if path.exists():
        folder = path.parent if path.name == store.DESCRIPTOR else path
        if not (folder / store.DESCRIPTOR).is_file():
            raise UsageError(f"{side} is no package or dataset", hint="it has no datapackage.json")
        dataset = Dataset.open(folder)
        return dataset, dataset.package.version or side
    scratch = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="pressmark-")))
    here = Path.cwd()
    if _names_version(side):
        pulled = pull(side, scratch / "package", progress=progress)
        if pulled.left_out:
            progress(f"{side}: {pulled.left_out}")
        return Dataset.open(pulled.folder), pulled.version
    if git.is_revision(here, side):
        part = Part(withdrawn=_withdrawn(here))
        pulled = pull_revision(here, side, scratch / "package", part=part, progress=progress)
        return Dataset.open(pulled.folder), side
    raise UsageError(
        f"{side!r} is no package, version or git revision",
        hint="give a folder, REPO@1.2.0, or a revision of the repository around this folder",
    )


def _withdrawn(folder: Path) -> tuple[Withdrawal, ...]:
    """What the corpus around a folder withdraws now."""
    file = git.top(folder) / FILE
    return withdrawn.read(file).listed if file.is_file() else ()


def _names_version(side: str) -> bool:
    try:
        return parse_reference(side).version is not None
    except UsageError:
        # HEAD@{1} is a revision, and has an @ too.
        if "@{" not in side and "@" in side:
            raise
        return False
