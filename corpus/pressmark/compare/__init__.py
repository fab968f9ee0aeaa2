"""Two datasets compared in words of articles: what came, went, was renamed or changed, and why."""

from pressmark.compare.causes import Cause, Effect
from pressmark.compare.difference import Diff, Side, Tally, compare
from pressmark.compare.fields import FieldChange
from pressmark.compare.study import read_ids

__all__ = ["Cause", "Diff", "Effect", "FieldChange", "Side", "Tally", "compare", "read_ids"]
