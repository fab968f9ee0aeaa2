"""`pressmark cache`: what builds keep for later ones, shown or cleared."""

from pathlib import Path
from typing import Annotated

import typer

from pressmark_cli.options import CacheFolder, ConfigFile, Quiet, Verbose

NAME = "cache"


def run(
    folder: Annotated[
        Path, typer.Argument(help="A folder of the corpus; its pressmark.toml says which.")
    ] = Path(),
    config: ConfigFile = None,
    cache: CacheFolder = None,
    clear: Annotated[bool, typer.Option("--clear", help="Remove all of it.")] = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Say where the work of earlier builds is kept and how large it is, or clear it.

    It can be cleared at any time: the next build then does everything again. What the last four
    builds had no use of goes by itself.
    """
    from pressmark import config as configuration
    from pressmark.flow.cache import CacheFolder as Folder
    from pressmark.flow.cache import place
    from pressmark_cli import render, survey

    chosen = place(configuration.find(folder, config), cache)
    found = Folder.existing(chosen) if chosen else None
    if chosen is None:
        above = render.line(str(folder.absolute()))
        render.out(f"no cache: there is no pressmark.toml in or above {above}")
        render.note(
            "builds keep one beside it; write one (pressmark scan --write), or give --cache"
        )
        return
    if found is None:
        render.out(f"no cache: nothing is kept in {render.line(str(chosen.folder))}")
        render.note("the next build with these settings makes it")
        return
    entries, size = found.size()
    what = f"{render.plural(entries, 'entry').replace('entrys', 'entries')}, {survey.size(size)}"
    if clear:
        found.clear()
    render.out(f"{render.line(str(chosen.folder))}: {'removed ' if clear else ''}{what}")
