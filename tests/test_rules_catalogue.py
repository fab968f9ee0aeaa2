"""The catalogue: each rule has its words and an example that fires, at its place, and one not."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from pressmark.check import RULES, Selection
from pressmark.config import Config
from pressmark.flow.validation import Asked, validate
from pressmark_schema.findings import MARK, Cost

if TYPE_CHECKING:
    from pathlib import Path

    from pressmark_schema.findings import Finding, Rule

DOCUMENTS = [rule for rule in RULES.values() if rule.document]


def found(folder: Path, rule: Rule, text: str) -> list[Finding]:
    """What the rule finds in a raw document."""
    file = folder / "artikel.txt"
    file.write_bytes(text.encode())
    asked = Asked(selection=Selection((rule.code,)), jobs=1)
    return validate([file], Config(), asked).findings


@pytest.mark.parametrize("rule", DOCUMENTS, ids=lambda rule: rule.code)
def test_the_bad_example_fires_once_and_at_the_marked_words(rule: Rule, tmp_path: Path) -> None:
    opening, _, rest = rule.bad.partition(MARK[0])
    words = rest.partition(MARK[1])[0]
    text = rule.bad.replace(MARK[0], "").replace(MARK[1], "")

    (finding,) = found(tmp_path, rule, text)

    if not words:
        return
    assert finding.excerpt is not None
    assert finding.caret is not None
    assert finding.excerpt[slice(*finding.caret)] == ("" if words == "\u200b" else words)
    if rule.cost is Cost.RECORD or words == "\u200b":
        assert (finding.src_start, finding.src_end) == (len(opening), len(opening) + len(words))
        if rule.cost is Cost.RECORD:
            line = opening.count("\n") + 1
            assert (finding.src_line, finding.src_column) == (
                line,
                len(opening) - opening.rfind("\n"),
            )


@pytest.mark.parametrize("rule", DOCUMENTS, ids=lambda rule: rule.code)
def test_the_good_example_does_not_fire(rule: Rule, tmp_path: Path) -> None:
    assert found(tmp_path, rule, rule.good) == []


@pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: rule.code)
def test_a_rule_has_all_its_words(rule: Rule) -> None:
    assert re.fullmatch(r"PM[1-8][0-9]{2}", rule.code)
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", rule.name)
    for text in (rule.why, rule.fix):
        assert text[0].isupper()
        assert text.endswith(".")
    assert rule.bad
    assert rule.good
    assert rule.bad != rule.good


def test_names_and_codes_are_unique_and_a_rule_stands_in_its_group() -> None:
    assert len({rule.name for rule in RULES.values()}) == len(RULES)
    assert list(RULES) == sorted(rule.code for rule in RULES.values())
