"""Withdrawals among versions: a PATCH, and older versions that are pulled without them."""

import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

import pressmark
from pressmark.store import read_descriptor, sha256_file
from pressmark.versions.cite import cite
from pressmark.versions.diff import diff
from pressmark.versions.left import where_left
from pressmark.versions.pull import pull
from pressmark.versions.releasing import release
from pressmark.versions.reproducing import reproduce
from pressmark_cli.app import app
from pressmark_schema.errors import IntegrityError, UsageError
from release_corpus import Harbour, alone

pytestmark = pytest.mark.dvc
WITNESS = "Der Name der Zeugin lautet Antje Harms und sie wohnt seit Jahren gleich nebenan."


def run(*words: object) -> Result:
    return CliRunner().invoke(app, [str(word) for word in words])


def id_of(folder: Path, name: str) -> str:
    sql = (
        f"SELECT article_id FROM captures JOIN sources USING (source_id) WHERE path = 'raw/{name}'"
    )
    return str(pressmark.load(folder).sql(sql).fetchall()[0][0])


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Harbour]:
    """0.1.0 with an article about a witness; 0.1.1 without it."""
    with pytest.MonkeyPatch.context() as patch:
        alone(patch)
        folder = tmp_path_factory.mktemp("withdrawn")
        patch.setenv("PRESSMARK_CACHE", str(folder / "cache"))
        harbour = Harbour(folder / "harbour")
        harbour.create()
        harbour.write("zeugin.txt", f" date 2020-07 Vor Gericht\n\n{WITNESS}\n")
        correction = ("correct", "--set", "title=Vor dem Gericht", "--reason", "im Heft so")
        patch.chdir(harbour.folder)
        assert run("build", "raw", "-o", "data/package", "-j", 1).exit_code == 0
        name = id_of(harbour.folder / "data/package", "zeugin.txt")
        assert run(*correction, name).exit_code == 0
        harbour.commit("a witness")
        release(harbour.folder)
        assert run("withdraw", name, "--reason", "personal_data").exit_code == 0
        harbour.commit("withdrawn")
        outcome = release(harbour.folder)
        assert outcome.released.version == "0.1.1"
        yield harbour


@pytest.fixture
def witness(made: Harbour) -> str:
    """The id of the article, as the list has it."""
    line = (made.folder / "withdrawn.jsonl").read_text("utf-8")
    return str(json.loads(line)["id"])


def holds(folder: Path, words: str) -> bool:
    import pyarrow.parquet as pq

    tables = (str(pq.read_table(path).to_pylist()) for path in folder.rglob("*.parquet"))
    plain = (path.read_bytes().decode("utf-8", "replace") for path in folder.rglob("*.*"))
    return any(words in text for text in (*tables, *plain))


def test_the_list_says_which_versions_have_it(made: Harbour, witness: str) -> None:
    line = json.loads((made.folder / "withdrawn.jsonl").read_text("utf-8"))
    assert (line["id"], line["reason"], line["versions"]) == (witness, "personal_data", ["0.1.0"])
    facts = read_descriptor(made.folder / "data/package").pressmark
    assert facts is not None
    assert [(stone.id, stone.versions) for stone in facts.withdrawn or []] == [(witness, ["0.1.0"])]


def test_an_older_version_is_pulled_without_it(made: Harbour, witness: str, tmp_path: Path) -> None:
    got = pull(f"{made.folder}@0.1.0", tmp_path / "out")
    assert got.left_out == "4 of 5 articles; 1 withdrawn since (personal_data)"
    assert len(pressmark.load(tmp_path / "out")) == 4
    assert not holds(tmp_path / "out", "Antje Harms")
    assert run("verify", tmp_path / "out").exit_code == 0
    package = read_descriptor(tmp_path / "out")
    stated = (package.pressmark and package.pressmark.model_extra) or {}
    assert stated["left_out"] == {"articles": [witness], "among": 5}
    assert stated["pulled"] == {"version": "0.1.0", "sha256": got.sha256}
    released = json.loads(made.git("show", "v0.1.0:release.json"))
    assert got.sha256 == released["sha256"]


