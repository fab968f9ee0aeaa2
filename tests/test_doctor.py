"""`pressmark doctor`: each fault is found and named; what it says to type mends it."""

import json
import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from pressmark.versions.doctor import CHECKS, State, Verdict, examine
from pressmark.versions.doctor.corpus import Corpus
from pressmark.versions.dvc import Workspace
from pressmark.versions.remote import Remote
from pressmark_cli.app import app
from release_corpus import Harbour, alone

pytestmark = [pytest.mark.dvc, pytest.mark.skipif(os.name == "nt", reason="POSIX modes")]
SECRET = "AKIA" + "Q" * 16


@pytest.fixture
def harbour(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Harbour:
    """A corpus with which nothing is wrong, but that it was not built."""
    alone(monkeypatch)
    private = tmp_path / "private"
    private.mkdir(mode=0o700)
    for name in ("PRESSMARK_CACHE", "DVC_SITE_CACHE_DIR"):
        monkeypatch.setenv(name, str(private / name))
    made = Harbour(tmp_path / "harbour")
    made.store.mkdir()
    made.create(remote=str(made.store))
    made.dvc("remote", "modify", "store", "verify", "true")
    made.commit("verified")
    return made


def look(folder: Path, *names: str) -> dict[str, Verdict]:
    """The verdicts of these checks and of those that they wait for."""
    wanted = set(names)
    for check in reversed(CHECKS):
        wanted |= set(check.after) if check.name in wanted else set()
    chosen = [check for check in CHECKS if check.name in wanted]
    return {verdict.check.name: verdict for verdict in examine(folder, chosen)}


def fault(folder: Path, name: str) -> tuple[str, str]:
    """The one fault that a check finds: what it is, and what mends it."""
    (found,) = look(folder, name)[name].faults
    return found.what, found.mend


def mend(folder: Path, name: str) -> None:
    """Do what a check says, in a shell; then the check finds nothing."""
    for found in look(folder, name)[name].faults:
        subprocess.run(["sh", "-ec", found.mend], cwd=folder, check=True, capture_output=True)
    assert look(folder, name)[name].state is State.OK


def test_a_sound_corpus_has_only_to_be_built(harbour: Harbour) -> None:
    verdicts = examine(harbour.folder)
    wrong = [(v.check.name, v.faults) for v in verdicts if v.state is not State.OK]
    assert [name for name, _ in wrong] == ["up-to-date", "producer"]
    assert wrong[0][1][0].mend == "dvc repro"


def test_of_a_package_that_was_not_made_nothing_is_said(harbour: Harbour) -> None:
    found = look(harbour.folder, "producer")["producer"]
    assert (found.state, found.absent) == (State.SKIPPED, "there is no package yet")


def test_nothing_is_changed_in_what_git_tracks(harbour: Harbour) -> None:
    examine(harbour.folder)
    assert harbour.status() == ""


def test_a_folder_without_git_says_so_and_what_needs_it_waits(tmp_path: Path) -> None:
    found = look(tmp_path, "git", "large")
    assert found["git"].faults[0].mend == "git init"
    assert found["large"].state is State.SKIPPED
    assert found["large"].waits_for == ("git",)


def test_the_repository_around_a_folder_is_looked_at(harbour: Harbour) -> None:
    assert Corpus.around(harbour.folder / "raw").root == harbour.folder


@pytest.mark.parametrize("stated", ["[core\n", "[core]\n    analytics = perhaps\n"])
def test_a_config_that_dvc_cannot_read_is_one_fault_and_its_values_stay_unsaid(
    harbour: Harbour, stated: str
) -> None:
    section = f"['remote \"s\"']\n    url = s3://a\n    secret_access_key = {SECRET}\n"
    (harbour.folder / ".dvc" / "config").write_text(section + stated, encoding="utf-8")
    found = look(harbour.folder, "dvc-config", "verify")
    assert found["dvc-config"].faults[0].what.startswith("DVC cannot read its config")
    assert found["verify"].state is State.SKIPPED
    assert SECRET not in str(found)


def test_a_remote_that_is_not_verified_is_mended_by_the_command(harbour: Harbour) -> None:
    harbour.dvc("remote", "modify", "store", "verify", "false")
    assert "'store' is not verified" in fault(harbour.folder, "verify")[0]
    mend(harbour.folder, "verify")


def test_analytics_that_are_on_or_left_to_each_machine_are_turned_off(harbour: Harbour) -> None:
    harbour.dvc("config", "--unset", "core.analytics")
    mend(harbour.folder, "analytics")


def test_a_relative_remote_breaks_dvc_get_of_a_file_address_and_an_absolute_one_does_not(
    harbour: Harbour, tmp_path: Path
) -> None:
    harbour.dvc("remote", "modify", "store", "url", "../store")
    assert "only this copy of the repository finds" in fault(harbour.folder, "absolute")[0]
    mend(harbour.folder, "absolute")
    harbour.git("add", "--all")
    harbour.git("commit", "--quiet", "-m", "address", "--allow-empty")
    (harbour.folder / "notes").mkdir()
    (harbour.folder / "notes" / "a.txt").write_text("a", encoding="utf-8")
    harbour.dvc("add", "--quiet", "notes")
    harbour.dvc("push", "--quiet")
    harbour.commit("notes")
    harbour.dvc("get", "--quiet", f"file://{harbour.folder}", "notes", "-o", str(tmp_path / "got"))
    assert (tmp_path / "got" / "a.txt").read_text(encoding="utf-8") == "a"


def test_a_corpus_without_remote_cannot_be_pulled(harbour: Harbour) -> None:
    harbour.dvc("remote", "remove", "store")
    what, how = fault(harbour.folder, "remote")
    assert "no remote for the data" in what
    assert how == "dvc remote add --default store ADDRESS"


def test_a_folder_that_is_not_there_is_not_reached(harbour: Harbour) -> None:
    harbour.dvc("remote", "modify", "store", "url", str(harbour.folder.parent / "away in it"))
    assert "is not there" in fault(harbour.folder, "reachable")[0]
    mend(harbour.folder, "reachable")


def test_a_server_that_refuses_is_not_reached_and_its_password_stays_unsaid(
    harbour: Harbour,
) -> None:
    address = f"http://ada:{SECRET}@127.0.0.1:9/store"
    harbour.dvc("remote", "modify", "store", "url", address)
    what, _ = fault(harbour.folder, "reachable")
    assert what.startswith("the remote 'store' cannot be reached")
    assert SECRET not in what


def test_a_server_that_does_not_answer_is_given_up(tmp_path: Path) -> None:
    import socket

    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}/store"
        said = Workspace.create(tmp_path, Remote("http", url)).unreachable(seconds=6)
    assert said == "no answer in 6 seconds"


