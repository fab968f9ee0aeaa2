"""The rules as people read them: a list, an explanation, a page of the documentation."""

from __future__ import annotations

import json
from dataclasses import asdict
from itertools import groupby
from typing import TYPE_CHECKING

from pressmark.check import RULES, Own, Selection, own
from pressmark_cli import render
from pressmark_schema.findings import MARK

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pressmark_schema.findings import Rule

GROUPS = {
    "PM1": "Sources and encoding",
    "PM2": "Metadata and dates",
    "PM3": "Blocks and structure",
    "PM4": "Text quality",
    "PM5": "Duplicates and captures",
    "PM6": "Relations and package",
    "PM7": "Rights",
    "PM8": "Versions: waivers, corrections, withdrawals",
}
_COSTS = {
    "row": "one pass over a table",
    "record": "a look at each text",
    "corpus": "a comparison of all articles",
    "files": "reading every byte",
}
_HIDDEN = str.maketrans({"\u200b": "\\u200b", "\ufffd": "\ufffd"})


def chosen(words: Sequence[str], *, installed: bool = True) -> list[Rule]:
    """The rules that the words name, all without words; raises UsageError for an unknown one.

    With those that other installed packages bring, where `installed` is set.
    """
    brought = own.load(Own(installed=installed))
    known = RULES | {rule.rule.code: rule.rule for rule in brought}
    if not words:
        return list(known.values())
    picked = Selection(select=tuple(words))
    picked.check(known)
    return [rule for rule in known.values() if picked.wants(rule)]


def names() -> dict[str, str]:
    """The names of the rules by their codes."""
    return {code: rule.name for code, rule in RULES.items()}


def listed(rules: Sequence[Rule]) -> None:
    """Print a table of the rules."""
    rows = [("code", "name", "severity", "on", "fix", "what")]
    for rule in rules:
        on, fix = "yes" if rule.enabled else "no", "yes" if rule.fixable else ""
        rows.append((rule.code, rule.name, rule.severity.value, on, fix, _what(rule)))
    render.table(rows)


def explained(rules: Sequence[Rule]) -> Iterator[str]:
    """What each rule means, in paragraphs."""
    for rank, rule in enumerate(rules):
        if rank:
            yield ""
        yield render.styled(f"{rule.code} {rule.name} ({rule.severity})", "bold")
        yield f"  {_what(rule)}"
        yield f"  why:  {rule.why}"
        yield f"  fix:  {rule.fix}"
        for cause, fix in rule.fixes:
            yield f"        {cause}: {fix}"
        yield f"  cost: {_COSTS[rule.cost]}{'' if rule.enabled else '; off unless selected'}"
        for name, example in (("bad", rule.bad), ("good", rule.good)):
            text = render.safe(example).replace("\n", "\n        ")
            yield f"  {name}:" + (f"\n        {text}" if rule.document else f"  {text}")


def as_json(rules: Sequence[Rule]) -> str:
    """The rules as a JSON list, with all their words."""
    return json.dumps([asdict(rule) for rule in rules], ensure_ascii=False, indent=1)


def page(rules: Sequence[Rule]) -> str:
    """The page of the documentation."""
    parts = [_HEAD.format(total=len(rules), mark="".join(MARK)), _measured(rules)]
    for group, found in groupby(rules, key=lambda rule: rule.code[:3]):
        parts.append(f"\n## {group}: {GROUPS[group]}\n")
        parts += [_section(rule) for rule in found]
    return "".join(parts)


_HEAD = """\
# Rules

Generated from the rules' own words by `docs/generate`; do not edit. `pressmark rules PM401` says
the same without a network.

There are {total} rules. Those that are *off* are asked only if `--select` or `validate.select`
names them. In an example, the fault stands between `{mark}`.
"""


def _measured(rules: Sequence[Rule]) -> str:
    known = [rule for rule in rules if rule.precision is not None]
    if not known:
        return ""
    rows = [
        f"| {rule.code} | {rule.name} | {rule.hits} | {rule.precision / 1000:.2f} "
        f"| {'on' if rule.enabled else 'off'} |"
        for rule in known
        if rule.precision is not None
    ]
    return _MEASURED + "\n".join(rows) + "\n"


_MEASURED = """
## How often a finding is right

Measured on German newspaper articles that nobody here wrote: the texts of 40 articles as they
were published, and 42 saved pages, once as pressmark reads them, once with all of their lines, as a
careless converter takes them. Up to thirty findings of each rule were read, each place once; the
share is that of findings with which a maintainer would agree. A rule is on from 0.9. Rules that are
not listed found nothing there, so nothing wrong either, or state what a table says.

| code | name | findings read | share right | default |
|---|---|---|---|---|
"""


def _section(rule: Rule) -> str:
    facts = [str(rule.severity), f"costs {_COSTS[rule.cost]}"]
    facts += [] if rule.enabled else ["off unless selected"]
    facts += ["can be fixed"] if rule.fixable else []
    return (
        f"\n### {rule.code} {rule.name}\n\n*{'; '.join(facts)}*\n\n"
        f"{_sentence(_what(rule))} {rule.why}\n\n**Fix:** {rule.fix}\n\n"
        f"{_fixes(rule)}{_examples(rule)}"
    )


def _fixes(rule: Rule) -> str:
    """The remedies of single causes, as a list."""
    lines = [f"- `{cause}`: {fix}\n" for cause, fix in rule.fixes]
    return "".join(lines) + "\n" if lines else ""


def _examples(rule: Rule) -> str:
    if not rule.document:
        return f"**Bad:** {rule.bad}. **Good:** {rule.good}.\n"
    bad, good = (text.translate(_HIDDEN) for text in (rule.bad, rule.good))
    return f"Bad:\n\n```text\n{bad}\n```\n\nGood:\n\n```text\n{good}\n```\n"


def _sentence(text: str) -> str:
    return f"{text[0].upper()}{text[1:]}."


def _what(rule: Rule) -> str:
    return rule.what.replace(": {observed}", "").replace("{observed}", "…")
