"""Make German-like articles as JSON lines: `python benchmarks/generate.py FILE N [SEED]`.

Their sentences are those of the project's own German seeds with most of the long words exchanged,
so that grammar stays and hardly a sentence comes twice; their lengths are log-normal around 2.6 KB.
Of a hundred articles five repeat an earlier one, five much of one; three are hard negatives, which
share a form and not a text (weather, sport tables, wire notices); two are damaged (mojibake, a cut
line that is no JSON). The same N and SEED give the same bytes.
"""

import json
import random
import sys
from collections import deque
from collections.abc import Iterator
from pathlib import Path

import mixed

OUTLETS = [f"outlet{number}" for number in range(40)]
GERMAN, LONG = set("äöüßÄÖÜ"), 6
KEPT = 2_000
"""Articles back to which a duplicate may reach."""
TOWNS = ["Kranichsiel", "Altmoor", "Hohenfeld", "Seebruck", "Talheim", "Nordhaven", "Lindau"]


def main() -> None:
    """Write the file."""
    path, count = Path(sys.argv[1]), int(sys.argv[2])
    seed = int(sys.argv[3]) if len(sys.argv) > 3 else 1
    with path.open("wb") as file:
        for line in lines(count, seed):
            file.write(line + b"\n")


class Words:
    """German sentences and headings of the seeds, and the words that are put into them."""

    def __init__(self) -> None:
        sentences, self.headings = mixed.material()
        self.sentences = [text for text in sentences if text.isascii() or GERMAN & set(text)]
        found = {word for text in self.sentences for word in text[:-1].split() if word.isalpha()}
        long = sorted(word for word in found if len(word) >= LONG)
        self._capital: list[str] = [word for word in long if word[0].isupper()]
        self._small = [word for word in long if word[0].islower()]

    def sentence(self, rng: random.Random) -> str:
        """A sentence with most of its long words exchanged."""
        words = rng.choice(self.sentences)[:-1].split(" ")
        made = [self.other(rng, w) if len(w) >= LONG and rng.random() < 0.8 else w for w in words]
        text = " ".join(made)
        return text[0].upper() + text[1:] + "."

    def other(self, rng: random.Random, word: str) -> str:
        """Another word, with a capital where this one has it."""
        found: str = rng.choice(self._capital if word[:1].isupper() else self._small)
        return found


def lines(count: int, seed: int = 1) -> Iterator[bytes]:
    """The records, one a line."""
    rng = random.Random(seed)
    words = Words()
    kept: deque[list[str]] = deque(maxlen=KEPT)
    for number in range(count):
        blocks = _blocks(rng, number, words, kept)
        kept.append(blocks)
        yield _record(rng, number, blocks, words.headings)


def _blocks(rng: random.Random, number: int, words: Words, kept: deque[list[str]]) -> list[str]:
    draw = rng.random()
    if kept and draw < 0.05:
        return list(rng.choice(kept))
    if kept and draw < 0.10:
        return [_altered(rng, block, words) for block in rng.choice(kept)]
    if draw < 0.13:
        return _negative(rng, number)
    size = rng.lognormvariate(7.6, 0.65)
    blocks: list[str] = []
    while sum(map(len, blocks)) < size:
        made = (words.sentence(rng) for _ in range(rng.randint(2, 5)))
        blocks.append(" ".join(made))
    if len(blocks) > 4:
        blocks.insert(len(blocks) // 2, rng.choice(words.headings))
    return blocks


def _altered(rng: random.Random, block: str, words: Words) -> str:
    """A block with one word in thirty replaced."""
    return " ".join(words.other(rng, w) if rng.random() < 1 / 30 else w for w in block.split(" "))


def _negative(rng: random.Random, number: int) -> list[str]:
    """The same form as many others, with values of its own."""
    town, other = rng.sample(TOWNS, 2)
    day = 1 + number % 28
    if number % 3 == 0:
        weather = (
            f"Das Wetter in {town} am {day}. Mai: Am Vormittag {rng.choice(['Regen', 'Sonne'])}, "
            f"am Nachmittag bis {rng.randint(5, 33)} Grad, Wind aus {rng.choice(['West', 'Ost'])} "
            f"mit {rng.randint(3, 60)} Kilometern in der Stunde, nachts "
            f"{rng.randint(-5, 15)} Grad."
        )
        return [weather]
    if number % 3 == 1:
        rows = [
            f"{place}. {name} {rng.randint(0, 90)} Punkte"
            for place, name in enumerate(rng.sample(TOWNS, len(TOWNS)), 1)
        ]
        return [f"Die Tabelle nach dem {1 + number % 34}. Spieltag", *rows]
    wire = (
        f"{town} (wd) - Bei einem Unfall auf der Landstraße zwischen {town} und {other} sind am "
        f"{day}. Mai {rng.randint(2, 9)} Menschen verletzt worden. Der Schaden liegt nach Angaben "
        f"der Polizei bei {rng.randint(2, 90)}000 Euro. Die Strecke war {rng.randint(1, 9)} "
        "Stunden gesperrt."
    )
    return [wire]


def _record(rng: random.Random, number: int, blocks: list[str], headings: list[str]) -> bytes:
    year, month, day = 2010 + number % 14, 1 + number // 14 % 12, 1 + number // 168 % 28
    date = f"{year}-{month:02}" if number % 4 == 0 else f"{year}-{month:02}-{day:02}"
    record = {
        "id": f"n{number}",
        "title": rng.choice(headings),
        "outlet": rng.choice(OUTLETS),
        "date": date,
        "text": "\n\n".join(blocks),
    }
    if number % 100 == 51:
        record["text"] = record["text"].encode().decode("cp1252", "replace")
    line = json.dumps(record, ensure_ascii=False).encode()
    return line[: len(line) // 2] if number % 100 == 77 else line


if __name__ == "__main__":
    main()
