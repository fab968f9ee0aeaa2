"""Lending: of a batch that was made before, what is always needed, and the rest when asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import pyarrow as pa

    Rows = Callable[[str], pa.Table | None]
    """Gives the rows of a table, None where there are none; raises DamagedError."""

KEYS = "keys"
"""No table of the corpus: what the articles of a batch are ordered and known by."""


class DamagedError(Exception):
    """An entry of the cache is not as it was written: it is gone, and what it held is made anew."""


class Lent(dict[str, "pa.Table"]):
    """The tables of a batch that decide where its rows belong; `rows` gives the others."""

    def __init__(self, tables: Mapping[str, pa.Table], rows: Rows) -> None:
        super().__init__(tables)
        self.rows = rows
