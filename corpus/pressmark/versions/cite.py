"""The citation of a version, read from git alone: its data stay where they are."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from pressmark import store
from pressmark.versions import git, record
from pressmark.versions.citation import Work, apa, bibtex, cff, read_cff, work_of
from pressmark.versions.part import reduced, released_sha256
from pressmark.versions.process import masked
from pressmark.versions.pull import resolve
from pressmark.versions.reference import parse_reference
from pressmark.versions.subset import origin_of
from pressmark_schema.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

    from pressmark.versions.reference import Reference
    from pressmark_schema.descriptor import Package

_CITATION = "CITATION.cff"
FORMATS: dict[str, Callable[[Work], str]] = {"bibtex": bibtex, "apa": apa, "cff": cff}
"""The forms that `cite` gives."""


def cite(what: str, form: str = "apa") -> str:
    """How REPO@VERSION, or a package in a folder, is cited, in one of FORMATS.

    REPO@latest and REPO@^1.2 are the versions that `pull` takes. A subset is cited with the version
    that it was taken from; a pulled part, or a version without what was withdrawn since, as what
    was released, with a note of what there is of it.

    Raises UsageError for an unknown form, and where the version states no citation.
    """
    if form not in FORMATS:
        raise UsageError(f"no such form: {form}", hint=f"one of {', '.join(FORMATS)}")
    path = Path(what)
    if (path / store.DESCRIPTOR).is_file():
        return _of_package(store.read_descriptor(path), released_sha256(path), form)
    return FORMATS[form](work(resolve(parse_reference(what))))


def _of_package(package: Package, sha256: str, form: str) -> str:
    found = replace(work_of(package, sha256), reduced=reduced(package))
    facts = package.pressmark.model_extra if package.pressmark else None
    stated = (facts or {}).get("subset")
    if not isinstance(stated, dict) or not isinstance(stated.get("of"), dict):
        return FORMATS[form](found)
    origin = origin_of(package, stated)
    if form == "cff":
        return cff(found, references=[origin])
    return "\n".join([FORMATS[form](found), FORMATS[form](origin)])


def work(reference: Reference) -> Work:
    """The work that the CITATION.cff of a version states."""
    commit = f"refs/tags/{reference.tag}^{{commit}}"
    with tempfile.TemporaryDirectory(prefix="pressmark-") as folder:
        bare = Path(folder, "repository.git")
        git.fetch(reference.repo, reference.tag, bare)
        name = f"{commit}:{_CITATION}"
        found = git.objects(bare, [name], record.LIMIT)
    if name not in found:
        raise UsageError(
            f"{masked(reference.repo)}, {reference.tag} has no {_CITATION}",
            hint="pressmark release writes one",
        )
    return read_cff(found[name][1].decode("utf-8", "replace"))
