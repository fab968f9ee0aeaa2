"""Parts from other machines: what this program would not have written is refused in words."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pressmark import store
from pressmark.config import find
from pressmark.flow import merging, steps
from pressmark.flow.notes import NOTES
from pressmark.flow.shares import Parting
from pressmark.hashing import of_json
from pressmark_schema.errors import IntegrityError
from raw_input import PROSE, article, write

Change = Callable[[dict[str, Any]], object]
TOML = '[corpus]\nlanguages = ["de"]\n'


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A build in one part."""
    folder = tmp_path_factory.mktemp("corpus")
    texts = {f"raw/{n}.txt": article("date 2018-05", f"{PROSE} {n}") for n in range(3)}
    write(folder, {"pressmark.toml": TOML, **texts})
    target = folder / "parts"
    steps.build_part([folder / "raw"], target, find(folder), Parting(1, 1), jobs=1)
    return target / "part-1-of-1"


@pytest.fixture
def part(made: Path, tmp_path: Path) -> Path:
    """A copy of it, to be changed."""
    return Path(shutil.copytree(made, tmp_path / "part"))


def changed(path: Path, change: Change) -> None:
    facts = json.loads(path.read_bytes())
    change(facts)
    path.write_text(json.dumps(facts), encoding="utf-8")


def declared(part: Path, change: Change = lambda _: None) -> None:
    """State the files of a part as they are now, and change its share."""

    def restate(facts: dict[str, Any]) -> None:
        for file in [*facts["resources"], *facts["pressmark"]["files"]]:
            path = part / file["path"]
            file |= {
                "bytes": path.stat().st_size,
                "hash": f"sha256:{store.sha256_file(path)}",
            }
        change(facts["pressmark"]["share"])

    changed(part / store.DESCRIPTOR, restate)


def merged(part: Path) -> None:
    steps.merge(merging.opened([part]), part.parent / "out")


def refused(part: Path, said: str) -> None:
    with pytest.raises(IntegrityError, match=said):
        merged(part)
    assert not (part.parent / "out").exists()


def test_a_part_that_is_stated_as_it_is_is_merged(part: Path) -> None:
    declared(part)
    merged(part)
    assert (part.parent / "out" / store.DESCRIPTOR).is_file()


@pytest.mark.parametrize("share", [{"of": 10**9}, {"part": 2}])
def test_a_part_of_more_than_there_can_be_is_refused(part: Path, share: dict[str, int]) -> None:
    declared(part, lambda facts: facts.update(share))
    refused(part, r"pressmark\.share")


def test_notes_that_are_not_declared_are_not_read(part: Path) -> None:
    changed(part / store.DESCRIPTOR, lambda facts: facts["pressmark"].update(files=[]))
    refused(part, r"notes\.json is not the file that was written")


def test_notes_are_read_from_no_other_folder(part: Path) -> None:
    (part / NOTES).rename(part.parent / "elsewhere.json")
    (part / NOTES).symlink_to(part.parent / "elsewhere.json")
    refused(part, "a link that leads out of the package")


def test_notes_longer_than_any_are_not_read(part: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(merging, "LONGEST_NOTES", 100)
    refused(part, r"notes\.json is damaged")


@pytest.mark.parametrize(
    "change",
    [
        lambda notes: notes["settings"]["corpus"].update(name="other"),
        lambda notes: notes.update(kept_sha256="0"),
        lambda notes: notes["withdrawn"].append({"id": "a" * 17, "reason": "personal_data"}),
    ],
)
def test_notes_of_other_settings_than_the_part_s_are_refused(part: Path, change: Change) -> None:
    changed(part / NOTES, change)
    declared(part)
    refused(part, r"notes\.json has other settings than the part")


def test_settings_that_cannot_be_are_refused(part: Path) -> None:
    changed(part / NOTES, lambda notes: notes["settings"].update(corpus=7))
    settings = json.loads((part / NOTES).read_bytes())["settings"]
    declared(part, lambda share: share.update(settings_sha256=of_json(settings)))
    refused(part, r"notes\.json has settings that cannot be")


def renamed(table: pa.Table) -> pa.Table:
    return table.rename_columns([f"_{name}" for name in table.column_names])


def of_bad_text(table: pa.Table) -> pa.Table:
    bad = pa.array([b"\xff"] * table.num_rows, pa.binary()).view(pa.string())
    return table.set_column(table.schema.get_field_index("article_id"), "article_id", bad)


@pytest.mark.parametrize(
    "change",
    [
        renamed,
        lambda table: table.drop_columns(["article_id"]),
        lambda table: table.set_column(0, "article_id", pa.nulls(table.num_rows, pa.string())),
        of_bad_text,
        lambda table: table.slice(0, 0),
    ],
)
def test_a_table_that_no_batch_has_is_refused(
    part: Path, change: Callable[[pa.Table], pa.Table]
) -> None:
    path = part / "articles.parquet"
    pq.write_table(change(pq.read_table(path)), path)
    declared(part)
    refused(part, r"part 1 of 1 .* is damaged")


@pytest.mark.parametrize(
    "batch", [{"texts": 1}, {"nothing": 1}, {"articles": -1}, {"articles": 10**20}]
)
def test_batches_that_are_not_in_the_tables_are_refused(part: Path, batch: dict[str, int]) -> None:
    changed(part / NOTES, lambda notes: notes["batches"].append(batch))
    declared(part)
    refused(part, r"part 1 of 1 .* is damaged")


def test_a_table_that_no_build_has_is_refused(part: Path) -> None:
    def more(facts: dict[str, Any]) -> None:
        facts["resources"].append({**facts["resources"][0], "name": "nothing"})

    changed(part / store.DESCRIPTOR, more)
    refused(part, r"part 1 of 1 .* is damaged")
