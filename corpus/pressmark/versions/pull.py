"""Pulling one dataset of one version: through DVC, verified, published all or nothing."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pressmark import store
from pressmark.export.withdrawn import said
from pressmark.publish import publishing
from pressmark.versions import dvc, git, record, since
from pressmark.versions.cache import Cache, shared
from pressmark.versions.part import DESCRIPTORS, Part, declared_sizes, released_sha256
from pressmark.versions.process import masked
from pressmark.versions.record import PUBLIC, PUBLIC_FILE
from pressmark.versions.reference import Reference, best, parse_reference
from pressmark.versions.remote import Remote, choose_remote
from pressmark_schema.errors import EnvironmentFaultError, IntegrityError, UsageError
from pressmark_schema.withdrawals import written

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from pressmark.versions.record import Recorded
    from pressmark_schema.withdrawals import Withdrawal


DATASETS = ("ingested", "normalised", "findings", "package", "public")
"""The datasets of a corpus; each is the directory of that name below `data/`."""


@dataclass(frozen=True, slots=True)
class Pulled:
    """A dataset that was pulled: where it is, of which version, how large.

    `sha256` is the descriptor's as it was released: it declares the SHA-256 of every other file,
    so it stands for the dataset as a whole and is what is cited. `derived` is that of the one in
    the folder where less was pulled, else None. `moved` are the bytes that came from the remote
    now, `part` is what was asked of it, if not all. `left_out` is the sentence that says how many
    articles are not there since they were withdrawn later; None where none is.
    """

    folder: Path
    version: str
    dataset: str
    files: int
    bytes: int
    sha256: str
    moved: int
    part: Part
    left_out: str | None = None
    derived: str | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """Who is told what: each step in a sentence, and bytes that are here of all that are due."""

    step: Callable[[str], None] = lambda _: None
    arrived: Callable[[int, int], None] = lambda _, __: None


def pull(  # noqa: PLR0913 - each is given by its name
    reference: Reference | str,
    target: Path,
    *,
    only: str | None = None,
    tables: Sequence[str] = (),
    where: str | None = None,
    as_released: bool = False,
    progress: Callable[[str], None] = lambda _: None,
    arrived: Callable[[int, int], None] = lambda _, __: None,
) -> Pulled:
    """Pull a version and publish it at `target`.

    What was pulled before lies in a cache that versions share (see `cache.shared`), so that a
    pull that was interrupted goes on, and a later version fetches what is new. Nothing of the
    repository is run or checked out. What was withdrawn since, by the list of the tag that was
    made last, is left out once every byte is verified; the descriptor says so.

    Args:
        reference: REPO@1.2.0, REPO@latest, REPO@^1.2.
        target: the folder to write, as a whole or not at all.
        only: a dataset; without it the public package where the version has one, else the package.
        tables: only these tables, as Parquet.
        where: only articles that meet this SQL condition (see `Filters`); only the tables that it
            or `tables` needs are fetched.
        as_released: leave nothing out, for whoever may still read what was withdrawn.
        progress: told each step in a sentence.
        arrived: told the bytes that are here, and those that will be.

    Raises UsageError for what does not exist or is not pulled from, EnvironmentFaultError where
    git, DVC or the remote cannot do it now, IntegrityError naming the file whose bytes are not
    those declared.
    """
    if only is not None and only not in DATASETS:
        raise UsageError(f"no dataset {only!r}", hint=f"one of {', '.join(DATASETS)}")
    told = Told(progress, arrived)
    asked = parse_reference(reference) if isinstance(reference, str) else reference
    dvc.require()
    exact = resolve(asked)
    told.step(f"reading {exact.tag} of {masked(exact.repo)}")
    recorded, remote, own = _inspect(exact, only)
    withdrawn = () if as_released else since.after(since.latest(exact.repo), own)
    part = Part(tuple(tables), where, withdrawn)
    return pull_recorded(target, exact.tag[1:], recorded, remote, part, shared(), told)


def pull_version(reference: Reference, folder: Path, *, as_released: bool = False) -> Pulled:
    """The whole dataset of a version in a folder of its own below `folder`, pulled where need be.

    One that is there is not verified again; one that was pulled before something of it was
    withdrawn is removed. Raises as `pull` does.
    """
    dvc.require()
    exact = resolve(reference)
    recorded, remote, own = _inspect(exact, None)
    withdrawn = () if as_released else since.after(since.latest(exact.repo), own)
    target = folder / f"{recorded.md5}{_mark(withdrawn)}"
    version, part = exact.tag[1:], Part(withdrawn=withdrawn)
    if withdrawn:
        shutil.rmtree(folder / recorded.md5, ignore_errors=True)
    if not (target / store.DESCRIPTOR).is_file():
        objects = Cache(shared().folder, shared=False)
        return pull_recorded(target, version, recorded, remote, part, objects)
    files = store.staged(target)
    size = sum(path.stat().st_size for path in files)
    sha256 = released_sha256(target)
    dataset = recorded.path.removeprefix("data/")
    left_out = said(store.read_descriptor(target))
    derived = _derived(target, sha256)
    return Pulled(target, version, dataset, len(files), size, sha256, 0, part, left_out, derived)


def _derived(folder: Path, released: str) -> str | None:
    """The hash of the descriptor in a folder, where it is not the one that was released."""
    own = store.sha256_file(folder / store.DESCRIPTOR)
    return own if own != released else None


def _mark(withdrawn: Sequence[Withdrawal]) -> str:
    """What tells the folder of a version without what was withdrawn from that with it."""
    text = "".join(map(written, withdrawn))
    return f"-{hashlib.sha256(text.encode()).hexdigest()[:16]}" if text else ""


def resolve(reference: Reference) -> Reference:
    """The reference to one version that a reference to the latest of some means.

    Raises UsageError where no version fits.
    """
    if reference.exact or reference.version is None:
        return reference
    versions = [tag[1:] for tag in git.tags_of(reference.repo)]
    found = best(reference.version, versions)
    if found is None:
        shown = masked(reference.repo)
        raise UsageError(
            f"{shown} has no version {reference.version}",
            hint=f"`pressmark versions {shown}` lists them",
        )
    return Reference(reference.repo, found)


def pull_revision(
    repo: Path,
    revision: str,
    target: Path,
    *,
    part: Part | None = None,
    progress: Callable[[str], None] = lambda _: None,
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
    recorded, remote = _read(found, commit, root, "package", revision)
    own = Remote("file", str(root / ".dvc" / "cache"))
    kept = Path(own.url, "files", "md5", recorded.md5[:2], f"{recorded.md5[2:]}.dir")
    source = own if kept.is_file() else remote
    return pull_recorded(target, revision, recorded, source, part, told=Told(progress))


def pull_recorded(
    target: Path,
    version: str,
    recorded: Recorded,
    remote: Remote,
    part: Part | None = None,
    cache: Cache | None = None,
    told: Told | None = None,
) -> Pulled:
    """Pull what a dvc.lock or .dvc file records of a dataset from a remote; raises as `pull`.

    Without a `cache` every byte comes from the remote.
    """
    # A part that lacks only what is withdrawn is no part, and still to be asked.
    part, told = Part() if part is None else part, told or Told()
    _refuse_withdrawn(recorded, version, part)
    with publishing(target) as staging:
        sha256, moved = _fill(staging, _Source(recorded, remote, cache), part, version, told)
        files = store.staged(staging)
        size = sum(path.stat().st_size for path in files)
    dataset, left_out = recorded.path.removeprefix("data/"), said(store.read_descriptor(target))
    derived = _derived(target, sha256)
    return Pulled(
        target, version, dataset, len(files), size, sha256, moved, part, left_out, derived
    )


def _refuse_withdrawn(recorded: Recorded, version: str, part: Part) -> None:
    """Refuse a dataset out of which nobody can tell what is to be left."""
    if part.withdrawn and recorded.path not in {record.PACKAGE, PUBLIC, "data/normalised"}:
        raise UsageError(
            f"{recorded.path} of {version} has what was withdrawn since, and cannot go without",
            hint="pull the package; or, where you may read it, add --as-released",
        )


def _names(commit: str) -> list[str]:
    return [f"{commit}:{name}" for name in ("dvc.lock", "dvc.yaml", ".dvc/config", PUBLIC_FILE)]


def _inspect(
    reference: Reference, dataset: str | None
) -> tuple[Recorded, Remote, tuple[Withdrawal, ...]]:
    """What a version records of a dataset, where that lies, and what the version withdraws.

    From git's objects alone.
    """
    commit = f"refs/tags/{reference.tag}^{{commit}}"
    with tempfile.TemporaryDirectory(prefix="pressmark-") as folder:
        bare = Path(folder, "repository.git")
        git.fetch(reference.repo, reference.tag, bare)
        found = git.objects(bare, _names(commit), record.LIMIT)
        own = since.of(bare, commit)
    try:
        local = git.local_folder(reference.repo)
        return *_read(found, commit, local, dataset, reference.tag), own
    except IntegrityError as error:
        raise IntegrityError(f"{masked(reference.repo)}, {reference.tag}: {error}") from error


def _read(
    found: dict[str, tuple[str, bytes]],
    commit: str,
    repo: Path | None,
    dataset: str | None,
    called: str,
) -> tuple[Recorded, Remote]:
    """What the objects of a commit say of a dataset; the public one where none is asked for."""
    lock, pipeline, config, public = (found.get(n, ("", b""))[1] for n in _names(commit))
    outs = record.outs(lock) | record.outs_of_file(public)
    if dataset is None:
        dataset = "public" if PUBLIC in outs else "package"
    path = f"data/{dataset}"
    recorded = _recorded(outs, path, called)
    by_stage = record.remote_of(pipeline, path)
    return recorded, choose_remote(config, repo, by_stage or record.remote_of_file(public, path))


def _recorded(outs: dict[str, Recorded], path: str, called: str) -> Recorded:
    if path in outs:
        return outs[path]
    known = ", ".join(sorted(ours for ours in outs if ours.startswith("data/"))) or "no dataset"
    raise UsageError(f"{called} records no {path}", hint=f"it records {known}")


@dataclass(frozen=True, slots=True)
class _Source:
    """What is recorded of a dataset, where that lies, and the cache before it, if any."""

    recorded: Recorded
    remote: Remote
    cache: Cache | None


def _fill(staging: Path, source: _Source, part: Part, version: str, told: Told) -> tuple[str, int]:
    """Put the verified files into `staging`; the descriptor's hash, and the bytes that moved.

    A run that was killed leaves nothing in `staging` that the next one does not remove.
    """
    recorded = source.recorded
    with (
        tempfile.TemporaryDirectory(prefix=".pull-", dir=staging) as private,
        ExitStack() as stack,
    ):
        cache = source.cache or Cache(Path(private, "cache"), shared=False)
        workspace = dvc.Workspace.create(Path(private, "workspace"), source.remote)
        fetcher = stack.enter_context(closing(workspace.fetcher(cache)))
        tree = fetcher.tree(recorded)
        whole = Path(private, "whole")
        whole.mkdir()
        descriptors = [path for path in DESCRIPTORS if path in tree]
        _take(fetcher, tree, descriptors, whole, recorded, Told())
        paths = part.paths(whole, tree)
        rest = [path for path in paths if path not in descriptors]
        here = [path for path in rest if cache.path(tree[path]).is_file()]
        told.step(_due(source, len(paths), len(here), lacking=len(rest) - len(here)))
        _refuse_full(staging, recorded, paths, whole)
        _take(fetcher, tree, rest, whole, recorded, told)
        told.step("verifying every byte")
        sha256 = part.verify(whole, tree)
        part.move(whole, staging, version, sha256)
        return sha256, fetcher.moved


def _due(source: _Source, count: int, here: int, *, lacking: int) -> str:
    """What is said of the files to come: how many, and how many are in the cache."""
    path = source.recorded.path
    if here and not lacking:
        return f"taking {path} from the cache: {count:,} files"
    more = f", {here:,} of them in the cache" if here else ""
    return f"fetching {path}: {count:,} files from {masked(source.remote.url)}{more}"


def _take(
    fetcher: dvc.Fetcher,
    tree: Mapping[str, str],
    paths: Sequence[str],
    folder: Path,
    recorded: Recorded,
    told: Told,
) -> None:
    """Fetch the files at `paths` of a tree and put them into a folder."""
    sizes = declared_sizes(folder)
    total, here = sum(sizes.get(path, 0) for path in paths), 0

    def count(more: int) -> None:
        nonlocal here
        here += more
        told.arrived(here, total)

    fetcher.fetch({f"{recorded.path}/{path}": tree[path] for path in paths}, count)
    for path in paths:
        fetcher.cache.place(tree[path], folder / path)


def _refuse_full(staging: Path, recorded: Recorded, paths: Sequence[str], folder: Path) -> None:
    sizes = declared_sizes(folder)
    due = sum(sizes.get(path, 0) for path in paths)
    free = shutil.disk_usage(staging).free
    if due > free:
        raise EnvironmentFaultError(
            f"{recorded.path} has {due} bytes, {free} are free",
            hint="give another folder with -o",
        )
