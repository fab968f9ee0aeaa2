"""The pressmark.toml that a scan proposes: each setting with the reason it has here."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pressmark_schema import ids

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_HEAD = """\
# How this corpus is read and what is stated of it. Check every line before you build.
# A key that is left out has its default; lines that begin with # do nothing."""

_PATHS = """\
# What a file's place says of its article. Known are {outlet} {year} {month} {day} {section}
# {edition} {page} {native_id} {lang}; * is any part of a name, **/ any folders."""

_OTHER = """\
# Rights of the articles, by path: an SPDX expression, LicenseRef-…, or unknown.
# [rights."*"]
# rights = "LicenseRef-all-rights-reserved"
# holder = "…"

[build]
# More quarantined documents than this make a build end with exit code 3.
max_quarantined = "10%"
# What is known better than the sources; see `pressmark correct`.
# corrections = "corrections.jsonl"

[validate]
# From this severity of findings on, `validate` fails and nothing is released.
fail_on = "error"
# What somebody decided to live with; see `pressmark waive`.
# waivers = "waivers.toml"

[release]
# Where each release says what it changed.
# changelog = "CHANGELOG.md"
"""


@dataclass(frozen=True)
class Proposal:
    """What to propose, each `…_why` a sentence for the comment above it.

    `encodings_sure` is False where a person has to choose first: then the line is commented out.
    """

    name: str = "corpus"
    licence: str | None = None
    languages: Sequence[str] = ("de", "en", "fr")
    block_languages: Sequence[str] = ("de", "en", "fr")
    languages_why: str = "The languages of whole articles, and those that a block may be in."
    include: Sequence[str] = ("*.txt",)
    include_why: str = "Files are read when their name or path matches one of these."
    encodings: Sequence[str] = ("utf-8",)
    encodings_why: Sequence[str] = (
        "Tried in this order; a file that none of them decodes is quarantined, never guessed.",
    )
    encodings_sure: bool = True
    paths: Sequence[str] = ()
    paths_why: str = ""
    table: str | None = None
    key: str = "file"
    table_why: str = "A table with a row a file; its columns are matched by their names."
    fields: Mapping[str, str] = field(default_factory=dict)
    records: Mapping[str, Mapping[str, str] | str] = field(default_factory=dict)


def corpus_name(folder: str) -> str:
    """A name for the corpus in a folder of this name."""
    return ids.slug(folder).replace("_", "-").replace("unknown", "corpus")


def compose(proposal: Proposal) -> str:
    """The whole commented file, valid TOML that `Config.load` accepts."""
    sections = [_HEAD, _corpus(proposal), _read(proposal), _metadata(proposal)]
    sections += [*_fields(proposal), *_records(proposal)]
    return "\n\n".join([*sections, _OTHER])


def _corpus(proposal: Proposal) -> str:
    return "\n".join(
        [
            "[corpus]",
            f"name = {quoted(proposal.name)}",
            '# title = "…"',
            '# description = "…"',
            *_licences(proposal.licence),
            '# contributors = [{ title = "…", roles = ["creator"] }]',
            *comment(proposal.languages_why),
            f"languages = {_list(proposal.languages)}",
            f"block_languages = {_list(proposal.block_languages)}",
        ]
    )


def _licences(licence: str | None) -> list[str]:
    """The licence of the whole package; without one an example that does nothing."""
    mark = "" if licence else "# "
    return [
        "# The licence of the whole package; what the articles' own rights allow is said below.",
        f"{mark}licenses = [{{ name = {quoted(licence or 'CC0-1.0')} }}]",
    ]


def _read(proposal: Proposal) -> str:
    sure = "" if proposal.encodings_sure else "# "
    paths = proposal.paths or ("{outlet}/{year}/*.txt",)
    return "\n".join(
        [
            "[read]",
            *comment(proposal.include_why),
            f"include = {_list(proposal.include)}",
            '# exclude = ["drafts/*"]',
            *(line for why in proposal.encodings_why for line in comment(why)),
            f"{sure}encodings = {_list(proposal.encodings)}",
            _PATHS,
            *(comment(proposal.paths_why) if proposal.paths_why else ()),
            f"{'' if proposal.paths else '# '}paths = {_list(paths)}",
        ]
    )


def _metadata(proposal: Proposal) -> str:
    mark = "" if proposal.table else "# "
    return "\n".join(
        [
            *comment(proposal.table_why),
            f"{mark}[metadata]",
            f"{mark}table = {quoted(proposal.table or 'metadata.csv')}",
            f"{mark}key = {quoted(proposal.key)}",
            '# columns = { published = "Erscheinungsdatum" }',
        ]
    )


def _fields(proposal: Proposal) -> Iterator[str]:
    for name, kind in proposal.fields.items():
        yield f"# A column of this corpus alone.\n[fields.{name}]\ntype = {quoted(kind)}"


def _records(proposal: Proposal) -> Iterator[str]:
    """A section for each glob of files of many records: their preset, or a mapping to check."""
    for glob, found in proposal.records.items():
        lines = ["[[records]]", f"glob = {quoted(glob)}"]
        if isinstance(found, str):
            lines = ["# Files of many records, known by their keys.", *lines]
            yield "\n".join([*lines, f"preset = {quoted(found)}"])
            continue
        pairs = ", ".join(f"{ours} = {quoted(theirs)}" for ours, theirs in found.items())
        why = "# Files of many records: which key is what? Check, then take away the marks."
        yield "\n".join([why, *(f"# {line}" for line in [*lines, f"fields = {{ {pairs} }}"])])


def quoted(text: str) -> str:
    """`text` as a TOML basic string; what is not printable as an escape, a lone surrogate as �."""
    return '"' + "".join(map(_in_string, text)) + '"'


def _list(items: Sequence[str]) -> str:
    return "[" + ", ".join(quoted(item) for item in items) + "]"


def comment(text: str) -> list[str]:
    """`text`, whatever is in it, as lines of a comment of at most about 96 code points."""
    lines, held = [], "#"
    for word in text.split():
        shown = "".join(char if char.isprintable() else _escape(char) for char in word)
        if len(held) + 1 + len(shown) > 96 and held != "#":  # noqa: PLR2004
            lines.append(held)
            held = "#"
        held += f" {shown}"
    return [*lines, held]


def _in_string(char: str) -> str:
    if char in '"\\':
        return f"\\{char}"
    if "\ud800" <= char <= "\udfff":
        return "\ufffd"
    return char if char.isprintable() else f"\\U{ord(char):08x}"


def _escape(char: str) -> str:
    return char.encode("unicode_escape", "backslashreplace").decode()
