"""Pages from files to packages: built, shown, validated against their sources, compared."""

import gzip
import json
import shutil
from pathlib import Path

import pytest

from article_pages import CARD, LAST, MENU, TWEET, plain_page
from raw_input import MORE, PROSE, contents, run, write
from web_pages import TITLE, web_page

TOML = '[read]\ninclude = ["*.html", "*.html.gz", "*.jsonl"]\n'
RECORDS = TOML + '[[records]]\nglob = "*.jsonl"\nfields = { html = "page" }\n'


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A corpus of pages, plain, packed, in a record, too deep, and its package."""
    files: dict[str, str | bytes] = {
        "pressmark.toml": RECORDS,
        "raw/a.html": plain_page(CARD),
        "raw/b.html.gz": gzip.compress(plain_page(TWEET).replace("Damm", "Deich").encode()),
        "raw/c.jsonl": json.dumps({"page": plain_page().replace("Damm", "Wall")}) + "\n",
        "raw/d.html": "<div>" * 100_000,
        "raw/front.html": web_page(body=f"<nav><ul>{MENU}</ul></nav>"),
    }
    folder = write(tmp_path_factory.mktemp("pages"), files)
    built = run("build", "raw", "-o", "package", "--max-quarantined", "2", cwd=folder)
    assert built.returncode == 0, built.stderr.decode()
    assert "5 = 3 + 2 quarantined" in built.stdout.decode()
    assert "elements nested deeper than 256" in built.stdout.decode()
    assert "raw/front.html: the page shows no article" in built.stdout.decode()
    return folder


def test_a_package_of_pages_holds_what_their_files_hold(folder: Path) -> None:
    checked = run("validate", "package", "--sources", ".", cwd=folder)
    assert checked.returncode == 0, checked.stdout.decode()
    assert "3 of 3 raw files compared" in (checked.stdout + checked.stderr).decode()


def test_a_page_that_was_changed_is_no_longer_its_source(folder: Path, tmp_path: Path) -> None:
    changed = shutil.copytree(folder, tmp_path / "changed")
    page = changed / "raw/a.html"
    page.write_text(page.read_text(encoding="utf-8").replace("Höfe", "Häuser"), encoding="utf-8")
    assert run("validate", "package", "--sources", ".", cwd=changed).returncode == 1


@pytest.mark.parametrize("extractor", ["full", "fast"])
def test_parse_equals_build_whatever_the_number_of_processes(
    folder: Path, tmp_path: Path, extractor: str
) -> None:
    asked = ("--extractor", extractor, "--max-quarantined", "2", "-j", "2")
    assert run("build", "raw", "-o", tmp_path / "two", *asked, cwd=folder).returncode == 0
    if extractor == "full":
        assert contents(tmp_path / "two") == contents(folder / "package")
    article = json.loads(run("parse", "raw/a.html", *asked[:2], cwd=folder).stdout)
    shown = run("show", article["article_id"], "-p", tmp_path / "two", "-f", "json", cwd=folder)
    texts = [block["text"] for block in json.loads(shown.stdout)["blocks"]]
    assert [block["text"] for block in article["blocks"]] == texts


def test_the_stages_give_the_same_package(folder: Path) -> None:
    for command in (
        ("ingest", "raw", "-o", "ingested"),
        ("normalise", "ingested", "-o", "normalised"),
        ("validate", "normalised", "-o", "findings", "--fail-on", "never"),
        ("export", "normalised", "--findings", "findings", "-o", "staged"),
    ):
        done = run(*command, cwd=folder)
        assert done.returncode in {0, 3}, (command, done.stderr.decode())
    assert contents(folder / "staged") == contents(folder / "package")


def test_a_page_is_shown_with_the_places_of_its_blocks(folder: Path) -> None:
    shown = run("show", "raw/a.html", cwd=folder).stdout.decode()
    assert TITLE in shown
    assert "Das Wehr bleibt zu" in shown
    for text in (PROSE, MORE, LAST):
        assert text[:40] in " ".join(shown.split())
    assert "not kept" not in shown


def test_scan_finds_pages_and_looks_into_them_as_pages(tmp_path: Path) -> None:
    write(tmp_path, {f"{number}.html": plain_page(TWEET) for number in range(3)})
    seen = run("scan", ".", cwd=tmp_path).stdout.decode()
    assert 'include = ["*.html"]' in seen
    assert "stated: 3" in seen
    assert "Headers" not in seen
