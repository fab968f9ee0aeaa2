"""Adding one in a hundred articles to a corpus, and changing nothing, beside the full build."""

import json
import re
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import generate
from measuring import LENIENT, SETTINGS, Line, Plan, Used, pressmark, run, within

DATED = re.compile(rb'"date": "[0-9-]*')


def lines(plan: Plan) -> Iterator[Line]:
    """Newer articles than all others, as corpora grow; then such of all months; then none."""
    count = plan.of(tiny=100, quick=5_000, full=200_000)
    full, later, scattered, again = measured(count, plan.work / f"incremental-{count}")
    what = f"{count:,} articles"
    note = "in a file of their own, of a month that there was not"
    yield within(f"1 % added to {what}", [later], [full], most=0.04, note=note)
    note = "of all months, so that every file of every table changes"
    yield within(f"1 % added to {what}, scattered", [scattered], [full], most=None, note=note)
    yield within(f"nothing changed in {what}", [again], [full], most=0.01)


def measured(count: int, folder: Path) -> tuple[Used, Used, Used, Used]:
    """A full build, one with new articles, one with some of all months, one of nothing new."""
    shutil.rmtree(folder, ignore_errors=True)
    raw = folder / "raw"
    raw.mkdir(parents=True)
    (folder / "pressmark.toml").write_text(SETTINGS, encoding="utf-8")
    _write(raw / "a.jsonl", generate.lines(count))
    build = [*pressmark("build", raw, "-o", folder / "package", "--quiet"), *LENIENT]
    full = run(build, ok=1)
    few = max(count // 100, 1)
    _write(raw / "b.jsonl", _other(generate.lines(few, 2), b"later", b"2024-01-15"))
    later = run(build, ok=1)
    _write(raw / "c.jsonl", _other(generate.lines(few, 3), b"odd"))
    scattered = run(build, ok=1)
    return full, later, scattered, run(build, ok=1)


def _other(records: Iterator[bytes], name: bytes, day: bytes | None = None) -> Iterator[bytes]:
    """The records as others, of one day if that is given."""
    for record in records:
        named = record.replace(b'"id": "n', b'"id": "' + name)
        yield DATED.sub(b'"date": "' + day, named) if day else named


def _write(path: Path, records: Iterator[bytes]) -> None:
    with path.open("wb") as file:
        file.writelines(record + b"\n" for record in records)


def main(size: int, folder: Path) -> None:
    """Print the CPU seconds of each build of `size` articles, and their shares of the first."""
    used = measured(size, folder)
    names = ("full", "later", "scattered", "nothing")
    print(
        json.dumps(
            {n: [round(u.cpu, 2), u.cpu / used[0].cpu] for n, u in zip(names, used, strict=True)}
        )
    )


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]))
