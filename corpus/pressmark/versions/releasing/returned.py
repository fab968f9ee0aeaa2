"""Words that were withdrawn and are in the package again, under an id that is not on the list."""

from __future__ import annotations

import tempfile
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

from pressmark.dataset import Dataset
from pressmark.flow import withdrawn
from pressmark.versions import holders
from pressmark.versions.part import Part
from pressmark.versions.pull import pull_revision
from pressmark.versions.reference import precedence
from pressmark_schema.errors import PressmarkError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pressmark.compare import Diff
    from pressmark.versions.releasing.run import Run
    from pressmark_schema.withdrawals import Withdrawal

_SHOWN = 3
_HINT = (
    "withdraw it, too: pressmark withdraw {name} --reason CLASS; a record without an id of its own "
    "is known by its rank in the file, so put new ones behind the others and empty what is to go; "
    "where it may stay: pressmark release --despite REASON"
)


def require_gone(run: Run, last: str, diff: Diff) -> list[str]:
    """Refuse a package in which the text of a withdrawn article has come under another id.

    The list has no hash of a text, so the versions that have the article are asked. With a reason
    to release it despite that, returns a sentence that says so. An article that has the text
    since before the withdrawal is none of these: `withdraw` listed it.
    """
    if not (diff.added or diff.text_changed):
        return []
    known = dict(_texts(run, last))
    found = _again(run, known, last) if known else []
    if not found:
        return []
    told = "; ".join(f"{new} ({where}) says what {old} said" for new, old, where in found[:_SHOWN])
    more = f" and {len(found) - _SHOWN:,} more" if len(found) > _SHOWN else ""
    if run.despite is None:
        raise UsageError(
            f"withdrawn, and here again: {told}{more}", hint=_HINT.format(name=found[0][0])
        )
    names = ", ".join(new for new, _, _ in found)
    return [f"with a text that was withdrawn as another article: {names} ({run.despite})"]


def _texts(run: Run, last: str) -> Iterator[tuple[str, str]]:
    """The hash of the text of each article that is withdrawn as a whole, with its id.

    As the newest version that has it says; of a version that is gone nothing is known.
    """
    due: defaultdict[str, list[Withdrawal]] = defaultdict(list)
    for item in withdrawn.listed(run.config).listed:
        if item.span is None and item.versions != ():
            due[max(item.versions or (last,), key=precedence)].append(item)
    for version, items in due.items():
        if run.checkout.commit_of(f"refs/tags/v{version}") is None:
            continue
        try:
            with tempfile.TemporaryDirectory(prefix="pressmark-") as folder:
                articles = _articles(run, version, folder)
                for item in items:
                    yield from ((text, item.id) for text in holders.texts(articles, item.names))
        except PressmarkError as fault:
            run.progress(
                f"whether texts withdrawn from {version} are here again is unknown: {fault}"
            )


def _again(run: Run, known: dict[str, str], last: str) -> list[tuple[str, str, str]]:
    """The articles with a known text that had not got it in the last version: id, whose, where."""
    package = Dataset.open(run.package)
    found = {name: text for text in known for name in holders.same(package, [text], ())}
    if not found:
        return []
    with tempfile.TemporaryDirectory(prefix="pressmark-") as folder:
        before = _articles(run, last, folder)
        fresh = {name for name, text in found.items() if text not in holders.texts(before, [name])}
    return [(name, known[found[name]], _where(package, name)) for name in sorted(fresh)]


def _articles(run: Run, version: str, folder: str) -> Dataset:
    pulled = pull_revision(run.root, f"v{version}", Path(folder, "part"), part=Part(("articles",)))
    return Dataset.open(pulled.folder)


def _where(package: Dataset, name: str) -> str:
    place = (holders.places(package, [name]) or [])[-1]
    return f"{place.file}, record {place.index}" if place.index else place.file
