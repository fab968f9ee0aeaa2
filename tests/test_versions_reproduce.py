"""Reproducing: a released version is made again from what it records, byte for byte or told why."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from pressmark import store
from pressmark.dataset import Dataset
from pressmark.flow import corrections
from pressmark.versions import record
from pressmark.versions.released import Released
from pressmark.versions.releasing import release
from pressmark.versions.reproducing import SOURCES, reproduce, tools
from pressmark_cli.app import app
from pressmark_schema.corrections import Correction, Target
from pressmark_schema.errors import EnvironmentFaultError, IntegrityError, UsageError
from raw_input import ROOT
from release_corpus import Harbour, alone

pytestmark = pytest.mark.dvc


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Harbour]:
    """The project's own corpus, in a repository with a store of its own, released as 0.1.0."""
    with pytest.MonkeyPatch.context() as patch:
        alone(patch)
        harbour = Harbour(tmp_path_factory.mktemp("reproduce") / "harbour")
        harbour.create(articles=0)
        shutil.copytree(ROOT / "seeds", harbour.folder / "seeds")
        shutil.copy(ROOT / "pressmark.toml", harbour.folder)
        pipeline = harbour.folder / "dvc.yaml"
        text = pipeline.read_text("utf-8").replace("- raw\n", "- seeds\n")
        pipeline.write_text(text.replace("ingest raw ", "ingest seeds "), "utf-8")
        harbour.commit("the project's own corpus")
        release(harbour.folder)
        yield harbour


@pytest.fixture
def harbour(first: Harbour, tmp_path: Path) -> Harbour:
    """A copy of it, to go on with."""
    return first.copied(tmp_path / "copy")


def again(harbour: Harbour, **changes: object) -> None:
    """State something else of the release, and move its tag there."""
    path = harbour.folder / "release.json"
    stated = json.loads(path.read_text(encoding="utf-8")) | changes
    path.write_text(json.dumps(stated), encoding="utf-8")
    retag(harbour)


def retag(harbour: Harbour) -> None:
    """Move the tag to what is there now."""
    harbour.commit("changed")
    harbour.git("tag", "--force", "v0.1.0")


def test_the_projects_own_corpus_is_made_again_byte_for_byte(first: Harbour) -> None:
    made = reproduce(f"{first.folder}@0.1.0")
    assert (made.identical, made.equal, made.tables) == (True, True, ())
    assert made.released.tools == tools.installed()
    asked = CliRunner().invoke(app, ["reproduce", f"{first.folder}@0.1.0"])
    assert asked.exit_code == 0
    assert asked.stdout.startswith("byte-identical: 0.1.0, ")


def test_another_parquet_writer_is_told_from_another_content(
    first: Harbour, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "ROW_GROUP", 3)
    made = reproduce(f"{first.folder}@0.1.0")
    assert (made.identical, made.equal, made.tables) == (False, True, ())


def test_where_settings_were_not_those_of_the_build_tables_and_articles_are_named(
    harbour: Harbour,
) -> None:
    settings = harbour.folder / "pressmark.toml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(text.replace('holder = "The', 'holder = "Another: the'), encoding="utf-8")
    retag(harbour)
    made = reproduce(f"{harbour.folder}@0.1.0")
    assert not made.equal
    assert "articles" in made.tables
    assert made.articles
    assert made.difference
    asked = CliRunner().invoke(app, ["reproduce", f"{harbour.folder}@0.1.0"])
    assert asked.exit_code == 1
    assert made.articles[0] in asked.output


def test_corrections_of_the_version_are_applied(harbour: Harbour) -> None:
    article = next(iter(_articles(harbour)))
    correction = Correction(
        article_id=article, target=Target.SECTION, before=None, after="Hafen", reason="a test"
    )
    (harbour.folder / "corrections.jsonl").write_text(corrections.written(correction), "utf-8")
    retag(harbour)
    made = reproduce(f"{harbour.folder}@0.1.0")
    assert made.articles == (article,)


def _articles(harbour: Harbour) -> list[str]:
    """The articles without a section."""
    batches = Dataset.open(harbour.folder / "data" / "package").batches("articles")
    rows = [row for batch in batches for row in batch.to_pylist()]
    return [row["article_id"] for row in rows if row["section"] is None]


def test_without_the_raw_files_it_says_that_it_needs_them(harbour: Harbour) -> None:
    lock = (harbour.folder / "dvc.lock").read_bytes()
    md5 = record.outs(lock)[SOURCES].md5
    (harbour.store / "files" / "md5" / md5[:2] / f"{md5[2:]}.dir").unlink()
    with pytest.raises(EnvironmentFaultError, match="needs the raw remote"):
        reproduce(f"{harbour.folder}@0.1.0")


def test_another_pressmark_is_named_with_what_to_install(harbour: Harbour) -> None:
    again(harbour, tools=tools.installed() | {"pressmark": "99.0"})
    with pytest.raises(EnvironmentFaultError, match=r"pressmark 99\.0") as caught:
        reproduce(f"{harbour.folder}@0.1.0")
    assert caught.value.hint == 'pip install "pressmark==99.0"'


def test_nobody_is_told_to_install_what_a_repository_invents() -> None:
    tools.require({"evil-package": "1.0", "pyarrow": "1; touch x"})
    assert tools.others({"evil-package": "1.0", "pyarrow": "20.0 \x1b[31m"}) == {}
    recorded, here = tools.others({"pyarrow": "1.0"})["pyarrow"]
    assert (recorded, here) == ("1.0", tools.installed()["pyarrow"])


def test_a_version_that_was_tagged_by_hand_does_not_say_what_made_it(harbour: Harbour) -> None:
    harbour.git("rm", "--quiet", "release.json")
    retag(harbour)
    with pytest.raises(UsageError, match="does not say what made it"):
        reproduce(f"{harbour.folder}@0.1.0")


@pytest.mark.parametrize(
    ("line", "error"),
    [
        ('[parse]\nprofile = "../secret.toml"', IntegrityError),
        ('[parse]\nprofile = "/etc/secret.toml"', IntegrityError),
        ('[build]\ncorrections = "../../secret.jsonl"', IntegrityError),
        ('[build]\nprevious = "../other"', UsageError),
    ],
)
def test_settings_that_lead_outside_are_refused(
    harbour: Harbour, line: str, error: type[Exception]
) -> None:
    with (harbour.folder / "pressmark.toml").open("a", encoding="utf-8") as file:
        file.write(f"\n{line}\n")
    retag(harbour)
    with pytest.raises(error):
        reproduce(f"{harbour.folder}@0.1.0")


def test_a_release_records_what_decides_about_its_bytes(first: Harbour) -> None:
    stated = Released.read((first.folder / "release.json").read_bytes())
    assert {"pressmark", "pyarrow", "py3langid"} <= stated.tools.keys()
