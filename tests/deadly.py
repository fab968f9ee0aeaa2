"""A step that dies, hangs or swells where a document tells it to: what hostile input may do.

It is importable, so that worker processes find it by its name.
"""

import ctypes
import os
import re
import signal
import time
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pyarrow as pa

from pressmark.flow import batch, judged, limits, reading
from pressmark.flow.options import Options
from pressmark.flow.record import Record, record
from pressmark_schema.documents import Document

Tables = dict[str, pa.Table]


def swell() -> None:
    """Take more and more memory, and use it."""
    held: list[bytearray] = []
    while True:
        held.append(bytearray(b"x" * 2**24))
        time.sleep(0.005)


def loop() -> None:
    """Hold the interpreter's lock for longer than anybody waits."""
    re.match(r"(a+)+$", "a" * 64 + "b")


DEEDS = {
    "TUE SIGKILL": lambda: os.kill(os.getpid(), signal.SIGKILL),
    "TUE SIGSEGV": lambda: ctypes.string_at(0),
    "TUE EXIT": lambda: os._exit(3),
    "TUE ENDLOS": loop,
    "TUE SCHWELLEN": swell,
}


def recorded(document: Document, options: Options) -> Record:
    """As `record`, but what the text says is done first."""
    for word, deed in DEEDS.items():
        if word in document.text:
            deed()
    return record(document, options)


def work(items: list[Any], options: Options) -> Tables:
    """What a build does, with texts that are obeyed."""
    with patch.object(batch, "record", recorded):
        return _process(items, options)


def crowded(items: list[Any], options: Options) -> Tables:
    """Work of which a process dies where it gets more than one document at once."""
    if len(items) > 1:
        os._exit(9)
    return _process(items, options)


def faulty(_: list[Any], _options: Options) -> Tables:
    """Work with a bug."""
    raise ZeroDivisionError("by nought")


def leave(batch: int, _: None) -> None:
    """End the process with that status."""
    os._exit(batch)


def doubled(batch: int, _: None) -> int:
    """Twice the number."""
    return 2 * batch


def slow(batch: int, folder: Path) -> int:
    """The number, after a while, and with a file that says that it was worked on."""
    (folder / str(batch)).touch()
    time.sleep(0.3)
    return batch


def overdue() -> None:
    """Sit longer than a document may."""
    limits.arm(0.2)
    limits.begin()
    time.sleep(30)


def hold(file: Path, _: None) -> None:
    """Write down this process, and hold the interpreter's lock."""
    file.write_text(str(os.getpid()), encoding="ascii")
    loop()


def _process(items: list[Any], options: Options) -> Tables:
    return judged.work_off_judged(items, options)


DEADLY = reading.step(work, batch.joined, batch.marked)
CROWDED = reading.step(crowded, batch.joined, batch.marked)
FAULTY = reading.step(faulty, batch.joined, batch.marked)
