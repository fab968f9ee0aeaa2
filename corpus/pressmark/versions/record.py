"""What a version records of its datasets: the outs in dvc.lock and their remote in dvc.yaml."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import BaseModel, Field, ValidationError

from pressmark_schema.errors import IntegrityError

if TYPE_CHECKING:
    from collections.abc import Iterable

LIMIT = 256 * 1024
"""Bytes of a dvc.lock, dvc.yaml or .dvc/config that is read; ours have a few thousand."""
PACKAGE = "data/package"
"""Where a corpus repository has its package."""
PUBLIC = "data/public"
"""Where it has the package for everyone, if it releases one."""
PUBLIC_FILE = "public.dvc"
"""The file that records PUBLIC, which no stage makes."""
_DIRECTORY = re.compile(r"[0-9a-f]{32}\.dir")


@dataclass(frozen=True, slots=True)
class Recorded:
    """A dataset as dvc.lock records it: its path, the MD5 of its directory object, its size."""

    path: str
    md5: str
    files: int | None
    bytes: int | None


_Model = TypeVar("_Model", bound=BaseModel)


class _Out(BaseModel):
    path: str
    remote: str | None = None
    hash: str | None = None
    md5: str | None = None
    size: int | None = Field(default=None, ge=0)
    nfiles: int | None = Field(default=None, ge=0)


class _File(BaseModel):
    outs: list[_Out] = []


class _Locked(BaseModel):
    outs: list[_Out] = []


class _Lock(BaseModel):
    stages: dict[str, _Locked] = {}


class _Stage(BaseModel):
    cmd: Any = None
    deps: Any = None
    outs: Any = None


class _Pipeline(BaseModel):
    stages: dict[str, _Stage] = {}


def outs(lock: bytes) -> dict[str, Recorded]:
    """The directories that a dvc.lock records, by path; raises IntegrityError where it is none.

    DVC 3 marks an out with `hash: md5`; an older one is hashed differently and left out.
    """
    stages = _parsed(_Lock, lock, "dvc.lock").stages.values()
    return _directories(out for stage in stages for out in stage.outs)


def outs_of_file(content: bytes) -> dict[str, Recorded]:
    """The directories that a .dvc file records, by path."""
    return _directories(_parsed(_File, content, PUBLIC_FILE).outs)


def _directories(outs: Iterable[_Out]) -> dict[str, Recorded]:
    found = {}
    for out in outs:
        if out.hash == "md5" and out.md5 and _DIRECTORY.fullmatch(out.md5):
            md5 = out.md5.removesuffix(".dir")
            found[out.path] = Recorded(out.path, md5, out.nfiles, out.size)
    return found


def stage_of(lock: bytes, path: str) -> str | None:
    """The name of the stage whose out is `path`."""
    stages = _parsed(_Lock, lock, "dvc.lock").stages
    return next(
        (name for name, stage in stages.items() if any(out.path == path for out in stage.outs)),
        None,
    )


def stages(pipeline: bytes) -> dict[str, dict[str, Any]]:
    """The stages of a dvc.yaml, as they stand; raises IntegrityError where it is none."""
    found = _parsed(_Pipeline, pipeline, "dvc.yaml").stages
    return {name: stage.model_dump() for name, stage in found.items()}


def remote_of_file(content: bytes, path: str) -> str | None:
    """The remote that a .dvc file names for the out `path`."""
    outs = _parsed(_File, content, PUBLIC_FILE).outs
    return next((out.remote for out in outs if out.path == path), None)


def remote_of(pipeline: bytes, path: str) -> str | None:
    """The remote that a dvc.yaml names for the out `path`, None where it names none."""
    for stage in _parsed(_Pipeline, pipeline, "dvc.yaml").stages.values():
        for out in stage.outs if isinstance(stage.outs, list) else []:
            options = out.get(path) if isinstance(out, dict) else None
            if isinstance(options, dict) and isinstance(options.get("remote"), str):
                return str(options["remote"])
    return None


def _parsed(model: type[_Model], content: bytes, name: str) -> _Model:
    """YAML with strings for all scalars, so that nothing in it is interpreted but by `model`."""
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    try:
        return model.model_validate(YAML(typ="base", pure=True).load(content) or {})
    except (YAMLError, ValidationError, ValueError, RecursionError) as error:
        raise IntegrityError(f"its {name} cannot be read: {_first(error)}") from error


def _first(error: Exception) -> str:
    if isinstance(error, ValidationError):
        first = error.errors()[0]
        return f"{'.'.join(map(str, first['loc']))}: {first['msg']}"
    return type(error).__name__
