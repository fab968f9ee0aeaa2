"""DVC as a program: objects fetched into a repository of our own that only names one dataset.

A stranger's repository is never DVC's working folder: its config could name a cache or a site
cache elsewhere, its pipeline and its directory objects could lead out of the tree. Ours has one
remote, already inspected, one cache below a private folder and one out, and no git.
"""

from __future__ import annotations

import importlib.util
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pressmark.versions import process
from pressmark.versions.process import masked
from pressmark.versions.repository import INSTALL, environment
from pressmark.versions.tree import read_tree
from pressmark_schema.errors import EnvironmentFaultError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pressmark.versions.process import Ended
    from pressmark.versions.record import Recorded
    from pressmark.versions.remote import Remote

_PLUGINS = {
    "s3": ("dvc_s3", 'pip install "pressmark[s3]"'),
    "ssh": ("dvc_ssh", 'pip install "dvc[ssh]"'),
}
_OUT = "dataset"
# Verification is ours, afterwards: DVC's own removes a damaged object, and then nobody can tell
# damaged from missing. `no_scm` keeps it from looking for git above the folder.
_CONFIG = """\
[core]
    analytics = false
    check_update = false
    no_scm = true
    remote = origin
[cache]
    dir = cache
    type = "reflink,hardlink,copy"
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
        require(remote.scheme)
        options = {"url": remote.url, **remote.options}
        lines = "".join(f'    {name} = "{value}"\n' for name, value in options.items())
        (folder / ".dvc").mkdir(parents=True)
        (folder / ".dvc" / "config").write_text(_CONFIG + lines, encoding="utf-8")
        return cls(folder, remote)

    def fetch_tree(self, recorded: Recorded) -> dict[str, str]:
        """The files of a dataset, path to MD5, from its directory object, fetched alone.

        Raises EnvironmentFaultError where the remote does not hold it or cannot be reached,
        IntegrityError where it is damaged or would lead DVC out of its folder.
        """
        self._refuse_absent()
        kept = self._cached(f"{recorded.md5}.dir")
        kept.parent.mkdir(parents=True, exist_ok=True)
        name = f"{recorded.md5[:2]}/{recorded.md5[2:]}.dir"
        ended = self._dvc("get-url", f"remote://origin/files/md5/{name}", str(kept))
        if ended.code or not kept.is_file():
            raise self._lacking(recorded.path, ended)
        return read_tree(kept.read_bytes(), recorded.md5)

    def pull(self, recorded: Recorded, tree: Mapping[str, str]) -> Path:
        """Fetch a dataset's objects and check them out; returns the folder, unverified.

        `tree` is what `fetch_tree` gave. Raises EnvironmentFaultError naming the first file that
        the remote does not hold.
        """
        out = f"outs:\n- md5: {recorded.md5}.dir\n  hash: md5\n  path: {_OUT}\n"
        (self.folder / f"{_OUT}.dvc").write_text(out, encoding="utf-8")
        ended = self._dvc("pull", "--quiet", f"{_OUT}.dvc")
        for path, md5 in tree.items():
            if not self._cached(md5).is_file():
                raise self._lacking(f"{recorded.path}/{path}", ended)
        if ended.code:
            raise EnvironmentFaultError(f"DVC cannot pull {recorded.path}: {ended.reason}")
        return self.folder / _OUT

    def _cached(self, md5: str) -> Path:
        return self.folder / ".dvc" / "cache" / "files" / "md5" / md5[:2] / md5[2:]

    def _refuse_absent(self) -> None:
        """DVC does not tell a directory that is not there from an object that is not in it."""
        if self.remote.scheme == "file" and not Path(self.remote.url).is_dir():
            raise EnvironmentFaultError(
                f"the remote {self.remote.url} is not there", hint="mount it, or ask its owner"
            )

    def _lacking(self, what: str, ended: Ended) -> EnvironmentFaultError:
        """DVC says of an object that is not there that something else failed; this names it."""
        known = "does not exist" in ended.said or "Missing cache files" in ended.said
        reason = "" if known or not ended.code else f": {ended.reason}"
        return EnvironmentFaultError(
            f"{what} cannot be had from the remote {masked(self.remote.url)}{reason}",
            hint="in the repository it came from: dvc push --all-tags",
        )

    def _dvc(self, *arguments: str) -> Ended:
        none = str(self.folder / "none")
        env = environment(self.folder / "private") | {
            # The user's config could name a cache or a remote of the same name.
            "DVC_GLOBAL_CONFIG_DIR": none,
            "DVC_SYSTEM_CONFIG_DIR": none,
        }
        # -P: a file dvc.py in the working folder is not DVC.
        command = [sys.executable, "-P", "-m", "dvc", *arguments]
        return process.run(command, cwd=self.folder, env=env)
