"""Publishing: the target is the old folder or the new one, whole, whatever happens between."""

from __future__ import annotations

import errno
import json
import os
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

import exported_corpus
from pressmark import publish, store
from pressmark.export import Filters, export
from pressmark.publish import publishing
from pressmark_schema.errors import EnvironmentFaultError, IntegrityError, UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from pressmark.dataset import Dataset

needs_signals = pytest.mark.skipif(os.name == "nt", reason="POSIX signals")

KILLED = """
import os, signal, sys
from pathlib import Path
from pressmark import publish
from pressmark.dataset import Dataset
from pressmark.export import export

def die(*_):
    os.kill(os.getpid(), signal.SIGKILL)

def dying_after(call):
    def run(*args):
        call(*args)
        die()
    return run

source, target, point = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
if "without swap" in point:
    publish._swap = lambda one, other: False
renames, rename = [], Path.rename
def counted(self, other):
    renames.append(other)
    if point.endswith(f"before rename {len(renames)}"):
        die()
    return rename(self, other)
Path.rename = counted
if point == "before sync":
    publish._sync = die
elif point == "after sync":
    publish._sync = dying_after(publish._sync)
elif point.startswith("after exchange"):
    publish._exchange = dying_after(publish._exchange)
export(Dataset.open(source), target)
die()
"""


@pytest.fixture
def old(tmp_path: Path) -> Dataset:
    return exported_corpus.dataset(tmp_path / "old")


@pytest.fixture
def new(tmp_path: Path) -> Dataset:
    tables = exported_corpus.rows()
    tables["articles"][0]["kicker"] = "Added later"
    (tmp_path / "new").mkdir()
    return exported_corpus.written(tmp_path / "new", tables)


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in store.staged(folder)}


def hidden(target: Path) -> list[str]:
    return sorted(path.name for path in target.parent.iterdir() if path.name.startswith("."))


@needs_signals
@pytest.mark.parametrize(
    ("point", "seen"),
    [
        ("before sync", "old"),
        ("after sync", "old"),
        ("after exchange", "new"),
        ("without swap, before rename 1", "old"),
        ("without swap, before rename 2", "none"),
        ("after exchange without swap", "new"),
    ],
)
def test_a_killed_run_leaves_one_whole_folder_and_the_next_finishes(
    tmp_path: Path, old: Dataset, new: Dataset, point: str, seen: str
) -> None:
    out = tmp_path / "out" / "package"
    export(old, tmp_path / "whole" / "old")
    export(new, tmp_path / "whole" / "new")
    export(old, out)
    run = subprocess.run(
        [sys.executable, "-c", KILLED, str(new.folder), str(out), point],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        check=False,
    )
    assert run.returncode == -signal.SIGKILL
    if seen == "none":
        assert not out.exists()
    else:
        assert contents(out) == contents(tmp_path / "whole" / seen)
    export(new, out)
    assert contents(out) == contents(tmp_path / "whole" / "new")
    assert hidden(out) == []


@needs_signals
def test_a_run_cut_between_its_two_renames_is_finished_before_the_next_begins(
    tmp_path: Path, old: Dataset, new: Dataset
) -> None:
    out = tmp_path / "out" / "package"
    export(new, tmp_path / "whole")
    export(old, out)
    subprocess.run(
        [sys.executable, "-c", KILLED, str(new.folder), str(out), "without swap, before rename 2"],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        check=False,
    )
    with pytest.raises(RuntimeError), publishing(out):
        raise RuntimeError
    assert contents(out) == contents(tmp_path / "whole")
    assert hidden(out) == [f".{out.name}.lock"] or hidden(out) == []


def test_two_renames_do_where_there_is_no_exchange(
    tmp_path: Path, old: Dataset, new: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(publish, "_swap", lambda _one, _other: False)
    out = tmp_path / "out" / "package"
    export(old, out)
    export(new, out)
    export(new, tmp_path / "whole")
    assert contents(out) == contents(tmp_path / "whole")
    assert hidden(out) == []


def test_a_failing_run_leaves_the_old_folder_and_nothing_beside_it(
    tmp_path: Path, old: Dataset
) -> None:
    out = tmp_path / "out" / "package"
    export(old, out)
    before = contents(out)
    with pytest.raises(UsageError):
        export(old, out, filters=Filters(where="false"))
    assert contents(out) == before
    assert [name for name in hidden(out) if not name.endswith(".lock")] == []


def test_a_new_folder_is_readable_by_others(tmp_path: Path, old: Dataset) -> None:
    export(old, tmp_path / "out")
    if os.name != "nt":
        assert (tmp_path / "out").stat().st_mode & 0o777 == 0o755


@pytest.mark.parametrize("place", ["notes.txt", "parquet/notes.txt", ".hidden"])
def test_a_folder_with_a_foreign_file_is_refused_and_untouched(
    tmp_path: Path, old: Dataset, place: str
) -> None:
    out = tmp_path / "out"
    export(old, out)
    (out / place).write_text("mine", encoding="utf-8")
    before = contents(out)
    with pytest.raises(UsageError, match="does not declare"):
        export(old, out)
    assert contents(out) == before


def test_a_folder_that_is_no_package_is_refused_and_untouched(tmp_path: Path, old: Dataset) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "thesis.tex").write_text("mine", encoding="utf-8")
    with pytest.raises(UsageError, match="no package of ours"):
        export(old, tmp_path / "out")
    assert contents(tmp_path / "out") == {"thesis.tex": b"mine"}


