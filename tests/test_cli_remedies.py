"""What the list of findings says to do, and how it puts together what one cause explains."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from pressmark.check.catalogue.sources import QUARANTINED
from pressmark_cli.app import app
from pressmark_schema.findings import Finding
from pressmark_schema.vocabulary import NO_ARTICLES, QuarantineReason
from raw_input import run as alone

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("reason", sorted(set(QuarantineReason) - NO_ARTICLES))
def test_every_reason_of_a_quarantine_has_a_remedy_of_its_own(reason: str) -> None:
    found = Finding(QUARANTINED, "captures", "c1", observed=f"{reason}: at byte 8")
    assert found.fix == dict(QUARANTINED.fixes)[reason]
    assert found.fix != QUARANTINED.fix


def test_a_cause_that_no_remedy_is_for_has_that_of_the_rule() -> None:
    assert Finding(QUARANTINED, "captures", "c1", observed="moon: full").fix == QUARANTINED.fix


@pytest.fixture
def untitled(tmp_path: Path) -> list[str]:
    """The command that finds six articles without a title."""
    for number in range(6):
        text = f"date 2018-05-0{number + 1} Der Zug Nummer {number} fuhr am Morgen nach Kiel ab.\n"
        (tmp_path / f"{number}.txt").write_text(text, encoding="utf-8")
    return ["validate", str(tmp_path), "--select", "PM201"]


def test_what_is_the_same_of_many_articles_is_said_once(untitled: list[str]) -> None:
    said = CliRunner().invoke(app, untitled).stdout
    assert said.count("PM201 the article has no title") == 1
    assert "5 more findings like it (-v lists all)" in said


@pytest.mark.parametrize("switch", ["-v", "--verbose"])
def test_verbose_lists_every_finding_whatever_the_limit(untitled: list[str], switch: str) -> None:
    """In a process of its own, since how much is said holds for the whole of one."""
    done = alone(*untitled, switch, "--limit", "2")
    said = done.stdout.decode()
    assert said.startswith("6 findings")
    for number in range(6):
        assert f"{number}.txt: info PM201 the article has no title" in said
    assert "more" not in said
