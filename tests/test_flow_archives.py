"""Archives, WARC and Word files through the whole flow: the same bytes by both ways, all told."""

import io
import subprocess
import sys
import tarfile
from pathlib import Path

import duckdb
import pytest

from archive_files import TEXTS, tarred, zipped
from pressmark.config import find
from pressmark.dataset import Dataset
from pressmark.export import datapackage
from pressmark.flow import packaging, show, single, steps
from pressmark.flow.scan import scan
from pressmark.flow.validation import Asked, validate
from pressmark.read import files
from pressmark_schema.errors import UsageError
from raw_input import PROSE, article, contents, run, write
from record_files import json_lines, rows
from test_read_docx import export
from warc_files import Crawl, crawl, page

TOML = r"""
[corpus]
name = "trial"
languages = ["de"]
[read]
include = ["*.txt", "*.zip", "*.tar.gz", "*.warc*", "*.docx"]
paths = ["{outlet}/{year}/*.txt"]
[metadata]
table = "meta.csv"
[[records]]
glob = "*.jsonl"
fields = { text = "body", title = "headline", native_id = "id" }
[[records]]
glob = "*.docx"
begin = { pattern = 'Dokument \d+ von \d+' }
lines = [
    { pattern = 'Dokument \d+ von \d+' },
    { style = "heading 1", column = "title" },
    { pattern = '(?P<outlet>[^,]+), (?P<published>[\d.]+), Seite (?P<page>\d+)' },
    { pattern = 'Ressort: (?P<section>.+)' },
    { pattern = 'Von (?P<authors>.+)', repeat = true },
    { pattern = '© .*' },
]
"""


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """One of each, a faulty member in each archive, an image and an error in the crawl."""
    made = Crawl(gzip=True)
    made.info()
    made.add()
    made.add(b"x", [("Content-Type", "image/png")])
    made.add(status="404 Not Found")
    made.add()
    inside = {**TEXTS, "d.jsonl": json_lines(rows(400)), "leer.txt": "", "bild.png": b"x"}
    return write(
        tmp_path / "corpus",
        {
            "pressmark.toml": TOML,
            "meta.csv": "file,section\nbote/2018/a.txt,Lokales\nraw/c.warc.gz,Netz\n",
            "raw/a.zip": zipped({**inside, "tief.tar.gz": _gzip(tarred({"t.txt": article()}))}),
            "raw/b.tar.gz": _gzip(tarred({"kurier/2019/x.txt": article("date 2019-03")})),
            "raw/c.warc.gz": made.data,
            "raw/e.docx": export(),
        },
    )


def _gzip(data: bytes) -> bytes:
    import gzip

    return gzip.compress(data, mtime=0)


def table(package: Path, query: str) -> list[tuple[object, ...]]:
    connection = duckdb.connect()
    for path in (package / "parquet").glob("*.parquet"):
        connection.execute(f"CREATE VIEW {path.stem} AS FROM read_parquet('{path}')")
    return connection.execute(query).fetchall()


def test_everything_is_read_or_quarantined_and_what_is_left_out_is_told(
    corpus: Path, tmp_path: Path
) -> None:
    counted = steps.build([corpus / "raw"], tmp_path / "out", find(corpus), jobs=1)
    assert counted.read == counted.accepted + counted.n_quarantined
    assert counted.accepted == 2 + 400 + 1 + 1 + 2 + 3
    assert dict(counted.quarantined) == {"empty": 1, "http_status": 1, "media_type": 1}
    assert counted.intake is not None
    assert counted.intake.left_out == {
        ".png": 1,
        "warcinfo record": 1,
        "text before the first article of a Word file": 1,
    }
    assert "raw/a.zip!/d.jsonl: records by reader jsonl, fields as declared" in (
        counted.intake.remarks
    )


