"""Holders beside the sources: what people wrote of an article, and the table of metadata."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pressmark.flow import corrections, waiving
from pressmark.versions.doctor.corpus import shown
from pressmark.versions.left.removal import Holder, lines_naming, quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pressmark.versions.left.search import Search


def written(found: Search) -> Iterator[Holder]:
    """The lines of corrections and waivers that name it; the metadata, where it has a table."""
    made, waived = corrections.place(found.config), waiving.place(found.config)
    for file in (made, waived):
        name = shown(file, found.root) if file else ""
        for number in lines_naming(found.root / name, found.names) if name else ():
            command = f"sed -i '{number}d' {quoted(name)}"
            alone = file == made
            yield Holder(
                "written beside",
                f"{name}:{number}",
                (command,) if alone else (),
                "" if alone else "take out the whole entry",
            )
    if found.config.metadata is not None:
        yield Holder(
            "metadata",
            found.config.metadata.table,
            note="take out the row of the file, where it states a title or more",
        )
