"""Running batches on a Ray cluster: the same steps, the same protection, on many machines.

Ray's workers run this program's code, and each asks a process of its own for it, as on one machine:
what a document does to that process costs the document alone, and never a worker of the cluster. A
worker or a machine that is lost is Ray's business, which does its tasks again elsewhere.
"""

from __future__ import annotations

import atexit
import os
import re
import secrets
import shutil
import socket
import sys
import tempfile
from collections import deque
from contextlib import contextmanager
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any

from pressmark.flow.local import Crew, cores
from pressmark_schema.errors import EnvironmentFaultError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from types import ModuleType

    from pressmark.flow.engine import In, Out, Step
    from pressmark.flow.limits import Limits

_AHEAD = 2
"""Batches per processor of the cluster that wait for one, as on one machine."""
_REACHED = 10
"""Seconds in which a cluster answers."""
_LONGEST = 16
"""Characters of the path of the folder for temporary ones, below which Ray's sockets can lie."""
_STORE = 512 * 2**20
"""Bytes of shared memory for what is under way between processes of our own cluster."""
_OLDEST = (2, 54)
"""The first version of Ray that can be closed to all but this machine; as in pyproject.toml."""
_EXTRA = "pip install 'pressmark[ray]'"
_SEE = "see that it runs, the same Ray and Python on all machines, and that its token is yours"
_RETRIES = 10
"""Times that a batch is done again whose worker or machine is lost, and not by its doing."""
_LOOPBACK = {"RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER": "0"}
"""Ray's one switch for a cluster that listens on this machine's loopback alone.

Without it, Ray 2.54 and later listen on all addresses whatever address they are given, and a
program that is told to connect to 127.0.0.1 tries the machine's own address, for minutes.
"""
_OWN = _LOOPBACK | {
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
        known = sys.modules.get("ray")
        if known and known.is_initialized():
            _require_ours(known, self._address)
            return known
        try:
            stated = _stated(self._address)
            with _environment(stated):
                ray = _imported(alone=bool(stated))
                _connect(ray, self._address, self._jobs or cores())
        except (ConnectionError, OSError, RuntimeError, TimeoutError, ValueError) as error:
            first = str(error).strip().partition("\n")[0]
            where = f"the cluster at {self._address}" if self._address else "Ray"
            raise EnvironmentFaultError(f"{where} cannot be reached: {first}", hint=_SEE) from error
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


def _stated(address: str | None) -> dict[str, str]:
    """What the environment has to say where Ray is imported and connected; nothing, far away.

    Nobody else on this machine may use the ports of a cluster of our own, and no other program
    that this one starts: what Ray is told to run, it runs. Raises ValueError for no HOST:PORT.
    """
    if address is None:
        return _OWN | {"RAY_AUTH_TOKEN": _token()}
    return _LOOPBACK if _listens_alone(*_parted(address)) else {}


@contextmanager
def _environment(stated: Mapping[str, str]) -> Iterator[None]:
    """The environment with these variables; it is as before afterwards."""
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
def _imported(*, alone: bool) -> ModuleType:
    """Ray, imported late: for a cluster on loopback `alone` in the environment that says so.

    Raises EnvironmentFaultError where Ray is missing or too old, or was imported without it.
    """
    # It is settled when Ray is imported on which addresses it listens and looks for others.
    if alone and sys.modules.get("ray"):
        hint = "let pressmark import Ray, or give the address of a cluster that others reach, too"
        raise EnvironmentFaultError("Ray was imported before it could be closed", hint=hint)
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    try:
        ray = import_module("ray")
    except ImportError as error:
        raise EnvironmentFaultError("Ray is not installed", hint=_EXTRA) from error
    _require_new(ray.__version__)
    return ray


def _require_new(version: str) -> None:
    """Raise EnvironmentFaultError for a Ray that cannot be closed to other machines."""
    if tuple(int(number) for number in re.findall(r"\d+", version)[:2]) < _OLDEST:
        wanted = ".".join(map(str, _OLDEST))
        raise EnvironmentFaultError(
            f"Ray {version} is too old: {wanted} or later is wanted",
            hint=f"pip install --upgrade 'ray>={wanted}', on all machines",
        )


def _connect(ray: ModuleType, address: str | None, jobs: int) -> None:
    quiet = {"log_to_driver": False, "logging_level": "ERROR", "configure_logging": False}
    if address:
        _require_reached(address)
        ray.init(address=address, **quiet)
        return
    folder = tempfile.mkdtemp(prefix="pressmark-ray-", dir=_short())
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


def _short() -> str | None:
    """Where the folder of a cluster is made: None for where temporary folders are.

    Ray's sockets lie 87 characters below, and the path of one may have 103 (macOS) or 107 (Linux).
    """
    is_long = len(tempfile.gettempdir()) > _LONGEST and os.name == "posix"
    return "/tmp" if is_long else None  # noqa: S108 - mkdtemp makes a folder for this person alone


def _require_reached(address: str) -> None:
    """Raise OSError or ValueError where nobody listens there: Ray would try for minutes."""
    with socket.create_connection(_parted(address), _REACHED):
        pass


def _parted(address: str) -> tuple[str, int]:
    """Host and port; raises ValueError."""
    host, _, port = address.rpartition(":")
    if not host or not port.isdecimal() or "/" in host:
        raise ValueError(f"{address} is no HOST:PORT")
    return host.strip("[]"), int(port)


def _listens_alone(host: str, port: int) -> bool:
    """Whether who listens there is reached by this machine's loopback alone.

    All of 127.0.0.0/8 is this machine (RFC 1122, 3.2.1.3): who listens on every address does so
    at 127.0.0.2, too. Where that is no address of the machine (macOS), Ray keeps to loopback.
    """
    if not (host in {"localhost", "::1"} or host.startswith("127.")):
        return False
    try:
        with socket.create_connection((host, port), _REACHED):
            pass
    except OSError:
        return False
    try:
        with socket.create_connection(("127.0.0.2", port), 1):
            return False
    except OSError:
        return True


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
