"""`build` of many small files beside reading and hashing them, and where the rest goes.

The files are those of mixed.py: of a few kB, most UTF-8, some Windows-1252, a few empty or binary,
half with a row in a metadata table.
"""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from measuring import FOLDER, LENIENT, Line, Plan, alternate, median, pressmark, python, run, within

READING = """
import hashlib, os, sys
for folder, _, files in os.walk(sys.argv[1]):
    for name in sorted(files):
        with open(os.path.join(folder, name), "rb") as file:
            hashlib.sha256(file.read()).digest()
"""


def lines(plan: Plan) -> Iterator[Line]:
    """The build beside the reading; then reading and parsing apart from all the rest."""
    count = plan.of(tiny=60, quick=2_000, full=100_000)
    folder, out = files(plan, count), plan.work / "flat"
    command = [*pressmark("build", folder, "-o", out), *LENIENT]
    ingest = pressmark("ingest", folder, "-o", plan.work / "ingested")
    normalise = pressmark("normalise", plan.work / "ingested", "-o", plan.work / "normal")
    runs = alternate(
        {
            "build": lambda: run(command, ok=1),
            "reading": lambda: run(python(READING, folder)),
            "ingest": lambda: run(ingest, ok=1),
            "normalise": lambda: run([*normalise, "--config", folder / "pressmark.toml"], ok=1),
        },
        plan.of(tiny=1, quick=3, full=1),
    )
    what = f"`build` of {count:,} small files"
    yield within(what, runs["build"], runs["reading"], note="beside reading and hashing them")
    whole, read, parsed = (median(runs[name]) for name in ("build", "ingest", "normalise"))
    told = (
        f"reading, hashing, decoding and keeping the sources {read / whole:.0%}, parsing and "
        f"duplicates {parsed / whole:.0%}; the rest is rules, CSV and publishing"
    )
    yield Line(f"of these {whole:,.0f} s of CPU", told)


def files(plan: Plan, count: int) -> Path:
    """The folder of raw files, made once in a run."""
    folder = plan.work / f"mixed-{count}"
    if not folder.exists():
        subprocess.run([sys.executable, FOLDER / "mixed.py", folder, str(count)], check=True)
    return folder
