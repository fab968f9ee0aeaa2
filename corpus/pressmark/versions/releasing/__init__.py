"""Releasing a version: built, checked, numbered by what changed, its data pushed before its tag."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pressmark import config as configuration
from pressmark.publish import holding
from pressmark.versions import record
from pressmark.versions.checkout import Checkout
from pressmark.versions.releasing import change, prepare, publish, returned, write
from pressmark.versions.releasing.prepare import FindingsError
from pressmark.versions.releasing.run import Run
from pressmark_schema.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pressmark.versions.released import Released, Tier

__all__ = ["FindingsError", "Outcome", "release"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a release did: its record, whether git was pushed, why the version is not smaller.

    `finished` says that it ended a release that was begun before.
    """

    released: Released
    pushed: bool = False
    finished: bool = False
    reasons: tuple[str, ...] = ()


def release(
    folder: Path,
    version: str | None = None,
    *,
    tier: Tier = "internal",
    dry_run: bool = False,
    despite: str | None = None,
    progress: Callable[[str], None] = lambda _: None,
) -> Outcome:
    """Release a version of the corpus repository around `folder`.

    Args:
        folder: anywhere in the repository.
        version: the version; the least that what changed asks for where it is None.
        tier: `public` also makes `data/public`, with full text only where rights allow it, under
            the same version and with the same ids; of a public release only that is pushed, unless
            the package has a remote of its own.
        dry_run: build, check and compare, but write, commit and push nothing.
        despite: why an article may say what was withdrawn as another one; the release records it.
        progress: told each step in a sentence.

    Returns:
        What was released. A release that was interrupted is taken up where it stopped: the tag
        is only made once the data are in the remote and were read back from there.

    Raises:
        UsageError: there is nothing to release, the version is too small, or what was withdrawn is
            here again.
        FindingsError: the package has findings of the configured level.
        EnvironmentFaultError: git, DVC or a remote cannot do it now.
        IntegrityError: bytes are not those declared.
    """
    checkout = Checkout.open(folder)
    lock = checkout.root / ".dvc" / "tmp" / "release"
    lock.parent.mkdir(parents=True, exist_ok=True)
    with holding(lock):
        settings = configuration.find(checkout.root)
        run = Run(checkout, settings, tier, progress, despite)
        return _release(run, version, dry_run=dry_run)


def _release(run: Run, version: str | None, *, dry_run: bool) -> Outcome:
    run.checkout.remote(record.PUBLIC if run.tier == "public" else record.PACKAGE)
    prepare.fetch(run)
    begun = prepare.begun(run)
    if begun is not None and not dry_run:
        return _finish(run, begun, version)
    prepare.require_clean(run)
    prepare.build(run)
    prepare.check(run)
    with ExitStack() as stack:
        last = change.previous(run)
        diff = change.difference(run, last, stack) if last else None
        again = returned.require_gone(run, last, diff) if last and diff else []
        chosen, reasons = change.choose(run, version, last, diff)
        released = change.described(run, chosen, last, diff, again)
        if dry_run:
            return Outcome(released, reasons=tuple(reasons))
        released = write.write(run, released, diff)
    write.commit(run, released)
    return Outcome(released, publish.publish(run, released), reasons=tuple(reasons))


def _finish(run: Run, begun: Released, version: str | None) -> Outcome:
    """Take up a release where it stopped."""
    if version not in {None, begun.version}:
        raise UsageError(
            f"the release of {begun.version} is not finished",
            hint="pressmark release finishes it; then release the next version",
        )
    run.progress(f"taking up the release of {begun.version}")
    return Outcome(begun, publish.publish(run, begun), finished=True)
