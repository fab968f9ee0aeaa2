"""A part of a build: its share of the inputs as the batches gave it, in a folder that says of what.

Such a folder is a dataset like others, with every file declared in its datapackage.json; its tables
are those of batches, in which captures are not yet resolved and duplicates not yet found.
"""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING, Any, Literal, Self

import pyarrow.parquet as pq

from pressmark import store
from pressmark.dataset import connect, parquet_scan, require_days
from pressmark.duplicates import segments_schema
from pressmark.flow import account, inputs, judged, packaging, reading
from pressmark.flow.duplicates import SEGMENTS
from pressmark.flow.notes import NOTES, Notes
from pressmark.flow.rows import batch_schema
from pressmark.flow.shares import Reader
from pressmark.flow.withdrawn import LEFT_OUT, WITHDRAWN
from pressmark.hashing import of_json
from pressmark.publish import publishing
from pressmark_schema.descriptor import File, Resource, Share
from pressmark_schema.generate.sql import quoted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    import pyarrow as pa

    from pressmark.flow.account import Account
    from pressmark.flow.engine import Engine, Step
    from pressmark.flow.intake import Intake
    from pressmark.flow.options import Options
    from pressmark.flow.shares import Parting
    from pressmark_schema.descriptor import Package
    from pressmark_schema.tables import Table

_COUNTED = ("sources", "captures", "articles")


class Writer:
    """Writes the tables of batches to a folder, each as it comes."""

    def __init__(self, folder: Path, tables: Mapping[str, Table]) -> None:
        self._folder = folder
        self._writers: dict[str, pq.ParquetWriter] = {}
        self.batches: list[dict[str, int]] = []
        """The rows of each table in each batch."""
        for name, table in tables.items():
            if name not in {"findings", "duplicates"}:
                self._open(name, batch_schema(name, table))

    def _open(self, name: str, schema: pa.Schema) -> pq.ParquetWriter:
        path = self._folder / f"{name}.parquet"
        made = pq.ParquetWriter(
            path, schema, compression="zstd", compression_level=3, write_page_checksum=True
        )
        self._writers[name] = made
        return made

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *fault: object) -> None:
        # After a fault, each open writer would write its end and print the fault a second time.
        for writer in self._writers.values():
            writer.is_open = False

    def add(self, batch: Mapping[str, pa.Table]) -> None:
        """Write the tables of one batch, each as a row group."""
        rows = {name: table.num_rows for name, table in batch.items() if table.num_rows}
        for name, count in rows.items():
            writer = self._writers.get(name) or self._open(name, batch[name].schema)
            writer.write_table(batch[name], row_group_size=count)
        self.batches.append(rows)

    def resources(self) -> list[Resource]:
        """Close all files and declare them."""
        for writer in self._writers.values():
            writer.close()
        return [self._resource(name) for name in sorted(self._writers)]

    def _resource(self, name: str) -> Resource:
        path = self._folder / f"{name}.parquet"
        return Resource(
            name=name,
            path=path.name,
            format="parquet",
            mediatype="application/x-parquet",
            bytes=path.stat().st_size,
            hash=f"sha256:{store.sha256_file(path)}",
        )


def write(  # noqa: PLR0913 - what a run has, and where and how the part is written
    intake: Intake,
    folder: Path,
    parting: Parting,
    options: Options,
    engine: Engine,
    step: Step[Any, dict[str, pa.Table]],
    progress: Callable[[int], None] | None = None,
    *,
    hashed: bool = False,
) -> Account:
    """Do `step` to this part's share of `intake`, and write it to `folder`, all or nothing.

    Where `hashed`, merge compares the inputs by their contents, else by when they were modified.
    """
    config = options.config
    # Seen before any is read: what changes from here on is newer than what this part says it saw.
    seen = inputs.seen(intake.items, hashed=hashed)
    sizes = [one.bytes for one in seen]
    reader = Reader(parting.portions(intake.items, sizes, config), config)
    shapes = reader.shapes()
    with publishing(folder) as staging:
        aside = packaging.Aside()
        with Writer(staging, options.tables) as writer:
            for batch in engine.run(step, reading.cut(reader.units(shapes)), options):
                writer.add(aside.taken(batch))
                if progress:
                    progress(batch["sources"].num_rows if "sources" in batch else 0)
            resources = writer.resources()
        notes = _notes(intake, reader, options, aside)
        notes.batches = writer.batches
        (staging / NOTES).write_text(notes.model_dump_json(indent=1) + "\n", encoding="utf-8")
        inputs.write(seen, staging / inputs.INPUTS)
        share = _share(seen, parting, notes, "sha256" if hashed else "modified")
        store.write_descriptor(staging, _package(staging, resources, options, share, aside))
    return counted(folder, intake, aside.incidents)


