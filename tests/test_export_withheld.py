"""What is withheld stands in no file: not as text, quoted, observed, indexed or compressed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

import withheld_corpus as corpus
from pressmark.dataset import Dataset
from pressmark.export import FORMATS, Public, export
from pressmark.export.derived import FORMS, Parameters, derive
from pressmark_cli.app import app

if TYPE_CHECKING:
    from pathlib import Path

WRITTEN = sorted(set(FORMATS) - {"docbin"})
"""Every form but the one that needs spaCy."""


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    return corpus.made(tmp_path_factory.mktemp("withheld"))


@pytest.fixture(scope="module")
def site(dataset: Dataset) -> Path:
    target = dataset.folder.parent / "site"
    done = CliRunner().invoke(app, ["site", str(dataset.folder), "-o", str(target)])
    assert done.exit_code == 0, done.output
    return target


def _nothing_withheld(folder: Path, dataset: Dataset) -> None:
    known = corpus.runs(dataset)
    assert len(known) > 50
    assert corpus.rare_in(folder) == set()
    assert corpus.runs_in(folder, known) == set()


def test_the_package_itself_holds_each_of_the_words_that_are_looked_for(dataset: Dataset) -> None:
    assert {word for _, word in corpus.rare_in(dataset.folder)} == set(corpus.RARE)
    assert corpus.runs_in(dataset.folder, corpus.runs(dataset))
    quoting = [text for text in corpus.observed(dataset) if any(w in text for w in corpus.RARE)]
    assert len(quoting) >= 3, corpus.observed(dataset)


def test_nothing_withheld_is_on_any_page_or_in_the_index_of_a_site(
    site: Path, dataset: Dataset
) -> None:
    _nothing_withheld(site, dataset)
    shown = {path.suffix for path in site.rglob("*") if path.is_file() and _open(path)}
    assert shown == {".html", ".pf_fragment", ".pf_index"}


def _open(path: Path) -> bool:
    return corpus.OPEN.casefold()[:9] in corpus.contents(path).casefold()


def test_a_page_shows_what_findings_observed_only_where_it_shows_the_text(
    site: Path, dataset: Dataset
) -> None:
    pages = [path.read_text(encoding="utf-8") for path in (site / "articles").iterdir()]
    (whole,) = (page for page in pages if "may not be passed on" not in page)
    assert "<code>PM404</code> unbalanced-quotes: „Von oben sieht man sie anders" in whole
    assert 'data-pagefind-filter="finding">PM404 unbalanced-quotes<' in whole
    closed = [page for page in pages if page is not whole]
    assert sum("<li><code>PM404</code> unbalanced-quotes</li>" in page for page in closed) == 1
    for text in corpus.observed(dataset):
        assert not any(f" {text}</li>" in page for page in closed)


@pytest.mark.parametrize("form", WRITTEN)
def test_nothing_withheld_is_in_any_public_form(
    dataset: Dataset, tmp_path: Path, form: str
) -> None:
    export(dataset, tmp_path / "out", form, public=Public())
    _nothing_withheld(tmp_path / "out", dataset)
    assert any(_open(path) for path in (tmp_path / "out").rglob("*") if path.is_file())


@pytest.mark.parametrize("form", sorted(FORMS))
def test_nothing_withheld_is_in_any_derived_form(
    dataset: Dataset, tmp_path: Path, form: str
) -> None:
    # Of so small a corpus the forms are safe that keep no common words.
    derive(dataset, tmp_path / "out", form, Parameters(keep=0), despite=None)
    _nothing_withheld(tmp_path / "out", dataset)


def test_a_public_package_keeps_the_values_read_and_leaves_out_the_words_around_them(
    dataset: Dataset, tmp_path: Path
) -> None:
    export(dataset, tmp_path / "out", "parquet", public=Public())
    rows = (
        Dataset.open(tmp_path / "out")
        .connect()
        .sql(
            "SELECT value_from, value_to, raw FROM evidence JOIN articles USING (article_id)"
            " WHERE sharing <> 'full_text' AND field IN ('title', 'published_edtf')"
        )
    )
    found = rows.fetchall()
    assert (None, "Der Turm", None) in found
    assert (None, None, None) in found
    assert {raw for _, _, raw in found} == {None}
