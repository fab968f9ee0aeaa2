"""Releasing: what is checked, what is written, and that no tag is ever without its data."""

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pressmark import load, verify
from pressmark.store import read_descriptor
from pressmark.versions.cite import cite
from pressmark.versions.listing import list_versions
from pressmark.versions.pull import pull
from pressmark.versions.released import Released
from pressmark.versions.releasing import FindingsError, release
from pressmark_schema.errors import EnvironmentFaultError, UsageError
from release_corpus import TEXT, Harbour, alone

pytestmark = pytest.mark.dvc


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Harbour]:
    """A corpus of four articles, released as 0.1.0."""
    with pytest.MonkeyPatch.context() as patch:
        alone(patch)
        harbour = Harbour(tmp_path_factory.mktemp("release") / "harbour")
        harbour.create()
        release(harbour.folder)
        yield harbour


@pytest.fixture
def harbour(first: Harbour, tmp_path: Path) -> Harbour:
    """A copy of it, to go on with."""
    return first.copied(tmp_path / "copy")


def test_a_first_release_is_tagged_pushed_and_can_be_pulled(first: Harbour, tmp_path: Path) -> None:
    assert (first.tags(), first.pushed_tags(), first.status()) == (["v0.1.0"], ["v0.1.0"], "")
    got = pull(f"{first.folder}@0.1.0", tmp_path / "out")
    stated = Released.read((first.folder / "release.json").read_bytes())
    assert (stated.sha256, stated.articles, stated.tier) == (got.sha256, 4, "internal")
    package = read_descriptor(tmp_path / "out")
    assert (package.version, package.created) == ("0.1.0", stated.created)
    committed = first.git("log", "-1", "--format=%cI", "v0.1.0").strip()
    assert committed.replace("+00:00", "Z") == stated.created
    assert len(load(tmp_path / "out")) == 4


def test_the_release_can_be_listed_and_cited_without_its_data(first: Harbour) -> None:
    (version,) = list_versions(str(first.folder))
    assert version.released
    assert (version.version, version.released.tier) == ("0.1.0", "internal")
    cited = cite(f"{first.folder}@0.1.0")
    assert cite(f"{first.folder}@latest") == cite(f"{first.folder}@^0.1") == cited
    assert cited.startswith("Ada Lenk. (20")
    assert cited.endswith(f"sha256:{version.released.sha256}")


def test_the_pipeline_is_up_to_date_after_a_release(first: Harbour) -> None:
    assert "up to date" in first.dvc("status")


@pytest.mark.parametrize(
    ("change", "version", "message"),
    [
        (None, None, "nothing changed since 0.1.0"),
        ("uncommitted", None, r"not committed: raw/5\.txt"),
        ("added", "0.1.1", "too small after 0.1.0: articles added: 1"),
        ("added", "0.1.0", "does not come after 0.1.0"),
        ("added", "next", "not a version"),
    ],
)
def test_what_must_not_be_released_is_refused(
    harbour: Harbour, change: str | None, version: str | None, message: str
) -> None:
    if change:
        harbour.write("5.txt", TEXT.format(n=5))
    if change == "added":
        harbour.commit("an article")
    before = harbour.git("rev-parse", "HEAD")
    with pytest.raises(UsageError, match=message):
        release(harbour.folder, version)
    assert (harbour.git("rev-parse", "HEAD"), harbour.tags()) == (before, ["v0.1.0"])


def test_a_dry_run_says_the_version_and_writes_nothing(harbour: Harbour) -> None:
    harbour.write("5.txt", TEXT.format(n=5))
    harbour.commit("an article")
    before = {path: path.read_bytes() for path in harbour.folder.glob("*.*") if path.is_file()}
    done = release(harbour.folder, dry_run=True)
    assert (done.released.version, done.reasons) == ("0.2.0", ("articles added: 1",))
    changed = {path.name for path, content in before.items() if path.read_bytes() != content}
    assert changed <= {"dvc.lock"}
    assert harbour.tags() == ["v0.1.0"]