def test_full_texts_in_the_remote_for_everyone_are_named(harbour: Harbour) -> None:
    harbour.dvc("remote", "add", "public", str(harbour.store))
    harbour.dvc("remote", "modify", "public", "verify", "true")
    assert "data/ingested" in fault(harbour.folder, "private")[0]
    harbour.dvc("remote", "modify", "public", "url", str(harbour.origin))
    assert look(harbour.folder, "private")["private"].state is State.OK


_CONFIG = ".dvc/config"


@pytest.mark.parametrize(
    ("path", "line", "what"),
    [
        (_CONFIG, f"['remote \"s\"']\n    secret_access_key = {SECRET}", "secret_access_key"),
        (_CONFIG, f"['remote \"s\"']\n    url = https://a:{SECRET}@host/x", "a password in"),
        ("pressmark.toml", f'# api = "https://a:{SECRET}@host/"', "a password in an address"),
        (".github/workflows/a.yml", f"env:\n  KEY: {SECRET}", "an access key"),
        (".env", "A=b", "a file for secrets"),
        ("keys/corpus.pem", "", "a file for secrets"),
    ],
)
def test_a_secret_is_named_by_its_place_and_never_printed(
    harbour: Harbour, path: str, line: str, what: str
) -> None:
    file = harbour.folder / path
    file.parent.mkdir(parents=True, exist_ok=True)
    before = file.read_text(encoding="utf-8") if file.exists() else ""
    file.write_text(f"{before}{line}\n", encoding="utf-8")
    harbour.git("add", "--force", path)
    found, how = fault(harbour.folder, "secrets")
    assert path in found
    assert what in found
    assert SECRET not in found + how
    for name in ("text", "json"):
        asked = CliRunner().invoke(app, ["doctor", str(harbour.folder), "--format", name])
        assert asked.exit_code == 1
        assert SECRET not in asked.output
        assert path in asked.output


@pytest.mark.parametrize(
    "line",
    ["password = ", "token: ${{ secrets.GITHUB_TOKEN }}", "tokens = 3", "url = https://host/a:b@c"],
)
def test_what_only_looks_like_a_secret_is_not_named(harbour: Harbour, line: str) -> None:
    (harbour.folder / "a.yml").write_text(line, encoding="utf-8")
    harbour.git("add", "a.yml")
    assert look(harbour.folder, "secrets")["secrets"].state is State.OK


def _without(name: str) -> Callable[[Path], object]:
    return lambda folder: (folder / name).write_text("", encoding="utf-8")


