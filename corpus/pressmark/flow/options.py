"""What the flow is told besides the documents: one value that every worker gets."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from pressmark.dataset import own_tables
from pressmark.flow.corrections import Layer, layer
from pressmark.flow.withdrawn import Withdrawn, listed

if TYPE_CHECKING:
    from pressmark.config import Config
    from pressmark_schema.tables import Table


@dataclass(frozen=True)
class Options:
    """The configuration, and what else decides about articles.

    `kept` are the ids that earlier versions gave, each to its article; `corrections` what people
    decided about single articles, `withdrawn` which of them, or blocks of them, they took back.
    """

    config: Config
    kept: dict[str, str] = field(default_factory=dict)
    corrections: Layer = field(default_factory=Layer)
    withdrawn: Withdrawn = field(default_factory=Withdrawn)

    def __reduce__(self) -> tuple[type[Options], tuple[Config, dict[str, str], Layer, Withdrawn]]:
        # The tables' own models are made at run time and cannot be pickled.
        return Options, (self.config, self.kept, self.corrections, self.withdrawn)

    @classmethod
    def of(cls, config: Config, kept: dict[str, str] | None = None) -> Options:
        """The options of a corpus: its settings, with corrections and withdrawals beside them."""
        return cls(config, kept or {}, layer(config), listed(config))

    @cached_property
    def tables(self) -> dict[str, Table]:
        """Every table, articles with the corpus's own columns."""
        return own_tables(self.config.fields)

    @property
    def by_article(self) -> bool:
        """Whether anything is decided of single articles."""
        return bool(self.kept or self.corrections.by_article or self.withdrawn.listed)
