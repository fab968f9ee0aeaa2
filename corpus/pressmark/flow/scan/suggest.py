"""What a scan suggests: the settings that fit what it saw, each with its reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pressmark.flow.scan.dumps import glob
from pressmark.flow.scan.places import NAMED_FOR_CONTENT
from pressmark.flow.scan.proposal import Proposal, corpus_name
from pressmark.flow.scan.readings import WIDE, likely
from pressmark_schema.vocabulary import QuarantineReason

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Collection, Mapping
    from pathlib import Path

    from pressmark.config import Config
    from pressmark.flow.scan.seen import Scan

_FEW = 100
"""A language seen in less than one in this many articles is not proposed: it may be mistaken."""
_LANGUAGES = "The languages of whole articles, and those that a block may be in."
_TABLE = "A table with a row a file; its columns are matched by their names."
_INCLUDE = "Files are read when their name or path matches one of these."
_ORDER = "Tried in this order; a file that none of them decodes is quarantined, never guessed."


def suggest(made: Scan, operand: Path, config: Config) -> Proposal:
    """The settings for the files below `operand`; `config` is the one in force."""
    usable = [table for table in made.tables if not table.problem]
    table = max(usable, key=lambda table: table.matched, default=None)
    languages = [
        code
        for code, count in made.languages.most_common()
        if code != "und" and _FEW * count >= made.accepted
    ]
    of_blocks = config.corpus.block_languages
    encodings, why, sure = _encodings(made, config)
    folder = operand if operand.is_dir() else operand.parent
    records = _records(made, config)
    row = f"{table.matched:,} of {made.files:,} files have a row." if table else _TABLE
    return Proposal(
        name=_name(folder.resolve(), config),
        languages=languages or of_blocks,
        block_languages=[*of_blocks, *(code for code in languages if code not in of_blocks)],
        languages_why="Seen in the sample: " + _counts(made.languages) if languages else _LANGUAGES,
        include=_include(made, config, records),
        include_why=_included(made),
        encodings=encodings,
        encodings_why=why,
        encodings_sure=sure,
        paths=[made.places.pattern] if made.places and not config.read.paths else config.read.paths,
        paths_why=_fits(made),
        table=table.path if table else None,
        key=table.key if table else "file",
        table_why=row,
        fields=table.own if table else {},
        records=records,
    )


def _name(folder: Path, config: Config) -> str:
    """The name in force, else that of the folder: of the one above, if it is called raw or data."""
    if "name" in config.corpus.model_fields_set:
        return config.corpus.name
    own = folder.name.lower() not in NAMED_FOR_CONTENT
    return corpus_name(folder.name if own else folder.parent.name or folder.name)


def _include(made: Scan, config: Config, records: Collection[str]) -> list[str]:
    """The globs in force or proposed; not those of records, which their rule names once checked."""
    if made.included:
        return made.include
    return [each for each in made.include if each not in records] or type(config.read)().include


def _included(made: Scan) -> str:
    """What the globs do, and what they leave out that could hold articles."""
    left = ", ".join(f"{found.files:,} *{found.ending}" for found in made.could_be_read)
    return f"{_INCLUDE} Not these: {left}; add what holds articles." if left else _INCLUDE


def _records(made: Scan, config: Config) -> dict[str, Mapping[str, str] | str]:
    """For each glob of files of many records that no rule covers: a preset, or fields to check."""
    found: dict[str, Mapping[str, str] | str] = {}
    for dump in made.dumps:
        if dump.keys and config.records_for(dump.path) is None:
            preset = dump.named.removeprefix("preset ").partition(",")[0]
            found.setdefault(glob(dump.path), preset or dump.fields)
    return found


def _counts(counts: Counter[str]) -> str:
    return ", ".join(f"{name} {count:,}" for name, count in counts.most_common()) + "."


def _fits(made: Scan) -> str:
    return f"Fits {made.places.files:,} of {made.files:,} files." if made.places else ""


def _encodings(made: Scan, config: Config) -> tuple[list[str], list[str], bool]:
    """The encodings to propose, the reasons, and whether they may stand without a person's look."""
    chosen = list(config.read.encodings)
    narrow = [reading for reading in made.readings if reading.encoding not in WIDE]
    refused = made.quarantined[QuarantineReason.UNDECODABLE]
    if not refused or not narrow:
        return chosen, [_ORDER], True
    best = likely(narrow, max(reading.files for reading in narrow))
    shown = best or narrow[0].encoding
    words = next(reading.words for reading in narrow if reading.encoding == shown)
    said = f"Not {', '.join(chosen)}: {refused:,} of {made.sampled:,} files; as {shown} they read: "
    wrong = "If these words are wrong, try another encoding."
    unsure = "If these words are right, take away the #; if not, try another encoding."
    why = [_ORDER, said + " ".join(words), wrong if best else unsure]
    return [*chosen, shown], why, best is not None
