"""Writes the tables of `docs/formats.md`: exports the project's corpus and opens each export.

usage: python -m formats_page (from the folder of the project, with tests on PYTHONPATH)
"""

from __future__ import annotations

import os
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from format_readers import READERS, Said
from pages import ROOT
from pressmark.config import find
from pressmark.dataset import Dataset
from pressmark.export import FORMATS, export, mapping
from pressmark.flow.steps import build

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pressmark_schema.tables import Table

EVERYTHING = ("datapackage", "parquet", "duckdb", "sqlite", "croissant", "rocrate", "bagit")
"""The formats that say every field, under its own name."""
PAGE = ROOT / "docs" / "formats.md"
MARKS = ("<!-- made by tests/formats_page.py: begin -->\n", "<!-- end -->\n")
NONE = "–"


@dataclass(frozen=True)
class Result:
    """What came of a format: the program, and how much of what it found equals the source."""

    name: str
    tool: str
    due: int
    articles: int
    texts: int
    dates: int
    languages: int
    wrong: tuple[str, ...]


def corpus(folder: Path) -> Dataset:
    """The package of the project's own corpus, built in `folder`."""
    shutil.copytree(ROOT / "seeds", folder / "seeds")
    shutil.copy(ROOT / "pressmark.toml", folder)
    build([folder / "seeds"], folder / "package", find(folder), jobs=1)
    return Dataset.open(folder / "package")


def source(dataset: Dataset) -> dict[str, Said]:
    """Text, date and language of each article as the package has them."""
    texts = {row["article_id"]: row["text"] for row in dataset.arrow("texts").to_pylist()}
    return {
        row["article_id"]: Said(texts[row["article_id"]], row["published_edtf"], row["lang"])
        for row in dataset.arrow("articles").to_pylist()
    }


def opened(dataset: Dataset, name: str, folder: Path) -> Result:
    """Export to a format, open the export, compare."""
    export(dataset, folder / name, name)
    due, found = source(dataset), READERS[name].read(folder / name)
    equal = [0, 0, 0]
    wrong = [f"{key} is no article" for key in found.keys() - due.keys()]
    for key, said in found.items():
        for place, (is_said, is_due) in enumerate(zip(said, due.get(key, said), strict=True)):
            equal[place] += is_said == is_due
            if is_said not in (None, is_due):
                wrong.append(f"{key}: {is_said!r} for {is_due!r}")
    texts, dates, languages = equal
    tool = READERS[name].named
    return Result(name, tool, len(due), len(found), texts, dates, languages, tuple(wrong))


def tables(dataset: Dataset, results: list[Result]) -> str:
    """The part of the page that is made."""
    return f"{_loaded(results)}\n\n{_mapping(dataset.schema)}\n"


def made(text: str) -> str:
    """The part of a page between the marks."""
    return text.partition(MARKS[0])[2].partition(MARKS[1])[0]


def _loaded(results: list[Result]) -> str:
    head = (
        "## Opened by\n\n"
        "The project's own corpus in each form, opened by a program that the form is for, and "
        "compared with the\npackage: how many articles that program finds, and how many texts, "
        "dates of publication and languages are\nequal. Where a number is smaller, the form "
        "cannot say the rest; none of them says anything else.\n\n"
    )
    rows = ["| `--to` | for | opened by | articles | texts | dates | languages |", "|" + "---|" * 7]
    rows += [
        f"| `{r.name}` | {FORMATS[r.name].says} | {r.tool} | {r.articles} of {r.due} "
        f"| {r.texts} | {r.dates} | {r.languages} |"
        for r in results
    ]
    return head + "\n".join(rows)


def _mapping(schema: Mapping[str, Table]) -> str:
    """Each field, and where each format says it."""
    others = [name for name in FORMATS if name not in {*EVERYTHING, "csv"}]
    places = {name: FORMATS[name].places(schema) for name in others}
    full = ", ".join(f"`{name}`" for name in EVERYTHING)
    head = (
        "## Every field\n\n"
        f"{full} say every field under its own name,\n`csv` every one but the table `changes`. Of "
        f"the others, this says where; {NONE}: it cannot be said there. An export\nprints what of "
        "the corpus is not in it, and its descriptor lists it (`pressmark.unsaid`)."
    )
    parts = [head]
    for table in [*mapping.IN_FIELDS, ""]:
        fields = [f for f in mapping.fields(schema) if _of(f) == table]
        rows = [
            f"| {'field' if table else 'table'} | " + " | ".join(f"`{n}`" for n in others) + " |"
        ]
        rows.append("|" + "---|" * (len(others) + 1))
        rows += [
            f"| `{field.rpartition('.')[2]}` | "
            + " | ".join(_cell(places[name].get(field)) for name in others)
            + " |"
            for field in fields
        ]
        parts += [f"### {f'`{table}`' if table else 'Other tables'}", "\n".join(rows)]
    return "\n\n".join(parts)


def _of(field: str) -> str:
    return field.partition(".")[0] if "." in field else ""


def _cell(place: str | None) -> str:
    return NONE if place is None else place.replace("|", "\\|")


def main() -> None:
    """Put the tables in their place on the page."""
    os.environ["HF_HUB_OFFLINE"] = "1"
    with tempfile.TemporaryDirectory() as folder:
        dataset = corpus(Path(folder))
        results = [opened(dataset, name, Path(folder)) for name in FORMATS]
        before, _, rest = PAGE.read_text("utf-8").partition(MARKS[0])
        after = rest.partition(MARKS[1])[2]
        text = "".join([before, MARKS[0], tables(dataset, results), MARKS[1], after])
    PAGE.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
