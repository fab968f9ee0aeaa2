"""Rules of users: installed under the entry point `pressmark.rules`, or in files they allow."""

from __future__ import annotations

import importlib.util
import re
from dataclasses import dataclass
from functools import cache
from importlib.metadata import entry_points
from typing import TYPE_CHECKING, Any

from pressmark.check.catalogue import RULES
from pressmark.check.record import RecordRule
from pressmark_schema.errors import UsageError
from pressmark_schema.findings import Cost, Rule
from pressmark_schema.vocabulary import Severity

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from pressmark.check.record import Hit, Record

GROUP = "pressmark.rules"
"""The entry point: each names a rule, or a module or list of rules."""
_CODE = re.compile(r"(?!PM)[A-Z]{2,6}[0-9]{3}")


@dataclass(frozen=True)
class Own:
    """Where rules of users are looked for: installed ones, and Python files."""

    installed: bool = False
    files: tuple[Path, ...] = ()


def own_rule(  # noqa: PLR0913 - a rule's words are its arguments
    code: str,
    name: str,
    *,
    what: str,
    why: str,
    fix: str,
    bad: str,
    good: str,
    severity: str = "warning",
) -> Callable[[Callable[[Record], Iterable[Hit]]], RecordRule]:
    """Make a function over a record a rule; see Rule for the words, RecordRule for the rest.

    The code is two to six capital letters and three digits, and does not begin with PM. Raises
    UsageError for another.
    """
    if not _CODE.fullmatch(code):
        raise UsageError(
            f"{code[:20]!r} is no code for a rule of your own",
            hint="two to six capitals and three digits, such as LAB001; PM is taken",
        )
    rule = Rule(
        code, name, Severity(severity), what, why, fix, bad=bad, good=good, cost=Cost.RECORD
    )
    return lambda find: RecordRule(rule, find)


@cache
def load(own: Own) -> tuple[RecordRule, ...]:
    """The rules of users, in the order of their codes; raises UsageError for one that is none."""
    found: dict[str, RecordRule] = {}
    for rule in (*_installed(own), *_local(own)):
        code = rule.rule.code
        if not _CODE.fullmatch(code) or code in RULES:
            raise UsageError(f"a rule of your own cannot have the code {code[:20]!r}")
        if code in found and found[code].find is not rule.find:
            raise UsageError(f"two rules of your own have the code {code}")
        found[code] = rule
    return tuple(found[code] for code in sorted(found))


def _installed(own: Own) -> Iterator[RecordRule]:
    if not own.installed:
        return
    for point in sorted(entry_points(group=GROUP), key=lambda point: point.name):
        try:
            loaded = point.load()
        except Exception as error:
            raise UsageError(
                f"the rules of {point.name} ({point.value}) cannot be loaded: {error}",
                hint="reinstall or remove the package that brings them",
            ) from error
        yield from _rules_in(loaded)


def _local(own: Own) -> Iterator[RecordRule]:
    for file in own.files:
        spec = importlib.util.spec_from_file_location(f"pressmark_rules_{file.stem}", file)
        if spec is None or spec.loader is None:
            raise UsageError(f"{file} is no Python file")
        module = importlib.util.module_from_spec(spec)
        try:
            spec.loader.exec_module(module)
        except Exception as error:
            raise UsageError(f"{file}: {type(error).__name__}: {error}") from error
        yield from _rules_in(module)


def _rules_in(loaded: Any) -> list[RecordRule]:
    """A rule itself, the rules of a list, or those that a module holds."""
    if isinstance(loaded, RecordRule):
        return [loaded]
    items = loaded if isinstance(loaded, list | tuple) else vars(loaded).values()
    return [item for item in items if isinstance(item, RecordRule)]
