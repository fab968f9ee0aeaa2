"""The registry of engines: where the steps of a build can run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pressmark.flow.limits import Limits
from pressmark_schema.errors import UsageError

if TYPE_CHECKING:
    from pressmark.config import Config
    from pressmark.flow.engine import Engine

NAMES = ("local", "ray")


def named(
    name: str, config: Config, *, address: str | None = None, jobs: int | None = None
) -> Engine | None:
    """The engine of this name; None for this machine, where the step decides how many processes.

    `address` is that of a cluster, `jobs` the processors where one is started here. Raises
    UsageError where the engine takes no address, or is none.
    """
    if name == "ray":
        from pressmark.flow.ray import Ray

        limits = Limits(config.workers.max_seconds, config.workers.max_memory)
        return Ray(limits, address, jobs)
    if name not in NAMES:
        raise UsageError(f"no engine is called {name[:40]!r}", hint=f"there are {', '.join(NAMES)}")
    if address:
        raise UsageError("--address is that of a cluster", hint="give --engine ray with it")
    return None
