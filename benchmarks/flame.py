"""Where the microseconds of one article go, as a flame graph of one or several versions.

`python benchmarks/flame.py look FOLDER FILE [SECONDS]` reads the records in FOLDER, which holds a
pressmark.toml, over and over in one process, as a worker does; its stack is looked at after every
millisecond of its CPU, and FILE gets a line for each stack: functions of ours joined by `;`,
microseconds of CPU an article. With PYTHONPATH set to the sources of another version that one is
looked at. A timer of the process is asked and no second thread, which would see the stack only
where Python's lock is given away: in hashing and compressing.

`python benchmarks/flame.py draw FILE.svg TITLE=FILE …` draws such files below each other, all at
the scale of the longest: what calls what stands from top to bottom, widths are microseconds.
"""

import signal
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from html import escape
from pathlib import Path
from types import FrameType
from typing import Any

_EVERY = 0.001
_SECONDS = 30.0
_ROOTS = ("/corpus/pressmark/", "/schema/pressmark_schema/")
_WIDTH, _ROW, _LETTER, _HEAD = 1_180, 15, 5.6, 34
_NARROWEST = 1.5
"""Pixels below which a function is left out."""
_COLOURS = {
    "flow": "#c9c3b8",
    "read": "#8fb3c9",
    "normalise": "#9cc5a1",
    "language": "#e3b873",
    "notes": "#d99a8b",
    "parse": "#e9d08a",
    "schema": "#b3b0d6",
}


def main() -> None:
    """Look or draw."""
    if sys.argv[1] == "look":
        folder, file = map(Path, sys.argv[2:4])
        look(folder, file, float(sys.argv[4]) if len(sys.argv) > 4 else _SECONDS)
    else:
        titled = [argument.split("=", 1) for argument in sys.argv[3:]]
        Path(sys.argv[2]).write_text(
            drawing([(title, read(Path(file))) for title, file in titled]), encoding="utf-8"
        )


def look(folder: Path, file: Path, seconds: float) -> None:
    """Write the stacks of a worker at the records of `folder`."""
    from pressmark.flow.batch import process

    batches, options = _batches(folder)
    # Once before: what is loaded late and once a process is no article's.
    count = sum(process(batch, options)["captures"].num_rows for batch in batches)
    found: Counter[str] = Counter()
    signal.signal(signal.SIGPROF, lambda _, frame: found.update([";".join(_stack(frame))]))
    begun, rounds = time.process_time(), 0
    signal.setitimer(signal.ITIMER_PROF, _EVERY, _EVERY)
    while time.process_time() - begun < seconds:
        for batch in batches:
            process(batch, options)
        rounds += 1
    signal.setitimer(signal.ITIMER_PROF, 0)
    each = 1e6 * (time.process_time() - begun) / (rounds * count) / found.total()
    lines = (f"{stack} {number * each:.3f}\n" for stack, number in sorted(found.items()))
    file.write_text("".join(lines), encoding="utf-8")


def _batches(folder: Path) -> tuple[list[Any], Any]:
    from pressmark.config import find
    from pressmark.flow import reading
    from pressmark.flow.intake import take
    from pressmark.flow.options import Options

    config = find(folder)
    intake = take([folder], config)
    shapes = reading.shapes(intake.items, config, intake.remarks.append)
    batches = reading.batches(intake.items, config, shapes)
    return [reading.load(batch, config.read.max_bytes) for batch in batches], Options.of(config)


def _stack(frame: FrameType | None) -> list[str]:
    """Our functions from `process` on; what a library does is its caller's."""
    names: list[str] = []
    while frame is not None:
        name, path = frame.f_code.co_name, frame.f_code.co_filename
        root = next((root for root in _ROOTS if root in path), "")
        if root and not name.startswith("<"):
            module = path.rpartition(root)[2].removesuffix(".py").removesuffix("/__init__")
            names.append(f"{'schema/' if 'schema' in root else ''}{module}.{name}")
        frame = frame.f_back
    return names[::-1] or ["elsewhere"]


def read(file: Path) -> dict[str, float]:
    """The stacks in a file with their microseconds."""
    split = (line.rsplit(" ", 1) for line in file.read_text(encoding="utf-8").splitlines())
    return {stack: float(each) for stack, each in split}


def drawing(graphs: list[tuple[str, dict[str, float]]]) -> str:
    """The graphs below each other as one SVG file."""
    scale = _WIDTH / max(sum(stacks.values()) for _, stacks in graphs)
    parts, top = [], 0
    for title, stacks in graphs:
        whole = sum(stacks.values())
        words = f"{title}: {whole:,.0f} µs an article"
        parts.append(f'<text x="0" y="{top + 22}" font-size="15">{escape(words)}</text>')
        boxes = list(_boxes([(s.split(";"), each) for s, each in stacks.items()], 0.0, 0))
        shown = [box for box in boxes if box[2] * scale >= _NARROWEST]
        parts += [_box(name, at * scale, each, scale, top + _HEAD + depth * _ROW)
                  for name, at, each, depth in shown]  # fmt: skip
        top += _HEAD + (max(depth for *_, depth in shown) + 2) * _ROW
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {top}" '
        f'font-family="sans-serif" font-size="9">\n'
        f'<rect width="{_WIDTH}" height="{top}" fill="#fff"/>\n' + "\n".join(parts) + "\n</svg>\n"
    )


def _boxes(
    stacks: list[tuple[list[str], float]], at: float, depth: int
) -> Iterator[tuple[str, float, float, int]]:
    """Name, beginning, width and depth of each function, by name beside each other."""
    below: defaultdict[str, list[tuple[list[str], float]]] = defaultdict(list)
    for stack, each in stacks:
        if stack:
            below[stack[0]].append((stack[1:], each))
    for name in sorted(below):
        width = sum(each for _, each in below[name])
        yield name, at, width, depth
        yield from _boxes(below[name], at, depth + 1)
        at += width


def _box(name: str, x: float, each: float, scale: float, y: int) -> str:
    width = each * scale
    module, _, function = name.rpartition(".")
    room = int((width - 4) / _LETTER)
    label = name if len(name) <= room else function[:room] if room > 2 else ""
    colour = next((c for part, c in _COLOURS.items() if part in module.split("/")), "#d8d8d8")
    rect = (
        f'<rect x="{x:.1f}" y="{y}" width="{width:.1f}" height="14" fill="{colour}" stroke="#fff"'
    )
    text = f'<text x="{x + 2:.1f}" y="{y + 10}">{escape(label)}</text>' if label else ""
    return f'<g><title>{escape(name)}: {each:.1f} µs</title>{rect} stroke-width=".5"/>{text}</g>'


if __name__ == "__main__":
    main()
