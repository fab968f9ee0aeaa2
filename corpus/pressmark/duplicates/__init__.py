"""Duplicates: articles of the same or much the same text found and put into clusters.

Three steps, of which the first needs a batch of texts alone and its result can be kept: `shingled`
makes segments of texts, a `Spool` collects those of a corpus, and `find` gives the rows.
"""

from pressmark.duplicates.find import Found, find
from pressmark.duplicates.segments import VERSION, shingled
from pressmark.duplicates.segments import schema as segments_schema
from pressmark.duplicates.spool import Spool
from pressmark.duplicates.thresholds import Thresholds

__all__ = ["VERSION", "Found", "Spool", "Thresholds", "find", "segments_schema", "shingled"]
