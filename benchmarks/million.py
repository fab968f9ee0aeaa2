"""A build of a million articles beside one of a tenth of them: CPU an article, and memory.

It wants the machine for itself, about 10 GB of disk, and on two cores an hour; so it runs only
where it is named: `benchmarks/run --full million`.
"""

from collections.abc import Iterator

from build import MOST_MEMORY, ours
from measuring import Line, Plan, megabytes


def lines(plan: Plan) -> Iterator[Line]:
    """CPU, memory and time, each beside the smaller corpus."""
    count = plan.of(tiny=120, quick=20_000, full=1_000_000)
    few = count // 10
    small, large = ours(plan, few), ours(plan, count)
    each, before = 1e6 * large.cpu / count, 1e6 * small.cpu / few
    what = f"`build`, {count:,} articles beside {few:,}"
    cells = f"{each:,.0f} µs ({large.wall:,.0f} s)", f"{before:,.0f} µs ({small.wall:,.0f} s)"
    yield Line(f"{what}: CPU an article", *cells, each / before, most=1.15)
    cells = megabytes(large.peak), megabytes(small.peak)
    yield Line(f"{what}: memory of all processes", *cells, large.peak / small.peak, most=1.3)
    yield Line(
        f"memory of `build`, all processes, {count:,} articles",
        megabytes(large.peak),
        "1,000 MB",
        large.peak / MOST_MEMORY,
        most=1,
    )
