"""A package's texts into Arrow, pandas, polars and DuckDB, beside the bare Parquet read.

Also beside `datasets.load_dataset`, which copies all into a cache of its own first, and by the
bytes read where one month of one outlet is wanted. Each side is a process that takes the CPU of
the reading alone, several times, and tells the median; the files are in the page cache.
"""

from collections.abc import Iterator
from pathlib import Path

from measuring import Line, Plan, absent, alternate, inside, python, run, within

READING = """
import io, shutil, statistics, sys, tempfile, time, pathlib
package, files, times = sys.argv[1], sys.argv[2].split(","), int(sys.argv[3])
{before}
def work():
    {work}
work()
taken = []
for _ in range(times):
    cpu, wall = time.process_time(), time.perf_counter()
    work()
    taken.append((time.process_time() - cpu, time.perf_counter() - wall))
cpu, wall = map(statistics.median, zip(*taken))
print('{{"cpu": %f, "wall": %f}}' % (cpu, wall))
"""
ASKED = "SELECT outlet_id, count(*), sum(length(text)) FROM {} GROUP BY ALL ORDER BY ALL"
OURS = "from pressmark import load"
SIDES = {
    "Arrow": (
        (OURS, "load(package).texts"),
        ("import pyarrow.parquet as pq", "pq.read_table(files)"),
        (),
    ),
    "pandas": (
        (f"import pandas; {OURS}", "load(package).to_pandas()"),
        (
            "import pandas",
            "pandas.concat([pandas.read_parquet(file) for file in files])",
        ),
        ("pandas",),
    ),
    "polars": (
        (f"import polars; {OURS}", "load(package).to_polars()"),
        ("import polars", "polars.read_parquet(files)"),
        ("polars",),
    ),
    "DuckDB": (
        (f"import duckdb; {OURS}", f"load(package).sql({ASKED.format('texts')!r}).fetchall()"),
        (
            "import duckdb",
            f"duckdb.connect().sql({ASKED!r}.format('read_parquet(%r)' % files)).fetchall()",
        ),
        (),
    ),
}
DATASETS = (
    "import datasets; datasets.disable_progress_bars()",
    (
        "folder = tempfile.mkdtemp(); datasets.load_dataset('parquet', data_files=files, "
        "cache_dir=folder)['train'].data.table; shutil.rmtree(folder)"
    ),
)
PART = """
import sys
from pathlib import Path
from pressmark import load
def read():
    return int(Path("/proc/self/io").read_text().split()[1])
{work}
"""
OF_A_MONTH = PART.format(
    work="""
def part(month):
    corpus = load(sys.argv[1], verify=False)
    return corpus.filter(outlets=["outlet13"], date_from=month, date_to=month).texts.num_rows

part("2014-02")  # what is imported is read too
before = read()
rows = part("2014-03")
print('{"bytes": %d, "rows": %d}' % (read() - before, rows))
"""
)
OF_ALL = PART.format(
    work="""
corpus = load(sys.argv[1], verify=False)
before = read()
rows = corpus.texts.num_rows
print('{"bytes": %d, "rows": %d}' % (read() - before, rows))
"""
)


def lines(plan: Plan) -> Iterator[Line]:
    """A line for each kind of frame, one beside datasets, one for a part."""
    package = plan.package(plan.of(tiny=60, quick=5_000, full=100_000))
    files = texts(package)
    told = f"texts of {package.name.removeprefix('package-')} articles"
    for name, (ours, bare, needs) in SIDES.items():
        what = f"`load()` to {name}, {told}, beside the bare Parquet read"
        if missing := absent(*needs):
            yield Line(what, missing=missing)
            continue
        runs = _beside(plan, package, files, {"ours": ours, "peer": bare})
        yield within(what, runs["ours"], runs["peer"], most=1.1)
    what = f"the same to Arrow beside `datasets.load_dataset`, {told}"
    if missing := absent("datasets"):
        yield Line(what, missing=missing)
    else:
        runs = _beside(plan, package, files, {"ours": SIDES["Arrow"][0], "peer": DATASETS})
        yield within(what, runs["ours"], runs["peer"], most=1.1)
    yield _part(package)


def texts(package: Path) -> list[Path]:
    """The Parquet files of the texts."""
    folder = package / "parquet"
    found = sorted((folder / "texts").glob("*.parquet"))
    return found or [folder / "texts.parquet"]


def _beside(plan: Plan, package: Path, files: list[Path], sides: dict[str, tuple[str, str]]):  # noqa: ANN202 - as alternate
    times = str(plan.of(tiny=1, quick=5, full=3))
    listed = ",".join(map(str, files))
    commands = {
        name: python(READING.format(before=before, work=work), package, listed, times)
        for name, (before, work) in sides.items()
    }
    return alternate(
        {name: lambda command=command: inside(run(command)) for name, command in commands.items()},
        plan.rounds,
    )


def _part(package: Path) -> Line:
    """Bytes that the kernel was asked for (rchar of /proc/self/io), which no cache hides."""
    some, all_ = (run(python(work, package)).told for work in (OF_A_MONTH, OF_ALL))
    ratio = some["bytes"] / all_["bytes"]
    return Line(
        "one month of one outlet: bytes read, beside all texts",
        f"{some['bytes'] / 1e6:,.2f} MB for {some['rows']:,.0f} texts",
        f"{all_['bytes'] / 1e6:,.2f} MB for {all_['rows']:,.0f}",
        ratio,
        most=0.05,
    )
