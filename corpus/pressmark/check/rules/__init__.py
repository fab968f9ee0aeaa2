"""The rules about the corpus itself, one module a group of codes, asked of the whole dataset."""

from __future__ import annotations

from dataclasses import dataclass, field
from operator import attrgetter
from typing import TYPE_CHECKING

from pressmark.check import own as owned
from pressmark.check.judging import Told, judged, judged_before
from pressmark.check.opened import Opened, ask
from pressmark.check.own import Own
from pressmark.check.rules import (
    blocks,
    captures,
    dates,
    future,
    metadata,
    outlets,
    pages,
    rights,
    sources,
    text,
)
from pressmark.check.rules.placing import of_judged, place_articles
from pressmark.check.textual import RECORD_RULES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import date
    from pathlib import Path

    from pressmark.check.judging import Run
    from pressmark.check.opened import Query
    from pressmark.dataset import Dataset
    from pressmark_schema.findings import Finding, Rule

__all__ = ["Asking", "apply_rules", "questions", "rule_findings"]

_GROUPS = (sources, metadata, dates, pages, blocks, outlets, text, captures, rights)


def _enabled(rule: Rule) -> bool:
    return rule.enabled


@dataclass(frozen=True)
class Asking:
    """What a corpus is asked, besides its tables.

    `languages` are the declared article languages (BCP 47), None leaves out the rule about them;
    `as_of` is the day after which a date is in the future, None leaves out that one; `wanted` says
    of a rule whether it is asked; `own` where rules of users are; `run` works off the batches of
    the record rules, None in this process; `hits` is where the hits of those that are asked by
    default are already, with the capture of each.
    """

    languages: Sequence[str] | None = None
    as_of: date | None = None
    wanted: Callable[[Rule], bool] = field(default=_enabled)
    own: Own = field(default_factory=Own)
    run: Run | None = None
    hits: Path | None = None


def apply_rules(dataset: Dataset, asking: Asking | None = None) -> Iterator[Finding]:
    """What the rules say of the corpus, in the order of the findings table.

    The tables are read as they are; whether they are sound is `integrity`'s business. The path of
    a finding is that of the source of the article's current capture. What is unknown comes after
    what is known.
    """
    with dataset.connect() as connection:
        tables = {name: dataset.table(name) for name in dataset.files}
        yield from rule_findings(Opened(connection, tables, {}), asking or Asking())


def rule_findings(opened: Opened, asking: Asking) -> Iterator[Finding]:
    """What the rules say of tables that are opened already; a rule without its tables is silent.

    In the order of code, path, line, column, row id and observation.
    """
    place_articles(opened)
    queries = questions(asking.languages)
    queries += future.queries(asking.as_of) if asking.as_of else []
    chosen = [query for query in queries if asking.wanted(query.rule)]
    chosen += _judged(opened, asking)
    by_code: dict[str, list[Query]] = {}
    for query in chosen:
        by_code.setdefault(query.rule.code, []).append(query)
    for code in sorted(by_code):
        answers = [ask(opened, query) for query in by_code[code]]
        if len(answers) == 1:
            yield from answers[0]
        else:
            yield from sorted((f for found in answers for f in found), key=order_of)


def questions(languages: Sequence[str] | None) -> list[Query]:
    """The questions in SQL that need no day; `languages` as in Asking."""
    return [query for group in _GROUPS for query in group.queries(languages)]


def _judged(opened: Opened, asking: Asking) -> list[Query]:
    rules = [
        record.rule
        for record in (*RECORD_RULES, *owned.load(asking.own))
        if asking.wanted(record.rule)
    ]
    told = Told(frozenset(rule.code for rule in rules), asking.own)
    before = asking.hits
    if not (judged_before(opened, before) if before else judged(opened, told, asking.run)):
        return []
    return [of_judged(rule, name) for rule in rules for name in ("articles", "blocks")]


_PLACED = attrgetter("path", "src_line", "src_column", "row_id", "observed", "ordinal")


def order_of(finding: Finding) -> tuple[object, ...]:
    """What sorts the findings of one rule; what is unknown comes last."""
    return tuple((value is None, "" if value is None else value) for value in _PLACED(finding))
