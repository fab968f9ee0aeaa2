"""Withdrawals: what is on the list is in no table and no output, and the rest is as it was."""

from __future__ import annotations

import json
import zipfile
from typing import TYPE_CHECKING, Any

import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

import pressmark
from pressmark.dataset import Dataset
from pressmark.export import FORMATS, export
from pressmark.flow.withdrawn import grams
from pressmark_cli.app import app
from pressmark_cli.commands.derive import FORMS
from pressmark_schema.errors import PressmarkError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from typer.testing import Result

    from pressmark.loading import Corpus

PIER = (
    "Das Hafenamt lässt den morschen Steg am Alten Siel noch vor dem Herbst für immer sperren.",
    "Die Leiterin Imke Brodersen sagte am Montag: „Wir warten nicht, bis dort jemand einbricht.“",
    "Zwölf Kutter müssen bis dahin an die neue Mole umziehen, wo der Strom noch fehlt.",
)
CRANE = (
    "Der gelbe Kran auf der Werft steht seit drei Wochen still, weil ein Lager gebrochen ist.",
    "Ersatz kommt nach Angaben des Betreibers frühestens im nächsten Monat mit dem Schiff.",
)
FERRY = ("Die Fähre zur Insel fährt am Sonntag eine Stunde später als es im Heft gestanden hat.",)
TITLE = "Hafenamt sperrt den Steg am Alten Siel für alle Kutter noch vor dem Herbst"


def document(title: str, *paragraphs: str) -> str:
    return (
        f"Title: {title}\nDate: 2021-03\nOutlet: Hafenkurier\n\n" + "\n\n".join(paragraphs) + "\n"
    )


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """A corpus of an article, a copy of it elsewhere, and two others."""
    settings = '[read]\ninclude = ["*.txt"]\n\n[corpus]\nlanguages = ["de"]\n'
    (tmp_path / "pressmark.toml").write_text(settings, encoding="utf-8")
    raw = tmp_path / "raw"
    raw.mkdir()
    (raw / "steg.txt").write_text(document(TITLE, *PIER), encoding="utf-8")
    (raw / "abdruck.txt").write_text(document("Ein Steg weniger", *PIER), encoding="utf-8")
    (raw / "kran.txt").write_text(document("Der Kran steht", *CRANE), encoding="utf-8")
    (raw / "faehre.txt").write_text(document("Die Fähre", *FERRY), encoding="utf-8")
    assert build(tmp_path).exit_code == 0
    return tmp_path


def run(*words: object) -> Result:
    return CliRunner().invoke(app, [str(word) for word in words])


def build(corpus: Path) -> Result:
    return run("build", corpus / "raw", "-o", corpus / "data/package", "--jobs", 1)


def withdraw(corpus: Path, *words: object) -> Result:
    options = ("-p", corpus / "data/package", "--reason", "rights", "--date", "2026-11-01")
    return run("withdraw", *words, *options)


def loaded(corpus: Path) -> Corpus:
    return pressmark.load(corpus / "data/package")


def id_of(corpus: Path, name: str) -> str:
    sql = f"""SELECT article_id FROM captures JOIN sources USING (source_id)
        WHERE path = 'raw/{name}'"""
    return str(loaded(corpus).sql(sql).fetchall()[0][0])


def words_in(folder: Path) -> Iterator[tuple[Path, str]]:
    """All that can be read of each file below a folder: its bytes, its cells, its members."""
    for path in sorted(folder.rglob("*")):
        if not path.is_file():
            continue
        yield path, path.read_bytes().decode("utf-8", "replace")
        if path.suffix == ".parquet":
            yield path, json.dumps(pq.read_table(path).to_pylist(), ensure_ascii=False, default=str)
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive:
                for name in archive.namelist():
                    yield path, archive.read(name).decode("utf-8", "replace")


def said(text: str) -> set[tuple[str, ...]]:
    """The 8-grams of a text, whatever punctuation stands between its words."""
    return set(grams("".join(c if c.isalnum() else " " for c in text.casefold()).split()))


