"""The engine of a Ray cluster: the bytes of one machine, closed to others, and hard to kill.

Run them where Ray is installed: `pip install -r requirements/ray.txt`, then
`pytest -m '' tests/test_flow_ray.py`.
"""

import importlib.util
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

import deadly
from buckets import served
from pressmark.config import Config, find
from pressmark.flow import engines, steps
from pressmark.flow import ray as ray_engine
from pressmark.flow.engine import In, Out, Step
from pressmark.flow.limits import Limits
from pressmark.flow.ray import Ray
from pressmark_schema.errors import EnvironmentFaultError, UsageError
from raw_input import MORE, PROSE, article, contents, run, write
from record_files import json_lines, rows

TOML = """\
[corpus]
languages = ["de"]
[workers]
max_seconds = 20
[[records]]
glob = "*.jsonl"
fields = { text = "body", title = "headline", native_id = "id" }
[read]
include = ["*.txt", "*.jsonl"]
"""


def corpus(folder: Path, *words: str) -> Path:
    """Flat files, records of several batches, and a text for each of the words."""
    files = {f"raw/{n:02}.txt": article("date 2018-05", f"{PROSE} {n}") for n in range(20)}
    files |= {f"raw/03{w[-4:]}.txt": article("date 2018-05", f"{w} {MORE}") for w in words}
    records = {"raw/z.jsonl": json_lines(rows(1200))}
    return write(folder, {"pressmark.toml": TOML, **files, **records})


def require_ray() -> None:
    """Skip where Ray is not installed; it is not imported, which the engine wants to do itself."""
    if importlib.util.find_spec("ray") is None:
        pytest.skip("Ray is not installed")


# Without a cluster.


def test_without_ray_it_is_said_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ray", None)
    with pytest.raises(EnvironmentFaultError, match="Ray is not installed") as fault:
        list(Ray(Limits(), "127.0.0.1:1").run(Step(deadly.leave), [1], None))
    assert fault.value.hint == "pip install 'pressmark[ray]'"


