"""Measure `diff` on packages of N articles of which 1 % changed: `diff.py DIR N [FILE_BYTES]`.

The tables are written directly: N articles drawn from the rows that the project's own corpus gives,
each under an id of its own, and laid out as a build does, in files for places, of FILE_BYTES at
most (the default of a build where it is not given). In one package every hundredth article has
another paragraph, in another as many of one day. Prints, for both beside reading every row of one
package, CPU seconds and peak memory, each in a process of its own, medians of three; and how many
of the files of tables are others, for the rest are not read.
"""

import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa

from pressmark_schema.ids import digest

ROOT = Path(__file__).parent.parent
NAMES = ("texts", "articles", "blocks", "changes", "evidence", "captures", "sources")
MEASURED = """
import resource, sys
from pathlib import Path
from pressmark.dataset import Dataset
a, b = (Dataset.open(Path(p)) for p in sys.argv[1:3])
{work}
used = resource.getrusage(resource.RUSAGE_SELF)
# Not ru_maxrss: that begins with the memory of whoever started the process.
peak = next(line for line in open("/proc/self/status") if line.startswith("VmHWM"))
print(round(used.ru_utime + used.ru_stime, 2), round(int(peak.split()[1]) / 1024))
"""
WORK = {
    "one full read": "for name in a.files:\n    for batch in a.batches(name): pass",
    "diff, counts": "from pressmark.compare import compare\nd = compare(a, b)\nd.tallies, d.added",
    "diff, every change": "from pressmark.compare import compare\nd = compare(a, b)\n"
    "assert sum(1 for _ in d.each_changed(words=True)) == d.changed > 0",
}


