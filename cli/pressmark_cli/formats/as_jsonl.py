"""JSON Lines: a finding a line, the waived ones with their waiver."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from pressmark_cli.formats.plain import plain, summary, waived

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pressmark_cli.formats import Report


def lines(report: Report) -> Iterator[str]:
    """The findings, then the waived ones; only the summary where only counts are wanted."""
    if not report.listed:
        yield json.dumps(summary(report), ensure_ascii=False)
        return
    for finding in report.findings:
        yield json.dumps(plain(finding), ensure_ascii=False)
    for finding, waiver in report.waived:
        yield json.dumps(waived(finding, waiver), ensure_ascii=False)
