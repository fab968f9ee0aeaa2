"""Main content by a program made for it: trafilatura."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pressmark.markup.tree import INSTALL
from pressmark_schema.errors import EnvironmentFaultError

if TYPE_CHECKING:
    from pressmark.markup import Page

_LEAST = 0.02
"""Share of the page's text below which its quick extraction is not believed to be an article."""


def trafilatura(page: Page) -> list[str]:
    """The texts of the page's main content as trafilatura sees it, in order.

    Its second opinions (readability, justext) cost as much again and decide worse on news pages;
    they are asked only where the first finds next to nothing.
    """
    try:
        from trafilatura import bare_extraction
    except ImportError as error:
        message = "finding the article in a web page needs trafilatura"
        raise EnvironmentFaultError(message, hint=INSTALL) from error
    found: list[str] = []
    for fast in (True, False):
        # It works on a copy of the tree that it is given.
        document = bare_extraction(page.tree, fast=fast, include_comments=False)
        body = getattr(document, "body", None)
        found = [] if body is None else list(body.itertext())
        if sum(map(len, found)) >= _LEAST * len(page.layer.text):
            break
    return found
