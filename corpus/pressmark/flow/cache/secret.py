"""A person's own key: made once, outside every corpus, so that nobody else can sign an entry."""

from __future__ import annotations

import os
import secrets
import stat
import sys
from pathlib import Path

from pressmark.flow.cache import regular

SIZE = 32
"""Bytes of a key: those of SHA-256, beyond which HMAC gains nothing (RFC 2104, section 3)."""


def place() -> Path:
    """Where the key lies: `$XDG_STATE_HOME/pressmark/key`, else below `~/.local/state`.

    On Windows below `%LOCALAPPDATA%`. Raises RuntimeError where nobody knows the home folder.
    """
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    else:
        # A relative path does not count (XDG Base Directory Specification): it could be a corpus.
        base = Path(os.environ.get("XDG_STATE_HOME") or "")
        base = base if base.is_absolute() else Path.home() / ".local" / "state"
    return base / "pressmark" / "key"


def told() -> str:
    """The same for people, whatever the machine says of homes."""
    try:
        return str(place())
    except RuntimeError:
        return "but there is no home folder"


def key() -> bytes | None:
    """The key, made where there is none; None where it cannot be made, or others can read it."""
    try:
        path = place()
        if not path.exists():
            _make(path)
        return _read(path)
    except (OSError, RuntimeError):
        return None


def _make(path: Path) -> None:
    """Put a new key at `path` whole, unless another run has done so meanwhile."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    fresh = path.with_name(f".key.{secrets.token_hex(6)}")
    try:
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(secrets.token_bytes(SIZE))
        os.link(fresh, path)
    except FileExistsError:
        return
    finally:
        fresh.unlink(missing_ok=True)


def _read(path: Path) -> bytes | None:
    with regular.opened(path) as file:
        status = os.fstat(file.fileno())
        found = file.read(SIZE + 1)
    if hasattr(os, "geteuid"):
        shared = stat.S_IMODE(status.st_mode) & 0o077
        if shared or status.st_uid != os.geteuid():
            return None
    return found if len(found) == SIZE else None
