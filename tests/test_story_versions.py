"""The life of a corpus through the command line alone, and a second machine that follows it."""

import csv
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from typer.testing import CliRunner

import pressmark
from pressmark_cli.app import app
from release_corpus import Harbour, alone

pytestmark = [pytest.mark.dvc, pytest.mark.slow]

SETTINGS = """
[corpus]
name = "harbour"
title = "News of a harbour"
languages = ["de"]
block_languages = ["de"]
contributors = [{ title = "Ada Lenk" }]

[metadata]
table = "raw/table.csv"

[build]
csv = "never"
"""
WORDS = "Steg Kran Mole Deich Siel Boje Kutter Watt Priel Anker Netz Tau Heck Luv Lee"


def text(n: int, verb: str = "sperrt") -> str:
    """Article `n`, unlike every other."""
    words = WORDS.split()
    places = [words[(n // len(words) ** at) % len(words)] for at in range(3)]
    lines = [f"Das Amt {verb} {place} Nummer {n * 7 + at}." for at, place in enumerate(places)]
    return f" date 2020-{1 + n % 12:02} Meldung {n}\n\n" + "\n\n".join(lines) + "\n"


class Machine:
    """A person at a terminal: runs the program, and looks at what it says."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.patch = patch

    def run(self, *arguments: str, code: int = 0) -> str:
        """What a command prints; it must end with `code`."""
        result = CliRunner().invoke(app, arguments)
        assert result.exit_code == code, result.output
        return result.stdout if code == 0 else result.stderr

    def move_to(self, folder: Path) -> None:
        """Go to a folder."""
        folder.mkdir(parents=True, exist_ok=True)
        self.patch.chdir(folder)


@contextmanager
def directory(folder: Path, _: pytest.MonkeyPatch) -> Iterator[dict[str, str]]:
    yield {"url": str(folder / "store")}


@contextmanager
def bucket(folder: Path, patch: pytest.MonkeyPatch) -> Iterator[dict[str, str]]:
    boto3 = pytest.importorskip("boto3")
    moto = pytest.importorskip("moto.server")
    for name, value in {
        "AWS_ACCESS_KEY_ID": "ada",
        "AWS_SECRET_ACCESS_KEY": "invented",
        "AWS_DEFAULT_REGION": "eu-west-1",
        "AWS_CONFIG_FILE": str(folder / "none"),
        "AWS_SHARED_CREDENTIALS_FILE": str(folder / "none"),
    }.items():
        patch.setenv(name, value)
    server = moto.ThreadedMotoServer(ip_address="127.0.0.1", port=0)
    server.start()
    try:
        endpoint = "http://{}:{}".format(*server.get_host_and_port())
        boto3.resource("s3", endpoint_url=endpoint).create_bucket(
            Bucket="news", CreateBucketConfiguration={"LocationConstraint": "eu-west-1"}
        )
        yield {"url": "s3://news/corpus", "endpointurl": endpoint, "region": "eu-west-1"}
    finally:
        server.stop()


class Corpus(Harbour):
    """The corpus of the story, with a table of titles."""

    titles: dict[str, str]
    withdrawn: set[str]

    def begin(self, remote: dict[str, str]) -> None:
        """Write 200 articles and settings, and set up git and DVC."""
        self.titles = {f"{n}.txt": f"Meldung {n}" for n in range(200)}
        (self.folder / "pressmark.toml").write_text(SETTINGS, encoding="utf-8")
        for n in range(200):
            self.write(f"{n}.txt", text(n))
        # Another paper has reprinted the fortieth.
        self.write("199.txt", text(40))
        self.table()
        self.origin.mkdir(parents=True)
        self.git("init", "--quiet", "--bare", "-b", "main", cwd=self.origin)
        self.git("init", "--quiet", "-b", "main")
        self.git("remote", "add", "origin", str(self.origin))
        lines = "".join(f"    {key} = {value}\n" for key, value in remote.items())
        with (self.folder / ".dvc" / "config").open("a", encoding="utf-8") as config:
            config.write(f"['remote \"store\"']\n{lines}")
        self.dvc("remote", "default", "store")
        self.commit("start")
        self.git("push", "--quiet", "-u", "origin", "main")

    def table(self) -> None:
        """Write the table of titles."""
        with (self.folder / "raw" / "table.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([("file", "title"), *self.titles.items()])

    def change(self) -> None:
        """Change 5 articles, add 20, remove 1, rename 2, correct 3 titles."""
        raw = self.folder / "raw"
        for n in range(5):
            self.write(f"{n}.txt", text(n, "öffnet"))
        for n in range(200, 220):
            self.write(f"{n}.txt", text(n))
        (raw / "10.txt").unlink()
        for n in (11, 12):
            (raw / f"{n}.txt").rename(raw / f"neu-{n}.txt")
        for n in (10, 11, 12):
            del self.titles[f"{n}.txt"]
        for n in (20, 21, 22):
            self.titles[f"{n}.txt"] = f"Richtiger Titel {n}"
        self.table()
        self.commit("a month of work")


@pytest.mark.parametrize("remote", [directory, bucket])
def test_a_corpus_is_released_and_followed_from_a_second_machine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, remote: Callable[..., object]
) -> None:
    alone(monkeypatch)
    with remote(tmp_path, monkeypatch) as settings:  # type: ignore[attr-defined]
        corpus = Corpus(tmp_path / "harbour")
        _first_machine(Machine(monkeypatch), corpus, settings)
        monkeypatch.setenv("HOME", str(tmp_path / "home"))
        monkeypatch.setenv("PRESSMARK_CACHE", str(tmp_path / "second" / "cache"))
        _second_machine(Machine(monkeypatch), corpus, tmp_path / "second" / "some" / "where")


def _first_machine(machine: Machine, corpus: Corpus, remote: dict[str, str]) -> None:
    machine.move_to(corpus.folder.parent)
    machine.run("init", "harbour")
    corpus.begin(remote)
    machine.move_to(corpus.folder)
    assert "released: 0.1.0 (internal), 200 articles" in machine.run("release")
    corpus.change()
    assert "0.1.1 is too small after 0.1.0" in machine.run("release", "0.1.1", code=2)
    found = json.loads(machine.run("diff", "v0.1.0", "data/package", "--format", "json"))
    assert {key: len(found[key]) for key in ("added", "removed", "renamed", "changed")} == {
        "added": 20,
        "removed": 1,
        "renamed": 2,
        "changed": 8,
    }
    assert found["causes"] == [
        {"effect": "text", "cause": "source", "articles": 5},
        {"effect": "metadata", "cause": "metadata", "articles": 3},
    ]
    titles = {f["after"] for item in found["changed"] for f in item["fields"]}
    assert titles == {f"Richtiger Titel {n}" for n in (20, 21, 22)}
    assert "released: 1.0.0 (internal), 219 articles" in machine.run("release")
    corpus.titles["30.txt"] = "Noch ein Titel"
    corpus.table()
    corpus.commit("a title")
    said = machine.run("release")
    assert "released: 1.0.1" in said
    assert "changed 1 of 219: metadata 1 (metadata)" in said
    _withdraws(machine, corpus)


def _withdraws(machine: Machine, corpus: Corpus) -> None:
    """Withdraw an article with its reprint: a patch."""
    reprint = id_of("data/package", "199.txt")
    corpus.withdrawn = {id_of("data/package", "40.txt"), reprint}
    words = ("withdraw", min(corpus.withdrawn), "--reason", "rights")
    assert "raw/40.txt" in machine.run(*words, "--with-duplicates", "--dry-run")
    assert "2 withdrawals written" in machine.run(*words, "--with-duplicates")
    corpus.commit("two withdrawn")
    assert "1.0.2 is too small" not in machine.run("release", "1.0.2", "--dry-run")
    said = machine.run("release")
    assert "released: 1.0.2 (internal), 217 articles" in said
    assert "withdrawn 2" in said
    assert "ids gone" not in said


def id_of(folder: str, name: str) -> str:
    """The id of the article in a raw file."""
    sql = (
        f"SELECT article_id FROM captures JOIN sources USING (source_id) WHERE path = 'raw/{name}'"
    )
    return str(pressmark.load(folder).sql(sql).fetchall()[0][0])


def _second_machine(machine: Machine, corpus: Corpus, folder: Path) -> None:
    machine.move_to(folder)
    corpus.git("clone", "--quiet", str(corpus.origin), "clone", cwd=folder)
    listed = json.loads(machine.run("versions", "clone", "--format", "json"))["versions"]
    assert [(v["version"], v["released"]["articles"]) for v in listed] == [
        ("0.1.0", 200),
        ("1.0.0", 219),
        ("1.0.1", 219),
        ("1.0.2", 217),
    ]
    lacks = {"first": "198 of 200 articles", "second": "217 of 219 articles", "third": ""}
    for name, version in (("first", "0.1.0"), ("second", "1.0.1"), ("third", "^1.0")):
        said = machine.run("pull", f"clone@{version}", "-o", name)
        assert "all verified" in said
        assert (f"{lacks[name]}; 2 withdrawn since (rights)" in said) == bool(lacks[name])
        machine.run("verify", name)
        assert not corpus.withdrawn & set(pressmark.load(name).articles["article_id"].to_pylist())
    assert "217 articles" in machine.run("stats", "third")
    assert len(pressmark.load("clone@1.0.0")) == len(pressmark.load("clone@latest")) == 217
    counted = machine.run("diff", "clone@1.0.0", "third", "--stat", "--exit-code", code=1)
    assert not counted.startswith("error")
    found = json.loads(machine.run("diff", "clone@1.0.1", "third", "--format", "json"))
    assert {item["article_id"] for item in found["withdrawn"]} == corpus.withdrawn
    assert (found["removed"], found["changed"]) == ([], [])
    _study(machine, folder, corpus.withdrawn)
    cited = machine.run("cite", "clone@1.0.2", "--format", "bibtex")
    assert "version = {1.0.2}" in cited
    assert listed[3]["released"]["sha256"] in cited


def _study(machine: Machine, folder: Path, withdrawn: set[str]) -> None:
    """A sample of the first version, annotated, and carried to the third."""
    machine.run("subset", "first", "--sample", "100", "--by", "month", "-o", "study")
    found = json.loads(machine.run("diff", "first", "third", "--format", "json"))
    changed = next(item for item in found["changed"] if item["text_changed"])
    rows = [
        (found["removed"][0]["article_id"], "", ""),
        (found["renamed"][0]["article_id"], "", ""),
        (changed["article_id"], "4", "7"),
        (changed["article_id"], "0", "20"),
        (min(withdrawn), "0", "3"),
    ]
    with (folder / "ann.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("article_id", "start", "end"), *rows])
    machine.run("carry", "ann.csv", "--from", "first", "--to", "third", "-o", "new.csv")
    with (folder / "new.csv").open(encoding="utf-8", newline="") as file:
        carried = list(csv.DictReader(file))
    assert [row["carried"] for row in carried] == ["lost", "moved", "unchanged", "lost", "lost"]
    assert carried[1]["article_id"] == found["renamed"][0]["new_id"]
    machine.run("verify", "study")


def test_a_public_version_is_all_that_a_second_machine_can_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Metadata of all, words of what rights allow; the store of full texts is out of its reach."""
    alone(monkeypatch)
    harbour, machine = Harbour(tmp_path / "harbour"), Machine(monkeypatch)
    harbour.create()
    machine.move_to(harbour.folder)
    (harbour.folder / "raw" / "free").mkdir()
    harbour.write("free/5.txt", text(5))
    harbour.settings(
        '\n[rights."raw/free/*"]\nrights = "CC-BY-4.0"\n'
        '\n[rights."raw/*"]\nrights = "LicenseRef-press"\n'
    )
    (tmp_path / "open").mkdir()
    with (harbour.folder / ".dvc" / "config").open("a", encoding="utf-8") as config:
        config.write("['remote \"public\"']\n    url = ../../open\n")
    harbour.commit("rights")
    assert "released: 0.1.0 (public), 5 articles" in machine.run("release", "--tier", "public")
    name = id_of("data/package", "1.txt")
    machine.run("withdraw", name, "--reason", "court_order")
    harbour.commit("withdrawn")
    assert "released: 0.1.1 (public), 4 articles" in machine.run("release", "--tier", "public")

    assert not harbour.store.exists()
    (harbour.folder / ".dvc" / "cache").rename(tmp_path / "closed")
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("PRESSMARK_CACHE", str(tmp_path / "second" / "cache"))
    machine.move_to(tmp_path / "second")
    (tmp_path / "second" / "open").symlink_to(tmp_path / "open")
    repo = str(harbour.folder)
    listed = json.loads(machine.run("versions", repo, "--format", "json"))["versions"]
    assert [version["released"]["tier"] for version in listed] == ["public", "public"]
    said = machine.run("pull", f"{repo}@0.1.0", "-o", "first")
    assert "4 of 5 articles; 1 withdrawn since (court_order)" in said
    machine.run("pull", f"{repo}@latest", "-o", "second")
    for folder in ("first", "second"):
        machine.run("verify", folder)
        corpus = pressmark.load(folder)
        assert len(corpus) == 4
        assert name not in corpus
        assert sum(bool(article.text) for article in corpus) == 1
    fault = machine.run("pull", f"{repo}@latest", "--only", "package", "-o", "third", code=4)
    assert "cannot be had" in fault or "not there" in fault
    assert "version = {0.1.1}" in machine.run("cite", f"{repo}@0.1.1", "--format", "bibtex")
