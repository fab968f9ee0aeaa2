"""A corpus as a static site: search, filters, article pages, in a real browser."""

from __future__ import annotations

import http.client
import subprocess
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from browser import browsing, needs_chromium
from pressmark.config import find
from pressmark.dataset import Dataset
from pressmark.export.site import write_site
from pressmark.export.site.marks import changes, stretches
from pressmark.export.site.serving import server
from pressmark.export.site.views import safe_address
from pressmark.flow.steps import build
from pressmark_schema.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = [pytest.mark.browser, pytest.mark.network]

HOSTILE = "</script><img src=x onerror=alert(1)><script>document.title='owned'</script>"
FILES = {
    "kueste/2020/haus.txt": (
        "date 2020-05-01\n\nDas Haus am Hafen\n\nDas alte Haus am Hafen wird verkauft, sagte der "
        "Eigentümer am Mittwoch. Es steht seit hundert Jahren dort und hat viele Stürme gesehen.\n"
    ),
    "kueste/2021/kuehe.txt": (
        "date 2021-06\n\nDie Ku\u0308he sind los\n\nDie Ku\u0308he liefen am Morgen u\u0308ber die "
        "Straße, und niemand hielt sie auf, bis der Bauer mit dem Hund kam und sie heimtrieb.\n"
    ),
    "inland/2021/angriff.txt": (
        f"title: Ein {HOSTILE} Titel\ndate: 2021-07-02\n\nDer Text sagt {HOSTILE} und bleibt ein "
        "Text, den jeder lesen kann, so wie er in der Datei gestanden hat, bis zur letzten Zeile.\n"
    ),
    "geheim/2021/zu.txt": (
        "date 2021-07-03\n\nNur der Titel\n\nDieser geheime Absatz darf nirgends auf der Seite "
        "stehen, denn die Rechte an ihm hat niemand freigegeben, auch nicht für die Suche.\n"
    ),
}
SETTINGS = """[corpus]
name = "sample"
title = "A sample"
languages = ["de"]
[read]
paths = ["{outlet}/{year}/*.txt"]
[rights."geheim/*"]
rights = "LicenseRef-all-rights-reserved"
[rights."*"]
rights = "CC0-1.0"
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    for name, text in FILES.items():
        path = folder / "raw" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    (folder / "raw" / "pressmark.toml").write_text(SETTINGS, encoding="utf-8")
    build([folder / "raw"], folder / "package", find(folder / "raw"))
    write_site(Dataset.open(folder / "package"), folder / "site")
    return folder / "site"


@contextmanager
def served(folder: Path) -> Iterator[str]:
    with server(folder) as made:
        thread = threading.Thread(target=made.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{made.server_port}/"
        made.shutdown()


def _page(site: Path, words: str) -> str:
    return next(
        f"articles/{path.name}"
        for path in sorted((site / "articles").iterdir())
        if words in path.read_text(encoding="utf-8")
    )


@needs_chromium
def test_search_finds_inflected_forms_and_filters_narrow_it(site: Path) -> None:
    from playwright.sync_api import expect

    with served(site) as base, browsing() as watched:
        page = watched.page
        page.goto(base)
        page.wait_for_selector("#query:enabled")
        page.fill("#query", "Hauses")
        page.wait_for_selector("#results li")
        assert page.inner_text("#results a") == "Das Haus am Hafen"
        assert page.inner_text("#results mark") in {"Haus", "Das Haus"}
        page.fill("#query", "")
        page.select_option("select[name=outlet]", label="kueste (2)")
        expect(page.locator("#results li")).to_have_count(2)
        page.select_option("select[name=month]", label="2021-06 (1)")
        expect(page.locator("#results li")).to_have_count(1)
        assert page.inner_text("#status") == "1 article"
        assert watched.complaints == []
        assert {url for url in watched.asked if not url.startswith((base, "data:"))} == set()


@needs_chromium
def test_hostile_text_stays_text_on_every_page(site: Path) -> None:
    with served(site) as base, browsing() as watched:
        page = watched.page
        page.goto(f"{base}?q=Datei")
        page.wait_for_selector("#results li")
        assert HOSTILE in page.inner_text("#results a")
        for address in (_page(site, "onerror"), "outlets/inland.html", "outlets.html"):
            page.goto(base + address)
            assert page.locator("img").count() == 0
            assert page.title() != "owned"
        page.goto(base + _page(site, "onerror"))
        assert HOSTILE in page.inner_text("#text")
        assert watched.complaints == []


@needs_chromium
def test_the_source_shows_beside_the_normalised_text(site: Path) -> None:
    with served(site) as base, browsing() as watched:
        page = watched.page
        page.goto(base + _page(site, "liefen am Morgen"))
        assert "Kühe liefen" in page.inner_text("#text")
        page.check("#raw")
        assert "Ku\u0308he liefen" in page.inner_text("#text")
        page.check("#kinds")
        assert page.locator(".k-title .anchor").is_visible()


@needs_chromium
def test_all_is_reached_by_keyboard_and_fits_a_phone(site: Path) -> None:
    with served(site) as base, browsing(viewport={"width": 360, "height": 700}) as watched:
        page = watched.page
        for address in ("", _page(site, "alte Haus"), "outlets.html"):
            page.goto(base + address)
            wide = page.evaluate("document.documentElement.scrollWidth")
            assert wide <= 360, address
        page.goto(base)
        page.wait_for_selector("#query:enabled")
        reached = []
        for _ in range(6):
            page.keyboard.press("Tab")
            reached.append(
                page.evaluate("document.activeElement.id || document.activeElement.tagName")
            )
        assert "query" in reached
        page.focus("#query")
        page.keyboard.type("Haus")
        page.wait_for_selector("#results li")
        page.focus("#results a")
        page.keyboard.press("Enter")
        page.wait_for_selector("article")
        assert "Das Haus am Hafen" in page.inner_text("h1")


@needs_chromium
def test_dark_pages_are_dark(site: Path) -> None:
    with served(site) as base, browsing(color_scheme="dark") as watched:
        watched.page.goto(base)
        background = watched.page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert max(int(part) for part in background[4:-1].split(",")) < 60


def test_a_text_that_may_not_be_passed_on_is_on_no_page_and_in_no_index(site: Path) -> None:
    for path in sorted(site.rglob("*")):
        assert not path.is_file() or b"geheime Absatz" not in path.read_bytes()
    page = (site / _page(site, "Nur der Titel")).read_text(encoding="utf-8")
    assert "may not be passed on" in page


@needs_chromium
def test_an_article_whose_text_may_not_be_passed_on_is_found_by_its_title(site: Path) -> None:
    with served(site) as base, browsing() as watched:
        page = watched.page
        page.goto(f"{base}?q=Titel")
        page.wait_for_selector("#results li")
        assert "Nur der Titel" in page.locator("#results a").all_inner_texts()


def test_an_article_without_a_title_is_called_by_its_first_words(tmp_path: Path) -> None:
    words = "alle Schiffe liegen still im Hafen, und keines fährt hinaus, ehe der Sturm vorüber ist"
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "still.txt").write_text(f"date 2020-05-01 {words}.\n", encoding="utf-8")
    settings = '[corpus]\nlanguages = ["de"]\n[rights."*"]\nrights = "CC0-1.0"\n'
    (tmp_path / "raw" / "pressmark.toml").write_text(settings, encoding="utf-8")
    build([tmp_path / "raw"], tmp_path / "package", find(tmp_path / "raw"))
    write_site(Dataset.open(tmp_path / "package"), tmp_path / "site")
    (page,) = (tmp_path / "site" / "articles").iterdir()
    assert "no title</span>: alle Schiffe liegen still im Hafen" in page.read_text(encoding="utf-8")


def test_every_block_has_an_address_of_its_own(site: Path) -> None:
    page = (site / _page(site, "alte Haus")).read_text(encoding="utf-8")
    assert 'id="a' in page
    assert page.count('class="anchor"') == 2


def test_the_same_package_gives_the_same_bytes(site: Path, tmp_path: Path) -> None:
    """Pagefind's filters, too, which it writes in another order each time."""
    for name in ("one", "two", "three"):
        write_site(Dataset.open(site.parent / "package"), tmp_path / name)
        assert _files(tmp_path / name) == _files(site)


