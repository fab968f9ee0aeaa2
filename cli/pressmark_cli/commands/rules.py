"""`pressmark rules`: the rules of `validate`, and what each of them means."""

from enum import StrEnum
from typing import Annotated

import typer

from pressmark_cli.options import Quiet, Verbose

NAME = "rules"


class Format(StrEnum):
    """How the rules are printed."""

    text = "text"
    json = "json"
    md = "md"


def run(
    code: Annotated[
        list[str] | None, typer.Argument(help="Explain these: codes, their beginnings, names.")
    ] = None,
    format_: Annotated[
        Format, typer.Option("--format", "-f", help="Text for people, JSON, or Markdown.")
    ] = Format.text,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """List the rules, or explain some: what, why, how to fix it, an example; offline."""
    from pressmark_cli import catalogue, render

    rules = catalogue.chosen(code or [], installed=format_ is not Format.md)
    if format_ is Format.json:
        render.out(catalogue.as_json(rules))
    elif format_ is Format.md:
        render.out(catalogue.page(rules).rstrip("\n"))
    elif code:
        for text in catalogue.explained(rules):
            render.out(text)
    else:
        catalogue.listed(rules)
