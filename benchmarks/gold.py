"""Gold answers and our answers beside them, scored by the scorer that lies with the gold."""

import importlib
import json
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from types import ModuleType
from typing import Any

Article = dict[str, Any]


def scorer(folder: Path) -> ModuleType:
    """The module `score.py` in `folder`."""
    sys.path.append(str(folder))
    return importlib.import_module("score")


def answers(folder: Path, languages: Iterable[str]) -> list[Article]:
    """The gold answers in `folder` of articles in one of `languages`, in order of their names."""
    found = [
        json.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.gold.json"))
    ]
    return [gold for gold in found if gold["lang"] in set(languages)]


def parsed(documents: list[Path]) -> dict[str, Article]:
    """Each document as `pressmark parse` prints it, by its name, as a user would have it."""
    command = [sys.executable, "-m", "pressmark_cli", "parse", "-q", *map(str, documents)]
    printed = subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout
    articles = map(json.loads, printed.splitlines())
    return {
        article["doc_id"]: article | {"date": article["published_edtf"]} for article in articles
    }


def by_publisher(golds: Iterable[Article]) -> dict[str, list[Article]]:
    """The gold answers of each publisher, by its name in order."""
    groups: dict[str, list[Article]] = {}
    for gold in golds:
        groups.setdefault(gold["publisher"], []).append(gold)
    return dict(sorted(groups.items()))


Measure = Callable[[list[Article]], float | None]
"""A figure for some of the articles; None where they have nothing that it could measure."""
