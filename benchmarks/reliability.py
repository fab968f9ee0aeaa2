"""Is `kind_confidence` right? `python benchmarks/reliability.py FOLDER [--rates]`.

FOLDER holds `flat/` and `flat_tweets/` with texts and gold answers. Every block that we find is
held against the gold block of the same text. The confidence of a rule is the share of its verdicts
that was right; to see whether such figures hold elsewhere, they are made anew for each publisher
from all others, and only then held against that publisher's blocks. `--rates` prints the counts of
each rule, as they stand in `parse/confidence.py`.
"""

import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from types import ModuleType

import gold
from intervals import of_share

from pressmark import parse
from pressmark.flow.pieces import pieces
from pressmark.parse.confidence import rate

BINS = (0, 700, 800, 900, 950, 990, 1001)
_BAR = 20


@dataclass(frozen=True, slots=True)
class Decided:
    """One block: whose text it is in, the rule that decided, and whether the gold has it so."""

    publisher: str
    rule: str
    right: bool


def main() -> None:
    """Print the curve, or the counts."""
    folder = Path(sys.argv[1])
    found = list(decided(folder))
    if "--rates" in sys.argv[2:]:
        for rule, (right, seen) in sorted(counts(found).items()):
            print(f'    "{rule}": ({right}, {seen}),')
        return
    for line in curve(found):
        print(line)


def decided(folder: Path) -> Iterator[Decided]:
    """The blocks of all texts in `flat/`, and the posts put into those of `flat_tweets/`."""
    score = gold.scorer(folder)
    yield from _decided(folder / "flat", score)
    yield from (one for one in _decided(folder / "flat_tweets", score) if one.rule == "embed.post")


def _decided(folder: Path, score: ModuleType) -> Iterator[Decided]:
    for answer in gold.answers(folder, ("de", "en", "fr")):
        data = (folder / f"{answer['doc_id']}.txt").read_bytes()
        text = data.decode("utf-8-sig")
        due: defaultdict[str, list[str]] = defaultdict(list)
        for block in answer["blocks"]:
            due[bare(score.norm(block["text"]))].append(score.fold(block["kind"], lead=False))
        for piece in pieces(text, parse.segment(text))[0]:
            there = due[bare(score.norm(piece.cleaned.text))]
            kind = score.fold(str(piece.classified.kind), lead=False)
            right = kind in there
            if there:
                there.remove(kind if right else there[0])
            yield Decided(answer["publisher"], piece.classified.rule, right)


def bare(text: str) -> str:
    """`text` without direction marks and controls, which print nothing and which we delete."""
    return " ".join("".join(char for char in text if char.isprintable()).split())


def counts(found: Iterable[Decided]) -> dict[str, tuple[int, int]]:
    """How often each rule was right and how often it decided."""
    seen: Counter[str] = Counter()
    right: Counter[str] = Counter()
    for one in found:
        seen[one.rule] += 1
        right[one.rule] += one.right
    return {rule: (right[rule], count) for rule, count in seen.items()}


def foretold(found: list[Decided]) -> list[tuple[int, bool]]:
    """Each block's confidence, made from all other publishers' blocks, and whether it held."""
    pairs = []
    for publisher in sorted({one.publisher for one in found}):
        others = counts(one for one in found if one.publisher != publisher)
        own = [one for one in found if one.publisher == publisher]
        pairs += [(rate(others, one.rule), one.right) for one in own]
    return pairs


def curve(found: list[Decided]) -> Iterator[str]:
    """The table: for each band of confidence how many kinds were right, foretold and measured."""
    pairs = foretold(found)
    yield "| confidence | blocks | foretold | right | 95 % interval | |"
    yield "|---|---|---|---|---|---|"
    for low, high in pairwise(BINS):
        inside = [pair for pair in pairs if low <= pair[0] < high]
        if not inside:
            continue
        right, seen = sum(ok for _, ok in inside), len(inside)
        mean = sum(confidence for confidence, _ in inside) / seen / 1000
        below, above = of_share(right, seen)
        cells = (
            f"{low / 1000:.2f} to {min(high, 1000) / 1000:.2f}",
            f"{seen}",
            f"{mean:.3f}",
            f"{right / seen:.3f}",
            f"{below:.3f} to {above:.3f}",
            f"`{'█' * round(_BAR * right / seen)}`",
        )
        yield f"| {' | '.join(cells)} |"
    error = calibration_error(pairs)
    yield f"\nExpected calibration error over these bands: {error:.3f}"


def calibration_error(pairs: list[tuple[int, bool]]) -> float:
    """The mean distance between foretold and right, by bands, each as heavy as it has blocks."""
    total = 0.0
    for low, high in pairwise(BINS):
        inside = [pair for pair in pairs if low <= pair[0] < high]
        foretold_right = sum(confidence for confidence, _ in inside) / 1000
        total += abs(foretold_right - sum(ok for _, ok in inside))
    return total / len(pairs)


if __name__ == "__main__":
    main()
