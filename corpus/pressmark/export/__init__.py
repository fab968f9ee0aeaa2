"""A dataset in the forms that others read, each a module of its own with the same verb."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from pressmark.export import (
    bag,
    conllu,
    croissant,
    csv_tables,
    datapackage,
    datatrove,
    docbin,
    dolma,
    duckdb_file,
    fundus,
    hf,
    jsonl,
    mapping,
    markdown,
    ninjs,
    parquet,
    rocrate,
    schemaorg,
    sqlite_file,
    tei,
    vrt,
)
from pressmark.export.choices import Choices
from pressmark.export.filtered import write_filtered
from pressmark.export.filters import Filters, check_known
from pressmark.export.intact import require_corpus, require_intact
from pressmark.export.withheld import Public, despite_of, withhold
from pressmark.publish import publishing

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from pressmark.dataset import Dataset
    from pressmark.export.mapping import Places
    from pressmark_schema.descriptor import Package
    from pressmark_schema.tables import Table

__all__ = ["FORMATS", "Choices", "Filters", "Format", "Public", "export"]


class Writer(Protocol):
    """Writes a dataset to an empty folder in one format, with a descriptor, and returns that."""

    def __call__(self, dataset: Dataset, folder: Path, choices: Choices) -> Package: ...


@dataclass(frozen=True, slots=True)
class Format:
    """How a dataset is written in a format, where that says each field, what it leaves to choose.

    `says` is one line for people; `loads` names the programs that the tests load it with.
    """

    write: Writer
    places: Callable[[Mapping[str, Table]], Places]
    says: str
    takes: frozenset[str] = frozenset()


FORMATS: dict[str, Format] = {
    "datapackage": Format(
        datapackage.chosen,
        mapping.everything,
        "Parquet and CSV with one descriptor",
        datapackage.TAKES,
    ),
    "parquet": Format(parquet.chosen, mapping.everything, "the exact tables"),
    "csv": Format(
        csv_tables.write, csv_tables.places, "RFC 4180, a file a table", csv_tables.TAKES
    ),
    "jsonl": Format(jsonl.write, jsonl.places, "a line an article"),
    "vrt": Format(vrt.write, vrt.places, "CWB, CQPweb, NoSketch Engine", vrt.TAKES),
    "conllu": Format(conllu.write, conllu.places, "Universal Dependencies' tools", conllu.TAKES),
    "hf": Format(hf.write, hf.places, "Hugging Face datasets"),
    "datatrove": Format(datatrove.write, datatrove.places, "JSON lines for datatrove"),
    "dolma": Format(dolma.write, dolma.places, "JSON lines for the Dolma toolkit"),
    "fundus": Format(fundus.write, fundus.places, "JSON lines as Fundus writes articles"),
    "tei": Format(tei.write, tei.places, "TEI P5, an article a file", tei.TAKES),
    "croissant": Format(croissant.write, croissant.places, "the exact tables for MLCommons"),
    "duckdb": Format(duckdb_file.write, duckdb_file.places, "one DuckDB file, with keys"),
    "sqlite": Format(sqlite_file.write, sqlite_file.places, "one SQLite file, with search"),
    "markdown": Format(
        markdown.write, markdown.places, "front matter, an article a file", markdown.TAKES
    ),
    "schemaorg": Format(
        schemaorg.write,
        schemaorg.places,
        "schema.org as JSON-LD, a line an article",
        schemaorg.TAKES,
    ),
    "ninjs": Format(ninjs.write, ninjs.places, "IPTC ninjs 3.1, a line an article", ninjs.TAKES),
    "docbin": Format(docbin.write, docbin.places, "spaCy's DocBin", docbin.TAKES),
    "rocrate": Format(
        rocrate.write, rocrate.places, "RO-Crate 1.1 around the package", rocrate.TAKES
    ),
    "bagit": Format(bag.write, bag.places, "a BagIt bag around the package", bag.TAKES),
}
"""The formats by the names that `--to` takes."""


def export(
    dataset: Dataset,
    target: Path,
    to: str = "datapackage",
    filters: Filters | None = None,
    csv: datapackage.Csv = "auto",
    choices: Choices | None = None,
    *,
    public: Public | None = None,
) -> Package:
    """Write `dataset`, or what `filters` keep of it, to the folder `target` in the format `to`.

    All or nothing: `target` holds the whole export or what it held before. The same dataset and
    arguments give the same bytes. `choices` say how, where the format leaves a choice; `csv` is
    the one among them whether a data package has CSV files besides. `public` leaves out the words
    of the articles whose `sharing` does not allow full text, unless it gives a reason to pass them
    on, which the descriptor then records.

    Returns the descriptor. Raises UsageError for arguments that cannot be, a target that is not
    ours or a filter that keeps nothing, IntegrityError where the dataset is not what its
    descriptor declares, EnvironmentFaultError where the disk refuses, another run holds `target`
    or a library that the format needs is not installed.
    """
    check_known("format", to, FORMATS)
    chosen = replace(choices or Choices(), csv=csv) if csv != "auto" else choices or Choices()
    chosen.require(to, FORMATS[to].takes)
    write = FORMATS[to].write
    require_corpus(dataset)
    require_intact(dataset)
    if public and public.despite:
        dataset, public = despite_of(dataset, public.despite), None
    with publishing(target) as staging:
        if not filters and not public:
            return write(dataset, staging, chosen)
        with tempfile.TemporaryDirectory(prefix=".part-", dir=staging) as scratch:
            if filters:
                dataset = write_filtered(dataset, filters, _below(scratch, "filtered"))
            if public:
                dataset = withhold(dataset, _below(scratch, "public"))
            return write(dataset, staging, chosen)


def _below(scratch: str, name: str) -> Path:
    folder = Path(scratch, name)
    folder.mkdir()
    return folder
