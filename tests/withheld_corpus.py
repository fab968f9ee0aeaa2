"""A corpus of which most may not be passed on, and what stands in any file that is made of it."""

from __future__ import annotations

import gzip
import html
import io
import json
import re
import sqlite3
import zipfile
from typing import TYPE_CHECKING, Any

from pressmark.config import find
from pressmark.dataset import Dataset
from pressmark.flow.steps import build
from raw_input import write

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

WORDS = 8
"""Words in a row that nobody writes by chance."""
RARE = (
    *("Knurrhahn", "Stiefelschaft", "Quellenpfennig", "Seilermeister", "Glockenhauer"),
    *("Wiekenbrink", "Hollerkraut", "Treppensteig", "Pinselstiel", "Wendehals", "Kieselgraf"),
    *("Badeteichwunder", "Kartoffelorgel"),
)
"""Words of the texts that are withheld, and of a file that became no article."""
OPEN = "Marktglockenturm"
"""A word of the text that is not."""
_STEM = 9
"""Letters that a search index leaves of a word, at least."""
_FLAT = """\
date 2018-06 Vogelsand (nwd) - Am Rand von Vogelsand hat ein Knurrhahnwirt seinen seinen Teich an \
die Gemeinde gegeben, sagte er am Montag vor dem Tor.

„Der Stiefelschaft war nie tiefer als ein Teich, und nun soll daraus ein Badeteichwunder werden, \
sagte Onno Wiekenbrink, der sein Leben lang Karpfen zählte.

Die Gemeinde prÃ¼ft den Quellenpfennig, den niemand in Vogelsand je bezahlt hat, bis zum nächsten \
Frühjahr noch einmal ganz von vorn, und das Amt sieht dabei zu.

Keine Kartoffelorgel mehr am Teich! — Amt Vogelsand (@amt_vogelsand) 3. Juli 2018

Lesen Sie auch: Wie der Seilermeister von Vogelsand einst den Frost verjagte

Dann kam der Glockenhauer und nahm den Rest mit auf den
"""
_SAID = "irgendwann, als der Wendehals von Oberfiel noch jung war und das Dorf kein Rathaus besaß"
_LEAD = "Ein Wendehals hat den Turm von Oberfiel neu gestrichen, und zwar in Farben ohne Namen."
_PAGE = f"""\
<!doctype html><html lang="de"><head><title>Der Turm | Zubote</title>
<meta name="description" content="{_LEAD}"><meta name="author" content="{_LEAD}">
<script type="application/ld+json">{{"@type": "NewsArticle", "datePublished": "{_SAID}",
"headline": "Der Turm", "license": "{_SAID}", "articleBody": "{_LEAD}"}}</script>
</head><body><article><h1>Der Turm</h1><p class="author">{_LEAD}</p><p>{_LEAD}</p>
<p>„Das Rot war dem Wind zu laut“, sagte Mette Hollerkraut am Dienstag, und die Schule am Hafen gab
ihr nach drei Tagen recht, wie es dort üblich ist.</p>
<p>Wer hinauf will, findet <a href="https://zubote.example/a">den Treppensteig mit all seinen
Stufen</a> hinter dem Tor, das auch im Winter offen steht.</p>
<figure><img src="x.jpg"><figcaption>Der Pinselstiel, wie er liegen blieb.</figcaption></figure>
</article></body></html>
"""
_SHOWN = f"""\
date 2021-05-01

Ein offenes Haus

Der {OPEN} bleibt am Montag offen, sagte die Leiterin, weil viele Leute am Wochenende vor der Tür
standen und nun darauf warten, dass jemand sie hinauflässt, um die Stadt von oben zu sehen.

„Von oben sieht man sie anders, sagte die Leiterin, und ging als erste hinauf.
"""
_REFUSED = "date 2020-01 Der Kieselgraf läßt grüßen."
_SETTINGS = """\
[corpus]
name = "half"
languages = ["de"]
[read]
include = ["*.txt", "*.html"]
paths = ["{outlet}/{year}/*"]
[rights."auf/*"]
rights = "CC0-1.0"
[build]
max_quarantined = "50%"
"""


