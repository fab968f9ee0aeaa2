"""Measure the finding of duplicates: `python benchmarks/duplicates.py [FOLDER] [N …]`.

FOLDER holds `duplicates/pairs.jsonl` with pairs of texts and a verdict (near, partial, distinct).
For each N, N German-like articles are made of the words and sentences of the project's seeds:
every tenth has a near duplicate with a share of its words replaced, and every tenth an exact one;
every fifth has stock sentences that many others have too. Printed are recall by Jaccard
similarity, false pairs, CPU an article and peak memory.
"""

import json
import random
import re
import resource
import sys
import tempfile
import time
from collections import Counter
from datetime import date
from pathlib import Path

import mixed
import pyarrow as pa

from pressmark.duplicates import Found, Spool, Thresholds, find, shingled

BATCH = 800
"""Texts that are made ready at a time, about as many as `build` has in a batch."""
BINS = (500, 550, 600, 700, 800, 900)


def main() -> None:
    """Print the figures."""
    folders = [arg for arg in sys.argv[1:] if not arg.isdigit()]
    for folder in folders:
        pairs(Path(folder))
    for count in [int(arg) for arg in sys.argv[1:] if arg.isdigit()]:
        generated(count)


def pairs(folder: Path) -> None:
    """Print how often each verdict got each relation."""
    for (verdict, relation), count in sorted(verdicts(folder).items()):
        print(f"{verdict:10} {relation:10} {count}")


def verdicts(folder: Path) -> Counter[tuple[str, str]]:
    """How often each verdict got each relation; `none` where the two are not put together."""
    found: Counter[tuple[str, str]] = Counter()
    with (folder / "duplicates" / "pairs.jsonl").open(encoding="utf-8") as file:
        for line in file:
            pair = json.loads(line)
            rows = relations([pair["a"], pair["b"]])
            kinds = [row["dup_relation"] for row in rows if row["dup_relation"]]
            found[pair["verdict"], kinds[0] if kinds else "none"] += 1
    return found


def relations(texts: list[str]) -> list[dict[str, object]]:
    """The rows of the duplicates table for `texts`, each of another outlet."""
    with tempfile.TemporaryDirectory() as work:
        return list(found(texts, Path(work)).rows.to_pylist())


def found(texts: list[str], work: Path) -> Found:
    """What is found among `texts`, each of another outlet; `work` is a scratch folder."""
    count = len(texts)
    articles = pa.table(
        {
            "key": list(map(name, range(count))),
            "article_id": list(map(name, range(count))),
            "outlet_id": [f"o{number % 7}" for number in range(count)],
            "date_to": [date(2020, 1, 1 + number % 28) for number in range(count)],
        }
    )
    with Spool(work) as spool:
        for first in range(0, count, BATCH):
            cut = pa.array(texts[first : first + BATCH], pa.string())
            spool.add(shingled(cut, articles["key"][first : first + BATCH]))
        return find(spool, articles, Thresholds())


def generated(count: int) -> None:
    """Print recall, false pairs, time and memory for `count` made articles."""
    texts, made = corpus(count)
    with tempfile.TemporaryDirectory() as work:
        wall, cpu = time.perf_counter(), time.process_time()
        rows = found(texts, Path(work)).rows
        wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    rows = rows.to_pylist()
    cluster = {row["article_id"]: row["dup_cluster"] for row in rows}
    hit: Counter[int] = Counter()
    due: Counter[int] = Counter()
    for one, other in made:
        least = max([low for low in BINS if low <= jaccard(texts[one], texts[other])], default=0)
        due[least] += 1
        hit[least] += cluster.get(name(one)) == cluster.get(name(other), "none")
    place = {name(number): number for number in range(count)}
    known = {frozenset(pair) for pair in made}
    false = sum(
        row["score"] < Thresholds().jaccard and row["containment"] < Thresholds().containment
        for row in rows
        if row["matched_id"]
    )
    strangers = sum(
        frozenset((place[row["article_id"]], place[row["matched_id"]])) not in known
        for row in rows
        if row["matched_id"]
    )
    size = sum(map(len, texts)) // count
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{count:,} articles of {size:,} characters: {1e6 * cpu / count:.0f} µs CPU, ", end="")
    print(f"{1e6 * wall / count:.0f} µs wall an article; process peak {peak:.0f} MB")
    for low in sorted(due):
        print(f"  Jaccard from {low / 1000:.2f}: {hit[low]} of {due[low]} made pairs together")
    print(f"  {false} pairs below both thresholds, {strangers} matches that were not made")


def corpus(count: int) -> tuple[list[str], list[tuple[int, int]]]:
    """`count` texts, and the pairs of them that were made alike."""
    rng = random.Random(1)
    sentences, _ = mixed.material()
    words = " ".join(sentences).split()
    texts: list[str] = []
    pairs: list[tuple[int, int]] = []
    while len(texts) < count:
        number = len(texts)
        if number % 10 == 7:
            texts.append(texts[number - 3])
            pairs.append((number - 3, number))
        elif number % 10 == 9:
            texts.append(altered(rng, texts[number - 8], words))
            pairs.append((number - 8, number))
        else:
            texts.append(article(rng, words, sentences if number % 5 == 0 else []))
    return texts, pairs


def article(rng: random.Random, words: list[str], stock: list[str]) -> str:
    """Words drawn at random, so that only the stock sentences stand in other articles too."""
    length = max(12, round(rng.lognormvariate(5.85, 0.5)))
    drawn = [rng.choice(words) for _ in range(length)]
    return " ".join([*drawn, *(rng.choice(stock) for _ in range(2 if stock else 0))])


def altered(rng: random.Random, text: str, words: list[str]) -> str:
    """The text with a share of its words replaced, by a tenth of them at most."""
    share = rng.random() * 0.1
    return " ".join(rng.choice(words) if rng.random() < share else word for word in text.split())


def jaccard(one: str, other: str) -> int:
    """The Jaccard similarity of two texts, per mille."""
    few, many = runs(one), runs(other)
    return len(few & many) * 1000 // len(few | many)


def runs(text: str) -> set[tuple[str, ...]]:
    """The runs of five words of a text, said another way than the program does."""
    words = re.findall(r"\w+", text.casefold())
    return {tuple(words[at : at + 5]) for at in range(len(words) - 4)}


def name(number: int) -> str:
    """The id of a made article."""
    return f"a{number:016}"


if __name__ == "__main__":
    main()
