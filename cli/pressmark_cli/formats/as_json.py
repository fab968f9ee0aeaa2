"""One JSON document: `{"findings": […], "waived": […], "summary": {…}}` on one line."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from pressmark_cli.formats.plain import plain, summary, waived

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pressmark_cli.formats import Report


def lines(report: Report) -> Iterator[str]:
    """The document; the lists are empty where only counts are wanted."""
    found = report.findings if report.listed else ()
    aside = report.waived if report.listed else ()
    document = {
        "findings": [plain(finding) for finding in found],
        "waived": [waived(finding, waiver) for finding, waiver in aside],
        "summary": summary(report),
    }
    yield json.dumps(document, ensure_ascii=False)