def test_findings_of_the_configured_level_stop_a_release(harbour: Harbour) -> None:
    harbour.settings('\n[validate]\nfail_on = "warning"\n')
    harbour.write("5.txt", "")
    harbour.commit("an empty file")
    with pytest.raises(FindingsError, match="1 findings at warning level"):
        release(harbour.folder)


def test_without_a_remote_for_the_data_nothing_is_released(harbour: Harbour) -> None:
    harbour.dvc("remote", "remove", "store")
    harbour.commit("no remote")
    with pytest.raises(UsageError, match="no remote for the data"):
        release(harbour.folder)


def test_a_release_from_behind_the_origin_is_refused(harbour: Harbour, tmp_path: Path) -> None:
    harbour.git("clone", "--quiet", str(harbour.origin), str(tmp_path / "other"))
    other = Harbour(tmp_path / "other")
    other.commit("meanwhile")
    other.git("push", "--quiet")
    with pytest.raises(UsageError, match="has commits that are not here"):
        release(harbour.folder)


class Cut(BaseException):
    """What an interrupted run raises."""


def cut_at(step: str) -> object:
    """A progress that cuts the run at a step."""

    def progress(said: str) -> None:
        if said.startswith(step):
            raise Cut

    return progress


STEPS = ["writing", "committing", "pushing the data", "reading data/package", "pushing commit"]


def test_a_release_that_is_cut_anywhere_is_finished_by_the_next(
    harbour: Harbour, tmp_path: Path
) -> None:
    harbour.write("5.txt", TEXT.format(n=5))
    harbour.commit("an article")
    for step in STEPS:
        with pytest.raises(Cut):
            release(harbour.folder, progress=cut_at(step))  # type: ignore[arg-type]
        assert ("v0.2.0" in harbour.tags()) == (step == "pushing commit")
        assert harbour.pushed_tags() == ["v0.1.0"]
    assert pull(f"{harbour.folder}@0.2.0", tmp_path / "tagged").files
    done = release(harbour.folder)
    assert (done.finished, done.pushed, done.released.version) == (True, True, "0.2.0")
    assert (harbour.pushed_tags(), harbour.status()) == (["v0.1.0", "v0.2.0"], "")
    assert harbour.git("log", "--format=%s").splitlines()[0] == "Release 0.2.0"
    assert (harbour.folder / "CHANGELOG.md").read_text().count("## [0.2.0]") == 1


def test_data_that_do_not_arrive_are_never_tagged(harbour: Harbour) -> None:
    harbour.write("5.txt", TEXT.format(n=5))
    harbour.commit("an article")
    known = set(harbour.store.rglob("*"))

    def lose(said: str) -> None:
        if said.startswith("reading data/package"):
            for path in set(harbour.store.rglob("*")) - known:
                if path.is_file() and path.suffix != ".dir":
                    path.unlink()

    with pytest.raises(EnvironmentFaultError, match="cannot be had from the remote"):
        release(harbour.folder, progress=lose)
    assert harbour.tags() == ["v0.1.0"]
    with pytest.raises(UsageError, match=r"the release of 0\.2\.0 is not finished"):
        release(harbour.folder, "0.3.0")


WORDS = "Quittengelee und Zwetschgenröster"


