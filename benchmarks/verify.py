"""`verify` of a package beside sha256 of the same bytes on all cores.

Compared is time on the clock: what is measured is whether all cores are at work. The peer is a
process with a thread a core that hashes the files, the largest first, and compares nothing.
"""

from collections.abc import Iterator

from measuring import Line, Plan, alternate, median, pressmark, python, run

HASHING = """
import hashlib, os, sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

def digest(path):
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").digest()

files = [path for path in Path(sys.argv[1]).rglob("*") if path.is_file()]
files.sort(key=lambda path: -path.stat().st_size)
with ThreadPoolExecutor(os.cpu_count()) as threads:
    list(threads.map(digest, files))
"""


def lines(plan: Plan) -> Iterator[Line]:
    """The bytes a second, ours and theirs, the start of both apart."""
    count = plan.of(tiny=60, quick=5_000, full=100_000)
    package, nothing = plan.package(count), plan.work / "nothing"
    nothing.mkdir(exist_ok=True)
    small = plan.package(plan.of(tiny=60, quick=60, full=60))
    runs = alternate(
        {
            "ours": lambda: run(pressmark("verify", package)),
            "peer": lambda: run(python(HASHING, package)),
            "ours, starting": lambda: run(pressmark("verify", small)),
            "peer, starting": lambda: run(python(HASHING, nothing)),
        },
        max(plan.rounds, plan.of(tiny=1, quick=5, full=5)),
    )
    wall = {name: median(of, lambda one: one.wall) for name, of in runs.items()}
    size = sum(path.stat().st_size for path in package.rglob("*") if path.is_file())
    ours = max(wall["ours"] - wall["ours, starting"], 1e-6)
    peer = max(wall["peer"] - wall["peer, starting"], 1e-6)
    yield Line(
        f"`verify`, {size / 1e6:,.0f} MB, by the clock, start apart",
        f"{size / ours / 1e6:,.0f} MB/s",
        f"{size / peer / 1e6:,.0f} MB/s",
        peer / ours,
        least=0.8,
        note="beside sha256 by all cores",
    )
