"""Parts and merge: a build divided between machines gives the bytes and the account of one run."""

import json
import os
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from archive_files import tarred, zipped
from pressmark import store
from pressmark.config import find
from pressmark.flow import merging, steps
from pressmark.flow.intake import take
from pressmark.flow.shares import Parting
from pressmark_schema.errors import IntegrityError, UsageError
from raw_input import MORE, PROSE, ROOT, article, contents, run, write
from record_files import json_lines, rows
from warc_files import Crawl

TOML = """\
[corpus]
name = "trial"
languages = ["de"]
[read]
include = ["*.txt", "*.zip", "*.tar", "*.warc.gz", "*.jsonl"]
paths = ["raw/{outlet}/*.txt"]
[metadata]
table = "meta.csv"
[[records]]
glob = "*.jsonl"
fields = { text = "body", title = "headline", native_id = "id" }
"""


def flat() -> dict[str, str | bytes]:
    """Forty files, one of them captured twice, two that are no text."""
    files: dict[str, str | bytes] = {
        f"raw/bote/{number:02}.txt": article("date 2018-05", f"{PROSE} {number}", MORE)
        for number in range(40)
    }
    return files | {
        "raw/kurier/a1.txt": article("date 2019", MORE),
        "raw/kurier/a2.txt": article("date 2019", MORE, PROSE),
        "raw/kurier/leer.txt": b"",
        "raw/kurier/bild.txt": b"\x89PNG\x00",
        "raw/kurier/notes.pdf": b"left out",
    }


def crawl() -> bytes:
    made = Crawl(gzip=True)
    made.info()
    for _ in range(30):
        made.add()
    made.add(status="404 Not Found")
    return made.data


INPUTS: dict[str, dict[str, str | bytes]] = {
    "flat": flat(),
    # Larger than a batch: 256 records.
    "records": {"raw/a.txt": article(), "raw/b.jsonl": json_lines(rows(900)), "raw/c.txt": ""},
    "zip": {
        "raw/a.zip": zipped(
            {
                **{f"bote/{n}.txt": article("date 2018", f"{PROSE} {n}") for n in range(9)},
                "d.jsonl": json_lines(rows(600)),
                "leer.txt": "",
                "bild.png": b"x",
                "in.tar": tarred({"t.txt": article()}),
            }
        ),
        "raw/b.zip": zipped({"x.txt": article("date 2019", MORE), "y.jsonl": json_lines(rows(3))}),
    },
    "warc": {"raw/crawl.warc.gz": crawl(), "raw/z.txt": article()},
}
SECTION = {
    "article_id": "a" * 17,
    "target": "section",
    "before": None,
    "after": "Lokales",
    "reason": "it stands on page 3",
}
AGAIN = "build again, with the same sources and settings: {}"
META = "file,section,url\nraw/kurier/a1.txt,Netz,https://k.example/a\nraw/no.txt,x,\n"


def corpus(folder: Path, kind: str) -> Path:
    files = {"pressmark.toml": TOML, "meta.csv": META, **INPUTS[kind]}
    if kind == "flat":
        files["meta.csv"] = META + "raw/kurier/a2.txt,Netz,https://k.example/a\n"
    return write(folder / "corpus", files)


def part(folder: Path, target: Path, number: int, of: int) -> Any:
    return steps.build_part([folder / "raw"], target, find(folder), Parting(number, of), jobs=1)


def merged(target: Path, out: Path) -> Any:
    return steps.merge(merging.opened([target]), out)


def told(account: Any) -> dict[str, Any]:
    """Everything that is printed of a run, without where the inputs lie."""
    values = {name: getattr(account, name) for name in account.__dataclass_fields__}
    values["intake"] = replace(account.intake, items=[])
    return values


@pytest.mark.parametrize(
    ("kind", "of"),
    [
        *[pytest.param("flat", of) for of in (1, 3)],
        pytest.param("records", 2),
        pytest.param("zip", 3),
        pytest.param("warc", 2),
        *[
            pytest.param(kind, of, marks=pytest.mark.slow)
            for kind in INPUTS
            for of in (1, 2, 3, 7)
            if (kind, of) not in {("flat", 1), ("flat", 3), ("records", 2), ("zip", 3), ("warc", 2)}
        ],
    ],
)
def test_the_package_and_the_account_are_those_of_one_run(
    kind: str, of: int, tmp_path: Path
) -> None:
    folder = corpus(tmp_path, kind)
    once = steps.build([folder / "raw"], tmp_path / "once", find(folder), jobs=1)

    read = 0
    for number in reversed(range(1, of + 1)):  # in any order
        read += part(folder, tmp_path / "parts", number, of).read
    again = merged(tmp_path / "parts", tmp_path / "merged")

    assert contents(tmp_path / "merged") == contents(tmp_path / "once")
    assert told(again) == told(once)
    assert read == once.read


