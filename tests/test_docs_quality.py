"""docs/quality.md and the benchmark that prints it speak of the same lines."""

import importlib.util
import re
import sys
from types import ModuleType

import pytest

from raw_input import ROOT

PAGE = (ROOT / "docs" / "quality.md").read_text(encoding="utf-8")


@pytest.fixture
def quality(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The benchmark as a module, with those beside it."""
    folder = ROOT / "benchmarks"
    monkeypatch.syspath_prepend(str(folder))
    spec = importlib.util.spec_from_file_location("quality", folder / "quality.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, "quality", module)
    spec.loader.exec_module(module)
    return module


def test_the_page_shows_every_line_that_the_benchmark_prints_and_no_other(
    quality: ModuleType,
) -> None:
    printed = [line.label for line in quality.LINES + quality.PAGE_LINES]
    printed += [pair[0] for pair in quality.PAIRS]
    label = r"^\| ((?:flat|html|tweets|nl|wrap|crlf\w+|duplicates)\b[^|]*?) \|"
    shown = re.findall(label, PAGE, re.MULTILINE)
    assert shown == printed


def test_the_page_shows_what_is_to_be_reached(quality: ModuleType) -> None:
    for line in quality.LINES + quality.PAGE_LINES:
        row = next(row for row in PAGE.splitlines() if row.startswith(f"| {line.label} |"))
        assert row.endswith(f"| {line.reach} |")
