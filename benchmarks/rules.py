"""What the rules cost on a package: `python benchmarks/rules.py PACKAGE`.

Prints seconds of processor time for all rules together, for each record rule alone, and the most
memory that the process held. Compare with the time of `pressmark build` of the same articles.
"""

import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path

from pressmark import check
from pressmark.check import judging
from pressmark.check.opened import Opened
from pressmark.check.rules.placing import place_articles
from pressmark.check.textual import RECORD_RULES
from pressmark.dataset import Dataset


def main() -> None:
    """Measure the package that the command line names."""
    dataset = Dataset.open(Path(sys.argv[1]))
    facts = dataset.package.pressmark
    asking = check.Asking(facts.languages if facts else None)
    count, seconds = _timed(lambda: sum(1 for _ in check.apply_rules(dataset, asking)))
    print(f"all rules: {seconds:.1f} s, {count:,} findings")
    with dataset.connect() as connection:
        opened = Opened(connection, {name: dataset.table(name) for name in dataset.files}, {})
        place_articles(opened)
        for record in RECORD_RULES:
            told = judging.Told(frozenset({record.rule.code}), check.Own())
            _, seconds = _timed(lambda told=told: judging.judged(opened, told))
            print(f"{record.rule.code} {record.rule.name}: {seconds:.2f} s with reading")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"memory: {peak:,} MiB at most")


def _timed(work: Callable[[], int]) -> tuple[int, float]:
    before = time.process_time()
    return work(), time.process_time() - before


if __name__ == "__main__":
    main()
