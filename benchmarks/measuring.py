"""What a benchmark needs: whole process trees measured in turn, and the lines of the printed table.

CPU is user and system time of a process and of every process that it started, read when the last of
them has ended; memory is the largest sum of proportional set sizes (PSS, shared pages counted once)
over the tree, looked at twenty times a second (Linux only).
"""

import ctypes
import importlib.util
import json
import os
import resource
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
ROOT = FOLDER.parent
_SUBREAPER = 36
"""`PR_SET_CHILD_SUBREAPER` of prctl(2): orphans of a measured process become ours."""
_LOOKS = 0.05


@dataclass(frozen=True, slots=True)
class Used:
    """What one run took: seconds of CPU and on the clock, bytes at most, what it told of itself."""

    cpu: float
    wall: float
    peak: int = 0
    told: Mapping[str, float] = field(default_factory=dict)
    looked: Mapping[str, float] = field(default_factory=dict)
    """CPU by kind of process as it was last looked at, where memory was; see `kind`."""
    parent: int = 0
    """Bytes at most of the process started itself, without what it shares with others."""


Work = Callable[[], Used]


def run(
    command: Sequence[str | Path], *, memory: bool = False, cwd: Path | None = None, ok: int = 0
) -> Used:
    """Run a program to its end, measured with everything it starts.

    Where the last line that it prints is a JSON object of numbers, they are in `told`; a program
    tells in this way what it measured in itself, without its start.

    Args:
        command: The program and its arguments.
        memory: Whether to look at the memory of the tree; looking takes a little CPU of ours.
        cwd: Where it runs.
        ok: The highest exit code that is no failure.

    Raises:
        SystemExit: It ended with a higher code; its messages are printed.
    """
    _adopt_orphans(1)
    before, begun = _children(), time.perf_counter()
    with subprocess.Popen(
        list(map(str, command)), stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=cwd
    ) as process:
        watch = _Watch(process.pid) if memory else None
        out, err = process.communicate()
        peak = watch.ended() if watch else 0
        looked, parent = (watch.cpu(), watch.parent) if watch else ({}, 0)
    _reap()
    _adopt_orphans(0)
    wall = time.perf_counter() - begun
    if process.returncode > ok or process.returncode < 0:
        told = err.decode("utf-8", "replace")[-2_000:]
        raise SystemExit(f"{' '.join(map(str, command))[:300]}: {process.returncode}\n{told}")
    return Used(_children() - before, wall, peak, _told(out), looked, parent)


def alternate(sides: Mapping[str, Work], rounds: int) -> dict[str, list[Used]]:
    """Run all sides in turn, A B A B …, so that what slows the machine slows all of them."""
    found: dict[str, list[Used]] = {name: [] for name in sides}
    for _ in range(rounds):
        for name, work in sides.items():
            found[name].append(work())
    return found


def median(runs: Sequence[Used], value: Callable[[Used], float] | None = None) -> float:
    """The median of a value over runs; of CPU seconds unless told otherwise."""
    return statistics.median(map(value or (lambda one: one.cpu), runs))


def inside(used: Used) -> Used:
    """The run by what it told of itself, its start apart."""
    return replace(used, cpu=used.told["cpu"], wall=used.told["wall"])


def pressmark(*args: str | Path) -> list[str | Path]:
    """The command that runs pressmark as a user's shell would."""
    return [sys.executable, "-m", "pressmark_cli", *args]


def python(script: str, *args: str | Path) -> list[str | Path]:
    """The command that runs a script of this folder (`name.py`), or Python source."""
    if script.endswith(".py"):
        return [sys.executable, FOLDER / script, *args]
    return [sys.executable, "-c", script, *args]


def tell(**values: float) -> None:
    """Print what a measured program found in itself, as `run` reads it."""
    print(json.dumps(values), flush=True)