def test_what_a_crawl_holds_besides_articles_does_not_end_a_build(tmp_path: Path) -> None:
    made = Crawl()
    for _ in range(9):
        made.add(b"x", [("Content-Type", "image/png")])
    made.add()
    (tmp_path / "a.warc").write_bytes(made.data)
    done = run("build", tmp_path / "a.warc", "-o", tmp_path / "out")
    assert done.returncode == 0, done.stderr
    assert b"10 = 1 + 9 quarantined" in done.stdout
    parsed = run("parse", tmp_path / "a.warc")
    assert parsed.returncode == 0, parsed.stderr


def test_build_the_four_steps_and_several_processes_give_the_same_bytes(
    corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "PIECE", 5_000)
    config = find(corpus)
    steps.build([corpus / "raw"], tmp_path / "package", config, jobs=1)
    steps.build([corpus / "raw"], tmp_path / "three", config, jobs=3)
    assert contents(tmp_path / "three") == contents(tmp_path / "package")
    steps.ingest([corpus / "raw"], tmp_path / "ingested", config)
    counted = steps.normalise(tmp_path / "ingested", tmp_path / "normalised", config, jobs=1)
    assert counted.intake is not None
    assert counted.intake.left_out[".png"] == 1
    steps.validate(tmp_path / "normalised", tmp_path / "findings")
    dataset = Dataset.open(tmp_path / "normalised")
    whole = packaging.join(dataset, tmp_path / "findings", tmp_path / "joined")
    (tmp_path / "four").mkdir()
    datapackage.write(whole, tmp_path / "four", config.build.csv)
    assert contents(tmp_path / "four") == contents(tmp_path / "package")


def test_rows_of_the_metadata_table_reach_members_and_records(corpus: Path, tmp_path: Path) -> None:
    counted = steps.build([corpus / "raw"], tmp_path / "out", find(corpus), jobs=1)
    found = table(
        tmp_path / "out",
        "SELECT path, count(*) FROM articles JOIN captures USING (article_id) "
        "JOIN sources USING (source_id) WHERE section IN ('Lokales', 'Netz') "
        "AND reader <> 'docx' GROUP BY ALL ORDER BY ALL",
    )
    assert found == [("raw/a.zip!/bote/2018/a.txt", 1), ("raw/c.warc.gz", 2)]
    assert counted.intake is not None
    assert counted.intake.unmatched_rows == []
    assert counted.intake.described == 2


def test_an_address_and_a_time_of_retrieval_come_from_the_crawl(
    corpus: Path, tmp_path: Path
) -> None:
    steps.build([corpus / "raw"], tmp_path / "out", find(corpus), jobs=1)
    found = table(
        tmp_path / "out",
        "SELECT url, strftime(retrieved_at, '%Y-%m-%dT%H:%M') FROM captures JOIN sources "
        "USING (source_id) WHERE reader = 'warc' AND status = 'accepted' ORDER BY record_index",
    )
    assert found == [
        ("https://bote.example/1", "2018-05-30T21:40"),
        ("https://bote.example/4", "2018-05-30T21:40"),
    ]


def test_a_package_is_compared_with_the_archives_it_was_made_of(
    corpus: Path, tmp_path: Path
) -> None:
    steps.build([corpus / "raw"], tmp_path / "out", find(corpus), jobs=1)
    asked = Asked(sources=corpus)
    clean = validate([tmp_path / "out"], find(corpus), asked)
    assert [f.code for f in clean.findings if f.severity == "error"] == []
    changed = {**TEXTS, "bote/2018/b.txt": TEXTS["bote/2018/b.txt"].replace("Damm", "Domm")}
    (corpus / "raw/a.zip").write_bytes(zipped({**changed, "d.jsonl": json_lines(rows(400))}))
    found = validate([tmp_path / "out"], find(corpus), asked).findings
    wrong = {finding.path for finding in found if finding.severity == "error"}
    assert "raw/a.zip!/bote/2018/b.txt" in wrong
    assert "raw/a.zip!/bote/2018/a.txt" not in wrong


def test_a_finding_in_a_member_shows_its_line(corpus: Path) -> None:
    write(
        corpus, {"raw/f.zip": zipped({"q.txt": f"date 2018-05 {PROSE} Ein M\ufffdller mahlt.\n"})}
    )
    found = validate([corpus / "raw/f.zip"], find(corpus), Asked(jobs=1)).findings
    lines = {finding.path: finding.excerpt for finding in found if finding.excerpt}
    assert set(lines) == {"raw/f.zip!/q.txt"}


