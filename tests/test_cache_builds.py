"""Builds with a cache: the bytes of a full build, whatever was done before or to the cache."""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from pressmark.config import find
from pressmark.dataset import Dataset
from pressmark.flow import steps
from pressmark.flow.account import Account
from pressmark.flow.cache import Cache, place
from pressmark.read import records
from pressmark_schema.errors import UsageError
from pressmark_schema.withdrawals import Reason, Withdrawal, written
from raw_input import MORE, PROSE, article, contents, run, write

TOML = """\
[corpus]
name = "trial"
languages = ["de"]
[read]
include = ["*.txt", "*.html"]
paths = ["raw/{outlet}/*"]
[metadata]
table = "meta.csv"
[[records]]
glob = "*.jsonl"
[records.fields]
text = "text"
title = "title"
"""


PART_RECORDS = records.PART_RECORDS


def lines(first: int, last: int, times: int = 1) -> str:
    """Records of a JSON lines file, each with words of its own and a paragraph some times."""
    text = '{{"title": "Titel {0}", "text": "Der Steg {0} ist seit gestern gesperrt. {1}"}}\n'
    return "".join(text.format(n, " ".join([PROSE] * times)) for n in range(first, last))


@pytest.fixture
def corpus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Flat files, a page, records in parts of eight, and a table of metadata."""
    monkeypatch.setattr(records, "PART_RECORDS", 8)
    page = f"<html><body><article><h1>Damm</h1><p>{PROSE}</p><p>{MORE}</p></article></body></html>"
    return write(
        tmp_path / "corpus",
        {
            "pressmark.toml": TOML,
            "meta.csv": "file,title\nraw/kurier/a.txt,Der Damm\nraw/kurier/b.txt,Die Höfe\n",
            "raw/kurier/a.txt": article(),
            "raw/kurier/b.txt": article("date 2019-03", MORE, PROSE),
            "raw/bote/c.html": page,
            "raw/bote/leer.txt": "",
            "raw/bote/d.jsonl": lines(0, 20),
        },
    )


def built(corpus: Path, **options: Any) -> Account:
    """Build with the cache of the corpus."""
    config = find(corpus)
    cache = place(config, rehash=options.pop("rehash", False))
    return steps.build([corpus / "raw"], corpus.parent / "mine", config, cache=cache, **options)


def require_as_anew(corpus: Path) -> None:
    """What was built with the cache has the bytes of a full build."""
    steps.build([corpus / "raw"], corpus.parent / "fresh", find(corpus), jobs=1)
    assert contents(corpus.parent / "mine") == contents(corpus.parent / "fresh")


def entries(corpus: Path, part: str) -> list[Path]:
    return sorted((corpus / ".pressmark" / "cache" / part).iterdir())


def anew(path: Path, content: str) -> None:
    """Write a file, so long ago that its times tell it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, encoding="utf-8")


# Nothing changed.


def test_a_build_of_what_was_built_gives_the_same_account_and_writes_nothing(corpus: Path) -> None:
    first = built(corpus)
    before = (corpus.parent / "mine").stat().st_ino
    again = built(corpus)
    assert (corpus.parent / "mine").stat().st_ino == before
    assert again.as_before == again.read == 24
    assert again.intake is not None
    assert first.intake is not None
    assert again.intake.remarks == first.intake.remarks != []
    again.as_before, again.intake = first.as_before, first.intake
    assert again == first


def test_a_package_that_somebody_changed_is_built_again(corpus: Path) -> None:
    built(corpus)
    (corpus.parent / "mine" / "texts.csv").write_text("nothing", encoding="utf-8")
    assert built(corpus).as_before == 24
    require_as_anew(corpus)


def test_rehash_does_not_believe_what_a_files_times_say(corpus: Path) -> None:
    """A file with other bytes and the times, size and inode that it had."""
    path = corpus / "raw" / "kurier" / "a.txt"
    built(corpus)
    path.write_text(path.read_text(encoding="utf-8").replace("Lindach", "Lindben"), "utf-8")
    built(corpus, rehash=True)
    require_as_anew(corpus)


def test_a_file_written_while_it_was_looked_at_is_known_by_its_bytes(corpus: Path) -> None:
    """Within one tick of the clock a file can change twice and keep its times."""
    path = corpus / "raw" / "kurier" / "a.txt"
    text = path.read_text(encoding="utf-8")
    for word in ("Lindaxx", "Lindayy", "Lindazz"):
        path.write_text(text.replace("Lindach", word), encoding="utf-8")
        status = path.stat()
        built(corpus)
        path.write_text(text.replace("Lindach", word[::-1]), encoding="utf-8")
        os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
        built(corpus)
        require_as_anew(corpus)


