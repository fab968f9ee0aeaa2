"""The remote that a stranger's .dvc/config names: inspected, and reduced to what is safe."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from urllib.request import url2pathname

from pressmark.versions.process import masked, one_line
from pressmark_schema.errors import IntegrityError, UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

_HTTP = frozenset({"auth", "user", "password"})
ACCEPTED: Mapping[str, frozenset[str]] = {
    "file": frozenset(),
    "http": _HTTP,
    "https": _HTTP,
    "s3": frozenset(
        {
            "region",
            "endpointurl",
            "profile",
            "access_key_id",
            "secret_access_key",
            "session_token",
            "use_ssl",
            "allow_anonymous_login",
        }
    ),
    "ssh": frozenset({"user", "port", "allow_agent"}),
}
"""The kinds of remote that are pulled from, and the options that DVC is given for each."""
_WITHOUT_EFFECT = frozenset(
    {
        "url",
        "verify",
        "jobs",
        "checksum_jobs",
        "no_traverse",
        "type",
        "shared",
        "slow_link_warning",
        "protected",
        "method",
        "timeout",
        "connect_timeout",
        "read_timeout",
        "max_sessions",
        "listobjects",
        "cache_regions",
        "sse",
        "sse_kms_key_id",
        "acl",
        "grant_read",
        "grant_read_acp",
        "grant_write_acp",
        "grant_full_control",
    }
)
"""Options of pushing, of speed, or that we decide ourselves; any other is refused."""
_SECTION = re.compile(r"""\s*remote\s+"([^"]{1,200})"\s*""", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Remote:
    """Where the data lie: the kind of remote, DVC's URL or a local path, its options."""

    scheme: str
    url: str
    options: Mapping[str, str] = field(default_factory=dict)


def choose_remote(config: bytes, repo: Path | None, name: str | None) -> Remote:
    """The remote `name`, or the default one, of a .dvc/config; `repo` if it is on this machine.

    A relative path counts from the original repository's `.dvc` folder, as DVC does; a repository
    on this machine without any remote is its own: its cache is laid out like one. Raises
    UsageError for a remote that is not pulled from, IntegrityError for a broken config.
    """
    found = sections(config)
    core = found.get("core", {})
    name = name or (core.get("remote") if isinstance(core, dict) else None)
    remotes = {key.lower(): options for key, options in named_remotes(found).items()}
    if name is None and not remotes and repo is not None:
        return Remote("file", str(repo / ".dvc" / "cache"))
    chosen = remotes.get(name.lower()) if isinstance(name, str) else None
    if chosen is None:
        which = f"no remote {name!r}" if name else "no default remote"
        raise UsageError(f"the repository has {which}", hint="set it there: dvc remote add -d")
    return _inspect(str(name), chosen, repo)


def sections(config: bytes) -> dict[str, object]:
    """The sections of a config; keys in lower case, values as they stand (no interpolation).

    Raises IntegrityError where it is none.
    """
    import configobj  # type: ignore[import-untyped]

    try:
        lines = config.decode("utf-8").splitlines()
        parsed = configobj.ConfigObj(lines, interpolation=False).dict()
    except (UnicodeDecodeError, configobj.ConfigObjError, RecursionError) as error:
        raise IntegrityError(f"its .dvc/config cannot be read: {one_line(str(error))}") from error
    return {str(key): _lowered(value) for key, value in parsed.items()}


def _lowered(value: object) -> object:
    return {str(k).lower(): v for k, v in value.items()} if isinstance(value, dict) else value


def named_remotes(found: Mapping[str, object]) -> dict[str, Mapping[str, object]]:
    """The remotes among the sections of a config, each with its options."""
    return {
        match[1]: options
        for section, options in found.items()
        if (match := _SECTION.fullmatch(section)) and isinstance(options, dict)
    }


def _inspect(name: str, options: Mapping[str, object], repo: Path | None) -> Remote:
    for option, value in options.items():
        plain = isinstance(value, str) and value.isprintable()
        if not plain or '"' in str(value) or "%(" in str(value):
            raise UsageError(f"the remote {name!r} has an odd value for {option!r}")
    url = str(options.get("url", ""))
    scheme = _scheme(url)
    if not url or scheme not in ACCEPTED:
        kinds = "a directory, s3, http(s), ssh"
        raise UsageError(
            f"the remote {name!r} is {masked(url)!r}, which is not pulled from", hint=kinds
        )
    refused = sorted(options.keys() - ACCEPTED[scheme] - _WITHOUT_EFFECT)
    if refused:
        raise UsageError(
            f"the remote {name!r} sets {', '.join(map(repr, refused))}, which is not accepted "
            "from a repository",
            hint="set it in your own environment (AWS_CONFIG_FILE, ~/.ssh/config)",
        )
    given = {key: str(options[key]) for key in sorted(options.keys() & ACCEPTED[scheme])}
    return Remote(scheme, _directory(url, repo) if scheme == "file" else url, given)


def _scheme(url: str) -> str:
    """The kind of remote; a letter and a colon are a Windows drive."""
    matched = re.match(r"([A-Za-z][A-Za-z0-9+.-]{1,20})://", url)
    return matched[1].lower() if matched else "file"


def _directory(url: str, repo: Path | None) -> str:
    """The absolute path of a directory remote."""
    text = url2pathname(urlsplit(url).path) if url.lower().startswith("file://") else url
    if text.startswith(("//", "\\\\")):
        raise UsageError(f"the remote {masked(url)!r} is on another machine", hint="mount it")
    path = Path(text).expanduser() if text.startswith("~") else Path(text)
    if not path.is_absolute() and repo is None:
        raise UsageError(
            f"the remote {masked(url)!r} is relative to a repository that is not on this machine",
            hint="its owner can give an address: dvc remote modify NAME url ADDRESS",
        )
    return os.path.normpath(path if path.is_absolute() or repo is None else repo / ".dvc" / path)