@pytest.mark.parametrize(
    ("check", "name"), [("ignored", ".gitignore"), ("line-ends", ".gitattributes")]
)
def test_what_keeps_git_from_data_is_missed(harbour: Harbour, check: str, name: str) -> None:
    _without(name)(harbour.folder)
    mend(harbour.folder, check)


def test_a_large_file_in_git_is_taken_out_of_it(harbour: Harbour) -> None:
    (harbour.folder / "raw" / "it's large.txt").write_bytes(b"a" * (10 * 2**20 + 1))
    harbour.git("add", "--all")
    assert "raw/it's large.txt, which has 10 MiB" in fault(harbour.folder, "large")[0]
    mend(harbour.folder, "large")
    assert (harbour.folder / "raw" / "it's large.txt").exists()


def test_an_output_in_git_is_taken_out_of_it(harbour: Harbour) -> None:
    made = harbour.folder / "data" / "package" / "a.csv"
    made.parent.mkdir(parents=True)
    made.write_text("a", encoding="utf-8")
    harbour.git("add", "--force", str(made))
    mend(harbour.folder, "made")
    assert made.exists()


def test_a_cache_that_others_can_write_is_closed(harbour: Harbour, tmp_path: Path) -> None:
    cache = harbour.folder / ".dvc" / "cache"
    cache.mkdir()
    cache.chmod(0o777)
    if tmp_path.parent.parent.stat().st_mode & 0o077 == 0:
        assert look(harbour.folder, "caches")["caches"].state is State.OK  # a private folder above
        return
    assert "mode 777" in fault(harbour.folder, "caches")[0]
    mend(harbour.folder, "caches")
    assert cache.stat().st_mode & 0o777 == 0o700


def test_the_site_cache_is_moved_below_a_private_folder(
    harbour: Harbour, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DVC_SITE_CACHE_DIR")
    assert "could run code as you" in fault(harbour.folder, "site-cache")[0]
    mend(harbour.folder, "site-cache")
    assert harbour.status() == ""


@pytest.mark.parametrize(
    ("text", "what"),
    [("[corpus\n", "pressmark.toml"), ('[read]\nincluded = ["*"]\n', "read.included")],
)
def test_faulty_settings_are_named(harbour: Harbour, text: str, what: str) -> None:
    (harbour.folder / "pressmark.toml").write_text(text, encoding="utf-8")
    assert what in fault(harbour.folder, "settings")[0]


def test_a_table_that_no_stage_watches_is_named(harbour: Harbour) -> None:
    harbour.settings('[metadata]\ntable = "table.csv"\n')
    assert "table.csv, which is not there" in fault(harbour.folder, "sources")[0]
    (harbour.folder / "table.csv").write_text("file\n", encoding="utf-8")
    assert "does not run again when table.csv changes" in fault(harbour.folder, "sources")[0]


@pytest.mark.slow
def test_a_package_is_stale_from_the_moment_that_a_source_changes(harbour: Harbour) -> None:
    mend(harbour.folder, "up-to-date")
    harbour.commit("built")
    assert CliRunner().invoke(app, ["doctor", str(harbour.folder)]).exit_code == 0
    harbour.write("9.txt", "Der Steg\n\nDas Amt sperrt den Steg.\n")
    what, how = fault(harbour.folder, "up-to-date")
    assert "ingest" in what
    assert how == "dvc repro"


def test_the_answers_for_programs_hold_every_check(harbour: Harbour) -> None:
    asked = CliRunner().invoke(app, ["doctor", str(harbour.folder), "--format", "json"])
    stated = json.loads(asked.output)["checks"]
    assert [one["check"] for one in stated] == [check.name for check in CHECKS]
    assert {one["state"] for one in stated} <= {"ok", "wrong", "skipped"}
    assert all(fault["mend"] for one in stated for fault in one["faults"])


@pytest.mark.network
def test_a_bucket_is_reached_where_it_is_there_though_nothing_is_in_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    moto = pytest.importorskip("moto.server")
    boto3 = pytest.importorskip("boto3")
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    server = moto.ThreadedMotoServer(ip_address="127.0.0.1", port=0)
    server.start()
    try:
        host, port = server.get_host_and_port()
        address = f"http://{host}:{port}"
        boto3.client("s3", endpoint_url=address).create_bucket(Bucket="there")
        said = {
            name: Workspace.create(
                tmp_path / name, Remote("s3", f"s3://{name}/corpus", {"endpointurl": address})
            ).unreachable()
            for name in ("there", "absent")
        }
    finally:
        server.stop()
    assert said == {"there": "", "absent": "there is no such place"}
