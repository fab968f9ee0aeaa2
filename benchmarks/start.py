"""What short commands cost: `--help` beside a bare Typer app, `parse` and `show` beside imports.

`parse` of one file and `show` of it need the parser's libraries; beside them stand processes that
only import those.
"""

from collections.abc import Iterator
from pathlib import Path

import help as bare_help
from measuring import ROOT, Line, Plan, alternate, pressmark, python, run, within

RUNS = 7
TEXT = ROOT / "seeds"
IMPORTS = "import pyarrow, pyarrow.compute, pydantic, orjson, numpy, typer"


def lines(plan: Plan) -> Iterator[Line]:
    """The three commands, the last two also beside what they import."""
    rounds = plan.of(tiny=1, quick=RUNS, full=RUNS)
    bare, source = plan.work / "bare.py", article(plan.work)
    bare.write_text(bare_help.BARE, encoding="utf-8")
    package = plan.package(60)
    known = (package / "texts.csv").read_text(encoding="utf-8").splitlines()[1].split(",")[0]
    runs = alternate(
        {
            "help": lambda: run(pressmark("--help")),
            "bare": lambda: run(["python3", bare, "--help"]),
            "parse": lambda: run(pressmark("parse", source)),
            "show": lambda: run(pressmark("show", source)),
            "find": lambda: run(pressmark("show", known, "-p", package)),
            "imports": lambda: run(python(IMPORTS)),
        },
        rounds,
    )
    yield within("`--help`", runs["help"], runs["bare"], most=1.5, note="beside a bare Typer app")
    told = "beside importing Arrow, pydantic, orjson, numpy and Typer"
    for name, what in (
        ("parse", "`parse` one file"),
        ("show", "`show` one file"),
        ("find", "`show` an article of a package"),
    ):
        yield within(what, runs[name], runs["imports"], note=told)


def article(work: Path) -> Path:
    """A German article of usual length."""
    path = work / "article.txt"
    first = next(path for path in sorted(TEXT.glob("h*/*/*.txt")))
    path.write_bytes(first.read_bytes())
    return path
