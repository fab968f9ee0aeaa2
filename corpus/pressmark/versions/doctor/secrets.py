"""Checks of what git tracks for secrets: named by file and line, never printed."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from shlex import quote
from typing import TYPE_CHECKING

from pressmark.versions.doctor.verdict import Fault

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pressmark.versions.doctor.corpus import Corpus

_LIMIT = 256 * 1024
"""Bytes of a file that is looked into; files of settings have a few thousand."""
_ENDINGS = frozenset({".toml", ".yaml", ".yml", ".cfg", ".ini", ".env", ".conf", ".sh", ".dvc"})
_NAMES = frozenset({".env", ".netrc", ".pgpass", "credentials", ".gitmodules", "Dockerfile"})
_FILES_OF_SECRETS = re.compile(
    r"(?:^|/)(?:config\.local|\.env|\.netrc|\.pgpass|credentials|id_(?:rsa|dsa|ecdsa|ed25519)"
    r"|[^/]{1,100}\.(?:pem|p12|pfx|keytab|kdbx))$"
)
_OPTIONS = (
    "access_key_id|secret_access_key|session_token|password|passphrase|account_key|sas_token"
    "|connection_string|client_secret|gdrive_client_secret|token|api_key|secret_key"
)
_OPTION = re.compile(
    rf"^\s{{0,40}}['\"]?({_OPTIONS})['\"]?\s{{0,9}}[=:]\s{{0,9}}(\S.*)$", re.IGNORECASE
)
_EMPTY = re.compile(r"""^(?:["']{2}|\$\{.*|["']?\$\{\{.*|#.*|null)$""")
_IN_VALUES = {
    "a password in an address": re.compile(r"://[^/@\s:'\"]{1,200}:[^/@\s'\"$]{1,200}@"),
    "a private key": re.compile(r"-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----"),
    "an access key": re.compile(
        r"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b|\bgh[pousr]_[A-Za-z0-9]{36}|\bgithub_pat_[A-Za-z0-9_]{22}"
        r"|\bglpat-[A-Za-z0-9_-]{20}|\bhf_[A-Za-z0-9]{30}"
    ),
}
_DVC_CONFIG = ".dvc/config"
_SECTION = re.compile(r"""^\s*\[\s*['"]?\s*remote\s+"([^"]{1,200})"\s*['"]?\s*\]""", re.IGNORECASE)


def in_files(corpus: Corpus) -> Iterator[Fault]:
    """No tracked file of settings holds a secret."""
    for path in corpus.tracked:
        if _FILES_OF_SECRETS.search(path):
            yield Fault(f"git tracks {path}, a file for secrets", _untrack(path))
        elif _may_hold(path):
            yield from _in_file(corpus, path)


def _may_hold(path: str) -> bool:
    named = PurePosixPath(path)
    return path == _DVC_CONFIG or named.suffix in _ENDINGS or named.name in _NAMES


def _in_file(corpus: Corpus, path: str) -> Iterator[Fault]:
    file = corpus.root / path
    if file.is_symlink() or not file.is_file() or file.stat().st_size > _LIMIT:
        return
    remote = None
    for number, line in enumerate(file.read_text("utf-8", "replace").splitlines(), 1):
        if section := _SECTION.match(line):
            remote = section[1]
        what = _secret(line)
        if what:
            yield Fault(f"{path}:{number} holds {what}", _mend(path, what, remote))


def _secret(line: str) -> str | None:
    """What secret a line holds, in words."""
    option = _OPTION.match(line)
    if option and not _EMPTY.match(option[2].strip()):
        return option[1].lower()
    return next((what for what, pattern in _IN_VALUES.items() if pattern.search(line)), None)


def _mend(path: str, what: str, remote: str | None) -> str:
    new = "then let its owner make a new one: git keeps the old one in its history"
    if path == _DVC_CONFIG and remote and what in _OPTIONS.split("|"):
        unset = f"dvc remote modify --unset {quote(remote)} {what}"
        return f"{unset} && dvc remote modify --local {quote(remote)} {what} VALUE; {new}"
    return f"take it out of {path}, into the environment or .dvc/config.local; {new}"


def _untrack(path: str) -> str:
    ignored = f"echo {quote(f'/{path}')} >> .gitignore"
    return f"git rm --cached -- {quote(path)} && {ignored}; then let their owners make new ones"