def test_every_part_has_something_to_do(tmp_path: Path) -> None:
    for kind in ("flat", "records", "zip"):  # the crawl is but one piece
        folder = corpus(tmp_path / kind, kind)
        done = [part(folder, tmp_path / kind / "parts", n, 2).read for n in (1, 2)]
        assert min(done) * 4 > sum(done), (kind, done)


def test_a_file_that_lies_within_one_share_is_read_by_that_part_alone(tmp_path: Path) -> None:
    folder = corpus(tmp_path, "flat")
    config = find(folder)
    items = take([folder / "raw"], config).items
    sizes = [item.found.location.stat().st_size for item in items]
    chosen = [
        [portion.item.found.path for portion in Parting(n, 7).portions(items, sizes, config)]
        for n in range(1, 8)
    ]
    assert [path for paths in chosen for path in paths] == [item.found.path for item in items]


def test_settings_that_people_made_count_as_in_one_run(tmp_path: Path) -> None:
    """Corrections, one of them stale, a withdrawal, and the ids of an earlier package."""
    folder = corpus(tmp_path, "flat")
    steps.build([folder / "raw"], tmp_path / "first", find(folder), jobs=1)
    from pressmark.dataset import Dataset

    ids = Dataset.open(tmp_path / "first").arrow("articles").column("article_id").to_pylist()
    lines = [
        {**SECTION, "article_id": ids[0]},
        {**SECTION, "article_id": ids[-1], "before": "Nichts"},
    ]
    (folder / "corrections.jsonl").write_text("".join(json.dumps(x) + "\n" for x in lines))
    gone = {"id": ids[5], "reason": "personal_data"}
    (folder / "withdrawn.jsonl").write_text(json.dumps(gone) + "\n")
    config = find(folder)
    options: dict[str, Any] = {"jobs": 1, "previous": tmp_path / "first"}
    once = steps.build([folder / "raw"], tmp_path / "once", config, **options)
    for number in (1, 2):
        steps.build_part([folder / "raw"], tmp_path / "p", config, Parting(number, 2), **options)
    again = merged(tmp_path / "p", tmp_path / "merged")

    assert (once.corrections.applied, len(once.corrections.stale)) == (1, 1)
    assert once.withdrawn.documents == 1
    assert told(again) == told(once)
    assert contents(tmp_path / "merged") == contents(tmp_path / "once")


# What is no whole build is refused.


@pytest.fixture
def three(tmp_path: Path) -> Path:
    """A corpus beside its three parts."""
    folder = corpus(tmp_path, "flat")
    for number in (1, 2, 3):
        part(folder, tmp_path / "parts", number, 3)
    return tmp_path


def test_a_part_that_is_missing_is_named(three: Path) -> None:
    shutil.rmtree(three / "parts" / "part-2-of-3")
    with pytest.raises(UsageError, match="of 3 parts missing: 2") as fault:
        merging.opened([three / "parts"])
    assert fault.value.hint == "build it again: pressmark build … --part 2/3"


def test_a_part_that_is_there_twice_is_named(three: Path) -> None:
    shutil.copytree(three / "parts" / "part-2-of-3", three / "parts" / "copy")
    with pytest.raises(UsageError, match="of 3 parts there twice: 2"):
        merging.opened([three / "parts"])


def test_parts_of_two_builds_are_refused(three: Path) -> None:
    part(three / "corpus", three / "parts", 1, 2)
    with pytest.raises(UsageError, match="parts of 2 and of 3 lie together"):
        merging.opened([three / "parts"])


@pytest.mark.parametrize(
    ("what", "change"),
    [
        ("settings", {"pressmark.toml": TOML.replace("trial", "other")}),
        ("corrections, withdrawals or kept ids", {"corrections.jsonl": json.dumps(SECTION)}),
    ],
)
def test_a_part_of_other_inputs_or_settings_is_named(
    what: str, change: dict[str, str], three: Path
) -> None:
    write(three / "corpus", change)
    part(three / "corpus", three / "parts", 3, 3)
    with pytest.raises(
        UsageError, match=f"part 3 of 3 .* was made with other {what} than part 1"
    ) as fault:
        merging.opened([three / "parts"])
    assert fault.value.hint == AGAIN.format("--part 1/3, --part 2/3")


