"""What still holds a record of a file of many: the line it is on, and those it was on before."""

import json
import subprocess
from pathlib import Path

import pytest

from pressmark.versions.left import where_left
from pressmark.versions.releasing import release
from release_corpus import Harbour, alone
from test_withdraw_versions import run, said

pytestmark = pytest.mark.dvc
RECORDS = """
[[records]]
glob = "*.jsonl"
[records.fields]
text = "text"
native_id = "id"
outlet = "outlet"
"""
WITNESS = "Die Zeugin Antje Harms wohnt seit Jahren gleich neben dem alten Hafenamt."


def lines(*records: tuple[str, str]) -> str:
    return "".join(
        f"{json.dumps({'id': name, 'outlet': 'bote', 'text': text})}\n" for name, text in records
    )


def test_a_record_goes_out_of_its_file_now_and_in_every_commit_and_nothing_else_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    alone(monkeypatch)
    monkeypatch.setenv("PRESSMARK_CACHE", str(tmp_path / "cache"))
    harbour = Harbour(tmp_path / "harbour")
    harbour.create(articles=1)
    harbour.settings(RECORDS)
    monkeypatch.chdir(harbour.folder)
    first, last = ("n1", "Der Kran steht wieder."), ("n3", "Die Boje ist fort.")
    harbour.write("a.jsonl", lines(first, ("n2", WITNESS), last))
    harbour.write("b.jsonl", lines(("m1", WITNESS)))
    harbour.commit("records")
    release(harbour.folder)
    ids = _ids(harbour.folder, WITNESS)
    assert run("withdraw", *ids, "--reason", "personal_data").exit_code == 0
    # Meanwhile the record is on another line than in the version.
    harbour.write("a.jsonl", lines(("n0", "Ein Anfang."), first, ("n2", WITNESS), last))
    harbour.commit("withdrawn")
    assert release(harbour.folder).released.version == "0.2.0"
    assert len(_ids(harbour.folder, first[1])) == 1

    found = where_left(harbour.folder, ids)

    raw = {holder.where: holder.commands for holder in found if holder.what == "raw file"}
    assert raw == {
        "raw/a.jsonl, line 3": ("sed -i '3d' -- raw/a.jsonl",),
        "raw/b.jsonl": ("rm -- raw/b.jsonl",),
    }
    (history,) = [holder for holder in found if holder.what == "git history"]
    assert sum("filter-branch" in command for command in history.commands) == 1
    assert "raw/a.jsonl in " in history.where
    assert "raw/b.jsonl in " in history.where
    harbour.git("config", "receive.denyDeletes", "false", cwd=harbour.origin)
    for command in (command for holder in found for command in holder.commands):
        subprocess.run(command, shell=True, check=True, cwd=harbour.folder)  # noqa: S602 - theirs
    assert said(harbour.folder / "raw", "Antje Harms") == []
    assert harbour.git("log", "--all", "--format=%h", "-S", "Antje Harms") == ""
    assert harbour.git("log", "--all", "--format=%h", "-S", "Die Boje ist fort") != ""
    kept = harbour.git("show", "HEAD:raw/a.jsonl").splitlines()
    assert [json.loads(line)["id"] for line in kept] == ["n0", "n1", "n3"]


def test_a_withdrawn_text_that_comes_back_by_another_rank_is_not_released(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    alone(monkeypatch)
    harbour = Harbour(tmp_path / "harbour")
    harbour.create(articles=1)
    harbour.settings(RECORDS.replace('native_id = "id"\n', ""))
    monkeypatch.chdir(harbour.folder)
    records = [("n1", "Der Kran steht wieder."), ("n2", WITNESS), ("n3", "Die Boje ist fort.")]
    harbour.write("a.jsonl", lines(*records))
    harbour.commit("records without ids")
    release(harbour.folder)
    ids = _ids(harbour.folder, WITNESS)
    assert run("withdraw", *ids, "--reason", "personal_data").exit_code == 0
    harbour.write("a.jsonl", lines(("n0", "Ein Anfang."), *records))
    harbour.commit("one in front")

    refused = run("release", "--dry-run")

    (again,) = _ids(harbour.folder, WITNESS)
    said = " ".join(refused.output.split())
    assert refused.exit_code == 2
    assert f"{again} (raw/a.jsonl, record 2) says what {ids[0]} said" in said
    assert f"pressmark withdraw {again} --reason CLASS" in said
    allowed = run("release", "--dry-run", "--despite", "the court allowed it")
    assert f"withdrawn as another article: {again} (the court allowed it)" in allowed.stdout
    harbour.write("a.jsonl", lines(*records, ("n0", "Ein Anfang.")))
    harbour.commit("behind the others")
    assert release(harbour.folder, dry_run=True).released.version == "0.2.0"


def _ids(folder: Path, words: str) -> list[str]:
    import pressmark

    rows = pressmark.load(folder / "data/package").texts.to_pylist()
    return sorted(row["article_id"] for row in rows if words in (row["text"] or ""))
