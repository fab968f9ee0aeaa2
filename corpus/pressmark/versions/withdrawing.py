"""A withdrawal among versions: which of them have it, and whether the pipeline knows the list."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pressmark.flow.withdrawing import watched
from pressmark.versions import git, holders, record
from pressmark_schema.errors import PressmarkError
from pressmark_schema.withdrawals import FILE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pressmark.config import Config
    from pressmark.flow.withdrawing import Plan
    from pressmark_schema.withdrawals import Withdrawal

__all__ = ["FILE", "remarks", "with_versions"]


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
