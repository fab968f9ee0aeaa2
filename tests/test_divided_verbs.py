"""A corpus whose tables have several files: every verb takes it, and says the same of it."""

import json
import shutil
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

import pressmark
from divided_corpus import SMALL, build, corpus, record, records
from pressmark import check, store
from pressmark.compare import compare
from pressmark.compare.opened import Opened
from pressmark.config import find
from pressmark.dataset import Dataset
from pressmark.export import FORMATS, Filters, Public, export
from pressmark.flow import packaging, steps
from pressmark.versions.subset import subset
from pressmark_schema.errors import EnvironmentFaultError, IntegrityError
from raw_input import contents

JULY = "2018-07-01"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The corpus, its package `divided`, and `whole`, the same with one file a table."""
    made = tmp_path_factory.mktemp("divided")
    build(corpus(made / "corpus", records()), made / "divided")
    build(corpus(made / "other", records(), file_bytes=2**26), made / "whole")
    return made


def paths(package: Path, table: str) -> list[str]:
    resources = Dataset.open(package).package.resources
    return next(item.paths for item in resources if item.name == table)


def rows(package: Path, table: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = Dataset.open(package).arrow(table).to_pylist()
    return found


def by_key(found: list[dict[str, Any]]) -> list[str]:
    return sorted(json.dumps(row, default=str, sort_keys=True) for row in found)


def test_tables_are_divided_by_the_date_of_the_articles(folder: Path) -> None:
    years = ["2016", "2017", "2018", "2019", "undated"]
    assert paths(folder / "divided", "texts") == [f"texts/{year}.parquet" for year in years]
    assert "articles/2018-03.parquet" in paths(folder / "divided", "articles")
    assert paths(folder / "divided", "links") == ["links.parquet"]
    assert paths(folder / "whole", "texts") == ["texts.parquet"]


def test_both_have_the_same_rows(folder: Path) -> None:
    for name in Dataset.open(folder / "whole").files:
        found = [by_key(rows(folder / which, name)) for which in ("divided", "whole")]
        assert found[0] == found[1]


def test_no_file_has_more_than_its_limit(folder: Path) -> None:
    from pressmark.weights import row_weights

    for files in Dataset.open(folder / "divided").files.values():
        for path in files:
            table = pq.read_table(path)
            assert table.num_rows <= 1 or row_weights(table).sum() <= SMALL


def test_all_tables_of_articles_have_one_order(folder: Path) -> None:
    order = [row["article_id"] for row in rows(folder / "divided", "articles")]
    assert order != sorted(order)
    for name in ("texts", "blocks", "evidence", "aliases", "duplicates"):
        found = [row["article_id"] for row in rows(folder / "divided", name)]
        assert found == sorted(found, key=order.index)


def test_the_package_is_sound_through_and_through(folder: Path) -> None:
    assert [*check.verify(folder / "divided")] == []
    assert [*check.integrity(folder / "divided")] == []
    assert check.referee(folder / "divided") == []


def test_the_rules_find_the_same(folder: Path) -> None:
    found = [
        sorted((item.code, item.row_id) for item in check.package_findings(folder / which))
        for which in ("divided", "whole")
    ]
    assert found[0] == found[1]


@pytest.mark.parametrize("jobs", [1, 2])
def test_the_same_input_gives_the_same_bytes(folder: Path, tmp_path: Path, jobs: int) -> None:
    again = build(folder / "corpus", tmp_path / "again", jobs)
    assert contents(again) == contents(folder / "divided")


def test_the_steps_give_what_the_build_gives(folder: Path, tmp_path: Path) -> None:
    config = find(folder / "corpus")
    steps.ingest([folder / "corpus" / "raw"], tmp_path / "ingested", config)
    steps.normalise(tmp_path / "ingested", tmp_path / "normalised", config)
    steps.validate(tmp_path / "normalised", tmp_path / "findings")
    with packaging.joined(
        tmp_path / "normalised", tmp_path / "findings", tmp_path / "joined"
    ) as dataset:
        export(dataset, tmp_path / "package", csv="always")
    assert contents(tmp_path / "package") == contents(folder / "divided")


def test_articles_of_one_month_change_only_the_files_of_their_places(tmp_path: Path) -> None:
    more = [record(1_000 + number, "2018-07-07") for number in range(3)]
    build(corpus(tmp_path / "corpus", [*records(), *more], csv="never"), tmp_path / "grown")
    build(corpus(tmp_path / "old", records(), csv="never"), tmp_path / "old_package")
    old, new = (
        {
            path: digest
            for path, (_, digest) in store.declared(tmp_path / name).items()
            if path.startswith("parquet/blocks/")
        }
        for name in ("old_package", "grown")
    )
    changed = [path for path in old if old[path] != new[path]]
    assert changed == ["parquet/blocks/2018-07.parquet"]


def test_a_flipped_byte_is_found_in_the_file_where_it_is(folder: Path, tmp_path: Path) -> None:
    shutil.copytree(folder / "divided", tmp_path / "bad")
    file = tmp_path / "bad" / "parquet" / "texts" / "2017.parquet"
    data = bytearray(file.read_bytes())
    data[100] ^= 1
    file.write_bytes(data)
    found = {(item.code, item.row_id) for item in check.verify(tmp_path / "bad")}
    assert ("PM657", "parquet/texts/2017.parquet") in found
    with pytest.raises(IntegrityError, match=r"texts/2017\.parquet: expected sha256:"):
        _ = pressmark.load(tmp_path / "bad").texts


def test_a_row_in_the_file_of_another_place_is_found(folder: Path, tmp_path: Path) -> None:
    package = store.read_descriptor(folder / "divided" / "parquet")
    shutil.copytree(folder / "divided" / "parquet", tmp_path / "bad")
    texts = next(item for item in package.resources if item.name == "texts")
    assert texts.pressmark is not None
    assert texts.pressmark.files is not None
    first, *rest = texts.pressmark.files
    moved = texts.pressmark.model_copy(
        update={"files": [first.model_copy(update={"place": "2018"}), *rest]}
    )
    resources = [
        texts.model_copy(update={"pressmark": moved}) if item is texts else item
        for item in package.resources
    ]
    store.write_descriptor(tmp_path / "bad", package.model_copy(update={"resources": resources}))
    (found, *_) = check.integrity(tmp_path / "bad")
    assert (found.code, found.path) == ("PM614", "texts")
    assert "in 2018" in (found.observed or "")


def test_it_is_no_other_corpus_than_the_whole_one(folder: Path) -> None:
    diff = compare(Dataset.open(folder / "whole"), Dataset.open(folder / "divided"))
    assert (diff.added, diff.removed, diff.changed) == (0, 0, 0)


def test_a_diff_is_that_of_whole_tables_but_for_the_files_that_both_have(
    folder: Path, tmp_path: Path
) -> None:
    later = records()
    later[50]["text"] += "\n\nUnd noch ein Satz über den Steg."
    later[-1] = record(2_000, "2018-07-02")
    build(corpus(tmp_path / "corpus", later), tmp_path / "divided")
    build(corpus(tmp_path / "other", later, file_bytes=2**26), tmp_path / "whole")
    found = []
    for which in ("divided", "whole"):
        old, new = Dataset.open(folder / which), Dataset.open(tmp_path / which)
        with compare(old, new) as diff:
            ids = [item.article_id for item in diff.each_changed()]
            found.append((diff.added, diff.removed, ids, diff.tallies))
    assert found[0] == found[1]
    assert found[0][2]
    opened = Opened(*(Dataset.open(of / "divided") for of in (folder, tmp_path)))
    assert opened.apart("a", "articles").count(".parquet") < len(opened.a.files["articles"])


def test_a_corpus_is_loaded_from_its_files(folder: Path) -> None:
    divided, whole = (pressmark.load(folder / which) for which in ("divided", "whole"))
    assert len(divided) == len(whole) == 120
    for article in whole:
        assert divided[article.article_id].text == article.text
        assert divided.rows("blocks", article.article_id) == whole.rows(
            "blocks", article.article_id
        )
    query = "SELECT count(*) FROM blocks JOIN texts USING (article_id) WHERE date_from >= $day"
    found = [which.sql(query, day=JULY).fetchall() for which in (divided, whole)]
    assert found[0] == found[1]


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_every_format_is_written_of_it(folder: Path, tmp_path: Path, name: str) -> None:
    dataset = Dataset.open(folder / "divided")
    try:
        package = export(dataset, tmp_path / "out", name)
    except EnvironmentFaultError as error:
        pytest.skip(str(error))
    assert package.resources
    assert [*check.verify(tmp_path / "out")] == []
    if name in {"datapackage", "parquet", "csv", "jsonl"}:
        assert [*check.integrity(tmp_path / "out")] == []


def test_a_csv_export_alone_can_be_checked(folder: Path, tmp_path: Path) -> None:
    export(Dataset.open(folder / "divided"), tmp_path / "out", "csv")
    lines = (tmp_path / "out" / "texts.csv").read_bytes().replace(b"morsch", b"faul", 1)
    (tmp_path / "out" / "texts.csv").write_bytes(lines)
    codes = {item.code for item in check.integrity(tmp_path / "out")}
    assert {"PM657", "PM660"} <= codes


@pytest.mark.parametrize(
    "filters",
    [
        Filters(where=f"date_from >= '{JULY}'"),
        Filters(outlets=("bote",)),
        Filters(kinds=("paragraph",)),
    ],
)
def test_a_part_is_laid_out_as_if_it_were_all(
    folder: Path, tmp_path: Path, filters: Filters
) -> None:
    export(Dataset.open(folder / "divided"), tmp_path / "part", filters=filters)
    export(Dataset.open(folder / "whole"), tmp_path / "other", filters=filters)
    assert [*check.integrity(tmp_path / "part")] == []
    for name in Dataset.open(tmp_path / "other").files:
        found = [by_key(rows(tmp_path / which, name)) for which in ("part", "other")]
        assert found[0] == found[1]


def test_a_part_that_is_small_has_one_file_a_table(folder: Path, tmp_path: Path) -> None:
    filters = Filters(where="date_from BETWEEN '2018-07-01' AND '2018-07-31'")
    for which in ("divided", "whole"):
        export(Dataset.open(folder / which), tmp_path / which, "parquet", filters=filters)
    found = [contents(tmp_path / which) for which in ("divided", "whole")]
    assert [path for path in found[0] if path.endswith(".parquet")] == [
        path for path in found[1] if path.endswith(".parquet")
    ]
    assert all(found[0][path] == found[1][path] for path in found[0] if path.endswith(".parquet"))


def test_what_may_not_be_shared_is_left_out_of_every_file(folder: Path, tmp_path: Path) -> None:
    export(Dataset.open(folder / "divided"), tmp_path / "public", public=Public())
    assert [*check.integrity(tmp_path / "public")] == []
    shared = {row["article_id"] for row in rows(tmp_path / "public", "texts") if row["text"]}
    assert len(shared) == 60


def test_a_subset_is_a_sound_package(folder: Path, tmp_path: Path) -> None:
    subset(folder / "divided", tmp_path / "study", sample=30, by=["outlet_id"])
    assert [*check.integrity(tmp_path / "study")] == []
    assert len(rows(tmp_path / "study", "texts")) == 30
