"""A build: what was read adds up, the bytes depend on the input alone, and it is all or nothing."""

import json
import os
import resource
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pressmark import store
from pressmark.config import find
from pressmark.flow import steps
from pressmark.flow.shards import SCHEMA
from pressmark_schema.errors import EnvironmentFaultError, IntegrityError, UsageError
from raw_input import MORE, PROSE, article, contents, run, settings, write

OTHER = (
    "Im Hafen von Kranichsiel lag am Montag ein Schiff für Öl, das niemand bestellt hatte. Es "
    "wartete."
)
TOML = """\
[corpus]
name = "trial"
languages = ["de"]
[read]
encodings = ["utf-8", "cp1252"]
paths = ["{outlet}/{year}/*.txt"]
[metadata]
table = "meta.csv"
[fields.leaning]
type = "integer"
"""
META = "file,title,date,url,retrieved_at,leaning\n"


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """A small corpus with a table, two encodings, one article captured twice, two bad files."""
    url = "https://kurier.example/b"
    return write(
        tmp_path / "corpus",
        {
            "pressmark.toml": TOML,
            "meta.csv": META
            + f"raw/kurier/2018/b1.txt,Brand,2018-05-30,{url},2018-05-30T10:00:00Z,1\n"
            + f"raw/kurier/2018/b2.txt,Brand,2018-05-30,{url},2018-05-31T10:00:00Z,2\n",
            "raw/kurier/2018/a.txt": article(),
            "raw/kurier/2018/b1.txt": article("", PROSE),
            "raw/kurier/2018/b2.txt": article("", PROSE, MORE),
            "raw/bote/2019/ö.txt": article("date 2019", OTHER).encode("cp1252", "replace"),
            "raw/bote/2019/leer.txt": b"",
            "raw/bote/2019/bild.txt": b"\x89PNG\x00",
            "raw/bote/2019/wirr.txt": article("date 2019-03-01", MORE, "Ã¼ber\u00a0Nacht\u00ad"),
        },
    )


def built(corpus: Path, target: Path, **options: Any) -> Any:
    return steps.build([corpus / "raw"], target, find(corpus), **options)


def query(package: Path, sql: str) -> list[tuple[Any, ...]]:
    with duckdb.connect() as connection:
        for path in (package / "parquet").glob("*.parquet"):
            connection.execute(f"CREATE VIEW {path.stem} AS FROM read_parquet('{path}')")
        return connection.execute(sql).fetchall()


# What was read adds up.


def test_read_is_accepted_and_quarantined(corpus: Path, tmp_path: Path) -> None:
    account = built(corpus, tmp_path / "out")
    assert (account.read, account.accepted, account.n_quarantined) == (7, 5, 2)
    assert dict(account.quarantined) == {"binary": 1, "empty": 1}
    assert account.articles == 4
    counts = "SELECT status, count(*) FROM captures GROUP BY ALL ORDER BY ALL"
    assert query(tmp_path / "out", counts) == [("accepted", 5), ("quarantined", 2)]


def test_two_captures_are_one_article_and_the_later_one_counts(
    corpus: Path, tmp_path: Path
) -> None:
    built(corpus, tmp_path / "out")
    found = query(
        tmp_path / "out",
        "SELECT path, seq, is_current FROM captures JOIN sources USING (source_id) "
        "WHERE url IS NOT NULL ORDER BY seq",
    )
    assert found == [
        ("raw/kurier/2018/b1.txt", 0, False),
        ("raw/kurier/2018/b2.txt", 1, True),
    ]
    blocks = "SELECT count(*), any_value(leaning) FROM blocks JOIN articles USING (article_id) "
    assert query(tmp_path / "out", f"{blocks} WHERE canonical_url IS NOT NULL") == [(2, 2)]


def test_the_encoding_of_each_file_is_recorded(corpus: Path, tmp_path: Path) -> None:
    built(corpus, tmp_path / "out")
    found = query(tmp_path / "out", "SELECT encoding, encoding_basis FROM sources ORDER BY path")
    assert found[2:4] == [("utf-8", "default"), ("cp1252", "fallback")]
    assert found[:2] == [(None, "none"), (None, "none")]


