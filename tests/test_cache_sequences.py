"""Any sequence of changes to a corpus, built with the cache, gives the bytes of a full build."""

import json
import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from pressmark.config import find
from pressmark.dataset import Dataset
from pressmark.flow import local, steps
from pressmark.flow.cache import place
from raw_input import MORE, PROSE, article, contents, write

TOML = """\
[corpus]
name = "trial"
languages = ["de"]
[read]
include = ["*.txt"]
paths = ["raw/{{outlet}}/*"]
[metadata]
table = "meta.csv"
[[records]]
glob = "*.jsonl"
fields = {{ text = "text", canonical_url = "url", published = "date" }}
[build]
file_bytes = {size}
csv = "{csv}"
[duplicates]
enabled = {enabled}
[rights."raw/a/*"]
rights = "{rights}"
"""
FILES = st.sampled_from(["raw/a/1.txt", "raw/a/2.txt", "raw/b/1.txt", "raw/b/3.txt"])
TEXTS = st.sampled_from(
    [
        article("date 2018-05", PROSE, MORE),
        article("date 2018-05-03", MORE, PROSE),
        article("date 2019-01-01", MORE, "Ã¼ber\u00a0Nacht\u00ad", PROSE),
        article("", PROSE, f"{MORE} Am 3. Mai 2020 war es anders."),
        "",
    ]
)
URLS = st.sampled_from(["https://kurier.example/a", "https://kurier.example/b", ""])
DATES = st.sampled_from(["2018-05-30", "2019", "2021-02-03", "irgendwann"])
LINES = st.lists(st.tuples(TEXTS, URLS, DATES), max_size=9)


class Changing(RuleBasedStateMachine):
    """A corpus that people work on, and after each step its package."""

    def __init__(self) -> None:
        super().__init__()
        self.home = Path(tempfile.mkdtemp())
        self.corpus = self.home / "corpus"
        self.toml = {"size": "2000", "csv": "auto", "enabled": "true", "rights": "CC0-1.0"}
        self.changed = True
        first = {"raw/a/0.txt": article(), "meta.csv": "file,title\n", "corrections.jsonl": ""}
        write(self.corpus, {**first, "pressmark.toml": TOML.format(**self.toml)})

    @rule(path=FILES, text=TEXTS)
    def write_file(self, path: str, text: str) -> None:
        """Add a file, or give it another text."""
        write(self.corpus, {path: text})
        self.changed = True

    @rule(records=LINES, appended=st.booleans())
    def write_records(self, records: list[tuple[str, str, str]], *, appended: bool) -> None:
        """Write a file of records anew, or append to it."""
        made = [json.dumps({"text": t, "url": u, "date": d}) + "\n" for t, u, d in records]
        path = self.corpus / "raw" / "r.jsonl"
        before = path.read_text("utf-8") if appended and path.exists() else ""
        write(self.corpus, {"raw/r.jsonl": before + "".join(made)})
        self.changed = True

    @rule(path=FILES)
    def remove(self, path: str) -> None:
        """Remove a file."""
        (self.corpus / path).unlink(missing_ok=True)
        self.changed = True

    @rule(path=FILES, other=FILES)
    def rename(self, path: str, other: str) -> None:
        """Give a file the name of another one."""
        if (self.corpus / path).exists():
            (self.corpus / other).parent.mkdir(parents=True, exist_ok=True)
            (self.corpus / path).rename(self.corpus / other)
            self.changed = True

    @rule(path=FILES)
    def touch(self, path: str) -> None:
        """Give a file another time and the same bytes."""
        if (self.corpus / path).exists():
            (self.corpus / path).touch()
            self.changed = True

    @rule(path=FILES, title=st.sampled_from(["Der Damm", "Die Höfe", ""]))
    def describe(self, path: str, title: str) -> None:
        """Say something of a file in the table of metadata."""
        write(self.corpus, {"meta.csv": f"file,title\n{path},{title}\n"})
        self.changed = True

    @rule(data=st.data())
    def correct(self, data: st.DataObject) -> None:
        """Correct the date of an article, or take all corrections back."""
        package = self.home / "mine"
        lines = [""]
        if package.exists():
            for batch in Dataset.open(package).batches("articles"):
                for row in batch.select(["article_id", "published_edtf"]).to_pylist():
                    before = f'"{row["published_edtf"]}"' if row["published_edtf"] else "null"
                    lines.append(
                        f'{{"article_id": "{row["article_id"]}", "target": "published", '
                        f'"before": {before}, "after": "2017-02", "reason": "known"}}\n'
                    )
        write(self.corpus, {"corrections.jsonl": data.draw(st.sampled_from(lines))})
        self.changed = True

    @rule(
        size=st.sampled_from(["1", "2000", "67108864"]),
        csv=st.sampled_from(["auto", "never"]),
        enabled=st.sampled_from(["true", "false"]),
        rights=st.sampled_from(["CC0-1.0", "unknown"]),
    )
    def change_settings(self, **chosen: str) -> None:
        """Change settings, some of which reach few files."""
        self.toml = chosen
        write(self.corpus, {"pressmark.toml": TOML.format(**self.toml)})
        self.changed = True

    @invariant()
    def is_as_anew(self) -> None:
        """The package has the bytes of one that was built without anything from before."""
        if not self.changed:
            return
        self.changed = False
        config, source = find(self.corpus), [self.corpus / "raw"]
        here = local.Local(1, inside=True)
        steps.build(source, self.home / "mine", config, engine=here, cache=place(config))
        steps.build(source, self.home / "fresh", config, engine=here)
        assert contents(self.home / "mine") == contents(self.home / "fresh")

    def teardown(self) -> None:
        """Clear up."""
        shutil.rmtree(self.home)


@pytest.mark.slow
def test_any_sequence_of_changes(monkeypatch: pytest.MonkeyPatch) -> None:
    from hypothesis.stateful import run_state_machine_as_test

    monkeypatch.setattr("pressmark.read.records.PART_RECORDS", 3)
    chosen = settings(
        max_examples=3,
        stateful_step_count=9,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(Changing, settings=chosen)


@pytest.mark.slow
def test_two_processes_give_the_same_bytes_as_one(tmp_path: Path) -> None:
    """With a cache and without one, at first and after a change."""
    corpus = write(
        tmp_path / "corpus",
        {
            "pressmark.toml": TOML.format(size=2000, csv="auto", enabled="true", rights="unknown"),
            "meta.csv": "file,title\n",
            **{f"raw/a/{n}.txt": article(f"date 2018-0{n}", PROSE, MORE) for n in range(1, 9)},
        },
    )
    config, source = find(corpus), [corpus / "raw"]
    for change in ("raw/a/3.txt", "raw/b/new.txt"):
        write(corpus, {change: article("date 2020", MORE, MORE)})
        made = []
        for jobs in (1, 2):
            for cache in (None, place(config)):
                target = tmp_path / f"{jobs}{cache is None}"
                steps.build(source, target, config, jobs=jobs, cache=cache)
                made.append(contents(target))
        assert made[1:] == made[:-1]
