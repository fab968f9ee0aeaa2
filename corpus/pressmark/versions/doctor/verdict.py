"""What a check of a corpus folder answers: all is well, or what is wrong and how to mend it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pressmark.versions.doctor.corpus import Corpus


class State(StrEnum):
    """How a check ended.

    `skipped` is one that could not be asked: before another is mended, or of what is not there yet.
    """

    OK = "ok"
    WRONG = "wrong"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong, and the command (or, where none does, the deed) that mends it.

    Neither ever holds a secret: a place is named, not what stands there.
    """

    what: str
    mend: str


@dataclass(frozen=True, slots=True)
class Check:
    """One thing to look at: its name, what is so where all is well, and who looks.

    It is only asked where the checks `after` which it comes are all well, and where `absent` finds
    nothing to be missing that it would look at.
    """

    name: str
    well: str
    look: Callable[[Corpus], Iterator[Fault]]
    after: tuple[str, ...] = ()
    absent: Callable[[Corpus], str] = lambda _: ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of a check; `waits_for` names those that must be mended before it is asked.

    `absent` is what is not there yet for it to look at.
    """

    check: Check
    faults: tuple[Fault, ...] = ()
    waits_for: tuple[str, ...] = ()
    absent: str = ""

    @property
    def state(self) -> State:
        """How it ended."""
        if self.waits_for or self.absent:
            return State.SKIPPED
        return State.WRONG if self.faults else State.OK
