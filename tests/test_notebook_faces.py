"""Findings and differences show themselves in a notebook, and text in them stays text."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pressmark
from pressmark.config import find
from pressmark.flow.steps import build
from pressmark.flow.validation import Asked, validate

if TYPE_CHECKING:
    from pathlib import Path

TEXT = (
    "date 2018-05\n\nDer Damm <img src=x> hält, sagte der Rat der Stadt am Mittwoch im Rathaus.\n"
)


def _package(folder: Path, text: str) -> Path:
    (folder / "raw").mkdir(parents=True)
    (folder / "raw" / "a.txt").write_text(text, encoding="utf-8")
    build([folder / "raw"], folder / "package", find(folder / "raw"))
    return folder / "package"


def test_findings_are_counted_by_rule_and_listed(tmp_path: Path) -> None:
    package = _package(tmp_path, TEXT)
    html = validate([package], find(package), Asked())._repr_html_()
    assert "PM701" in html
    assert html.count("<table>") == 2
    assert "<img" not in html


def test_a_difference_says_what_changed_and_why(tmp_path: Path) -> None:
    before = _package(tmp_path / "before", TEXT)
    after = _package(tmp_path / "after", TEXT.replace("Stadt", "<b>Stadt</b>"))
    with pressmark.diff(before, after) as found:
        html = found._repr_html_()
    assert "1 changed" in html
    assert "source" in html
    assert "<b>" not in html
