"""A study's own package: what it records, that it is drawn again the same, how it is cited."""

import json
from collections import Counter
from pathlib import Path

import pytest
from ruamel.yaml import YAML
from typer.testing import CliRunner

from pages import ROOT
from pressmark import load, store, verify
from pressmark.config import find
from pressmark.flow.steps import build
from pressmark.versions.cite import cite
from pressmark.versions.subset import subset
from pressmark_cli.app import app
from pressmark_schema.errors import UsageError
from versioned_corpus import contents


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project's own corpus."""
    out = tmp_path_factory.mktemp("subset") / "package"
    build([ROOT / "seeds"], out, find(ROOT / "seeds"), jobs=1)
    return out


def test_a_sample_is_drawn_in_the_proportions_of_its_strata(package: Path, tmp_path: Path) -> None:
    made = subset(package, tmp_path / "out", where="lang = 'de'", sample=11, by=["outlet_id"])
    assert (made.articles, made.among) == (11, 33)
    whole = Counter(load(package).filter(lang="de").articles["outlet_id"].to_pylist())
    drawn = Counter(load(tmp_path / "out").articles["outlet_id"].to_pylist())
    assert all(abs(drawn[outlet] - count / 3) < 1 for outlet, count in whole.items())
    assert not list(verify(tmp_path / "out"))


def test_the_same_seed_draws_the_same_bytes_and_another_does_not(
    package: Path, tmp_path: Path
) -> None:
    for name, seed in (("one", "1"), ("two", "1"), ("three", "2")):
        subset(package, tmp_path / name, sample=9, by=["outlet_id", "month"], seed=seed)
    assert contents(tmp_path / "one") == contents(tmp_path / "two")
    assert (tmp_path / "one" / "ids.csv").read_text() != (tmp_path / "three/ids.csv").read_text()


def test_a_sample_shares_with_that_of_a_smaller_version_what_both_have(
    package: Path, tmp_path: Path
) -> None:
    subset(package, tmp_path / "less", where="lang <> 'fr'")
    subset(package, tmp_path / "one", sample=12)
    subset(tmp_path / "less", tmp_path / "two", sample=12)
    ids = [set((tmp_path / name / "ids.csv").read_text().split()) for name in ("one", "two")]
    french = {a.article_id for a in load(package).filter(lang="fr")}
    assert ids[0] - french <= ids[1]


def test_source_query_seed_and_ids_are_recorded(package: Path, tmp_path: Path) -> None:
    made = subset(package, tmp_path / "out", where="n_words > 50", sample=5, seed="s")
    stated = json.loads((tmp_path / "out" / "datapackage.json").read_bytes())
    recorded = stated["pressmark"]["subset"]
    assert recorded["of"]["sha256"] == store.sha256_file(package / "datapackage.json")
    assert (recorded["where"], recorded["sample"], recorded["seed"]) == ("n_words > 50", 5, "s")
    assert recorded["ids_sha256"] == store.sha256_file(tmp_path / "out" / "ids.csv")
    ids = (tmp_path / "out" / "ids.csv").read_text().split()[1:]
    assert ids == [article.article_id for article in load(tmp_path / "out")]
    assert made.sha256 == store.sha256_file(tmp_path / "out" / "datapackage.json")
    assert "version" not in stated


def test_a_subset_is_cited_with_its_source(package: Path, tmp_path: Path) -> None:
    subset(package, tmp_path / "out", sample=5)
    own, source = cite(str(tmp_path / "out")).splitlines()
    assert "5 articles of Invented news articles [Data set]" in own
    assert "Invented news articles (Version 0.1.0)" in source
    assert source.endswith(store.sha256_file(package / "datapackage.json"))
    stated = YAML(typ="safe").load((tmp_path / "out" / "CITATION.cff").read_text())
    assert stated["references"][0]["version"] == "0.1.0"


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ([], "a subset of what"),
        (["--by", "month", "--where", "true"], "--by divides a sample"),
        (["--sample", "46"], "a sample of 46 of 45 articles"),
        (["--sample", "5", "--by", "colour"], "no such column to sample by: colour"),
        (["--where", "n_words >"], "the condition is not valid"),
    ],
)
def test_what_cannot_be_is_refused(
    package: Path, tmp_path: Path, asked: list[str], message: str
) -> None:
    out = str(tmp_path / "out")
    result = CliRunner().invoke(app, ["subset", str(package), *asked, "-o", out])
    assert (result.exit_code, message in result.stderr) == (2, True)
    assert not (tmp_path / "out").exists()


def test_a_source_that_is_none_is_a_usage_error(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="is no package"):
        subset(tmp_path, tmp_path / "out", sample=1)
