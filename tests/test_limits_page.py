"""The limits that the documentation tells are those that hold."""

from __future__ import annotations

import limits_page


def test_the_table_of_limits_is_made_from_the_limits() -> None:
    page = limits_page.PAGE.read_text(encoding="utf-8")
    assert limits_page.written(page) == page
