"""`pressmark export`: a package or dataset in another form, whole or filtered."""

from collections import Counter
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pressmark_cli.options import Out, Quiet, Verbose

if TYPE_CHECKING:
    from pressmark_schema.descriptor import Package

NAME = "export"
FORMATS = (
    "datapackage",
    "parquet",
    "csv",
    "jsonl",
    "vrt",
    "conllu",
    "hf",
    "datatrove",
    "dolma",
    "fundus",
    "tei",
    "croissant",
    "duckdb",
    "sqlite",
    "markdown",
    "schemaorg",
    "ninjs",
    "docbin",
    "rocrate",
    "bagit",
)


_COUNTED = {
    "articles_without_words": ("article", "without a word left out"),
    "replaced_characters": ("character", "that XML cannot hold replaced by U+FFFD"),
    "formula_cells": ("cell", "would run in a spreadsheet; --to csv --excel-safe escapes them"),
}


class Dates(StrEnum):
    """When an article's days count as in a range."""

    within = "within"
    overlaps = "overlaps"


class Csv(StrEnum):
    """Whether a data package gets CSV files beside its Parquet ones."""

    auto = "auto"
    always = "always"
    never = "never"


def run(
    package: Annotated[Path, typer.Argument(help="A package, or a normalised dataset.")],
    out: Out,
    to: Annotated[
        list[str] | None,
        typer.Option(
            help=f"Form ({', '.join(FORMATS)}; default the first) or, given with --from, last day."
        ),
    ] = None,
    where: Annotated[
        str | None, typer.Option(help="SQL condition on the columns of texts and articles.")
    ] = None,
    outlet: Annotated[list[str] | None, typer.Option(help="Only this outlet_id.")] = None,
    from_: Annotated[str | None, typer.Option("--from", help="First day or month (EDTF).")] = None,
    dates: Annotated[
        Dates, typer.Option(help="Whether all of an article's possible days must fit, or one.")
    ] = Dates.within,
    kinds: Annotated[list[str] | None, typer.Option(help="Only blocks of this kind.")] = None,
    representatives: Annotated[
        bool, typer.Option("--representatives", help="One article of each cluster of duplicates.")
    ] = False,
    csv: Annotated[
        Csv | None,
        typer.Option(help="CSV beside Parquet; auto: up to 1 GB. Default: as it was built."),
    ] = None,
    text_only: Annotated[
        bool,
        typer.Option("--text-only", help="Without what is no part of the text: teasers, posts …"),
    ] = False,
    tokeniser: Annotated[
        str | None, typer.Option(help="What divides text into words, by its entry point.")
    ] = None,
    excel_safe: Annotated[
        bool, typer.Option("--excel-safe", help="CSV cells that a spreadsheet would run, escaped.")
    ] = False,
    public: Annotated[
        bool,
        typer.Option("--public", help="Full text only where `sharing` allows it, else metadata."),
    ] = False,
    despite: Annotated[
        str | None,
        typer.Option(help="With --public: pass on every text for this reason; it is recorded."),
    ] = None,
    tombstones: Annotated[
        Path | None,
        typer.Option(help="A corpus's withdrawn.jsonl: without what it withdrew since."),
    ] = None,
    findings: Annotated[
        Path | None, typer.Option(help="The findings to export with a normalised dataset.")
    ] = None,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Export a package whole or filtered; --outlet, --kinds and --to may be repeated."""
    from pressmark.export import Choices, Filters, Public, export
    from pressmark.export.withdrawn import without
    from pressmark.flow import packaging
    from pressmark_schema.errors import UsageError

    if despite and not public:
        raise UsageError("a reason is given, but nothing is withheld", hint="with --public")
    form, until = _told_apart(to or [])
    filters = Filters(
        where=where,
        outlets=_split(outlet),
        date_from=from_,
        date_to=until,
        dates=dates.value,
        kinds=_split(kinds),
        representatives=representatives,
    )
    with (
        packaging.joined(package, findings, out) as joined,
        without(joined, tombstones, out) as dataset,
    ):
        facts = dataset.package.pressmark
        built = facts.csv if facts and form == FORMATS[0] else "auto"
        choices = Choices(
            csv=csv.value if csv else built, text_only=text_only, excel_safe=excel_safe
        )
        if tokeniser is not None:
            choices = replace(choices, tokeniser=tokeniser)
        written = export(
            dataset, out, form, filters, choices=choices, public=Public(despite) if public else None
        )
    _say(written, form, out)


def _say(written: "Package", form: str, out: Path) -> None:
    """Say what was written, and what of the corpus is not in it."""
    from pressmark.export.withdrawn import said
    from pressmark_cli import render

    rows = {item.name: item.pressmark.rows for item in written.resources if item.pressmark}
    counts = f", {rows['articles']:,} articles" if "articles" in rows else ""
    render.out(f"{form}: {render.line(str(out))}{counts}")
    extra = (written.pressmark.model_extra or {}) if written.pressmark else {}
    if left := said(written):
        render.note(render.line(left))
    if undated := (extra.get("filter") or {}).get("undated_left_out"):
        render.note(f"left out for want of a date: {render.plural(undated, 'article')}")
    if withheld := extra.get("withheld") or getattr(written.pressmark, "withheld", None):
        render.note(f"{render.plural(withheld, 'text')} withheld: sharing does not allow full text")
    if unsaid := extra.get("unsaid"):
        render.note(f"{form} cannot say: {_summed(unsaid)}")
    for key, words in _COUNTED.items():
        if extra.get(key):
            render.note(f"{render.plural(extra[key], words[0])} {words[1]}")


def _summed(unsaid: list[str]) -> str:
    """Fields that a format cannot say: tables by their names, columns by their number in each."""
    counts = Counter(field.partition(".")[0] for field in unsaid)
    return ", ".join(
        table if table in unsaid else f"{count} of the columns of {table}"
        for table, count in counts.items()
    )


def _told_apart(values: list[str]) -> tuple[str, str | None]:
    """The form and the last day among the values of --to: a name of ours is a form."""
    forms = [value for value in values if value[:1].isalpha()]
    days = [value for value in values if not value[:1].isalpha()]
    return (forms or [FORMATS[0]])[-1], days[-1] if days else None


def _split(values: list[str] | None) -> tuple[str, ...]:
    """The values of an option that may be repeated or hold several, divided by commas."""
    return tuple(
        item.strip() for value in values or () for item in value.split(",") if item.strip()
    )
