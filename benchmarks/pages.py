"""What a page costs beside the extractors alone: `python benchmarks/pages.py [FOLDER]`.

FOLDER holds pages (`*.html`, `*.html.gz`, also in folders); without it they are made
(`made_pages.py`). Ours is the whole way from bytes to the rows of all tables: encoding, tree, text
layer, what the page states, blocks, languages, annotations, evidence, changes. Theirs is
trafilatura with its metadata, and resiliparse, which gives a plain text. All in one process, in
turn, CPU seconds, medians; then where our time goes, step by step.
"""

import gc
import gzip
import logging
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from made_pages import pages
from measuring import Line, Plan, Used, absent, alternate, median, within

from pressmark import markup, parse
from pressmark.config import Config
from pressmark.flow.options import Options
from pressmark.flow.record import record
from pressmark.flow.single import parse_raw
from pressmark.read import charset
from pressmark.read import pages as reader
from pressmark.read.files import from_bytes
from pressmark_schema.documents import Document, RawFile

_LARGEST = 10**8
_ROUNDS = 5


def main() -> None:
    """Print the lines."""
    found = _given(Path(sys.argv[1])) if len(sys.argv) > 1 else list(_made(60))
    for line in _beside(found, _ROUNDS):
        ratio = f"{line.ratio:.2f} ×, reach {line.reach}" if line.ratio else line.missing
        print(f"{line.what}: {line.ours} beside {line.peer}, {ratio}")
    for line in _steps(found, _ROUNDS):
        print(f"  {line.what}: {line.ours}")


def lines(plan: Plan) -> Iterator[Line]:
    """The same as lines of the table, with made pages."""
    found = list(_made(plan.of(tiny=3, quick=60, full=200)))
    yield from _beside(found, plan.rounds)
    yield from _steps(found, plan.rounds)


def _given(folder: Path) -> list[RawFile]:
    paths = sorted(path for path in folder.rglob("*.html*") if path.is_file())
    if not paths:
        raise SystemExit(f"{folder} holds no *.html and no *.html.gz")
    packed = ((path, path.read_bytes()) for path in paths)
    return [
        from_bytes(
            path.name.removesuffix(".gz"),
            gzip.decompress(data) if path.suffix == ".gz" else data,
            _LARGEST,
        )
        for path, data in packed
    ]


def _made(count: int) -> Iterator[RawFile]:
    for number, source in enumerate(pages(count)):
        yield from_bytes(f"{number:06}.html", source.encode(), _LARGEST)


def _beside(raws: Sequence[RawFile], rounds: int) -> Iterator[Line]:
    """Ours beside each extractor alone."""
    logging.disable(logging.CRITICAL)
    full, fast = (Options(Config().with_extractor(name)) for name in ("full", "fast"))
    sides: dict[str, Callable[[RawFile], object]] = {
        "full": lambda raw: parse_raw(raw, full),
        "fast": lambda raw: parse_raw(raw, fast),
    }
    missing = absent("trafilatura", "resiliparse")
    if not missing:
        sides |= {"trafilatura": _trafilatura, "resiliparse": _resiliparse}
    for work in sides.values():
        work(raws[0])
    items = [(raw,) for raw in raws]
    runs = alternate({name: _over(items, work) for name, work in sides.items()}, rounds)
    size = sum(raw.size for raw in raws) / len(raws) / 1000
    note = f"{len(raws)} pages of {size:.0f} kB"
    for name, peer, most in (("full", "trafilatura", 1.3), ("fast", "resiliparse", 2.0)):
        what = f"a page, `--extractor {name}`, beside {peer} alone"
        if missing:
            yield Line(what, missing=missing)
            continue
        ratio = within(what, runs[name], runs[peer], most=most).ratio
        cells = (_each(runs[side], len(raws)) for side in (name, peer))
        yield Line(what, *cells, ratio=ratio, most=most, note=note)


def _trafilatura(raw: RawFile) -> object:
    from trafilatura import bare_extraction

    return bare_extraction(raw.data, with_metadata=True)


def _resiliparse(raw: RawFile) -> object:
    from resiliparse.extract.html2text import extract_plain_text

    return extract_plain_text(raw.data.decode("utf-8", "replace"), main_content=True)


def _steps(raws: Sequence[RawFile], rounds: int) -> Iterator[Line]:
    """Where the time of our two ways goes, one step after the other."""
    options = {name: Options(Config().with_extractor(name)) for name in ("full", "fast")}
    given = options["fast"].config.read
    texts = [charset.decoded(raw.path, raw.data, given, None).text for raw in raws]
    trees = list(map(markup.tree, texts))
    found = list(map(markup.page, texts))
    stated = list(map(parse.page_facts, found))
    pairs = [(page, parse.told(page, facts)) for page, facts in zip(found, stated, strict=True)]
    read = [reader.read(raw, given, {})[1] for raw in raws]
    documents = [document for document in read if isinstance(document, Document)]
    record_of = partial(record, options=options["fast"])
    steps: dict[str, tuple[Callable[..., object], Sequence[Sequence[Any]]]] = {
        "bytes to text": (charset.decoded, [(raw.path, raw.data, given, None) for raw in raws]),
        "text to tree": (markup.tree, [(text,) for text in texts]),
        "tree to text layer": (markup.layer, [(tree,) for tree in trees]),
        "what the page states": (parse.page_facts, [(page,) for page in found]),
        "blocks, fast": (parse.segment_page, [(*pair, "fast") for pair in pairs]),
        "blocks, full, trafilatura in it": (
            parse.segment_page,
            [(*pair, "full") for pair in pairs],
        ),
        "all but the reading, fast": (record_of, [(document,) for document in documents]),
    }
    # What was prepared is none of the collector's business.
    gc.freeze()
    sides = {name: _over(items, work) for name, (work, items) in steps.items()}
    for name, step in alternate(sides, rounds).items():
        yield Line(f"of a page's time: {name}", _each(step, len(raws)))
    gc.unfreeze()


def _over(items: Sequence[Sequence[Any]], work: Callable[..., object]) -> Callable[[], Used]:
    def run() -> Used:
        cpu, wall = time.process_time(), time.perf_counter()
        for item in items:
            work(*item)
        return Used(time.process_time() - cpu, time.perf_counter() - wall)

    return run


def _each(runs: Sequence[Used], count: int) -> str:
    return f"{median(runs) / count * 1000:.2f} ms"


if __name__ == "__main__":
    main()
