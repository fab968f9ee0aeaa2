"""The report: one file that shows the corpus to a person, and in which no text can do anything."""

from __future__ import annotations

import re
import shutil
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

import pytest
from typer.testing import CliRunner

from pressmark.check import RULES
from pressmark.config import Config
from pressmark.flow import report, validation
from pressmark.flow.report import facts
from pressmark_cli.app import app
from pressmark_schema.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from typer.testing import Result

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
HOSTILE = "</script></style><img src=x onerror=alert(1)><svg onload=alert(2)>{{ 7*7 }}\u202e"


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A corpus of two outlets over two years, full of markup, with its package."""
    folder = tmp_path_factory.mktemp("report")
    (folder / "pressmark.toml").write_text(
        f"[corpus]\ntitle = {HOSTILE!r}\nversion = '1.0.0'\nlicenses = [{{name = 'CC0-1.0'}}]\n"
        "[read]\npaths = ['{outlet}/*.txt']\n",
        encoding="utf-8",
    )
    for outlet, months in (("bote", (1, 2, 4, 5)), ("kurier", (3, 9))):
        (folder / "raw" / outlet).mkdir(parents=True)
        for month in months:
            head = f"Title: {HOSTILE} {month}\nDate: 2019-{month:02}\n\n"
            text = f"Am Hafen von {outlet} steht {HOSTILE} seit {month} Wochen ein K r a n k e r.\n"
            (folder / "raw" / outlet / f"{month}.txt").write_text(head + text, encoding="utf-8")
    (folder / "raw" / "bote" / "jahr.txt").write_text("date 2018 Ein Jahr ohne Monat.\n", "utf-8")
    (folder / "raw" / "bote" / "nie.txt").write_text("Ein Bericht ohne jedes Datum.\n", "utf-8")
    assert run("build", folder / "raw", "-o", folder / "data/package").exit_code == 0
    assert run("report", folder / "data/package", "-o", folder / "report.html").exit_code == 0
    return folder


def run(*words: object) -> Result:
    return CliRunner().invoke(app, [str(word) for word in words])


@pytest.fixture(scope="module")
def html(corpus: Path) -> str:
    return (corpus / "report.html").read_text("utf-8")


class Tags(HTMLParser):
    """The tags of a page with their attributes, and its words."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep a tag."""
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        """Keep words."""
        self.words.append(data)


def test_no_text_of_an_article_becomes_a_part_of_the_page(html: str) -> None:
    parsed = Tags(html)
    names = {tag for tag, _ in parsed.tags}
    assert not names & {"script", "img", "iframe", "object", "form", "input"}
    assert not any(name.startswith("on") for _, attrs in parsed.tags for name in attrs)
    assert "alert(1)" in "".join(parsed.words)
    assert "{{ 7*7 }}" in "".join(parsed.words)
    assert "\u202e" not in html


def test_the_page_names_nothing_outside_of_itself(html: str) -> None:
    links = [attrs.get("href") or "" for _, attrs in Tags(html).tags if attrs.get("href")]
    assert all(link.startswith(("#", "data:")) for link in links)
    assert not re.search(r"url\(|@import|src=", html.replace("src=x", ""))
    assert "default-src 'none'" in html


def test_version_hash_and_licence_stand_at_its_head(html: str) -> None:
    head = html.partition("<main>")[0]
    assert "1.0.0" in head
    assert re.search(r"sha256 [0-9a-f]{64}", head)
    assert "CC0-1.0" in head


def test_each_picture_has_its_table(html: str) -> None:
    pictures = re.findall(r"<figure.*?</figure>\s*(.{0,60})", html, re.DOTALL)
    assert len(pictures) >= 6
    assert all(after.startswith("<details><summary>") for after in pictures)


def test_the_same_corpus_gives_the_same_page(corpus: Path, html: str) -> None:
    run("report", corpus / "data/package", "-o", corpus / "again.html")
    assert (corpus / "again.html").read_text("utf-8") == html


def test_what_is_waived_is_told_apart_from_what_is_new(corpus: Path, tmp_path: Path) -> None:
    waivers = tmp_path / "waivers.toml"
    package = corpus / "data/package"
    words = ("--waivers", waivers, "--reason", "bekannt", "--code", "PM202")
    assert run("waive", package, *words).exit_code == 0
    out = tmp_path / "report.html"
    run("report", package, "-o", out, "--waivers", waivers)
    shown = out.read_text("utf-8")
    assert "new findings, 7 waived" in shown
    assert re.search(r"PM202</b> coarse-date <span class=\"count\">0 \+ 7 waived", shown)