def test_a_public_version_has_the_words_that_rights_allow_and_no_others(
    harbour: Harbour, tmp_path: Path
) -> None:
    (harbour.folder / "raw" / "free").mkdir()
    harbour.write("free/6.txt", TEXT.format(n=6))
    harbour.write("5.txt", f" date 2020-05 Am Markt\n\nEs gab {WORDS}.\n\nAlle kamen.\n")
    rights = '\n[rights."raw/free/*"]\nrights = "CC-BY-4.0"\n'
    harbour.settings(rights + '\n[rights."raw/*"]\nrights = "LicenseRef-press"\n')
    with (harbour.folder / ".dvc" / "config").open("a", encoding="utf-8") as config:
        config.write("['remote \"public\"']\n    url = ../../open\n")
    harbour.commit("rights")
    done = release(harbour.folder, tier="public")
    assert (done.released.tier, done.released.withheld) == ("public", 5)
    out = tmp_path / "out"
    assert pull(f"{harbour.folder}@0.2.0", out, only="public").sha256 == done.released.public_sha256
    public, whole = load(out), load(harbour.folder / "data" / "package")
    assert [a.article_id for a in public] == [a.article_id for a in whole]
    assert sum(bool(article.text) for article in public) == 1
    for path in (harbour.folder.parent / "open").rglob("*"):
        if path.is_file():
            assert WORDS.encode() not in path.read_bytes()
    kept = public.sql("SELECT count(*) FROM blocks").fetchall()
    assert kept == public.sql("SELECT n_blocks FROM articles WHERE n_blocks > 0").fetchall()
    validated = subprocess.run(
        ["pressmark", "validate", str(out), "--fail-on", "error", "--format", "json"],
        capture_output=True,
        check=False,
    )
    assert (validated.returncode, "PM301" in validated.stdout.decode()) == (0, True)
    assert json.loads(validated.stdout)["findings"]


def test_only_the_tables_and_articles_that_are_asked_for_are_pulled(
    first: Harbour, tmp_path: Path
) -> None:
    whole = pull(f"{first.folder}@latest", tmp_path / "whole")
    out = tmp_path / "part"
    some = pull(f"{first.folder}@^0.1", out, tables=["articles", "texts"])
    assert sorted(path.name for path in out.iterdir()) == [
        "articles.parquet",
        "datapackage.json",
        "texts.parquet",
    ]
    assert (some.sha256, some.moved) == (whole.sha256, 0)
    assert not list(verify(out))
    chosen = pull(
        f"{first.folder}@0.1.0",
        tmp_path / "where",
        tables=["texts"],
        where="date_from >= DATE '2020-03-01' AND n_words > 3",
    )
    assert chosen.part
    assert len(load(tmp_path / "where")) == 2
    assert not list(verify(tmp_path / "where"))
    facts = read_descriptor(tmp_path / "where").pressmark
    assert facts
    assert (facts.model_extra or {})["pulled"]["sha256"] == whole.sha256


def test_a_part_fetches_less_than_the_whole(
    first: Harbour, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    part = pull(f"{first.folder}@0.1.0", tmp_path / "part", tables=["texts", "articles"])
    monkeypatch.setenv("PRESSMARK_CACHE", str(tmp_path / "other"))
    whole = pull(f"{first.folder}@0.1.0", tmp_path / "whole")
    assert part.moved < whole.moved
    assert not (tmp_path / "part" / "blocks.parquet").exists()


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"tables": ["poems"]}, "no such table: poems"),
        ({"where": "1 +"}, "the condition is not valid"),
        ({"where": "n_words > 100000"}, "none of 4 articles"),
    ],
)
def test_a_part_that_cannot_be_is_a_usage_error(
    first: Harbour, tmp_path: Path, asked: dict[str, Any], message: str
) -> None:
    with pytest.raises(UsageError, match=message):
        pull(f"{first.folder}@0.1.0", tmp_path / "out", **asked)
    assert not (tmp_path / "out").exists()


def test_a_version_is_loaded_by_its_name_and_said(
    first: Harbour, capsys: pytest.CaptureFixture[str]
) -> None:
    corpus = load(f"{first.folder}@latest")
    assert (len(corpus), corpus.package.version) == (4, "0.1.0")
    assert capsys.readouterr().err.startswith("News of a harbour 0.1.0, sha256 of its descriptor")
    assert repr(load(f"{first.folder}@^0.1")) == "<Corpus harbour 0.1.0: 4 articles>"
