"""Merging: all parts of a build become one package, the same bytes as one run would have made."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from importlib.metadata import version
from typing import TYPE_CHECKING, NoReturn

from pydantic import ValidationError

from pressmark import store
from pressmark.config import Config
from pressmark.flow import inputs, parts, reading
from pressmark.flow.intake import Intake
from pressmark.flow.notes import LONGEST_NOTES, NOTES, Notes
from pressmark.flow.options import Options
from pressmark.read.archives import Told
from pressmark_schema.errors import IntegrityError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
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
    _require_same(found)
    _require_same_inputs(found)
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


def _require_same(found: Sequence[Part]) -> None:
    """Raise UsageError where two parts are not of the same build."""
    compared: dict[str, Callable[[Part], object]] = {
        "by another program": lambda part: part.facts.producer,
        "in another format version": lambda part: part.facts.format_version,
        "with other settings": lambda part: part.share.settings_sha256,
        "with another profile": lambda part: part.facts.profile_sha256,
        "with other corrections, withdrawals or kept ids": lambda part: part.share.beside_sha256,
    }
    for how, fact in compared.items():
        for other in found[1:]:
            if fact(other) != fact(found[0]):
                said = f"{other.named} was made {how} than {found[0].named}"
                raise UsageError(said, hint=_out_of_date(found, fact))


def _out_of_date(found: Sequence[Part], fact: Callable[[Part], object]) -> str:
    """Which parts to build again: those that do not agree with the one that was written last."""
    last = max(found, key=lambda part: (part.folder / store.DESCRIPTOR).stat().st_mtime_ns)
    return _rebuild(part for part in found if fact(part) != fact(last))


def _rebuild(stale: Iterable[Part]) -> str:
    spelt = [f"--part {part.share.part}/{part.share.of}" for part in stale]
    more = f" and {len(spelt) - _SHOWN} more" if len(spelt) > _SHOWN else ""
    return f"build again, with the same sources and settings: {', '.join(spelt[:_SHOWN])}{more}"


def _require_same_inputs(found: Sequence[Part]) -> None:
    """Raise UsageError that names an input which two parts did not see alike."""
    first = found[0]
    for other in found[1:]:
        if other.share.inputs_by != first.share.inputs_by:
            by_time = [part for part in found if part.share.inputs_by == "modified"]
            raise UsageError(
                "some parts are compared by the contents of their inputs, others by time",
                hint=f"{_rebuild(by_time)}, each with --hash-inputs",
            )
        if other.share.inputs_sha256 != first.share.inputs_sha256:
            _refuse_inputs(found, first, other)


def _refuse_inputs(found: Sequence[Part], first: Part, other: Part) -> NoReturn:
    files = [part.folder / inputs.INPUTS for part in (first, other)]
    try:
        differs = inputs.difference(*files)
    except (OSError, ValueError, TypeError) as error:
        raise IntegrityError(f"{inputs.INPUTS} of a part is damaged: {error}") from error
    if differs is None:
        raise IntegrityError(f"{other.named}: {inputs.INPUTS} does not agree with its hash")
    path, one, two = differs
    if one is None or two is None:
        there, gone = (other, first) if one is None else (first, other)
        said = f"{path} is an input of {there.named}, and none of {gone.named}"
        raise UsageError(said, hint=_stale(found, first, other, one, two))
    changed = [what for what, is_other in _compared(one, two).items() if is_other]
    raise UsageError(
        f"{path} is not the same for {first.named} and {other.named}: "
        f"{' and '.join(changed)} changed between them",
        hint=_stale(found, first, other, one, two),
    )


def _compared(one: inputs.Seen, two: inputs.Seen) -> dict[str, bool]:
    return {
        "its size": one.bytes != two.bytes,
        "its time of change": one.modified_ns != two.modified_ns,
        "its contents": one.sha256 != two.sha256,
        "what the metadata table says of it": one.stated != two.stated,
    }


def _stale(
    found: Sequence[Part],
    first: Part,
    other: Part,
    one: inputs.Seen | None,
    two: inputs.Seen | None,
) -> str:
    """Which parts to build again: those that saw the file as it was before, as its times say."""
    times = [seen.modified_ns or 0 if seen else 0 for seen in (one, two)]
    if not all(times) or times[0] == times[1]:
        return _out_of_date(found, lambda part: part.share.inputs_sha256)
    older = (first if times[0] < times[1] else other).share.inputs_sha256
    stale = _rebuild(part for part in found if part.share.inputs_sha256 == older)
    only_times = one and two and one.bytes == two.bytes and one.stated == two.stated
    copied = "; where it is but a copy with another time, build all parts with --hash-inputs"
    return f"{stale}{copied if only_times else ''}"


def _require_same_bytes(whole: Whole) -> None:
    """Raise UsageError where a file that several parts read was not the same for all."""
    known: dict[str, tuple[str, Part]] = {}
    for part, notes in zip(whole.parts, whole.notes, strict=True):
        for path, digest in notes.shared.items():
            before, first = known.setdefault(path, (digest, part))
            if before != digest:
                raise UsageError(
                    f"{path} was another file for {part.named} than for {first.named}",
                    hint=_rebuild([first, part]),
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
