"""The changelog of a corpus: what each version changed in words of articles, and people's notes."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from pressmark.compare import summary

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from pressmark.compare import Diff

_HEAD = """\
# Changelog

What each version of this corpus changed, in numbers of articles. Lines between the two marks are
written by `pressmark release`; notes anywhere else are kept.

## [Unreleased]
"""
_BEGIN, _END = "<!-- from the difference -->", "<!-- end -->"
_SECTION = re.compile(r"^## \[?(?P<name>[^\]\s]+)\]?[^\n]*$", re.MULTILINE)
_MOST = 50
"""Ids of one sort that are written out; a difference names the others."""


def updated(
    text: str, version: str, day: str, diff: Diff | None, tags: Collection[str] = ()
) -> str:
    """The changelog `text` with a section for `version`.

    Notes under Unreleased move into it, below the generated lines. Where the section is there
    already, its generated lines are replaced and its notes stay; so is that of another version
    without one of the `tags`, which an interrupted run left. `diff` is None for a first version.
    """
    text = _without_draft(text, version, tags)
    generated = f"{_BEGIN}\n{chr(10).join(_lines(diff))}\n{_END}\n"
    text = text if _SECTION.search(text) else f"{_HEAD}{text and chr(10)}{text}"
    sections = list(_SECTION.finditer(text))
    names = [found["name"] for found in sections]
    ends = [found.start() for found in sections[1:]] + [len(text)]
    if version in names:
        at = names.index(version)
        start, end = sections[at].end(), ends[at]
        return text[:start] + _regenerated(text[start:end], generated) + text[end:]
    notes, before, after = "", text, ""
    if names[0].lower() == "unreleased":
        before, after = f"{text[: sections[0].end()]}\n\n", text[ends[0] :]
        notes = text[sections[0].end() : ends[0]].strip("\n")
    else:
        before, after = text[: sections[0].start()], text[sections[0].start() :]
    section = f"## [{version}] - {day}\n\n{generated}"
    section += f"\n{notes}\n" if notes else ""
    return f"{before}{section}\n{after}".rstrip("\n") + "\n"


def _without_draft(text: str, version: str, tags: Collection[str]) -> str:
    """The text in which a generated section of a version that never came has the new one's name."""
    for found in _SECTION.finditer(text):
        drafted = text[found.end() :].lstrip("\n").startswith(_BEGIN)
        if drafted and f"v{found['name']}" not in tags and found["name"] != version:
            start, end = found.span("name")
            return text[:start] + version + text[end:]
    return text


def _regenerated(section: str, generated: str) -> str:
    before, mark, rest = section.partition(_BEGIN)
    if not mark:
        return f"\n\n{generated}{section.rstrip(chr(10))}\n\n"
    return before + generated + rest.partition(f"{_END}\n")[2]


def _lines(diff: Diff | None) -> Iterator[str]:
    if diff is None:
        yield "- first version"
        return
    yield from (f"- {_plain(sentence)}" for sentence in summary.sentences(diff))
    gone = ((item.article_id, item.now) for item in diff.each_removed())
    yield from _listed("removed", diff.removed, (f"{a} (now {n})" if n else a for a, n in gone))
    yield from _listed(
        "withdrawn", diff.withdrawn, (item.article_id for item in diff.each_withdrawn())
    )
    recalled = diff.recalled
    yield from _listed("withdrawn from earlier versions", len(recalled), iter(recalled))
    pairs = (f"{item.article_id} → {item.new_id}" for item in diff.each_renamed())
    yield from _listed("renamed", diff.renamed, pairs)


def _listed(word: str, count: int, items: Iterator[str]) -> Iterator[str]:
    if count:
        more = f" … and {count - _MOST:,} more" if count > _MOST else ""
        yield f"- {word}: {', '.join(islice(items, _MOST))}{more}"


def _plain(sentence: str) -> str:
    """A sentence in which names of columns are no markup."""
    return re.sub(r"([\\`*_<>\[\]])", r"\\\1", sentence)
