"""Score our parsing against gold answers: `python benchmarks/quality.py FOLDER`.

FOLDER holds `score.py`, and sets such as `flat/` with texts and `*.gold.json`. Each set is parsed
with `pressmark parse`, as a user would. Printed are the tables of docs/quality.md: each figure over
all documents, and as the mean over publishers with its interval, which is what to expect of a
publisher that nobody has looked at.
"""

import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duplicates
import gold
import quality_html
import reliability
from intervals import of_share, over_publishers

from pressmark_schema.vocabulary import TEXT_KINDS

FLAT, TWEETS = "flat", "flat_tweets"
VARIANTS = ("flat_variants/nl", "flat_variants/wrap", "flat_variants/crlf_bom_nbsp")
PAGES = "html"
OURS, TRAFILATURA = "ours", "trafilatura"
_GERMAN, _ENGLISH, _FRENCH = ("de",), ("en",), ("fr",)
_BODY = frozenset({"lead", "paragraph", "heading", "list_item", "quote"})


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a table: how it is measured, over which set, and what is to be reached.

    `program` is whose answers are scored: ours, or trafilatura's to the same pages.
    """

    label: str
    folder: str
    measure: Callable[[dict[str, Any]], float | None]
    reach: str = ""
    languages: tuple[str, ...] = _GERMAN
    program: str = OURS


def strict(score: dict[str, Any]) -> float | None:
    """F1 of blocks whose kind and text are both right."""
    return float(score["strict"][2])


def kind(name: str) -> Callable[[dict[str, Any]], float | None]:
    """F1 of the blocks of one kind; None where there are none on either side."""
    return lambda score: float(score["kinds"][name][2]) if name in score["kinds"] else None


def words(score: dict[str, Any]) -> float | None:
    """F1 of the words of the body."""
    return float(score["words"][2])


def authors(score: dict[str, Any]) -> float | None:
    """F1 of the authors' names; None where none is due or named."""
    return float(score["authors"][2]) if any(score["authors"]) else None


def lost(score: dict[str, Any]) -> float | None:
    """The share of the body's words that are not in the analysis text."""
    return score["lost"][0] / score["lost"][1] if score["lost"][1] else None


def share(name: str, right: int, total: int) -> Callable[[dict[str, Any]], float | None]:
    """A share of documents, from two counts of the scorer; None where there are no such ones."""
    return lambda score: score[name][right] / score[name][total] if score[name][total] else None


LINES = (
    Line("flat: strict F1", FLAT, strict, "≥ .94"),
    Line("flat: heading F1", FLAT, kind("heading"), "≥ .87"),
    Line("flat: teaser F1", FLAT, kind("teaser"), "≥ .60"),
    Line("flat: embed F1", FLAT, kind("embed"), "≥ .99"),
    Line("flat: furniture F1", FLAT, kind("noise")),
    Line("flat: body words F1", FLAT, words),
    Line("flat: body words lost from texts", FLAT, lost, "≤ .005"),
    Line("flat: titles right, of those printed", FLAT, share("title", 0, 1)),
    Line("flat: false titles, where none is printed", FLAT, share("title", 2, 3), "≤ 1 text"),
    Line("flat: dates right", FLAT, share("date", 0, 1), "≤ 1 wrong"),
    Line("flat: dates where none is printed", FLAT, share("date", 3, 4)),
    Line("tweets: strict F1", TWEETS, strict),
    Line("tweets: embed F1", TWEETS, kind("embed")),
    Line("nl: strict F1", VARIANTS[0], strict, "≥ .87"),
    Line("nl: dates right", VARIANTS[0], share("date", 0, 1), "all"),
    Line("wrap: strict F1", VARIANTS[1], strict, "≥ .92"),
    Line("wrap: dates right", VARIANTS[1], share("date", 0, 1), "all"),
    Line("crlf_bom_nbsp: strict F1", VARIANTS[2], strict, "≥ .93"),
    Line("crlf_bom_nbsp: dates right", VARIANTS[2], share("date", 0, 1), "all"),
    Line("flat, English: strict F1", FLAT, strict, languages=("en",)),
    Line("flat, English: body words F1", FLAT, words, languages=("en",)),
    Line("flat, French: strict F1", FLAT, strict, languages=("fr",)),
    Line("flat, French: body words F1", FLAT, words, languages=("fr",)),
)
"""The lines about flat text, in the order in which they are printed."""
PAGE_LINES = (
    Line("html: strict F1", PAGES, strict, "≥ .90"),
    Line("html: heading F1", PAGES, kind("heading"), "≥ .87"),
    Line("html: body words F1", PAGES, words, "≥ .97"),
    Line("html: titles right", PAGES, share("title", 0, 1), "≥ 47 of 51"),
    Line("html: dates right", PAGES, share("date", 0, 1), "≥ 50 of 51"),
    Line("html: authors F1", PAGES, authors, "≥ .90"),
    Line("html: embed F1", PAGES, kind("embed"), "≤ 3 wrong"),
    Line("html, trafilatura: strict F1", PAGES, strict, program=TRAFILATURA),
    Line("html, trafilatura: heading F1", PAGES, kind("heading"), program=TRAFILATURA),
    Line("html, trafilatura: body words F1", PAGES, words, program=TRAFILATURA),
    Line("html, English: strict F1", PAGES, strict, "≥ trafilatura", _ENGLISH),
    Line("html, English, trafilatura: strict F1", PAGES, strict, "", _ENGLISH, TRAFILATURA),
    Line("html, English: body words F1", PAGES, words, "≥ trafilatura", _ENGLISH),
    Line("html, English, trafilatura: body words F1", PAGES, words, "", _ENGLISH, TRAFILATURA),
    Line("html, French: strict F1", PAGES, strict, "≥ trafilatura", _FRENCH),
    Line("html, French, trafilatura: strict F1", PAGES, strict, "", _FRENCH, TRAFILATURA),
    Line("html, French: body words F1", PAGES, words, "≥ trafilatura", _FRENCH),
    Line("html, French, trafilatura: body words F1", PAGES, words, "", _FRENCH, TRAFILATURA),
)
"""The lines about web pages, whose gold marks no titles, teasers and furniture in the text."""
PAIRS = (
    ("duplicates: near pairs found as near", "near", ("exact", "update", "reprint"), "≥ 25 of 26"),
    ("duplicates: partial pairs found as excerpts", "partial", ("excerpt",), "apart"),
    (
        "duplicates: distinct pairs put together",
        "distinct",
        ("exact", "update", "reprint", "excerpt"),
        "0 of 37",
    ),
)
"""The lines about pairs: a verdict, and the relations that count as found."""


