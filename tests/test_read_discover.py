"""Operands name files, in one order, under one path each, and nothing outside of them."""

import hashlib
import os
import sys
import unicodedata
from pathlib import Path

import pytest

from pressmark.config import Config
from pressmark.flow.intake import take
from pressmark.read.discover import Discovery, discover
from pressmark.read.files import load
from pressmark_schema.errors import UsageError
from pressmark_schema.vocabulary import QuarantineReason
from raw_input import config, settings, write

posix = pytest.mark.skipif(sys.platform == "win32", reason="names and links of POSIX")


def paths(*operands: Path, options: Config | None = None) -> list[str]:
    return [found.path for found in discover(operands, options or Config()).files]


def problems(discovery: Discovery) -> dict[str, str]:
    return {found.path: found.problem[0].value for found in discovery.files if found.problem}


def test_paths_are_relative_to_the_operand_and_sorted(tmp_path: Path) -> None:
    write(tmp_path, {"b/2.txt": "x", "a.txt": "x", "b/10.txt": "x", "B.txt": "x"})
    assert paths(tmp_path) == ["B.txt", "a.txt", "b/10.txt", "b/2.txt"]


def test_with_a_configuration_paths_are_relative_to_it(tmp_path: Path) -> None:
    options = settings(tmp_path, "")
    write(tmp_path, {"raw/x/a.txt": "x"})
    for operand in (tmp_path, tmp_path / "raw", tmp_path / "raw" / "x" / "a.txt"):
        assert paths(operand, options=options) == ["raw/x/a.txt"]


def test_neither_the_current_folder_nor_dots_nor_links_show_in_a_path(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    options = settings(tmp_path / "corpus", "")
    write(tmp_path, {"corpus/raw/a.txt": "x", "corpus/else/where/b.txt": "x"})
    (tmp_path / "link").symlink_to(tmp_path / "corpus")
    monkeypatch.chdir(tmp_path / "corpus" / "else")
    for operand in ("../raw", "where/../../raw", "../raw/a.txt", str(tmp_path / "link" / "raw")):
        assert paths(Path(operand), options=options) == ["raw/a.txt"], operand


def test_a_folder_that_is_linked_into_the_corpus_has_its_path_there(tmp_path: Path) -> None:
    options = settings(tmp_path / "corpus", "")
    write(tmp_path, {"store/a.txt": "x"})
    (tmp_path / "corpus" / "raw").symlink_to(tmp_path / "store")
    assert paths(tmp_path / "corpus" / "raw", options=options) == ["raw/a.txt"]


def test_only_included_files_are_read_and_the_others_counted(tmp_path: Path) -> None:
    write(tmp_path, {"a.txt": "x", "b.md": "x", "c.md": "x", "LICENSE": "x", "draft/d.txt": "x"})
    options = config(read={"exclude": ["draft/*"]})
    found = discover([tmp_path], options)
    assert [file.path for file in found.files] == ["a.txt"]
    assert dict(found.left_out) == {".md": 2, ".txt": 1}


def test_hidden_files_and_folders_are_left_out_and_counted(tmp_path: Path) -> None:
    write(tmp_path, {"a.txt": "x", ".b.txt": "x", ".git/c.txt": "x", ".git/d.txt": "x"})
    found = discover([tmp_path], Config())
    assert [file.path for file in found.files] == ["a.txt"]
    assert dict(found.left_out) == {"hidden file": 1, "hidden folder": 1}


def test_a_hidden_operand_is_read(tmp_path: Path) -> None:
    write(tmp_path, {".corpus/a.txt": "x"})
    assert paths(tmp_path / ".corpus") == ["a.txt"]


def test_a_file_named_outright_is_read_whatever_its_name(tmp_path: Path) -> None:
    write(tmp_path, {".x": "x", "y": "x"})
    assert paths(tmp_path / ".x", tmp_path / "y") == [".x", "y"]


def test_a_missing_operand_is_the_callers_mistake(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="does not exist"):
        paths(tmp_path / "nothing")


def test_two_files_of_one_path_are_refused(tmp_path: Path) -> None:
    write(tmp_path, {"x/a.txt": "1", "y/a.txt": "2"})
    with pytest.raises(UsageError, match=r"would both be a\.txt"):
        paths(tmp_path / "x", tmp_path / "y")


def test_a_file_named_twice_is_read_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, {"x/a.txt": "1", "x/b.txt": "2"})
    monkeypatch.chdir(tmp_path)
    operands = [tmp_path / "x", Path("x"), Path("x/../x/a.txt")]
    assert paths(*operands) == paths(*reversed(operands)) == ["a.txt", "b.txt"]


