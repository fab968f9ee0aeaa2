"""Measure `diff` on two packages of N articles of which 1 % changed: `benchmarks/diff.py DIR N`.

The tables are written directly: N articles drawn from the rows that the project's own corpus gives,
each under an id of its own; in the second package every hundredth has another paragraph. Prints
CPU seconds and peak memory of the comparison beside those of reading every row of one package,
each in a process of its own, medians of three.
"""

import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa

ROOT = Path(__file__).parent.parent
NAMES = ("texts", "articles", "blocks", "changes", "evidence", "captures", "sources")
MEASURED = """
import resource, sys
from pathlib import Path
from pressmark.dataset import Dataset
a, b = (Dataset.open(Path(p)) for p in sys.argv[1:3])
{work}
used = resource.getrusage(resource.RUSAGE_SELF)
print(round(used.ru_utime + used.ru_stime, 2), round(used.ru_maxrss / 1024))
"""
WORK = {
    "one full read": "for name in a.files:\n    for batch in a.batches(name): pass",
    "diff, counts": "from pressmark.compare import compare\nd = compare(a, b)\nd.tallies, d.added",
    "diff, every change": "from pressmark.compare import compare\nd = compare(a, b)\n"
    "assert sum(1 for _ in d.each_changed(words=True)) == d.changed > 0",
}


def main() -> None:
    """Write the packages where they are not yet, then measure."""
    folder, count = Path(sys.argv[1]), int(sys.argv[2])
    for name, changed in (("a", False), ("b", True)):
        if not (folder / name / "datapackage.json").is_file():
            write(folder / name, count, changed=changed)
    for name, work in WORK.items():
        runs = [measure(work, folder) for _ in range(3)]
        cpu, memory = (statistics.median(values) for values in zip(*runs, strict=True))
        print(f"{name}: {cpu} s CPU, {memory:.0f} MB")


def measure(work: str, folder: Path) -> tuple[float, float]:
    """CPU seconds and peak megabytes of one run."""
    command = [sys.executable, "-c", MEASURED.format(work=work), folder / "a", folder / "b"]
    out = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    cpu, memory = out.split()
    return float(cpu), float(memory)


def write(folder: Path, count: int, *, changed: bool) -> None:
    """Write a package of `count` articles."""
    from pressmark import store
    from pressmark.writing import TableWriter
    from pressmark_schema.descriptor import Package

    folder.mkdir(parents=True)
    with tempfile.TemporaryDirectory() as scratch:
        dataset, patterns = seeds(Path(scratch))
    resources = []
    for name in NAMES:
        table = dataset.table(name)
        resources.append(
            TableWriter(folder, table).write(rows(patterns, name, count, changed=changed))
        )
    package = dataset.package.plain()
    package["resources"] = [resource.model_dump(by_alias=True) for resource in resources]
    store.write_descriptor(folder, Package.model_validate(package))


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
    patterns: list[dict[str, list[dict[str, Any]]]], name: str, count: int, *, changed: bool
) -> Iterator[pa.RecordBatch]:
    """The rows of a table, an article after the other, in the order of their ids."""
    from pressmark.config import find
    from pressmark.dataset import own_tables
    from pressmark_schema.generate.arrow_schema import arrow_schema

    schema = arrow_schema(own_tables(find(ROOT / "seeds").fields)[name])
    waiting: list[dict[str, Any]] = []
    for number in range(count):
        pattern = patterns[number % len(patterns)]
        differs = changed and number % 100 == 0
        waiting += (renamed(row, name, number, differs=differs) for row in pattern[name])
        if len(waiting) > 20_000:
            yield pa.RecordBatch.from_pylist(waiting, schema)
            waiting = []
    if waiting:
        yield pa.RecordBatch.from_pylist(waiting, schema)


def renamed(row: dict[str, Any], name: str, number: int, *, differs: bool) -> dict[str, Any]:
    """The row as one of article `number`; a changed article has another text and other hashes."""
    article, version = f"a{number:016d}", f"{number:063d}{int(differs)}"
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
