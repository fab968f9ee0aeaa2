"""A corpus repository for tests of versions: real git, real DVC, small packages made by hand."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pyarrow as pa

from pressmark.store import write_table
from pressmark.versions.repository import environment, prepare

PIPELINE = """\
stages:
  validate:
    cmd: exit 70
    outs:
    - data/findings:
        remote: notes
  export:
    cmd: exit 70
    outs:
    - data/package
"""


def package(folder: Path, texts: dict[str, str]) -> None:
    """Write a package with one CSV, one nested descriptor and the file that this declares."""
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "parquet").mkdir(parents=True)
    rows = "".join(f"{key},{text}\n" for key, text in texts.items())
    (folder / "texts.csv").write_bytes(f"article_id,text\n{rows}".encode())
    table = pa.table({"article_id": list(texts), "text": list(texts.values())})
    write_table(folder / "parquet" / "texts.parquet", table.schema, table.to_batches())
    describe(folder / "parquet", ["texts.parquet"])
    describe(folder, ["texts.csv"], ["parquet/datapackage.json"])


def describe(folder: Path, tables: list[str], files: list[str] | None = None) -> None:
    """Write a datapackage.json that declares these files as they are."""
    facts = {"format_version": "1", "dataset": "package", "producer": "a test"}
    descriptor = {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "resources": [{"name": "texts", **declared(folder, path)} for path in tables],
        "pressmark": {**facts, "files": [declared(folder, path) for path in files or []]},
    }
    (folder / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")


def declared(folder: Path, path: str) -> dict[str, str | int]:
    """Path, bytes and hash of a file as a descriptor states them."""
    content = (folder / path).read_bytes()
    hashed = f"sha256:{hashlib.sha256(content).hexdigest()}"
    return {"path": path, "bytes": len(content), "hash": hashed}


def contents(folder: Path) -> dict[str, bytes]:
    """Every file below `folder` with its bytes."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


class Repository:
    """A git and DVC repository in `folder`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def create(self) -> None:
        """Make the repository, as `pressmark init` would leave it."""
        self.folder.mkdir(parents=True)
        self.git("init", "--quiet")
        prepare(self.folder)
        (self.folder / ".gitignore").write_text("/data/\n", encoding="utf-8")
        (self.folder / "dvc.yaml").write_text(PIPELINE, encoding="utf-8")

    def git(self, *arguments: str) -> str:
        """Run git as somebody with no configuration of their own."""
        who = {"GIT_AUTHOR_NAME": "Ada", "GIT_AUTHOR_EMAIL": "ada@example.org"}
        who |= {"GIT_COMMITTER_NAME": "Ada", "GIT_COMMITTER_EMAIL": "ada@example.org"}
        env = {**os.environ, **who, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
        env["GIT_COMMITTER_DATE"] = env["GIT_AUTHOR_DATE"] = "2024-03-01T12:00:00+02:00"
        return self._run(["git", *arguments], env)

    def dvc(self, *arguments: str) -> str:
        """Run DVC."""
        private = self.folder / ".dvc" / "tmp" / "private"
        return self._run([sys.executable, "-m", "dvc", *arguments], environment(private))

    def _run(self, command: list[str], env: dict[str, str]) -> str:
        ended = subprocess.run(
            command, cwd=self.folder, env=env, capture_output=True, text=True, check=False
        )
        assert ended.returncode == 0, ended.stderr
        return ended.stdout

    def remote(self, url: str, name: str = "store", **options: str) -> None:
        """Add a remote; the first one is the default."""
        lines = "".join(f"    {key} = {value}\n" for key, value in options.items())
        with (self.folder / ".dvc" / "config").open("a", encoding="utf-8") as config:
            config.write(f"['remote \"{name}\"']\n    url = {url}\n    verify = true\n{lines}")
        if name == "store":
            self.dvc("remote", "default", name)

    def release(self, version: str, texts: dict[str, str], *, push: bool = True) -> None:
        """Record, push and tag a version whose package has these texts."""
        package(self.folder / "data" / "package", texts)
        package(self.folder / "data" / "findings", {"f1": version})
        self.dvc("commit", "--force", "--quiet")
        if push:
            self.dvc("push", "--quiet")
        self.tag(version)

    def tag(self, version: str) -> None:
        """Commit everything and tag it."""
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "--message", version)
        self.git("tag", f"v{version}")

    def record(self, md5: str, path: str = "data/package") -> None:
        """Write a dvc.lock that records `path` with a directory object."""
        out = f"    - path: {path}\n      hash: md5\n      md5: {md5}.dir\n"
        lock = f"schema: '2.0'\nstages:\n  export:\n    cmd: exit 70\n    outs:\n{out}"
        (self.folder / "dvc.lock").write_text(lock, encoding="utf-8")


def stored(remote: Path, content: bytes, suffix: str = "") -> str:
    """Put an object into a directory remote as DVC lays it out; returns its MD5."""
    md5 = hashlib.md5(content, usedforsecurity=False).hexdigest()
    path = remote / "files" / "md5" / md5[:2] / f"{md5[2:]}{suffix}"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return md5


def object_of(remote: Path, content: bytes) -> Path:
    """Where a directory remote keeps this content, made writable."""
    md5 = hashlib.md5(content, usedforsecurity=False).hexdigest()
    path = remote / "files" / "md5" / md5[:2] / md5[2:]
    path.chmod(0o644)
    return path