def test_both_descriptors_are_told_and_the_released_one_is_cited(
    made: Harbour, tmp_path: Path
) -> None:
    result = run("pull", f"{made.folder}@0.1.0", "-o", tmp_path / "out")
    released = json.loads(made.git("show", "v0.1.0:release.json"))["sha256"]
    own = sha256_file(tmp_path / "out/datapackage.json")
    assert f"released descriptor, to be cited: {released}\n" in result.stdout
    assert f"descriptor here, of what was pulled: {own}\n" in result.stdout
    note = "reduced: 4 of 5 articles; 1 withdrawn since (personal_data)"
    assert cite(str(tmp_path / "out")).endswith(f"sha256:{released} [{note}]")
    assert cite(f"{made.folder}@0.1.0").endswith(f"sha256:{released}")
    for form in ("bibtex", "cff"):
        said = cite(str(tmp_path / "out"), form).replace("\\_", "_")
        assert released in said
        assert own not in said
        assert "withdrawn since" in " ".join(said.split())


def test_whoever_may_read_it_gets_it_as_released(made: Harbour, tmp_path: Path) -> None:
    said = run("pull", f"{made.folder}@0.1.0", "-o", tmp_path / "out", "--as-released")
    assert said.exit_code == 0
    assert holds(tmp_path / "out", "Antje Harms")
    assert (read_descriptor(tmp_path / "out").pressmark or object()).__dict__["withdrawn"] is None


@pytest.mark.parametrize(
    ("tables", "where"),
    [
        (("texts",), None),
        (("findings",), None),
        ((), "lang = 'de'"),
        (("captures", "sources"), None),
    ],
)
def test_a_part_of_an_older_version_lacks_it_too(
    made: Harbour, tmp_path: Path, tables: tuple[str, ...], where: str | None
) -> None:
    got = pull(f"{made.folder}@0.1.0", tmp_path / "out", tables=tables, where=where)
    assert got.left_out == "4 of 5 articles; 1 withdrawn since (personal_data)"
    assert not holds(tmp_path / "out", "Harms")
    assert not holds(tmp_path / "out", "zeugin.txt")


