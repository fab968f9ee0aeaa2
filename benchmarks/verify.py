"""`verify` of a package beside sha256 of the same bytes on all cores.

Compared is time on the clock, measured in each process without its start: what matters is whether
all cores are at work. The peer hashes the files by a thread a core, the largest first, and
compares nothing.
"""

from collections.abc import Iterator

from measuring import Line, Plan, alternate, inside, median, python, run

TIMED = """
import hashlib, os, statistics, sys, time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from pressmark import check

package = Path(sys.argv[1])

def ours():
    assert not list(check.verify(package, pages=False))

def digest(path):
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").digest()

def peer():
    files = [path for path in package.rglob("*") if path.is_file()]
    files.sort(key=lambda path: -path.stat().st_size)
    with ThreadPoolExecutor(os.cpu_count()) as threads:
        list(threads.map(digest, files))

work = globals()[sys.argv[2]]
work()
taken = []
for _ in range(int(sys.argv[3])):
    cpu, wall = time.process_time(), time.perf_counter()
    work()
    taken.append((time.process_time() - cpu, time.perf_counter() - wall))
cpu, wall = map(statistics.median, zip(*taken))
print('{"cpu": %f, "wall": %f}' % (cpu, wall))
"""


def lines(plan: Plan) -> Iterator[Line]:
    """The bytes a second, ours and theirs."""
    package = plan.package(plan.of(tiny=60, quick=5_000, full=100_000))
    times = str(plan.of(tiny=1, quick=9, full=3))
    runs = alternate(
        {
            name: lambda name=name: inside(run(python(TIMED, package, name, times)))
            for name in ("ours", "peer")
        },
        plan.rounds,
    )
    ours, peer = (median(runs[name], lambda one: one.wall) for name in ("ours", "peer"))
    size = sum(path.stat().st_size for path in package.rglob("*") if path.is_file()) / 1e6
    yield Line(
        f"`verify`, {size:,.0f} MB, by the clock, start apart",
        f"{size / ours:,.0f} MB/s",
        f"{size / peer:,.0f} MB/s",
        peer / ours,
        least=0.8,
        note="beside sha256 by all cores",
    )
