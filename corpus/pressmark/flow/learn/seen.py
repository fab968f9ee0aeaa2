"""What a look at the whole corpus yields: the learnt part of a profile, and what it left alone."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pressmark_schema.profile import Learnt


@dataclass(frozen=True, slots=True)
class Repeated:
    """A line that stands in several articles of an outlet.

    `articles` counts those that differ in their longest block; `share` is theirs of the outlet's,
    per mille. `kinds` are what the rules take it for, `edge` how often it stands beside the running
    text, both counted by place.
    """

    outlet: str
    text: str
    articles: int
    share: int
    edge: int
    kinds: Counter[str] = field(default_factory=Counter)

    @property
    def places(self) -> int:
        """How often it stands anywhere."""
        return self.kinds.total()


@dataclass(frozen=True, slots=True)
class Found:
    """What was learnt, and `left`: the commonest repeated lines that stay in the text.

    `refused` is how many documents could not be looked at, since a build would quarantine them.
    """

    learnt: Learnt
    left: list[Repeated]
    refused: int
