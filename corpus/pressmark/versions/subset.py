"""A study's own package: some articles of a version, with all that makes them found again."""

from __future__ import annotations

import tempfile
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pressmark import store
from pressmark.dataset import Dataset
from pressmark.export import Filters, datapackage
from pressmark.export.filtered import write_selected
from pressmark.export.intact import require_corpus, require_intact
from pressmark.export.sampling import draw
from pressmark.export.selection import Selection, select
from pressmark.publish import publishing
from pressmark.versions.citation import Work, cff, work_of
from pressmark.versions.diff import opened
from pressmark.versions.part import released_sha256
from pressmark_schema.descriptor import File
from pressmark_schema.errors import UsageError

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Sequence

    from pressmark_schema.descriptor import Package

IDS, CITATION = "ids.csv", "CITATION.cff"
"""What a subset holds besides a package: the ids of its articles, and how it is cited."""


@dataclass(frozen=True, slots=True)
class Subset:
    """A subset that was written: its articles, of how many that met the condition, its hashes.

    `ids_sha256` is that of the file of ids, `sha256` that of the descriptor.
    """

    folder: Path
    articles: int
    among: int
    ids_sha256: str
    sha256: str


def subset(
    source: str | os.PathLike[str],
    target: Path,
    *,
    where: str | None = None,
    sample: int | None = None,
    by: Sequence[str] = (),
    seed: str = "1",
    progress: Callable[[str], None] = lambda _: None,
) -> Subset:
    """Write some articles of a version as a package of its own.

    It records where it comes from (version and hash of the source), the condition, sample, strata
    and seed, and the ids; the same arguments give the same bytes.

    Args:
        source: a package's folder, REPO@VERSION, or a git revision.
        target: the folder to write, as a whole or not at all.
        where: an SQL condition on the columns of articles and texts.
        sample: how many articles to draw of those that meet it; all where None.
        by: columns, or day, month, year, in whose proportions the sample is drawn.
        seed: decides the sample.
        progress: told what is fetched, in sentences.

    Raises:
        UsageError: nothing is asked for, or what is asked for cannot be.
        IntegrityError: bytes are not those declared.
        EnvironmentFaultError: the source cannot be fetched now.
    """
    if where is None and sample is None:
        raise UsageError("a subset of what?", hint="give --where, --sample or both")
    if by and sample is None:
        raise UsageError("--by divides a sample", hint="give --sample too")
    with ExitStack() as stack:
        dataset, _ = opened(str(source), stack, progress)
        require_corpus(dataset)
        require_intact(dataset)
        filters = Filters(where=where)
        selection = select(dataset, filters)
        met = len(selection.articles)
        if sample is not None:
            drawn = draw(dataset, selection.articles, sample, by, seed)
            selection = Selection(drawn, selection.among, selection.undated)
        if not len(selection.articles):
            raise UsageError(f"none of {selection.among} articles is kept", hint="widen --where")
        stated = _stated(dataset, where, sample, by, seed) | {"among": met}
        with publishing(target) as staging:
            _write(dataset, filters, selection, staging, stated)
            digest = store.sha256_file(staging / store.DESCRIPTOR)
            ids = store.sha256_file(staging / IDS)
    return Subset(target, len(selection.articles), met, ids, digest)


def _stated(
    dataset: Dataset, where: str | None, sample: int | None, by: Sequence[str], seed: str
) -> dict[str, Any]:
    """What the descriptor says of where the subset comes from and how it was chosen."""
    package = dataset.package
    outer = dataset.folder.parent if dataset.folder.name == "parquet" else dataset.folder
    folder = outer if (outer / store.DESCRIPTOR).is_file() else dataset.folder
    origin = {"name": package.name, "title": package.title, "version": package.version}
    origin |= {"created": package.created, "homepage": package.homepage}
    origin |= {"sha256": released_sha256(folder)}
    stated: dict[str, Any] = {"of": {key: value for key, value in origin.items() if value}}
    stated |= {"where": where} if where is not None else {}
    if sample is not None:
        stated |= {"sample": sample, "by": list(by), "seed": seed}
    return stated


def _write(
    dataset: Dataset,
    filters: Filters,
    selection: Selection,
    staging: Path,
    stated: dict[str, Any],
) -> None:
    with tempfile.TemporaryDirectory(prefix=".subset-", dir=staging) as scratch:
        chosen = write_selected(dataset, filters, selection, Path(scratch))
        chosen = Dataset(chosen.folder, _renamed(chosen.package, len(selection.articles)))
        package = datapackage.write(chosen, staging)
    ids = "".join(f"{article}\n" for article in selection.articles.to_pylist())
    (staging / IDS).write_text(f"article_id\n{ids}", encoding="utf-8", newline="\n")
    stated |= {"articles": len(selection.articles), "ids": IDS}
    stated |= {"ids_sha256": store.sha256_file(staging / IDS)}
    (staging / CITATION).write_text(
        cff(work_of(package, None), references=[origin_of(package, stated)]),
        encoding="utf-8",
        newline="\n",
    )
    facts = package.pressmark
    if facts is not None:
        files = [*facts.files, *(_file(staging / name) for name in (IDS, CITATION))]
        facts = facts.model_copy(update={"files": files, "subset": stated})
        package = package.model_copy(update={"pressmark": facts})
    store.write_descriptor(staging, package)


def _renamed(package: Package, count: int) -> Package:
    """The descriptor under a name of its own; the version is the source's, and stands there."""
    title = f"{count:,} articles of {package.title or package.name}"
    name = f"{package.name or 'corpus'}-subset"
    return package.model_copy(
        update={"name": name, "title": title, "version": None, "created": None}
    )


def origin_of(package: Package, stated: dict[str, Any]) -> Work:
    """The work that a subset was taken from, as the subset states it."""
    of = stated["of"]
    own = work_of(package, of.get("sha256"))
    return Work(
        title=str(of.get("title") or of.get("name") or "corpus"),
        authors=own.authors,
        version=of.get("version"),
        date=of["created"][:10] if of.get("created") else None,
        sha256=of.get("sha256"),
        url=of.get("homepage"),
        publisher=own.publisher,
        licences=own.licences,
    )


def _file(path: Path) -> File:
    return File(path=path.name, bytes=path.stat().st_size, hash=f"sha256:{store.sha256_file(path)}")