def test_a_file_named_twice_under_two_paths_is_refused(tmp_path: Path) -> None:
    write(tmp_path, {"x/y/a.txt": "1"})
    with pytest.raises(UsageError, match="named twice"):
        paths(tmp_path / "x", tmp_path / "x" / "y" / "a.txt")


def test_the_order_of_operands_changes_nothing(tmp_path: Path) -> None:
    write(tmp_path, {"x/b.txt": "1", "y/a.txt": "2", "z.txt": "3"})
    operands = [tmp_path / "x", tmp_path / "y", tmp_path / "z.txt"]
    assert paths(*operands) == paths(*reversed(operands)) == ["a.txt", "b.txt", "z.txt"]


@posix
def test_links_are_followed_nowhere(tmp_path: Path) -> None:
    write(tmp_path, {"in/a.txt": "x", "in/deep/b.txt": "x", "out/secret.txt": "x"})
    folder = tmp_path / "in"
    (folder / "out.txt").symlink_to(tmp_path / "out" / "secret.txt")
    (folder / "same.txt").symlink_to(folder / "a.txt")
    (folder / "lost.txt").symlink_to(folder / "nothing")
    (folder / "loop.txt").symlink_to(folder / "loop.txt")
    (folder / "outside").symlink_to(tmp_path / "out")
    found = discover([folder], Config())
    assert problems(found) == {
        "out.txt": "outside",
        "lost.txt": "unreadable",
        "loop.txt": "unreadable",
    }
    assert [file.path for file in found.files if not file.problem] == ["a.txt", "deep/b.txt"]
    assert dict(found.left_out) == {"linked file": 1, "linked folder": 1}


@posix
@pytest.mark.parametrize("operand", ["", "pipe.txt"])
def test_a_pipe_is_quarantined_and_never_opened(tmp_path: Path, operand: str) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    found = discover([tmp_path / operand], Config())
    assert problems(found) == {"pipe.txt": "unreadable"}
    raw = load(found.files[0], 100, {}, "")
    assert (raw.data, raw.size) == (b"", 0)


@posix
def test_a_folder_that_cannot_be_listed_is_quarantined(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, {"a.txt": "x", "shut/b.txt": "x"})
    listed = os.scandir

    def refusing(path: str) -> "os._ScandirIterator[str]":
        if str(path).endswith("shut"):
            raise PermissionError(13, "Permission denied", str(path))
        return listed(path)

    monkeypatch.setattr(os, "scandir", refusing)
    assert problems(discover([tmp_path], Config())) == {"shut": "unreadable"}


def test_a_file_that_vanishes_or_may_not_be_read_is_unreadable(tmp_path: Path) -> None:
    write(tmp_path, {"a.txt": "x"})
    found = discover([tmp_path], Config()).files[0]
    (tmp_path / "a.txt").unlink()
    raw = load(found, 100, {}, "")
    assert raw.problem == (QuarantineReason.UNREADABLE, "No such file or directory")


def test_a_large_file_is_hashed_but_not_held(tmp_path: Path) -> None:
    write(tmp_path, {"a.txt": "x" * 101})
    raw = load(discover([tmp_path], Config()).files[0], 100, {}, "")
    assert (raw.data, raw.size) == (b"", 101)
    assert raw.problem is not None
    assert raw.problem[0] is QuarantineReason.TOO_LARGE
    assert raw.sha256 == hashlib.sha256(b"x" * 101).hexdigest()


