"""Making a folder a DVC repository as we want it, and the environment in which DVC runs."""

from __future__ import annotations

import io
import os
from typing import TYPE_CHECKING, Any

from pressmark_schema.errors import EnvironmentFaultError, UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

INSTALL = 'pip install "pressmark[dvc]"'
_SETTINGS: Mapping[str, Mapping[str, str]] = {
    "core": {"analytics": "false", "autostage": "false", "check_update": "false"},
    "cache": {"type": "reflink,hardlink,copy"},
}
"""Nothing is reported to anyone or staged unasked; a dataset is not on disk twice.

Links are safe here: a stage replaces a dataset as a whole and never writes into one.
"""
_CONFIG = """\
[core]
    analytics = false
    autostage = false
    check_update = false
[cache]
    type = "reflink,hardlink,copy"
"""
_REMOTES = """\
# Where the data go: the whole to `store`, which only those read who may; raw files apart, if
# dvc.yaml says so; what everyone may have to `public`. Fill in, and take away the marks, or type
# `dvc remote add NAME ADDRESS` and `dvc remote modify NAME verify true` (DVC drops these lines).
# ['remote "store"']
#     url = ssh://HOST/store
#     verify = true
# ['remote "raw"']
#     url = ssh://HOST/raw
#     verify = true
# ['remote "public"']
#     url = s3://BUCKET/corpus
#     verify = true
"""
_GITIGNORE = "/config.local\n/tmp\n/cache\n"
_DVCIGNORE = """\
# Compiled Python and tools' caches are no source: they must not make a stage run again.
__pycache__/
*.pyc
.*_cache/
"""
_FOREIGN = ("DVC_ROOT", "DVC_STAGE", "DVC_SHOW_TRACEBACK")


def prepare(repo: Path, *, suggest: bool = False) -> None:
    """Write .dvc/config, .dvc/.gitignore and .dvcignore; a second call changes nothing.

    A config that is there keeps its own settings and remotes; ours are added, and `verify` is
    turned on for every remote. `suggest` shows remotes in comments of a new one. Raises
    UsageError for a config that is none, EnvironmentFaultError where DVC, whose reader is needed
    to change a config, is not installed.
    """
    folder = repo / ".dvc"
    folder.mkdir(parents=True, exist_ok=True)
    config = folder / "config"
    if config.is_file() and config.stat().st_size:
        _amend(config)
    else:
        config.write_text(_CONFIG + _REMOTES * suggest, encoding="utf-8", newline="\n")
    for path, text in ((folder / ".gitignore", _GITIGNORE), (repo / ".dvcignore", _DVCIGNORE)):
        if not path.exists():
            path.write_text(text, encoding="utf-8", newline="\n")


def _amend(path: Path) -> None:
    try:
        import configobj  # type: ignore[import-untyped]
    except ModuleNotFoundError as error:
        raise EnvironmentFaultError(f"{path} needs DVC to be changed", hint=INSTALL) from error
    before = path.read_bytes()
    try:
        config = configobj.ConfigObj(before.decode().splitlines(), interpolation=False)
    except (UnicodeDecodeError, configobj.ConfigObjError) as error:
        raise UsageError(f"{path} cannot be read: {error}", hint="mend it by hand") from error
    wanted: dict[str, dict[str, str]] = {key: dict(value) for key, value in _SETTINGS.items()}
    for section in config.sections:
        if section.lower().replace("'", "").startswith("remote "):
            wanted[section] = {"verify": "true"}
    changed = [_set(config, section, settings) for section, settings in wanted.items()]
    if any(changed):
        path.write_bytes(_written(config))


def _set(config: dict[str, dict[str, object]], section: str, settings: dict[str, str]) -> bool:
    """Set what is unset, and always `verify` and `analytics`; whether anything changed."""
    have = config.setdefault(section, {})
    new = {
        name: value
        for name, value in settings.items()
        if name not in have
        or (name in {"verify", "analytics"} and str(have[name]).lower() != value)
    }
    for name, value in new.items():
        have[name] = value
    return bool(new)


def _written(config: Any) -> bytes:
    """A config's bytes as DVC writes them."""
    buffer = io.BytesIO()
    config.write(buffer)
    return buffer.getvalue()


def environment(private: Path) -> dict[str, str]:
    """The variables with which DVC runs: silent, its site cache in `private`, made 0700.

    DVC's own site cache is a folder that every user can write and that it reads with pickle:
    whoever fills it runs code in another's process.
    """
    private.mkdir(parents=True, exist_ok=True)
    private.chmod(0o700)
    own = {name: value for name, value in os.environ.items() if name not in _FOREIGN}
    return own | {
        "DVC_NO_ANALYTICS": "1",
        "DVC_SITE_CACHE_DIR": str(private.absolute() / "site"),
        "NO_COLOR": "1",
        "PYTHONUTF8": "1",
    }