def test_show_and_parse_find_a_member_and_a_record_in_it(corpus: Path) -> None:
    place = show.place(f"{corpus}/raw/a.zip!/d.jsonl#7")
    assert place is not None
    shown = show.of_file(place, find(corpus))
    assert shown.article["native_id"] == "n7"
    record = show.place(f"{corpus}/raw/c.warc.gz#3")
    assert record is not None
    assert show.of_file(record, find(corpus)).article["title"] == "Der Damm 4"
    with pytest.raises(UsageError, match="many articles"):
        show.of_file(corpus / "raw/a.zip", find(corpus))
    nowhere = show.place(f"{corpus}/raw/a.zip!/nichts.txt")
    assert nowhere is not None
    with pytest.raises(UsageError, match="no such document"):
        show.of_file(nowhere, find(corpus))
    parsed = list(single.parse([corpus / "raw/a.zip"], find(corpus), 1))
    assert parsed[2].article is not None
    assert parsed[2].article["doc_id"] == "d#0"


def test_scan_looks_into_archives_crawls_and_word_files(corpus: Path) -> None:
    found = scan([corpus / "raw"], find(corpus))
    dumps = {dump.path: dump for dump in found.dumps}
    assert dumps["raw/c.warc.gz"].named == "responses that are pages or plain text"
    assert dumps["raw/c.warc.gz"].records == 4
    assert found.sampled > 5


def test_archives_and_records_come_from_stdin(corpus: Path) -> None:
    piped = {"zip": zipped(TEXTS), "warc.gz": crawl(2, gzip=True), "html": page(1)}
    for ending, count in {"zip": 2, "warc.gz": 2, "html": 1}.items():
        done = subprocess.run(
            [sys.executable, "-m", "pressmark_cli", "parse", "-", "--format", ending],
            input=piped[ending],
            capture_output=True,
            check=True,
        )
        assert len(done.stdout.splitlines()) == count
    done = run("parse", "-", "--format", "nix")
    assert done.returncode == 2
    assert b"no format that is read" in done.stderr
    done = run("parse", corpus / "raw/a.zip", "--format", "zip")
    assert done.returncode == 2


_MEASURE = """
import resource, sys
from pathlib import Path
from pressmark.config import find
from pressmark.flow import steps
if __name__ == "__main__":
    folder = Path(sys.argv[1])
    steps.build([folder / sys.argv[2]], folder / "out", find(folder))
    whose = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    print(max(resource.getrusage(who).ru_maxrss for who in whose) // 1024)
"""


@pytest.mark.slow
@pytest.mark.parametrize("name", ["big.warc", "big.tar"])
def test_a_file_of_300_megabytes_is_read_below_600(tmp_path: Path, name: str) -> None:
    folder = write(tmp_path, {"pressmark.toml": '[corpus]\nlanguages = ["de"]\n'})
    # Much that is no article, as crawls and archives of whole sites have it.
    if name == "big.warc":
        with (folder / name).open("wb") as file:
            for number in range(60):
                made = Crawl()
                made.add(b"\x89PNG" * 1_300_000, [("Content-Type", "image/png")])
                made.add(page(number))
                file.write(made.data)
    else:
        with tarfile.open(folder / name, "w") as archive:
            for number in range(60):
                text = f"date 2018-05 {number} {PROSE}\n".encode()
                for kind, data in {"txt": text, "bin": bytes([number]) * 5_200_000}.items():
                    info = tarfile.TarInfo(f"{number}.{kind}")
                    info.size = len(data)
                    archive.addfile(info, io.BytesIO(data))
    assert (folder / name).stat().st_size > 300_000_000
    (folder / "measure.py").write_text(_MEASURE)
    command = [sys.executable, str(folder / "measure.py"), str(folder), name]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert int(done.stdout) < 600