# Something changed.


def test_only_what_changed_is_worked_off(corpus: Path) -> None:
    built(corpus)
    anew(corpus / "raw" / "kurier" / "a.txt", article("date 2018-06", MORE))
    anew(corpus / "raw" / "kurier" / "new.txt", article("date 2020", MORE))
    assert built(corpus).as_before == 23
    require_as_anew(corpus)


def test_lines_that_are_appended_leave_earlier_parts_alone(corpus: Path) -> None:
    built(corpus)
    with (corpus / "raw" / "bote" / "d.jsonl").open("a", encoding="utf-8") as file:
        file.write(lines(20, 23))
    assert built(corpus).as_before == 4 + 16
    require_as_anew(corpus)


def test_a_file_that_is_gone_leaves(corpus: Path) -> None:
    built(corpus)
    (corpus / "raw" / "kurier" / "b.txt").unlink()
    (corpus / "raw" / "bote" / "d.jsonl").unlink()
    assert built(corpus).as_before == 3
    require_as_anew(corpus)


def test_a_file_of_another_name_is_another_file(corpus: Path) -> None:
    built(corpus)
    (corpus / "raw" / "kurier" / "b.txt").rename(corpus / "raw" / "bote" / "b.txt")
    assert built(corpus).as_before == 23
    require_as_anew(corpus)


def test_files_that_were_copied_anew_are_known_by_their_bytes(corpus: Path) -> None:
    built(corpus)
    shutil.copytree(corpus / "raw", corpus / "raws")
    shutil.rmtree(corpus / "raw")
    (corpus / "raws").rename(corpus / "raw")
    shutil.rmtree(corpus.parent / "mine")
    assert built(corpus).as_before == 24
    require_as_anew(corpus)


def test_a_changed_row_of_metadata_redoes_its_file_alone(corpus: Path) -> None:
    built(corpus)
    table = "file,title\nraw/kurier/b.txt,Die Höfe\nraw/kurier/a.txt,Der neue Damm\n"
    anew(corpus / "meta.csv", table)
    assert built(corpus).as_before == 23
    require_as_anew(corpus)


def test_a_place_in_the_metadata_counts_where_it_is_told(corpus: Path) -> None:
    rows = "raw/kurier/a.txt,A,\nraw/kurier/b.txt,B,nowhen\n"
    anew(corpus / "meta.csv", f"file,title,retrieved_at\n{rows}")
    assert built(corpus).n_quarantined == 2
    anew(corpus / "meta.csv", f"file,title,retrieved_at\nraw/none.txt,N,\n{rows}")
    assert built(corpus).as_before == 23
    require_as_anew(corpus)


def test_a_correction_touches_the_batches_of_its_article_alone(corpus: Path) -> None:
    built(corpus)
    sql = "SELECT article_id, published_edtf FROM articles WHERE published_edtf = '2018-05'"
    with Dataset.open(corpus.parent / "mine").connect() as connection:
        ((article_id, _),) = connection.execute(sql).fetchall()
    line = (
        f'{{"article_id": "{article_id}", "target": "published", "before": "2018-05", '
        '"after": "2018-06", "author": "Ada", "reason": "the archive"}\n'
    )
    anew(corpus / "corrections.jsonl", line)
    account = built(corpus)
    assert (account.corrections.applied, account.as_before) == (1, 23)
    require_as_anew(corpus)
    (corpus / "corrections.jsonl").unlink()
    assert built(corpus).as_before == 24  # as before the correction
    require_as_anew(corpus)


def test_what_is_withdrawn_leaves_the_cache(corpus: Path) -> None:
    """Its words are in no entry any more, though others shared one with it."""
    built(corpus)
    before = {path.name for path in entries(corpus, "packs")}
    with Dataset.open(corpus.parent / "mine").connect() as connection:
        sql = "SELECT article_id FROM articles WHERE published_edtf = '2018-05'"
        ((article_id,),) = connection.execute(sql).fetchall()
    made = Withdrawal.model_validate({"id": article_id, "reason": Reason.RIGHTS})
    anew(corpus / "withdrawn.jsonl", written(made))
    assert built(corpus).withdrawn.documents == 1
    require_as_anew(corpus)
    assert not before & {path.name for path in entries(corpus, "packs")}
    assert built(corpus).as_before
    (corpus / "withdrawn.jsonl").unlink()
    built(corpus)
    require_as_anew(corpus)


