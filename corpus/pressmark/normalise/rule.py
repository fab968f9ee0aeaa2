"""A normalisation rule and the replacements it proposes."""

from collections.abc import Callable
from typing import NamedTuple


class Replacement(NamedTuple):
    """`text[start:end]` becomes `after`; code points of the text that the rule was given."""

    start: int
    end: int
    after: str


class Rule(NamedTuple):
    """One pure rule: what it is called, and what it would replace in a text.

    `find` returns its replacements sorted and disjoint. `version` goes up whenever `find` answers
    differently for any text, since both are recorded with every change and are part of cache keys.
    """

    name: str
    version: int
    why: str
    find: Callable[[str], list[Replacement]]

    @property
    def code(self) -> str:
        """The rule as it is recorded with a change, such as `nfc@1`."""
        return f"{self.name}@{self.version}"
