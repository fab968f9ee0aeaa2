"""DVC as a program: objects fetched from a repository of our own that only names one remote.

A stranger's repository is never DVC's working folder: its config could name a cache or a site
cache elsewhere, its pipeline and its directory objects could lead out of the tree. Ours has one
remote, already inspected, and no git.
"""

from __future__ import annotations

import importlib.util
import json
import sys
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pressmark.versions import process
from pressmark.versions.process import masked
from pressmark.versions.repository import INSTALL, environment
from pressmark.versions.tree import read_tree
from pressmark_schema.errors import EnvironmentFaultError, IntegrityError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from pressmark.versions.cache import Cache
    from pressmark.versions.record import Recorded
    from pressmark.versions.remote import Remote

_PLUGINS = {
    "s3": ("dvc_s3", 'pip install "pressmark[s3]"'),
    "ssh": ("dvc_ssh", 'pip install "dvc[ssh]"'),
}
_PATIENCE = 30.0
# `no_scm` keeps it from looking for git above the folder.
_CONFIG = """\
[core]
    analytics = false
    check_update = false
    no_scm = true
    remote = origin
[cache]
    dir = cache
['remote "origin"']
"""


def require(scheme: str = "file") -> None:
    """Raise EnvironmentFaultError where DVC, or its part for a kind of remote, is missing."""
    if importlib.util.find_spec("dvc") is None:
        raise EnvironmentFaultError("DVC is not installed", hint=INSTALL)
    module, install = _PLUGINS.get(scheme, ("dvc", INSTALL))
    if importlib.util.find_spec(module) is None:
        raise EnvironmentFaultError(f"DVC cannot read {scheme} remotes here", hint=install)


@dataclass(frozen=True, slots=True)
class Workspace:
    """A DVC repository of our own in `folder`, which nobody else can read."""

    folder: Path
    remote: Remote

    @classmethod
    def create(cls, folder: Path, remote: Remote) -> Workspace:
        """Write the repository's config into an empty `folder`."""
        options = {"url": remote.url, **remote.options}
        lines = "".join(f'    {name} = "{value}"\n' for name, value in options.items())
        (folder / ".dvc").mkdir(parents=True)
        (folder / ".dvc" / "config").write_text(_CONFIG + lines, encoding="utf-8")
        return cls(folder, remote)

    def fetcher(self, cache: Cache) -> Fetcher:
        """What fetches objects of the remote into `cache`; end it with `close`."""
        return Fetcher(self.start, cache, self.remote)

    def start(self) -> process.Child:
        """Start the program that fetches; raises EnvironmentFaultError for an absent folder."""
        require(self.remote.scheme)
        self._refuse_absent()
        none = str(self.folder / "none")
        env = environment(self.folder / "private") | {
            # The user's config could name a cache or a remote of the same name.
            "DVC_GLOBAL_CONFIG_DIR": none,
            "DVC_SYSTEM_CONFIG_DIR": none,
        }
        # -P: a file dvc.py in the working folder is not DVC.
        command = [sys.executable, "-P", "-m", "pressmark.versions.fetching"]
        return process.Child(command, cwd=self.folder, env=env)

    def unreachable(self, seconds: float = _PATIENCE) -> str:
        """Why the remote cannot be reached now, in a line; empty where it can be.

        Nothing is fetched: it is asked for what it does not hold.
        """
        try:
            child = self.start()
        except EnvironmentFaultError as fault:
            return str(fault)
        over = threading.Event()

        def end() -> None:
            over.set()
            child.kill()

        timer = threading.Timer(seconds, end)
        timer.start()
        try:
            child.ask(json.dumps({"look": True}))
            answer = next(iter(child.lines()), None)
            if answer is not None:
                return "" if json.loads(answer)["there"] else "there is no such place"
            return f"no answer in {seconds:g} seconds" if over.is_set() else child.end().reason
        finally:
            timer.cancel()
            child.close()

    def _refuse_absent(self) -> None:
        """DVC does not tell a directory that is not there from an object that is not in it."""
        if self.remote.scheme == "file" and not Path(self.remote.url).is_dir():
            raise EnvironmentFaultError(
                f"the remote {self.remote.url} is not there", hint="mount it, or ask its owner"
            )


@dataclass(slots=True)
class Fetcher:
    """Fetches objects through DVC into a cache; `moved` bytes came from the remote so far.

    DVC is only started for what the cache does not hold.
    """

    start: Callable[[], process.Child]
    cache: Cache
    remote: Remote
    moved: int = 0
    child: process.Child | None = None

    def close(self) -> None:
        """End the program."""
        if self.child is not None:
            self.child.close()

    def tree(self, recorded: Recorded) -> dict[str, str]:
        """The files of a dataset, path to MD5, from its directory object.

        Raises EnvironmentFaultError where the remote does not hold it or cannot be reached,
        IntegrityError where it is damaged or would lead out of its folder.
        """
        name = f"{recorded.md5}.dir"
        self.fetch({recorded.path: name}, damaged=f"the directory object {recorded.md5}")
        return read_tree(self.cache.path(name).read_bytes(), recorded.md5)

    def fetch(
        self,
        wanted: Mapping[str, str],
        progress: Callable[[int], None] = lambda _: None,
        damaged: str | None = None,
    ) -> None:
        """Fetch the objects that are not in the cache; `wanted` maps what they are to their names.

        `progress` is told how many bytes arrived since it was last told, those that are here
        already among them. Raises as `tree`, naming the first file that cannot be had.
        """
        missing = {}
        for what, name in wanted.items():
            if self.cache.holds(name):
                progress(self.cache.path(name).stat().st_size)
            else:
                missing[name] = what
        if not missing:
            return
        self.child = self.child or self.start()
        self.child.ask(json.dumps({"cache": str(self.cache.folder), "names": list(missing)}))
        for line in self.child.lines():
            said = json.loads(line)
            if "bytes" in said:
                self.moved += said["bytes"]
                progress(said["bytes"])
            elif "here" in said:
                progress(said["here"])
            elif "missing" in said:
                raise self._lacking(missing[said["missing"]])
            elif "damaged" in said:
                what = damaged or missing[said["damaged"]]
                raise IntegrityError(f"{what} is damaged in the remote")
            elif said.get("done"):
                return
        raise self._lacking(next(iter(missing.values())), self.child.end().reason)

    def _lacking(self, what: str, reason: str = "") -> EnvironmentFaultError:
        where = masked(self.remote.url)
        return EnvironmentFaultError(
            f"{what} cannot be had from the remote {where}{reason and f': {reason}'}",
            hint="in the repository it came from: dvc push --all-tags",
        )
