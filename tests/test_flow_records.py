"""Files of many records through the whole flow: the same bytes by both ways, each record named."""

import gzip
import json
import subprocess
import sys
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pressmark import store
from pressmark.config import find
from pressmark.dataset import Dataset
from pressmark.export import datapackage
from pressmark.flow import packaging, shards, single, steps
from pressmark.flow.scan import scan
from pressmark.flow.validation import Asked, validate
from pressmark.read import files
from pressmark_schema.errors import IntegrityError, UsageError
from raw_input import PROSE, article, contents, run, write
from record_files import json_lines, row, rows

TOML = """\
[corpus]
name = "trial"
languages = ["de"]
[read]
include = ["*.txt", "*.txt.gz"]
paths = ["{outlet}/*.*"]
[metadata]
table = "meta.csv"
[fields.leaning]
type = "integer"
[[records]]
glob = "*.jsonl*"
fields = { text = "body", title = "headline", published = "date", native_id = "id" }
[[records]]
glob = "*.csv"
fields = { text = "body", title = "headline", published = "date" }
[[records]]
glob = "*.parquet"
fields = { text = "body", title = "headline", published = "date" }
"""


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """Records in each format beside flat text; two that are faulty, one captured twice."""
    faulty = b'{"id": "x", "body": NaN}\n'
    csv = "headline,date,body,leaning\nTitel,2019,Ein Text im Heft.,3\nzu,wenig\n"
    folder = write(
        tmp_path / "corpus",
        {
            "pressmark.toml": TOML,
            "meta.csv": "file,section,title\nraw/bote/a.jsonl,Lokales,Ein anderer Titel\n",
            "raw/bote/a.jsonl": json_lines(rows(600)) + faulty + json_lines([row(600)]),
            "raw/bote/b.jsonl.gz": gzip.compress(json_lines([row(1, body="Neu.")]), mtime=0),
            "raw/bote/c.csv": csv,
            "raw/bote/flach.txt": article(),
            "raw/bote/flach.txt.gz": gzip.compress(article("date 2017").encode(), mtime=0),
        },
    )
    (folder / "raw/kurier").mkdir()
    pq.write_table(pa.Table.from_pylist(rows(40)), folder / "raw/kurier/d.parquet")
    return folder


def tables(package: Path) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    for path in (package / "parquet").glob("*.parquet"):
        connection.execute(f"CREATE VIEW {path.stem} AS FROM read_parquet('{path}')")
    return connection


def built(corpus: Path, target: Path, jobs: int = 1) -> Path:
    steps.build([corpus / "raw"], target, find(corpus), jobs=jobs)
    return target


def test_each_record_is_a_capture_and_those_that_are_none_say_where(
    corpus: Path, tmp_path: Path
) -> None:
    counted = steps.build([corpus / "raw"], tmp_path / "out", find(corpus), jobs=1)
    assert (counted.read, counted.accepted) == (647, 645)
    assert counted.examples == [
        ("raw/bote/a.jsonl", "malformed", "line 601: NaN is no JSON number"),
        ("raw/bote/c.csv", "malformed", "line 3: 2 cells, but 4 headings"),
    ]
    assert counted.intake is not None
    assert counted.intake.remarks[0] == (
        "raw/bote/a.jsonl and 1 more: records by reader jsonl, fields as declared"
    )


def test_what_a_record_states_goes_before_the_row_of_its_file(corpus: Path, tmp_path: Path) -> None:
    found = tables(built(corpus, tmp_path / "out")).execute(
        "SELECT title, section, outlet, published_edtf, published_basis FROM articles "
        "WHERE native_id = 'n7'"
    )
    assert found.fetchall() == [("Der Damm, Teil 7", "Lokales", "bote", "2018-05", "record")]


def test_a_column_of_the_corpus_is_filled_by_the_key_of_its_name(
    corpus: Path, tmp_path: Path
) -> None:
    found = tables(built(corpus, tmp_path / "out")).execute(
        "SELECT title, leaning FROM articles WHERE leaning IS NOT NULL"
    )
    assert found.fetchall() == [("Titel", 3)]


def test_a_record_can_be_cut_out_of_its_file_by_its_offset(corpus: Path, tmp_path: Path) -> None:
    raw = (corpus / "raw/bote/a.jsonl").read_bytes()
    offsets = tables(built(corpus, tmp_path / "out")).execute(
        "SELECT record_offset, native_id FROM captures JOIN sources USING (source_id) "
        "JOIN articles USING (article_id) WHERE path = 'raw/bote/a.jsonl' AND is_current"
    )
    for offset, native_id in offsets.fetchall():
        assert json.loads(raw[offset:].partition(b"\n")[0])["id"] == native_id