def test_months_without_articles_are_found_between_the_first_and_the_last() -> None:
    assert facts.between(["2019-11", "2020-02"]) == ["2019-11", "2019-12", "2020-01", "2020-02"]
    assert facts.between([]) == []


def _many(count: int) -> validation.Result:
    rule = RULES["PM405"]
    excerpt = "w i e d e r " * 20
    found = [
        Finding(rule, "blocks", f"a{rank:016}_x_0", "text", "w i e d e r", f"raw/{rank}.txt",
                3, 4, 5, 6, excerpt, (0, 11))
        for rank in range(count)
    ]  # fmt: skip
    return validation.Result(found)


def test_all_findings_are_counted_and_twenty_of_a_rule_are_shown(corpus: Path) -> None:
    text = report.page(corpus / "data/package", _many(3_000), waivers=False)
    assert '<span class="count">3,000</span>' in text
    assert len(re.findall('<li><span class="place">', text)) == 20
    assert "and 2,980 more" in text
    assert len(text) < len(report.page(corpus / "data/package", _many(20), waivers=False)) + 200


def test_a_corpus_without_articles_has_a_report_too(tmp_path: Path) -> None:
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "leer.txt").write_bytes(b"")
    run("build", tmp_path / "raw", "-o", tmp_path / "package", "--max-quarantined", "1")
    result = run("report", tmp_path / "package", "-o", tmp_path / "report.html")
    assert result.exit_code == 0, result.stderr
    assert "<b>0</b>" in (tmp_path / "report.html").read_text("utf-8")


def test_without_jinja_the_command_says_what_to_install(
    corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(__import__("sys").modules, "jinja2", None)
    result = run("report", corpus / "data/package", "-o", tmp_path / "report.html")
    assert result.exit_code == 4
    assert "pressmark[report]" in result.stderr
    assert validation.validate([corpus / "data/package"], Config(), validation.Asked()).findings


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Headless Chromium of the system; the tests that need it are skipped where there is none."""
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    if CHROMIUM is None:
        pytest.skip("no chromium on this machine (Debian: apt-get install chromium)")
    with playwright.sync_playwright() as driver:
        launched = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield launched
        launched.close()


@pytest.fixture
def opened(browser: Any, corpus: Path) -> Iterator[Any]:
    """The report in a window, with everything that it logs, asks for or throws in `said`."""
    window = browser.new_page(viewport={"width": 1100, "height": 900}, color_scheme="light")
    window.said = []
    for event in ("console", "pageerror", "dialog", "requestfailed"):
        window.on(event, lambda found, event=event: window.said.append((event, str(found))))
    window.on("request", lambda request: window.said.append(("request", request.url)))
    window.goto((corpus / "report.html").as_uri())
    yield window
    window.close()


def test_in_a_browser_nothing_runs_and_no_request_leaves_the_file(
    opened: Any, corpus: Path
) -> None:
    assert opened.said == [("request", (corpus / "report.html").as_uri())]
    assert opened.evaluate("document.images.length + document.scripts.length") == 0
    assert "alert(1)" in opened.inner_text("h1")


def test_it_works_by_keyboard(opened: Any) -> None:
    opened.keyboard.press("Tab")
    assert opened.evaluate("document.activeElement.className") == "skip"
    for _ in range(40):
        opened.keyboard.press("Tab")
        if opened.evaluate("document.activeElement.parentElement.matches('.rule:not([open])')"):
            break
    before = opened.evaluate("document.querySelectorAll('.rule[open]').length")
    opened.keyboard.press("Enter")
    assert opened.evaluate("document.querySelectorAll('.rule[open]').length") == before + 1


def test_it_follows_light_and_dark_and_prints_what_is_folded(opened: Any) -> None:
    colour = "getComputedStyle(document.body).backgroundColor"
    light = opened.evaluate(colour)
    opened.emulate_media(color_scheme="dark")
    assert opened.evaluate(colour) != light
    opened.emulate_media(media="print", color_scheme="dark")
    assert opened.evaluate(colour) == "rgb(255, 255, 255)"
    assert opened.evaluate("document.querySelector('nav').offsetHeight") == 0


def test_no_picture_or_table_makes_the_page_itself_wider_than_the_window(opened: Any) -> None:
    opened.set_viewport_size({"width": 400, "height": 800})
    assert opened.evaluate("document.documentElement.scrollWidth") <= 400


def test_the_pictures_show_the_precision_of_dates_and_the_gaps(opened: Any) -> None:
    shapes = "Array.from(document.querySelectorAll('svg path')).map(p => p.className.baseVal)"
    assert {"p-month", "p-year", "gap"} <= set(opened.evaluate(shapes))
