"""What one document may take in a worker: seconds and bytes of memory, as mere protection.

Limits that decide acceptance are counted in the input and hold everywhere. These depend on the
machine: they keep one document from stopping all others, and a run in which one was passed says so.
"""

from __future__ import annotations

import signal
from dataclasses import dataclass

_armed: list[float] = []


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds and bytes of memory that a document may take in a worker process; 0 is any."""

    seconds: float = 300
    memory: int = 4 * 2**30


def arm(seconds: float) -> None:
    """End this process, from now on, where a document takes longer; never, if 0.

    Whether the signal ends it is inherited from who started it, and so said anew.
    """
    if hasattr(signal, "pthread_sigmask") and seconds:
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGALRM})
    _armed[:] = [seconds] if hasattr(signal, "setitimer") and seconds else []


def begin() -> None:
    """Say that the next document begins; costs a system call in a worker, and nothing elsewhere.

    The kernel ends the process when the time is up: no code of ours has to run for that, so that
    a loop in C that holds the interpreter's lock ends, too.
    """
    if _armed:
        signal.setitimer(signal.ITIMER_REAL, _armed[0])


def rest() -> None:
    """Say that nothing is being worked on."""
    if _armed:
        signal.setitimer(signal.ITIMER_REAL, 0)