@posix
def test_any_name_a_file_can_have_is_a_path(tmp_path: Path) -> None:
    names = [b"new\nline.txt", b"\x1b[31mred.txt", b"\xff\xfe.txt", "\u202etxt.a.txt".encode()]
    for name in names:
        (tmp_path / os.fsdecode(name)).write_bytes(b"x")
    assert paths(tmp_path) == sorted(
        ["new\nline.txt", "\x1b[31mred.txt", "\\xff\\xfe.txt", "\u202etxt.a.txt"]
    )


@posix
def test_decomposed_names_are_composed(tmp_path: Path) -> None:
    write(tmp_path, {unicodedata.normalize("NFD", "Übung.txt"): "x"})
    assert paths(tmp_path) == [unicodedata.normalize("NFC", "Übung.txt")]


def test_a_glob_names_files_whatever_the_configuration_includes(tmp_path: Path) -> None:
    write(tmp_path, {"raw/a.md": "x", "raw/b/c.md": "x", "raw/b/d.txt": "x", "raw/.e.md": "x"})
    assert paths(tmp_path / "raw" / "*.md") == ["a.md"]
    assert paths(tmp_path / "raw" / "**" / "*.md") == ["a.md", "b/c.md"]
    assert paths(tmp_path / "raw" / "[ab].md", tmp_path / "raw" / "a.md") == ["a.md"]


def test_a_glob_that_fits_a_folder_names_what_is_included_in_it(tmp_path: Path) -> None:
    write(tmp_path, {"raw/b/c.md": "x", "raw/b/d.txt": "x"})
    assert paths(tmp_path / "raw" / "b*") == ["b/d.txt"]


def test_with_a_configuration_a_glob_gives_the_paths_that_a_folder_gives(tmp_path: Path) -> None:
    options = settings(tmp_path, "")
    write(tmp_path, {"raw/x/a.txt": "x"})
    assert paths(tmp_path / "raw" / "*" / "*.txt", options=options) == ["raw/x/a.txt"]


def test_a_file_that_is_called_like_a_glob_is_itself(tmp_path: Path) -> None:
    write(tmp_path, {"a[1].txt": "x", "a1.txt": "x"})
    assert paths(tmp_path / "a[1].txt") == ["a[1].txt"]


def test_a_glob_that_fits_nothing_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="fits no file"):
        discover([tmp_path / "*.txt"], Config())


@posix
def test_a_link_that_a_glob_fits_leads_nowhere_outside(tmp_path: Path) -> None:
    write(tmp_path, {"raw/a.txt": "x", "secret.txt": "x"})
    (tmp_path / "raw" / "out.txt").symlink_to(tmp_path / "secret.txt")
    (tmp_path / "raw" / "in.txt").symlink_to(tmp_path / "raw" / "a.txt")
    found = discover([tmp_path / "raw" / "*.txt"], Config())
    assert problems(found) == {"out.txt": "outside"}
    assert found.left_out == {"linked file": 1}


@pytest.mark.parametrize(
    ("name", "hint"),
    [("seite.html", 'include = ["*.html"]'), ("bild.png", "name files outright")],
)
def test_a_folder_without_files_to_read_says_which_setting_would_read_them(
    tmp_path: Path, name: str, hint: str
) -> None:
    (tmp_path / name).write_text("<p>Text</p>")
    with pytest.raises(UsageError) as refused:
        take([tmp_path], Config())
    assert hint in refused.value.hint


def test_what_belongs_to_the_project_is_no_text_that_was_left_out(tmp_path: Path) -> None:
    """Settings, what people decide beside them, the metadata table, README and LICENSE."""
    raw = tmp_path / "raw"
    for name in ("a.txt", "README.md", "about.csv", "notes.md", "deep/README.md"):
        (raw / name).parent.mkdir(parents=True, exist_ok=True)
        (raw / name).write_text("Ein Satz.\n")
    for name in ("waivers.toml", "withdrawn.jsonl", "corrections.jsonl"):
        (raw / name).write_text("")
    (raw / "profile.toml").write_text("version = 1\n")
    (raw / "pressmark.toml").write_text('[metadata]\ntable = "about.csv"\n')
    found = discover([raw], Config.load(raw / "pressmark.toml"))
    assert dict(found.left_out) == {".md": 2}
