"""Main content by programs made for it: trafilatura, and resiliparse where speed counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pressmark.markup.tree import INSTALL
from pressmark_schema.errors import EnvironmentFaultError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pressmark.markup import Page

_LEAST = 0.02
"""Share of the page's text below which the quick extraction is not believed to be an article."""


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


def resiliparse(page: Page) -> list[str]:
    """The lines of the page's main content as resiliparse sees it, in order."""
    try:
        from resiliparse.extract.html2text import extract_plain_text
    except ImportError as error:
        hint = 'pip install "pressmark[fast]"'
        raise EnvironmentFaultError("--extractor fast needs resiliparse", hint=hint) from error
    text: str = extract_plain_text(page.source, main_content=True, alt_texts=False)
    return list(_lines(text))


def _lines(text: str) -> Iterator[str]:
    for line in text.splitlines():
        if line.strip():
            yield line
