"""Which rules are asked, of which articles, and how grave their findings are."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from pressmark.check.catalogue import RULES
from pressmark_schema.errors import UsageError
from pressmark_schema.vocabulary import Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from pressmark_schema.findings import Finding, Rule

ALL, DEFAULT = "ALL", "default"
"""Selectors of every rule, and of those that are asked unless something else is selected."""
_ARTICLE = re.compile(r"a[0-9a-z]{16}")
_PREFIX = re.compile(r"[A-Z]{2,6}[0-9]{0,3}")
_NEVER, _BY_DEFAULT = -1, 0


@dataclass(frozen=True)
class Scope:
    """What holds for the articles whose path or outlet fits a glob, beside what holds for all."""

    path: str = "*"
    outlet: str = "*"
    ignore: tuple[str, ...] = ()
    severity: Mapping[str, Severity] = field(default_factory=dict)

    def fits(self, path: str | None, outlet: str | None) -> bool:
        """Whether an article is one of these; what is unknown fits no glob but `*`."""
        return all(
            glob == "*" or (value is not None and fnmatchcase(value, glob))
            for glob, value in ((self.path, path), (self.outlet, outlet))
        )


@dataclass(frozen=True)
class Selection:
    """A choice of rules.

    Selectors are codes (`PM401`), their beginnings (`PM4`), names (`mojibake`), `default` and
    `ALL`. The longer selector counts: `select=("PM4",), ignore=("PM40",)` leaves `PM41x`; of
    equally long ones, to ignore does.
    """

    select: tuple[str, ...] = (DEFAULT,)
    ignore: tuple[str, ...] = ()
    severity: Mapping[str, Severity] = field(default_factory=dict)
    scopes: tuple[Scope, ...] = ()

    def wants(self, rule: Rule) -> bool:
        """Whether the rule is asked at all."""
        chosen = _reach(self.select, rule)
        return chosen > _NEVER and chosen > _reach(self.ignore, rule)

    def leaves_out(self, rule: Rule) -> bool:
        """Whether the rule is not asked although nobody said to ignore it."""
        return not self.wants(rule) and _reach(self.ignore, rule) == _NEVER

    def judge(
        self, findings: Iterable[Finding], outlets: Mapping[str, str] | None = None
    ) -> Iterator[Finding]:
        """The findings that are wanted, each with the severity it has here.

        `outlets` maps article ids to outlets, where a scope names one.
        """
        for finding in findings:
            rule = finding.rule
            if not self.wants(rule):
                continue
            outlet = (outlets or {}).get(article_of(finding) or "")
            scopes = [scope for scope in self.scopes if scope.fits(finding.path, outlet)]
            if any(_reach(scope.ignore, rule) > _NEVER for scope in scopes):
                continue
            level = _level(rule, [self.severity, *(scope.severity for scope in scopes)])
            yield finding if level is None else replace(finding, level=level)

    def needs_outlets(self) -> bool:
        """Whether `judge` has to know the outlets."""
        return any(scope.outlet != "*" for scope in self.scopes)

    def check(self, rules: Mapping[str, Rule] = RULES) -> None:
        """Raise UsageError for a selector that fits no rule."""
        named = [*self.select, *self.ignore, *self.severity]
        for scope in self.scopes:
            named += [*scope.ignore, *scope.severity]
        for selector in named:
            if not any(_reach((selector,), rule) > _NEVER for rule in rules.values()):
                hint = "`pressmark rules` lists them; PM4 takes all of a group"
                if selector != DEFAULT:
                    raise UsageError(f"no rule is called {selector[:40]!r}", hint=hint)


def article_of(finding: Finding) -> str | None:
    """The article that a finding is about, by the id of its row; None where it tells of none."""
    found = _ARTICLE.match(finding.row_id)
    return found[0] if found else None


def levels(given: Sequence[str]) -> dict[str, Severity]:
    """What `CODE=LEVEL` words set; raises UsageError for what is no such word."""
    found = {}
    for word in given:
        code, _, level = word.partition("=")
        if not code or level not in set(Severity):
            raise UsageError(
                f"--severity {word}: give CODE=LEVEL, such as PM203=error",
                hint=f"levels: {', '.join(Severity)}",
            )
        found[code] = Severity(level)
    return found


def _level(rule: Rule, given: Sequence[Mapping[str, Severity]]) -> Severity | None:
    """What the most exact selector of the last mapping that has one says."""
    found = None
    for mapping in given:
        fitting = [selector for selector in mapping if _reach((selector,), rule) > _NEVER]
        if fitting:
            found = mapping[max(fitting, key=lambda selector: _reach((selector,), rule))]
    return found


def _reach(selectors: Iterable[str], rule: Rule) -> int:
    """How exactly the rule is named: the length of the code that was given, or never."""
    return max((_exactness(selector, rule) for selector in selectors), default=_NEVER)


def _exactness(selector: str, rule: Rule) -> int:
    if selector == ALL or (selector == DEFAULT and rule.enabled):
        return _BY_DEFAULT
    if selector == rule.name:
        return len(rule.code)
    fits = _PREFIX.fullmatch(selector) and rule.code.startswith(selector)
    return len(selector) if fits else _NEVER
