"""Serve a site on this machine's own address: files below one folder, and nothing else."""

from __future__ import annotations

from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

HOST = "127.0.0.1"
_NAMES = frozenset({HOST, "localhost"})


class _Handler(SimpleHTTPRequestHandler):
    """Gives files; no listings, nothing outside the folder, no other host's name.

    A page of somebody else could otherwise read the site through a name of its own that leads here
    (DNS rebinding).
    """

    def send_head(self) -> Any:
        """The file asked for, or an answer that says why not."""
        if self.headers.get("Host", "").partition(":")[0] not in _NAMES:
            self.send_error(HTTPStatus.FORBIDDEN, "this server answers to its own address alone")
            return None
        asked = Path(self.translate_path(self.path))
        file = asked / "index.html" if asked.is_dir() else asked
        root = Path(self.directory).resolve()
        if not file.is_file() or not file.resolve().is_relative_to(root):
            self.send_error(HTTPStatus.NOT_FOUND)
            return None
        return super().send_head()

    def end_headers(self) -> None:
        """Add what keeps a browser from guessing types or keeping old pages."""
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Cache-Control", "no-cache")
        super().end_headers()

    def log_message(self, *_args: Any) -> None:
        """Say nothing: a log line would hold text from the request."""


def server(folder: Path, port: int = 0) -> ThreadingHTTPServer:
    """A server of the site in `folder` on the loopback address; port 0 takes any that is free.

    Raises OSError where the port is taken. The caller runs and closes it.
    """
    return ThreadingHTTPServer((HOST, port), partial(_Handler, directory=str(folder)))
