"""What a release changes: the difference from the last version, and the number it asks for."""

from __future__ import annotations

import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from pressmark.compare import compare, summary
from pressmark.dataset import Dataset
from pressmark.versions import numbering
from pressmark.versions.pull import pull_revision
from pressmark.versions.reference import is_version, precedence
from pressmark.versions.released import Released
from pressmark.versions.reproducing import tools
from pressmark.versions.stamp import rows
from pressmark_schema.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from contextlib import ExitStack

    from pressmark.compare import Diff
    from pressmark.versions.releasing.run import Run


def previous(run: Run) -> str | None:
    """The latest version that is tagged."""
    tags = run.checkout.git("tag", "--list", "v*").split()
    versions = [tag[1:] for tag in tags if is_version(tag[1:])]
    return max(versions, key=precedence, default=None)


def difference(run: Run, last: str, stack: ExitStack) -> Diff:
    """What differs between that version and the package as it is; `stack` gives it back."""
    run.progress(f"comparing with {last}")
    scratch = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="pressmark-")))
    pulled = pull_revision(run.root, f"v{last}", scratch / "previous")
    before, now = Dataset.open(pulled.folder), Dataset.open(run.package)
    return stack.enter_context(compare(before, now, names=(last, "now")))


def choose(
    run: Run, asked: str | None, last: str | None, diff: Diff | None
) -> tuple[str, list[str]]:
    """The version to release, and why it must be at least as large as it is."""
    if last is None or diff is None:
        first = asked or run.config.corpus.version or numbering.FIRST
        numbering.require_enough(first, None, first, [])
        return first, []
    by, reasons = numbering.step(diff)
    least = numbering.after(last, by)
    if asked is None and not diff and run.tier == "internal":
        raise UsageError(
            f"nothing changed since {last}", hint="name a version to release all the same"
        )
    numbering.require_enough(asked or least, last, least, reasons)
    return asked or least, reasons


def described(
    run: Run, version: str, last: str | None, diff: Diff | None, more: Sequence[str] = ()
) -> Released:
    """The record of the release, its hashes still to come; its time is now."""
    counts = rows(run.package)
    sentences = list(summary.sentences(diff)) if diff is not None else ["first version"]
    sentences += more
    return Released(
        version=version,
        created=f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}",
        tier=run.tier,
        previous=last,
        articles=counts.get("articles", 0),
        blocks=counts.get("blocks", 0),
        sha256="0" * 64,
        tools=tools.installed(),
        difference=sentences,
    )
