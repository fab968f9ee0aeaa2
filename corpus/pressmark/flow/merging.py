"""Merging: all parts of a build become one package, the same bytes as one run would have made."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from importlib.metadata import version
from typing import TYPE_CHECKING

from pydantic import ValidationError

from pressmark import store
from pressmark.config import Config
from pressmark.flow import parts, reading
from pressmark.flow.intake import Intake
from pressmark.flow.notes import LONGEST_NOTES, NOTES, Notes
from pressmark.flow.options import Options
from pressmark.read.archives import Told
from pressmark_schema.errors import IntegrityError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    import pyarrow as pa

    from pressmark_schema.descriptor import Facts, Package, Share

_SHOWN = 10
_AGAIN = "build it again: pressmark build … --part {part}/{of}"


@dataclass(frozen=True)
class Part:
    """A part on disk, as its descriptor declares it."""

    folder: Path
    package: Package
    facts: Facts
    share: Share

    @property
    def named(self) -> str:
        """The part for a person."""
        return f"part {self.share.part} of {self.share.of} ({self.folder})"

    def notes(self) -> Notes:
        """What it knows besides tables; raises IntegrityError where they are no notes."""
        try:
            with store.inside(self.folder, NOTES).open("rb") as file:
                found = Notes.model_validate_json(file.read(LONGEST_NOTES))
        except (OSError, ValidationError) as error:
            raise IntegrityError(f"{self.named}: {NOTES} is damaged", hint=self.again) from error
        told = (found.settings_sha256, found.beside_sha256)
        if told != (self.share.settings_sha256, self.share.beside_sha256):
            raise IntegrityError(
                f"{self.named}: {NOTES} has other settings than the part", hint=self.again
            )
        return found

    def require_whole(self) -> None:
        """Raise IntegrityError where a file is not the one that was declared."""
        declared = store.declared(self.folder)
        for path, (_, digest) in {NOTES: (None, None), **declared}.items():
            file = store.inside(self.folder, path)
            if not file.is_file() or f"sha256:{store.sha256_file(file)}" != digest:
                raise IntegrityError(
                    f"{self.named}: {path} is not the file that was written", hint=self.again
                )

    @property
    def again(self) -> str:
        """What to do where it cannot be used."""
        return _AGAIN.format(part=self.share.part, of=self.share.of)


@dataclass(frozen=True)
class Whole:
    """All parts of one build, in order, with what they know besides tables."""

    parts: tuple[Part, ...]
    notes: tuple[Notes, ...]

    @property
    def config(self) -> Config:
        """The settings under which they were made; a profile is a part of them no more."""
        try:
            return Config.model_validate(self.notes[0].settings)
        except ValidationError as error:
            first = self.parts[0]
            raise IntegrityError(
                f"{first.named}: {NOTES} has settings that cannot be", hint=first.again
            ) from error

    @property
    def incidents(self) -> list[tuple[str, str]]:
        """The documents that cost a worker."""
        return [incident for notes in self.notes for incident in notes.incidents]

    @property
    def applied(self) -> list[int]:
        """The lines of the corrections that were applied."""
        return [line for notes in self.notes for line in notes.applied]

    def batches(self) -> Iterator[dict[str, pa.Table]]:
        """The batches of all parts, as they were; raises IntegrityError where they are damaged."""
        tables = Options(self.config).tables
        for part, notes in zip(self.parts, self.notes, strict=True):
            try:
                yield from parts.batches(part.folder, part.package.resources, notes.batches, tables)
            except (OSError, ValueError, LookupError, NotImplementedError) as error:
                raise IntegrityError(
                    f"{part.named} is damaged: {error}", hint=part.again
                ) from error

    def intake(self) -> Intake:
        """What one run would have said of its inputs."""
        first = self.notes[0]
        left_out = Counter(dict(first.left_out))
        for notes in self.notes:
            left_out.update(dict(notes.left_out_inside))
        made = Intake(
            [],
            left_out,
            first.table,
            first.unmatched_rows,
            first.unmatched_files,
            first.unused_columns,
            first.described,
            [*_manners(self.notes), *_told(self.notes)],
        )
        made.incidents = self.incidents
        return made


def opened(folders: Sequence[Path]) -> Whole:
    """The parts in `folders`, each a part or a folder of parts, checked to be those of one build.

    Raises UsageError where some are missing, stand twice, or are of other inputs or settings than
    the first, and IntegrityError where a file is not the one that was written.
    """
    found = [_part(folder) for folder in _folders(folders)]
    if not found:
        named = ", ".join(map(str, folders))
        raise UsageError(f"no parts in {named}", hint="make them: pressmark build … --part 1/2")
    _require_same_program(found[0])
    found.sort(key=lambda part: (part.share.of, part.share.part))
    _require_all(found)
    for part in found[1:]:
        _require_same(found[0], part)
    for part in found:
        part.require_whole()
    whole = Whole(tuple(found), tuple(part.notes() for part in found))
    _require_same_bytes(whole)
    return whole


def _folders(folders: Iterable[Path]) -> Iterator[Path]:
    for folder in folders:
        if (folder / store.DESCRIPTOR).is_file():
            yield folder
        elif folder.is_dir():
            yield from sorted(
                path.parent
                for path in folder.glob(f"*/{store.DESCRIPTOR}")
                # What a killed run left is hidden.
                if not path.parent.name.startswith(".")
            )
        else:
            raise UsageError(f"{folder} is no folder")


def _part(folder: Path) -> Part:
    package = store.read_descriptor(folder)
    facts = package.pressmark
    if facts is None or facts.share is None:
        raise UsageError(f"{folder} is no part of a build", hint="give the folder of the parts")
    return Part(folder, package, facts, facts.share)


def _require_all(found: Sequence[Part]) -> None:
    counts = sorted({part.share.of for part in found})
    if len(counts) > 1:
        of = " and of ".join(map(str, counts))
        raise UsageError(f"parts of {of} lie together", hint="name those of one build")
    there = Counter(part.share.part for part in found)
    twice = [str(number) for number, count in there.items() if count > 1]
    missing = [str(number) for number in range(1, counts[0] + 1) if number not in there]
    for what, numbers in (("there twice", twice), ("missing", missing)):
        if numbers:
            more = f" and {len(numbers) - _SHOWN} more" if len(numbers) > _SHOWN else ""
            hint = _AGAIN.format(part=numbers[0], of=counts[0])
            said = f"of {counts[0]} parts {what}: {', '.join(numbers[:_SHOWN])}{more}"
            raise UsageError(said, hint=hint if what == "missing" else "name each part once")


def _require_same_program(part: Part) -> None:
    here = f"pressmark {version('pressmark')}"
    if part.facts.producer != here:
        raise UsageError(
            f"{part.named} was made by {part.facts.producer}, this is {here}",
            hint="merge with the program that made the parts",
        )


def _require_same(first: Part, other: Part) -> None:
    """Raise UsageError where two parts are not of the same build."""
    compared = {
        "program": (first.facts.producer, other.facts.producer),
        "format version": (first.facts.format_version, other.facts.format_version),
        "number of inputs": (first.share.inputs, other.share.inputs),
        "inputs (paths, sizes, metadata)": (first.share.inputs_sha256, other.share.inputs_sha256),
        "settings": (first.share.settings_sha256, other.share.settings_sha256),
        "profile": (first.facts.profile_sha256, other.facts.profile_sha256),
        "corrections, withdrawals or kept ids": (
            first.share.beside_sha256,
            other.share.beside_sha256,
        ),
    }
    for what, (one, two) in compared.items():
        if one != two:
            raise UsageError(
                f"{other.named} was made of other {what} than {first.named}: {two}, not {one}",
                hint=f"build the part that is out of date again: --part N/{first.share.of}",
            )


def _require_same_bytes(whole: Whole) -> None:
    """Raise UsageError where a file that several parts read was not the same for all."""
    known: dict[str, tuple[str, Part]] = {}
    for part, notes in zip(whole.parts, whole.notes, strict=True):
        for path, digest in notes.shared.items():
            before, first = known.setdefault(path, (digest, part))
            if before != digest:
                raise UsageError(
                    f"{path} was another file for {part.named} than for {first.named}",
                    hint=f"build both again: --part N/{part.share.of}",
                )


def _manners(all_notes: Iterable[Notes]) -> list[str]:
    """How files of records are read, as one run says it."""
    found: dict[tuple[str, str], list[tuple[str, int]]] = {}
    for notes in all_notes:
        for reader, named, path, count in notes.manners:
            found.setdefault((reader, named), []).append((path, count))
    return [
        reading.manner(seen[0][0], sum(count for _, count in seen), reader, named)
        for (reader, named), seen in found.items()
    ]


def _told(all_notes: Iterable[Notes]) -> list[str]:
    """How files of records in archives are read, as one run says it."""
    told = Told()
    for notes in all_notes:
        for archive, reader, named, text in notes.remarks:
            told.remarks.setdefault((archive, reader, named), text)
    return told.said()
