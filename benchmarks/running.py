"""Measure pressmark beside its peers: `benchmarks/run [ROW …] [--quick|--full] [--page]`.

Prints one table, `what | ours | peer | ratio | reach | met`; a row is a module of this folder, and
each pairs our runs and the peer's in turn (`measuring.py`). Without names all rows run but
`million`, which wants the machine for itself for an hour. `--page` keeps the lines in
`results.json`, those of other rows as they were, and writes them into docs/performance.md.
"""

import argparse
import importlib
import json
import os
import platform
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path
from typing import Any

from measuring import FOLDER, ROOT, Line, Plan

ROWS = {
    "build": "JSON lines to a package, beside datatrove; memory",
    "incremental": "adding to a corpus, and changing nothing",
    "validate": "a package's rules, beside frictionless",
    "near_duplicates": "beside datasketch, rensa and datatrove",
    "pages": "HTML pages, beside the extractors alone",
    "flat": "many small files",
    "verify": "every byte, beside sha256",
    "load": "into pandas, polars and DuckDB, and a part",
    "start": "what a short command costs",
    "engines": "other engines, beside our own pool",
    "machine": "what this machine can do, and where the time of one article goes",
    "million": "1,000,000 articles (only where named)",
}
ALONE = "million"
RESULTS = FOLDER / "results.json"
PAGE = ROOT / "docs" / "performance.md"
BEGIN, END = "<!-- table: benchmarks/run --page -->", "<!-- end of table -->"
HEAD = "| what | ours | peer | ratio | reach | met |\n|---|---|---|---|---|---|"
_ROUNDS = {"tiny": 1, "quick": 3, "full": 3}
_PEERS = (
    *("datatrove", "datasketch", "rensa", "trafilatura", "resiliparse", "frictionless"),
    *("datasets", "polars", "pandas", "duckdb", "pyarrow", "ray"),
)

Result = dict[str, Any]


def main() -> None:
    """Run the rows that the command line names."""
    asked = _asked()
    names = asked.rows or [name for name in ROWS if name != ALONE]
    work = Path(asked.work or tempfile.mkdtemp(prefix="pressmark-benchmarks-"))
    work.mkdir(parents=True, exist_ok=True)
    plan = Plan(asked.size, asked.rounds or _ROUNDS[asked.size], work)
    found = {}
    print(HEAD, flush=True)
    try:
        for name in names:
            found[name] = _measured(name, plan)
            if asked.page:
                _keep({name: found[name]}, asked.size)
    finally:
        if not asked.work:
            shutil.rmtree(work, ignore_errors=True)
    if asked.json:
        Path(asked.json).write_text(_json(_dated(found, asked.size)), encoding="utf-8")
    if asked.page:
        PAGE.write_text(written(PAGE.read_text(encoding="utf-8"), _kept()), encoding="utf-8")