def _notes(intake: Intake, reader: Reader, options: Options, aside: packaging.Aside) -> Notes:
    profile = options.config.profile
    return Notes(
        settings=options.config.model_dump(mode="json", by_alias=True, exclude_none=True),
        corrections=list(options.corrections.lines.items()),
        withdrawn=list(options.withdrawn.listed),
        kept_sha256=of_json(options.kept),
        profile=profile.path if profile else "",
        learnt=profile is not None and profile.profile.learnt is not None,
        applied=aside.applied,
        incidents=aside.incidents,
        shared=reader.shared,
        manners=[(*manner, paths[0], len(paths)) for manner, paths in reader.manners.items()],
        remarks=[(*key, text) for key, text in reader.told.remarks.items()],
        left_out=list(intake.left_out.items()),
        left_out_inside=list(reader.told.left_out.items()),
        table=intake.table,
        unmatched_rows=intake.unmatched_rows,
        unmatched_files=intake.unmatched_files,
        unused_columns=intake.unused_columns,
        described=intake.described,
    )


def _share(
    seen: Sequence[inputs.Seen],
    parting: Parting,
    notes: Notes,
    compared: Literal["modified", "sha256"],
) -> Share:
    """Which share this is; the hashes are over what all parts have in common."""
    return Share(
        part=parting.part,
        of=parting.of,
        inputs=len(seen),
        inputs_by=compared,
        inputs_sha256=inputs.sha256(seen),
        settings_sha256=notes.settings_sha256,
        beside_sha256=notes.beside_sha256,
    )


def _package(
    folder: Path,
    resources: Sequence[Resource],
    options: Options,
    share: Share,
    aside: packaging.Aside,
) -> Package:
    package = packaging.package_of(
        resources, "part", options.config, reproducible=not aside.incidents
    )
    files = [_file(folder, name) for name in (inputs.INPUTS, NOTES)]
    assert package.pressmark is not None  # noqa: S101 - package_of states them
    facts = package.pressmark.model_copy(update={"share": share, "files": files})
    return package.model_copy(update={"pressmark": facts})


def _file(folder: Path, name: str) -> File:
    path = folder / name
    return File(path=name, bytes=path.stat().st_size, hash=f"sha256:{store.sha256_file(path)}")


def counted(folder: Path, intake: Intake, incidents: list[tuple[str, str]]) -> Account:
    """The account of a part: what it read, before captures of the same article are resolved."""
    with connect() as connection:
        for name in _COUNTED:
            scan = parquet_scan([folder / f"{name}.parquet"])
            connection.execute(f"CREATE VIEW {quoted(name)} AS FROM {scan}")
        made = account.counted(connection, intake)
    made.incidents = incidents
    return made


def batches(
    folder: Path,
    resources: Sequence[Resource],
    rows: Sequence[Mapping[str, int]],
    tables: Mapping[str, Table],
) -> Iterator[dict[str, pa.Table]]:
    """The batches of a part as they were.

    Raises OSError, ValueError, LookupError or NotImplementedError where a file is damaged, or is
    not of the columns that this program writes.
    """
    schemas = _schemas(tables)
    with ExitStack() as stack:
        files = {}
        for resource in resources:
            path = store.inside(folder, resource.paths[0]).absolute()
            file = stack.enter_context(pq.ParquetFile(path, page_checksum_verification=True))
            if not file.schema_arrow.equals(schemas[resource.name]):
                raise ValueError(f"{resource.name} has other columns than this program writes")
            files[resource.name] = file
        groups = dict.fromkeys(files, 0)
        for counts in rows:
            batch = {}
            for name, count in counts.items():
                batch[name] = _group(files[name], groups[name])
                groups[name] += 1
                if batch[name].num_rows != count:
                    raise ValueError(f"{name} has {batch[name].num_rows} rows, not {count}")
            yield batch


def _group(file: pq.ParquetFile, place: int) -> pa.Table:
    """The row group at a place, every value of it one of its column."""
    table = file.read_row_group(place)
    table.validate(full=True)
    for batch in table.to_batches():
        require_days(batch)
    return table


def _schemas(tables: Mapping[str, Table]) -> dict[str, pa.Schema]:
    """The columns of everything that batches of a part may hold."""
    aside = {SEGMENTS: segments_schema(), WITHDRAWN: LEFT_OUT, judged.HITS: judged.schema()}
    return {name: batch_schema(name, table) for name, table in tables.items()} | aside
