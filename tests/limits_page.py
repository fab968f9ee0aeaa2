"""Writes the table of limits in `docs/maintainer.md` from the limits themselves.

usage: python -m limits_page (from the folder of the project, with tests on PYTHONPATH)
"""

from __future__ import annotations

from pages import ROOT
from pressmark.config import ArchivesSection, ReadSection
from pressmark.flow.annotations import MAX_ANNOTATIONS
from pressmark.markup.attributes import MAX_ATTRIBUTES
from pressmark.markup.tree import MAX_DEPTH, MAX_TAGS, MAX_TEXT
from pressmark.parse.page.jsonld import BLOCK_LIMIT, BLOCKS_LIMIT
from pressmark.read.delimited import MAX_COLUMNS
from pressmark.read.strict_json import NESTING
from pressmark.read.word_xml import MAX_NESTING

PAGE = ROOT / "docs" / "maintainer.md"
MARKS = ("<!-- made by tests/limits_page.py: begin -->\n", "<!-- end of limits -->\n")
_READ, _ARCHIVES = ReadSection(), ArchivesSection()
LIMITS = (
    ("a file, or a record of a file of many", "bytes", _READ.max_bytes, "read.max_bytes"),
    ("a document", "blocks", _READ.max_blocks, "read.max_blocks"),
    ("a document", "annotations", MAX_ANNOTATIONS, ""),
    ("a page", "`<`", MAX_TAGS, ""),
    ("a page", "elements in each other", MAX_DEPTH, ""),
    ("an element of a page", "attributes", MAX_ATTRIBUTES, ""),
    ("a text or attribute of a page", "bytes", MAX_TEXT, ""),
    ("a page", "blocks of JSON-LD that are looked at", BLOCKS_LIMIT, ""),
    ("a block of JSON-LD that is looked at", "characters", BLOCK_LIMIT, ""),
    ("a record of JSON", "objects and lists in each other", NESTING, ""),
    ("a table", "columns", MAX_COLUMNS, ""),
    ("a Word file", "elements in each other", MAX_NESTING, ""),
    ("an archive", "members", _ARCHIVES.max_members, "archives.max_members"),
    ("an archive", "bytes unpacked", _ARCHIVES.max_bytes, "archives.max_bytes"),
    ("a member", "times its size packed", _ARCHIVES.max_ratio, "archives.max_ratio"),
    ("an archive", "archives in each other", _ARCHIVES.max_nesting, "archives.max_nesting"),
)
"""Of what, what is counted, how many may be there, and the setting that says so."""


def table() -> str:
    """The lines between the marks."""
    rows = [
        f"| {what} | {counted} | {most:,} | {f'`{setting}`' if setting else 'fixed'} |\n"
        for what, counted, most, setting in LIMITS
    ]
    return "".join(["| of | counted | at most | set by |\n|---|---|---|---|\n", *rows])


def written(page: str) -> str:
    """The page with the table anew."""
    before, rest = page.split(MARKS[0])
    return before + MARKS[0] + table() + MARKS[1] + rest.split(MARKS[1])[1]


if __name__ == "__main__":
    PAGE.write_text(written(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
