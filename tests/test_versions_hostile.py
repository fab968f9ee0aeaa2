"""A hostile repository is refused or harmless: nothing of it runs, nothing is written outside."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from pressmark.versions.git import objects
from pressmark.versions.listing import list_versions
from pressmark.versions.process import one_line
from pressmark.versions.pull import pull
from pressmark.versions.tree import md5
from pressmark_schema.errors import IntegrityError, PressmarkError, UsageError
from versioned_corpus import Repository, contents, describe, package, stored

pytestmark = [pytest.mark.dvc, pytest.mark.skipif(os.name == "nt", reason="POSIX shells and links")]


class Hostile(Repository):
    """A repository whose dvc.lock and objects are written by hand, below `ground`."""

    def __init__(self, ground: Path) -> None:
        super().__init__(ground / "corpus")
        self.create()
        self.ground, self.store = ground, ground / "store"
        self.store.mkdir()
        self.sentinel = ground / "sentinel"

    def offer(
        self, files: dict[str, bytes], *, config: str = "", md5s: dict[str, str] | None = None
    ) -> None:
        """Record these files as the package of version 1.0.0, whatever their paths."""
        entries = [{"md5": stored(self.store, body), "relpath": p} for p, body in files.items()]
        entries += [{"md5": md5, "relpath": path} for path, md5 in (md5s or {}).items()]
        self.record(stored(self.store, json.dumps(entries).encode(), ".dir"))
        lines = f"[core]\n    remote = store\n['remote \"store\"']\n    url = {self.store}\n"
        (self.folder / ".dvc" / "config").write_text(lines + config, encoding="utf-8")
        self.tag("1.0.0")

    def pull(self) -> dict[str, bytes]:
        """Pull it; the files that came."""
        out = self.ground / "deep" / "er" / "out"
        pull(f"{self.folder}@1.0.0", out)
        return contents(out)

    def outside(self) -> set[str]:
        """Every path below the ground but the repository, its remote and an empty lock file."""
        paths = (path.relative_to(self.ground) for path in self.ground.rglob("*"))
        return {
            path.as_posix()
            for path in paths
            if path.parts[0] not in {"corpus", "store"} and path.suffix != ".lock"
        }


@pytest.fixture
def hostile(tmp_path: Path) -> Hostile:
    return Hostile(tmp_path)


@pytest.fixture
def honest(tmp_path: Path) -> dict[str, bytes]:
    """The files of a sound package."""
    package(tmp_path / "corpus" / "data" / "package", {"a1": "A cat on a roof."})
    return contents(tmp_path / "corpus" / "data" / "package")


@pytest.mark.parametrize("path", ["../evil", "../../../evil", "/tmp/evil", "a/../../evil"])  # noqa: S108
def test_a_listed_path_outside_is_refused_before_anything_is_written(
    hostile: Hostile, path: str
) -> None:
    hostile.offer({path: b"evil"})
    with pytest.raises(IntegrityError, match="leads out of the dataset"):
        hostile.pull()
    assert hostile.outside() <= {"deep", "deep/er"}


def test_an_md5_that_is_a_path_is_refused(hostile: Hostile) -> None:
    hostile.offer({}, md5s={"a.csv": "ab/../../../../../../evil"})
    with pytest.raises(IntegrityError, match="no MD5"):
        hostile.pull()
    assert hostile.outside() <= {"deep", "deep/er"}


def test_a_file_that_no_descriptor_declares_is_refused(
    hostile: Hostile, honest: dict[str, bytes]
) -> None:
    hostile.offer({**honest, "parquet/run.py": b"evil"})
    with pytest.raises(IntegrityError, match=r"parquet/run\.py: the package does not declare"):
        hostile.pull()


def test_a_file_declared_outside_is_refused(hostile: Hostile) -> None:
    folder = hostile.ground / "corpus" / "data" / "package"
    folder.mkdir(parents=True)
    (folder.parent / "secret.csv").write_bytes(b"a secret\n")
    describe(folder, ["../secret.csv"])
    hostile.offer(contents(folder))
    with pytest.raises(IntegrityError, match=r"\.\./secret\.csv"):
        hostile.pull()


@pytest.mark.parametrize("content", [b"{}", b"[]", b"\xff", b'{"resources": []}', b"[" * 100_000])
def test_a_broken_descriptor_is_an_integrity_error(hostile: Hostile, content: bytes) -> None:
    hostile.offer({"datapackage.json": content})
    with pytest.raises(IntegrityError):
        hostile.pull()


def test_a_dataset_that_does_not_vouch_for_its_files_is_refused(hostile: Hostile) -> None:
    content = b'{"resources": [{"name": "texts", "path": "texts.csv"}]}'
    hostile.offer({"datapackage.json": content, "texts.csv": b"article_id\n"})
    with pytest.raises(IntegrityError, match="no dataset of pressmark's"):
        hostile.pull()


def test_a_dataset_without_descriptor_is_refused(hostile: Hostile) -> None:
    hostile.offer({"texts.csv": b"article_id\n"})
    with pytest.raises(IntegrityError, match=r"has no datapackage\.json"):
        hostile.pull()


def test_a_config_with_caches_and_commands_elsewhere_has_no_effect(
    hostile: Hostile, honest: dict[str, bytes]
) -> None:
    elsewhere = hostile.ground / "elsewhere"
    config = f"    jobs = 2\n[cache]\n    dir = {elsewhere}/cache\n    type = symlink\n"
    hostile.offer(honest, config=config)
    text = (hostile.folder / ".dvc" / "config").read_text(encoding="utf-8")
    core = f"[core]\n    site_cache_dir = {elsewhere}/site\n    analytics = true\n"
    (hostile.folder / ".dvc" / "config").write_text(
        text.replace("[core]\n", core), encoding="utf-8"
    )
    hostile.git("tag", "--delete", "v1.0.0")
    hostile.tag("1.0.0")
    assert hostile.pull() == honest
    assert not elsewhere.exists()


@pytest.mark.parametrize("path", ["../evil", "/tmp/evil", "data/../../evil", "data/package/../x"])  # noqa: S108
def test_an_out_outside_the_tree_is_never_fetched(
    hostile: Hostile, honest: dict[str, bytes], path: str
) -> None:
    hostile.offer(honest)
    lock = hostile.folder / "dvc.lock"
    text = lock.read_text(encoding="utf-8")
    lock.write_text(text.replace("path: data/package", f"path: {path}"), encoding="utf-8")
    hostile.git("tag", "--delete", "v1.0.0")
    hostile.tag("1.0.0")
    with pytest.raises(UsageError, match="records no data/package"):
        hostile.pull()
    assert hostile.outside() == set()


def test_a_dataset_that_git_has_as_a_link_is_not_written_through(
    hostile: Hostile, honest: dict[str, bytes]
) -> None:
    victim = hostile.ground / "victim"
    victim.mkdir()
    (hostile.folder / ".gitignore").unlink()
    for path in sorted((hostile.folder / "data").rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    (hostile.folder / "data" / "package").symlink_to(victim)
    hostile.offer(honest)
    assert hostile.pull() == honest
    assert not list(victim.iterdir())


def test_no_program_that_a_repository_names_is_run(
    hostile: Hostile, honest: dict[str, bytes]
) -> None:
    touch = f"touch {hostile.sentinel}"
    hook = hostile.ground / "corpus" / "hook"
    hook.write_text(f"#!/bin/sh\n{touch}\n", encoding="utf-8")
    hook.chmod(0o755)
    stage = f"{{cmd: '{touch}', always_changed: true, outs: [data/package]}}"
    pipeline = f"stages: {{export: {stage}}}\n"
    (hostile.folder / "dvc.yaml").write_text(pipeline, encoding="utf-8")
    (hostile.folder / ".gitattributes").write_text("* filter=evil diff=evil\n", encoding="utf-8")
    modules = f'[submodule "s"]\n    path = s\n    url = ext::{touch}\n    update = !{touch}\n'
    (hostile.folder / ".gitmodules").write_text(modules, encoding="utf-8")
    (hostile.folder / "dvc.py").write_text(f"import os; os.system({touch!r})\n", encoding="utf-8")
    hostile.offer(honest)
    hooks = hostile.folder / ".git" / "hooks"
    hooks.mkdir(exist_ok=True)
    for name in ("post-checkout", "post-merge", "reference-transaction", "pre-auto-gc"):
        (hooks / name).write_bytes(hook.read_bytes())
        (hooks / name).chmod(0o755)
    for key in ("filter.evil.smudge", "filter.evil.process", "core.fsmonitor", "core.sshCommand"):
        hostile.git("config", key, str(hook))
    for key in ("uploadpack.packObjectsHook", "core.pager", "core.gitProxy", "diff.external"):
        hostile.git("config", key, str(hook))
    hostile.sentinel.unlink(missing_ok=True)
    assert hostile.pull() == honest
    assert [version.version for version in list_versions(str(hostile.folder))] == ["1.0.0"]
    assert not hostile.sentinel.exists()


@pytest.mark.parametrize(
    "repo",
    [
        *("ext::sh -c touch% {0}", "fd::17", "git://127.0.0.1/x", "ftp://127.0.0.1/x"),
        *("--upload-pack=touch {0}", "-oProxyCommand=touch {0}"),
        "ssh://-oProxyCommand=touch%20{0}/x",
    ],
)
def test_an_address_that_would_run_a_program_is_refused(tmp_path: Path, repo: str) -> None:
    sentinel = tmp_path / "sentinel"
    with pytest.raises(PressmarkError):
        list_versions(repo.format(sentinel))
    assert not sentinel.exists()


def test_an_unaccepted_remote_is_refused_with_the_reason(
    hostile: Hostile, honest: dict[str, bytes]
) -> None:
    hostile.offer(honest, config="    configpath = aws\n")
    with pytest.raises(UsageError, match="configpath"):
        hostile.pull()
    assert not (hostile.ground / "deep").exists()


def test_a_large_lock_is_not_read(hostile: Hostile) -> None:
    (hostile.folder / "dvc.lock").write_bytes(b"#" * 2_000_000)
    hostile.tag("1.0.0")
    assert list_versions(str(hostile.folder))[0].package is None
    assert objects(hostile.folder / ".git", ["v1.0.0:dvc.lock", "v1.0.0:none"], 1_000_000) == {}


def test_a_commit_at_a_time_that_cannot_be_has_no_date(hostile: Hostile) -> None:
    hostile.tag("1.0.0")
    commit = hostile.git("cat-file", "commit", "HEAD")
    (hostile.ground / "commit").write_text(re.sub(r"> \d+ ", "> 999999999999 ", commit), "utf-8")
    made = hostile.git(
        "hash-object", "-t", "commit", "-w", "--literally", f"{hostile.ground}/commit"
    )
    hostile.git("tag", "v2.0.0", made.strip())
    hostile.git("tag", "v3.0.0", hostile.git("rev-parse", "HEAD:dvc.yaml").strip())
    dates = {version.version: version.date for version in list_versions(str(hostile.folder))}
    assert dates["1.0.0"] is not None
    assert dates["2.0.0"] is None
    assert "3.0.0" not in dates


def test_a_foreign_programs_words_cannot_drive_the_terminal() -> None:
    said = "WARNING: a\nERROR: unexpected error - \x1b[31mno\x07 bucket\u202e at https://a:b@host/\x1b[0m\nhelp\n"
    assert one_line(said) == "no bucket at https://host/"


def test_an_interrupt_ends_the_child_and_its_children(tmp_path: Path) -> None:
    started = tmp_path / "started"
    inner = f"sleep 60 & echo $! > {started}.tmp; mv {started}.tmp {started}; wait"
    program = (
        "import os, pathlib; from pressmark.versions import process;"
        f"process.run(['sh', '-c', {inner!r}], cwd=pathlib.Path('.'), env=os.environ)"
    )
    path = {"PYTHONPATH": os.pathsep.join(sys.path)}
    child = subprocess.Popen([sys.executable, "-c", program], env={**os.environ, **path}, stderr=-3)
    _wait_for(started.exists)
    grandchild = int(started.read_text(encoding="utf-8"))
    child.send_signal(signal.SIGINT)
    assert child.wait(20) != 0
    _wait_for(lambda: not _runs(grandchild))


def _wait_for(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + 15
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.02)


def _runs(number: int) -> bool:
    stat = Path(f"/proc/{number}/stat")
    if stat.parent.parent.joinpath("self").exists():
        return stat.exists() and stat.read_text(encoding="utf-8").rsplit(") ", 1)[1][0] != "Z"
    return not subprocess.run(["kill", "-0", str(number)], check=False).returncode


def test_md5_is_the_one_that_dvc_names_content_by() -> None:
    # RFC 1321, appendix A.5.
    assert md5(b"abc") == "900150983cd24fb0d6963f7d28e17f72"
