"""Which step a build spends its time in: `python where.py SOURCE SETTINGS OUT`.

The stack of a build in one process is looked at every millisecond; what another library does for
one of our modules counts for that module's step. The last line of output is a JSON object of the
seconds of CPU and of each step's share.
"""

import shutil
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import FrameType
from typing import Any

from measuring import Line, Plan, python, run, tell

STEPS = {
    "reading": ("read/",),
    "pages": ("markup/", "parse/page/", "parse/body/"),
    "languages": ("parse/language", "parse/function_words"),
    "annotations": ("parse/notes/",),
    "blocks and dates": ("parse/",),
    "normalising": ("normalise/",),
    "duplicates": ("duplicates/",),
    "rules": ("check/",),
    "CSV and packaging": ("export/", "publish"),
    "rows": ("flow/",),
    "hashes, ids and words": ("pressmark_schema/",),
    "tables and hashes": ("",),
}
"""The steps and the beginnings of the paths of their modules; the first that fits decides."""
_EVERY = 0.001


def main() -> None:
    """Build, look, tell."""
    import pressmark
    from pressmark import config

    source, settings, out = map(Path, sys.argv[1:])
    shutil.rmtree(out, ignore_errors=True)
    loaded = config.find(source, settings)
    found: Counter[str] = Counter()
    done = threading.Event()
    watch = threading.Thread(target=_look, args=(threading.get_ident(), found, done), daemon=True)
    begun = time.process_time()
    watch.start()
    pressmark.build([source], out, loaded, jobs=1, engine=Here())
    done.set()
    watch.join()
    seconds = time.process_time() - begun
    whole = found.total() or 1
    tell(seconds=seconds, **{step: found[step] / whole for step in STEPS})


class Here:
    """An engine that works in this very process, where the stack can be seen."""

    is_far = False

    def run(self, step: Any, batches: Iterable[Any], told: Any) -> Iterator[Any]:
        """The answers to the batches, in order."""
        return (step.work(batch, told) for batch in batches)


def spent(plan: Plan, source: Path, settings: Path, count: int, what: str) -> Line:
    """The line that divides the CPU of one of `count` articles among the steps."""
    used = run(python("where.py", source, settings, plan.work / "where"))
    each = {step: 1e6 * used.told["seconds"] * used.told[step] / count for step in STEPS}
    ranked = sorted(each, key=lambda step: -each[step])
    told = ", ".join(f"{step} {each[step]:,.0f}" for step in ranked if each[step] >= 1)
    return Line(what, told, note=f"{sum(each.values()):,.0f} in one process")


def _look(thread: int, found: Counter[str], done: threading.Event) -> None:
    while not done.wait(_EVERY):
        frame = sys._current_frames().get(thread)  # noqa: SLF001 - the way to see another stack
        found[_step(frame)] += 1


def _step(frame: FrameType | None) -> str:
    while frame is not None:
        path = frame.f_code.co_filename
        for root in ("/corpus/pressmark/", "/schema/"):
            _, ours, module = path.rpartition(root)
            if ours:
                return step_of(module)
        frame = frame.f_back
    return "tables and hashes"


def step_of(module: str) -> str:
    """The step of a module, by its path below its root."""
    return next(step for step, beginnings in STEPS.items() if module.startswith(beginnings))


if __name__ == "__main__":
    main()
