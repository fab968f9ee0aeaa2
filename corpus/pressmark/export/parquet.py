"""The dataset as it is: its Parquet files, byte for byte, and their descriptor."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from pressmark import store
from pressmark.export.intact import require_same
from pressmark_schema.descriptor import PROFILE
from pressmark_schema.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path
    from typing import Any

    from pressmark.dataset import Dataset
    from pressmark.export.choices import Choices
    from pressmark.layout import Place
    from pressmark_schema.descriptor import Package


def write(dataset: Dataset, folder: Path) -> Package:
    """Copy the tables to `folder` and return the descriptor written beside them.

    Raises IntegrityError where a copy is not what the dataset's descriptor declares.
    """
    resources = [item for item in dataset.package.resources if item.format == "parquet"]
    for resource in resources:
        for path, source in zip(resource.paths, dataset.files[resource.name], strict=True):
            copy = store.inside(folder, path)
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, copy)
            require_same(copy, *resource.stated[path])
    package = described(dataset, "parquet", resources=resources)
    store.write_descriptor(folder, package)
    return package


def chosen(dataset: Dataset, folder: Path, choices: Choices) -> Package:  # noqa: ARG001 - none
    """Copy the tables; there is nothing to choose. See `write`."""
    return write(dataset, folder)


def described(
    dataset: Dataset,
    kind: str,
    *,
    files: Any = (),
    places: Sequence[Place] | None = None,
    **changed: Any,
) -> Package:
    """The dataset's descriptor, name to sources, with other resources and of another kind.

    `places` are the leaves by which articles are sorted first, where they are others.
    """
    facts = dataset.package.pressmark
    if facts is None:
        raise UsageError(f"{dataset.folder} is a data package, but not one of pressmark's")
    facts = facts.model_copy(update={"dataset": kind, "files": list(files)})
    if places is not None:
        names = [place.name for place in places] if len(places) > 1 else None
        facts = facts.model_copy(update={"places": names})
    return dataset.package.model_copy(update={"profile": PROFILE, **changed, "pressmark": facts})
