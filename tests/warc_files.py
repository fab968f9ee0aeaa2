"""WARC files for tests, written by warcio: invented pages behind invented servers."""

import io
from collections.abc import Mapping, Sequence
from pathlib import Path

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from pressmark.config import Config
from pressmark_schema.documents import Document, Quarantined
from raw_input import config
from record_files import read

SENTENCE = "Auf dem linken Ufer liegen neun Höfe, die keine Versicherung mehr aufnimmt. "


def page(number: int) -> bytes:
    """A page of some paragraphs, all different."""
    paragraphs = "".join(f"<p>{number}.{n} {SENTENCE}</p>" for n in range(4))
    return (
        f"<html lang='de'><head><title>Der Damm {number}</title></head><body><article>"
        f"<h1>Der Damm {number}</h1>{paragraphs}</article></body></html>"
    ).encode()


class Crawl:
    """A WARC file that is being written."""

    def __init__(self, *, gzip: bool = False) -> None:
        self._out = io.BytesIO()
        self._writer = WARCWriter(self._out, gzip=gzip)
        self._count = 0

    @property
    def data(self) -> bytes:
        """What has been written."""
        return self._out.getvalue()

    def info(self) -> None:
        """A record of how the file came to be."""
        self.add(b"software: x\r\n", kind="warcinfo")

    def add(
        self,
        body: bytes | None = None,
        headers: Sequence[tuple[str, str]] = (("Content-Type", "text/html; charset=utf-8"),),
        *,
        status: str = "200 OK",
        kind: str = "response",
        own: Mapping[str, str] | None = None,
    ) -> None:
        """A record of what a server answered."""
        body = page(self._count) if body is None else body
        answer = StatusAndHeaders(status, list(headers), protocol="HTTP/1.1")
        named = f"<urn:uuid:00000000-0000-4000-8000-{self._count:012}>"
        fixed = {"WARC-Record-ID": named, "WARC-Date": "2018-05-30T21:40:00Z", **(own or {})}
        record = self._writer.create_warc_record(
            f"https://bote.example/{self._count}",
            kind,
            payload=io.BytesIO(body),
            http_headers=answer if kind == "response" else None,
            warc_headers_dict=fixed,
        )
        self._writer.write_record(record)
        self._count += 1


def crawl(count: int, *, gzip: bool = False) -> bytes:
    """A file with a record of its making and so many pages."""
    made = Crawl(gzip=gzip)
    made.info()
    for _ in range(count):
        made.add()
    return made.data


def found(path: Path, data: bytes, settings: Config | None = None) -> list[Document | Quarantined]:
    """The documents of a WARC file."""
    return read(path, data, settings or config())
