"""What the list of findings says to do, and how it puts together what one cause explains."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from pressmark.check.catalogue.sources import QUARANTINED
from pressmark_cli.app import app
from pressmark_schema.findings import Finding
from pressmark_schema.vocabulary import NO_ARTICLES, QuarantineReason

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("reason", sorted(set(QuarantineReason) - NO_ARTICLES))
def test_every_reason_of_a_quarantine_has_a_remedy_of_its_own(reason: str) -> None:
    found = Finding(QUARANTINED, "captures", "c1", observed=f"{reason}: at byte 8")
    assert found.fix == dict(QUARANTINED.fixes)[reason]
    assert found.fix != QUARANTINED.fix


def test_a_cause_that_no_remedy_is_for_has_that_of_the_rule() -> None:
    assert Finding(QUARANTINED, "captures", "c1", observed="moon: full").fix == QUARANTINED.fix


def test_what_is_the_same_of_many_articles_is_said_once(tmp_path: Path) -> None:
    for number in range(6):
        text = f"date 2018-05-0{number + 1} Der Zug Nummer {number} fuhr am Morgen nach Kiel ab.\n"
        (tmp_path / f"{number}.txt").write_text(text, encoding="utf-8")
    words = ["validate", str(tmp_path), "--select", "PM201"]
    said = CliRunner().invoke(app, words).stdout
    assert said.count("PM201 the article has no title") == 1
    assert "5 more findings like it (-v lists all)" in said
    every = CliRunner().invoke(app, [*words, "-v"]).stdout
    assert every.count("PM201 the article has no title") == 6