class Stopwatch:
    """CPU seconds of this process and on the clock since it was made."""

    def __init__(self) -> None:
        self._cpu, self._wall = time.process_time(), time.perf_counter()

    def tell(self, **more: float) -> None:
        """Print both, and other figures, as `run` reads them."""
        cpu, wall = time.process_time() - self._cpu, time.perf_counter() - self._wall
        tell(cpu=cpu, wall=wall, **more)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table.

    `ratio` is what the reach speaks of: at `most` or `least` that; with neither the line reports.
    `missing` names what is not installed or could not run, and the line then has no figures.
    """

    what: str
    ours: str = ""
    peer: str = ""
    ratio: float | None = None
    most: float | None = None
    least: float | None = None
    note: str = ""
    missing: str = ""

    @property
    def reach(self) -> str:
        """What is to be reached, in words."""
        if self.most is not None:
            return f"≤ {self.most:g} ×"
        return "report" if self.least is None else f"≥ {self.least:g} ×"

    @property
    def met(self) -> bool | None:
        """Whether it is reached; None where nothing was measured or nothing is due."""
        if self.ratio is None or (self.most is None and self.least is None):
            return None
        below = self.most is None or self.ratio <= self.most
        return below and (self.least is None or self.ratio >= self.least)


@dataclass(frozen=True, slots=True)
class Plan:
    """How much is measured, and where.

    `size` is `tiny` (does it run at all), `quick` (some minutes) or `full` (the figures of
    docs/performance.md); `work` is a scratch folder that the rows of one run share.
    """

    size: str
    rounds: int
    work: Path

    def of(self, *, tiny: int, quick: int, full: int) -> int:
        """The number that this size takes."""
        return {"tiny": tiny, "quick": quick, "full": full}[self.size]

    def articles(self, count: int, *, seed: int = 1) -> Path:
        """JSON lines of `count` German-like articles (generate.py), made once in a run."""
        path = self.work / f"articles-{count}-{seed}.jsonl"
        if not path.exists():
            _made([FOLDER / "generate.py", path, str(count), str(seed)], path)
        return path

    def package(self, count: int) -> Path:
        """The package of these articles, built once in a run; settings: the language is German."""
        path = self.work / f"package-{count}"
        if not path.exists():
            source, settings = self.articles(count), self.settings()
            command = pressmark("build", source, "-o", path, "--config", settings, "--no-cache")
            run([*command, *LENIENT], ok=1)
        return path

    def settings(self) -> Path:
        """Settings for the made articles."""
        path = self.work / "pressmark.toml"
        path.write_text(SETTINGS, encoding="utf-8")
        return path


SETTINGS = """[corpus]
name = "made"
languages = ["de"]

[[records]]
glob = "*.jsonl"
fields = { text = "text", native_id = "id", outlet = "outlet", title = "title", published = "date" }
"""
"""Settings for the made articles."""
LENIENT = ("--max-quarantined", "100000000")
"""Options of `build` for made articles, two of a hundred of which are damaged."""


def faster(
    what: str,
    ours: Sequence[Used],
    peer: Sequence[Used],
    *,
    least: float | None = None,
    apart: tuple[Sequence[Used], Sequence[Used]] | None = None,
    count: int = 0,
    note: str = "",
) -> Line:
    """A line that says how many times as much CPU the peer took.

    Args:
        what: What was done.
        ours: Our runs.
        peer: The peer's, made in turn with ours.
        least: The ratio to be reached.
        apart: Runs of both that do nothing but start; their CPU is taken off.
        count: Articles, to give the CPU of each instead of all.
        note: What a reader must know.
    """
    mine, theirs = median(ours), median(peer)
    if apart:
        mine, theirs = mine - median(apart[0]), theirs - median(apart[1])
    cells = [_cpu(value, runs, count) for value, runs in ((mine, ours), (theirs, peer))]
    return Line(what, *cells, ratio=theirs / max(mine, 1e-9), least=least, note=note)


def within(
    what: str,
    ours: Sequence[Used],
    peer: Sequence[Used],
    *,
    most: float | None = None,
    note: str = "",
) -> Line:
    """A line that says how much CPU we took of the peer's."""
    ratio = median(ours) / max(median(peer), 1e-9)
    cells = [_cpu(median(runs), runs, 0) for runs in (ours, peer)]
    return Line(what, *cells, ratio=ratio, most=most, note=note)