def test_a_file_in_the_place_of_the_folder_is_refused_and_untouched(
    tmp_path: Path, old: Dataset
) -> None:
    (tmp_path / "out").write_text("mine", encoding="utf-8")
    with pytest.raises(UsageError, match="no package of ours"):
        export(old, tmp_path / "out")
    assert (tmp_path / "out").read_text(encoding="utf-8") == "mine"


def test_an_empty_folder_is_taken(tmp_path: Path, old: Dataset) -> None:
    (tmp_path / "out").mkdir()
    export(old, tmp_path / "out")
    assert (tmp_path / "out" / "texts.csv").is_file()


@pytest.mark.skipif(os.name == "nt", reason="POSIX symbolic links")
def test_a_link_to_a_package_is_refused_and_not_followed(tmp_path: Path, old: Dataset) -> None:
    export(old, tmp_path / "real")
    before = contents(tmp_path / "real")
    (tmp_path / "link").symlink_to(tmp_path / "real")
    with pytest.raises(UsageError, match="is a symbolic link"):
        export(old, tmp_path / "link")
    assert (tmp_path / "link").is_symlink()
    assert contents(tmp_path / "real") == before


@pytest.mark.skipif(os.name == "nt", reason="POSIX symbolic links")
def test_a_link_to_nothing_is_refused(tmp_path: Path, old: Dataset) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "nowhere")
    with pytest.raises((UsageError, EnvironmentFaultError)):
        export(old, tmp_path / "link")
    assert (tmp_path / "link").is_symlink()
    assert not (tmp_path / "nowhere").exists()


@pytest.mark.skipif(os.name == "nt", reason="POSIX symbolic links")
def test_a_link_inside_the_package_is_refused_and_untouched(tmp_path: Path, old: Dataset) -> None:
    out = tmp_path / "out"
    export(old, out)
    (tmp_path / "mine.csv").write_text("mine", encoding="utf-8")
    (out / "texts.csv").unlink()
    (out / "texts.csv").symlink_to(tmp_path / "mine.csv")
    with pytest.raises((UsageError, IntegrityError)):
        export(old, out)
    assert (tmp_path / "mine.csv").read_text(encoding="utf-8") == "mine"
    assert (out / "texts.csv").is_symlink()


HOLDER = """
import sys
from pathlib import Path
from pressmark.publish import publishing
with publishing(Path(sys.argv[1])) as staging:
    (staging / "datapackage.json").write_text('{"resources": [{"name": "x", "path": "x.csv"}]}')
    print("held", flush=True)
    sys.stdin.readline()
"""


def test_a_second_run_names_the_first_and_does_no_harm(tmp_path: Path, old: Dataset) -> None:
    out = tmp_path / "out"
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(out)],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as first:
        assert first.stdout is not None
        assert first.stdout.readline() == "held\n"
        with pytest.raises(EnvironmentFaultError, match=f"written by process {first.pid}"):
            export(old, out)
        first.communicate("\n")
    assert first.returncode == 0
    assert set(contents(out)) == {"datapackage.json"}


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="permissions bind others")
def test_a_folder_that_cannot_be_written_is_a_fault_of_the_environment(
    tmp_path: Path, old: Dataset
) -> None:
    (tmp_path / "closed").mkdir(mode=0o555)
    with pytest.raises(EnvironmentFaultError, match="cannot write"):
        export(old, tmp_path / "closed" / "out")


def test_a_file_in_the_place_of_a_parent_is_a_fault_of_the_environment(
    tmp_path: Path, old: Dataset
) -> None:
    (tmp_path / "file").write_text("mine", encoding="utf-8")
    with pytest.raises(EnvironmentFaultError):
        export(old, tmp_path / "file" / "out")
    assert (tmp_path / "file").read_text(encoding="utf-8") == "mine"


def test_somebody_elses_data_package_is_refused_and_untouched(tmp_path: Path, old: Dataset) -> None:
    target = tmp_path / "theirs"
    target.mkdir()
    (target / "prices.csv").write_text("day,price\n2018-05-30,1\n")
    resource = {"name": "prices", "path": "prices.csv"}
    (target / store.DESCRIPTOR).write_text(json.dumps({"name": "p", "resources": [resource]}))
    with pytest.raises(UsageError, match="not pressmark's"):
        export(old, target)
    assert (target / "prices.csv").read_text() == "day,price\n2018-05-30,1\n"


def test_a_full_disk_is_a_fault_of_the_environment_and_leaves_the_old_folder(
    tmp_path: Path, old: Dataset
) -> None:
    target = tmp_path / "target"
    export(old, target)
    before = store.sha256_file(target / store.DESCRIPTOR)
    with (
        pytest.raises(EnvironmentFaultError, match=r"target: No space left"),
        publishing(target),
    ):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    assert store.sha256_file(target / store.DESCRIPTOR) == before


def test_a_journal_cut_while_it_was_written_is_no_obstacle(tmp_path: Path, old: Dataset) -> None:
    target = tmp_path / "target"
    (tmp_path / ".target.journal").write_bytes(b"")
    export(old, target)
    assert (target / store.DESCRIPTOR).is_file()
    assert sorted(path.name for path in tmp_path.glob(".target*")) == []
