"""Publishing a release: the data, then proof that they are there, then the tag, then git."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from pressmark.versions import record
from pressmark.versions.pull import pull_recorded
from pressmark.versions.released import FILE
from pressmark.versions.releasing.prepare import git_remote
from pressmark_schema.errors import EnvironmentFaultError, IntegrityError, UsageError

if TYPE_CHECKING:
    from pressmark.versions.released import Released
    from pressmark.versions.releasing.run import Run


def publish(run: Run, released: Released) -> bool:
    """Push the data, read them back, then tag, then push git; each step may be done again.

    Returns whether git was pushed: without a git remote, commit and tag stay here.
    """
    commit = run.checkout.git("log", "-1", "--format=%H", "--", FILE).strip()
    tag = f"v{released.version}"
    if run.checkout.commit_of(f"refs/tags/{tag}") is None:
        _push_data(run, released, commit)
        message = f"{released.version}\n\n" + "\n".join(released.difference)
        run.checkout.git("tag", "-a", tag, commit, "-m", message, when=released.created)
    return _push_git(run, tag)


def _push_data(run: Run, released: Released, commit: str) -> None:
    for name in ("dvc.lock", record.PUBLIC_FILE):
        path = run.root / name
        if (path.read_bytes() if path.is_file() else None) != run.checkout.file(name, commit):
            raise UsageError(
                f"{name} is not that of the unfinished release {released.version}",
                hint=f"finish it: git checkout {commit[:12]} -- {name}; or give it up: "
                "git reset --soft HEAD~1",
            )
    public = released.tier == "public"
    own = run.checkout.remote_name(record.PACKAGE)
    # The whole package must not follow the public one into a remote that everyone reads.
    whole = not public or (own is not None and own != run.checkout.remote_name(record.PUBLIC))
    datasets = [record.PACKAGE] * whole + [record.PUBLIC] * public
    run.progress("pushing the data: dvc push")
    run.checkout.dvc("push", *([] if whole else [record.PUBLIC_FILE]))
    for dataset in datasets:
        run.progress(f"reading {dataset} back from the remote")
        _read_back(run, dataset, released)


def _read_back(run: Run, path: str, released: Released) -> None:
    """Pull a dataset from its remote as a stranger would, every byte verified."""
    public = path == record.PUBLIC
    name = record.PUBLIC_FILE if public else "dvc.lock"
    content = (run.root / name).read_bytes()
    recorded = (record.outs_of_file if public else record.outs)(content)[path]
    with tempfile.TemporaryDirectory(prefix="pressmark-") as scratch:
        remote = run.checkout.remote(path)
        pulled = pull_recorded(Path(scratch, "back"), released.version, recorded, remote)
    if pulled.sha256 != (released.public_sha256 if public else released.sha256):
        raise IntegrityError(f"{path} in the remote is not that of {released.version}")


def _push_git(run: Run, tag: str) -> bool:
    remote = git_remote(run)
    if remote is None:
        run.progress("there is no git remote: commit and tag stay here")
        return False
    run.progress(f"pushing commit and tag to {remote}")
    branch = run.checkout.try_git("symbolic-ref", "--quiet", "HEAD")
    heads = [] if branch.code else [f"HEAD:{branch.output.decode().strip()}"]
    ended = run.checkout.try_git("push", "--quiet", "--atomic", remote, *heads, f"refs/tags/{tag}")
    if ended.code:
        raise EnvironmentFaultError(
            f"git push to {remote}: {ended.reason}",
            hint="the data and the tag are there; pressmark release pushes git again",
        )
    return True
