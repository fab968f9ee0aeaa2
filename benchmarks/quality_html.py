"""Score the parsing of pages: `python benchmarks/quality_html.py FOLDER [full|fast …]`.

FOLDER holds `score.py` and `html/` with `*.html.gz` and `*.gold.json`. Each page is parsed with
`pressmark parse`, as a user would. Printed are, for each language and for two halves of the German
publishers (no rule is fitted by a machine, so each half tells how the rules do on publishers that
nobody looked at while the other was worked on), and beside trafilatura in the same run:
strict F1, heading F1, body words F1, body words recalled, title, date, authors F1, and posts missed
or false; then the CPU time a page takes against that of the extractors alone.
"""

import gzip
import importlib.util
import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from types import ModuleType
from typing import Any

Prediction = dict[str, Any]
_TAGS = {"head": "heading", "item": "list_item", "quote": "quote_block", "cell": "table"}


def main() -> None:
    """Print the lines."""
    folder, *extractors = sys.argv[1:]
    scorer = load_scorer(Path(folder) / "score.py")
    pages = sorted((Path(folder) / "html").glob("*.html.gz"))
    golds = [json.loads(gold_of(page).read_text(encoding="utf-8")) for page in pages]
    found = {"trafilatura": list(map(by_trafilatura, pages))}
    found |= {f"ours, {name}": ours(pages, name) for name in extractors or ("full", "fast")}
    for subset, of in subsets(golds).items():
        for name, predictions in found.items():
            print(f"{subset:18} {name:12} {line(scorer, of, predictions)}")
    for name, ratio in costs(pages).items():
        print(f"{name:40} {ratio}")


def load_scorer(path: Path) -> ModuleType:
    """The scorer as a module."""
    spec = importlib.util.spec_from_file_location("score", path)
    if spec is None or spec.loader is None:
        raise SystemExit(f"{path} cannot be loaded")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def gold_of(page: Path) -> Path:
    """The gold answer beside a page."""
    return page.with_name(page.name.replace(".html.gz", ".gold.json"))


def subsets(golds: list[Prediction]) -> dict[str, list[Prediction]]:
    """The documents of each language, and of every second German publisher."""
    names = sorted({gold["doc_id"].split("_")[0] for gold in golds})
    german = [gold for gold in golds if gold["lang"] == "de"]

    def half(which: int) -> list[Prediction]:
        return [g for g in german if names.index(g["doc_id"].split("_")[0]) % 2 == which]

    others = {lang: [g for g in golds if g["lang"] == lang] for lang in ("en", "fr")}
    return {"de": german, "de, first half": half(0), "de, second half": half(1)} | others


def ours(pages: list[Path], extractor: str) -> list[Prediction]:
    """What `pressmark parse` prints."""
    command = [sys.executable, "-m", "pressmark_cli", "parse", "--extractor", extractor, "-q"]
    printed = subprocess.run([*command, *map(str, pages)], check=True, stdout=subprocess.PIPE)
    articles = map(json.loads, printed.stdout.splitlines())
    return [article | {"date": article["published_edtf"]} for article in articles]


def by_trafilatura(page: Path) -> Prediction:
    """What trafilatura's own output says."""
    from trafilatura import bare_extraction

    found = bare_extraction(
        gzip.decompress(page.read_bytes()), with_metadata=True, include_comments=False
    )
    name = page.name.removesuffix(".html.gz")
    if found is None:
        return {"doc_id": name, "title": None, "date": None, "blocks": []}
    authors = found.author.split("; ") if found.author else []
    return {
        "doc_id": name,
        "title": found.title,
        "date": found.date,
        "authors": authors,
        "blocks": [
            {"kind": _TAGS.get(element.tag, "paragraph"), "text": "".join(element.itertext())}
            for element in found.body.iter("p", *_TAGS)
        ],
    }


def line(scorer: ModuleType, golds: list[Prediction], predictions: list[Prediction]) -> str:
    """The figures of one set of documents."""
    by_id = {prediction["doc_id"]: prediction for prediction in predictions}
    score = scorer.score(golds, by_id, html=True)
    _, _, embeds, n_embeds = score["kinds"].get("embed", (0, 0, 0.0, 0))
    heading = score["kinds"].get("heading", (0, 0, 0.0, 0))[2]
    wrong = embeds_wrong(scorer, golds, by_id)
    title, date = score["title"], score["date"]
    return (
        f"strict {score['strict'][2]:.3f}  heading {heading:.3f}  "
        f"words {score['words'][2]:.3f} (recall {score['words'][1]:.3f})  "
        f"title {title[0]}/{title[1]}  date {date[0]}/{date[1]}  "
        f"authors {score['authors'][2]:.2f}  embeds {embeds:.2f} of {n_embeds}, {wrong}"
    )


def embeds_wrong(scorer: ModuleType, golds: list[Prediction], by_id: dict[str, Prediction]) -> str:
    """How many posts were missed, and how many were none."""
    missed = false = 0
    for gold in golds:
        blocks = by_id.get(gold["doc_id"], {}).get("blocks", [])
        wanted = [scorer.norm(b["text"]) for b in gold["blocks"] if b["kind"] == "embed"]
        given = [scorer.norm(b["text"]) for b in blocks if b["kind"] == "embed"]
        missed += sum(1 for text in wanted if text not in given)
        false += sum(1 for text in given if text not in wanted)
    return f"{missed} missed, {false} false"


def costs(pages: list[Path]) -> dict[str, str]:
    """CPU time of a page from its bytes to the article, against the extractors alone."""
    from resiliparse.extract.html2text import extract_plain_text
    from trafilatura import bare_extraction

    from pressmark.config import Config
    from pressmark.flow.options import Options
    from pressmark.flow.single import parse_raw
    from pressmark.read.files import from_bytes

    data = [gzip.decompress(page.read_bytes()) for page in pages]
    raws = [
        from_bytes(page.name.removesuffix(".gz"), d, 10**8)
        for page, d in zip(pages, data, strict=True)
    ]
    full, fast = (Options(Config().with_extractor(name)) for name in ("full", "fast"))
    texts = [d.decode("utf-8", "replace") for d in data]
    theirs = clock(lambda: [bare_extraction(d, with_metadata=True) for d in data])
    resili = clock(lambda: [extract_plain_text(t, main_content=True) for t in texts])
    found = {
        "trafilatura with metadata, alone": theirs,
        "ours, full": clock(lambda: [parse_raw(raw, full) for raw in raws]),
        "resiliparse, alone": resili,
        "ours, fast": clock(lambda: [parse_raw(raw, fast) for raw in raws]),
    }
    beside = {"ours, full": theirs, "ours, fast": resili}
    return {
        name: f"{seconds / len(pages) * 1000:.1f} ms a page"
        + (f", {seconds / beside[name]:.2f} times" if name in beside else "")
        for name, seconds in found.items()
    }


def clock(work: Callable[[], Iterable[object]]) -> float:
    """The least CPU seconds of three runs."""
    times = []
    for _ in range(3):
        begun = time.process_time()
        work()
        times.append(time.process_time() - begun)
    return min(times)


if __name__ == "__main__":
    import logging

    logging.disable(logging.CRITICAL)
    main()