def leaks(folder: Path, *texts: str) -> list[str]:
    """The files below `folder` that say eight words of one of the texts in their order."""
    lost = set[tuple[str, ...]]().union(*map(said, texts))
    return [str(path) for path, text in words_in(folder) if lost & said(text)]


def test_a_withdrawn_article_is_in_no_table_and_the_account_says_so(corpus: Path) -> None:
    name = id_of(corpus, "steg.txt")
    assert leaks(corpus / "data", *PIER)
    assert "2 withdrawals written" in withdraw(corpus, name, "--with-duplicates").stdout

    result = build(corpus)

    assert "4 = 2 + 0 quarantined + 2 withdrawn\n" in result.stdout
    assert leaks(corpus / "data", TITLE, *PIER) == []
    assert len(loaded(corpus)) == 2
    assert {row["path"] for row in loaded(corpus).sources.to_pylist()} == {
        "raw/kran.txt",
        "raw/faehre.txt",
    }


def test_no_hash_of_a_withdrawn_text_is_left(corpus: Path) -> None:
    """A hash confirms what somebody guesses."""
    name = id_of(corpus, "steg.txt")
    rows = [
        *(row for row in loaded(corpus).articles.to_pylist() if row["article_id"] == name),
        *(row for row in loaded(corpus).captures.to_pylist() if row["article_id"] == name),
        *(row for row in loaded(corpus).sources.to_pylist() if row["path"] == "raw/steg.txt"),
    ]
    hashes = {value for row in rows for key, value in row.items() if "sha256" in key and value}
    hashes |= {row["capture_id"] for row in rows if "capture_id" in row}
    withdraw(corpus, name, "--with-duplicates")
    build(corpus)
    everything = [text for _, text in words_in(corpus / "data")]
    everything.append((corpus / "withdrawn.jsonl").read_text("utf-8"))
    assert [digest for digest in hashes if any(digest in text for text in everything)] == []


def test_a_tombstone_stays(corpus: Path) -> None:
    name = id_of(corpus, "steg.txt")
    withdraw(corpus, name)
    build(corpus)
    facts = loaded(corpus).package.pressmark
    assert facts is not None
    (stone,) = facts.withdrawn or []
    assert (stone.id, stone.reason, stone.date) == (name, "rights", "2026-11-01")
    assert run("verify", corpus / "data/package").exit_code == 0
    assert run("validate", corpus / "data/package", "--sources", corpus).exit_code == 0


def test_other_articles_are_the_same_to_the_byte(corpus: Path) -> None:
    crane = id_of(corpus, "kran.txt")
    before = next(r for r in loaded(corpus).articles.to_pylist() if r["article_id"] == crane)
    withdraw(corpus, id_of(corpus, "steg.txt"))
    build(corpus)
    assert before in loaded(corpus).articles.to_pylist()


@pytest.mark.slow
@pytest.mark.parametrize("form", FORMATS)
def test_no_export_says_a_withdrawn_word(corpus: Path, form: str, tmp_path: Path) -> None:
    withdraw(corpus, id_of(corpus, "steg.txt"), "--with-duplicates")
    build(corpus)
    out = tmp_path / "out"
    try:
        export(Dataset.open(corpus / "data/package"), out, form)
    except PressmarkError as fault:
        pytest.skip(str(fault))
    assert leaks(out, TITLE, *PIER) == []


