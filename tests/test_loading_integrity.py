"""Nothing is read from a file that is not the one declared."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

import exported_corpus
from pressmark import store
from pressmark.export import export
from pressmark.loading import load
from pressmark_schema.errors import IntegrityError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture
def package(tmp_path: Path) -> Path:
    export(exported_corpus.dataset(tmp_path / "dataset"), tmp_path / "package")
    return tmp_path / "package"


def flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 0x20
    path.write_bytes(data)


@pytest.mark.parametrize("name", ["texts", "changes", "findings"])
def test_a_flipped_byte_names_the_file_and_both_hashes(package: Path, name: str) -> None:
    path = package / "parquet" / f"{name}.parquet"
    expected = store.sha256_file(path)
    flip(path)
    corpus = load(package)
    with pytest.raises(IntegrityError) as caught:
        corpus.table(name)
    message = str(caught.value)
    assert f"{name}.parquet: expected sha256:{expected}" in message
    assert f"found sha256:{store.sha256_file(path)}" in message


def test_a_query_reads_from_no_file_that_is_another(package: Path) -> None:
    flip(package / "parquet" / "texts.parquet")
    corpus = load(package)
    with pytest.raises(IntegrityError, match=r"texts\.parquet: expected sha256"):
        corpus.sql("SELECT count(*) FROM blocks JOIN texts USING (article_id)")


def test_a_filter_reads_from_no_file_that_is_another(package: Path) -> None:
    flip(package / "parquet" / "articles.parquet")
    with pytest.raises(IntegrityError, match=r"articles\.parquet: expected sha256"):
        load(package).filter(lang="de")


def test_a_condition_asks_of_no_table_that_is_another(package: Path) -> None:
    flip(package / "parquet" / "blocks.parquet")
    with pytest.raises(IntegrityError, match=r"blocks\.parquet: expected sha256"):
        load(package).filter(where="article_id IN (SELECT article_id FROM blocks)")


def test_another_size_is_named_in_bytes(package: Path) -> None:
    path = package / "parquet" / "blocks.parquet"
    size = path.stat().st_size
    path.write_bytes(path.read_bytes() + b"\0")
    with pytest.raises(IntegrityError, match=f"expected {size} bytes, found {size + 1}"):
        load(package)


def test_a_missing_file_is_named(package: Path) -> None:
    (package / "parquet" / "links.parquet").unlink()
    with pytest.raises(IntegrityError, match=r"links\.parquet is declared but missing"):
        load(package)


def test_an_exchanged_parquet_half_is_seen_from_the_top(package: Path, tmp_path: Path) -> None:
    tables = exported_corpus.rows()
    tables["articles"][0]["kicker"] = "Added later"
    (tmp_path / "other").mkdir()
    export(exported_corpus.written(tmp_path / "other", tables), tmp_path / "changed")
    (package / "parquet").rename(tmp_path / "old")
    (tmp_path / "changed" / "parquet").rename(package / "parquet")
    with pytest.raises(IntegrityError, match=r"parquet/datapackage\.json: expected"):
        load(package)
    assert len(load(package / "parquet")) == 3


def test_a_top_descriptor_that_does_not_declare_the_half_is_refused(package: Path) -> None:
    path = package / "datapackage.json"
    facts = json.loads(path.read_bytes())
    facts["pressmark"]["files"] = []
    path.write_text(json.dumps(facts), encoding="utf-8")
    with pytest.raises(IntegrityError, match="does not declare parquet/"):
        load(package)


def test_a_file_without_a_hash_is_refused(package: Path) -> None:
    path = package / "parquet" / "datapackage.json"
    facts = json.loads(path.read_bytes())
    del facts["resources"][0]["hash"]
    path.write_text(json.dumps(facts), encoding="utf-8")
    with pytest.raises(IntegrityError, match="no hash is declared"):
        load(package / "parquet")


def declared(folder: Path, change: Callable[[list[dict[str, Any]]], object]) -> Path:
    """The folder after a change to the resources of its descriptor."""
    path = folder / "datapackage.json"
    facts = json.loads(path.read_bytes())
    change(facts["resources"])
    path.write_text(json.dumps(facts), encoding="utf-8")
    return folder


def files_of(resource: dict[str, Any], *paths: str) -> None:
    stated = {key: resource["pressmark"][key] for key in ("rows", "content_sha256")}
    resource["pressmark"]["files"] = [{"place": "", "path": path, **stated} for path in paths]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda found: found[0].update(name="other"), "other is said to be another table"),
        (lambda found: found.append(found[0]), "stands twice"),
        (lambda found: found[0].update(path=[found[0]["path"]] * 2), "names a file twice"),
        (lambda found: files_of(found[0], found[0]["path"], "more"), "has other files in its path"),
        (lambda found: files_of(found[0], "other.parquet"), "has other files in its path"),
    ],
)
def test_a_table_that_is_declared_in_two_ways_is_refused(
    package: Path, change: Callable[[list[dict[str, Any]]], object], said: str
) -> None:
    with pytest.raises(IntegrityError, match=said):
        load(declared(package / "parquet", change))


def test_csv_files_do_not_matter_to_loading(package: Path) -> None:
    (package / "texts.csv").write_text("article_id\n", encoding="utf-8")
    assert len(load(package)) == 3


def test_without_verifying_a_bad_page_is_still_seen(package: Path) -> None:
    path = package / "parquet" / "texts.parquet"
    data = path.read_bytes()
    place = data.index(b"PAR1", 0) + 60
    path.write_bytes(data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :])
    corpus = load(package, verify=False)
    with pytest.raises(IntegrityError, match=r"texts\.parquet is damaged"):
        _ = corpus.texts


def test_csv_alone_cannot_be_loaded(tmp_path: Path) -> None:
    export(exported_corpus.dataset(tmp_path / "dataset"), tmp_path / "csv", "csv")
    with pytest.raises(UsageError, match="holds no articles in Parquet"):
        load(tmp_path / "csv")


def test_a_folder_without_a_package_is_a_usage_error(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"datapackage\.json is missing"):
        load(tmp_path)