def test_a_site_is_replaced_by_the_next_and_nothing_else_is(site: Path, tmp_path: Path) -> None:
    package = Dataset.open(site.parent / "package")
    write_site(package, tmp_path / "site")
    (tmp_path / "site" / "index.html").write_text("old")
    write_site(package, tmp_path / "site")
    assert _files(tmp_path / "site") == _files(site)
    (tmp_path / "site" / "mine.html").write_text("mine")
    with pytest.raises(UsageError, match=r"mine\.html"):
        write_site(package, tmp_path / "site")
    with pytest.raises(UsageError, match="no site of ours"):
        write_site(package, site.parent / "package")


def test_the_manifest_of_a_site_is_checked_by_sha256sum(site: Path) -> None:
    command = ["sha256sum", "--check", "--strict", "--quiet", "manifest-sha256.txt"]
    done = subprocess.run(command, cwd=site, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def _files(site: Path) -> dict[str, bytes]:
    return {
        path.relative_to(site).as_posix(): path.read_bytes()
        for path in site.rglob("*")
        if path.is_file()
    }


@pytest.mark.parametrize(
    ("path", "host", "status"),
    [
        ("/index.html", "127.0.0.1", 200),
        ("/", "localhost", 200),
        ("/articles/", "127.0.0.1", 404),
        ("/../../secret", "127.0.0.1", 404),
        ("/%2e%2e/%2e%2e/secret", "127.0.0.1", 404),
        ("/link", "127.0.0.1", 404),
        ("/index.html", "evil.example", 403),
    ],
)
def test_only_files_of_the_site_are_served_and_only_here(
    site: Path, tmp_path: Path, path: str, host: str, status: int
) -> None:
    secret = tmp_path / "secret"
    secret.write_text("secret")
    link = site / "link"
    link.unlink(missing_ok=True)
    link.symlink_to(secret)
    try:
        with served(site) as base:
            connection = http.client.HTTPConnection(
                "127.0.0.1", int(base.rstrip("/").rsplit(":")[-1])
            )
            connection.request("GET", path, headers={"Host": host})
            assert connection.getresponse().status == status
            connection.close()
    finally:
        link.unlink()


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "JAVASCRIPT:x", "", None]
)
def test_no_link_runs_anything(url: str | None) -> None:
    assert safe_address(url) is None


def test_stretches_lose_nothing_and_show_each_change_where_it_is() -> None:
    block = {"src_start": 10}
    rows = [
        {
            "positions": [12, 20],
            "before": "u\u0308",
            "after": "ü",
            "rules": ["nfc@1"],
            "src_start": 12,
            "src_end": 14,
        },
        {
            "positions": [16],
            "before": "\u00ad",
            "after": "",
            "rules": ["invisible@1"],
            "src_start": 16,
            "src_end": 17,
        },
    ]
    text = "Küh ein Zürn"
    placed = changes(block, rows)
    assert [(one.start, text[one.start : one.end]) for one in placed] == [
        (2, "h"),
        (5, ""),
        (8, "Z"),
    ]
    assert "".join(one.text for one in stretches(text, placed, [])) == text
