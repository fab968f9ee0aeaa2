"""Before a release: what others released, what is not committed, the build and its checks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pressmark import store
from pressmark.check import verify
from pressmark.flow import validation
from pressmark.versions import record
from pressmark.versions.released import FILE, Released
from pressmark_schema.errors import IntegrityError, PressmarkError, UsageError

if TYPE_CHECKING:
    from pressmark.versions.releasing.run import Run


class FindingsError(PressmarkError):
    """The package has findings of the level at which it must not be released."""

    exit_code = 1


def fetch(run: Run) -> None:
    """Know the tags of others, and refuse to release from behind them."""
    remote = git_remote(run)
    if remote is None:
        return
    run.progress(f"asking git's remote {remote}")
    run.checkout.git("fetch", "--quiet", "--tags", remote)
    upstream = run.checkout.commit_of("@{upstream}")
    if upstream and run.checkout.git("rev-list", "--count", "HEAD..@{upstream}").strip() != "0":
        raise UsageError(f"{remote} has commits that are not here", hint="git pull, then retry")


def git_remote(run: Run) -> str | None:
    """The git remote to push to: the branch's own, else origin, else the only one."""
    branch = run.checkout.try_git("symbolic-ref", "--quiet", "--short", "HEAD")
    if not branch.code:
        name = branch.output.decode().strip()
        own = run.checkout.try_git("config", f"branch.{name}.remote")
        if not own.code:
            return own.output.decode().strip()
    names = run.checkout.git("remote").split()
    return "origin" if "origin" in names else names[0] if len(names) == 1 else None


def begun(run: Run) -> Released | None:
    """The release that the last release commit states, where it is not tagged or pushed."""
    content = run.checkout.file(FILE)
    if content is None:
        return None
    found = Released.read(content)
    if run.checkout.commit_of(f"refs/tags/v{found.version}") is None:
        return found
    return None if _is_pushed(run, found.version) else found


def _is_pushed(run: Run, version: str) -> bool:
    remote = git_remote(run)
    if remote is None:
        return True
    return bool(run.checkout.git("ls-remote", "--tags", remote, f"refs/tags/v{version}"))


def require_clean(run: Run) -> None:
    """Refuse to release beside changes that nobody committed."""
    said = run.checkout.git("status", "--porcelain", "-z", "--untracked-files=all")
    paths = [entry[3:] for entry in said.split("\0") if entry]
    odd = [path for path in paths if path not in run.ours and not path.startswith("data/")]
    if odd:
        more = f" and {len(odd) - 3} more" if len(odd) > 3 else ""  # noqa: PLR2004
        raise UsageError(
            f"not committed: {', '.join(odd[:3])}{more}",
            hint="git add and git commit them, or put them into .gitignore",
        )


def build(run: Run) -> None:
    """Bring the package up to date, as the pipeline says."""
    run.progress("building: dvc repro")
    run.checkout.dvc("repro")
    if not run.package.is_dir():
        raise UsageError(f"dvc.yaml makes no {record.PACKAGE}", hint="see: pressmark init")


def check(run: Run) -> None:
    """Verify every byte of the package and apply the rules; raise where it must not go out."""
    run.progress("checking every byte and every rule")
    for finding in verify(run.package):
        raise IntegrityError(f"{finding.path}: {finding.message}", hint=finding.fix)
    facts = store.read_descriptor(run.package).pressmark
    if facts and facts.reproducible is False:
        run.progress("it cannot be made again byte for byte: workers were lost (PM103 names where)")
    level = run.config.validation.fail_on
    failing = {"error": {"error"}, "warning": {"error", "warning"}, "never": set[str]()}[level]
    result = validation.validate([run.package], run.config, validation.Asked())
    count = sum(finding.severity.value in failing for finding in result.findings)
    if count:
        raise FindingsError(
            f"{count:,} findings at {level} level or above",
            hint=f"see them: pressmark validate {record.PACKAGE}; or set validate.fail_on",
        )
