"""Normalise the text of a block: rules that change how it is written, never what it says."""

from pressmark.normalise.cleaning import RULES, clean
from pressmark.normalise.compose import apply, restore

__all__ = ["RULES", "apply", "clean", "restore"]
