"""Waivers: findings that somebody decided to live with, each with the reason, some until a day."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date  # noqa: TC003 - the model is read when the program runs
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from pressmark.check.catalogue import keeping
from pressmark.check.selection import article_of
from pressmark_schema.errors import UsageError
from pressmark_schema.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from pressmark_schema.findings import Rule

FILE = "waivers.toml"
_HEAD = "[[waiver]]"


class Waiver(BaseModel):
    """One entry of the file.

    It waives the findings of `code` that are about `article` (an article id, or a glob over the
    paths of sources), or whose fingerprints `findings` lists; with neither, all of the code.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    code: str = Field(pattern=r"^[A-Z]{2,6}[0-9]{3}$")
    reason: str = Field(min_length=1, pattern=r"\S")
    article: str | None = None
    findings: list[Annotated[str, Field(pattern=r"^f[0-9a-z]{16}$")]] | None = None
    by: str | None = None
    expires: date | None = None

    def fits(self, finding: Finding) -> bool:
        """Whether it speaks of the finding, expired or not."""
        if finding.code != self.code:
            return False
        if self.findings is not None and finding.finding_id not in self.findings:
            return False
        if self.article is None or self.article == article_of(finding):
            return True
        return finding.path is not None and fnmatchcase(finding.path, self.article)


@dataclass(frozen=True)
class Sorted:
    """Findings apart: those that count, and those that are waived, each with its waiver."""

    counted: list[Finding] = field(default_factory=list)
    waived: list[tuple[Finding, Waiver]] = field(default_factory=list)


def parse(text: str, path: str) -> list[Waiver]:
    """The waivers of a file; raises UsageError that names the entry at fault."""
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"{path}: {error}") from error
    entries = values.pop("waiver", [])
    if values or not isinstance(entries, list):
        raise UsageError(f"{path}: it holds more than [[waiver]] entries")
    found = []
    for place, entry in enumerate(entries, 1):
        try:
            found.append(Waiver.model_validate(entry))
        except ValidationError as error:
            first = error.errors()[0]
            name = ".".join(map(str, first["loc"]))
            raise UsageError(f"{path}: waiver {place}: {name}: {first['msg']}") from error
    return found


def sort(findings: Iterable[Finding], waivers: Sequence[Waiver], as_of: date | None) -> Sorted:
    """Put the findings apart; a waiver that expired before `as_of` waives nothing."""
    live: defaultdict[str, list[tuple[Waiver, frozenset[str] | None]]] = defaultdict(list)
    for waiver in waivers:
        if not expired(waiver, as_of):
            names = None if waiver.findings is None else frozenset(waiver.findings)
            live[waiver.code].append((waiver, names))
    made = Sorted()
    for finding in findings:
        fitting = next(
            (
                waiver
                for waiver, names in live.get(finding.code, ())
                if (names is None or finding.finding_id in names) and waiver.fits(finding)
            ),
            None,
        )
        if fitting is None:
            made.counted.append(finding)
        else:
            made.waived.append((finding, fitting))
    return made


def expired(waiver: Waiver, as_of: date | None) -> bool:
    """Whether its last day lies before `as_of`; without a day to judge by, it has not expired."""
    return as_of is not None and waiver.expires is not None and waiver.expires < as_of


def waiver_findings(
    waivers: Sequence[Waiver],
    text: str,
    path: str,
    waived: Iterable[tuple[Finding, Waiver]],
    *,
    as_of: date | None,
    asked: Callable[[str], bool] | None,
) -> Iterator[Finding]:
    """What is to be said of the waivers: those that expired, and those that waive nothing.

    `text` is the file's, for the lines; `asked` says of a code whether its rule was asked, None
    that only a part of the corpus was looked at, so that nothing can be called unused.
    """
    used = {id(waiver) for _, waiver in waived}
    lines = [n for n, line in enumerate(text.splitlines(), 1) if line.strip() == _HEAD]
    for place, waiver in enumerate(waivers):
        line = lines[place] if len(lines) == len(waivers) else None
        what = " ".join(filter(None, (waiver.code, waiver.article, f"({waiver.reason})")))
        if expired(waiver, as_of):
            observed = f"{what}, on {waiver.expires}"
            yield _of(keeping.WAIVER_EXPIRED, place, observed, path, line)
        elif asked and asked(waiver.code) and id(waiver) not in used:
            yield _of(keeping.WAIVER_UNUSED, place, what, path, line)


def _of(rule: Rule, place: int, observed: str, path: str, line: int | None) -> Finding:
    column = 1 if line else None
    return Finding(rule, "waivers", f"waiver {place + 1}", None, observed[:200], path, line, column)
