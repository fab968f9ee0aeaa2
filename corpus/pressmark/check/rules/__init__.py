"""The rules about the corpus itself, one module a group of codes, asked of the whole dataset."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pressmark.check.opened import Opened, ask
from pressmark.check.rules import blocks, captures, dates, metadata, pages, rights, sources, text
from pressmark.check.rules.placing import place_articles

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pressmark.dataset import Dataset
    from pressmark_schema.findings import Finding

__all__ = ["apply_rules", "rule_findings"]

_GROUPS = (sources, metadata, dates, pages, blocks, text, captures, rights)


def apply_rules(dataset: Dataset, languages: Sequence[str] | None = None) -> Iterator[Finding]:
    """What the rules say of the corpus, in the order of code, path, line, column and row id.

    Args:
        dataset: its tables are read as they are; whether they are sound is `integrity`'s business.
        languages: the declared article languages (BCP 47); None leaves out the rule about them.

    The path of a finding is that of the source of the article's current capture. What is
    unknown comes after what is known.
    """
    with dataset.connect() as connection:
        tables = {name: dataset.table(name) for name in dataset.files}
        yield from rule_findings(Opened(connection, tables, {}), languages)


def rule_findings(opened: Opened, languages: Sequence[str] | None = None) -> Iterator[Finding]:
    """What the rules say of tables that are opened already; a rule without its tables is silent."""
    place_articles(opened)
    for group in _GROUPS:
        for query in group.queries(languages):
            yield from ask(opened, query)
