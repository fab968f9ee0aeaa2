"""The card of a Hugging Face dataset: front matter for the Hub, and a page for people."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from pressmark.export.front_matter import front_matter

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pressmark.dataset import Dataset
    from pressmark_schema.descriptor import Package

_LICENCES = frozenset(
    """
    apache-2.0 mit cc0-1.0 cc-by-2.0 cc-by-2.5 cc-by-3.0 cc-by-4.0 cc-by-sa-3.0 cc-by-sa-4.0
    cc-by-nc-2.0 cc-by-nc-3.0 cc-by-nc-4.0 cc-by-nd-4.0 cc-by-nc-nd-3.0 cc-by-nc-nd-4.0
    cc-by-nc-sa-2.0 cc-by-nc-sa-3.0 cc-by-nc-sa-4.0 odc-by pddl odbl etalab-2.0
    """.split()  # noqa: SIM905 - a list of words is read as words
)
"""Licences that the Hub has a name for: SPDX's in lower case, as far as a corpus may have them."""
_SIZES = ((10**3, "n<1K"), (10**4, "1K<n<10K"), (10**5, "10K<n<100K"), (10**6, "100K<n<1M"))
_MARKUP = re.compile(r"([\\`*_{}\[\]()#+!|~$-])")


def card(dataset: Dataset, configurations: Mapping[str, list[str]]) -> str:
    """README.md; `configurations` are names with the paths of their files, the default first."""
    counts = _counts(dataset)
    return front_matter(_matter(dataset, configurations, counts)) + _body(dataset, counts)


def _matter(
    dataset: Dataset, configurations: Mapping[str, list[str]], counts: dict[str, int]
) -> dict[str, Any]:
    package, total = dataset.package, counts["articles"]
    size = next((name for limit, name in _SIZES if total < limit), "n>1M")
    matter: dict[str, Any] = {
        "pretty_name": package.title or package.name or "News articles",
        "language": _languages(dataset),
        **_licence(package),
        "size_categories": [size],
        "task_categories": ["text-generation", "text-classification"],
        "tags": ["news", "corpus", *(package.keywords or [])],
        "configs": [
            {
                "config_name": name,
                "data_files": [{"split": "train", "path": paths}],
                **({} if rank else {"default": True}),
            }
            for rank, (name, paths) in enumerate(configurations.items())
        ],
    }
    return {name: value for name, value in matter.items() if value != []}


def _licence(package: Package) -> dict[str, Any]:
    """What the Hub takes for a licence: one of its names, or `other` with name and link."""
    stated = package.licenses or []
    names = [(item.name or "").lower() for item in stated]
    if names and set(names) <= _LICENCES:
        return {"license": names}
    if not stated:
        return {"license": "unknown"}
    link = stated[0].path
    name = re.sub(r"[^a-z0-9.-]+", "-", (stated[0].name or stated[0].title or "other").lower())
    return {"license": "other", "license_name": name} | ({"license_link": link} if link else {})


def _languages(dataset: Dataset) -> list[str]:
    query = f"SELECT DISTINCT lang FROM {dataset.scan('articles')} WHERE lang <> 'und' ORDER BY 1"
    with dataset.connect() as connection:
        found = [str(lang) for (lang,) in connection.execute(query).fetchall()]
    return sorted({lang.partition("-")[0] for lang in found})


def _counts(dataset: Dataset) -> dict[str, int]:
    """Rows of each table."""
    with dataset.connect() as connection:
        return {
            name: connection.execute(f"SELECT count(*) FROM {dataset.scan(name)}").fetchall()[0][0]
            for name in dataset.files
        }


def _body(dataset: Dataset, counts: dict[str, int]) -> str:
    package = dataset.package
    title = _said(package.title or package.name or "News articles")
    tables = "\n".join(
        f"| `{name}` | {counts[name]:,} | {dataset.schema[name].summary} |"
        for name in dataset.schema
        if name in dataset.files and name != "texts"
    )
    parts = [f"# {title}"]
    parts += [_said(package.description)] if package.description else []
    parts += [
        f"Version {_said(package.version)}." if package.version else "Of no stated version.",
        _people(package),
        f"## Tables\n\n| configuration | rows | holds |\n|---|---|---|\n{tables}",
        "`articles` is the default: its `text` and every field of an article in one row.",
        _LOADING,
        _DATES,
        _rights(package),
    ]
    return "\n" + "\n\n".join(part for part in parts if part) + "\n"


_LOADING = """\
```python
from datasets import load_dataset

articles = load_dataset("PATH", split="train")
blocks = load_dataset("PATH", "blocks", split="train")
```"""
_DATES = """\
## What to be careful about

- `published_edtf` is no finer than stated: `2018-05` is a month. `date_from` and `date_to` are the
  first and the last day that an article can date from; null is unknown.
- Duplicates are marked, not left out: keep the rows where `is_representative` is true.
- `text` leaves out titles, embedded posts, teasers and captions; `blocks` has them all."""


def _people(package: Package) -> str:
    names = [_said(person.title) for person in package.contributors or [] if person.title]
    return f"By {', '.join(names)}." if names else ""


def _rights(package: Package) -> str:
    names = [_said(item.name or item.title or "") for item in package.licenses or []]
    stated = ", ".join(name for name in names if name) or "not stated"
    return (
        f"## Licence\n\nOf the dataset: {stated}. The column `rights` holds for each article; "
        "`unknown` is no permission."
    )


def _said(text: str) -> str:
    """Text on one line that is neither markup nor a tag."""
    held = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    held = held.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _MARKUP.sub(r"\\\1", held)
