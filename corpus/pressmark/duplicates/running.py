"""Where the work on ranges of hashes and on pairs is done: here, or wherever the caller says.

Every such work is a function of arrays alone. What it needs is cut out of the spool here and comes
back smaller, so that no more is held at once than what is under way.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

In = TypeVar("In")
Out = TypeVar("Out")


class Run(Protocol):
    """Works off batches in their order; `work` is importable, and `told` sent along once."""

    def __call__(
        self, work: Callable[[In, Any], Out], batches: Iterable[In], told: Any, /
    ) -> Iterator[Out]:
        """`work(batch, told)` for each batch."""


def here(work: Callable[[In, Any], Out], batches: Iterable[In], told: Any, /) -> Iterator[Out]:
    """In this process, one after the other."""
    return (work(batch, told) for batch in batches)