@pytest.mark.parametrize(
    ("named", "change"),
    [
        ("raw/neu.txt is an input of part 3 .* and none of", {"raw/neu.txt": "date 2018 Neu."}),
        ("raw/bote/01.txt .*: its size and its time of", {"raw/bote/01.txt": "date 2018 Anders."}),
        ("raw/kurier/a1.txt .*metadata table", {"meta.csv": META.replace("Netz", "Lokal")}),
    ],
)
def test_the_input_that_differs_and_the_parts_that_are_out_of_date_are_named(
    named: str, change: dict[str, str], three: Path
) -> None:
    write(three / "corpus", change)
    part(three / "corpus", three / "parts", 3, 3)
    with pytest.raises(UsageError, match=named) as fault:
        merging.opened([three / "parts"])
    assert fault.value.hint == AGAIN.format("--part 1/3, --part 2/3")


def edited(folder: Path, *, timed: bool = True) -> None:
    """Change a file of the first half to another of the same length, with or without its time."""
    file = folder / "raw" / "bote" / "00.txt"
    before = file.stat()
    file.write_bytes(file.read_bytes().replace(b"2018-05", b"2017-05"))
    moved = before.st_mtime_ns + (2_000_000_000 if timed else 0)
    os.utime(file, ns=(before.st_atime_ns, moved))
    assert file.stat().st_size == before.st_size


def test_a_part_that_read_a_file_before_it_changed_at_the_same_length_is_refused(
    tmp_path: Path,
) -> None:
    folder = corpus(tmp_path, "flat")
    part(folder, tmp_path / "parts", 1, 2)
    edited(folder)
    part(folder, tmp_path / "parts", 2, 2)
    done = run("merge", tmp_path / "parts", "-o", tmp_path / "out")
    assert done.returncode == UsageError.exit_code
    said = done.stderr.decode()
    assert "raw/bote/00.txt is not the same for part 1 of 2" in said
    assert "its time of change changed between them" in said
    assert "--part 1/2" in said
    assert "--part 2/2" not in said
    assert not (tmp_path / "out").exists()

    part(folder, tmp_path / "parts", 1, 2)  # as it was told
    once = steps.build([folder / "raw"], tmp_path / "once", find(folder), jobs=1)
    assert told(merged(tmp_path / "parts", tmp_path / "out")) == told(once)


def hashed(folder: Path, target: Path, number: int) -> None:
    config, parting = find(folder), Parting(number, 2)
    steps.build_part([folder / "raw"], target, config, parting, jobs=1, hash_inputs=True)


def test_hashed_inputs_are_compared_by_contents_whatever_their_times(tmp_path: Path) -> None:
    folder = corpus(tmp_path, "flat")
    hashed(folder, tmp_path / "parts", 1)
    os.utime(folder / "raw" / "bote" / "00.txt", ns=(1, 1))
    hashed(folder, tmp_path / "parts", 2)
    assert len(merging.opened([tmp_path / "parts"]).parts) == 2

    edited(folder, timed=False)
    hashed(folder, tmp_path / "parts", 2)
    with pytest.raises(UsageError, match=r"raw/bote/00.txt .*: its contents changed") as fault:
        merging.opened([tmp_path / "parts"])
    assert fault.value.hint == AGAIN.format("--part 1/2")


def test_parts_with_and_without_hashed_inputs_are_refused(tmp_path: Path) -> None:
    folder = corpus(tmp_path, "flat")
    part(folder, tmp_path / "parts", 1, 2)
    hashed(folder, tmp_path / "parts", 2)
    with pytest.raises(UsageError, match="compared by the contents") as fault:
        merging.opened([tmp_path / "parts"])
    assert fault.value.hint == AGAIN.format("--part 1/2") + ", each with --hash-inputs"


def test_a_file_that_changed_between_two_parts_that_read_it_is_named(tmp_path: Path) -> None:
    folder = corpus(tmp_path, "records")
    part(folder, tmp_path / "parts", 1, 2)
    file = folder / "raw" / "b.jsonl"
    before = file.stat()
    file.write_bytes(file.read_bytes().replace(b"Lindach", b"Lundach"))
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    part(folder, tmp_path / "parts", 2, 2)
    with pytest.raises(UsageError, match=r"raw/b.jsonl was another file for part 2") as fault:
        merging.opened([tmp_path / "parts"])
    assert fault.value.hint == AGAIN.format("--part 1/2, --part 2/2")


