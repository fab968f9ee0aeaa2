"""Count, time and sample annotations: `python benchmarks/annotations.py FOLDER [LAYER COUNT]`.

FOLDER holds flat articles (`*.txt`). Prints how many annotations of each layer and basis there are,
and what they cost an article of 2.6 kB; with LAYER and COUNT, a random sample of that layer to be
read by hand, each with the words around it. The sample is the same each time.
"""

import random
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

from pressmark.config import Config
from pressmark.flow.single import parse
from pressmark.parse import Noted, notes
from pressmark_schema.notes import Days
from pressmark_schema.vocabulary import AnnotationLayer, BlockKind

_ARTICLE = 2_600
_AROUND = 70
_ROUNDS = 5

Article = dict[str, Any]


def main() -> None:
    """Print the counts, the cost and, where asked for, the sample."""
    folder, *wanted = sys.argv[1:]
    parsed = parse(sorted(Path(folder).glob("*.txt")), Config(), jobs=1)
    articles = [item.article for item in parsed if item.article is not None]
    found = [row for article in articles for row in article["annotations"]]
    print(f"{len(articles)} articles, {len(found)} annotations")
    for (layer, label, basis), count in sorted(Counter(map(_sort, found)).items()):
        print(f"{count:6} {layer} {label} {basis}")
    print(f"{milliseconds(articles):.3f} ms of CPU for {_ARTICLE} code points, all layers")
    if wanted:
        sample(articles, wanted[0], int(wanted[1]))


def _sort(row: Article) -> tuple[str, str, str]:
    return row["layer"], row["label"], row["basis"]


def milliseconds(articles: list[Article]) -> float:
    """The CPU time of reading all layers, for the blocks of an article of usual length."""
    made = [([_noted(block) for block in a["blocks"]], _days(a)) for a in articles]
    size = sum(len(block.text) for blocks, _ in made for block in blocks)
    best = float("inf")
    for _ in range(_ROUNDS):
        begun = time.process_time()
        for blocks, days in made:
            notes(blocks, days, tuple(AnnotationLayer))
        best = min(best, time.process_time() - begun)
    return best * 1000 * _ARTICLE / size


def _noted(block: Article) -> Noted:
    return Noted(block["text"], BlockKind(block["kind"]), block["lang"])


def _days(article: Article) -> Days | None:
    first, last = article["text_from"], article["text_to"]
    return Days(first, last) if first and last else None


def sample(articles: list[Article], layer: str, count: int) -> None:
    """Print `count` annotations of a layer, marked in the words around them."""
    texts = {block["block_id"]: block["text"] for a in articles for block in a["blocks"]}
    rows = [row for a in articles for row in a["annotations"] if row["layer"] == layer]
    for row in random.Random(1).sample(rows, min(count, len(rows))):
        text, start, end = texts[row["block_id"]], row["block_start"], row["block_end"]
        before, after = text[max(0, start - _AROUND) : start], text[end : end + _AROUND]
        print(f"\n{before}[[{row['text']}]]{after}")
        told = ("label", "value", "basis", "candidates", "speaker", "cue", "mediator")
        print("    " + "; ".join(f"{name}: {row[name]}" for name in told if row[name]))


if __name__ == "__main__":
    main()