@pytest.mark.parametrize(
    ("old", "new", "kept"),
    [
        ('languages = ["de"]', 'languages = ["de", "en"]', 0),
        ('name = "trial"', 'name = "other"', 24),
        ('title = "title"\n', "", 4),
        ("[read]", '[rights."raw/kurier/*"]\nrights = "CC0-1.0"\n[read]', 22),
        ("[read]", "[duplicates]\nenabled = false\n[read]", 24),
    ],
)
def test_a_setting_redoes_what_it_can_reach(corpus: Path, old: str, new: str, kept: int) -> None:
    built(corpus)
    anew(corpus / "pressmark.toml", TOML.replace(old, new))
    assert built(corpus).as_before == kept
    require_as_anew(corpus)


def test_ids_of_an_earlier_package_redo_the_articles_that_they_name(corpus: Path) -> None:
    built(corpus)
    shutil.copytree(corpus.parent / "mine", corpus.parent / "old")
    with (corpus / "raw" / "bote" / "d.jsonl").open("a", encoding="utf-8") as file:
        file.write(lines(20, 30))
    options: dict[str, Any] = {"previous": corpus.parent / "old"}
    built(corpus, **options)
    account = built(corpus, **options)
    assert account.as_before == account.read
    steps.build([corpus / "raw"], corpus.parent / "fresh", find(corpus), **options)
    assert contents(corpus.parent / "mine") == contents(corpus.parent / "fresh")


