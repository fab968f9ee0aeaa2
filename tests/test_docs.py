"""The documentation: its links lead somewhere, its examples run, its words exist."""

import json
import re
import shlex
import shutil
import types
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, Union, get_args, get_origin

import pytest
from pydantic import BaseModel
from pydantic_core import PydanticUndefined
from typer.core import TyperGroup
from typer.main import get_command

from doc_session import Session, matches
from pages import ROOT, Page, all_pages, written_pages
from pressmark.config import Config, find
from pressmark.flow.steps import build
from pressmark_cli.app import app

NEVER = "no-run"
SLOW = "dvc"
_ROW = re.compile(r"^\| `([^`|]+)` \| (?:`([^`|]*)`|–) \|", re.MULTILINE)


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project's own corpus with its package, built once."""
    folder = tmp_path_factory.mktemp("docs")
    shutil.copytree(ROOT / "seeds", folder / "seeds")
    shutil.copy(ROOT / "pressmark.toml", folder)
    build([folder / "seeds"], folder / "data" / "package", find(folder), jobs=1)
    return folder


@pytest.mark.parametrize("page", all_pages(), ids=lambda page: page.path.name)
def test_every_link_leads_somewhere(page: Page) -> None:
    for target in page.links:
        path, _, anchor = target.partition("#")
        place = (page.path.parent / path).resolve() if path else page.path
        assert place.exists(), target
        assert not anchor or anchor in Page(place).anchors, target


@pytest.mark.parametrize("page", written_pages(), ids=lambda page: page.path.name)
def test_the_examples_of_a_page_run_and_print_what_it_shows(
    page: Page, built: Path, tmp_path: Path
) -> None:
    shutil.copytree(built, tmp_path / "corpus")
    session = Session(tmp_path / "corpus", frozenset({NEVER, SLOW}))
    session.run(page)
    assert session.ran


@pytest.mark.slow
@pytest.mark.dvc
def test_the_examples_with_git_and_dvc_run_too(built: Path, tmp_path: Path) -> None:
    shutil.copytree(built, tmp_path / "corpus")
    Session(tmp_path / "corpus", frozenset({NEVER})).run(Page(ROOT / "docs" / "maintainer.md"))


def test_a_shown_line_must_be_printed_and_an_ellipsis_stands_for_any() -> None:
    assert matches("a\n…\nd\n", "a\nb\nc\nd\n")
    assert matches("…\n", "")
    assert not matches("a\nc\n", "a\nb\nc\n")


@cache
def _options() -> dict[str, set[str]]:
    """The options of each command."""
    group = get_command(app)
    assert isinstance(group, TyperGroup)
    return {
        name: {
            option
            for parameter in command.params
            for option in (*parameter.opts, *parameter.secondary_opts)
        }
        | {"--help"}
        for name, command in group.commands.items()
    }


@pytest.mark.parametrize("page", all_pages(), ids=lambda page: page.path.name)
def test_every_command_and_option_that_a_page_names_exists(page: Page) -> None:
    known = set().union(*_options().values()) | {"--version"}
    for line in page.commands:
        name, *words = shlex.split(line)[1:]
        if name.startswith("-"):
            assert name in known, line
            continue
        assert name in _options(), line
        given = {word.partition("=")[0] for word in words if re.match(r"--?[a-z]", word)}
        assert given <= _options()[name], line
    for span in page.spans:
        if span.startswith("--"):
            assert re.split(r"[ =/]", span)[0] in known, span


def _settings(model: type[BaseModel], prefix: str = "") -> Iterator[tuple[str, Any]]:
    """Every setting below a model by its place in the file, with its default."""
    for own, info in model.model_fields.items():
        if info.exclude:
            continue
        name = info.alias or own
        inner, step = _model_in(info.annotation)
        if inner is not None:
            yield from _settings(inner, f"{prefix}{name}{step}.")
        else:
            default = info.get_default(call_default_factory=True)
            yield f"{prefix}{name}", default


def _model_in(kind: Any) -> tuple[type[BaseModel] | None, str]:
    """The model in a type, and how a file steps into it: a table, tables in a list, or by name."""
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return kind, ""
    origin: object = get_origin(kind)
    step = ".NAME" if origin is dict else "[]" if origin is list else ""
    if origin in {dict, list, types.UnionType, Union}:
        for part in get_args(kind):
            inner, more = _model_in(part)
            if inner is not None:
                return inner, step + more
    return None, ""


def test_every_setting_is_described_with_its_default_and_no_other_is() -> None:
    page = Page(ROOT / "docs" / "maintainer.md")
    rows = _ROW.findall(page.text.partition("## Every setting")[2])
    described = dict(rows)
    assert len(described) == len(rows), "a setting stands twice"
    expected = {
        name: "" if default in (PydanticUndefined, None) else json.dumps(default)
        for name, default in _settings(Config)
    }
    assert described == expected
