"""Files of many records that lie there: how many, which keys, and how they could be mapped."""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from pressmark.flow.scan.seen import Dump
from pressmark.read import compressed, formats, mapping, records, shapes
from pressmark.read.refused import RefusedError
from pressmark_schema.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pressmark.config import Config
    from pressmark.read.discover import Found
    from pressmark_schema.documents import Shape

_MOST_FILES = 20
_MOST_BYTES = 256 * 2**20
"""Bytes up to which a file's records are counted: a second or two."""


def find(files: Sequence[Found], tables: Sequence[str], config: Config) -> list[Dump]:
    """The first files of many records among `files`; `tables` are the metadata tables."""
    found = [
        (file, reader)
        for file in files
        if not file.problem and file.path not in tables
        if (reader := formats.of(file.path, config))
    ]
    return [_dump(file, reader, config) for file, reader in found[:_MOST_FILES]]


def glob(path: str) -> str:
    """A glob for the files with the endings of this one: `*.jsonl.gz`."""
    return "*" + ending(path)


def ending(path: str) -> str:
    """What a path ends with, of a compressed file that of what is in it too: `.html.gz`."""
    plain = compressed.unpacked_name(path)
    return PurePosixPath(plain).suffix + path[len(plain) :]


def _dump(file: Found, reader: formats.Reader, config: Config) -> Dump:
    rule = config.records_for(file.path)
    keys: list[str] = []
    count = None
    try:
        shape, seen = shapes.look(file.path, file.location, reader, config)
        keys = sorted(seen)
        if reader.RECORDS:
            return Dump(
                file.path, reader.NAME, _count(file, shape, reader, config), [], reader.RECORDS
            )
        count = _count(file, replace(shape, mapping={"": tuple(keys)}), reader, config)
        mapped, named = mapping.resolve(file.path, rule, keys, config.fields)
    except (RefusedError, OSError) as error:
        return Dump(file.path, reader.NAME, problem=str(error))
    except UsageError as error:
        if rule or not keys:
            return Dump(file.path, reader.NAME, problem=str(error))
        return Dump(file.path, reader.NAME, count, keys, "", mapping.propose(keys))
    fields = {ours: " or ".join(theirs) for ours, theirs in mapped.items()}
    return Dump(file.path, reader.NAME, count, keys, named, fields)


def _count(file: Found, shape: Shape, reader: formats.Reader, config: Config) -> int | None:
    if file.location.stat().st_size > _MOST_BYTES:
        return None
    limit = config.read.max_bytes
    return sum(1 for _ in records.divided(file.path, file.location, shape, reader, limit))
