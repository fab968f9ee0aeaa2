"""What this machine can do at most, and where the time of one article goes in a build."""

import gzip
import hashlib
import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from measuring import Line, Plan
from where import spent

SIZE = 2**27


def lines(plan: Plan) -> Iterator[Line]:
    """The limits, a line each."""
    import orjson
    import pyarrow as pa

    size = plan.of(tiny=2**20, quick=SIZE, full=SIZE)
    data = _text(plan, size)
    target = memoryview(bytearray(data))
    yield _rate("memcpy", size, lambda: target.__setitem__(slice(None), data))
    yield _rate("sha256, one core", size, lambda: hashlib.sha256(data).digest())
    records = plan.articles(plan.of(tiny=60, quick=5_000, full=5_000)).read_bytes().splitlines()
    sound = [line for line in records if line.endswith(b"}")]
    parsed = sum(map(len, sound))
    yield _rate("JSON, one core (orjson)", parsed, lambda: [orjson.loads(line) for line in sound])
    codec = pa.Codec("zstd", 3)
    packed = codec.compress(data)
    yield _rate("zstd 3, compressing, one core", size, lambda: codec.compress(data))
    yield _rate("zstd, decompressing, one core", size, lambda: codec.decompress(packed, len(data)))
    yield _rate("gzip 6, one core", min(size, 2**24), lambda: gzip.compress(data[: 2**24], 6))
    path = plan.work / "disk"
    yield _rate("disk, writing and fsync", size, lambda: _write(path, data))
    small = plan.of(tiny=10, quick=500, full=2_000)
    taken = _seconds(lambda: [_write(plan.work / f"small-{n}", data[:2600]) for n in range(small)])
    yield Line("disk, small files each with fsync", f"{1e6 * taken / small:,.0f} µs a file")
    taken = _seconds(lambda: [(plan.work / f"small-{n}").read_bytes() for n in range(small)])
    yield Line("the same files, reading", f"{1e6 * taken / small:,.1f} µs a file")
    count = plan.of(tiny=60, quick=1_000, full=10_000)
    yield spent(plan, plan.articles(count), plan.settings(), count, "where the µs of an article go")


def _text(plan: Plan, size: int) -> bytes:
    source = plan.articles(plan.of(tiny=60, quick=5_000, full=5_000)).read_bytes()
    return (source * (size // len(source) + 1))[:size]


def _rate(what: str, size: int, work: Callable[[], object]) -> Line:
    return Line(what, f"{size / _seconds(work) / 1e6:,.0f} MB/s")


def _seconds(work: Callable[[], object]) -> float:
    """The best of three: a limit is what nothing disturbed."""
    taken = []
    for _ in range(3):
        begun = time.perf_counter()
        work()
        taken.append(time.perf_counter() - begun)
    return min(taken)


def _write(path: Path, data: bytes) -> None:
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