@pytest.mark.parametrize("version", ["2.53.0", "1.13.0", "2.9.3"])
def test_a_ray_that_cannot_be_closed_is_refused(
    version: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(EnvironmentFaultError) as fault:
        list(_other(monkeypatch, version).run(Step(deadly.leave), [1], None))
    assert str(fault.value) == f"Ray {version} is too old: 2.54 or later is wanted"
    assert fault.value.hint == "pip install --upgrade 'ray>=2.54', on all machines"


@pytest.mark.parametrize("version", ["2.54.0", "2.100.1", "3.0.0rc1"])
def test_a_ray_that_can_be_closed_is_taken(version: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(EnvironmentFaultError, match=r"at 127\.0\.0\.1:1 cannot be reached"):
        list(_other(monkeypatch, version).run(Step(deadly.leave), [1], None))


def _other(monkeypatch: pytest.MonkeyPatch, version: str) -> Ray:
    """The engine where a Ray of this version is installed, and no cluster is there."""
    found = ModuleType("ray")
    monkeypatch.setattr(found, "__version__", version, raising=False)
    monkeypatch.setattr(found, "is_initialized", lambda: False, raising=False)
    monkeypatch.setitem(sys.modules, "ray", found)
    monkeypatch.setattr(ray_engine, "_imported", ray_engine._imported.__wrapped__)  # noqa: SLF001
    return Ray(Limits(), "127.0.0.1:1")


@pytest.mark.parametrize(
    ("listening", "asked", "alone"),
    [
        ("127.0.0.1", "127.0.0.1", True),
        ("127.0.0.1", "localhost", True),
        ("0.0.0.0", "127.0.0.1", False),  # noqa: S104 - for a moment
        ("0.0.0.0", "localhost", False),  # noqa: S104
        ("127.0.0.1", "192.0.2.1", False),
    ],
)
def test_it_is_seen_whether_a_cluster_listens_on_loopback_alone(
    listening: str, asked: str, *, alone: bool
) -> None:
    with socket.create_server((listening, 0)) as server:
        port = server.getsockname()[1]
        stated = ray_engine._stated(f"{asked}:{port}")  # noqa: SLF001
    assert stated == ({"RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER": "0"} if alone else {})


def test_an_address_is_only_for_a_cluster() -> None:
    with pytest.raises(UsageError, match="--address is that of a cluster"):
        engines.named("local", Config(), address="127.0.0.1:6379")
    with pytest.raises(UsageError, match="no engine is called 'spark'"):
        engines.named("spark", Config())


def elsewhere(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """A Ray that somebody connected to a cluster of theirs."""
    found = ModuleType("ray")
    context = SimpleNamespace(gcs_address="10.0.0.9:6379")
    monkeypatch.setattr(found, "is_initialized", lambda: True, raising=False)
    monkeypatch.setattr(found, "get_runtime_context", lambda: context, raising=False)
    monkeypatch.setitem(sys.modules, "ray", found)
    monkeypatch.setattr(ray_engine, "_joined", {})
    return found


@pytest.mark.parametrize("address", [None, "127.0.0.1:1"])
def test_nothing_runs_on_a_cluster_that_was_not_asked_for(
    address: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere(monkeypatch)
    before = dict(os.environ)
    with pytest.raises(EnvironmentFaultError, match=r"another Ray cluster, at 10\.0\.0\.9:6379"):
        list(Ray(Limits(), address).run(Step(deadly.leave), [1], None))
    assert dict(os.environ) == before


def test_a_cluster_to_which_the_program_is_connected_may_be_asked_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    found = elsewhere(monkeypatch)
    assert Ray(Limits(), "10.0.0.9:6379")._connected() is found  # noqa: SLF001


# With one of our own.


@pytest.fixture(scope="module")
def cluster() -> Iterator[Ray]:
    """A cluster of two processors on this machine."""
    require_ray()
    engine = Ray(Limits(seconds=20), jobs=2)
    list(engine.run(Step(deadly.doubled), [1], None))
    assert "RAY_AUTH_TOKEN" not in os.environ  # as before
    yield engine
    sys.modules["ray"].shutdown()


@pytest.mark.slow
def test_the_answers_come_in_the_order_of_the_batches(cluster: Ray) -> None:
    assert list(cluster.run(Step(deadly.doubled), range(50), None)) == list(range(0, 100, 2))


class _Heard:
    """An engine that notes what it is asked to do."""

    is_far = True

    def __init__(self, engine: Ray) -> None:
        self._engine, self.done = engine, set[str]()

    def run(self, step: Step[In, Out], batches: Iterable[In], told: Any) -> Iterator[Out]:
        self.done.add(f"{step.work.__module__}.{step.work.__qualname__}")
        return self._engine.run(step, batches, told)


@pytest.mark.slow
def test_a_build_has_the_bytes_of_one_machine_wherever_texts_are_compared(
    cluster: Ray, tmp_path: Path
) -> None:
    folder = corpus(tmp_path)
    heard = _Heard(cluster)
    once = steps.build([folder / "raw"], tmp_path / "local", find(folder))
    again = steps.build([folder / "raw"], tmp_path / "ray", find(folder), engine=heard)
    assert heard.done == {
        "pressmark.flow.judged.work_off_judged",
        "pressmark.duplicates.candidates._met",
        "pressmark.duplicates.candidates._pairs",
        "pressmark.duplicates.candidates._enough",
        "pressmark.duplicates.edges._shared",
    }
    assert again.findings == once.findings
    assert contents(tmp_path / "ray") == contents(tmp_path / "local")


@pytest.mark.slow
def test_a_document_that_kills_its_process_costs_itself_as_on_one_machine(
    cluster: Ray, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = corpus(tmp_path, "TUE SIGKILL", "TUE EXIT")
    monkeypatch.setattr(steps, "JUDGED", deadly.DEADLY)
    once = steps.build([folder / "raw"], tmp_path / "local", find(folder), jobs=2)
    again = steps.build([folder / "raw"], tmp_path / "ray", find(folder), engine=cluster)
    assert [path for path, _ in again.incidents] == ["raw/03EXIT.txt", "raw/03KILL.txt"]
    assert again.incidents == once.incidents
    assert contents(tmp_path / "ray") == contents(tmp_path / "local")


@contextmanager
def killing(is_due: Callable[[], bool]) -> Iterator[list[int]]:
    """Kill one worker of the cluster that works, once it is due, and give it."""
    killed: list[int] = []

    def kill() -> None:
        end = time.monotonic() + 60
        while not killed and time.monotonic() < end:
            working = _named("ray::_work")
            if working and is_due():
                os.kill(working[0], signal.SIGKILL)
                killed.append(working[0])
            time.sleep(0.02)

    thread = threading.Thread(target=kill)
    thread.start()
    yield killed
    thread.join()


@pytest.mark.slow
def test_a_worker_of_the_cluster_that_is_killed_loses_nothing(cluster: Ray, tmp_path: Path) -> None:
    with killing(lambda: len(list(tmp_path.iterdir())) > 4) as killed:
        answers = list(cluster.run(Step(deadly.slow), range(24), tmp_path))
    assert killed
    assert answers == list(range(24))


@pytest.mark.slow
def test_a_package_has_the_same_bytes_where_a_worker_was_killed(
    cluster: Ray, tmp_path: Path
) -> None:
    folder = corpus(tmp_path)
    steps.build([folder / "raw"], tmp_path / "local", find(folder))
    with killing(lambda: True) as killed:
        made = steps.build([folder / "raw"], tmp_path / "ray", find(folder), engine=cluster)
    assert killed
    assert made.incidents == []
    assert contents(tmp_path / "ray") == contents(tmp_path / "local")


@pytest.mark.slow
def test_a_bug_is_raised_as_it_was(cluster: Ray) -> None:
    with pytest.raises(ZeroDivisionError, match="by nought"):
        list(cluster.run(Step(deadly.faulty), [[]], None))


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="looks at sockets as Linux shows them")
def test_nothing_of_it_listens_beyond_this_machine(cluster: Ray) -> None:
    list(cluster.run(Step(deadly.doubled), [1], None))
    mine = {os.getpid(), *_named("ray::"), *_named("raylet"), *_named("gcs_server")}
    listening = [address for process in mine for address in _listening(process)]
    assert len(listening) >= 3
    assert {address for address in listening if not _is_loopback(address)} == set()


def _named(name: str) -> list[int]:
    """The processes whose command begins with `name`, or whose program is called so."""
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            command = path.read_bytes().partition(b"\0")[0].decode(errors="replace")
        except OSError:
            continue
        if command.startswith(name) or command.rpartition("/")[2] == name:
            found.append(int(path.parent.name))
    return found


def _listening(process: int) -> list[str]:
    """The addresses, in hexadecimal, on which a process waits for connections."""
    sockets = set()
    for link in Path(f"/proc/{process}/fd").glob("*"):
        try:
            sockets.add(str(link.readlink()))
        except OSError:
            continue
    found = []
    for table in ("tcp", "tcp6"):
        for line in Path(f"/proc/net/{table}").read_text().splitlines()[1:]:
            fields = line.split()
            if fields[3] == "0A" and f"socket:[{fields[9]}]" in sockets:
                found.append(fields[1].partition(":")[0])
    return found


def _is_loopback(address: str) -> bool:
    """127.0.0.1, ::1, or the first in the form of the second."""
    return address in {"0100007F", "0" * 24 + "01000000", "0" * 16 + "FFFF00000100007F"}


@pytest.mark.slow
def test_the_command_builds_on_a_cluster_and_leaves_none(tmp_path: Path) -> None:
    require_ray()
    folder = corpus(tmp_path)
    before = set(_named("raylet"))
    once = run("build", folder / "raw", "-o", tmp_path / "local")
    done = run("build", folder / "raw", "-o", tmp_path / "out", "--engine", "ray", "--jobs", "2")
    assert done.returncode == once.returncode, done.stderr
    assert done.stdout.replace(b"/out", b"/local") == once.stdout
    assert contents(tmp_path / "out") == contents(tmp_path / "local")
    assert set(_named("raylet")) <= before


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="sends signals to a group of processes")
def test_an_interruption_ends_the_build_and_its_cluster(tmp_path: Path) -> None:
    require_ray()
    folder = corpus(tmp_path)
    write(folder, {"raw/y.jsonl": json_lines(rows(6000))})
    before, inside = set(_named("raylet")), set(folder.iterdir())
    command = [sys.executable, "-m", "pressmark_cli", "build", "raw", "-o", "out"]
    child = subprocess.Popen(
        [*command, "--engine", "ray", "--jobs", "1"],
        cwd=folder,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    _waited(lambda: bool(_named("ray::_work")))
    os.killpg(child.pid, signal.SIGINT)
    _, said = child.communicate(timeout=30)
    assert (child.returncode, said) == (130, b"error: interrupted; nothing was published\n")
    assert set(_named("raylet")) <= before
    assert set(folder.iterdir()) == inside


def _waited(true: Callable[[], bool]) -> None:
    end = time.monotonic() + 60
    while not true():
        assert time.monotonic() < end
        time.sleep(0.05)


@contextmanager
def _started(folder: Path, variables: Mapping[str, str]) -> Iterator[str]:
    """The address of a cluster that was started on loopback as the guide for engineers says."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    # The paths of its sockets must not be longer than about a hundred characters.
    place, log = tempfile.mkdtemp(prefix="ray-", dir="/tmp"), folder / "ray.log"
    options = {
        "--node-ip-address": "127.0.0.1",
        "--port": port,
        "--include-dashboard": False,
        "--num-cpus": 2,
        "--object-store-memory": 100 * 2**20,
        "--temp-dir": place,
    }
    command = ["ray", "start", "--head", "--block", *(f"{k}={v}" for k, v in options.items())]
    with log.open("wb") as said:
        child = subprocess.Popen(command, env=variables, stdout=said, stderr=said)
    try:
        _waited(lambda: child.poll() is not None or b"runtime started" in log.read_bytes())
        assert child.poll() is None, log.read_text()
        yield f"127.0.0.1:{port}"
    finally:
        child.terminate()
        child.wait(30)
        shutil.rmtree(place, ignore_errors=True)


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere Ray is closed without the switch")
def test_a_cluster_on_loopback_that_runs_already_makes_the_bytes_of_one_machine(
    tmp_path: Path,
) -> None:
    require_ray()
    folder = corpus(tmp_path)
    run("build", folder / "raw", "-o", tmp_path / "local")
    token = {"HOME": str(tmp_path), "RAY_AUTH_MODE": "token", "RAY_USAGE_STATS_ENABLED": "0"}
    variables = {**os.environ, **token, "RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER": "0"}
    subprocess.run(
        ["ray", "get-auth-token", "--generate"], env=variables, check=True, capture_output=True
    )
    with _started(tmp_path, variables) as address:
        for number, asked in enumerate([address, address.replace("127.0.0.1", "localhost")]):
            made = tmp_path / f"ray{number}"
            place = ("--engine", "ray", "--address", asked)
            # Nothing but the token is told to the program itself.
            done = run("build", folder / "raw", "-o", made, *place, variables=token)
            assert done.returncode == 0, done.stderr
            assert contents(made) == contents(tmp_path / "local")


@pytest.mark.slow
def test_a_cluster_that_is_not_there_is_an_environment_fault(tmp_path: Path) -> None:
    require_ray()
    folder = corpus(tmp_path)
    done = run(
        *("build", folder / "raw", "-o", tmp_path / "out"),
        *("--engine", "ray", "--address", "127.0.0.1:1"),
    )
    assert (done.returncode, (tmp_path / "out").exists()) == (4, False)
    assert b"the cluster at 127.0.0.1:1 cannot be reached" in done.stderr


@pytest.mark.slow
@pytest.mark.network
def test_workers_read_from_a_bucket_what_others_read_from_a_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    require_ray()
    folder = corpus(tmp_path / "corpus")
    common = ("--config", write(tmp_path / "settings", {"pressmark.toml": TOML}), "--jobs", "2")
    with served(monkeypatch) as bucket:
        bucket.upload(folder / "raw", "raw")
        run("build", folder / "raw", "-o", tmp_path / "here", *common)
        done = run("build", "s3://news/raw", "-o", "s3://news/made", *common, "--engine", "ray")
        assert done.returncode == 0, done.stderr
        assert bucket.contents("made") == contents(tmp_path / "here")


@pytest.mark.slow
def test_a_document_that_outgrows_its_memory_costs_itself_on_a_cluster(
    cluster: Ray, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = corpus(tmp_path, "TUE SCHWELLEN")
    monkeypatch.setattr(steps, "JUDGED", deadly.DEADLY)
    engine = Ray(Limits(seconds=60, memory=600 * 2**20), jobs=2)
    assert list(cluster.run(Step(deadly.doubled), [1], None)) == [2]
    made = steps.build([folder / "raw"], tmp_path / "ray", find(folder), engine=engine)
    ((path, why),) = made.incidents
    assert (path, "600 MiB of memory" in why) == ("raw/03LLEN.txt", True)