def test_the_bytes_do_not_depend_on_the_number_of_processes(corpus: Path, tmp_path: Path) -> None:
    one, three = built(corpus, tmp_path / "one"), built(corpus, tmp_path / "three", jobs=3)
    assert contents(one) == contents(three)


def test_build_and_the_four_steps_give_the_same_bytes(
    corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "PIECE", 50_000)
    config = find(corpus)
    package = built(corpus, tmp_path / "package")
    steps.ingest([corpus / "raw"], tmp_path / "ingested", config)
    steps.normalise(tmp_path / "ingested", tmp_path / "normalised", config, jobs=1)
    steps.validate(tmp_path / "normalised", tmp_path / "findings")
    dataset = Dataset.open(tmp_path / "normalised")
    whole = packaging.join(dataset, tmp_path / "findings", tmp_path / "joined")
    (tmp_path / "four").mkdir()
    datapackage.write(whole, tmp_path / "four", config.build.csv)
    assert contents(tmp_path / "four") == contents(package)


def test_ingest_keeps_a_file_of_many_records_whole_in_pieces_of_bounded_size(
    corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "PIECE", 50_000)
    steps.ingest([corpus / "raw"], tmp_path / "ingested", find(corpus))
    pieces = pq.read_table(next((tmp_path / "ingested").glob("*.parquet"))).to_pylist()
    sizes = [len(piece["content"]) for piece in pieces if piece["path"] == "raw/bote/a.jsonl"]
    assert max(sizes) == 50_000
    assert sum(sizes) == (corpus / "raw/bote/a.jsonl").stat().st_size


def test_pieces_that_are_missing_in_the_shards_are_noticed(
    corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "PIECE", 50_000)
    monkeypatch.setattr(shards, "LARGE", 50_000)
    ingested, config = tmp_path / "ingested", find(corpus)
    steps.ingest([corpus / "raw/bote/a.jsonl"], ingested, config)
    package = store.read_descriptor(ingested)
    fewer = package.model_copy(update={"resources": package.resources[:-1]})
    store.write_descriptor(ingested, fewer)
    with pytest.raises(IntegrityError, match="are missing in the shards"):
        steps.normalise(ingested, tmp_path / "normalised", config, jobs=1)


def test_a_finding_names_the_record_and_shows_its_line(corpus: Path) -> None:
    write(corpus, {"raw/bote/e.jsonl": json_lines([row(1), row(2, id="q", body="Ein MÃ¼ller.")])})
    found = validate([corpus / "raw/bote/e.jsonl"], find(corpus), Asked(jobs=1)).findings
    assert {finding.path for finding in found} <= {
        "raw/bote/e.jsonl#0",
        "raw/bote/e.jsonl#1",
        None,
    }
    assert "raw/bote/e.jsonl#1" in {finding.path for finding in found}


def test_a_package_is_compared_with_the_records_it_was_made_of(
    corpus: Path, tmp_path: Path
) -> None:
    package = built(corpus, tmp_path / "out")
    asked = Asked(sources=corpus)
    clean = validate([package], find(corpus), asked)
    assert not [finding for finding in clean.findings if finding.severity == "error"]
    path = corpus / "raw/bote/a.jsonl"
    path.write_bytes(path.read_bytes().replace(b"512. Die Stadt", b"512. Die Stodt"))
    found = validate([package], find(corpus), asked).findings
    wrong = {finding.path for finding in found if finding.severity == "error"}
    assert wrong == {"raw/bote/a.jsonl#512"}


def test_parse_prints_what_build_stores_and_tells_records_apart(
    corpus: Path, tmp_path: Path
) -> None:
    parsed = list(single.parse([corpus / "raw/bote/a.jsonl"], find(corpus), 1))
    assert len(parsed) == 602
    assert parsed[600].refused == "malformed: line 601: NaN is no JSON number"
    last = parsed[601].article
    assert last is not None
    assert last["doc_id"] == "a#601"
    stored = tables(built(corpus, tmp_path / "out")).execute(
        "SELECT article_id, record_sha256 FROM articles WHERE native_id = 'n600'"
    )
    assert stored.fetchall() == [(last["article_id"], last["record_sha256"])]


def test_a_compressed_text_is_called_as_the_file_inside(corpus: Path) -> None:
    (parsed,) = single.parse([corpus / "raw/bote/flach.txt.gz"], find(corpus), 1)
    assert parsed.article is not None
    assert parsed.article["doc_id"] == "flach"


