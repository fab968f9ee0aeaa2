"""A withdrawal among versions: which of them have it, and whether the pipeline knows the list."""

from __future__ import annotations

import re
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from pressmark.dataset import Dataset
from pressmark.flow import withdrawing, withdrawn
from pressmark.flow.withdrawing import Plan, watched
from pressmark.versions import git, holders, record
from pressmark.versions.pull import pull_revision
from pressmark_schema.errors import PressmarkError
from pressmark_schema.withdrawals import FILE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pressmark.config import Config
    from pressmark.flow.withdrawing import Asked
    from pressmark_schema.withdrawals import Withdrawal

__all__ = ["FILE", "planned", "remarks", "with_versions"]

_ARTICLE = re.compile(r"a[0-9a-z]{16}")


def planned(dataset: Dataset, asked: Asked, config: Config) -> Plan:
    """What withdrawing something means, be it of the package or of an earlier version alone.

    An article that only versions have is given by its whole id, and looked at in the newest of
    them. Each new entry has the tagged versions that have its article. Nothing is written. Raises
    UsageError where a key names nothing, or several things.
    """
    folder = config.folder
    last = _last(folder, _foreign(dataset, asked.keys, config)) if folder else {}
    keys = [key for key in asked.keys if key not in last]
    plan = withdrawing.plan(dataset, replace(asked, keys=keys), config)
    if folder is None:
        return plan
    for version in dict.fromkeys(last.values()):
        keys = [key for key, newest in last.items() if newest == version]
        plan = joined(plan, _of_version(folder, version, replace(asked, keys=keys), config))
    return with_versions(plan, folder)


def _foreign(dataset: Dataset, keys: Iterable[str], config: Config) -> list[str]:
    """The ids that neither the package nor the list has."""
    listed = withdrawn.listed(config)
    whole = [key for key in keys if _ARTICLE.fullmatch(key) and not listed.of([key])]
    return [key for key in whole if holders.places(dataset, [key]) is None]


def _last(folder: Path, keys: list[str]) -> dict[str, str]:
    """The newest version that has each article, by its id; an article of no version is left out.

    Empty where there is no repository with DVC, or the data of a version cannot be had.
    """
    found: dict[str, str] = {}
    try:
        for version, data in holders.each(folder) if keys else ():
            found |= {key: version for key in keys if holders.places(data, [key]) is not None}
    except PressmarkError:
        return {}
    return found


def _of_version(folder: Path, version: str, asked: Asked, config: Config) -> Plan:
    with tempfile.TemporaryDirectory(prefix="pressmark-") as scratch:
        pulled = pull_revision(git.top(folder), f"v{version}", Path(scratch, "package"))
        plan = withdrawing.plan(Dataset.open(pulled.folder), asked, config)
    why = f"not in the package; last in {version}"
    targets = (replace(item, relation=item.relation or why) for item in plan.targets)
    return replace(plan, targets=tuple(targets))


def joined(one: Plan, other: Plan) -> Plan:
    """Two plans as one; what is in both is in it once."""
    targets = {(item.article_id, item.block): item for item in (*other.targets, *one.targets)}
    others = {(item.article_id, item.block): item for item in (*other.others, *one.others)}
    return Plan(
        made=_once(one.made, other.made),
        fresh=_once(one.fresh, other.fresh),
        targets=tuple(targets.values()),
        others=tuple(item for key, item in others.items() if key not in targets),
        fingerprints=one.fingerprints | other.fingerprints,
        slices=tuple(dict.fromkeys((*one.slices, *other.slices))),
        words=(*one.words, *other.words),
        earlier=_once(one.earlier, other.earlier),
    )


def _once(one: Iterable[Withdrawal], other: Iterable[Withdrawal]) -> tuple[Withdrawal, ...]:
    found: dict[object, Withdrawal] = {}
    for item in (*one, *other):
        found.setdefault((item.id, item.span), item)
    return tuple(found.values())


def with_versions(plan: Plan, folder: Path) -> Plan:
    """The plan, each entry with the tagged versions that have its article.

    Left open where there is no repository with DVC, or the data of a version cannot be had.
    """
    names = {name for item in plan.fresh for name in item.names}
    held: dict[str, list[str]] = {item.id: [] for item in plan.fresh}
    try:
        git.top(folder)
        for version, data in holders.each(folder):
            for item in plan.fresh if names else ():
                if holders.places(data, item.names) is not None:
                    held[item.id].append(version)
    except PressmarkError:
        return plan

    def known(item: Withdrawal) -> Withdrawal:
        return item.model_copy(update={"versions": tuple(dict.fromkeys(held[item.id]))})

    return replace(plan, fresh=tuple(map(known, plan.fresh)))


def remarks(config: Config) -> Iterator[str]:
    """What is to be told of the list: whether the pipeline looks at it, and that git needs it."""
    pipeline = config.folder / "dvc.yaml" if config.folder else None
    if pipeline is not None and pipeline.is_file():
        if not watched(record.stages(pipeline.read_bytes())):
            yield (
                f"dvc.yaml does not run again when {FILE} changes: add it to the deps of the stage "
                "normalise"
            )
        yield f"commit it: git add {FILE}, with what else changed; release then gives a PATCH"
