"""Publishing a package to a bucket: all its files, and the descriptor that makes it one last."""

from __future__ import annotations

import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from pressmark import store
from pressmark_schema.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pressmark.objects import Operand, Prefix


@contextmanager
def published(target: Operand) -> Iterator[Path]:
    """The folder to write a package into, which is at `target` when the block ends well.

    For a folder it is that folder. For a prefix of a bucket it is a temporary one, uploaded then.
    Raises UsageError, before anything is done, where the prefix holds a package or anything else
    that an interrupted upload cannot have left; EnvironmentFaultError where it cannot be written.
    """
    if isinstance(target, Path):
        yield target
        return
    target.require_bucket()
    require_free(target)
    with tempfile.TemporaryDirectory(prefix="pressmark-") as work:
        folder = Path(work, "package")
        yield folder
        upload(folder, target)


def upload(folder: Path, target: Prefix) -> None:
    """Write the files of a dataset to the objects below `target`, its descriptor last.

    Readers who begin with the descriptor, as all of ours do, see a whole package or none. What an
    interrupted upload of a package left is written again; raises UsageError where an object lies
    there that this one would not replace, and as `published`.
    """
    files = {path.relative_to(folder).as_posix(): path for path in store.staged(folder)}
    require_free(target, set(files))
    for name in sorted(files.keys() - {store.DESCRIPTOR}):
        target.write(name, files[name])
    target.write(store.DESCRIPTOR, files[store.DESCRIPTOR])


def require_free(target: Prefix, names: set[str] | None = None) -> None:
    """Raise UsageError where a package is at `target`, or an object of none of these `names`."""
    there = target.names()
    if store.DESCRIPTOR in there or target.is_object():
        hint = "give another prefix: a package in a bucket is never replaced"
        raise UsageError(f"{target} is there already", hint=hint)
    foreign = sorted(there - names) if names is not None else []
    if foreign:
        hint = "give another prefix, or remove what is below it"
        raise UsageError(f"{target} holds {foreign[0]}, which is not of this package", hint=hint)
