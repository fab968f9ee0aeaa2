"""A static site of a corpus: search, outlets, and a page for each article, for any web server."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from pressmark import store
from pressmark.export.intact import require_corpus, require_intact
from pressmark.export.records import articles
from pressmark.export.site import manifest, views
from pressmark.export.site.steady import settle
from pressmark.publish import publishing
from pressmark_schema.errors import EnvironmentFaultError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from jinja2 import Environment

    from pressmark.dataset import Dataset
    from pressmark.export.site.views import ArticleView

_TABLES = ("texts", "blocks", "embeds", "links", "changes", "annotations")
_STATIC = ("style.css", "article.js", "search.js")


@dataclass
class _Outlet:
    """An outlet: its articles by month, as far as its pages list them."""

    outlet_id: str
    name: str
    months: Counter[str] = field(default_factory=Counter)
    entries: defaultdict[str, list[dict[str, Any]]] = field(
        default_factory=lambda: defaultdict(list)
    )

    @property
    def articles(self) -> int:
        return self.months.total()

    @property
    def years(self) -> Counter[str]:
        """Articles by year; the name of a month begins with its year, `undated` stays."""
        found: Counter[str] = Counter()
        for month, count in self.months.items():
            found[month.partition("-")[0]] += count
        return found

    @property
    def lists(self) -> list[tuple[str, list[dict[str, Any]]]]:
        return sorted(self.entries.items())


def write_site(
    dataset: Dataset,
    target: Path,
    progress: Callable[[int], None] | None = None,
    rules: Mapping[str, str] | None = None,
) -> int:
    """Write the site of `dataset` to the folder `target`, all or nothing; returns the pages.

    Only articles whose `sharing` is `full_text` show their text, or anything of it. `rules` are
    names of rules by their codes, to stand beside these. An earlier site is replaced; the same
    dataset and names give the same bytes. Raises EnvironmentFaultError where Jinja2 or Pagefind
    are not installed, UsageError and IntegrityError as `export` does.
    """
    require_corpus(dataset)
    require_intact(dataset)
    environment = _environment()
    with publishing(target, manifest.of_site) as staging:
        site = _Site(dataset, staging, environment, rules or {})
        count = site.write(progress)
        index(staging, site.lang)
        manifest.write(staging)
    return count


def is_site(folder: Path) -> bool:
    """Whether `folder` holds a site that `write_site` made."""
    return all((folder / name).is_file() for name in ("index.html", "search.js"))


class _Site:
    """One site in the making."""

    def __init__(
        self, dataset: Dataset, folder: Path, environment: Environment, rules: Mapping[str, str]
    ) -> None:
        self.dataset, self.folder, self.environment = dataset, folder, environment
        self.rules = rules
        self.outlets: dict[str, _Outlet] = {}
        self.corpus = _corpus(dataset)
        self.lang = self.corpus["lang"]
        self.provenance = _provenance(dataset)
        self.findings = _findings(dataset)

    def write(self, progress: Callable[[int], None] | None) -> int:
        for name in ("articles", "outlets"):
            (self.folder / name).mkdir()
        withheld = 0
        for count, view in enumerate(self._views(), 1):
            self._page(f"articles/{view.article_id}.html", "article.html", "../", article=view)
            withheld += not view.shown
            self._list(view)
            if progress and count % 100 == 0:
                progress(100)
        self._overview(withheld)
        for name in _STATIC:
            data = files("pressmark.export.site").joinpath("static", name).read_bytes()
            (self.folder / name).write_bytes(data)
        return sum(outlet.articles for outlet in self.outlets.values()) + len(self.outlets) + 2

    def _views(self) -> Iterator[ArticleView]:
        for row, rows in articles(self.dataset, *_TABLES):
            found = self.findings.get(row["article_id"], [])
            view = views.article(row, rows, found, self.rules)
            yield replace(view, provenance=self.provenance.get(view.article_id, []))

    def _list(self, view: ArticleView) -> None:
        outlet = self.outlets.setdefault(view.outlet_id, _Outlet(view.outlet_id, view.outlet))
        outlet.months[view.month] += 1
        outlet.entries[view.month].append(
            {
                "article_id": view.article_id,
                "title": view.title,
                "opening": view.opening,
                "days": view.days,
                "lang": view.lang,
            }
        )

    def _overview(self, withheld: int) -> None:
        listed = [self.outlets[name] for name in sorted(self.outlets)]
        years = sorted({name for outlet in listed for name in outlet.years})
        self.corpus |= {"outlets": listed, "years": years, "withheld": withheld}
        self._page("index.html", "index.html", "")
        self._page("outlets.html", "outlets.html", "")
        for outlet in listed:
            self._page(f"outlets/{outlet.outlet_id}.html", "outlet.html", "../", outlet=outlet)

    def _page(self, path: str, template: str, root: str, **values: Any) -> None:
        made = self.environment.get_template(template).render(
            corpus=self.corpus, root=root, lang="en", cite=self._cite, **values
        )
        (self.folder / path).write_bytes(made.encode())

    def _cite(self, view: ArticleView) -> str:
        """How an article is cited: outlet, title, date, its id in this version of the corpus."""
        name = self.corpus["title"]
        version = f", version {self.corpus['version']}" if self.corpus["version"] else ""
        title = f"“{view.title}”. " if view.title else ""
        return f"{title}{view.outlet}, {view.days}. In: {name}{version}, article {view.article_id}."


def index(folder: Path, lang: str) -> None:
    """Make the search index of the pages in `folder`, words stemmed by `lang` (ISO 639-1).

    The same pages give the same index.
    """
    command = [sys.executable, "-m", "pagefind", "--site", str(folder), "--force-language", lang]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        said = (done.stderr or done.stdout).strip().splitlines()
        raise EnvironmentFaultError(
            f"pagefind: {said[-1] if said else 'failed'}", hint='pip install "pressmark[site]"'
        )
    settle(folder / "pagefind")


def _environment() -> Environment:
    try:
        import jinja2
        import pagefind  # noqa: F401 - whether it is there
    except ImportError as error:
        raise EnvironmentFaultError(
            f"{error.name} is not installed", hint='pip install "pressmark[site]"'
        ) from error
    made = jinja2.Environment(
        loader=jinja2.PackageLoader("pressmark.export.site"),
        autoescape=True,
        trim_blocks=True,
        undefined=jinja2.StrictUndefined,
    )
    macros = made.get_template("marks.html").make_module().__dict__
    made.globals |= {name: macros[name] for name in ("marked", "named")}
    return made


def _corpus(dataset: Dataset) -> dict[str, Any]:
    package = dataset.package
    with dataset.connect() as connection:
        (rows,) = connection.sql(
            "SELECT count(*), min(date_from), max(date_to), mode(split_part(lang, '-', 1))"
            " FROM texts"
        ).fetchall()
        (words,) = connection.sql("SELECT sum(n_words) FROM articles").fetchall()
    count, first, last, lang = rows
    name = package.name or "corpus"
    return {
        "name": name,
        "title": package.title or name,
        "version": package.version,
        "description": package.description,
        "articles": count,
        "words": int(words[0] or 0),
        "first": first,
        "last": last,
        "lang": lang if lang and lang != "und" else "en",
        "sha256": store.sha256_file(dataset.folder / store.DESCRIPTOR),
    }


def _provenance(dataset: Dataset) -> Mapping[str, list[tuple[str, str]]]:
    """The file, its hash and the captures of each article, in words."""
    found: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    if not {"captures", "sources"} <= dataset.files.keys():
        return found
    with dataset.connect() as connection:
        rows = connection.sql(
            "SELECT article_id, path, record_index, sha256, retrieved_at::VARCHAR, is_current,"
            " count(*) OVER (PARTITION BY source_id) > 1"
            " FROM captures JOIN sources USING (source_id) WHERE article_id IS NOT NULL"
            " ORDER BY article_id, is_current DESC, path, record_index"
        ).fetchall()
    for article, path, record, sha256, retrieved, current, several in rows:
        name = "Source" if current else "Also captured from"
        found[article].append((name, f"{path}, record {record}" if several else path))
        if current:
            found[article].append(("SHA-256 of the file", sha256))
        if retrieved:
            found[article].append(("Retrieved", retrieved))
    return found


def _findings(dataset: Dataset) -> Mapping[str, list[dict[str, Any]]]:
    found: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    if "findings" not in dataset.files:
        return found
    for batch in dataset.batches("findings"):
        for row in batch.to_pylist():
            if row["on_table"] in {"articles", "blocks"}:
                found[row["row_id"].partition("_")[0]].append(row)
    return found
