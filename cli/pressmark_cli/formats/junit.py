"""JUnit XML as Jenkins reads it (junit-10.xsd): a test a finding, a suite a rule."""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from pressmark_cli import render
from pressmark_cli.formats.text import place
from pressmark_schema.vocabulary import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pressmark.check.waivers import Waiver
    from pressmark_cli.formats import Report
    from pressmark_schema.findings import Finding

    Item = tuple[Finding, Waiver | None]

_NOT_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def lines(report: Report) -> Iterator[str]:
    """The document; a finding of level error is an error, another a failure, a waived one skipped.

    Where only counts are wanted, the suites are without their tests.
    """
    items: list[Item] = [(finding, None) for finding in report.findings]
    items += report.waived
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield f"<testsuites {_attributes('pressmark', items)}>"
    items.sort(key=lambda item: item[0].code)
    for code, group in groupby(items, key=lambda item: item[0].code):
        found = list(group)
        name = f"{code} {found[0][0].rule.name}"
        skipped = sum(waiver is not None for _, waiver in found)
        yield f'  <testsuite {_attributes(name, found)} skipped="{skipped}">'
        if report.listed:
            for finding, waiver in found:
                yield from _case(finding, waiver)
        yield "  </testsuite>"
    yield "</testsuites>"


def _attributes(name: str, items: list[Item]) -> str:
    levels = [finding.severity for finding, waiver in items if waiver is None]
    errors = levels.count(Severity.ERROR)
    return (
        f'name={_quoted(name)} tests="{len(items)}" failures="{len(levels) - errors}" '
        f'errors="{errors}"'
    )


def _case(finding: Finding, waiver: Waiver | None) -> Iterator[str]:
    where = place(finding)
    yield f"    <testcase classname={_quoted(where)} name={_quoted(finding.finding_id)}>"
    message = f"type={_quoted(finding.code)} message={_quoted(render.line(finding.message))}"
    if waiver is not None:
        yield f"      <skipped {message}>{_text(waiver.reason)}</skipped>"
    else:
        tag = "error" if finding.severity is Severity.ERROR else "failure"
        yield f"      <{tag} {message}>{_text(f'{where}: {finding.fix}')}</{tag}>"
    yield "    </testcase>"


def _quoted(text: str) -> str:
    return quoteattr(_NOT_XML.sub("\ufffd", render.line(text)))


def _text(text: str) -> str:
    return escape(_NOT_XML.sub("\ufffd", render.line(text)))
