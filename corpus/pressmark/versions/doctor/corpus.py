"""The corpus folder that is looked at: what git tracks, what DVC and its pipeline are told."""

from __future__ import annotations

import io
import shlex
import sys
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pressmark.versions import git, process, record
from pressmark.versions.checkout import Checkout
from pressmark.versions.remote import named_remotes, sections
from pressmark.versions.repository import environment
from pressmark_schema.errors import PressmarkError, UsageError

if TYPE_CHECKING:
    import os
    from collections.abc import Mapping, Sequence

    from pressmark.versions.process import Ended


@dataclass(frozen=True)
class Corpus:
    """A corpus folder at `root`: the working tree of its repository, or the folder itself."""

    root: Path

    @classmethod
    def around(cls, folder: Path) -> Corpus:
        """The repository around `folder`; the folder alone where there is none."""
        if not folder.is_dir():
            raise UsageError(f"{folder} is no folder")
        try:
            return cls(git.top(folder))
        except PressmarkError:
            return cls(folder.resolve())

    def git(self, *arguments: str) -> Ended:
        """What git answers."""
        return Checkout(self.root).try_git(*arguments)

    def dvc(self, *arguments: str) -> Ended:
        """What DVC answers, asked in private: nothing of its answer depends on others' caches."""
        env = environment(self.root / ".dvc" / "tmp" / "private")
        command = [sys.executable, "-P", "-m", "dvc", *arguments]
        return process.run(command, cwd=self.root, env=env)

    @cached_property
    def tracked(self) -> list[str]:
        """The paths that git tracks."""
        listed = self.git("ls-files", "-z").output.decode("utf-8", "surrogateescape")
        return [path for path in listed.split("\0") if path]

    @property
    def config(self) -> Path:
        """The repository's DVC config, which git tracks."""
        return self.root / ".dvc" / "config"

    @cached_property
    def own(self) -> Mapping[str, object]:
        """The sections of the tracked DVC config."""
        return sections(self.config.read_bytes())

    @cached_property
    def merged(self) -> bytes:
        """The DVC config in force here: the system's, the user's, the repository's, the local."""
        import configobj  # type: ignore[import-untyped]
        from dvc import dirs

        whole = configobj.ConfigObj(interpolation=False)
        foreign: list[str] = [dirs.system_config_dir(), dirs.global_config_dir()]  # type: ignore[no-untyped-call]
        folders = [*map(Path, foreign), self.root / ".dvc"]
        places = [*(folder / "config" for folder in folders), folders[-1] / "config.local"]
        for place in places:
            if place.is_file():
                lines = place.read_text(encoding="utf-8").splitlines()
                whole.merge(configobj.ConfigObj(lines, interpolation=False))
        buffer = io.BytesIO()
        whole.write(buffer)
        return buffer.getvalue()

    @property
    def remotes(self) -> dict[str, Mapping[str, object]]:
        """The remotes in force, each with its options."""
        return named_remotes(sections(self.merged))

    def core(self, option: str) -> str | None:
        """An option of DVC's `core` in force."""
        core = sections(self.merged).get("core")
        value = core.get(option) if isinstance(core, dict) else None
        return str(value) if value is not None else None

    @cached_property
    def stages(self) -> Mapping[str, Any]:
        """The stages of dvc.yaml; raises IntegrityError where that cannot be read."""
        return record.stages(self.root.joinpath("dvc.yaml").read_bytes())

    @property
    def raw(self) -> Sequence[str]:
        """The paths that the pipeline ingests; `raw` where it does not say."""
        stages = self.stages if (self.root / "dvc.yaml").is_file() else {}
        for stage in stages.values():
            words = _words(stage.get("cmd"))
            if words[:2] == ["pressmark", "ingest"]:
                rest = words[2:]
                ends = next((n for n, word in enumerate(rest) if word.startswith("-")), len(rest))
                return rest[:ends]
        return ["raw"]

    def remote_of(self, path: str) -> str | None:
        """The remote that the dataset at `path` is pushed to: its own, else the default."""
        return Checkout(self.root).remote_name(path) or self.core("remote")


def _words(command: object) -> list[str]:
    """The words of a command; none of several commands, or of what no shell would read."""
    try:
        return shlex.split(command) if isinstance(command, str) else []
    except ValueError:
        return []


def shown(path: os.PathLike[str] | str, root: Path) -> str:
    """A path as one types it in `root`."""
    try:
        return Path(path).relative_to(root).as_posix()
    except ValueError:
        return str(path)
