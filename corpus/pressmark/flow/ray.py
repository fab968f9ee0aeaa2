"""Running batches on a Ray cluster: the same steps, the same protection, on many machines.

Ray's workers run this program's code, and each asks a process of its own for it, as on one machine:
what a document does to that process costs the document alone, and never a worker of the cluster. A
worker or a machine that is lost is Ray's business, which does its tasks again elsewhere.
"""

from __future__ import annotations

import atexit
import os
import secrets
import shutil
import socket
import sys
import tempfile
from collections import deque
from contextlib import contextmanager, nullcontext
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any

from pressmark.flow.local import Crew, cores
from pressmark_schema.errors import EnvironmentFaultError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from types import ModuleType

    from pressmark.flow.engine import In, Out, Step
    from pressmark.flow.limits import Limits

_AHEAD = 2
"""Batches per processor of the cluster that wait for one, as on one machine."""
_REACHED = 10
"""Seconds in which a cluster answers."""
_STORE = 512 * 2**20
"""Bytes of shared memory for what is under way between processes of our own cluster."""
_EXTRA = "pip install 'pressmark[ray]'"
_RETRIES = 10
"""Times that a batch is done again whose worker or machine is lost, and not by its doing."""
_OWN = {
    # Ray's one switch for a cluster that listens on this machine's loopback alone; without it,
    # Ray 2.54 and later listen on all addresses whatever address they are given.
    "RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER": "0",
    "RAY_AUTH_MODE": "token",
    "RAY_USAGE_STATS_ENABLED": "0",
    "RAY_DISABLE_IMPORT_WARNING": "1",
    "RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO": "0",
}


class Ray:
    """The engine of a Ray cluster.

    Args:
        limits: what a document may take in a process of a worker.
        address: that of a cluster that runs, as `host:port`; without one, a cluster of `jobs`
            processors is started on this machine's loopback and ended with this program.
        jobs: the processors of a cluster of our own; all of this machine's without it.
    """

    is_far = True

    def __init__(self, limits: Limits, address: str | None = None, jobs: int | None = None) -> None:
        self._limits, self._address, self._jobs = limits, address, jobs

    def run(self, step: Step[In, Out], batches: Iterable[In], told: Any) -> Iterator[Out]:
        """As Engine says."""
        ray = self._connected()
        sent = ray.put((step, told, self._limits, secrets.token_hex(8)))
        do = ray.remote(num_cpus=1, max_retries=_RETRIES)(_work)
        most = max(1, int(ray.cluster_resources().get("CPU", 1))) * _AHEAD
        waiting: deque[Any] = deque()
        try:
            for batch in batches:
                waiting.append(do.remote(sent, batch))
                if len(waiting) >= most:
                    yield _answer(ray, waiting.popleft())
            while waiting:
                yield _answer(ray, waiting.popleft())
        finally:
            for one in waiting:
                ray.cancel(one, force=True)

    def _connected(self) -> ModuleType:
        """Ray, connected to the cluster; raises EnvironmentFaultError where that cannot be."""
        with _closed() if self._address is None else nullcontext():
            ray = _imported(own=self._address is None)
            if ray.is_initialized():
                _require_ours(ray, self._address)
                return ray
            try:
                _connect(ray, self._address, self._jobs or cores())
            except (ConnectionError, OSError, RuntimeError, TimeoutError, ValueError) as error:
                first = str(error).strip().partition("\n")[0]
                where = f"the cluster at {self._address}" if self._address else "Ray"
                hint = "see that it runs, the same Ray and Python on all machines"
                raise EnvironmentFaultError(
                    f"{where} cannot be reached: {first}", hint=hint
                ) from error
        _joined[self._address] = ray.get_runtime_context().gcs_address
        return ray


_joined: dict[str | None, str] = {}
"""Where the clusters are that this program connected to, by the addresses given; None: its own."""


