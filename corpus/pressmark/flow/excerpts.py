"""The lines of raw files at which findings point, put beside them."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from pressmark.flow import sources
from pressmark.read.archives import INSIDE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pressmark.config import Config
    from pressmark.read.discover import Found
    from pressmark_schema.findings import Finding

_BREAK = re.compile(r"\r\n|\n|\r")
_EXCERPT = 400
"""Code points of a source line that are kept around a finding."""


def with_excerpts(
    findings: Iterable[Finding], locations: dict[str, Found], config: Config
) -> list[Finding]:
    """The findings, each with its line of the source and where in it the fault lies."""
    by_file: defaultdict[str | None, list[tuple[int, Finding]]] = defaultdict(list)
    for rank, finding in enumerate(findings):
        by_file[_file(finding.path, locations)].append((rank, finding))
    placed: list[tuple[int, Finding]] = []
    for file, ranked in by_file.items():
        wanted = {finding.path for _, finding in ranked if finding.src_start is not None}
        texts = _texts(locations[file], wanted, config) if file in locations and wanted else {}
        placed += [(rank, _excerpt(found, texts.get(found.path))) for rank, found in ranked]
    return [finding for _, finding in sorted(placed, key=lambda item: item[0])]


def _file(path: str | None, locations: Mapping[str, Found]) -> str | None:
    """The file on disk that holds the document at `path`."""
    if path is None or path in locations:
        return path
    file = path.rpartition("#")[0]
    if file in locations:
        return file
    at = path.find(INSIDE)
    while at > 0 and path[:at] not in locations:
        at = path.find(INSIDE, at + 1)
    return path[:at] if at > 0 else file


def _texts(found: Found, wanted: set[str | None], config: Config) -> dict[str | None, str]:
    """The decoded sources of the documents at the places `wanted` in one file."""
    if found.problem:
        return {}
    placed = (
        (sources.place(path, index, config), text)
        for path, index, text in sources.texts(found.path, found.location, config)
    )
    return {place: text for place, text in placed if place in wanted}


def _excerpt(finding: Finding, text: str | None) -> Finding:
    if text is None or finding.src_start is None or finding.excerpt is not None:
        return finding
    start = finding.src_start
    end = finding.src_end or start
    first = max(text.rfind("\n", 0, start), text.rfind("\r", 0, start)) + 1
    first = max(first, start - _EXCERPT // 2)
    line = text[first : first + _EXCERPT].splitlines() or [""]
    caret = (start - first, min(end - first, len(line[0])))
    shown = replace(finding, excerpt=line[0], caret=caret)
    return shown if finding.src_line else replace(shown, **_line(text, start))


def _line(text: str, place: int) -> dict[str, Any]:
    """The line and column of a code point, from 1."""
    breaks = [found.end() for found in _BREAK.finditer(text, 0, place)]
    return {"src_line": len(breaks) + 1, "src_column": place - (breaks or [0])[-1] + 1}
