"""Derived text formats: what can be published of texts that cannot, and how much it gives away.

The operations are those of Schöch et al., "Abgeleitete Textformate: Text und Data Mining mit
urheberrechtlich geschützten Textbeständen", ZfdG 2020, which DIN 19461 takes up.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pressmark import store
from pressmark.export.derived import bag_of_words, masked, metadata, ngrams, sentences
from pressmark.export.derived.audit import Audit, Table, audit
from pressmark.export.derived.forms import TOKENISER, Parameters, written
from pressmark.export.derived.source import Source, source
from pressmark.export.filters import check_known
from pressmark.export.intact import require_corpus, require_intact
from pressmark.publish import publishing
from pressmark_schema.descriptor import PROFILE, Package
from pressmark_schema.errors import IntegrityError, PressmarkError, UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from pressmark.dataset import Dataset
    from pressmark.export.derived.forms import Form
    from pressmark_schema.descriptor import Resource

__all__ = ["FORMS", "Audit", "Parameters", "derive", "measure"]

FORMS: dict[str, Form] = {
    form.NAME: form for form in (metadata, bag_of_words, ngrams, sentences, masked)
}
"""The forms by the names that --as takes."""
_TABLE = "derived"


class UnsafeError(PressmarkError):
    """What would be published lets articles be rebuilt."""

    exit_code = 1


def derive(
    dataset: Dataset,
    target: Path,
    form: str,
    parameters: Parameters | None = None,
    published: Sequence[Path] = (),
    despite: str | None = None,
) -> tuple[Package, Audit]:
    """Write the derived `form` of `dataset` to the folder `target`, after an audit.

    Args:
        dataset: articles whose `sharing` is `metadata` give nothing but metadata.
        target: all or nothing is written.
        form: one of FORMS.
        parameters: what the form may be told; what it takes is recorded.
        published: folders of derived forms of the same corpus that are out already: the audit
            counts what they tell together with the new one.
        despite: the reason for publishing texts whose `sharing` does not allow it, or a form that
            the audit calls unsafe; recorded in the descriptor.

    Raises UsageError for an unknown form and a folder that is no derived form, UnsafeError where
    `despite` is not given and the form is unsafe.
    """
    check_known("derived form", form, FORMS)
    require_corpus(dataset)
    require_intact(dataset)
    parameters = parameters or Parameters()
    before = [table for folder in published for table in read_tables(folder)]
    with publishing(target) as staging:
        articles = source(dataset, everything=despite is not None)
        resources = [articles.metadata(staging)]
        made = FORMS[form]
        new = []
        if made.columns():
            rows = made.rows(articles, parameters)
            resources.append(written(staging, _TABLE, made.columns(), rows))
            new = [Table(staging / f"{_TABLE}.parquet", form, parameters.n)]
        measured = audit(articles.texts(), [*before, *new])
        if not measured.safe and despite is None:
            raise UnsafeError(_refusal(form, measured, len(before)), hint=_REMEDY)
        derived = {
            "operation": form,
            "parameters": parameters.taken(made.TAKES),
            "tokeniser": TOKENISER,
            "source": _origin(dataset),
            "withheld": len(articles.withheld),
            "audit": measured.record() | {"with": sorted(map(_known, published))},
        }
        derived |= {"despite": despite} if despite else {}
        package = _package(articles, resources, derived)
        store.write_descriptor(staging, package)
    return package, measured


_REMEDY = (
    "choose a form that says less (fewer words in an n-gram, a higher --min-articles, shorter "
    "sentences), or type the reason with --despite"
)


def measure(dataset: Dataset, published: Sequence[Path]) -> Audit:
    """How much of the articles can be rebuilt from the derived forms in `published` together."""
    require_corpus(dataset)
    return audit(
        source(dataset, everything=True).texts(),
        [table for path in published for table in read_tables(path)],
    )


def read_tables(folder: Path) -> list[Table]:
    """The tables of a derived form.

    Raises UsageError for any other folder, IntegrityError for bytes that are not those declared.
    """
    package = store.read_descriptor(folder)
    facts = package.pressmark.model_extra if package.pressmark else None
    derived = (facts or {}).get("derived")
    if not isinstance(derived, dict) or derived.get("operation") not in FORMS:
        raise UsageError(f"{folder} is no derived form", hint="made by `pressmark derive`")
    found = []
    for resource in package.resources:
        if resource.name == _TABLE:
            path = store.inside(folder, resource.paths[0])
            if f"sha256:{store.sha256_file(path)}" != resource.hash:
                raise IntegrityError(f"{path} is not what its descriptor declares")
            n = derived.get("parameters", {}).get("n", 0)
            found.append(Table(path, derived["operation"], int(n)))
    return found


def _refusal(form: str, measured: Audit, before: int) -> str:
    with_others = f" with {before} published before" if before else ""
    worst = measured.worst
    longest = worst.longest if worst else 0
    return (
        f"{form}{with_others} lets {measured.rebuilt:,} of {measured.articles:,} articles be "
        f"rebuilt: {measured.share:.0%} of the words are determined, up to {longest} in a row"
    )


def _package(articles: Source, resources: list[Resource], derived: dict[str, Any]) -> Package:
    """The descriptor: the corpus's own, with what was done to its texts."""
    whole = articles.dataset.package
    facts = whole.pressmark
    told = facts and facts.model_copy(
        update={"dataset": "derived", "files": [], "derived": derived}
    )
    return whole.model_copy(update={"profile": PROFILE, "resources": resources, "pressmark": told})


def _origin(dataset: Dataset) -> dict[str, Any]:
    package = dataset.package
    return {
        "name": package.name,
        "version": package.version,
        "sha256": store.sha256_file(dataset.folder / store.DESCRIPTOR),
    }


def _known(folder: Path) -> str:
    """What tells a published form from others: the hash of its descriptor."""
    return store.sha256_file(folder / store.DESCRIPTOR if folder.is_dir() else folder)
