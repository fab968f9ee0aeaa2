"""What the flow is told besides the documents: one value that every worker gets."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from pressmark.dataset import own_tables

if TYPE_CHECKING:
    from pressmark.config import Config
    from pressmark_schema.tables import Table


@dataclass(frozen=True)
class Options:
    """The configuration, and `kept`: the ids that earlier versions gave, each to its article."""

    config: Config
    kept: dict[str, str] = field(default_factory=dict)

    def __reduce__(self) -> tuple[type[Options], tuple[Config, dict[str, str]]]:
        # The tables' own models are made at run time and cannot be pickled.
        return Options, (self.config, self.kept)

    @cached_property
    def tables(self) -> dict[str, Table]:
        """Every table, articles with the corpus's own columns."""
        return own_tables(self.config.fields)
