"""A worker process: asked for one batch after the other by the process that started it."""

from __future__ import annotations

import ctypes
import os
import pickle
import signal
import sys
import threading
import traceback
from multiprocessing import connection, parent_process
from typing import TYPE_CHECKING, Any

from pressmark import memory
from pressmark.flow import limits

if TYPE_CHECKING:
    from collections.abc import Callable
    from multiprocessing.connection import Connection

READY, DONE, FAILED, OUTGROWN = "ready", "done", "failed", "outgrown"
"""What a worker says: that it is there; then of each batch its answer, an exception, or that there
was no memory for it."""

_PR_SET_PDEATHSIG = 1
"""The option of Linux's prctl by which a process gets a signal when its parent dies."""


def serve(asked: Connection[Any, Any], work: Callable[..., Any], told: Any, seconds: float) -> None:
    """Answer `work(batch, told)` for each batch until nobody asks; a document has `seconds`."""
    _die_with_parent()
    threading.Thread(target=_follow_parent, daemon=True).start()
    limits.arm(seconds)
    asked.send((READY, None))
    with memory.returned():
        while _served(asked, work, told):
            memory.give_back()


def _served(asked: Connection[Any, Any], work: Callable[..., Any], told: Any) -> bool:
    """Answer for the next batch; False where none comes any more."""
    try:
        batch = asked.recv()
    except EOFError:
        return False
    answer = _answer(work, batch, told)
    limits.rest()
    asked.send(answer)
    return True


def _answer(work: Callable[..., Any], batch: Any, told: Any) -> tuple[str, Any]:
    try:
        return DONE, work(batch, told)
    except MemoryError:
        return OUTGROWN, None
    except Exception as error:  # noqa: BLE001 - it is raised where the batch came from
        error.add_note(f"in a worker process:\n{traceback.format_exc()}")
        return FAILED, _sendable(error)


def _sendable(error: Exception) -> Exception:
    """The exception, or what it says where it cannot be made again in another process."""
    try:
        pickle.loads(pickle.dumps(error))  # noqa: S301 - our own bytes
    except Exception:  # noqa: BLE001 - whatever its class does
        return RuntimeError(f"{type(error).__name__}: {error}")
    return error


def _die_with_parent() -> None:
    """Have Linux kill this process with the one that started it, be it in a loop in C.

    What Linux watches is the thread that started it, which asks it, and is there until it ends it.
    """
    parent = parent_process()
    if sys.platform != "linux" or parent is None:
        return
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent.pid:  # It was gone before.
        os._exit(1)


def _follow_parent() -> None:
    """End when the process that started this one is gone, as soon as Python runs in this one."""
    parent = parent_process()
    if parent:
        connection.wait([parent.sentinel])
        os._exit(1)
