"""Rules judged with their batch find what they find when the dataset is read again."""

from collections import Counter
from pathlib import Path

import pyarrow as pa

from pressmark.config import find
from pressmark.dataset import Dataset
from pressmark.flow import steps
from pressmark.flow.batch import work_off
from pressmark.flow.intake import take
from pressmark.flow.judged import HITS, with_hits
from pressmark.flow.options import Options
from pressmark.flow.rows import CAPTURE
from raw_input import MORE, PROSE, article, write

TOML = """\
[corpus]
languages = ["de"]
[[records]]
glob = "*.jsonl"
fields = { text = "text", canonical_url = "url", retrieved_at = "at" }
"""
URL = "https://kurier.example/damm"


def records(*texts: str) -> str:
    """Records of one article, captured again and again; a short one is at fault."""
    line = '{{"text": "{}", "url": "{}", "at": "2018-05-{:02}T10:00:00Z"}}\n'
    return "".join(line.format(text, URL, 10 + day) for day, text in enumerate(texts))


def corpus(folder: Path) -> Path:
    return write(
        folder / "corpus",
        {
            "pressmark.toml": TOML,
            "raw/a.jsonl": records(MORE, f"{PROSE} {MORE}", MORE),
            "raw/b.txt": article("date 2018-05", "Ã¼ber\u00a0Nacht\u00ad", MORE, "Weiterlesen:"),
            "raw/c.txt": article("date 2019-05", MORE, "Mehr zum Thema", "und dann"),
        },
    )


def findings(folder: Path) -> list[dict[str, object]]:
    dataset = Dataset.open(folder)
    return [row for batch in dataset.batches("findings") for row in batch.to_pylist()]


def test_build_and_validate_find_the_same(tmp_path: Path) -> None:
    folder = corpus(tmp_path)
    config = find(folder)
    steps.build([folder / "raw"], tmp_path / "package", config, jobs=1)
    steps.validate(tmp_path / "package", tmp_path / "findings")
    found = findings(tmp_path / "package")
    assert found == findings(tmp_path / "findings")
    assert len(found) > 3


def test_each_capture_of_an_article_is_judged_by_its_own_rows(tmp_path: Path) -> None:
    folder = corpus(tmp_path)
    config = find(folder)
    items = take([folder / "raw"], config).items
    from pressmark.flow import reading

    (batch,) = reading.batches(items, config, {})
    tables = with_hits(work_off(batch, Options(config)), Options(config))
    count = Counter(tables[HITS].column(CAPTURE.name).to_pylist())
    by_place = [count[name] for name in _captures(tables["captures"])]
    assert by_place[0] == by_place[2] > by_place[1]


def _captures(table: pa.Table) -> list[str]:
    in_records = table.filter(pa.compute.is_valid(table.column("url")))
    found: list[str] = in_records.sort_by("record_index").column(CAPTURE.name).to_pylist()
    return found
