"""`pressmark init`: a corpus folder that works at once, and nothing overwritten."""

import json
import tomllib
from pathlib import Path

import jsonschema
import pytest
from typer.testing import CliRunner

from pressmark.config import Config
from pressmark.flow import corrections, waiving
from pressmark_cli.app import app
from raw_input import ROOT, article, contents, run, write

FILES = {
    *(".gitattributes", ".gitignore", "README.md", "dvc.yaml", "pressmark.toml", "profile.toml"),
    *(
        "waivers.toml",
        "corrections.jsonl",
        "withdrawn.jsonl",
        "raw/README.md",
        ".pressmark/settings.schema.json",
    ),
    ".github/workflows/corpus.yml",
}


def init(folder: Path) -> tuple[int, str]:
    """Exit code and all output of the command."""
    result = CliRunner().invoke(app, ["init", str(folder)])
    return result.exit_code, result.output


def test_a_new_folder_has_settings_that_load_and_a_place_for_raw_files(tmp_path: Path) -> None:
    folder = tmp_path / "some where" / "Küstenblätter"
    code, output = init(folder)
    assert code == 0
    dvc = {".dvc/config", ".dvc/.gitignore", ".dvcignore"}
    assert contents(folder).keys() == FILES | dvc
    assert all(name.rsplit("/", 1)[-1] in output for name in FILES)
    assert Config.load(folder / "pressmark.toml").corpus.name == "kuestenblaetter"


def test_raw_bytes_are_kept_and_derived_data_is_left_out_of_git(tmp_path: Path) -> None:
    init(tmp_path)
    assert "raw/** -text" in (tmp_path / ".gitattributes").read_text().splitlines()
    assert "/data/*" in (tmp_path / ".gitignore").read_text().splitlines()


def test_dvc_is_set_up_to_report_nothing_and_neither_git_nor_dvc_is_run(tmp_path: Path) -> None:
    init(tmp_path)
    config = (tmp_path / ".dvc" / "config").read_text(encoding="utf-8")
    assert "analytics = false" in config
    assert not (tmp_path / ".git").exists()
    assert not (tmp_path / ".dvc" / "tmp").exists()


def test_a_licence_is_that_of_the_package_and_none_is_made_up(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["init", str(tmp_path / "a"), "--licence", "cc-by-4.0"])
    assert result.exit_code == 0
    stated = Config.load(tmp_path / "a" / "pressmark.toml")
    assert [licence.name for licence in stated.corpus.licenses or []] == ["CC-BY-4.0"]
    assert stated.rights == {}
    init(tmp_path / "b")
    assert not Config.load(tmp_path / "b" / "pressmark.toml").corpus.licenses


@pytest.mark.parametrize("licence", ["free as in beer", "unknown", ""])
def test_what_is_no_licence_is_refused_before_anything_is_written(
    tmp_path: Path, licence: str
) -> None:
    result = CliRunner().invoke(app, ["init", str(tmp_path), "--licence", licence])
    assert result.exit_code == 2
    assert contents(tmp_path) == {}


def test_waivers_and_corrections_are_there_empty(tmp_path: Path) -> None:
    init(tmp_path)
    settings = Config.load(tmp_path / "pressmark.toml")
    assert waiving.read(waiving.place(settings))[0] == []
    assert corrections.layer(settings).lines == {}


def test_the_settings_name_a_schema_that_is_there_and_that_they_fit(tmp_path: Path) -> None:
    init(tmp_path)
    first, *_ = (tmp_path / "pressmark.toml").read_text(encoding="utf-8").splitlines()
    schema = json.loads((tmp_path / first.removeprefix("#:schema ")).read_text(encoding="utf-8"))
    values = tomllib.loads((tmp_path / "pressmark.toml").read_text(encoding="utf-8"))
    jsonschema.Draft7Validator(schema).validate(values)


def test_the_pipeline_has_the_stages_of_the_project_on_raw(tmp_path: Path) -> None:
    init(tmp_path)
    assert _commands(tmp_path) == [cmd.replace(" seeds ", " raw ") for cmd in _commands(ROOT)]


def _commands(folder: Path) -> list[str]:
    lines = (folder / "dvc.yaml").read_text(encoding="utf-8").splitlines()
    return [line.strip() for line in lines if line.strip().startswith("cmd:")]


def test_what_its_readme_says_next_works(tmp_path: Path) -> None:
    init(tmp_path)
    write(tmp_path / "raw", {"bote/2018/damm.txt": article()})
    commands = [
        line.split()[1:]
        for line in (tmp_path / "README.md").read_text(encoding="utf-8").splitlines()
        if line.startswith("       ") and "pressmark " in line
    ]
    assert [words[0] for words in commands] == ["scan", "build", "stats", "validate"]
    for words in commands:
        done = run(*words, cwd=tmp_path)
        assert (done.returncode, done.stderr.count(b"error")) == (0, 0), done.stderr


@pytest.mark.parametrize("name", sorted(FILES))
def test_an_existing_file_is_named_and_nothing_is_written(tmp_path: Path, name: str) -> None:
    write(tmp_path, {name: "mine"})
    code, output = init(tmp_path)
    assert code == 2
    assert name in output
    assert contents(tmp_path) == {name: b"mine"}


def test_all_that_is_in_the_way_is_named_at_once(tmp_path: Path) -> None:
    write(tmp_path, {"dvc.yaml": "", "README.md": ""})
    _, output = init(tmp_path)
    assert "README.md, dvc.yaml" in output


def test_a_dangling_link_is_in_the_way_too(tmp_path: Path) -> None:
    (tmp_path / "dvc.yaml").symlink_to(tmp_path / "elsewhere")
    assert init(tmp_path)[0] == 2
    assert not (tmp_path / "elsewhere").exists()


def test_a_file_where_a_folder_should_be_is_in_the_way(tmp_path: Path) -> None:
    write(tmp_path, {"raw": "a file"})
    assert init(tmp_path)[0] == 2
    assert contents(tmp_path) == {"raw": b"a file"}
    assert init(tmp_path / "raw" / "inner")[0] == 2
