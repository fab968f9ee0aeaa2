"""`build` of many small files beside reading and hashing them, and where the rest goes.

The files are those of mixed.py: of a few kB, most UTF-8, some Windows-1252, a few empty or binary,
half with a row in a metadata table.
"""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from measuring import FOLDER, LENIENT, Line, Plan, alternate, pressmark, python, run, within
from where import spent

READING = """
import hashlib, os, sys
for folder, _, files in os.walk(sys.argv[1]):
    for name in sorted(files):
        with open(os.path.join(folder, name), "rb") as file:
            hashlib.sha256(file.read()).digest()
"""


def lines(plan: Plan) -> Iterator[Line]:
    """The build beside the reading; then the µs of one file."""
    count = plan.of(tiny=60, quick=2_000, full=100_000)
    folder, out = files(plan, count), plan.work / "flat"
    command = [*pressmark("build", folder, "-o", out, "--no-cache"), *LENIENT]
    runs = alternate(
        {
            "build": lambda: run(command, ok=1),
            "reading": lambda: run(python(READING, folder)),
        },
        plan.of(tiny=1, quick=3, full=1),
    )
    what = f"`build` of {count:,} small files"
    yield within(what, runs["build"], runs["reading"], note="beside reading and hashing them")
    few = plan.of(tiny=60, quick=1_000, full=5_000)
    some = files(plan, few)
    yield spent(plan, some, some / "pressmark.toml", few, "where the µs of a small file go")


def files(plan: Plan, count: int) -> Path:
    """The folder of raw files, made once in a run."""
    folder = plan.work / f"mixed-{count}"
    if not folder.exists():
        subprocess.run([sys.executable, FOLDER / "mixed.py", folder, str(count)], check=True)
    return folder