def test_a_damaged_byte_of_what_is_left_out_is_still_found(
    made: Harbour, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(made.folder.parent, tmp_path / "copy", symlinks=True)
    monkeypatch.setenv("PRESSMARK_CACHE", str(tmp_path / "cache"))
    tree = [path for path in (tmp_path / "copy" / "store").rglob("*") if path.is_file()]
    for path in tree:
        if path.read_bytes()[:4] == b"PAR1":
            path.chmod(0o644)
            path.write_bytes(path.read_bytes()[:-9] + b"X" + path.read_bytes()[-8:])
    with pytest.raises(IntegrityError):
        pull(f"{tmp_path / 'copy' / 'harbour'}@0.1.0", tmp_path / "out")


@pytest.mark.parametrize("dataset", ["ingested", "findings"])
def test_what_cannot_go_without_it_is_refused(made: Harbour, tmp_path: Path, dataset: str) -> None:
    with pytest.raises(UsageError, match="withdrawn since") as caught:
        pull(f"{made.folder}@0.1.0", tmp_path / "out", only=dataset)
    assert "--as-released" in str(caught.value.hint)


def test_the_newest_version_is_pulled_as_it_is(made: Harbour, tmp_path: Path) -> None:
    got = pull(f"{made.folder}@latest", tmp_path / "out")
    assert (got.version, got.left_out) == ("0.1.1", None)
    with diff(made.folder / "data/package", tmp_path / "out") as found:
        assert not found


def test_a_load_of_an_older_version_says_what_it_lacks(
    made: Harbour, witness: str, capsys: pytest.CaptureFixture[str]
) -> None:
    corpus = pressmark.load(f"{made.folder}@0.1.0")
    assert "4 of 5 articles; 1 withdrawn since (personal_data)" in capsys.readouterr().err
    assert witness not in corpus
    assert len(pressmark.load(f"{made.folder}@0.1.0")) == 4
    assert witness in pressmark.load(f"{made.folder}@0.1.0", as_released=True)


def test_the_difference_still_says_that_one_was_withdrawn(made: Harbour, witness: str) -> None:
    with diff(f"{made.folder}@0.1.0", f"{made.folder}@0.1.1") as found:
        assert (found.withdrawn, found.removed, found.lost) == (1, 0, 0)
        (gone,) = found.each_withdrawn()
        assert (gone.article_id, gone.reason) == (witness, "personal_data")


def test_the_older_version_can_still_be_made_again(made: Harbour) -> None:
    assert reproduce(f"{made.folder}@0.1.0").identical


def test_a_list_that_cannot_be_read_stops_a_pull(made: Harbour, tmp_path: Path) -> None:
    shutil.copytree(made.folder.parent, tmp_path / "copy", symlinks=True)
    harbour = Harbour(tmp_path / "copy" / "harbour")
    (harbour.folder / "withdrawn.jsonl").write_text('{"id": "later"}\n', encoding="utf-8")
    harbour.commit("by hand")
    harbour.git("tag", "v0.1.2")
    with pytest.raises(IntegrityError, match=r"v0\.1\.2: its withdrawn\.jsonl"):
        pull(f"{harbour.folder}@0.1.0", tmp_path / "out")


def test_a_withdrawn_block_leaves_its_article_out_of_older_versions_and_is_a_patch(
    made: Harbour, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    harbour = made.copied(tmp_path / "copy")
    monkeypatch.chdir(harbour.folder)
    name = id_of(harbour.folder / "data/package", "1.txt")
    rows = pressmark.load("data/package").blocks.to_pylist()
    block = next(r["block_id"] for r in rows if r["article_id"] == name and "morsch" in r["text"])
    assert run("withdraw", block, "--reason", "court_order").exit_code == 0
    harbour.commit("a block")
    before = {holder.what for holder in where_left(harbour.folder, name)}
    assert {"dataset", "data of versions"} <= before

    released = release(harbour.folder).released

    assert released.version == "0.1.2"
    assert "text 1 (withdrawn)" in " ".join(released.difference)
    got = pull(f"{harbour.folder}@0.1.1", tmp_path / "out")
    why = "1 withdrawn since (court_order), 1 of them for a block alone"
    assert got.left_out == f"3 of 4 articles; {why}"
    assert name in pressmark.load(f"{harbour.folder}@latest")
    with diff(f"{harbour.folder}@0.1.1", f"{harbour.folder}@0.1.2") as found_changed:
        assert (found_changed.added, found_changed.changed) == (0, 1)
        (change,) = found_changed.each_changed(words=True)
        assert (change.article_id, change.cause) == (name, "withdrawn")
    found = where_left(harbour.folder, name)
    assert [holder for holder in found if holder.what == "dataset"] == []
    (tags,) = [holder.where for holder in found if holder.what == "tags"]
    assert tags == "v0.1.0 v0.1.1"
    (raw,) = [holder for holder in found if holder.what == "raw file"]
    assert (raw.where, raw.commands) == ("raw/1.txt", ())
    assert "whole article" in raw.note


def test_what_still_holds_it_is_listed_with_commands_that_work(
    made: Harbour, witness: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    harbour = made.copied(tmp_path / "copy")
    harbour.git("config", "receive.denyDeletes", "false", cwd=harbour.origin)
    monkeypatch.setenv("PRESSMARK_CACHE", str(tmp_path / "copy" / "cache"))
    monkeypatch.chdir(harbour.folder)
    assert said(tmp_path / "copy", WITNESS)
    found = where_left(harbour.folder, witness)
    assert [holder.where for holder in found if holder.what == "raw file"] == ["raw/zeugin.txt"]
    assert any(holder.what == "git history" for holder in found)
    assert any("store" in holder.where for holder in found)
    assert found[-1].what == "published copies"

    for holder in found:
        for command in holder.commands:
            subprocess.run(command, shell=True, check=True, cwd=harbour.folder)  # noqa: S602 - theirs

    assert said(tmp_path / "copy", WITNESS) == []
    for words in ("Vor dem Gericht", WITNESS):
        assert made.git("log", "--all", "--format=%h", "-S", words) != ""
        assert harbour.git("log", "--all", "--format=%h", "-S", words) == ""
    left = {holder.what for holder in where_left(harbour.folder, witness)}
    assert left & {"raw file", "git history", "tags", "dataset"} == set()


def test_what_is_withdrawn_may_be_withdrawn_again_and_nothing_changes(
    made: Harbour, witness: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(made.folder)
    before = made.status()
    for key in (witness, witness[:12]):
        again = run("withdraw", key, "--reason", "rights")
        assert again.exit_code == 0, again.output
        assert "withdrawn.jsonl has it already, and stays as it is" in again.stdout
        assert f"{witness}: already withdrawn" in again.stderr
        assert "(personal_data)" in again.stderr
    assert made.status() == before


def test_an_article_that_only_earlier_versions_have_can_be_withdrawn(
    made: Harbour, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    harbour = made.copied(tmp_path / "copy")
    monkeypatch.chdir(harbour.folder)
    gone = id_of(harbour.folder / "data/package", "1.txt")
    (harbour.folder / "raw" / "1.txt").unlink()
    harbour.commit("one is no part of it any more")
    assert release(harbour.folder).released.version == "1.0.0"

    said = run("withdraw", gone, "--reason", "rights", "--date", "2026-11-01")

    assert said.exit_code == 0, said.output
    assert f"{gone} (not in the package; last in 0.1.1): raw/1.txt" in said.stdout
    last = (harbour.folder / "withdrawn.jsonl").read_text("utf-8").splitlines()[-1]
    assert json.loads(last) == {
        "id": gone,
        "reason": "rights",
        "date": "2026-11-01",
        "versions": ["0.1.0", "0.1.1"],
    }
    harbour.commit("withdrawn")
    released = release(harbour.folder).released
    assert released.version == "1.0.1"
    assert "withdrawn from earlier versions alone: 1" in released.difference
    assert (
        f"withdrawn from earlier versions: {gone}" in (harbour.folder / "CHANGELOG.md").read_text()
    )
    got = pull(f"{harbour.folder}@0.1.1", tmp_path / "out")
    assert got.left_out == "3 of 4 articles; 1 withdrawn since (rights)"
    assert gone not in pressmark.load(tmp_path / "out")


def test_an_id_that_nothing_knows_cannot_be_withdrawn(
    made: Harbour, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(made.folder)
    result = run("withdraw", "a0000000000000000", "--reason", "rights")
    assert result.exit_code == 2
    assert "no article in data/package" in " ".join(result.output.split())


def test_an_id_that_nothing_knows_holds_nothing_and_is_told(
    made: Harbour, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(made.folder)
    result = run("withdraw", "--where-left", "a0000000000000000")
    assert result.exit_code == 2
    assert "neither the list, nor the package, nor a version" in " ".join(result.output.split())


def said(folder: Path, words: str) -> list[str]:
    """The files below a folder, tables unpacked, in which the words are."""
    import pyarrow.parquet as pq

    found = []
    for path in folder.rglob("*"):
        if path.is_file() and not path.is_symlink():
            content = path.read_bytes()
            text = content.decode("utf-8", "replace")
            if content[:4] == b"PAR1":
                text = str(pq.read_table(path).to_pylist())
                text += "".join(_contents(path))
            if words in text:
                found.append(str(path))
    return found


def _contents(path: Path) -> Iterator[str]:
    """The raw files in a shard."""
    import pyarrow.parquet as pq

    for row in pq.read_table(path).to_pylist():
        if isinstance(row.get("content"), bytes):
            yield row["content"].decode("utf-8", "replace")
