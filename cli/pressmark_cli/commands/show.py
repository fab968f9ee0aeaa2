"""`pressmark show`: one article, raw beside typed, with kinds, dates and why."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from pressmark_cli.options import ConfigFile, PageExtractor, Quiet, Verbose

NAME = "show"
_PACKAGE = Path("data/package")


class Format(StrEnum):
    """How the article is printed."""

    text = "text"
    json = "json"


def run(
    article: Annotated[
        str,
        typer.Argument(
            metavar="ID|FILE",
            help="A raw file, which is parsed now, one record of it (FILE#12) or a file in an "
            "archive (FILE!/NAME); or an article's id, alias or their beginning.",
        ),
    ],
    package: Annotated[
        Path, typer.Option("--package", "-p", help="The package in which an id is looked up.")
    ] = _PACKAGE,
    captures: Annotated[
        bool,
        typer.Option("--captures", help="Its captures, oldest first, and what changed from each."),
    ] = False,
    history: Annotated[
        bool,
        typer.Option(
            "--history", help="Its life: captures, what was done to it, findings, versions."
        ),
    ] = False,
    format_: Annotated[
        Format, typer.Option("--format", "-f", help="Text for people, or one line of JSON.")
    ] = Format.text,
    config: ConfigFile = None,
    extractor: PageExtractor = None,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Show one article: what is stated of it and why, and each block beside its source."""
    from pressmark import config as configuration
    from pressmark.dataset import Dataset
    from pressmark.flow import show
    from pressmark_cli import article as shown
    from pressmark_cli import render
    from pressmark_schema.canonical import json_line
    from pressmark_schema.errors import UsageError

    if captures or history:
        _life(article, package, config, whole=history)
        return
    asked = show.place(article)
    if asked and asked.file.is_dir():
        raise UsageError(f"{article} is a folder; name one of its files")
    if asked:
        settings = configuration.find(asked.file, config).with_extractor(extractor)
        found = show.of_file(asked, settings)
    elif (package / "datapackage.json").is_file() or package.name == "datapackage.json":
        found = show.of_dataset(Dataset.open(package), article)
    else:
        raise UsageError(
            f"{article} is no file, and there is no package in {package} to look up an id",
            hint="name a raw file, or the package with --package",
        )
    if format_ is Format.json:
        render.out(json_line(shown.as_json(found)))
    else:
        shown.show(found)


def _life(article: str, package: Path, config: Path | None, *, whole: bool) -> None:
    """Print the captures of an article and, where asked, all else that happened to it."""
    from pressmark import config as configuration
    from pressmark.dataset import Dataset
    from pressmark.flow import captures, corrections, show
    from pressmark.versions.history import history
    from pressmark_cli import life, render
    from pressmark_schema.errors import PressmarkError

    settings = configuration.find(package, config)
    folder = settings.folder or Path.cwd()
    name = article
    try:
        dataset = Dataset.open(package)
        found = show.of_dataset(dataset, article)
        name = found.article["article_id"]
        life.captures(captures.captures(dataset, name, folder, settings), words=not whole)
    except PressmarkError as fault:
        if not whole:
            raise
        render.note(f"not in {render.line(str(package))}: {render.line(str(fault))}")
    else:
        if whole:
            life.deeds(found, corrections.layer(settings).of(name))
            life.findings(show.findings(dataset, found))
    if whole:
        try:
            life.versions(history(folder, name, lambda step: render.note(render.line(step))))
        except PressmarkError as fault:
            render.note(f"no versions: {render.line(str(fault))}")