@pytest.mark.slow
def test_no_report_site_or_derived_form_says_a_withdrawn_word(corpus: Path, tmp_path: Path) -> None:
    withdraw(corpus, id_of(corpus, "steg.txt"), "--with-duplicates")
    build(corpus)
    package = corpus / "data/package"
    made = tmp_path / "made"
    made.mkdir()
    assert run("report", package, "-o", made / "report.html").exit_code == 0
    assert run("site", package, "-o", made / "site").exit_code == 0
    for form in FORMS:
        derive = ("derive", package, "--as", form, "-o", made / form, "--despite", "a test")
        assert run(*derive).exit_code == 0
    found = [run("validate", corpus / "raw", "--format", form).stdout for form in ("text", "json")]
    found += [run("grep", "Steg", package).stdout, run("stats", package).stdout]
    found += [run("parse", corpus / "raw").stdout, run("learn", corpus / "raw").output]
    (made / "said.txt").write_text("\n".join(found), encoding="utf-8")
    assert leaks(made, TITLE, *PIER) == []


def blocks(corpus: Path, name: str) -> list[dict[str, Any]]:
    sql = f"FROM blocks WHERE article_id = '{name}' ORDER BY seq"
    found: list[dict[str, Any]] = loaded(corpus).sql(sql).to_arrow_table().to_pylist()
    return found


def test_a_withdrawn_block_goes_and_the_article_stays(corpus: Path) -> None:
    name = id_of(corpus, "steg.txt")
    block = blocks(corpus, name)[1]
    assert withdraw(corpus, block["block_id"], "--with-duplicates").exit_code == 0

    build(corpus)

    assert leaks(corpus / "data", PIER[1]) == []
    assert "Brodersen" not in "".join(text for _, text in words_in(corpus / "data"))
    kept = next(row for row in loaded(corpus).texts.to_pylist() if row["article_id"] == name)
    assert kept["text"] == f"{PIER[0]}\n\n{PIER[2]}"
    changes = [row for row in loaded(corpus).changes.to_pylist() if row["article_id"] == name]
    (gone,) = [row for row in changes if row["rules"] == ["withdrawn@1"]]
    assert (gone["src_start"], gone["src_end"]) == (block["src_start"], block["src_end"])
    assert (gone["before"], gone["before_sha256"]) == (None, None)
    assert block["block_id"] not in (corpus / "withdrawn.jsonl").read_text("utf-8")
    said_ = run("validate", corpus / "data/package", "--sources", corpus, "--format", "json")
    assert json.loads(said_.stdout)["summary"]["severity"].get("error", 0) == 0


def test_a_column_of_the_corpus_that_quotes_a_withdrawn_block_is_emptied(corpus: Path) -> None:
    settings = corpus / "pressmark.toml"
    own = '[metadata]\ntable = "meta.csv"\n\n[fields.summary]\ntype = "string"\n\n'
    settings.write_text(own + settings.read_text("utf-8"), encoding="utf-8")
    table = f'file,summary\nsteg.txt,"{PIER[1]}"\nkran.txt,{FERRY[0]}\n'
    (corpus / "meta.csv").write_text(table, encoding="utf-8")
    build(corpus)
    block = next(row for row in blocks(corpus, id_of(corpus, "steg.txt")) if row["text"] == PIER[1])
    assert withdraw(corpus, block["block_id"], "--with-duplicates").exit_code == 0

    build(corpus)

    assert leaks(corpus / "data", PIER[1]) == []
    kept = {row["summary"] for row in loaded(corpus).articles.to_pylist()}
    assert kept == {None, FERRY[0]}


def test_a_title_that_a_page_states_elsewhere_goes_with_its_block(tmp_path: Path) -> None:
    page = f"""<html lang="de"><head><title>{TITLE}</title><meta property="og:title"
        content="{TITLE}"><script type="application/ld+json">{{"@type": "NewsArticle", "headline":
        "{TITLE}"}}</script></head><body><article><h1>{TITLE}</h1><p>{CRANE[0]}</p>
        <p>{CRANE[1]}</p><p>{FERRY[0]}</p></article></body></html>"""
    (tmp_path / "pressmark.toml").write_text('[read]\ninclude = ["*.html"]\n', encoding="utf-8")
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "seite.html").write_text(page, encoding="utf-8")
    build(tmp_path)
    name = id_of(tmp_path, "seite.html")
    title = next(row for row in blocks(tmp_path, name) if row["text"] == TITLE)
    withdraw(tmp_path, title["block_id"])
    build(tmp_path)
    assert len(loaded(tmp_path)) == 1
    assert leaks(tmp_path / "data", TITLE) == []


