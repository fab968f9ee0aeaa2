"""Time the cold `--help` against that of a bare Typer app: `python benchmarks/help.py [RUNS]`.

Both run as whole processes in turn, A B A B …; printed are the medians of CPU seconds and their
ratio, pair by pair.
"""

import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

BARE = """
import typer

app = typer.Typer()


@app.command()
def one(number: int = 1) -> None:
    "One."


@app.command()
def two(number: int = 1) -> None:
    "Two."


app()
"""


def main() -> None:
    """Print the medians and the ratio."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 11
    with tempfile.TemporaryDirectory() as folder:
        bare = Path(folder) / "bare.py"
        bare.write_text(BARE, encoding="utf-8")
        ours = [sys.executable, "-m", "pressmark_cli", "--help"]
        theirs = [sys.executable, str(bare), "--help"]
        pairs = [(cpu_seconds(ours), cpu_seconds(theirs)) for _ in range(runs + 1)][1:]
    ratio = statistics.median(one / other for one, other in pairs)
    mine, bare_time = (statistics.median(column) for column in zip(*pairs, strict=True))
    print(f"pressmark {mine:.3f} s, bare Typer {bare_time:.3f} s, ratio {ratio:.2f}")


def cpu_seconds(command: list[str]) -> float:
    """The user and system time of one run of `command`."""
    before = os.times()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    after = os.times()
    return (after.children_user + after.children_system) - (
        before.children_user + before.children_system
    )


if __name__ == "__main__":
    main()
