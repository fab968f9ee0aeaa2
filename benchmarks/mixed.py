"""Make a folder of mixed raw files from the project's seeds: `python benchmarks/mixed.py DIR N`.

The N files are deterministic: most are UTF-8, some cp1252, a few empty or binary; half have a row
in metadata.csv. Sentences are drawn from the seeds, so that lengths and umlauts are realistic.
"""

import csv
import random
import re
import sys
from pathlib import Path

SEEDS = Path(__file__).parent.parent / "seeds"
EMPTY_EVERY, BINARY_EVERY, CP1252_EVERY = 700, 900, 25
BINARY = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x02\x80"
CONFIG = """[corpus]
name = "mixed"
languages = ["de"]

[read]
encodings = ["utf-8", "cp1252"]
paths = ["{outlet}/{year}/*.txt"]

[metadata]
table = "metadata.csv"
key = "file"
"""


def main() -> None:
    """Write the files, the table and the configuration."""
    root, count = Path(sys.argv[1]), int(sys.argv[2])
    rng = random.Random(1)
    sentences, headings = material()
    rows = []
    for number in range(count):
        month = f"{2010 + number % 12}-{1 + number % 12:02}"
        path = root / f"outlet{number % 7}" / month[:4] / f"{number:07}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content(rng, number, month, sentences, headings))
        if number % 2:
            rows.append((path.relative_to(root).as_posix(), f"Titel {number}", f"{month}-05"))
    with (root / "metadata.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("file", "title", "published"), *rows])
    (root / "pressmark.toml").write_text(CONFIG, encoding="utf-8")


def material() -> tuple[list[str], list[str]]:
    """German sentences and subheadings of the seeds."""
    sentences, headings = [], []
    for path in sorted(SEEDS.glob("h*/*/*.txt")) + sorted(SEEDS.glob("t*/*/*.txt")):
        try:
            text = path.read_text(encoding="utf-8-sig")
        except UnicodeDecodeError:
            continue
        for block in re.split(r"\n\s*\n", text):
            if len(block) > 150:
                sentences += re.split(r"(?<=[.!?]) (?=[A-ZÄÖÜ])", " ".join(block.split()))
            elif 15 < len(block) < 60 and not block.endswith((".", "!", "?")) and "\n" not in block:
                headings.append(block)
    return [s for s in sentences if s.endswith(".") and s.isprintable()], headings


def content(
    rng: random.Random, number: int, month: str, sentences: list[str], headings: list[str]
) -> bytes:
    """The bytes of one file."""
    if number % EMPTY_EVERY == EMPTY_EVERY - 1:
        return b""
    if number % BINARY_EVERY == BINARY_EVERY - 1:
        return BINARY + rng.randbytes(200)
    blocks = [
        " ".join(rng.choices(sentences, k=rng.randint(2, 6)))
        for _ in range(max(2, round(rng.lognormvariate(1.9, 0.45))))
    ]
    blocks.insert(len(blocks) // 2, rng.choice(headings))
    text = f" date {month} " + "\n\n".join(blocks) + "\n"
    if number % CP1252_EVERY == 0:
        return text.encode("cp1252", "replace")
    return text.encode()


if __name__ == "__main__":
    main()