def made(folder: Path) -> Dataset:
    """The package of the corpus, below `folder`."""
    raw = write(
        folder / "raw",
        {
            "zu/2021/teich.txt": _FLAT,
            "zu/2021/turm.html": _PAGE,
            "zu/2021/rest.txt": _REFUSED.encode("cp1252"),
            "auf/2021/haus.txt": _SHOWN,
            "pressmark.toml": _SETTINGS,
        },
    )
    build([raw], folder / "package", find(raw))
    return Dataset.open(folder / "package")


def observed(dataset: Dataset) -> list[str]:
    """What findings observed in the articles and files that are withheld."""
    found = dataset.connect().sql(
        "SELECT observed FROM findings WHERE observed IS NOT NULL AND left(row_id, 17) NOT IN"
        " (SELECT article_id FROM articles WHERE sharing = 'full_text')"
    )
    return [row[0] for row in found.fetchall()]


def runs(dataset: Dataset) -> set[str]:
    """Every eight words in a row of the blocks that are withheld, but of their titles."""
    rows = dataset.connect().sql(
        "SELECT text FROM blocks JOIN articles USING (article_id)"
        " WHERE sharing <> 'full_text' AND kind <> 'title'"
    )
    texts = (_plain(row[0]).split() for row in rows.fetchall())
    return {" ".join(t[at : at + WORDS]) for t in texts for at in range(len(t) - WORDS + 1)}


def rare_in(folder: Path) -> set[tuple[str, str]]:
    """Which withheld words stand in which files below `folder`; as stems, in any case."""
    return {
        (path.name, word)
        for path in _files(folder)
        for text in [contents(path).casefold()]
        for word in RARE
        if word.casefold()[:_STEM] in text
    }


def runs_in(folder: Path, known: set[str]) -> set[tuple[str, str]]:
    """Which of the `known` runs of words stand in which files below `folder`."""
    found = set()
    for path in _files(folder):
        words = _plain(contents(path)).split()
        here = {" ".join(words[at : at + WORDS]) for at in range(len(words) - WORDS + 1)}
        found |= {(path.name, run) for run in here & known}
    return found


def contents(path: Path) -> str:
    """All that a file says, unpacked, its names and attributes too."""
    if path.suffix == ".parquet":
        import pyarrow.parquet as pq

        schema = pq.read_schema(path)
        return f"{pq.read_table(path).to_pylist()} {schema} {schema.metadata}"
    if path.suffix == ".duckdb":
        return _of_duckdb(path)
    if path.suffix in {".sqlite", ".db"}:
        with sqlite3.connect(path) as connection:
            return "\n".join(connection.iterdump())
    return _text(path.read_bytes())


def _of_duckdb(path: Path) -> str:
    import duckdb

    with duckdb.connect(str(path), read_only=True) as connection:
        names = [
            row[0] for row in connection.sql("SELECT table_name FROM duckdb_tables()").fetchall()
        ]
        return str([connection.table(f'"{name}"').fetchall() for name in names])


def _text(data: bytes) -> str:
    if data.startswith(b"\x1f\x8b"):
        return _text(gzip.decompress(data))
    if data.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return "\n".join(_text(archive.read(name)) for name in archive.namelist())
    text = html.unescape(data.decode("utf-8", "replace"))
    return f"{text} {''.join(_unescaped(text))}"


def _unescaped(text: str) -> Iterator[str]:
    """The lines that are JSON once more, without its escapes."""
    for line in [text, *text.splitlines()]:
        try:
            value: Any = json.loads(line)
        except ValueError:
            continue
        yield f"{value} "


def _plain(text: str) -> str:
    """The words in order, without markup."""
    return " ".join(re.findall(r"\w+", re.sub(r"<[^<>]*>", " ", text))).casefold()


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())
