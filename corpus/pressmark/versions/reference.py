"""References to a version of a corpus: REPO@1.2.0, @latest, @^1.2, and the order of versions."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pressmark_schema.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable

# Semantic Versioning 2.0.0 without build metadata; nine digits bound what int() is given.
_NUMBER = r"(0|[1-9][0-9]{0,8})"
_VERSION = re.compile(rf"{_NUMBER}\.{_NUMBER}\.{_NUMBER}(?:-([0-9A-Za-z.-]{{1,64}}))?")

_RANGE = re.compile(rf"\^{_NUMBER}(?:\.{_NUMBER}(?:\.{_NUMBER})?)?")
LATEST = "latest"
_HINT = "write REPO@1.2.0, REPO@latest or REPO@^1.2"


@dataclass(frozen=True, slots=True)
class Reference:
    """A corpus repository, a path or git URL, and one of its versions, if one was named."""

    repo: str
    version: str | None = None

    @property
    def tag(self) -> str:
        """The git tag of the version; raises UsageError where none, or a range, was named."""
        if self.version is None:
            raise UsageError(f"no version in {self.repo!r}", hint=_HINT)
        if not self.exact:
            raise UsageError(f"{self.version} is no single version", hint="write REPO@1.2.0")
        return f"v{self.version}"

    @property
    def exact(self) -> bool:
        """Whether one version is named, not the latest of some."""
        return self.version is not None and is_version(self.version)


def parse_reference(text: str) -> Reference:
    """Read REPO@1.2.0, split at the last `@` after the last `/`; REPO alone has no version.

    The version may be `latest`, or a range: `^1.2` is the latest that is compatible with 1.2.
    The `@` of an ssh address (`git@host:corpus`) splits nothing, because what follows it has a
    colon. Raises UsageError for an empty REPO and for what is no version.
    """
    start = max(text.rfind("/"), text.rfind("\\")) + 1
    at = text.rfind("@", start)
    if at < 0 or ":" in text[at:]:
        return Reference(_repo(text))
    version = text[at + 1 :].removeprefix("v")
    if not (is_version(version) or version == LATEST or _RANGE.fullmatch(version)):
        raise UsageError(f"not a version: {text[at + 1 :]!r}", hint=_HINT)
    return Reference(_repo(text[:at]), version)


def _repo(text: str) -> str:
    if not text or text.startswith("-") or not text.isprintable():
        raise UsageError(f"not a repository: {text!r}", hint="write REPO@1.2.0")
    return text


def is_version(text: str) -> bool:
    """Whether `text` is `X.Y.Z` or `X.Y.Z-pre`."""
    return bool(_VERSION.fullmatch(text)) and not text.endswith(("-", "."))


def best(wanted: str, versions: Iterable[str]) -> str | None:
    """The last of `versions` that `wanted`, `latest` or a range such as `^1.2`, allows.

    A range reaches up to the next version whose leftmost number that is not zero differs, as in
    npm and Cargo. A pre-release is taken only where `latest` finds nothing else.
    """
    known = sorted({version for version in versions if is_version(version)}, key=precedence)
    final = [version for version in known if "-" not in version]
    if wanted == LATEST:
        return next(reversed(final or known), None)
    matched = _RANGE.fullmatch(wanted)
    if matched is None:
        return wanted if wanted in known else None
    named = [int(part) for part in matched.groups() if part is not None]
    fixed = next((at for at, part in enumerate(named) if part), len(named) - 1) + 1
    low = tuple(named) + (0,) * (3 - len(named))
    fits = [v for v in final if _numbers(v) >= low and _numbers(v)[:fixed] == low[:fixed]]
    return fits[-1] if fits else None


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))


def precedence(version: str) -> tuple[object, ...]:
    """A sort key in the order of Semantic Versioning, clause 11: 1.0.0-rc.2 before 1.0.0."""
    matched = _VERSION.fullmatch(version)
    if not matched:
        raise UsageError(f"not a version: {version!r}")
    *numbers, pre = matched.groups()
    parts = tuple(_identifier(part) for part in (pre or "").split("."))
    return (*map(int, numbers), pre is None, parts)


def _identifier(part: str) -> tuple[bool, int, str]:
    """Numbers sort by value and below words."""
    number = part.isdecimal() and part.isascii()
    return (not number, int(part) if number else 0, "" if number else part)