def test_a_damaged_part_is_named_and_nothing_is_published(three: Path) -> None:
    file = three / "parts" / "part-1-of-3" / "texts.parquet"
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 1
    file.write_bytes(data)
    done = run("merge", three / "parts", "-o", three / "out")
    assert done.returncode == IntegrityError.exit_code
    assert b"texts.parquet is not the file that was written" in done.stderr
    assert not (three / "out").exists()


# A part by itself.


def test_a_part_that_is_made_again_has_the_same_bytes(three: Path) -> None:
    before = contents(three / "parts")
    part(three / "corpus", three / "parts", 2, 3)
    assert contents(three / "parts") == before


def test_each_byte_of_a_part_is_declared(three: Path) -> None:
    done = run("verify", three / "parts" / "part-1-of-3")
    assert done.returncode == 0, done.stderr


def test_a_part_that_is_killed_leaves_nothing_that_merge_would_take(tmp_path: Path) -> None:
    folder = corpus(tmp_path, "records")
    script = f"""
import os
from pathlib import Path
from pressmark.config import find
from pressmark.flow import parts, steps
from pressmark.flow.shares import Parting
parts.counted = parts._package = lambda *a, **k: os._exit(9)
steps.build_part([Path({str(folder / "raw")!r})], Path({str(tmp_path / "parts")!r}),
    find(Path({str(folder)!r})), Parting(1, 2), jobs=1)
"""
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    died = subprocess.run([sys.executable, "-c", script], env=environment, check=False)
    assert died.returncode == 9
    with pytest.raises(UsageError, match="no parts in"):
        merging.opened([tmp_path / "parts"])

    part(folder, tmp_path / "parts", 1, 2)
    assert [path.name for path in (tmp_path / "parts").iterdir()] == ["part-1-of-2"]


def test_the_commands_print_the_account_of_one_run(tmp_path: Path) -> None:
    folder = corpus(tmp_path, "flat")
    once = run("build", folder / "raw", "-o", tmp_path / "once")
    for number in (1, 2):
        done = run("build", folder / "raw", "--part", f"{number}/2", "-o", tmp_path / "parts")
        assert done.returncode == 0, done.stderr
        assert f"part {number} of 2: ".encode() in done.stdout
    done = run("merge", tmp_path / "parts", "-o", tmp_path / "merged")
    assert done.returncode == once.returncode
    assert done.stdout.replace(b"merged", b"once") == once.stdout
    assert b"2 parts, all of the same build" in done.stderr
    assert store.sha256_file(tmp_path / "merged" / store.DESCRIPTOR) == store.sha256_file(
        tmp_path / "once" / store.DESCRIPTOR
    )


@pytest.mark.parametrize(("spelt", "part"), [("0/2", 0), ("3/2", 3)])
def test_a_part_beyond_those_there_are_is_said_so(spelt: str, part: int) -> None:
    with pytest.raises(UsageError, match=f"there is no part {part} of 2") as fault:
        Parting.parse(spelt)
    assert fault.value.hint == "they are counted from 1: --part 1/2 to --part 2/2"


@pytest.mark.parametrize("spelt", ["1", "1/0", "a/b", "1/2/3", "-1/2"])
def test_a_part_that_cannot_be_is_a_usage_error(spelt: str) -> None:
    with pytest.raises(UsageError, match="give the part and how many there are, as 2/7"):
        Parting.parse(spelt)


@pytest.mark.slow
def test_the_array_job_of_the_guide_runs_as_it_stands(tmp_path: Path) -> None:
    guide = (ROOT / "docs" / "engineer.md").read_text(encoding="utf-8")
    script = guide.partition("$ cat part.sh\n")[2].partition("$ id=")[0]
    assert script.startswith("#!/bin/sh\n#SBATCH --array=1-100 ")
    write(
        tmp_path, {"raw/a.txt": article(), "raw/b.txt": article("date 2018-06"), "part.sh": script}
    )
    write(tmp_path, {"bin/srun": '#!/bin/sh\nexec "$@"\n'})
    (tmp_path / "bin" / "srun").chmod(0o755)
    for number in ("1", "100"):
        environment = os.environ | {"SLURM_ARRAY_TASK_ID": number}
        environment["PATH"] = os.pathsep.join(
            [str(tmp_path / "bin"), str(Path(sys.executable).parent), environment["PATH"]]
        )
        subprocess.run(["sh", "part.sh", "raw"], cwd=tmp_path, env=environment, check=True)
    made = sorted(path.name for path in (tmp_path / "parts").iterdir() if path.is_dir())
    assert made == ["part-1-of-100", "part-100-of-100"]
