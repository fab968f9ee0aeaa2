"""Single articles without a dataset: what `parse` prints, equal to what `build` stores."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from pressmark.flow import local
from pressmark.flow.intake import Intake, Item, take
from pressmark.flow.metadata import InvalidMetadataError
from pressmark.flow.options import Options
from pressmark.flow.record import record
from pressmark.read import files, flat, paths
from pressmark_schema.documents import Quarantined, RawFile

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from pressmark.config import Config

_FEW = 256
_BATCH = 64


@dataclass(frozen=True, slots=True)
class Parsed:
    """One document: its article as a plain value, or in `refused` why there is none."""

    path: str
    article: dict[str, Any] | None
    refused: str = ""


def parse(operands: Sequence[Path], config: Config, jobs: int | None = None) -> Iterator[Parsed]:
    """Every document that the operands name, in the order of their paths; `-` is stdin alone."""
    if [str(operand) for operand in operands] == ["-"]:
        data = sys.stdin.buffer.read(config.read.max_bytes + 1)
        yield parse_raw(files.from_bytes("stdin", data, config.read.max_bytes), Options(config))
        return
    intake: Intake = take(operands, config)
    jobs = jobs or (local.cores() if len(intake.items) > _FEW else 1)
    for batch in local.run(_parse_items, intake.batches(_BATCH), Options(config), jobs):
        yield from batch


def parse_raw(raw: RawFile, options: Options) -> Parsed:
    """One file's document: the fields of articles, `doc_id` and `blocks` with embeds nested."""
    read = options.config.read
    _, document = flat.read(raw, read, paths.path_fields(raw.path, read.paths))
    if isinstance(document, Quarantined):
        return Parsed(raw.path, None, f"{document.reason}: {document.detail}")
    try:
        made = record(document, options)
    except InvalidMetadataError as error:
        return Parsed(raw.path, None, f"{error.reason}: {error}")
    embeds = {row["block_id"]: row for row in made.rows["embeds"]}
    blocks = [
        block | ({"embed": embeds[block["block_id"]]} if block["block_id"] in embeds else {})
        for block in made.rows["blocks"]
    ]
    article = {"doc_id": PurePosixPath(raw.path).stem, **made.rows["articles"][0]}
    return Parsed(raw.path, article | {"blocks": blocks})


def _parse_items(batch: list[Item], options: Options) -> list[Parsed]:
    limit = options.config.read.max_bytes
    return [parse_raw(item.load(limit), options) for item in batch]
