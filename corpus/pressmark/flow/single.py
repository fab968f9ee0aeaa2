"""Single articles without a dataset: what `parse` prints, equal to what `build` stores."""

from __future__ import annotations

import shutil
import sys
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from pressmark.flow import local, reading
from pressmark.flow.intake import Item, take
from pressmark.flow.metadata import InvalidMetadataError
from pressmark.flow.options import Options
from pressmark.flow.record import record
from pressmark.flow.withdrawn import WithdrawnError
from pressmark.read.compressed import unpacked_name
from pressmark.read.discover import Found
from pressmark_schema.documents import Quarantined, RawFile, RawPart
from pressmark_schema.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pressmark.config import Config
    from pressmark_schema.documents import Document

_FEW = 256
_BATCH = 64


@dataclass(frozen=True, slots=True)
class Parsed:
    """One document: its article as a plain value, or `reason` and `refused`: why there is none."""

    path: str
    article: dict[str, Any] | None
    refused: str = ""
    reason: str = ""


def parse(
    operands: Sequence[Path],
    config: Config,
    jobs: int | None = None,
    *,
    stdin_format: str | None = None,
) -> Iterator[Parsed]:
    """Every document that the operands name, in the order of their paths; `-` is stdin alone.

    `stdin_format` is the ending that a file of what stdin gives would have, such as `jsonl`; flat
    text without. Raises UsageError where it is the ending of nothing that is read.
    """
    if [str(operand) for operand in operands] == ["-"]:
        with _stdin(stdin_format, config) as item:
            yield from _parse([item], config, jobs)
        return
    if stdin_format:
        raise UsageError("--format says what stdin gives: name - as the only operand")
    yield from _parse(take(operands, config).items, config, jobs)


@contextmanager
def _stdin(ending: str | None, config: Config) -> Iterator[Item]:
    """Standard input as a file, kept on disk while it is read."""
    path = f"stdin.{ending.lstrip('.')}" if ending else "stdin"
    if ending and not reading.is_known(path, config):
        hint = "give the ending of a file: txt, html, jsonl, csv, warc.gz, zip …"
        raise UsageError(f"--format {ending}: no format that is read", hint=hint)
    with tempfile.TemporaryDirectory(prefix="pressmark-") as folder:
        location = Path(folder, "stdin")
        with location.open("wb") as file:
            shutil.copyfileobj(sys.stdin.buffer, file)
        yield Item(Found(path, location), {}, "")


def _parse(items: Sequence[Item], config: Config, jobs: int | None) -> Iterator[Parsed]:
    many = len(items) > _FEW or reading.is_large(items, config)
    batches = reading.batches(items, config, {}, _BATCH)
    for batch in local.here(config, jobs, many=many).run(_STEP, batches, Options.of(config)):
        yield from batch


def parse_raw(raw: RawFile, options: Options) -> Parsed:
    """The one document of a file of flat text."""
    return next(parse_unit(raw, options))


def parse_unit(unit: RawFile | RawPart, options: Options) -> Iterator[Parsed]:
    """The documents of a file or part, each with its fields, blocks and annotations.

    A document has the fields of articles, `doc_id`, `blocks` with embeds, and `annotations`.
    `doc_id` is the file's stem, with `#` and the record's index where a file holds many.
    """
    _, documents = reading.read(unit, options.config.read)
    for document in documents:
        stem = PurePosixPath(unpacked_name(document.path)).stem
        many = f"#{document.record_index}" if isinstance(unit, RawPart) else ""
        yield _parsed(document, f"{stem}{many}", options)


def _parsed(document: Document | Quarantined, doc_id: str, options: Options) -> Parsed:
    path = document.path
    if isinstance(document, Quarantined):
        return Parsed(path, None, f"{document.reason}: {document.detail}", document.reason)
    try:
        made = record(document, options)
    except InvalidMetadataError as error:
        return Parsed(path, None, f"{error.reason}: {error}", error.reason)
    except WithdrawnError as error:
        return Parsed(path, None, str(error), "withdrawn")
    embeds = {row["block_id"]: row for row in made.rows["embeds"]}
    blocks = [
        block | ({"embed": embeds[block["block_id"]]} if block["block_id"] in embeds else {})
        for block in made.rows["blocks"]
    ]
    article = {"doc_id": doc_id, **made.rows["articles"][0]}
    return Parsed(path, article | {"blocks": blocks, "annotations": made.rows["annotations"]})


def _parse_items(batch: list[Item | RawFile | RawPart], options: Options) -> list[Parsed]:
    units = reading.load(batch, options.config.read.max_bytes)
    return [parsed for unit in units for parsed in parse_unit(unit, options)]


def _joined(batches: list[list[Parsed]]) -> list[Parsed]:
    return [parsed for batch in batches for parsed in batch]


_STEP = reading.step(_parse_items, _joined)
