"""Running batches on this machine: in this process, or in several that may die of them."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pressmark.flow import worker
from pressmark.flow.engine import In, LostError, Out, Step
from pressmark.flow.limits import Limits
from pressmark_schema.errors import EnvironmentFaultError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from pressmark.config import Config

_AHEAD = 2
"""Batches per worker that wait for one: enough to keep all busy, few enough to bound memory."""
_WATCHED = 0.5
"""Seconds after which the memory of a worker that has not answered is looked at again."""
_PATIENCE = 2.0
"""Seconds that a worker has to end by itself when all is done."""


def cores() -> int:
    """The processors that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class Local:
    """The engine of one machine.

    Args:
        jobs: worker processes. They are spawned, and each is asked by a thread of its own: one
            that dies, hangs or outgrows `limits` takes none of the others' work along.
        limits: what a document may take in one of them.
        inside: work in this process instead, where nothing protects it from what it reads.
    """

    is_far = False

    def __init__(self, jobs: int, limits: Limits | None = None, *, inside: bool = False) -> None:
        self.jobs, self.limits, self.inside = jobs, limits or Limits(), inside

    def run(self, step: Step[In, Out], batches: Iterable[In], told: Any) -> Iterator[Out]:
        """As Engine says."""
        if self.inside:
            yield from (step.work(batch, told) for batch in batches)
            return
        # Where one document cannot be told from the others, nothing is gained by ending a process.
        crew = Crew(step, told, self.limits if step.is_divisible else Limits(0, 0))
        pool = ThreadPoolExecutor(self.jobs, "pressmark-asks")
        waiting: deque[Future[Out]] = deque()
        try:
            for batch in batches:
                waiting.append(pool.submit(crew.answer, batch))
                if len(waiting) >= self.jobs * _AHEAD:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            for future in waiting:
                future.cancel()
            crew.end()
            pool.shutdown()


def here(config: Config, jobs: int | None, *, many: bool) -> Local:
    """The engine of this machine under the settings of a corpus.

    Where there are not `many` documents and no number of processes is asked for, all is done in
    this one: starting others would take longer.
    """
    limits = Limits(config.workers.max_seconds, config.workers.max_memory)
    return Local(jobs or cores(), limits, inside=not many and jobs in {None, 1})


def run(
    work: Callable[[In, Any], Out], batches: Iterable[In], told: Any, jobs: int
) -> Iterator[Out]:
    """`work(batch, told)` for each batch, in the batches' order, on `jobs` processes.

    Raises EnvironmentFaultError when a process dies.
    """
    return Local(jobs, inside=jobs == 1).run(Step(work), batches, told)


class Crew:
    """The workers of one run, each belonging to the thread that asks it."""

    def __init__(self, step: Step[Any, Any], told: Any, limits: Limits) -> None:
        self._step, self._told, self._limits = step, told, limits
        self._mine = threading.local()
        self._all: set[_Worker] = set()
        self._lock = threading.Lock()
        self._ended = False

    def answer(self, batch: Any) -> Any:
        """The answer for a batch; where its worker dies, document by document."""
        try:
            return self._ask(batch)
        except LostError as lost:
            if not self._step.is_divisible:
                hint = "free some memory, or try fewer processes (--jobs)"
                message = f"a worker process was lost: {lost.why}"
                raise EnvironmentFaultError(message, hint=hint) from None
            return self._step.apart(batch, self._told, self._ask)

    def _ask(self, batch: Any) -> Any:
        """What this thread's worker answers; one that is lost makes room for a new one."""
        mine = getattr(self._mine, "worker", None) or self._started()
        try:
            return mine.ask(batch)
        except LostError:
            self._mine.worker = None
            self._all.discard(mine)
            mine.end()
            raise

    def _started(self) -> _Worker:
        with self._lock:
            if self._ended:
                raise EnvironmentFaultError("the run was ended")
            made = self._mine.worker = _Worker(self._step, self._told, self._limits)
            self._all.add(made)
        return made

    def end(self) -> None:
        """End all workers, those that still work on something after a moment."""
        with self._lock:
            self._ended = True
            workers = list(self._all)
        for one in workers:
            one.dismiss()
        for one in workers:
            one.end()


class _Worker:
    """One process, and the pipe by which it is asked."""

    def __init__(self, step: Step[Any, Any], told: Any, limits: Limits) -> None:
        context = multiprocessing.get_context("spawn")
        self._limits, self._outgrown = limits, False
        self._ready, self._busy = False, False
        self._pipe, theirs = context.Pipe()
        arguments = (theirs, step.work, told, limits.seconds)
        self._process = context.Process(target=worker.serve, args=arguments, daemon=True)
        with _uninterrupted():
            self._process.start()
        theirs.close()

    def ask(self, batch: Any) -> Any:
        """The answer for a batch; raises LostError where there is none, or what work raised."""
        self._busy = True
        try:
            self._require_ready()
            self._pipe.send(batch)
            kind, value = self._heard()
        except (EOFError, OSError) as error:
            raise LostError(self._why()) from error
        self._busy = False
        if kind == worker.OUTGROWN:
            self._outgrown = True
            raise LostError(self._why())
        if kind == worker.FAILED:
            raise value
        return value

    def _require_ready(self) -> None:
        if not self._ready:
            try:
                self._heard()
            except (EOFError, OSError) as error:
                hint = 'a script calls it below `if __name__ == "__main__":`, or with jobs=1'
                message = f"a worker process could not start: {self._why()}"
                raise EnvironmentFaultError(message, hint=hint) from error
            self._ready = True

    def _heard(self) -> tuple[str, Any]:
        """The next message; a worker that outgrows its memory meanwhile is killed."""
        limit = self._limits.memory
        while not self._pipe.poll(_WATCHED):
            if limit and _resident(self._process.pid) > limit:
                self._outgrown = True
                self._process.kill()
        heard: tuple[str, Any] = self._pipe.recv()
        return heard

    def _why(self) -> str:
        """What became of the process, for a person."""
        self._process.join(_PATIENCE)
        code = self._process.exitcode
        if self._outgrown:
            mebibytes = self._limits.memory // 2**20
            return f"it took more than {mebibytes:,} MiB of memory (workers.max_memory)"
        if code is not None and -code == getattr(signal, "SIGALRM", None):
            return f"it took more than {self._limits.seconds:g} s (workers.max_seconds)"
        if code is not None and code < 0:
            return f"its process died ({signal.Signals(-code).name})"
        return f"its process ended (exit status {code})"

    def dismiss(self) -> None:
        """Ask nothing any more: an idle worker ends by itself, a busy one by force."""
        if self._busy or not self._ready:
            # Its pipe is still in use by the thread that asks: it sees the end of it.
            self._process.kill()
        else:
            self._pipe.close()

    def end(self) -> None:
        """See the process end, if need be by force."""
        self.dismiss()
        self._process.join(_PATIENCE)
        self._process.kill()
        self._process.join()


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Processes started meanwhile are not reached by the terminal's Ctrl-C: this one ends them."""
    if sys.platform == "win32":
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _resident(process: int | None) -> int:
    """Bytes of memory that a process holds; 0 where the system does not say (Linux does)."""
    try:
        pages = Path(f"/proc/{process}/statm").read_text(encoding="ascii").split()[1]
    except (OSError, IndexError):
        return 0
    return int(pages) * os.sysconf("SC_PAGE_SIZE")
