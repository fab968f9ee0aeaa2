"""Duplicates: articles of the same or much the same text found and put into clusters."""

from pressmark.duplicates.find import find
from pressmark.duplicates.thresholds import Thresholds

__all__ = ["Thresholds", "find"]
