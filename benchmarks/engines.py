"""One build where work is done elsewhere: on a Ray cluster here, and in parts that are merged.

    python benchmarks/engines.py 20000

prints the lines alone. Both ways make the bytes of one run, or the benchmark fails.

CPU beside Ray is that of every process as it was last looked at (measuring.py), since Ray's daemon
waits for no worker: on both sides, so that they can be compared. Its daemons are said apart, and so
is a build of next to nothing on Ray, which is start and end.
"""

import filecmp
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from measuring import LENIENT, Line, Plan, Used, absent, alternate, median, pressmark, run

PARTS = 4


def lines(plan: Plan) -> Iterator[Line]:
    """What both cost, beside one run on this machine with as many processes."""
    count = plan.of(tiny=300, quick=5_000, full=100_000)
    source, settings = plan.articles(count), plan.settings()
    folder = plan.work / f"engines-{count}"
    common = ("--config", settings, *LENIENT, "--no-cache", "--jobs", "2", "--quiet")

    def here() -> Used:
        return _built(folder / "here", pressmark("build", source, *common))

    def in_parts() -> Used:
        shutil.rmtree(folder / "parts", ignore_errors=True)
        used = [
            run(
                pressmark(
                    *("build", source, "--part", f"{number}/{PARTS}", "-o", folder / "parts"),
                    *common,
                ),
                memory=True,
                ok=1,
            )
            for number in range(1, PARTS + 1)
        ]
        merge = pressmark("merge", folder / "parts", *LENIENT, "--quiet")
        used.append(_built(folder / "merged", merge))
        parent = max(one.parent for one in used)
        whole = Used(sum(one.cpu for one in used), sum(one.wall for one in used))
        return replace(whole, peak=max(one.peak for one in used), parent=parent)

    def on_ray() -> Used:
        return _built(folder / "ray", pressmark("build", source, *common, "--engine", "ray"))

    def empty() -> Used:
        few = plan.articles(8)
        return _built(folder / "few", pressmark("build", few, *common, "--engine", "ray"))

    missing = absent("ray")
    more = {} if missing else {"ray": on_ray, "empty": empty}
    runs = alternate({"here": here, "parts": in_parts} | more, plan.rounds)
    for name in set(runs) - {"here", "empty"}:
        _require_same(folder / "here", folder / {"parts": "merged"}.get(name, name))
    yield _line(f"{PARTS} parts and merge, {count:,} articles", runs["parts"], runs["here"])
    what = f"Ray, two workers, {count:,} articles"
    if missing:
        yield Line(what, missing=missing)
    else:
        yield _beside_ray(what, runs["ray"], runs["here"], runs["empty"])


def _built(target: Path, command: Sequence[str | Path]) -> Used:
    return run([*command, "-o", target], memory=True, ok=1)


def _line(what: str, ours: Sequence[Used], here: Sequence[Used]) -> Line:
    return Line(
        what,
        _cell(ours),
        _cell(here),
        median(ours) / median(here),
        note="same bytes; peer: one run here with two processes; parts one after the other",
    )


def _beside_ray(
    what: str, ours: Sequence[Used], here: Sequence[Used], empty: Sequence[Used]
) -> Line:
    daemons = median(ours, lambda one: one.looked.get("daemon", 0))
    parents = [median(runs, lambda one: float(one.parent)) / 1e6 for runs in (ours, here)]
    started = median(empty, _looked)
    note = (
        f"same bytes; {daemons:.1f} s more of Ray's daemons; {started:.1f} s of ours are "
        f"start and end; the driver holds {parents[0]:.0f} MB, the parent here {parents[1]:.0f} MB"
    )
    cells = [_cell(runs, _looked) for runs in (ours, here)]
    return Line(what, *cells, median(ours, _looked) / median(here, _looked), note=note)


def _looked(one: Used) -> float:
    return one.looked.get("work", 0)


def _cell(runs: Sequence[Used], cpu: Callable[[Used], float] | None = None) -> str:
    wall = median(runs, lambda one: one.wall)
    peak = median(runs, lambda one: float(one.peak)) / 1e9
    return f"{median(runs, cpu):.1f} s CPU, {wall:.0f} s, {peak:.2f} GB"


def _require_same(one: Path, other: Path) -> None:
    """Fail where two folders differ in a byte."""
    names = [
        {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
        for folder in (one, other)
    ]
    differing = names[0] ^ names[1] or {
        name for name in names[0] if not filecmp.cmp(one / name, other / name, shallow=False)
    }
    if differing:
        raise SystemExit(f"{other} differs from {one}: {min(differing)}")


class _Plan(Plan):
    """A plan with a number of its own."""

    def of(self, **_: int) -> int:
        """The number from the command line."""
        return int(sys.argv[1])


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(prefix="pressmark-") as scratch:
        for line in lines(_Plan("quick", 1, Path(scratch))):
            print(line)
