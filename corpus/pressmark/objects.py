"""Objects of a bucket (S3 and what speaks as it does): named, listed and opened as files are."""

from __future__ import annotations

import io
import os
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, Literal, NamedTuple
from urllib.parse import parse_qsl, quote, unquote, urlsplit

from pressmark_schema.errors import EnvironmentFaultError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyarrow.fs import FileInfo, S3FileSystem

_REMOTE = re.compile(r"([A-Za-z][A-Za-z0-9+.-]+)://")
_BUCKET = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{1,253}[A-Za-z0-9]")
_CODE = re.compile(r"AWS Error ([A-Z][A-Z_]+)|HTTP status ([0-9]{3})")
_OPTIONS = frozenset({"region", "endpoint_url", "anonymous"})
_ENDPOINTS = ("AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL")
"""Where AWS's own tools find another server; Arrow looks at neither."""
_PIECE = 4 * 2**20
"""Bytes that are asked for at once: a request costs a round trip."""
_CONNECTS, _ANSWERS = 10, 60
"""Seconds in which a server takes a connection, and answers."""


@dataclass(frozen=True, slots=True)
class Server:
    """How buckets are reached; credentials are Arrow's business, which asks AWS's usual places."""

    region: str | None = None
    endpoint: str | None = None
    anonymous: bool = False

    @property
    def system(self) -> S3FileSystem:
        """Arrow's file system, one a process."""
        return _system(self)


@cache
def _system(server: Server) -> S3FileSystem:
    from pyarrow.fs import S3FileSystem

    scheme, _, host = (server.endpoint or "").rpartition("://")
    return S3FileSystem(
        region=server.region,
        anonymous=server.anonymous,
        endpoint_override=host or None,
        scheme=scheme or "https",
        connect_timeout=_CONNECTS,
        request_timeout=_ANSWERS,
    )


class Status(NamedTuple):
    """What is known of an object, under the names of os.stat; the time is when it was written."""

    st_size: int
    st_mtime_ns: int


@dataclass(frozen=True, slots=True)
class Object:
    """An object as it was listed; it can be sent to other processes, and holds no credentials."""

    server: Server
    key: str
    size: int
    modified_ns: int

    def __str__(self) -> str:
        return _shown(self.key)

    @property
    def name(self) -> str:
        """The last part of its key."""
        return PurePosixPath(self.key).name

    @property
    def suffix(self) -> str:
        """The ending of its name, as pathlib's."""
        return PurePosixPath(self.key).suffix

    def stat(self) -> Status:
        """What the listing said."""
        return Status(self.size, self.modified_ns)

    def open(self, _mode: Literal["rb"] = "rb") -> io.BufferedReader:
        """Its bytes as a file; raises EnvironmentFaultError where they are not those listed.

        So does reading: what a network or a server does is no fault of the document, which would
        else be quarantined in one run and not in the next.
        """
        return io.BufferedReader(_Opened(self), _PIECE)

    def read_bytes(self) -> bytes:
        """All its bytes; raises as `open`."""
        with self.open() as file:
            return file.read()


