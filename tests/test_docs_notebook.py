"""The notebook in the documentation runs from top to bottom, and shows what it promises."""

from __future__ import annotations

import ast
import json
import shutil
from typing import Any

import pytest

from pages import ROOT
from pressmark.config import find
from pressmark.flow.steps import build

NOTEBOOK = ROOT / "docs" / "first-look.ipynb"


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[Any, str]]:
    """What each code cell shows, as a notebook would: the value of its last line, and its HTML."""
    folder = tmp_path_factory.mktemp("notebook")
    shutil.copytree(ROOT / "seeds", folder / "seeds")
    shutil.copy(ROOT / "pressmark.toml", folder)
    build([folder / "seeds"], folder / "data" / "package", find(folder), jobs=1)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.setenv("MPLBACKEND", "Agg")
        names: dict[str, Any] = {}
        values = [_run("".join(cell["source"]), names) for cell in _cells()]
        # Tables are read when they are asked for, by paths that are relative to the folder.
        return [(value, getattr(value, "_repr_html_", str)()) for value in values]


def _cells() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]
    return [cell for cell in found if cell["cell_type"] == "code"]


def _run(source: str, names: dict[str, Any]) -> Any:
    tree = ast.parse(source)
    last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, NOTEBOOK.name, "exec"), names)  # noqa: S102 - our own notebook
    if not isinstance(last, ast.Expr):
        return None
    return eval(compile(ast.Expression(last.value), NOTEBOOK.name, "eval"), names)  # noqa: S307


def test_every_cell_runs_and_objects_show_themselves_as_html(shown: list[tuple[Any, str]]) -> None:
    pages = [html for value, html in shown if hasattr(value, "_repr_html_")]
    assert len(pages) >= 6
    assert all("<table" in page or "<p" in page for page in pages)


def test_the_plot_has_a_bar_for_each_month(shown: list[tuple[Any, str]]) -> None:
    import matplotlib.pyplot as plt

    months = next(value for value, _ in shown if hasattr(value, "columns") and "certain" in value)
    assert list(months.columns)[:2] == ["month", "certain"]
    assert plt.get_fignums()


def test_it_is_kept_without_outputs() -> None:
    assert all(not cell["outputs"] and cell["execution_count"] is None for cell in _cells())
