"""The program that fetches objects through DVC's file systems; it runs beside us, in a workspace.

It reads lines of JSON, `{"cache": FOLDER, "names": [MD5, …]}`, and answers with lines of JSON:
`{"bytes": N}` as bytes arrive, `{"here": N}` for those of a part that was fetched before and is
gone on with, `{"missing": MD5}` or `{"damaged": MD5}` for an object that cannot be had, and
`{"done": true}` at the end of each request. Asked `{"look": true}` it says `{"there": true}` if the
remote can be reached.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import IO, Any

_PARALLEL = 4
_CHUNK = 1 << 20
_lock = threading.Lock()


def main() -> None:
    """Answer requests until the input ends."""
    # Who called us may be gone, and their folder with them.
    from dvc.repo import Repo

    remote = Repo(".").cloud.get_remote("origin")
    for line in sys.stdin:
        asked = json.loads(line)
        if "look" in asked:
            _say(there=_is_there(remote))
            continue
        cache = Path(asked["cache"])
        with ThreadPoolExecutor(_PARALLEL) as pool:
            list(pool.map(lambda name, cache=cache: _fetch(remote, cache, name), asked["names"]))
        _say(done=True)


def _say(**said: Any) -> None:
    with _lock:
        sys.stdout.write(json.dumps(said) + "\n")
        sys.stdout.flush()


def _is_there(remote: Any) -> bool:
    """Whether the remote answers; a bucket must be there, a folder in it is made by pushing."""
    if remote.fs.protocol == "s3":
        return bool(remote.fs.exists(remote.path.split("/", 1)[0]))
    try:
        with remote.fs.open(remote.fs.join(remote.path, "files", "md5", "00", "0" * 30), "rb"):
            return True
    except FileNotFoundError as absent:
        # A web server that cannot be reached is told as a file that is not there, too.
        cause = absent.__cause__
        while cause is not None:
            if isinstance(cause, OSError) and not isinstance(cause, FileNotFoundError):
                raise cause from None
            cause = cause.__cause__
        return True


def _fetch(remote: Any, cache: Path, name: str) -> None:
    place = remote.fs.join(remote.path, "files", "md5", name[:2], name[2:])
    target = cache / "files" / "md5" / name[:2] / name[2:]
    target.parent.mkdir(parents=True, exist_ok=True)
    part = cache / "parts" / name
    part.parent.mkdir(parents=True, exist_ok=True)
    with part.open("ab") as file:
        alone = _alone(file)
    if not alone:
        # Another run fetches the same object now: each has a part of its own.
        part = part.with_name(f"{name}.{os.getpid()}")
    try:
        arrived = _arrives(remote.fs, place, part, name) or _anew(remote.fs, place, part, name)
    except FileNotFoundError:
        part.unlink(missing_ok=True)
        _say(missing=name)
        return
    if arrived:
        os.replace(part, target)  # noqa: PTH105 - replaces on Windows too
    else:
        part.unlink()
        _say(damaged=name)


def _anew(remote: Any, place: str, part: Path, name: str) -> bool:
    """Fetch from the first byte: what was there of it was not its beginning."""
    part.unlink()
    return _arrives(remote.fs, place, part, name)


def _arrives(system: Any, place: str, part: Path, name: str) -> bool:
    """Copy an object to the end of its part; whether its bytes are then its own."""
    hasher = hashlib.md5(usedforsecurity=False)
    with part.open("a+b") as file, system.open(place, "rb") as source:
        file.seek(0)
        while chunk := file.read(_CHUNK):
            hasher.update(chunk)
        _skip(source, file.tell())
        _say(here=file.tell())
        while chunk := source.read(_CHUNK):
            file.write(chunk)
            hasher.update(chunk)
            _say(bytes=len(chunk))
        file.flush()
        os.fsync(file.fileno())
    return hasher.hexdigest() == name.removesuffix(".dir")


def _skip(source: IO[bytes], count: int) -> None:
    """Go to a byte of a source, by reading where it cannot be asked for."""
    if not count:
        return
    try:
        source.seek(count)
    except (OSError, ValueError, NotImplementedError):
        while count and (chunk := source.read(min(count, _CHUNK))):
            count -= len(chunk)


def _alone(file: IO[bytes]) -> bool:
    """Whether no other run holds the part; held until this process ends."""
    if sys.platform == "win32":
        return True
    import fcntl

    held = os.dup(file.fileno())
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(held)
        return False
    return True


if __name__ == "__main__":
    main()