def _asked() -> argparse.Namespace:
    rows = "\n".join(f"  {name:16} {told}" for name, told in ROWS.items())
    parser = argparse.ArgumentParser(
        "benchmarks/run",
        description="Measure pressmark beside its peers.",
        epilog=f"rows:\n{rows}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("rows", nargs="*", metavar="ROW", choices=[[], *ROWS], help="see below")
    sizes = parser.add_mutually_exclusive_group()
    for size, told in (
        ("tiny", "does it run at all; the figures mean nothing"),
        ("quick", "some minutes (the default)"),
        ("full", "the sizes of docs/performance.md"),
    ):
        sizes.add_argument(f"--{size}", dest="size", action="store_const", const=size, help=told)
    parser.set_defaults(size="quick")
    parser.add_argument("--rounds", type=int, help="runs of each side, of which medians are taken")
    parser.add_argument("--work", metavar="DIR", help="keep inputs and outputs here")
    parser.add_argument("--json", metavar="FILE", help="write the lines as JSON too")
    parser.add_argument("--page", action="store_true", help="write docs/performance.md anew")
    return parser.parse_args()


def _measured(name: str, plan: Plan) -> Result:
    """The lines of one row, each printed as soon as it is known."""
    print(f"{name}: {ROWS[name]} …", file=sys.stderr, flush=True)
    begun, lines = time.perf_counter(), []
    for line in _lines(name, plan):
        lines.append(plain(line))
        print(as_markdown(lines[-1]), flush=True)
    seconds = round(time.perf_counter() - begun)
    print(f"{name}: {seconds} s", file=sys.stderr, flush=True)
    return {"lines": lines, "seconds": seconds, "size": plan.size}


def _lines(name: str, plan: Plan) -> Iterator[Line]:
    """The lines of a row; one that could not be measured is said, and the others go on."""
    try:
        yield from importlib.import_module(name).lines(plan)
    except (ImportError, SystemExit, OSError) as error:
        if plan.size == "tiny":
            raise
        yield Line(ROWS[name], missing=str(error).strip().rpartition("\n")[2][-200:])


def plain(line: Line) -> Result:
    """The line as JSON has it."""
    ratio = None if line.ratio is None else float(f"{line.ratio:.3g}")
    return {
        "what": line.what,
        "ours": line.ours,
        "peer": line.peer,
        "ratio": ratio,
        "reach": line.reach,
        "met": line.met,
        "note": line.note,
        "missing": line.missing,
    }


def as_markdown(line: Result) -> str:
    """The line as a row of the table."""
    met = {True: "yes", False: "**no**", None: "–"}[line["met"]]
    ratio = "–" if line["ratio"] is None else f"{line['ratio']:g} ×"
    told = " – ".join(filter(None, (line["what"], line["note"])))
    ours = f"not measured: {line['missing']}" if line["missing"] else line["ours"]
    return f"| {told} | {ours} | {line['peer'] or '–'} | {ratio} | {line['reach']} | {met} |"


def written(page: str, results: Result) -> str:
    """The page with the table of these results between its two marks."""
    before, rest = page.split(BEGIN)
    _, after = rest.split(END)
    machine = results["machine"]
    lines = [
        as_markdown(line)
        for name in ROWS
        if name in results["rows"]
        for line in results["rows"][name]["lines"]
    ]
    versions = ", ".join(f"{name} {number}" for name, number in results["versions"].items())
    told = (
        f"Measured on {machine['date']}: {machine['cores']} cores ({machine['processor']}), "
        f"{machine['memory']}, {machine['system']}, Python {machine['python']}; {versions}."
    )
    small = sorted(name for name, row in results["rows"].items() if row["size"] != "full")
    if small:
        told += f" At the smaller sizes of `benchmarks/run --quick`: {', '.join(small)}."
    return f"{before}{BEGIN}\n{told}\n\n{HEAD}\n" + "\n".join(lines) + f"\n{END}{after}"


def _kept() -> Result:
    empty: Result = {"rows": {}}
    return json.loads(RESULTS.read_text(encoding="utf-8")) if RESULTS.exists() else empty


def _keep(found: dict[str, Result], size: str) -> None:
    """Put the rows into the kept results, beside those measured before."""
    rows = _kept()["rows"] | found
    RESULTS.write_text(_json(_dated(rows, size)), encoding="utf-8")


def _dated(rows: dict[str, Result], size: str) -> Result:
    ordered = {name: rows[name] for name in ROWS if name in rows}
    return {"machine": _machine(), "versions": _versions(), "size": size, "rows": ordered}


def _json(results: Result) -> str:
    return json.dumps(results, ensure_ascii=False, indent=1) + "\n"


def _machine() -> dict[str, str]:
    about = Path("/proc/cpuinfo")
    lines = about.read_text(encoding="utf-8").splitlines() if about.exists() else []
    names = [line.partition(": ")[2] for line in lines if line.startswith("model name")]
    size = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9
    return {
        "date": time.strftime("%Y-%m-%d", time.gmtime()),
        "cores": str(os.cpu_count()),
        "processor": names[0] if names else platform.processor(),
        "memory": f"{size:.0f} GB of memory",
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
    }


def _versions() -> dict[str, str]:
    found = {}
    for name in _PEERS:
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            continue
    return found


if __name__ == "__main__":
    main()
