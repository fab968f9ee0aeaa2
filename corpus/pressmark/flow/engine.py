"""What an engine is: it runs batches somewhere, and knows nothing of what is done to them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

In = TypeVar("In")
Out = TypeVar("Out")


@dataclass(frozen=True)
class Step(Generic[In, Out]):
    """A pure function of a batch, and how a batch is taken apart where a process dies of it.

    `work(batch, told)` is importable, so that another process can be told of it by its name.
    `divide` gives batches of one document each, `refuse` the answer for one that cannot be worked
    off and why, `join` one answer of several. Without them, the death of a process ends the run.
    """

    work: Callable[[In, Any], Out]
    divide: Callable[[In], list[In]] | None = None
    refuse: Callable[[In, str, Any], Out] | None = None
    join: Callable[[list[Out]], Out] | None = None

    def apart(self, batch: In, told: Any, ask: Callable[[In], Out]) -> Out:
        """The answer for a batch that a process died of, document by document.

        `ask` runs a batch in a process of its own and raises LostError where that dies too: such
        a document is refused.
        """
        assert self.divide is not None  # noqa: S101 - is_divisible was asked
        assert self.join is not None  # noqa: S101
        return self.join([self._alone(one, told, ask) for one in self.divide(batch)])

    def _alone(self, one: In, told: Any, ask: Callable[[In], Out]) -> Out:
        try:
            return ask(one)
        except LostError as lost:
            assert self.refuse is not None  # noqa: S101
            return self.refuse(one, lost.why, told)

    @property
    def is_divisible(self) -> bool:
        """Whether one document can be told from the others of its batch."""
        return None not in (self.divide, self.refuse, self.join)


class Engine(Protocol):
    """Where steps run.

    `is_far` says that its processors are not this process's: work on the whole corpus, which would
    be done here otherwise, is divided between them, too.
    """

    is_far: bool

    def run(self, step: Step[In, Out], batches: Iterable[In], told: Any) -> Iterator[Out]:
        """`step.work(batch, told)` for each batch, in the batches' order, one answer a batch.

        `told` is picklable and sent once to each process. A batch that a process dies of is
        divided, see Step; raises EnvironmentFaultError where it cannot be.
        """


def over(
    engine: Engine, work: Callable[[In, Any], Out], batches: Iterable[In], told: Any
) -> Iterator[Out]:
    """Run work that cannot be taken apart on an engine."""
    return engine.run(Step(work), batches, told)


class LostError(Exception):
    """The process that worked on a batch is gone; `why` says what became of it, for a person."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why