def test_where_a_withdrawn_block_is_not_any_more_the_article_is_left_out(corpus: Path) -> None:
    """Nobody can tell where the words are, since no hash of them is kept."""
    name = id_of(corpus, "steg.txt")
    withdraw(corpus, blocks(corpus, name)[1]["block_id"])
    file = corpus / "raw" / "steg.txt"
    file.write_text(document(TITLE, CRANE[0], *PIER), encoding="utf-8")

    result = build(corpus)

    assert f"{name}: a withdrawn block is not where it was" in result.stderr
    assert name not in loaded(corpus)
    found = json.loads(run("validate", corpus / "raw", "--format", "json").stdout)["findings"]
    assert [f["path"] for f in found if f["code"] == "PM805"] == ["withdrawn.jsonl"]


def test_an_article_that_no_source_gives_is_told(corpus: Path) -> None:
    withdraw(corpus, id_of(corpus, "steg.txt"))
    (corpus / "raw" / "steg.txt").rename(corpus / "raw" / "anders.txt")
    assert "1 withdrawal of articles that were not read" in build(corpus).stderr
    found = json.loads(run("validate", corpus / "raw", "--format", "json").stdout)["findings"]
    assert [f["src_line"] for f in found if f["code"] == "PM804"] == [1]


def test_a_file_that_is_refused_later_keeps_its_withdrawal(corpus: Path) -> None:
    withdraw(corpus, id_of(corpus, "steg.txt"))
    (corpus / "raw" / "steg.txt").write_bytes(b"\x00\x01" + PIER[0].encode() * 30)
    assert "4 = 3 + 0 quarantined + 1 withdrawn" in build(corpus).stdout


def test_corrections_and_waivers_of_it_go(corpus: Path) -> None:
    name, crane = id_of(corpus, "steg.txt"), id_of(corpus, "kran.txt")
    package = ("-p", corpus / "data/package", "--reason", "im Heft nachgesehen")
    for key, word in ((name, "Zwölf"), (crane, "gelbe")):
        assert run("correct", key, "--replace", word, "rote", *package).exit_code == 0
    waive = ("waive", corpus / "data/package", "--reason", "so gewollt", "--config")
    assert run(*waive, corpus / "pressmark.toml", "--all-current").exit_code == 0
    before = (corpus / "waivers.toml").read_text("utf-8")
    gone = {
        row["finding_id"]
        for row in loaded(corpus).findings.to_pylist()
        if row["row_id"].startswith(name)
    }
    assert all(finding in before for finding in gone)

    result = withdraw(corpus, name)

    assert "1 correction, " in result.stdout
    lines = (corpus / "corrections.jsonl").read_text("utf-8").splitlines()
    assert [json.loads(line)["article_id"] for line in lines] == [crane]
    after = (corpus / "waivers.toml").read_text("utf-8")
    assert not any(finding in after for finding in gone)
    assert after.count("[[waiver]]") >= 1
    assert leaks(corpus / "data", *PIER)  # the next build takes it out, not the command


def test_a_correction_that_comes_back_is_found(corpus: Path) -> None:
    name = id_of(corpus, "steg.txt")
    package = ("-p", corpus / "data/package", "--reason", "im Heft nachgesehen")
    run("correct", name, "--replace", "Zwölf", "Elf", *package)
    kept = (corpus / "corrections.jsonl").read_text("utf-8")
    withdraw(corpus, name)
    (corpus / "corrections.jsonl").write_text(kept, encoding="utf-8")
    found = json.loads(run("validate", corpus / "raw", "--format", "json").stdout)["findings"]
    assert [(f["code"], f["src_line"]) for f in found if f["code"] == "PM806"] == [("PM806", 1)]


