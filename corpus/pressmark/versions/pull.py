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
    with publishing(target) as staging:
        files, size = _fill(staging, recorded, remote, progress)
        sha256 = store.sha256_file(staging / store.DESCRIPTOR)
    return Pulled(target, reference.tag[1:], dataset, files, size, sha256)


def _inspect(reference: Reference, path: str) -> tuple[Recorded, Remote]:
    """What a version records of the out `path` and where that lies, from git's objects alone."""
    with tempfile.TemporaryDirectory(prefix="pressmark-") as folder:
        bare = Path(folder, "repository.git")
        git.fetch(reference.repo, reference.tag, bare)
        commit = f"refs/tags/{reference.tag}^{{commit}}"
        names = [f"{commit}:{name}" for name in ("dvc.lock", "dvc.yaml", ".dvc/config")]
        found = git.objects(bare, names, record.LIMIT)
    lock, pipeline, config = (found.get(name, ("", b""))[1] for name in names)
    try:
        recorded = _recorded(record.outs(lock), path, reference)
        name = record.remote_of(pipeline, path)
        return recorded, choose_remote(config, git.local_folder(reference.repo), name)
    except IntegrityError as error:
        raise IntegrityError(f"{masked(reference.repo)}, {reference.tag}: {error}") from error


def _recorded(outs: dict[str, Recorded], path: str, reference: Reference) -> Recorded:
    if path in outs:
        return outs[path]
    known = ", ".join(sorted(ours for ours in outs if ours.startswith("data/"))) or "no dataset"
    raise UsageError(f"{reference.tag} records no {path}", hint=f"it records {known}")


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
