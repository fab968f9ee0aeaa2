"""How much each derived form gives away, alone and together: `python benchmarks/derived.py PKG`.

Prints the table of docs/rights.md.
"""

import sys
import tempfile
from pathlib import Path

from pressmark.dataset import Dataset
from pressmark.export.derived import Audit, Parameters, derive, measure

FORMS = {
    "metadata": ("metadata", Parameters()),
    "bag-of-words": ("bag-of-words", Parameters()),
    "ngrams -n 2": ("ngrams", Parameters(n=2)),
    "ngrams -n 3": ("ngrams", Parameters(n=3)),
    "ngrams -n 3 --min-articles 5": ("ngrams", Parameters(n=3, min_articles=5)),
    "ngrams -n 5": ("ngrams", Parameters(n=5)),
    "sentences": ("sentences", Parameters()),
    "sentences --max-tokens 12": ("sentences", Parameters(max_tokens=12)),
    "masked": ("masked", Parameters()),
    "masked --keep 100": ("masked", Parameters(keep=100)),
}
TOGETHER = (
    ("bag-of-words", "ngrams -n 2"),
    ("bag-of-words", "ngrams -n 3"),
    ("bag-of-words", "ngrams -n 3 --min-articles 5"),
    ("masked", "sentences"),
)


def main() -> None:
    """Derive every form into a scratch folder and print what the audit says."""
    dataset = Dataset.open(Path(sys.argv[1]))
    with tempfile.TemporaryDirectory() as scratch:
        folders = {name: Path(scratch) / str(rank) for rank, name in enumerate(FORMS)}
        for name, (form, parameters) in FORMS.items():
            _, audit = derive(dataset, folders[name], form, parameters, despite="measured")
            print(line(f"`{name}`", audit))
        for names in TOGETHER:
            audit = measure(dataset, [folders[name] for name in names])
            print(line(" and ".join(f"`{name}`" for name in names), audit))


def line(name: str, audit: Audit) -> str:
    """A row of the table."""
    longest = audit.worst.longest if audit.worst else 0
    return f"| {name} | {audit.share:.1%} | {longest} | {audit.rebuilt} of {audit.articles} |"


if __name__ == "__main__":
    main()
