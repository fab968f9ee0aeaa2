"""Learning: what a whole corpus shows of its outlets, written down as a profile."""

from __future__ import annotations

import tempfile
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from pressmark.flow import local, reading
from pressmark.flow.batch import joined
from pressmark.flow.intake import take
from pressmark.flow.learn.counting import Counting
from pressmark.flow.learn.observing import observe
from pressmark.flow.options import Options
from pressmark.flow.withdrawn import listed

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import pyarrow as pa

    from pressmark.config import Config
    from pressmark.flow.intake import Item
    from pressmark.flow.learn.seen import Found
    from pressmark_schema.documents import RawFile, RawPart

__all__ = ["learn"]

_FEW = 512


def learn(
    operands: Sequence[Path],
    config: Config,
    *,
    jobs: int | None = None,
    progress: Callable[[int], None] | None = None,
) -> Found:
    """What the articles below `operands` show of their outlets; nothing is written.

    No profile has a part in it, so that learning twice finds the same. The counts are exact and do
    not depend on the order of the files; what does not fit in memory is spilled to disk.
    """
    plain = config.without_profile()
    intake = take(operands, plain)
    shapes = reading.shapes(intake.items, plain, intake.remarks.append)
    batches = reading.batches(intake.items, plain, shapes)
    many = len(intake.items) > _FEW or reading.is_large(intake.items, plain)
    options = Options(plain, withdrawn=listed(plain))
    made = local.here(plain, jobs, many=many).run(_STEP, batches, options)
    with tempfile.TemporaryDirectory(prefix="pressmark-") as folder:
        with Counting(Path(folder)) as counting:
            for tables in made:
                counting.add(tables)
                if progress:
                    progress(tables["files"].num_rows)
        return counting.found(f"pressmark {version('pressmark')}")


def _observe(batch: list[Item | RawFile | RawPart], options: Options) -> dict[str, pa.Table]:
    return observe(reading.load(batch, options.config.read.max_bytes), options)


_STEP = reading.step(_observe, joined)
