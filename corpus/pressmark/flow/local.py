"""Running batches on this machine: in this process, or in a pool of spawned ones."""

from __future__ import annotations

import multiprocessing
import os
from collections import deque
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import TYPE_CHECKING, Any, TypeVar

from pressmark_schema.errors import EnvironmentFaultError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

_AHEAD = 2
"""Batches per worker that wait for one: enough to keep all busy, few enough to bound memory."""

In = TypeVar("In")
Out = TypeVar("Out")

_told: list[Any] = []


def cores() -> int:
    """The processors that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def run(
    work: Callable[[In, Any], Out], batches: Iterable[In], told: Any, jobs: int
) -> Iterator[Out]:
    """`work(batch, told)` for each batch, in the batches' order, on `jobs` processes.

    `work` must be importable and `told` picklable; both are sent once to each process. Raises
    EnvironmentFaultError when a process dies.
    """
    if jobs == 1:
        yield from (work(batch, told) for batch in batches)
        return
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(jobs, context, _tell, (work, told)) as pool:
        waiting: deque[Future[Out]] = deque()
        try:
            for batch in batches:
                waiting.append(pool.submit(_work, batch))
                if len(waiting) >= jobs * _AHEAD:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        except BrokenProcessPool as error:
            hint = "try --jobs 1, or free some memory"
            raise EnvironmentFaultError("a worker process died", hint=hint) from error
        finally:
            for future in waiting:
                future.cancel()


def _tell(work: Callable[..., Any], told: Any) -> None:
    _told[:] = [work, told]


def _work(batch: Any) -> Any:
    work, told = _told
    return work(batch, told)
