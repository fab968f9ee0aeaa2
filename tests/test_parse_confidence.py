"""How sure a kind is: measured rates, and every rule among those that can be named."""

import re

import pytest

from pressmark.parse.confidence import MEASURED, confidence, rate
from raw_input import ROOT

COUNTS = {"often": (95, 100), "once": (1, 1), "wrong": (0, 2)}


def test_a_rule_that_decided_often_has_its_own_rate() -> None:
    assert rate(COUNTS, "often") == pytest.approx(950, abs=15)


def test_a_rule_seen_once_is_not_sure_and_one_always_wrong_not_impossible() -> None:
    assert rate(COUNTS, "once") < rate(COUNTS, "often")
    assert 0 < rate(COUNTS, "wrong") < rate(COUNTS, "never seen")


def test_a_rule_never_seen_is_as_sure_as_an_average_one() -> None:
    assert rate(COUNTS, "never seen") == 650
    assert rate({}, "never seen") == 500


def test_only_what_a_person_stated_is_certain() -> None:
    assert confidence("profile.stated") == 1000
    assert all(0 < confidence(rule) < 1000 for rule in MEASURED)


def test_every_measured_rule_is_one_that_decides() -> None:
    """A rule that is renamed or dropped may not leave its counts behind."""
    code = "".join(path.read_text() for path in (ROOT / "corpus/pressmark/parse").glob("*.py"))
    named = set(re.findall(r'"([a-z]+\.[a-z_]+)"(?!:)', code))
    assert set(MEASURED) <= named
