"""Two packages compared: which articles differ, in what, and the one cause of each change."""

import shutil
from pathlib import Path
from typing import Any

import pytest

import exported_corpus as small
from edited_corpus import Edit, edited, respace, retype, without
from pressmark import store
from pressmark.compare import Cause, Diff, Effect, compare, read_ids
from pressmark.config import Config
from pressmark.dataset import Dataset
from pressmark.flow.steps import build
from pressmark_schema.descriptor import Package
from pressmark_schema.errors import IntegrityError, UsageError

TEXT = " date 2020-0{n} Der Steg {n} am Hafen\n\nDas Amt sperrt den Steg {n}.\n\nEr ist morsch.\n"
CONFIG: dict[str, Any] = {
    "corpus": {"languages": ["de"], "block_languages": ["de"]},
    "metadata": {"table": "table.csv"},
    "build": {"csv": "never"},
}


class Raw:
    """A folder of raw articles that is built, changed and built again."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.built = folder, 0
        self.config = CONFIG
        self.rows = {f"{n}.txt": f"Steg {n}" for n in range(1, 7)}
        folder.mkdir()
        for n in range(1, 7):
            self.write(f"{n}.txt", TEXT.format(n=n))

    def write(self, name: str, text: str) -> None:
        """Write a raw file."""
        (self.folder / name).write_text(text, encoding="utf-8")

    def build(self) -> Dataset:
        """Build what is there now."""
        table = "".join(f"{name},{title}\n" for name, title in self.rows.items())
        (self.folder / "table.csv").write_text(f"file,title\n{table}", encoding="utf-8")
        settings = Config.model_validate({**self.config, "folder": self.folder})
        self.built += 1
        out = self.folder.parent / f"package{self.built}"
        build([self.folder], out, settings, jobs=1)
        return Dataset.open(out)


@pytest.fixture
def raw(tmp_path: Path) -> Raw:
    return Raw(tmp_path / "raw")


def causes(diff: Diff) -> dict[tuple[str, str], int]:
    """The tallies as a dictionary."""
    return {(t.effect.value, t.cause.value): t.articles for t in diff.tallies}


def test_a_package_does_not_differ_from_its_copy(raw: Raw, tmp_path: Path) -> None:
    built = raw.build()
    shutil.copytree(built.folder, tmp_path / "copy")
    with compare(built, Dataset.open(tmp_path / "copy")) as diff:
        assert not diff
        assert (diff.common, diff.changed, diff.text_changed) == (6, 0, 0)


def test_each_article_that_came_went_changed_or_was_renamed_is_named(raw: Raw) -> None:
    before = raw.build()
    raw.write("1.txt", TEXT.format(n=1).replace("morsch", "mürbe"))
    raw.rows["2.txt"] = "Ein anderer Titel"
    (raw.folder / "3.txt").unlink()
    (raw.folder / "4.txt").rename(raw.folder / "other.txt")
    raw.write("7.txt", TEXT.format(n=7))
    del raw.rows["3.txt"], raw.rows["4.txt"]
    with compare(before, raw.build()) as diff:
        assert (diff.added, diff.removed, diff.renamed, diff.withdrawn) == (1, 1, 1, 0)
        assert causes(diff) == {("text", "source"): 1, ("metadata", "metadata"): 1}
        assert diff.a.articles == diff.common + diff.removed + diff.renamed
        assert diff.b.articles == diff.common + diff.added + diff.renamed
        (renamed,) = diff.each_renamed()
        assert (renamed.by, renamed.text_changed) == ("text", False)
        corrected, retitled = sorted(diff.each_changed(), key=lambda item: item.effect != "text")
        assert [(f.field, f.before, f.after) for f in retitled.fields] == [
            ("title", "Steg 2", "Ein anderer Titel")
        ]
        blocks = {(block.status, block.texts) for block in corrected.blocks}
        assert ("added", (None, "Er ist mürbe.")) in blocks
        assert ("removed", ("Er ist morsch.", None)) in blocks


def test_the_words_of_a_changed_text_are_shown_when_asked_for(raw: Raw) -> None:
    before = raw.build()
    raw.write("1.txt", TEXT.format(n=1).replace("morsch", "mürbe"))
    with compare(before, raw.build()) as diff:
        (item,) = diff.each_changed(words=True)
        steps = [(piece.step, piece.text) for piece in item.words if piece.step != "same"]
        assert steps == [("removed", "morsch"), ("added", "mürbe")]
        assert not next(iter(diff.each_changed())).words


def test_a_setting_is_a_cause_of_its_own(raw: Raw) -> None:
    before = raw.build()
    raw.config = {**CONFIG, "rights": {"*": {"rights": "CC0-1.0"}}}
    with compare(before, raw.build()) as diff:
        assert causes(diff) == {("metadata", "configuration"): 6}


def test_a_title_in_the_settings_changes_the_descriptor_and_no_article(raw: Raw) -> None:
    before = raw.build()
    raw.config = {**CONFIG, "corpus": {**CONFIG["corpus"], "title": "Steg um Steg"}}
    with compare(before, raw.build()) as diff:
        assert (diff.changed, diff.described, bool(diff)) == (0, ("title",), True)


def test_an_empty_column_of_ones_own_changes_no_article(raw: Raw) -> None:
    before = raw.build()
    raw.config = {**CONFIG, "fields": {"leaning": {"type": "string"}}}
    with compare(before, raw.build()) as diff:
        assert (diff.changed, diff.shape.added) == (0, ("articles.leaning",))


RECORDED = {"options_sha256": "0" * 64}


def reread(rows: small.Rows) -> None:
    rows["annotations"] = rows["annotations"][1:]


@pytest.mark.parametrize(
    ("edit", "facts", "effect", "cause"),
    [
        (retype("manual"), {}, Effect.KINDS, Cause.CORRECTION),
        (retype("pattern"), RECORDED, Effect.KINDS, Cause.PARSER),
        (retype("pattern"), {}, Effect.KINDS, Cause.UNKNOWN),
        (respace, {}, Effect.TEXT, Cause.PARSER),
        (reread, RECORDED, Effect.ANNOTATIONS, Cause.PARSER),
    ],
)
def test_the_cause_is_the_first_that_is_known_to_have_acted(
    tmp_path: Path, edit: Edit, facts: dict[str, Any], effect: Effect, cause: Cause
) -> None:
    with edited(tmp_path, edit, **facts) as diff:
        assert causes(diff) == {(effect.value, cause.value): 1}


def test_another_place_among_duplicates_is_put_down_to_the_neighbours(tmp_path: Path) -> None:
    def edit(rows: small.Rows) -> None:
        rows["duplicates"] = []
        for text in rows["texts"]:
            text |= {"dup_cluster": None, "dup_relation": None, "is_representative": True}

    with edited(tmp_path, edit) as diff:
        assert causes(diff) == {("duplicates", "neighbours"): 2}


def test_a_withdrawn_article_is_no_removed_one(tmp_path: Path) -> None:
    listed = {"withdrawn": [{"id": small.UNDATED, "reason": "court"}]}
    with edited(tmp_path, without(small.UNDATED), **listed) as diff:
        assert (diff.removed, diff.withdrawn, diff.lost) == (0, 1, 0)
        assert [item.article_id for item in diff.each_withdrawn()] == [small.UNDATED]
        assert [item.title for item in diff.each_withdrawn()] == [None]


def test_an_id_that_became_an_alias_is_not_lost(tmp_path: Path) -> None:
    def edit(rows: small.Rows) -> None:
        without(small.UNDATED)(rows)
        rows["aliases"].append(
            {"alias_id": small.UNDATED, "article_id": small.MAY, "alias_basis": "path"}
        )

    with edited(tmp_path, edit) as diff:
        assert (diff.removed, diff.lost) == (1, 0)
        assert [item.now for item in diff.each_removed()] == [small.MAY]
        assert [f.field for item in diff.each_changed() for f in item.fields] == ["aliases"]


def test_only_the_articles_of_a_study_are_looked_at(tmp_path: Path, raw: Raw) -> None:
    before = raw.build()
    for n in (1, 2):
        raw.write(f"{n}.txt", TEXT.format(n=n).replace("morsch", "mürbe"))
    after = raw.build()
    with compare(before, after) as diff:
        ids = [item.article_id for item in diff.each_changed()]
    (tmp_path / "ids.csv").write_text(f"n,article_id\n1,{ids[0]}\n2,a{'0' * 16}\n")
    with compare(before, after, ids=read_ids(tmp_path / "ids.csv")) as diff:
        assert [item.article_id for item in diff.each_changed()] == ids[:1]
        assert (diff.a.articles, diff.unknown) == (1, ("a" + "0" * 16,))


def test_an_alias_names_an_article_of_a_study(tmp_path: Path) -> None:
    with edited(tmp_path, retype("pattern")):
        sides = [Dataset.open(tmp_path / name) for name in "ab"]
    with compare(*sides, ids=[small.OLD_MAY]) as diff:
        assert (diff.changed, diff.unknown) == (1, ())


@pytest.mark.parametrize("content", ["", "article_id\nPATH\n", "a1\n"])
def test_a_file_without_ids_is_refused(tmp_path: Path, content: str) -> None:
    (tmp_path / "ids.txt").write_text(content)
    with pytest.raises(UsageError, match=r"no article|is no article id"):
        read_ids(tmp_path / "ids.txt")


def test_a_table_with_the_same_hash_is_not_read(tmp_path: Path) -> None:
    with edited(tmp_path, lambda rows: rows["texts"][0].update(lang="en")) as diff:
        assert diff.changed == 1
    for name in "ab":
        (tmp_path / name / "blocks.parquet").write_bytes(b"no Parquet at all")
    sides = [Dataset.open(tmp_path / name) for name in "ab"]
    with pytest.raises(IntegrityError, match="blocks"):
        compare(*sides)


def test_a_column_that_is_redefined_is_told_from_one_with_other_words(tmp_path: Path) -> None:
    first = small.dataset(tmp_path / "a").package.model_dump(by_alias=True)
    shutil.copytree(tmp_path / "a", tmp_path / "b")
    fields = next(r for r in first["resources"] if r["name"] == "blocks")["schema"]["fields"]
    fields[0]["description"] = "Other words."
    kind = next(field for field in fields if field["name"] == "kind")
    kind["constraints"]["enum"] = ["poem", *kind["constraints"]["enum"][1:]]
    fields[2]["type"] = "number"
    package = Package.model_validate(first)
    store.write_descriptor(tmp_path / "b", package)
    with compare(Dataset.open(tmp_path / "a"), Dataset.open(tmp_path / "b")) as diff:
        assert diff.shape.added == ("blocks.kind: poem",)
        assert diff.shape.removed == ("blocks.kind: title",)
        assert diff.shape.redefined == ("blocks.seq",)