def test_records_of_no_known_keys_end_the_run_with_a_proposal(tmp_path: Path) -> None:
    folder = write(tmp_path, {"dump.jsonl": json_lines(rows(2))})
    done = run("build", folder / "dump.jsonl", "-o", tmp_path / "out")
    assert done.returncode == 2
    assert b"body, date, headline, id" in done.stderr
    assert b'text = "body"' in b" ".join(done.stderr.split())
    assert not (tmp_path / "out").exists()


def test_records_of_a_preset_are_read_and_the_account_says_so(tmp_path: Path) -> None:
    record = {"id": "a", "text": PROSE, "metadata": {"date": "2018-05-30"}}
    write(tmp_path, {"dump.jsonl": json_lines([record])})
    done = run("build", tmp_path / "dump.jsonl", "-o", tmp_path / "out")
    assert done.returncode == 0, done.stderr
    said = b" ".join(done.stderr.split())
    assert b"preset huggingface, known by the keys id, text, metadata" in said


def test_show_explains_the_only_record_of_a_file_and_refuses_many(corpus: Path) -> None:
    one = run("show", corpus / "raw/bote/b.jsonl.gz")
    assert one.returncode == 0, one.stderr
    assert b"field of the record" in one.stdout
    many = run("show", corpus / "raw/bote/a.jsonl")
    assert many.returncode == 2
    assert b"many articles" in many.stderr


def test_scan_counts_records_lists_keys_and_proposes_settings_that_work(tmp_path: Path) -> None:
    record = {"id": "a", "text": PROSE, "metadata": {}}
    folder = write(
        tmp_path / "raw",
        {"d.jsonl": json_lines([record] * 3), "b.json": json.dumps(rows(2)), "x.parquet": "no"},
    )
    found = scan([folder], find(folder))
    by_path = {dump.path: dump for dump in found.dumps}
    assert by_path["d.jsonl"].records == 3
    assert by_path["d.jsonl"].named.startswith("preset huggingface")
    assert by_path["b.json"].keys == ["body", "date", "headline", "id"]
    assert by_path["b.json"].fields["text"] == "body"
    assert "no sound Parquet file" in by_path["x.parquet"].problem
    write(folder, {"pressmark.toml": found.proposal})
    counted = steps.build([folder], tmp_path / "out", find(folder), jobs=1)
    assert counted.read == 3
    assert scan([folder], find(folder)).sampled == 3


def test_a_name_without_an_ending_of_ours_is_read_by_the_format_declared(tmp_path: Path) -> None:
    toml = '[[records]]\nglob = "dump*"\nformat = "jsonl"\nfields = { text = "body" }\n'
    folder = write(tmp_path, {"pressmark.toml": toml, "dump-2018": json_lines(rows(3))})
    assert steps.build([folder], tmp_path / "out", find(folder), jobs=1).accepted == 3


def test_a_mapping_to_a_column_that_is_not_ours_is_refused(tmp_path: Path) -> None:
    toml = '[[records]]\nglob = "*.jsonl"\nfields = { text = "body", colour = "c" }\n'
    folder = write(tmp_path, {"pressmark.toml": toml, "a.jsonl": json_lines(rows(1))})
    with pytest.raises(UsageError, match="colour"):
        steps.build([folder], tmp_path / "out", find(folder), jobs=1)


# Not ru_maxrss of the process itself: Linux carries that of the test's own process over.
_MEASURE = """
import re, resource, sys
from pathlib import Path
from pressmark.config import find
from pressmark.flow import steps
if __name__ == "__main__":
    folder = Path(sys.argv[1])
    step = steps.build if sys.argv[2] == "build" else steps.ingest
    step([folder / "big.jsonl"], folder / sys.argv[2], find(folder))
    own = int(re.search(r"VmHWM:\\s*(\\d+)", Path("/proc/self/status").read_text())[1])
    print(max(own, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss) // 1024)
"""


@pytest.mark.slow
@pytest.mark.parametrize("step", ["build", "ingest"])
def test_a_file_of_300_megabytes_is_read_below_500(tmp_path: Path, step: str) -> None:
    toml = '[corpus]\nlanguages = ["de"]\n[[records]]\nglob = "*"\nfields = { text = "body" }\n'
    folder = write(tmp_path, {"pressmark.toml": toml})
    # Few texts, but large unmapped fields, as dumps with the page's HTML have them.
    with (folder / "big.jsonl").open("wb") as file:
        for number in range(3_000):
            file.write(json_lines([row(number, html="<p>wort</p>" * 9_200)]))
    assert (folder / "big.jsonl").stat().st_size > 300_000_000
    (folder / "measure.py").write_text(_MEASURE)
    command = [sys.executable, str(folder / "measure.py"), str(folder), step]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert int(done.stdout) < 500