class _Opened(io.RawIOBase):
    """An object's bytes, its faults as EnvironmentFaultError."""

    def __init__(self, listed: Object) -> None:
        super().__init__()
        self._listed, self._at = listed, 0
        try:
            self._file = listed.server.system.open_input_file(listed.key)
            size, written = self._file.size(), self._file.metadata().get("Last-Modified")
        except (OSError, ValueError) as error:
            raise _fault(str(listed), error) from error
        if size != listed.size or not _is_of(written, listed.modified_ns):
            hint = "start again when nobody writes there"
            raise EnvironmentFaultError(f"{listed} changed after it was listed", hint=hint)

    def readable(self) -> bool:
        """It can be read."""
        return True

    def seekable(self) -> bool:
        """It can be read from any byte on."""
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Go on reading elsewhere."""
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._listed.size}[whence]
        self._at = max(0, base + offset)
        return self._at

    def tell(self) -> int:
        """The byte at which reading goes on."""
        return self._at

    def readinto(self, buffer: Any) -> int:
        """The next bytes; raises EnvironmentFaultError."""
        view = memoryview(buffer).cast("B")
        wanted = min(len(view), self._listed.size - self._at)
        if wanted <= 0:
            return 0
        try:
            data = self._file.read_at(wanted, self._at)
        except (OSError, ValueError) as error:
            raise _fault(str(self._listed), error) from error
        view[: len(data)] = data
        self._at += len(data)
        return len(data)

    def close(self) -> None:
        """Let go of it."""
        if not self.closed:
            self._file.close()
        super().close()


@dataclass(frozen=True, slots=True)
class Prefix:
    """All objects whose keys begin so, or the one of this very key: `s3://bucket/a/b`."""

    server: Server
    key: str
    """The bucket, and after slashes the parts of the prefix."""

    def __str__(self) -> str:
        return _shown(self.key)

    def objects(self) -> Iterator[tuple[str, Object]]:
        """The objects below it, each with the rest of its key, in no order.

        Where it is an object itself, that alone, under its name. Raises UsageError where there is
        nothing, EnvironmentFaultError where it cannot be listed.
        """
        found = self._itself()
        if found:
            yield found.base_name, self._object(found)
            return
        files = self._below()
        if not files:
            raise UsageError(f"{self} does not exist", hint="no object's key begins so")
        for each in files:
            yield each.path[len(self.key) + 1 :], self._object(each)

    def names(self) -> set[str]:
        """The rest of the key of all that is below it, as `objects`; nothing where nothing is."""
        return {each.path[len(self.key) + 1 :] for each in self._below()}

    def require_bucket(self) -> None:
        """Raise UsageError where there is no such bucket, EnvironmentFaultError without answer."""
        from pyarrow.fs import FileType

        bucket = self.key.partition("/")[0]
        try:
            is_there = self.server.system.get_file_info(bucket).type != FileType.NotFound
        except (OSError, ValueError) as error:
            raise _fault(_shown(bucket), error, "reached") from error
        if not is_there:
            raise UsageError(f"there is no bucket {_shown(bucket)}", hint="make it first")

    def is_object(self) -> bool:
        """Whether an object has this very key."""
        return self._itself() is not None

    def write(self, name: str, file: Path) -> None:
        """Write a file as the object `name` below it; raises EnvironmentFaultError."""
        place = f"{self.key}/{name}"
        try:
            system = self.server.system
            with file.open("rb") as data, system.open_output_stream(place) as stream:
                while piece := data.read(2 * _PIECE):
                    stream.write(piece)
            written = system.get_file_info(place).size
        except (OSError, ValueError) as error:
            raise _fault(_shown(place), error, "written") from error
        if written != file.stat().st_size:
            raise EnvironmentFaultError(f"{_shown(place)} was not written whole", hint="try again")

    def _itself(self) -> FileInfo | None:
        from pyarrow.fs import FileType

        if "/" not in self.key:
            return None
        try:
            found: FileInfo = self.server.system.get_file_info(self.key)
        except (OSError, ValueError) as error:
            raise _fault(str(self), error) from error
        return found if found.type == FileType.File else None

    def _below(self) -> list[FileInfo]:
        from pyarrow.fs import FileSelector, FileType

        selector = FileSelector(self.key, allow_not_found=True, recursive=True)
        try:
            found = self.server.system.get_file_info(selector)
        except (OSError, ValueError) as error:
            raise _fault(str(self), error) from error
        return [each for each in found if each.type == FileType.File]

    def _object(self, found: FileInfo) -> Object:
        return Object(self.server, found.path, found.size, found.mtime_ns or 0)


Operand = Path | Prefix
"""What a person names to be read: files and folders here, or objects of a bucket."""
Location = Path | Object
"""Where a file is."""


def operand(text: str) -> Operand:
    """What a person named: `s3://bucket/prefix`, else a path.

    Behind a question mark may stand `region`, `endpoint_url` of another server than AWS's (else
    that of the environment: AWS_ENDPOINT_URL_S3, AWS_ENDPOINT_URL) and `anonymous=true`. Raises
    UsageError for any other kind of address, and for one with credentials, which it never repeats.
    """
    remote = _REMOTE.match(text)
    if remote is None:
        return Path(text)
    if remote[1].lower() != "s3":
        hint = "s3://bucket/prefix, or a folder: mount or copy it"
        raise UsageError(f"{remote[1][:20]}:// addresses are not read", hint=hint)
    parsed = urlsplit(text)
    if "@" in parsed.netloc or ":" in parsed.netloc:
        hint = "put them into the environment or ~/.aws/credentials: s3://bucket/prefix"
        raise UsageError("an s3:// address has no room for credentials", hint=hint)
    key = "/".join([parsed.netloc, *filter(None, unquote(parsed.path).strip("/").split("/"))])
    if not _BUCKET.fullmatch(parsed.netloc) or {".", ".."} & set(key.split("/")) or "\0" in key:
        raise UsageError(f"{_shown(key)} is no s3://bucket/prefix")
    return Prefix(_server(dict(parse_qsl(parsed.query, keep_blank_values=True))), key)


def _server(given: dict[str, str]) -> Server:
    if given.keys() - _OPTIONS:
        raise UsageError(f"an s3:// address takes {', '.join(sorted(_OPTIONS))} and nothing else")
    endpoint = given.get("endpoint_url") or next(filter(None, map(os.environ.get, _ENDPOINTS)), "")
    endpoint = endpoint.rstrip("/")
    if endpoint and not re.fullmatch(r"https?://[^/@?#\s]+", endpoint):
        raise UsageError("endpoint_url is http(s)://HOST:PORT, without path and credentials")
    return Server(given.get("region"), endpoint or None, given.get("anonymous") == "true")


def _is_of(written: bytes | None, modified_ns: int) -> bool:
    """Whether a server's `Last-Modified`, as Arrow gives it, is the time that was listed."""
    from datetime import datetime

    if not written:
        return True
    try:
        seconds = datetime.fromisoformat(written.decode("ascii")).timestamp()
    except ValueError:
        return True
    return abs(seconds - modified_ns / 10**9) < 1


def _fault(where: str, error: Exception, done: str = "read") -> EnvironmentFaultError:
    """What went wrong in words that never are the server's, nor hold a secret."""
    code = _CODE.search(str(error))
    said = (code[1] or f"HTTP {code[2]}").replace("_", " ").lower() if code else ""
    said = said or ("it is not there" if isinstance(error, FileNotFoundError) else "no answer")
    hint = "see its name and region, the credentials and the network (?region=, ?endpoint_url=)"
    return EnvironmentFaultError(f"{where} cannot be {done}: {said}", hint=hint)


def _shown(key: str) -> str:
    """The address of a key as `operand` takes it, whatever characters are in it."""
    return "s3://" + "".join(c if c.isprintable() and c not in "%?#" else quote(c) for c in key)