def test_a_bad_value_of_an_own_column_quarantines_its_document(
    corpus: Path, tmp_path: Path
) -> None:
    with (corpus / "meta.csv").open("a", encoding="utf-8") as table:
        table.write("raw/kurier/2018/a.txt,,,,,far left\n")
    account = built(corpus, tmp_path / "out")
    assert account.quarantined["invalid_metadata"] == 1
    path, reason, detail = account.examples[-1]
    assert (path, reason) == ("raw/kurier/2018/a.txt", "invalid_metadata")
    assert detail == "meta.csv line 4: leaning: 'far left' is no integer"


def test_too_many_quarantined_end_with_3_but_leave_a_package(corpus: Path, tmp_path: Path) -> None:
    few = run("build", corpus / "raw", "-o", tmp_path / "out", "--max-quarantined", "1")
    assert (few.returncode, (tmp_path / "out" / "datapackage.json").is_file()) == (3, True)
    assert b"7 = 5 + 2 quarantined" in few.stdout
    many = run("build", corpus / "raw", "-o", tmp_path / "out", "--max-quarantined", "29%")
    assert many.returncode == 0, many.stderr


def test_hostile_names_and_texts_never_reach_the_terminal(tmp_path: Path) -> None:
    write(tmp_path / "raw", {"\x1b[2J\n.txt": b"\0", "a\x9b.txt": "date 2018-05 \x1b]0;x\x07 Text"})
    done = run("build", tmp_path / "raw", "-o", tmp_path / "out", "--max-quarantined", "9")
    assert done.returncode == 0
    assert not set(done.stdout + done.stderr) & set(b"\x1b\x07\x00\r")


# The bytes depend on the input alone.


def test_neither_zone_nor_locale_nor_hash_seed_nor_place_shows_in_the_bytes(
    corpus: Path, tmp_path: Path
) -> None:
    (tmp_path / "link").symlink_to(corpus)
    (corpus / "sub").mkdir()
    runs: list[tuple[Path, str | Path, dict[str, str]]] = [
        (tmp_path, corpus / "raw", {"TZ": "Asia/Tokyo", "LC_ALL": "C", "PYTHONHASHSEED": "1"}),
        (corpus, "raw", {"TZ": "America/St_Johns", "LANG": "de_DE.UTF-8", "PYTHONHASHSEED": "2"}),
        (corpus / "sub", "../raw", {"PYTHONUTF8": "0", "COLUMNS": "20"}),
        (tmp_path, tmp_path / "link" / "raw", {"PYTHONOPTIMIZE": "1"}),
    ]
    found = []
    for rank, (cwd, operand, variables) in enumerate(runs):
        target = tmp_path / f"out{rank}"
        done = run("build", operand, "-o", target, "-j", "1", cwd=cwd, variables=variables)
        assert done.returncode in {0, 3}, done.stderr
        found.append(contents(target))
    assert all(one == found[0] for one in found)


def test_neither_batches_nor_processes_nor_the_order_of_files_shows_in_the_bytes(
    corpus: Path, tmp_path: Path
) -> None:
    built(corpus, tmp_path / "one", jobs=1)
    files = contents(corpus)
    turned = write(tmp_path / "turned", dict(reversed(files.items())))
    built(turned, tmp_path / "two", jobs=2)
    assert contents(tmp_path / "one") == contents(tmp_path / "two")


@pytest.mark.slow
def test_the_stages_one_by_one_give_the_bytes_of_a_build(corpus: Path, tmp_path: Path) -> None:
    built(corpus, tmp_path / "whole", jobs=1)
    data = tmp_path / "data"
    for command in (
        ("ingest", corpus / "raw", "-o", data / "ingested"),
        ("normalise", data / "ingested", "-o", data / "normalised", "-c", corpus),
        ("validate", data / "normalised", "-o", data / "findings"),
        (
            *("export", data / "normalised", "--findings", data / "findings"),
            *("--to", "datapackage", "-o", data / "package"),
        ),
    ):
        done = run(*command)
        assert done.returncode == 0, (command, done.stderr)
    assert contents(data / "package") == contents(tmp_path / "whole")


def test_a_second_build_changes_no_byte(corpus: Path, tmp_path: Path) -> None:
    built(corpus, tmp_path / "out")
    first = contents(tmp_path / "out")
    built(corpus, tmp_path / "out")
    assert contents(tmp_path / "out") == first