Changed = Callable[[int, int], bool]
"""Whether an article differs, by its number and how many articles the others are drawn from."""
CHANGED: dict[str, Changed] = {
    "before": lambda _, __: False,
    "scattered": lambda number, _: number % 100 == 0,
    "together": lambda number, patterns: number % (100 // patterns * patterns or patterns) == 0,
}


def main() -> None:
    """Write the packages where they are not yet, then measure."""
    from pressmark.layout import FILE_BYTES

    folder, count = Path(sys.argv[1]), int(sys.argv[2])
    size = int(sys.argv[3]) if len(sys.argv) > 3 else FILE_BYTES
    for name, changed in CHANGED.items():
        if not (folder / name / "datapackage.json").is_file():
            write(folder / name, count, changed=changed, file_bytes=size)
    for name in ("scattered", "together"):
        sides = (folder / "before", folder / name)
        print(f"{name}: {others(*sides)}")
        for what, work in WORK.items():
            runs = [measure(work, *sides) for _ in range(3)]
            cpu, memory = (statistics.median(values) for values in zip(*runs, strict=True))
            print(f"  {what}: {cpu} s CPU, {memory:.0f} MB")


def others(a: Path, b: Path) -> str:
    """How many of the files of tables, and of their bytes, `b` does not share with `a`."""
    from pressmark.store import declared

    mine, theirs = declared(a), declared(b)
    known = {digest for _, digest in mine.values()}
    new = [size or 0 for size, digest in theirs.values() if digest not in known]
    share = 100 * sum(new) / sum(size or 0 for size, _ in theirs.values())
    return f"{len(new)} of {len(theirs)} files are others, {share:.0f} % of the bytes"


def measure(work: str, a: Path, b: Path) -> tuple[float, float]:
    """CPU seconds and peak megabytes of one run."""
    command = [sys.executable, "-c", MEASURED.format(work=work), a, b]
    out = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    cpu, memory = out.split()
    return float(cpu), float(memory)


def write(folder: Path, count: int, *, changed: Changed, file_bytes: int) -> None:
    """Write a package of `count` articles, laid out as a build would."""
    from pressmark import store
    from pressmark.arranging import arranged
    from pressmark.dataset import Dataset
    from pressmark.writing import TableWriter

    folder.mkdir(parents=True)
    unordered = folder / "unordered"
    unordered.mkdir()
    with tempfile.TemporaryDirectory() as scratch:
        dataset, patterns = seeds(Path(scratch))
        tables = {name: dataset.table(name) for name in NAMES}
        package = dataset.package.plain()
    resources = [
        TableWriter(unordered, table).write(rows(patterns, name, count, changed=changed))
        for name, table in tables.items()
    ]
    laid = arranged(Dataset(unordered, described(package, resources)), folder, file_bytes)
    shutil.rmtree(unordered)
    package["pressmark"]["places"] = [place.name for place in laid.places]
    if len(laid.places) < 2:
        del package["pressmark"]["places"]
    store.write_descriptor(folder, described(package, laid.resources))


def described(package: dict[str, Any], resources: list[Any]) -> Any:
    """The descriptor with these tables alone."""
    from pressmark_schema.descriptor import Package

    stated = [resource.model_dump(by_alias=True) for resource in resources]
    return Package.model_validate(package | {"resources": stated})


def seeds(scratch: Path) -> tuple[Any, list[dict[str, list[dict[str, Any]]]]]:
    """The project's own corpus, and the rows of each of its articles of some length."""
    from pressmark import build, config
    from pressmark.dataset import Dataset

    build([ROOT / "seeds"], scratch / "package", config.find(ROOT / "seeds"), jobs=1)
    dataset = Dataset.open(scratch / "package")
    tables = {name: dataset.arrow(name).to_pylist() for name in NAMES}
    found = []
    for article in tables["articles"]:
        own = article["article_id"]
        capture = next(
            row for row in tables["captures"] if row["article_id"] == own and row["is_current"]
        )
        of = {n: [row for row in tables[n] if row.get("article_id") == own] for n in NAMES[:5]}
        of["captures"] = [capture]
        of["sources"] = [r for r in tables["sources"] if r["source_id"] == capture["source_id"]]
        if len(of["blocks"]) > 5:
            found.append(of)
    return dataset, found


def rows(
    patterns: list[dict[str, list[dict[str, Any]]]], name: str, count: int, *, changed: Changed
) -> Iterator[pa.RecordBatch]:
    """The rows of a table, an article after the other, in the order of their ids."""
    from pressmark.config import find
    from pressmark.dataset import own_tables
    from pressmark_schema.generate.arrow_schema import arrow_schema

    schema = arrow_schema(own_tables(find(ROOT / "seeds").fields)[name])
    waiting: list[dict[str, Any]] = []
    for number in range(count):
        pattern = patterns[number % len(patterns)]
        differs = changed(number, len(patterns))
        waiting += (renamed(row, name, number, differs=differs) for row in pattern[name])
        if len(waiting) > 20_000:
            yield pa.RecordBatch.from_pylist(waiting, schema)
            waiting = []
    if waiting:
        yield pa.RecordBatch.from_pylist(waiting, schema)


def renamed(row: dict[str, Any], name: str, number: int, *, differs: bool) -> dict[str, Any]:
    """The row as one of article `number`; a changed article has another text and other hashes."""
    article, version = f"a{digest(str(number))}", f"{number:063d}{int(differs)}"
    new: dict[str, Any] = {"article_id": article}
    if row.get("block_id"):
        new["block_id"] = article + row["block_id"][17:]
    for key in ("change_id", "evidence_id", "capture_id", "source_id"):
        if row.get(key):
            new[key] = row[key][0] + f"{number:06d}" + row[key][7:]
    new |= {"record_sha256": version, "text_sha256": version, "path": f"{number}.txt"}
    if name in {"texts", "blocks"}:
        more = " anders" * (differs and row.get("seq", 2) == 2)
        new["text"] = f"{row['text']} {number}{more}"
    new |= {"dup_cluster": None, "dup_relation": None, "is_representative": True}
    return {key: new.get(key, value) for key, value in row.items()}


if __name__ == "__main__":
    main()