class Scores:
    """The articles of each set, parsed once, and their scores."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._score = folder, gold.scorer(folder)
        self._answers: dict[tuple[str, str], dict[str, gold.Article]] = {}

    def of(self, golds: list[gold.Article], line: Line) -> dict[str, Any]:
        """What the scorer says of the answers to `golds`, and the words lost from the text."""
        key = (line.folder, line.program)
        if key not in self._answers:
            self._answers[key] = _answers(self._folder / line.folder, line.program)
        answers = self._answers[key]
        found: dict[str, Any] = self._score.score(golds, answers, html=line.folder == PAGES)
        missed = [self._lost(answer, answers[answer["doc_id"]]) for answer in golds]
        return found | {"lost": [sum(counts) for counts in zip(*missed, strict=True)]}

    def _lost(self, answer: gold.Article, article: gold.Article) -> tuple[int, int]:
        """How many words of the gold's body our analysis text has not, and how many there are."""
        due = self._words(answer, _BODY)
        kept = self._words(article, frozenset(map(str, TEXT_KINDS)))
        return (due - kept).total(), due.total()

    def _words(self, article: gold.Article, kinds: frozenset[str]) -> Counter[str]:
        texts = [block["text"] for block in article["blocks"] if block["kind"] in kinds]
        return Counter(word for text in texts for word in self._score.words(self._score.norm(text)))


def _answers(folder: Path, program: str) -> dict[str, gold.Article]:
    """The answers to the texts or pages in `folder`, by document."""
    pages = sorted(folder.glob("*.html.gz"))
    if program == OURS:
        return gold.parsed(pages or sorted(folder.glob("*.txt")))
    return {page.name.removesuffix(".html.gz"): quality_html.by_trafilatura(page) for page in pages}


def main() -> None:
    """Print the tables."""
    folder = Path(sys.argv[1])
    for line in report(folder):
        print(line, flush=True)


def report(folder: Path) -> Iterator[str]:
    """Every line, as docs/quality.md shows it."""
    yield from parsing(folder, LINES)
    yield ""
    yield from parsing(folder, PAGE_LINES)
    yield ""
    yield from of_pairs(folder)
    yield ""
    yield from reliability.curve(list(reliability.decided(folder)))


def parsing(folder: Path, lines: Iterable[Line]) -> Iterator[str]:
    """The table of some lines."""
    scores = Scores(folder)
    yield "| line | all documents | mean over publishers | 95 % interval | publishers | reach |"
    yield "|---|---|---|---|---|---|"
    for line in lines:
        golds = gold.answers(folder / line.folder, line.languages)
        whole = line.measure(scores.of(golds, line))
        each = [
            value
            for group in gold.by_publisher(golds).values()
            if (value := line.measure(scores.of(group, line))) is not None
        ]
        if whole is None or not each:
            continue
        mean, low, high = over_publishers(each)
        interval = f"{low:.3f} to {high:.3f}"
        yield (
            f"| {line.label} | {whole:.3f} | {mean:.3f} | {interval} | {len(each)} | {line.reach} |"
        )


def of_pairs(folder: Path) -> Iterator[str]:
    """The table about duplicates: a pair joins two publishers, so there is no mean over them."""
    found = duplicates.verdicts(folder)
    yield "| line | pairs | share | 95 % interval | reach |"
    yield "|---|---|---|---|---|"
    for label, verdict, relations, reach in PAIRS:
        of_verdict = {key: n for key, n in found.items() if key[0] == verdict}
        seen = sum(of_verdict.values())
        right = sum(n for (_, relation), n in of_verdict.items() if relation in relations)
        low, high = of_share(right, seen)
        interval = f"{low:.3f} to {high:.3f}"
        yield f"| {label} | {right} of {seen} | {right / seen:.3f} | {interval} | {reach} |"


if __name__ == "__main__":
    main()