def test_the_clock_is_in_no_byte(
    corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    built(corpus, tmp_path / "now", jobs=1)
    for path in corpus.rglob("*"):
        os.utime(path, (0, 0))
    monkeypatch.setattr(time, "time", lambda: 4e9)
    built(corpus, tmp_path / "then", jobs=1)
    assert contents(tmp_path / "now") == contents(tmp_path / "then")


# Ids are kept.


def ids(package: Path) -> dict[str, str]:
    sql = "SELECT path, article_id FROM captures JOIN sources USING (source_id)"
    return dict(query(package, f"{sql} WHERE is_current"))


def test_an_id_stays_when_an_address_becomes_known(tmp_path: Path) -> None:
    corpus = write(tmp_path / "c", {"pressmark.toml": "", "raw/a.txt": article()})
    built(corpus, tmp_path / "v1")
    head = "URL: https://kurier.example/a\nDate: 2018-05\n\n"
    write(corpus, {"raw/a.txt": article(head)})
    built(corpus, tmp_path / "v2", previous=tmp_path / "v1")
    built(corpus, tmp_path / "new")
    assert ids(tmp_path / "v2") == ids(tmp_path / "v1") != ids(tmp_path / "new")
    alias = query(tmp_path / "v2", "SELECT alias_id, alias_basis FROM aliases")
    assert alias == [(ids(tmp_path / "new")["raw/a.txt"], "url")]


def test_an_id_stays_when_a_file_with_a_known_address_moves(tmp_path: Path) -> None:
    head = "URL: https://kurier.example/a\nDate: 2018-05\n\n"
    corpus = write(tmp_path / "c", {"pressmark.toml": "", "raw/a.txt": article(head)})
    built(corpus, tmp_path / "v1")
    (corpus / "raw" / "a.txt").rename(corpus / "raw" / "b.txt")
    built(corpus, tmp_path / "v2", previous=tmp_path / "v1")
    assert ids(tmp_path / "v2")["raw/b.txt"] == ids(tmp_path / "v1")["raw/a.txt"]


def known_by(url: str, text: str) -> str:
    return article(f"URL: https://kurier.example/{url}\nDate: 2018-05\n\n", text)


def test_an_id_stays_when_an_address_is_known_no_more(tmp_path: Path) -> None:
    corpus = write(tmp_path / "c", {"pressmark.toml": "", "raw/a.txt": known_by("a", PROSE)})
    built(corpus, tmp_path / "v1")
    write(corpus, {"raw/a.txt": article()})
    built(corpus, tmp_path / "v2", previous=tmp_path / "v1")
    assert ids(tmp_path / "v2") == ids(tmp_path / "v1")


def test_another_article_under_an_old_path_is_not_taken_for_the_old_one(tmp_path: Path) -> None:
    corpus = write(tmp_path / "c", {"pressmark.toml": "", "raw/1.txt": known_by("a", PROSE)})
    built(corpus, tmp_path / "v1")
    write(corpus, {"raw/1.txt": known_by("b", MORE), "raw/2.txt": known_by("a", PROSE)})
    built(corpus, tmp_path / "v2", previous=tmp_path / "v1")
    assert ids(tmp_path / "v2")["raw/2.txt"] == ids(tmp_path / "v1")["raw/1.txt"]
    assert len(ids(tmp_path / "v2")) == 2


def test_the_previous_package_may_be_configured_and_be_the_output(tmp_path: Path) -> None:
    toml = '[build]\nprevious = "out"\n'
    corpus = write(tmp_path / "c", {"raw/a.txt": article()})
    settings(corpus, "")
    built(corpus, corpus / "out")
    first = ids(corpus / "out")
    settings(corpus, toml)
    write(corpus, {"raw/a.txt": article("URL: https://kurier.example/a\nDate: 2018\n\n")})
    built(corpus, corpus / "out")
    assert ids(corpus / "out") == first


# All or nothing.


@pytest.fixture
def shards(corpus: Path, tmp_path: Path) -> Path:
    steps.ingest([corpus / "raw"], tmp_path / "ingested", find(corpus))
    return tmp_path / "ingested"


def shard(folder: Path) -> Path:
    return next(folder.glob("raw-*.parquet"))


def test_ingest_keeps_every_byte(corpus: Path, shards: Path) -> None:
    rows = pq.read_table(shard(shards)).to_pylist()
    files = {f"raw/{path}": data for path, data in contents(corpus / "raw").items()}
    assert {row["path"]: row["content"] for row in rows} == files


@pytest.mark.parametrize("place", [0, 100, 0.3, 0.6, -200, -1])
def test_a_damaged_shard_is_refused(
    corpus: Path, shards: Path, tmp_path: Path, place: float
) -> None:
    data = bytearray(shard(shards).read_bytes())
    data[int(place * len(data)) if isinstance(place, float) else place] ^= 0x20
    shard(shards).write_bytes(data)
    with pytest.raises(IntegrityError, match="is sha256:"):
        steps.normalise(shards, tmp_path / "out", find(corpus), jobs=1)
    assert not (tmp_path / "out").exists()


def test_a_missing_shard_ends_with_5(corpus: Path, shards: Path, tmp_path: Path) -> None:
    shard(shards).unlink()
    settings = corpus / "pressmark.toml"
    done = run("normalise", shards, "-o", tmp_path / "out", "-c", settings)
    assert (done.returncode, done.stdout) == (5, b"")
    assert b"Traceback" not in done.stderr


def test_settings_that_are_not_those_of_ingesting_are_not_replaced_by_defaults(
    shards: Path, tmp_path: Path
) -> None:
    done = run("normalise", shards, "-o", tmp_path / "out")
    assert done.returncode == 2
    assert b"--config" in done.stderr


def test_stages_keep_the_choice_of_csv_files(corpus: Path, tmp_path: Path) -> None:
    toml = corpus / "pressmark.toml"
    toml.write_text(toml.read_text(encoding="utf-8") + '\n[build]\ncsv = "never"\n', "utf-8")
    built(corpus, tmp_path / "built")
    steps.ingest([corpus / "raw"], tmp_path / "ingested", find(corpus))
    steps.normalise(tmp_path / "ingested", tmp_path / "normalised", find(corpus), jobs=1)
    steps.validate(tmp_path / "normalised", tmp_path / "findings")
    whole = ("--findings", tmp_path / "findings", "-o", tmp_path / "staged")
    assert run("export", tmp_path / "normalised", *whole).returncode == 0
    assert contents(tmp_path / "staged") == contents(tmp_path / "built")
    assert not list((tmp_path / "built").glob("*.csv"))


def test_a_file_in_a_shard_is_the_one_that_was_read(
    corpus: Path, shards: Path, tmp_path: Path
) -> None:
    """Also where the shard was written anew, and declared as it is now."""
    path = shard(shards)
    rows = pq.read_table(path).to_pylist()
    rows[-1]["content"] = rows[-1]["content"].replace(b"Damm", b"Wall")
    old = store.sha256_file(path)
    store.write_table(path, SCHEMA, [pa.RecordBatch.from_pylist(rows, SCHEMA)])
    descriptor = (shards / "datapackage.json").read_text(encoding="utf-8")
    write(shards, {"datapackage.json": descriptor.replace(old, store.sha256_file(path))})
    with pytest.raises(IntegrityError, match=r"b2\.txt in a shard is not what was ingested"):
        steps.normalise(shards, tmp_path / "out", find(corpus), jobs=1)


def leftovers(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir() if path.name.startswith(".out")]


@pytest.mark.slow
def test_a_killed_run_leaves_the_old_package_whole(corpus: Path, tmp_path: Path) -> None:
    target = tmp_path / "to" / "out"
    built(corpus, target)
    old = contents(target)
    for number in range(800):
        write(corpus, {f"raw/x/2020/{number}.txt": article("date 2020-01", PROSE, MORE)})
    arguments = ["build", str(corpus / "raw"), "-o", str(target), "-j", "1"]
    command = [sys.executable, "-m", "pressmark_cli", *arguments]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        while not leftovers(target.parent) and process.poll() is None:
            time.sleep(0.005)
        process.send_signal(signal.SIGKILL)
    assert process.returncode == -signal.SIGKILL
    assert contents(target) == old
    built(corpus, target)
    assert contents(target) != old
    assert leftovers(target.parent) == []


def test_a_full_disk_is_told_in_one_line_and_leaves_the_old_package(
    corpus: Path, tmp_path: Path
) -> None:
    target = tmp_path / "to" / "out"
    built(corpus, target)
    old = contents(target)
    limit = f"import resource, sys; resource.setrlimit({resource.RLIMIT_FSIZE}, (2000, 2000)); "
    program = limit + "from pressmark_cli.app import main; main()"
    arguments = ["build", str(corpus / "raw"), "-o", str(target), "-j", "1"]
    command = [sys.executable, "-c", program, *arguments]
    done = subprocess.run(command, capture_output=True, check=False)
    assert done.returncode == 4, done.stderr
    assert b"Traceback" not in done.stderr
    assert len([line for line in done.stderr.splitlines() if b"error:" in line]) == 1
    assert contents(target) == old
    assert leftovers(target.parent) in ([], [".out.lock"])


def test_an_output_that_cannot_be_written_ends_with_4(corpus: Path, tmp_path: Path) -> None:
    write(tmp_path, {"file": "x"})
    done = run("build", corpus / "raw", "-o", tmp_path / "file" / "out")
    assert done.returncode == 4
    assert b"cannot write" in done.stderr
    assert b"Traceback" not in done.stderr


def test_a_folder_that_may_not_be_written_ends_with_4(
    corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refusing(*_: object, **__: object) -> str:
        raise PermissionError(13, "Permission denied", "x")

    monkeypatch.setattr(tempfile, "mkdtemp", refusing)
    with pytest.raises(EnvironmentFaultError, match="Permission denied") as caught:
        built(corpus, tmp_path / "out")
    assert caught.value.exit_code == 4


def test_foreign_files_are_never_replaced(corpus: Path, tmp_path: Path) -> None:
    write(tmp_path / "out", {"thesis.doc": "x"})
    with pytest.raises(UsageError, match="is no package of ours"):
        built(corpus, tmp_path / "out")
    assert contents(tmp_path / "out") == {"thesis.doc": b"x"}


# parse prints what build stores.


def lines(output: bytes) -> Iterator[dict[str, Any]]:
    for line in output.splitlines():
        yield json.loads(line)


def test_parse_prints_what_build_stores(corpus: Path, tmp_path: Path) -> None:
    built(corpus, tmp_path / "out")
    done = run("parse", corpus / "raw" / "kurier" / "2018" / "b2.txt")
    assert done.returncode == 0
    (found,) = lines(done.stdout)
    assert found.pop("doc_id") == "b2"
    condition = f"article_id = '{found['article_id']}'"

    def stored(table: str, order: str) -> list[dict[str, Any]]:
        sql = f"SELECT to_json(t) FROM {table} t WHERE {condition} ORDER BY {order}"
        return [json.loads(text) for (text,) in query(tmp_path / "out", sql)]

    assert found.pop("blocks") == stored("blocks", "seq")
    assert found.pop("annotations") == stored("annotations", "ALL")
    assert [found] == stored("articles", "article_id")


def test_parse_reads_standard_input() -> None:
    done = run("parse", "-", stdin=article("date 2018-05", PROSE).encode())
    (found,) = lines(done.stdout)
    assert (found["doc_id"], found["published_edtf"]) == ("stdin", "2018-05")
    assert [block["text"] for block in found["blocks"]] == [PROSE]


def test_parse_prints_a_line_an_article_in_the_order_of_paths(tmp_path: Path) -> None:
    names = [f"{number}.txt" for number in range(9)] + ["ende\n.txt"]
    write(tmp_path, {name: article("date 2018-05", PROSE) for name in names})
    done = run("parse", *(tmp_path / name for name in reversed(names)))
    assert [found["doc_id"] for found in lines(done.stdout)] == [name[:-4] for name in names]


def test_parse_says_on_stderr_what_is_no_article_and_ends_with_3(tmp_path: Path) -> None:
    write(tmp_path, {"a.txt": article(), "b.txt": b"\0", "c.txt": b"\xff\xfc"})
    done = run("parse", tmp_path)
    assert done.returncode == 3
    assert len(list(lines(done.stdout))) == 1
    assert b"b.txt: quarantined: binary: NUL byte at offset 0" in done.stderr
    assert b"c.txt: quarantined: undecodable" in done.stderr


def test_an_embed_is_nested_in_its_block() -> None:
    post = "Wir sind wieder da! — Fähre Norsund (@faehrenorsund) 30. Mai 2018"
    done = run("parse", "-", stdin=article("date 2018-05", PROSE, post, MORE).encode())
    (found,) = lines(done.stdout)
    (block,) = [block for block in found["blocks"] if block["kind"] == "embed"]
    assert block["embed"]["author_handle"] == "faehrenorsund"
    assert block["embed"]["block_id"] == block["block_id"]
    assert [set(b) - set(block) for b in found["blocks"]] == [set()] * 3
