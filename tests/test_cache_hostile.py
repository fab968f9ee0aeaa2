"""A cache that others write into: what its owner has not signed is not believed or waited for."""

import os
import shutil
import time
from importlib import metadata
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from pressmark.config import find
from pressmark.dataset import Dataset
from pressmark.flow import steps, withdrawing
from pressmark.flow.account import Account
from pressmark.flow.cache import CacheFolder, code, packs, place, secret
from pressmark.flow.lending import DamagedError
from pressmark_schema.errors import EnvironmentFaultError
from pressmark_schema.withdrawals import Reason
from raw_input import MORE, PROSE, article, contents, run, write

TOML = """\
[corpus]
languages = ["de"]
[[records]]
glob = "*.jsonl"
fields = { text = "text" }
"""
DOCUMENTS = 4


@pytest.fixture(autouse=True)
def _new_here(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Nobody has a key yet."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """Two flat files and a file of two records."""
    return write(
        tmp_path / "corpus",
        {
            "pressmark.toml": TOML,
            "raw/a.txt": article(),
            "raw/b.txt": article("date 2019-03", MORE, PROSE),
            "raw/c.jsonl": f'{{"text": "{MORE}"}}\n{{"text": "{PROSE} {MORE}"}}\n',
        },
    )


def built(corpus: Path, out: str = "mine", **options: Any) -> Account:
    """Build with the cache of the corpus, here."""
    config = find(corpus)
    operands, cache = [corpus / "raw"], place(config)
    return steps.build(operands, corpus.parent / out, config, jobs=1, cache=cache, **options)


def require_as_anew(corpus: Path) -> None:
    """What was built with the cache has the bytes of a full build."""
    steps.build([corpus / "raw"], corpus.parent / "fresh", find(corpus), jobs=1)
    assert contents(corpus.parent / "mine") == contents(corpus.parent / "fresh")


def cached(corpus: Path) -> Path:
    return corpus / ".pressmark" / "cache"


def entries(corpus: Path) -> list[str]:
    """What is in the cache of a corpus, by path, but its marks."""
    found = cached(corpus).glob("*/*")
    return sorted(path.relative_to(cached(corpus)).as_posix() for path in found)


def opened(corpus: Path) -> CacheFolder:
    cache = place(find(corpus))
    assert cache
    folder = CacheFolder.open(cache)
    assert folder
    return folder


def as_somebody_else(monkeypatch: pytest.MonkeyPatch, corpus: Path) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(corpus.parent / "somebody"))


# Who made an entry.


@pytest.fixture
def planted(corpus: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The corpus with its cache, to which somebody has added rows, as a commit can."""
    other = corpus.parent / "other"
    with monkeypatch.context() as patch:
        as_somebody_else(patch, corpus)
        built(corpus, "theirs")
        (corpus / ".pressmark").rename(other)
    opened(corpus)
    for part in (other / "cache").glob("*/"):
        shutil.copytree(part, cached(corpus) / part.name, dirs_exist_ok=True)
    assert entries(corpus)
    return corpus


def test_no_entry_that_somebody_added_is_taken(planted: Path) -> None:
    assert built(planted).as_before == 0
    require_as_anew(planted)


def test_no_kind_of_entry_counts_without_the_key(planted: Path) -> None:
    folder = opened(planted)
    small = [name for name in entries(planted) if not name.startswith(packs.PART)]
    small = [name for name in small if not name.endswith(".parquet")]
    assert {name.partition("/")[0] for name in small} == {"builds", "divisions", "tables"}
    assert any("measured" in name for name in small)
    assert [folder.read(name) for name in small] == [None] * len(small)
    assert list(packs.heads(folder)) == []


def test_an_entry_does_not_count_under_the_name_of_another(corpus: Path) -> None:
    folder = opened(corpus)
    assert folder.keep("tables/one", b"facts")
    (cached(corpus) / "tables" / "one").rename(cached(corpus) / "tables" / "other")
    assert folder.read("tables/other") is None
    assert entries(corpus) == []


def test_the_cache_of_somebody_else_is_emptied(
    corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where its folders are closed, as those of an archive can be."""
    with monkeypatch.context() as patch:
        as_somebody_else(patch, corpus)
        built(corpus, "theirs")
    for part in cached(corpus).glob("*/"):
        part.chmod(0o555)
    opened(corpus)
    assert entries(corpus) == []


def test_the_cache_of_somebody_else_that_stays_is_not_used(
    corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        as_somebody_else(patch, corpus)
        built(corpus, "theirs")
    monkeypatch.setattr("pressmark.flow.cache.folder._remove", refused)
    assert built(corpus).as_before is None


def refused(*_: object) -> None:
    raise PermissionError


def test_ones_own_cache_goes_with_its_folder(corpus: Path) -> None:
    built(corpus)
    moved = corpus.rename(corpus.parent / "moved")
    assert built(moved, "again").as_before == DOCUMENTS


# The key.


def test_the_key_is_made_once_for_its_owner_alone() -> None:
    made = secret.key()
    assert made is not None
    assert len(made) == secret.SIZE
    assert secret.key() == made
    assert secret.place().stat().st_mode & 0o777 == 0o600
    assert [path.name for path in secret.place().parent.iterdir()] == ["key"]


@pytest.mark.parametrize("fault", ["shared", "short", "link", "pipe", "folder"])
def test_a_key_that_others_could_know_is_none(fault: str, tmp_path: Path) -> None:
    assert secret.key()
    path = secret.place()
    if fault == "shared":
        path.chmod(0o640)
    elif fault == "short":
        path.write_bytes(b"abc")
    else:
        moved = path.rename(tmp_path / "key")
        if fault == "link":
            path.symlink_to(moved)
        elif fault == "pipe":
            os.mkfifo(path, 0o600)
        else:
            path.mkdir()
    assert secret.key() is None


def test_a_relative_folder_holds_no_key(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """It would be one of the corpus, for which the program is started."""
    monkeypatch.setenv("XDG_STATE_HOME", "state")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert secret.place() == tmp_path / ".local" / "state" / "pressmark" / "key"


# What is no file.


@pytest.mark.parametrize("names", ["CACHEDIR.TAG", "signed", "log", "packs/*", "*s/*"])
@pytest.mark.parametrize("kind", ["pipe", "endless"])
def test_what_is_no_file_is_neither_read_nor_waited_for(
    corpus: Path, names: str, kind: str
) -> None:
    built(corpus)
    shutil.rmtree(corpus.parent / "mine")
    for path in list(cached(corpus).glob(names)):
        path.unlink()
        if kind == "pipe":
            os.mkfifo(path)
        else:
            path.symlink_to("/dev/zero")
    built(corpus)
    require_as_anew(corpus)


def test_a_pack_that_states_a_negative_length_is_not_read(corpus: Path) -> None:
    path = cached(corpus) / packs.PART / "pack"
    folder = opened(corpus)
    path.write_bytes(b"pressmark pack 1\n-00000000001\n")
    with path.open("ab") as file:
        file.truncate(2**40)
    assert list(packs.heads(folder)) == []


def test_a_long_entry_without_content_is_not_read(corpus: Path) -> None:
    folder = opened(corpus)
    with (cached(corpus) / "builds" / "long").open("wb") as file:
        file.truncate(2**40)
    assert folder.read("builds/long") is None


def test_columns_that_point_beyond_their_bytes_are_damage(
    corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Arrow would follow them to wherever they lead."""
    table = pa.table({"text": ["x" * 0x1234]})
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table)
    data = sink.getvalue().to_pybytes()
    at = data.rfind(b"\0\0\0\0\x34\x12\0\0")
    forged = pa.py_buffer(data[: at + 6] + b"\x34\x12" + data[at + 8 :])
    monkeypatch.setattr("pressmark.flow.cache.packs._serialised", lambda _: forged)
    folder = opened(corpus)
    pack = packs.write(folder, {"texts": table}, [packs.Unit("key", {"texts": 1})])
    with pytest.raises(DamagedError):
        packs.read(folder, pack, {"texts": table.schema})


# What cannot be removed, and what must be.


def damage_texts(corpus: Path) -> None:
    """Change a byte of the texts in each pack, which are read last."""
    for pack in packs.heads(opened(corpus)):
        path = cached(corpus) / packs.PART / pack.name
        data = bytearray(path.read_bytes())
        blob = pack.blobs["texts"]
        data[pack.start + blob.offset + blob.size // 2] ^= 1
        path.write_bytes(data)


def test_damaged_entries_that_cannot_be_removed_are_done_without(
    corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    built(corpus)
    shutil.rmtree(corpus.parent / "mine")
    for part in ("tables", "builds"):
        shutil.rmtree(cached(corpus) / part)
    damage_texts(corpus)
    monkeypatch.setattr(CacheFolder, "drop", lambda *_: None)
    assert built(corpus).as_before is None
    require_as_anew(corpus)


def withdraw(corpus: Path) -> None:
    """Withdraw the first article of what was built."""
    config, dataset = find(corpus), Dataset.open(corpus.parent / "mine")
    with dataset.connect() as connection:
        query = "SELECT article_id FROM articles ORDER BY ALL LIMIT 1"
        ((name,),) = connection.execute(query).fetchall()
    asked = withdrawing.Asked([name], Reason.RIGHTS, None)
    withdrawing.carry_out(withdrawing.plan(dataset, asked, config), config)


def test_withdrawing_leaves_no_words_in_the_cache(corpus: Path) -> None:
    """Also not in what a killed run has left, and whatever the next build is told of the cache."""
    built(corpus)
    (cached(corpus) / packs.PART / ".half.0123").write_text("its words", encoding="utf-8")
    withdraw(corpus)
    assert entries(corpus) == []
    assert built(corpus).withdrawn.documents == 1


def test_withdrawing_says_that_words_stay(corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    built(corpus)
    monkeypatch.setattr("pressmark.flow.cache.folder._remove", refused)
    with pytest.raises(EnvironmentFaultError, match=r"\.pressmark/cache still holds"):
        withdraw(corpus)


def test_what_a_killed_run_has_left_goes_where_something_is_withdrawn(corpus: Path) -> None:
    built(corpus)
    withdraw(corpus)
    opened(corpus)
    left = cached(corpus) / packs.PART / ".half.0123"
    left.write_text("its words", encoding="utf-8")
    os.utime(left, (0, time.time() - 60))
    built(corpus)
    assert not left.exists()


def test_without_a_key_there_is_no_cache_which_is_said_once(
    corpus: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "closed").write_text("no folder", encoding="utf-8")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "closed"))
    told = run("build", "raw", "-o", "out", cwd=corpus).stderr.decode()
    assert told.count("neither used nor kept") == 1
    assert str(tmp_path / "closed" / "pressmark" / "key") in told
    assert not cached(corpus).exists()


# What did the work.


@pytest.mark.parametrize(
    "name", ["trafilatura", "htmldate", "lxml", "brotli", "fastwarc", "openpyxl", "ftfy"]
)
@pytest.mark.parametrize("other", ["0.0.1", None])
def test_another_library_or_none_is_other_code(
    name: str, other: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = code.of_steps.__wrapped__()

    def version(asked: str) -> str:
        if asked != name:
            return metadata.version(asked)
        if other is None:
            raise metadata.PackageNotFoundError
        return other

    monkeypatch.setattr(code, "version", version)
    assert code.of_steps.__wrapped__() != before


def test_what_packs_hold_is_decided_by_code_that_counts() -> None:
    counted = {name for name, _ in code._files(whole=False)}  # noqa: SLF001 - no other way to see
    assert "pressmark/flow/cache/working.py" in counted
