"""Pulling one dataset of one version: through DVC, verified, published all or nothing."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pressmark import store
from pressmark.publish import publishing
from pressmark.versions import dvc, git, record
from pressmark.versions.contents import verify_contents
from pressmark.versions.process import masked
from pressmark.versions.reference import Reference, parse_reference
from pressmark.versions.remote import Remote, choose_remote
from pressmark_schema.errors import EnvironmentFaultError, IntegrityError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

    from pressmark.versions.record import Recorded


DATASETS = ("ingested", "normalised", "findings", "package")
"""The datasets of a corpus; each is the directory of that name below `data/`."""


@dataclass(frozen=True, slots=True)
class Pulled:
    """A dataset that was pulled: where it is, of which version, how large.

    `sha256` is the descriptor's: it declares the SHA-256 of every other file, so it stands for
    the dataset as a whole.
    """

    folder: Path
    version: str
    dataset: str
    files: int
    bytes: int
    sha256: str


def pull(
    reference: Reference | str,
    target: Path,
    *,
    only: str | None = None,
    progress: Callable[[str], None] = lambda _: None,
) -> Pulled:
    """Pull a version's package, or the dataset `only`, and publish it at `target`.

    Nothing of the repository is run or checked out, and nothing is written but `target`.
    `progress` is told each step in a sentence. Raises UsageError for what does not exist or is
    not pulled from, EnvironmentFaultError where git, DVC or the remote cannot do it now,
    IntegrityError naming the file whose bytes are not those declared.
    """
    if isinstance(reference, str):
        reference = parse_reference(reference)
    dataset = only or "package"
    if dataset not in DATASETS:
        raise UsageError(f"no dataset {dataset!r}", hint=f"one of {', '.join(DATASETS)}")
    dvc.require()
    progress(f"reading {reference.tag} of {masked(reference.repo)}")
    recorded, remote = _inspect(reference, f"data/{dataset}")
    return pull_recorded(target, reference.tag[1:], recorded, remote, progress)


def pull_revision(
    repo: Path, revision: str, target: Path, *, progress: Callable[[str], None] = lambda _: None
) -> Pulled:
    """Pull the package that a git revision of the repository around `repo` records.

    From the repository's own cache where that holds it, else from its remote. Raises as `pull`
    does.
    """
    dvc.require()
    root = git.top(repo)
    progress(f"reading {revision} of {root}")
    commit = f"{revision}^{{commit}}"
    found = git.objects(root, _names(commit), record.LIMIT)
    recorded, remote = _read(found, commit, root, record.PACKAGE, revision)
    cache = Remote("file", str(root / ".dvc" / "cache"))
    kept = Path(cache.url, "files", "md5", recorded.md5[:2], f"{recorded.md5[2:]}.dir")
    return pull_recorded(target, revision, recorded, cache if kept.is_file() else remote, progress)


def pull_recorded(
    target: Path,
    version: str,
    recorded: Recorded,
    remote: Remote,
    progress: Callable[[str], None] = lambda _: None,
) -> Pulled:
    """Pull what a dvc.lock or .dvc file records of a dataset from a remote; raises as `pull`."""
    with publishing(target) as staging:
        files, size = _fill(staging, recorded, remote, progress)
        sha256 = store.sha256_file(staging / store.DESCRIPTOR)
    return Pulled(target, version, recorded.path.removeprefix("data/"), files, size, sha256)


def _names(commit: str) -> list[str]:
    return [f"{commit}:{name}" for name in ("dvc.lock", "dvc.yaml", ".dvc/config")]


def _inspect(reference: Reference, path: str) -> tuple[Recorded, Remote]:
    """What a version records of the out `path` and where that lies, from git's objects alone."""
    commit = f"refs/tags/{reference.tag}^{{commit}}"
    with tempfile.TemporaryDirectory(prefix="pressmark-") as folder:
        bare = Path(folder, "repository.git")
        git.fetch(reference.repo, reference.tag, bare)
        found = git.objects(bare, _names(commit), record.LIMIT)
    try:
        return _read(found, commit, git.local_folder(reference.repo), path, reference.tag)
    except IntegrityError as error:
        raise IntegrityError(f"{masked(reference.repo)}, {reference.tag}: {error}") from error


def _read(
    found: dict[str, tuple[str, bytes]], commit: str, repo: Path | None, path: str, called: str
) -> tuple[Recorded, Remote]:
    """What the objects of a commit say of the out `path`."""
    lock, pipeline, config = (found.get(name, ("", b""))[1] for name in _names(commit))
    recorded = _recorded(record.outs(lock), path, called)
    return recorded, choose_remote(config, repo, record.remote_of(pipeline, path))


def _recorded(outs: dict[str, Recorded], path: str, called: str) -> Recorded:
    if path in outs:
        return outs[path]
    known = ", ".join(sorted(ours for ours in outs if ours.startswith("data/"))) or "no dataset"
    raise UsageError(f"{called} records no {path}", hint=f"it records {known}")


def _fill(
    staging: Path, recorded: Recorded, remote: Remote, progress: Callable[[str], None]
) -> tuple[int, int]:
    """Put the verified files of a dataset into `staging`; their number and bytes.

    DVC works inside the staging folder: its checkout is then moved, not copied, and a run that
    was killed leaves nothing that the next one does not remove.
    """
    _refuse_full(staging, recorded)
    with tempfile.TemporaryDirectory(prefix=".pull-", dir=staging) as private:
        workspace = dvc.Workspace.create(Path(private, "workspace"), remote)
        tree = workspace.fetch_tree(recorded)
        progress(f"fetching {recorded.path}: {len(tree)} files from {masked(remote.url)}")
        folder = workspace.pull(recorded, tree)
        progress("verifying every byte")
        size = verify_contents(folder, tree)
        _move(folder, staging)
    return len(tree), size


def _refuse_full(staging: Path, recorded: Recorded) -> None:
    free = shutil.disk_usage(staging).free
    if recorded.bytes and recorded.bytes > free:
        raise EnvironmentFaultError(
            f"{recorded.path} has {recorded.bytes} bytes, {free} are free",
            hint="give another folder with -o",
        )


def _move(folder: Path, staging: Path) -> None:
    """Move a checkout, which DVC made read-only, into the staging folder."""
    for path in store.staged(folder):
        path.chmod(0o644)
    for path in sorted(folder.iterdir()):
        path.rename(staging / path.name)
