"""Publishing a folder all or nothing: staged beside its target, synced, exchanged, journalled."""

from __future__ import annotations

import contextlib
import ctypes
import os
import re
import shutil
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from pressmark import store
from pressmark_schema.errors import EnvironmentFaultError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2  # Linux: linux/fs.h; macOS has the same bit as RENAME_SWAP (sys/stdio.h)


_HINT = "give a new folder with -o, or remove it yourself"


def of_package(folder: Path) -> frozenset[str]:
    """The paths of the files of the package in `folder`; raises UsageError where it is not ours."""
    if not (folder / store.DESCRIPTOR).is_file():
        raise UsageError(f"{folder} exists and is no package of ours", hint=_HINT)
    if store.read_descriptor(folder).pressmark is None:
        raise UsageError(f"{folder} holds a data package that is not pressmark's", hint=_HINT)
    return frozenset({store.DESCRIPTOR, *store.declared(folder)})


@contextlib.contextmanager
def publishing(target: Path, own: Callable[[Path], frozenset[str]] = of_package) -> Iterator[Path]:
    """A staging folder that becomes `target` when the block ends well, and vanishes otherwise.

    Readers see the old folder or the new one, never a mixture. `own` tells the files of an earlier
    `target` that may be replaced. Raises UsageError when there are others or it is not ours,
    EnvironmentFaultError when another run holds it or the disk refuses.
    """
    target = Path(os.path.abspath(target))  # noqa: PTH100 - resolve() would follow a link
    with _environment(target), holding(target):
        _recover(target)
        _refuse_foreign(target, own)
        staging = Path(tempfile.mkdtemp(prefix=f".{target.name}.new-", dir=target.parent))
        try:
            yield staging
            staging.chmod(0o755)
            _sync(staging)
            _exchange(staging, target)
        finally:
            shutil.rmtree(staging, ignore_errors=True)


@contextlib.contextmanager
def scratch(near: Path) -> Iterator[Path]:
    """A folder for work in progress on the disk of `near`, gone when the block ends."""
    near.parent.mkdir(parents=True, exist_ok=True)
    prefix = f".{near.name}.work-{os.getpid()}-"
    folder = Path(tempfile.mkdtemp(prefix=prefix, dir=near.parent))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def _environment(target: Path) -> Iterator[None]:
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        yield
    except OSError as error:
        if error.errno is None:
            raise
        # A failed write may name no file: its place is then the target's disk.
        # Of two names, as when a file is copied, the second is the one that is written.
        place = error.filename2 or error.filename or target
        raise EnvironmentFaultError(
            f"cannot write {place}: {error.strerror}", hint="give another output with -o"
        ) from error


@contextlib.contextmanager
def holding(target: Path) -> Iterator[None]:
    """Keep every other run from writing `target` while the block lasts.

    Raises EnvironmentFaultError, naming the process, where another run holds it.
    """
    path = target.parent / f".{target.name}.lock"
    # Another's link in the place of the lock must not make us write where it points to.
    own = getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_NOFOLLOW", 0)
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | own, 0o644)
    try:
        if not (_try_lock(descriptor) and _still(path, descriptor)):
            holder = os.read(descriptor, 64).decode(errors="replace").strip() or "another run"
            raise EnvironmentFaultError(
                f"{target} is being written by {holder}",
                hint="wait for it to end, or give another output with -o",
            )
        os.truncate(descriptor, 0)
        os.write(descriptor, f"process {os.getpid()}".encode())
        try:
            yield
        finally:
            path.unlink(missing_ok=True)
    finally:
        os.close(descriptor)


def _still(path: Path, descriptor: int) -> bool:
    """Whether the locked file is still the one at `path`: its last holder removes it."""
    return path.exists() and os.path.samestat(path.stat(), os.fstat(descriptor))


def _try_lock(descriptor: int) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _refuse_foreign(target: Path, own: Callable[[Path], frozenset[str]]) -> None:
    """Refuse to replace what is not ours: a file or link, or a folder with undeclared files."""
    if target.is_symlink():
        raise UsageError(f"{target} is a symbolic link", hint="give the folder it leads to with -o")
    if not target.exists() or (target.is_dir() and not any(target.iterdir())):
        return
    known = own(target)
    for path in store.staged(target):
        if path.relative_to(target).as_posix() not in known:
            raise UsageError(
                f"{target} holds a file that its package does not declare: {path.name}", hint=_HINT
            )


def _sync(folder: Path) -> None:
    for path in [*store.staged(folder), *(p for p in folder.rglob("*") if p.is_dir()), folder]:
        _fsync(path)


def _fsync(path: Path) -> None:
    if sys.platform == "win32" and path.is_dir():
        return
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _exchange(staging: Path, target: Path) -> None:
    """Put `staging` in the place of `target`; afterwards `staging` is what was there before."""
    if not target.exists():
        staging.rename(target)
    elif not _swap(staging, target):
        _two_renames(staging, target)
    _fsync(target.parent)


def _swap(one: Path, other: Path) -> bool:
    """Exchange two paths in one system call; False where the system or file system has none."""
    if sys.platform == "win32":
        return False
    library = ctypes.CDLL(None, use_errno=True)
    names = (os.fsencode(one), os.fsencode(other))
    if hasattr(library, "renameat2"):
        call = (_AT_FDCWD, names[0], _AT_FDCWD, names[1], _RENAME_EXCHANGE)
        return bool(library.renameat2(*call) == 0)
    if hasattr(library, "renamex_np"):
        return bool(library.renamex_np(*names, _RENAME_EXCHANGE) == 0)
    return False


def _two_renames(staging: Path, target: Path) -> None:
    """Move the old folder aside, then the new one in; `_recover` finishes a run cut between."""
    old = target.parent / f".{target.name}.old"
    journal = target.parent / f".{target.name}.journal"
    journal.write_text(staging.name, encoding="utf-8")
    _fsync(journal)
    target.rename(old)
    staging.rename(target)
    _fsync(target.parent)
    shutil.rmtree(old)
    journal.unlink()


def _recover(target: Path) -> None:
    """Finish an exchange that was cut between its two renames, and clear left-over staging."""
    journal = target.parent / f".{target.name}.journal"
    old = target.parent / f".{target.name}.old"
    if journal.is_file():
        name = journal.read_text(encoding="utf-8", errors="replace")
        name = name if re.fullmatch(_staged(target, "new"), name) else ""
        staged = target.parent / name
        if not target.exists() and (name or old.is_dir()):
            (staged if name and staged.is_dir() else old).rename(target)
        shutil.rmtree(old, ignore_errors=True)
        journal.unlink()
    for left in target.parent.iterdir():
        work = re.fullmatch(_staged(target, "work"), left.name)
        if work and _alive(work["process"]):
            continue
        if work or re.fullmatch(_staged(target, "new"), left.name):
            shutil.rmtree(left, ignore_errors=True)


def _staged(target: Path, step: str) -> str:
    """What the names of this target's staging or scratch folders look like, and no other's."""
    process = "(?P<process>[0-9]+)-" if step == "work" else ""
    return rf"\.{re.escape(target.name)}\.{step}-{process}[a-z0-9_]+"


def _alive(process: str) -> bool:
    """Whether the process that made a scratch folder still runs."""
    if sys.platform == "win32":
        return True
    try:
        os.kill(int(process), 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        return True
    return True