def test_other_code_inherits_nothing(corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    built(corpus)
    monkeypatch.setattr("pressmark.flow.cache.code.of_steps", lambda: "another rule")
    monkeypatch.setattr("pressmark.flow.cache.code.of_all", lambda: "another rule")
    assert built(corpus, jobs=1).as_before == 0


# The cache itself.


@pytest.mark.parametrize("part", ["packs", "divisions", "builds"])
@pytest.mark.parametrize("damage", ["cut", "flipped", "foreign", "link"])
def test_a_damaged_entry_is_made_again(corpus: Path, part: str, damage: str) -> None:
    built(corpus)
    shutil.rmtree(corpus.parent / "mine")
    for path in entries(corpus, part):
        data = path.read_bytes()
        if damage == "link":
            path.unlink()
            path.symlink_to("/nowhere")
            continue
        middle = len(data) // 2
        flipped = data[:middle] + bytes([data[middle] ^ 1]) + data[middle + 1 :]
        made = {"cut": data[:-9], "flipped": flipped, "foreign": b"[1]\n" * 40}
        path.write_bytes(made[damage])
    built(corpus)
    require_as_anew(corpus)


@pytest.mark.slow
def test_every_byte_of_a_pack_is_checked(corpus: Path) -> None:
    """What was damaged is made again, or, where files of tables are there already, not needed."""
    shutil.rmtree(corpus / "raw" / "bote")
    built(corpus)
    sound = contents(corpus.parent / "mine")
    (pack,) = entries(corpus, "packs")
    data = pack.read_bytes()
    for at in range(0, len(data), max(len(data) // 12, 1)):
        pack.write_bytes(data[:at] + bytes([data[at] ^ 255]) + data[at + 1 :])
        shutil.rmtree(corpus.parent / "mine", ignore_errors=True)
        shutil.rmtree(corpus / ".pressmark" / "cache" / "tables")
        built(corpus, jobs=1)
        assert contents(corpus.parent / "mine") == sound


def test_a_link_in_the_place_of_the_cache_is_not_followed(corpus: Path) -> None:
    other = corpus.parent / "other"
    other.mkdir()
    (corpus / ".pressmark").symlink_to(other)
    built(corpus)
    (corpus / ".pressmark").unlink()
    (corpus / ".pressmark").mkdir()
    (corpus / ".pressmark" / "cache").symlink_to(other)
    built(corpus)
    assert list(other.iterdir()) == []


def test_the_cache_is_private_and_ignored_by_git(corpus: Path) -> None:
    built(corpus)
    folder = corpus / ".pressmark" / "cache"
    assert folder.stat().st_mode & 0o777 == 0o700
    made = [path for path in folder.rglob("*.*") if path.is_file() and path.suffix != ".parquet"]
    assert {path.stat().st_mode & 0o777 for path in made} <= {0o600}
    assert {path.stat().st_mode & 0o777 for path in folder.iterdir() if path.is_dir()} == {0o700}
    subprocess.run(["git", "init", "-q"], cwd=corpus, check=True)
    status = ["git", "status", "--porcelain", "--untracked-files=all"]
    told = subprocess.run(status, cwd=corpus, check=True, capture_output=True, text=True)
    assert ".pressmark" not in told.stdout
    assert (folder / "CACHEDIR.TAG").read_bytes().startswith(b"Signature: 8a477f597d28d172789f")


def test_without_settings_there_is_no_cache_unless_one_is_named(tmp_path: Path) -> None:
    write(tmp_path, {"in/a.txt": article()})
    program(tmp_path, "build", "in", "-o", "out")
    assert not (tmp_path / "in" / ".pressmark").exists()
    assert f"no pressmark.toml in or above {tmp_path}" in program(tmp_path, "cache")
    program(tmp_path, "build", "in", "-o", "out", "--cache", "kept")
    told = program(tmp_path, "build", "in", "-o", "out", "--cache", "kept")
    assert "1 of 1 document, as before: taken from the last build" in told


def program(folder: Path, *arguments: str) -> str:
    """What the program prints, results and remarks."""
    made = run(*arguments, cwd=folder)
    return (made.stdout + made.stderr).decode()


def test_a_named_folder_with_something_else_in_it_is_refused(corpus: Path) -> None:
    with pytest.raises(UsageError, match="no cache of ours"):
        steps.build(
            [corpus / "raw"],
            corpus.parent / "mine",
            find(corpus),
            cache=Cache(corpus / "raw", named=True),
        )


def test_what_the_last_builds_did_not_use_goes(corpus: Path) -> None:
    path = corpus / "raw" / "kurier" / "a.txt"
    built(corpus)
    first = set(entries(corpus, "packs"))
    for number in range(8):
        anew(path, article(f"date 2019-0{number + 1}", MORE))
        built(corpus)
    packs = set(entries(corpus, "packs"))
    assert first & packs  # the records are in use
    assert len(packs) <= len(first) + 4


def test_a_cache_that_cannot_be_written_is_done_without(corpus: Path) -> None:
    (corpus / ".pressmark").write_text("a file in its place", encoding="utf-8")
    assert built(corpus).as_before is None
    require_as_anew(corpus)


def test_the_command_shows_and_clears(corpus: Path) -> None:
    assert program(corpus, "cache").startswith("no cache: nothing is kept in ")
    built(corpus)
    assert "entries, " in program(corpus, "cache")
    assert "cache: removed " in program(corpus, "cache", "--clear")
    assert "0 entries, 0 bytes" in program(corpus, "cache")
    assert built(corpus).as_before == 0


# Runs that end, and runs beside each other.


def _started(corpus: Path, out: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "pressmark_cli", "build", "raw", "-o", out, "-j", "1"]
    return subprocess.Popen(command, cwd=corpus, stderr=subprocess.DEVNULL)


@pytest.mark.slow
def test_a_killed_build_goes_on_where_it_was(corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(records, "PART_RECORDS", PART_RECORDS)
    anew(corpus / "raw" / "bote" / "d.jsonl", lines(0, 3000, 20))
    process = _started(corpus, "out")
    packs = corpus / ".pressmark" / "cache" / "packs"
    while not packs.is_dir() or len([p for p in packs.iterdir() if p.name[0] != "."]) < 3:
        assert process.poll() is None
        time.sleep(0.01)
    process.send_signal(signal.SIGKILL)
    process.wait()
    account = built(corpus)
    assert account.as_before is not None
    assert account.as_before >= 256
    require_as_anew(corpus)


@pytest.mark.slow
def test_two_builds_at_once_do_not_hurt_each_other(corpus: Path) -> None:
    both = [_started(corpus, name) for name in ("one", "two")]
    assert [process.wait() for process in both] == [0, 0]
    assert contents(corpus / "one") == contents(corpus / "two")
    built(corpus)
    require_as_anew(corpus)


# The stages of DVC.


def test_normalise_takes_what_an_earlier_run_made(corpus: Path) -> None:
    config, data = find(corpus), corpus / "data"
    steps.ingest([corpus / "raw"], data / "ingested", config)
    made = [
        steps.normalise(data / "ingested", data / name, config, cache=cache)
        for name, cache in (("a", place(config)), ("b", place(config)), ("c", None))
    ]
    assert [account.as_before for account in made] == [0, 24, None]
    assert contents(data / "a") == contents(data / "b") == contents(data / "c")
