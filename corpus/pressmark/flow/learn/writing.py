"""The profile.toml as people read it: their own part kept to the letter, the learnt part anew."""

from __future__ import annotations

import os
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pressmark import profile as profiles
from pressmark.flow.scan.proposal import comment, quoted
from pressmark_schema.errors import UsageError
from pressmark_schema.profile import ANY, Furniture, Keep, Learnt, Profile, line_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from pydantic import BaseModel

    from pressmark.config import Config
    from pressmark.flow.learn.seen import Found, Repeated

_ORDER = (
    *("outlet", "rule", "key", "line", "from", "until", "suffix", "form", "kind"),
    *("articles", "share", "why", "columns", "example"),
)
MARK = "# ===== learnt: `pressmark learn --update` writes everything below anew ====="
"""The line that parts what people write from what is learnt."""
OWN = """\
# What the outlets of this corpus print beside their articles; parsing follows it. What stands above
# the line of equals signs is yours and is kept; docs/concepts.md says more.
version = 1

# [keys]                     # what further keys of `key: value` lines in headers state:
# Erschienen = "published"   # or title, authors, outlet, section, page, native_id …

# Your own lines go here. `outlet` is an outlet's name or id, or "*" for every outlet.
# [[furniture]]
# outlet = "…"
# from = "…"            # a block that opens with these words; or line = "…", a whole block
# until = "paragraph"   # and what follows, up to running text; "block": that alone; "end": all
# kind = "ad"           # or teaser, caption, byline, dateline, correction, agency_credit,
#                       # boilerplate
#
# [[keep]]              # a line that is part of the articles, however often it stands there
# outlet = "…"
# line = "…"
"""
"""A profile of which nothing is known yet."""
_HEADERS = "How the articles open, most frequent first; `example` is one place."
_UNREAD = (
    "Keys of lines at the head of articles that are not read: they stay in the text. To read one, "
    "write above, under [keys], what it states."
)
_FURNITURE = (
    "Lines that stand in many articles and belong to the page: `articles` is in how many, copies "
    "counted once, `share` theirs of the outlet's per mille. To overrule one, write it above."
)
_SUFFIXES = "What is appended to titles; it is cut from them."
_BYLINES = "How authors are named on a line of their own, at the head or the end."
_LEFT = "Not furniture: these lines stand in many articles, too, but may be part of them."


def settled(found: Found, own: Profile | None) -> Learnt:
    """What was learnt without what a person's own lines decide."""
    if own is None:
        return found.learnt
    entries: list[Furniture | Keep] = [*own.furniture, *own.keep]
    decided = {(entry.outlet, line_key(entry.line)) for entry in entries if entry.line}
    furniture = [
        entry
        for entry in found.learnt.furniture
        if not {(outlet, line_key(entry.line or "")) for outlet in (entry.outlet, ANY)} & decided
    ]
    return found.learnt.model_copy(update={"furniture": furniture})


def target(file: Path | None, config: Config, *, update: bool) -> Path:
    """The file to write: the one named, the one in force, or profile.toml beside the settings.

    Raises UsageError where something was learnt into it already and it is not to be updated.
    """
    if file is None and config.profile is not None:
        file = Path(config.profile.path)
    if file is None:
        file = (config.folder or Path()) / profiles.FILE
    if file.is_dir():
        file /= profiles.FILE
    if file.exists() and not update and profiles.load(file).profile.learnt is not None:
        raise UsageError(
            f"{file} has a learnt part already, which is not overwritten",
            hint="--update writes its learnt part anew and keeps yours; --dry-run only prints",
        )
    return file


def is_in_force(file: Path, config: Config) -> bool:
    """Whether the next build under `config` follows the profile in `file` without being told."""
    if config.folder is None:
        return False
    return (config.folder / (config.parse.profile or profiles.FILE)).resolve() == file.resolve()


def compose(found: Found, file: Path) -> str:
    """The whole text for `file`, with the part of people's own that it holds now.

    The same text for the same corpus and the same file. Raises UsageError where the file is
    faulty, or its learnt part cannot be told from the other.
    """
    there = profiles.read(file) if file.exists() else None
    own = None if there is None else profiles.parse(there, file)
    head = OWN if there is None else _own_part(there.decode("utf-8"), own, file)
    learnt = "\n".join(_sections(settled(found, own), found.left))
    return f"{head.rstrip()}\n\n{MARK}\n\n{learnt}\n"


def write(file: Path, text: str) -> None:
    """Put `text` in place of `file` in one step; raises OSError where that cannot be."""
    staging = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        staging.write_text(text, encoding="utf-8", newline="\n")
        staging.replace(file)
    finally:
        staging.unlink(missing_ok=True)


def _own_part(text: str, own: Profile | None, file: Path) -> str:
    """What stands above the mark, with the entries of people's own that stand below it."""
    head, mark, _ = text.partition(f"\n{MARK}")
    if not mark and own is not None and own.learnt is not None:
        hint = f"put this line before the table [learnt]: {MARK}"
        raise UsageError(
            f"{file}: the line between your part and the learnt one is gone", hint=hint
        )
    return "\n\n".join([head.rstrip(), *_strays(own, tomllib.loads(head))])


def _strays(own: Profile | None, above: dict[str, Any]) -> Iterator[str]:
    """People's own entries that are not among those `above` the mark, as tables."""
    if own is None:
        return
    if own.keys and "keys" not in above:
        yield "\n".join(["[keys]", *(f"{quoted(k)} = {quoted(v)}" for k, v in own.keys.items())])
    for name in ("furniture", "suffix", "byline", "keep"):
        entries: list[BaseModel] = getattr(own, name)
        yield from (_table(name, entry) for entry in entries[len(above.get(name, [])) :])


def _sections(learnt: Learnt, left: Sequence[Repeated]) -> Iterator[str]:
    yield "[learnt]"
    yield f"producer = {quoted(learnt.producer)}"
    yield f"articles = {learnt.articles}\n"
    yield "[learnt.outlets]"
    yield from (f"{outlet} = {articles}" for outlet, articles in sorted(learnt.outlets.items()))
    for name, why in (
        ("header", _HEADERS),
        ("unread", _UNREAD),
        ("furniture", _FURNITURE),
        ("suffix", _SUFFIXES),
        ("byline", _BYLINES),
    ):
        entries: list[BaseModel] = getattr(learnt, name)
        yield from _section(f"learnt.{name}", why, entries)
    if left:
        yield "\n" + "\n".join(comment(_LEFT))
        for line in left:
            counted = f"{line.outlet}: in {line.articles} articles, {line.share} per mille:"
            yield "\n".join(comment(f"{counted} {quoted(line.text)}"))


def _section(name: str, why: str, entries: Iterable[BaseModel]) -> Iterator[str]:
    tables = [_table(name, entry) for entry in entries]
    if tables:
        yield "\n" + "\n".join(comment(why))
        yield "\n\n".join(tables)


def _table(name: str, entry: BaseModel) -> str:
    values = entry.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    keys = sorted(values, key=_ORDER.index)
    return "\n".join([f"[[{name}]]", *(f"{key} = {_value(values[key])}" for key in keys)])


def _value(value: Any) -> str:
    if isinstance(value, list):
        return "[" + ", ".join(map(_value, value)) + "]"
    return quoted(value) if isinstance(value, str) else str(value)
