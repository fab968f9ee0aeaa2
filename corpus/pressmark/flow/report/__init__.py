"""The report of a corpus: one self-contained HTML page about what is in it and what is wrong."""

from pressmark.flow.report.page import page

__all__ = ["page"]
