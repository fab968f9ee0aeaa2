"""The text of a web page: which of what it shows is its article, and what each block of that is."""

from pressmark.parse.body.offers import is_offer
from pressmark.parse.body.segments import OUTSIDE, segment_page
from pressmark.parse.body.told import Told, told

__all__ = ["OUTSIDE", "Told", "is_offer", "segment_page", "told"]
