"""Archives for tests: zip and tar files of invented articles, hostile ones too."""

import gzip
import io
import tarfile
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa

from pressmark.config import Config
from pressmark.flow import reading
from pressmark.flow.intake import Item
from pressmark.read.archives import Told
from pressmark.read.discover import Found
from pressmark_schema.documents import Document, Quarantined
from raw_input import article, config

Files = Any
"""Contents, texts or bytes, by name; or pairs of them, where a name comes twice."""
TEXTS = {"bote/2018/a.txt": article(), "bote/2018/b.txt": article("date 2019-01")}


def _bytes(content: str | bytes) -> bytes:
    return content.encode() if isinstance(content, str) else content


def zipped(files: Files) -> bytes:
    """A zip file with these members; a name may come twice."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items() if isinstance(files, Mapping) else files:
            archive.writestr(zipfile.ZipInfo(name), _bytes(content), zipfile.ZIP_DEFLATED)
    return out.getvalue()


def tarred(
    files: Files,
    *others: tarfile.TarInfo,
    form: int = tarfile.PAX_FORMAT,
) -> bytes:
    """A tar file with these members, then those without content."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=form) as archive:
        for name, content in files.items() if isinstance(files, Mapping) else files:
            info = tarfile.TarInfo(name)
            info.size = len(_bytes(content))
            archive.addfile(info, io.BytesIO(_bytes(content)))
        for info in others:
            archive.addfile(info)
    return out.getvalue()


def unended(files: Files, *others: tarfile.TarInfo) -> bytes:
    """The blocks of a tar file without the mark that ends it."""
    data = tarred(files, *others).rstrip(b"\0")
    return data + b"\0" * (-len(data) % tarfile.BLOCKSIZE)


def special(name: str, kind: bytes, target: str = "") -> tarfile.TarInfo:
    """A member that is no file: a link, a device, a pipe."""
    info = tarfile.TarInfo(name)
    info.type, info.linkname = kind, target
    return info


MAKE: dict[str, Callable[[Files], bytes]] = {
    ".zip": zipped,
    ".tar": tarred,
    ".tar.gz": lambda files: gzip.compress(tarred(files), mtime=0),
    ".tgz": lambda files: gzip.compress(tarred(files), mtime=0),
    ".tar.zst": lambda files: pa.compress(tarred(files), codec="zstd", asbytes=True),
}


def documents(
    path: Path, data: bytes, settings: Config | None = None, told: Told | None = None
) -> list[Document | Quarantined]:
    """What is in an archive with these bytes, as a build reads it."""
    path.write_bytes(data)
    settings = settings or config()
    item = Item(Found(path.name, path), {}, "")
    return [
        document
        for batch in reading.batches([item], settings, {}, told=told)
        for unit in reading.load(batch, settings.read.max_bytes)
        for document in reading.read(unit, settings.read)[1]
    ]


def sources(path: Path, settings: Config | None = None) -> list[dict[str, Any]]:
    """The rows of sources of an archive on disk."""
    settings = settings or config()
    item = Item(Found(path.name, path), {}, "")
    rows = (
        reading.read(unit, settings.read)[0]
        for batch in reading.batches([item], settings, {})
        for unit in reading.load(batch, settings.read.max_bytes)
    )
    return [row.model_dump() for row in rows if row]