def test_what_says_the_same_is_listed_before_anything_is_written(corpus: Path) -> None:
    name, other = id_of(corpus, "steg.txt"), id_of(corpus, "abdruck.txt")
    result = withdraw(corpus, name, "--dry-run")
    assert f"{other} (" in result.stderr
    assert not (corpus / "withdrawn.jsonl").exists()
    withdraw(corpus, name, "--with-duplicates")
    lines = (corpus / "withdrawn.jsonl").read_text("utf-8").splitlines()
    assert {json.loads(line)["id"] for line in lines} == {name, other}
    assert "has it already, and stays as it is" in withdraw(corpus, name).stdout


@pytest.mark.parametrize(
    "line", ["{", '{"id": "x", "reason": "rights"}', '{"id": "a", "reason": "because"}', "[]"]
)
def test_a_line_that_is_no_withdrawal_stops_a_build(corpus: Path, line: str) -> None:
    """A list that is read in part would publish what it should keep back."""
    (corpus / "withdrawn.jsonl").write_text(f"\n{line}\n", encoding="utf-8")
    result = build(corpus)
    assert result.exit_code == 2
    assert "withdrawn.jsonl:2" in result.stderr


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["azzzzzzzzzzzzzzzz", "--reason", "rights"], "no article"),
        (["a"], "say why: --reason CLASS"),
        (["a", "--reason", "because"], "because"),
    ],
)
def test_what_cannot_be_withdrawn_is_refused(corpus: Path, words: list[str], says: str) -> None:
    result = run("withdraw", *words, "-p", corpus / "data/package")
    assert result.exit_code == 2
    assert says in result.output + result.stderr


def test_a_load_leaves_out_what_a_list_withdraws(corpus: Path, tmp_path: Path) -> None:
    old = tmp_path / "old"
    export(Dataset.open(corpus / "data/package"), old)
    name = id_of(corpus, "steg.txt")
    withdraw(corpus, name)
    left = pressmark.load(old, tombstones=corpus / "withdrawn.jsonl")
    assert (len(left), name in left, len(pressmark.load(old))) == (3, False, 4)
    result = run("export", old, "-o", tmp_path / "new", "--tombstones", corpus / "withdrawn.jsonl")
    assert "3 of 4 articles; 1 withdrawn since (rights)" in result.stderr
    assert run("verify", tmp_path / "new").exit_code == 0
    paths = [row["path"] for row in pressmark.load(tmp_path / "new").sources.to_pylist()]
    assert sorted(paths) == ["raw/abdruck.txt", "raw/faehre.txt", "raw/kran.txt"]


def test_a_line_that_is_taken_out_of_the_list_gives_the_article_back(corpus: Path) -> None:
    """What an earlier build kept of the withdrawn file must not stand for it."""
    before = (corpus / "data/package/datapackage.json").read_bytes()
    withdraw(corpus, id_of(corpus, "steg.txt"))
    build(corpus)
    assert len(loaded(corpus)) == 3
    (corpus / "withdrawn.jsonl").write_text("", encoding="utf-8")
    build(corpus)
    assert (corpus / "data/package/datapackage.json").read_bytes() == before


def test_what_was_withdrawn_is_told_to_whoever_asks_for_it(corpus: Path) -> None:
    name = id_of(corpus, "kran.txt")
    assert withdraw(corpus, name).exit_code == 0
    before = (corpus / "withdrawn.jsonl").read_bytes()
    again = withdraw(corpus, name)
    assert "already withdrawn on 2026-11-01 (rights)" in " ".join(again.output.split())
    assert "0 withdrawals" not in again.output
    assert (corpus / "withdrawn.jsonl").read_bytes() == before
    build(corpus)
    for words in (("show", name), ("show", name, "--captures")):
        result = run(*words, "-p", corpus / "data/package")
        assert result.exit_code == 2
        assert f"{name} was withdrawn on 2026-11-01 (rights)" in " ".join(result.output.split())