def _require_ours(ray: ModuleType, address: str | None) -> None:
    """Raise EnvironmentFaultError where the program is connected to another cluster than asked."""
    there = ray.get_runtime_context().gcs_address
    if there != _joined.get(address, address):
        raise EnvironmentFaultError(
            f"this program is connected to another Ray cluster, at {there}",
            hint="end that first: ray.shutdown()",
        )


@contextmanager
def _closed() -> Iterator[None]:
    """The environment in which a cluster of our own is started; it is as before afterwards.

    Nobody else on this machine may use the cluster's ports, and no other program that this one
    starts: what Ray is told to run, it runs.
    """
    stated = _OWN | {"RAY_AUTH_TOKEN": _token()}
    before = {name: os.environ.get(name) for name in stated}
    os.environ.update(stated)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


@cache
def _token() -> str:
    """The secret of this program's clusters; one for all, since Ray reads it but once."""
    return secrets.token_hex(32)


@cache
def _imported(*, own: bool) -> ModuleType:
    """Ray, imported late: where the cluster is our own, in the environment that closes it.

    Raises EnvironmentFaultError where Ray is missing, or was imported without these settings.
    """
    if own:
        # It is made when Ray is imported on which addresses it will listen.
        known = sys.modules.get("ray")
        if known and known.is_initialized():
            return known
        if known:
            hint = "start a cluster yourself and give its address, or import Ray later"
            raise EnvironmentFaultError("Ray was imported before it could be closed", hint=hint)
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    try:
        return import_module("ray")
    except ImportError as error:
        raise EnvironmentFaultError("Ray is not installed", hint=_EXTRA) from error


def _connect(ray: ModuleType, address: str | None, jobs: int) -> None:
    quiet = {"log_to_driver": False, "logging_level": "ERROR", "configure_logging": False}
    if address:
        _require_reached(address)
        ray.init(address=address, **quiet)
        return
    folder = tempfile.mkdtemp(prefix="pressmark-ray-")
    ray.init(
        address="local",
        num_cpus=jobs,
        include_dashboard=False,
        object_store_memory=_STORE,
        _node_ip_address="127.0.0.1",
        _temp_dir=folder,
        **quiet,
    )
    # Handlers run in reverse: Ray ends before its folder is removed.
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    atexit.register(ray.shutdown)


def _require_reached(address: str) -> None:
    """Raise OSError or ValueError where nobody listens there: Ray would try for minutes."""
    host, _, port = address.rpartition(":")
    if not host or not port.isdecimal() or "/" in host:
        raise ValueError(f"{address} is no HOST:PORT")
    with socket.create_connection((host.strip("[]"), int(port)), _REACHED):
        pass


def _answer(ray: ModuleType, waited: Any) -> Any:
    """What a task gives; what it raised is raised as it was."""
    try:
        return ray.get(waited)
    except ray.exceptions.RayTaskError as error:
        raise error.cause from None
    except ray.exceptions.RayError as error:
        first = str(error).strip().partition("\n")[0]
        hint = "see Ray's logs; what was done is not published"
        raise EnvironmentFaultError(f"the cluster lost a batch: {first}", hint=hint) from error


_crews: dict[str, Crew] = {}
"""In a worker of the cluster: the process that is asked, by the run that it belongs to."""


def _work(sent: tuple[Step[Any, Any], Any, Limits, str], batch: Any) -> Any:
    """What a worker of the cluster does: ask its process, started with the run's first batch.

    Work that cannot be taken apart is no document's, and done in the worker itself.
    """
    step, told, limits, run = sent
    if not step.is_divisible:
        return step.work(batch, told)
    if run not in _crews:
        for crew in _crews.values():
            crew.end()
        _crews.clear()
        # The process asked is started anew from our own modules, not from Ray's program.
        vars(sys.modules["__main__"]).pop("__file__", None)
        _crews[run] = Crew(step, told, limits)
    return _crews[run].answer(batch)