def absent(*modules: str) -> str:
    """The modules that are not installed, in words; empty where all are there."""
    missing = [name for name in modules if importlib.util.find_spec(name) is None]
    return f"not installed: {', '.join(missing)}" if missing else ""


def megabytes(size: float) -> str:
    """Bytes as decimal megabytes."""
    return f"{size / 1e6:,.0f} MB"


def _cpu(value: float, runs: Sequence[Used], count: int) -> str:
    wall = median(runs, lambda one: one.wall)
    if count:
        return f"{1e6 * value / count:,.0f} µs CPU an article ({wall:.1f} s)"
    return f"{value:.3g} s CPU ({wall:.3g} s)"


def _made(command: Sequence[str | Path], path: Path) -> None:
    """Run a script that writes `path`; a stopped one leaves nothing there."""
    part = path.with_suffix(".part")
    subprocess.run([sys.executable, *(part if arg == path else arg for arg in command)], check=True)
    part.rename(path)


def _told(out: bytes) -> dict[str, float]:
    last = out.strip().rpartition(b"\n")[2]
    if not last.startswith(b"{"):
        return {}
    try:
        values = json.loads(last)
    except ValueError:
        return {}
    return {key: value for key, value in values.items() if isinstance(value, (int, float))}


def _children() -> float:
    """CPU seconds of all our children that have ended and been waited for."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _adopt_orphans(adopt: int) -> None:
    """Become the parent of orphaned processes, or no longer: whoever does must wait for them."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_SUBREAPER, adopt, 0, 0, 0)


def _reap() -> None:
    """Wait for what a measured process left behind, so that its time counts too."""
    while True:
        try:
            os.waitpid(-1, 0)
        except ChildProcessError:
            return


class _Watch:
    """Memory and CPU of all processes below this one, looked at until it is stopped.

    A process that is waited for by nobody, as those of Ray are that its daemon starts, leaves its
    time in no account: it counts as it was last seen, which misses its last twentieth of a second.
    """

    def __init__(self, root: int) -> None:
        self._root, self.parent = root, 0
        self._cpu: dict[tuple[int, str], tuple[str, float]] = {}
        self._peak, self._stop = 0, threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()

    def ended(self) -> int:
        """Bytes at most."""
        self._stop.set()
        self._thread.join()
        return self._peak

    def _look(self) -> None:
        while not self._stop.wait(_LOOKS):
            below = _below(os.getpid())
            self._peak = max(self._peak, sum(map(_pss, below)))
            self.parent = max(self.parent, _pss(self._root, "Pss_Anon:"))
            for process in below:
                begun, used = _times(process)
                if begun:
                    self._cpu[process, begun] = kind(process), used

    def cpu(self) -> dict[str, float]:
        """Seconds of CPU by kind of process."""
        found: dict[str, float] = {}
        for name, used in self._cpu.values():
            found[name] = found.get(name, 0) + used
        return found


def _below(root: int) -> list[int]:
    """The processes that a process started, and those that these started."""
    found: list[int] = []
    waiting = [root]
    while waiting:
        for tasks in Path(f"/proc/{waiting.pop()}/task").glob("*/children"):
            own = list(map(int, _read(tasks).split()))
            found += own
            waiting += own
    return found


def kind(process: int) -> str:
    """`daemon` for what Ray runs of its own whatever is asked of it, `work` for all else."""
    command = _read(Path(f"/proc/{process}/cmdline")).split("\0")
    program = command[0].rpartition("/")[2]
    own = any("/ray/_private/" in word or "/ray/dashboard/" in word for word in command[1:4])
    return "daemon" if own or program in {"raylet", "gcs_server"} else "work"


def _times(process: int) -> tuple[str, float]:
    """When a process began, in clock ticks, and its own CPU seconds; none for one that ended."""
    fields = _read(Path(f"/proc/{process}/stat")).rpartition(")")[2].split()
    if len(fields) < 20:
        return "", 0
    return fields[19], (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _pss(process: int, name: str = "Pss:") -> int:
    """Proportional set size in bytes, or a part of it; 0 for a process that has ended."""
    for line in _read(Path(f"/proc/{process}/smaps_rollup")).splitlines():
        if line.startswith(name):
            return int(line.split()[1]) * 1024
    return 0


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
