"""What a release writes: the stamped packages, the changelog, the citation, one commit."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from pressmark.dataset import Dataset
from pressmark.export import datapackage
from pressmark.export.withheld import withhold
from pressmark.publish import publishing
from pressmark.versions import changelog, citation, record
from pressmark.versions.released import FILE
from pressmark.versions.releasing.run import CITATION, DATACITE, ZENODO
from pressmark.versions.stamp import stamp
from pressmark_schema.errors import UsageError

if TYPE_CHECKING:
    from pressmark.compare import Diff
    from pressmark.versions.released import Released
    from pressmark.versions.releasing.run import Run


def write(run: Run, released: Released, diff: Diff | None) -> Released:
    """Stamp and record the packages, and write what is told of them."""
    run.progress(f"writing {released.version}")
    digest = stamp(run.package, released.version, released.created, "internal")
    released = released.model_copy(update={"sha256": digest})
    lock = run.root / "dvc.lock"
    stage = record.stage_of(lock.read_bytes(), record.PACKAGE)
    if stage is None:
        raise UsageError(f"no stage of dvc.yaml makes {record.PACKAGE}")
    run.checkout.dvc("commit", "--force", "--quiet", stage)
    if run.tier == "public":
        released = _write_public(run, released)
    else:
        (run.root / record.PUBLIC_FILE).unlink(missing_ok=True)
    _documents(run, released, diff)
    return released


def _write_public(run: Run, released: Released) -> Released:
    """Make `data/public`, and record it beside the pipeline: it follows from the package."""
    target = run.root / record.PUBLIC
    with publishing(target) as staging, tempfile.TemporaryDirectory(dir=staging) as scratch:
        public = withhold(Dataset.open(run.package), Path(scratch))
        made = Path(scratch, "package")
        made.mkdir()
        datapackage.write(public, made, run.config.build.csv)
        withheld = public.package.pressmark.withheld if public.package.pressmark else None
        for path in made.iterdir():
            shutil.move(path, staging / path.name)
    digest = stamp(target, released.version, released.created, "public")
    own = "  remote: public\n" if run.checkout.has_remote("public") else ""
    text = f"outs:\n- path: {record.PUBLIC}\n  hash: md5\n{own}"
    (run.root / record.PUBLIC_FILE).write_text(text, encoding="utf-8")
    run.checkout.dvc("commit", "--force", "--quiet", record.PUBLIC_FILE)
    return released.model_copy(update={"public_sha256": digest, "withheld": withheld})


def _documents(run: Run, released: Released, diff: Diff | None) -> None:
    """Write changelog, citation and the record of the release."""
    public = released.tier == "public"
    shown = run.root / record.PUBLIC if public else run.package
    package = Dataset.open(shown).package
    work = citation.work_of(package, released.public_sha256 if public else released.sha256)
    texts = {
        run.config.release.changelog: changelog.updated(
            _text(run, run.config.release.changelog),
            released.version,
            released.created[:10],
            diff,
            run.checkout.git("tag", "--list", "v*").split(),
        ),
        CITATION: citation.cff(work, _text(run, CITATION)),
        DATACITE: citation.datacite(work),
        ZENODO: citation.zenodo(work, released.tier),
        FILE: released.text(),
    }
    for name, text in texts.items():
        (run.root / name).write_text(text, encoding="utf-8", newline="\n")


def _text(run: Run, name: str) -> str:
    path = run.root / name
    return path.read_text(encoding="utf-8") if path.is_file() else ""


def commit(run: Run, released: Released) -> None:
    """Commit what the release wrote, and what the pipeline wrote for git, at the release's time."""
    run.progress("committing")
    here = [name for name in run.ours if (run.root / name).is_file()]
    gone = [name for name in run.ours if name not in here and run.checkout.file(name) is not None]
    run.checkout.git("add", "--force", "--", *here)
    if gone:
        run.checkout.git("rm", "--quiet", "--cached", "--", *gone)
    # Counts and plots that a stage writes belong to the version.
    kept = run.checkout.git(
        "ls-files", "-z", "--modified", "--others", "--exclude-standard", "data"
    )
    if paths := [path for path in kept.split("\0") if path]:
        run.checkout.git("add", "--all", "--", *paths)
    message = f"Release {released.version}\n\n" + "\n".join(released.difference)
    run.checkout.git("commit", "--quiet", "--message", message, when=released.created)
