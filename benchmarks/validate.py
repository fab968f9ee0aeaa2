"""`validate` beside `frictionless validate` on the same CSV files, the start of both apart.

The question is the same for both: the CSV half of a package under its Table Schemas, as a plain
data package: header, types, constraints, keys, references, hashes. First with texts of real size,
then the tables whose rows are short. Last, `validate` of the whole package, which asks far more:
Parquet, both halves against each other, text against spans, records against hashes, all rules.
"""

import json
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from measuring import Line, Plan, Used, absent, alternate, faster, pressmark, run

FEW = 60
"""Articles of a package that takes both sides no longer than to start."""
SHORT = {"articles", "aliases", "captures", "sources", "evidence", "duplicates", "annotations"}


def lines(plan: Plan) -> Iterator[Line]:
    """A line for real texts, one for short rows, one for the whole package."""
    count = plan.of(tiny=60, quick=5_000, full=20_000)
    package, few = plan.package(count), plan.package(FEW)
    told = f"{count:,} articles, beside frictionless on the same CSV, start apart"
    whole = plan.work / "plain-whole"
    questions = {
        f"`validate`, plain data package, texts of real size, {told}": (None, 10),
        f"`validate`, plain data package, short rows, {told}": (SHORT, 25),
        f"`validate` of the whole package, all rules, {told}": (None, None),
    }
    if missing := absent("frictionless"):
        yield from (Line(what, missing=missing) for what in questions)
        return
    for what, (tables, least) in questions.items():
        sides: dict[str, Callable[[], Used]] = {}
        for name, one in (("", package), (", starting", few)):
            plain = whole / f"{one.name}-{len(tables or ())}"
            as_plain(one, plain, tables)
            sides[f"ours{name}"] = _ours(plain if least else one)
            sides[f"peer{name}"] = _theirs(plain)
        runs = alternate(sides, plan.rounds)
        apart = (runs["ours, starting"], runs["peer, starting"])
        yield faster(what, runs["ours"], runs["peer"], least=least, apart=apart)


def _ours(folder: Path) -> Callable[[], Used]:
    return lambda: run(pressmark("validate", folder, "--limit", "0"))


def _theirs(folder: Path) -> Callable[[], Used]:
    program = Path(sys.executable).with_name("frictionless")
    return lambda: run([program, "validate", folder / "datapackage.json"])


def as_plain(package: Path, target: Path, only: set[str] | None = None) -> None:
    """The CSV files of a package, or of some of its tables, as a package of nobody's in particular.

    References to tables that are left out are left out too.
    """
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    described = _bare(json.loads((package / "datapackage.json").read_bytes()))
    described.pop("profile", None)
    kept = [one for one in described["resources"] if only is None or one["name"] in only]
    names = {one["name"] for one in kept}
    for resource in kept:
        schema = resource["schema"]
        keys = [k for k in schema.pop("foreignKeys", []) if k["reference"]["resource"] in names]
        if keys:
            schema["foreignKeys"] = keys
        shutil.copyfile(package / resource["path"], target / resource["path"])
    text = json.dumps({**described, "resources": kept})
    (target / "datapackage.json").write_text(text, encoding="utf-8")


def _bare(value: Any) -> Any:
    """The value without what pressmark states beside the standard's properties."""
    if isinstance(value, dict):
        return {key: _bare(inner) for key, inner in value.items() if key != "pressmark"}
    return [_bare(inner) for inner in value] if isinstance(value, list) else value
