"""The profile of a corpus: profile.toml, read and checked, with the hash of its bytes."""

import hashlib
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from pressmark_schema.errors import UsageError
from pressmark_schema.profile import Profile

FILE = "profile.toml"
VERSION = 1
"""The version of the form that this program reads and writes."""


@dataclass(frozen=True)
class InForce:
    """The profile that parsing follows, where it lies, and the SHA-256 of its bytes."""

    path: str
    file_sha256: str
    profile: Profile


def load(file: Path) -> InForce:
    """Read a profile.toml; raises UsageError that names the faulty entry."""
    data = read(file)
    profile = parse(data, file)
    return InForce(str(file), hashlib.sha256(data).hexdigest(), profile)


def read(file: Path) -> bytes:
    """The bytes of a profile; raises UsageError where there are none to be had."""
    try:
        return file.read_bytes()
    except OSError as error:
        hint = "make one: pressmark learn"
        raise UsageError(f"{file}: {error.strerror or error}", hint=hint) from error


def parse(data: bytes, file: Path) -> Profile:
    """The profile in `data`; `file` is named where something is wrong with it."""
    try:
        values = tomllib.loads(data.decode("utf-8"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UsageError(f"{file}: {error}") from error
    if values.get("version") != VERSION:
        raise UsageError(
            f"{file}: version: {_stated(values)}; this program reads version = {VERSION}",
            hint="make one: pressmark learn",
        )
    try:
        return Profile.model_validate(values)
    except ValidationError as error:
        raise UsageError(f"{file}: {_explain(error)}") from error


def _stated(values: dict[str, Any]) -> str:
    return f"{values['version']!r:.40}" if "version" in values else "not stated"


def _explain(error: ValidationError) -> str:
    """The first fault by its place, entries counted from 1 as a reader of the file counts them."""
    first = error.errors()[0]
    place = "".join(
        f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in first["loc"]
    )
    more = f" (and {error.error_count() - 1} more)" if error.error_count() > 1 else ""
    message = first["msg"].removeprefix("Value error, ")
    return f"{place.lstrip('.') or 'profile'}: {message}{more}"
