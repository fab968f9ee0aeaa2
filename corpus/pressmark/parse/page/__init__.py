"""What a web page states of its article outside the text: title, dates, authors, rights."""

from pressmark.parse.page.facts import facts

__all__ = ["facts"]
