"""The story of a new corpus, told by the files that init writes: its README, its workflow."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML
from typer.testing import CliRunner

from pressmark.versions import record
from pressmark.versions.doctor import State, examine
from pressmark.versions.remote import named_remotes, sections
from pressmark_cli.app import app
from raw_input import ROOT
from release_corpus import TEXT, alone

pytestmark = [pytest.mark.dvc, pytest.mark.skipif(os.name == "nt", reason="POSIX shells")]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A new corpus with five articles, of somebody with no configuration of their own."""
    alone(monkeypatch)
    private = tmp_path / "private"
    private.mkdir(mode=0o700)
    for name in ("PRESSMARK_CACHE", "DVC_SITE_CACHE_DIR"):
        monkeypatch.setenv(name, str(private / name))
    programs = tmp_path / "programs"
    programs.mkdir()
    for name, module in {"pressmark": "pressmark_cli", "dvc": "dvc"}.items():
        program = programs / name
        program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -P -m {module} "$@"\n', "utf-8")
        program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{programs}{os.pathsep}{os.environ['PATH']}")
    made = tmp_path / "harbour"
    assert CliRunner().invoke(app, ["init", str(made)]).exit_code == 0
    for n in range(1, 6):
        (made / "raw" / f"{n}.txt").write_text(TEXT.format(n=n), encoding="utf-8")
    return made


def typed(command: str, folder: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """What somebody types in a shell."""
    env = {**os.environ, **variables}
    return subprocess.run(
        ["bash", "-ec", command], cwd=folder, env=env, capture_output=True, text=True, check=False
    )


def commands(readme: Path) -> list[str]:
    """The commands that a README gives."""
    lines = readme.read_text(encoding="utf-8").splitlines()
    words = ("pressmark ", "git ", "dvc ")
    return [line.strip() for line in lines if line[:4] == "    " and line.strip().startswith(words)]


@pytest.mark.slow
def test_what_the_readme_says_leads_to_a_corpus_with_which_all_is_fine(
    folder: Path, tmp_path: Path
) -> None:
    (tmp_path / "store").mkdir()
    told = commands(folder / "README.md")
    assert told[-1] == "pressmark doctor"
    for command in told:
        done = typed(command.replace("ADDRESS", str(tmp_path / "store")), folder)
        assert done.returncode == 0, f"{command}: {done.stdout}{done.stderr}"
    assert done.stdout.splitlines()[-1] == "all fine"
    tracked = typed("git ls-files", folder).stdout.split()
    assert {"dvc.lock", "corrections.jsonl", "waivers.toml", "data/metrics.json"} < set(tracked)
    assert not [path for path in tracked if path.startswith("data/package")]


def test_a_fresh_corpus_lacks_only_what_nobody_could_know_and_what_is_not_done(
    folder: Path,
) -> None:
    typed("git init --quiet && git add --all && git commit --quiet -m start", folder)
    wrong = [v.check.name for v in examine(folder) if v.state is State.WRONG]
    assert wrong == ["remote", "up-to-date"]


def test_the_remotes_that_the_config_suggests_are_apart_and_verified(folder: Path) -> None:
    config = (folder / ".dvc" / "config").read_text(encoding="utf-8")
    marks = [line.removeprefix("# ") for line in config.splitlines() if _is_setting(line)]
    found = named_remotes(sections("\n".join(marks).encode()))
    assert list(found) == ["store", "raw", "public"]
    assert len({options["url"] for options in found.values()}) == 3
    assert {options["verify"] for options in found.values()} == {"true"}
    assert named_remotes(sections(config.encode())) == {}


def _is_setting(line: str) -> bool:
    return line.startswith(("# ['", "#     "))


def test_without_its_marks_the_pipeline_keeps_raw_files_in_a_remote_of_their_own(
    folder: Path,
) -> None:
    text = (folder / "dvc.yaml").read_text(encoding="utf-8")
    marked = "    # - data/ingested:\n    #     remote: raw\n    - data/ingested\n"
    assert marked in text
    bare = text.replace(marked, "    - data/ingested:\n        remote: raw\n")
    assert record.remote_of(bare.encode(), "data/ingested") == "raw"
    assert record.remote_of(text.encode(), "data/ingested") is None


def workflow(folder: Path) -> dict[str, Any]:
    """The workflow that init wrote."""
    text = (folder / ".github" / "workflows" / "corpus.yml").read_text(encoding="utf-8")
    found: dict[str, Any] = YAML(typ="safe", pure=True).load(text)
    return found


@pytest.mark.slow
def test_the_workflow_validates_a_change_and_says_which_articles_differ(
    folder: Path, tmp_path: Path
) -> None:
    typed("git init --quiet && git add --all && git commit --quiet -m start", folder)
    assert typed(f"git clone --quiet {folder} before", folder).returncode == 0
    (folder / "raw" / "6.txt").write_text(TEXT.format(n=6), encoding="utf-8")
    summary = tmp_path / "summary.md"
    steps = workflow(folder)["jobs"]["corpus"]["steps"]
    run = {step["name"]: step["run"] for step in steps if "run" in step}
    assert list(run) == ["Install", "Build", "Validate", "Report", "Compare", "Comment"]
    for name in ("Build", "Validate", "Report", "Compare"):
        done = typed(run[name], folder, GITHUB_STEP_SUMMARY=str(summary))
        assert done.returncode == 0, f"{name}: {done.stderr}"
    assert (folder / "report.html").stat().st_size > 0
    comment = (folder / "comment.md").read_text(encoding="utf-8")
    assert "1 added" in comment or "added: 1" in comment.lower()
    assert summary.read_text(encoding="utf-8") == comment


def test_the_workflow_may_only_read_and_comment_and_leaves_no_token_behind(folder: Path) -> None:
    stated = workflow(folder)
    assert stated["permissions"] == {"contents": "read", "pull-requests": "write"}
    steps = stated["jobs"]["corpus"]["steps"]
    checkouts = [step for step in steps if step.get("uses", "").startswith("actions/checkout@")]
    assert [step["with"]["persist-credentials"] for step in checkouts] == [False, False]
    # What a change itself may state (titles, branches) must not come into a shell.
    assert not [step for step in steps if "${{" in step.get("run", "")]


def test_the_workflow_installs_the_program_that_wrote_it(folder: Path) -> None:
    from importlib.metadata import version

    install = workflow(folder)["jobs"]["corpus"]["steps"][2]["run"]
    assert install == f'pip install "pressmark[report]=={version("pressmark")}"'
    assert (ROOT / "corpus" / "pressmark" / "flow" / "workflow.yml").is_file()
