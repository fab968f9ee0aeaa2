"""Options that several commands share, each with one name, meaning and help."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from pressmark_cli import render

Quiet = Annotated[
    bool, typer.Option("--quiet", "-q", callback=render.set_quiet, help="Only results and errors.")
]
Verbose = Annotated[
    bool,
    typer.Option(
        "--verbose", "-v", callback=render.set_verbose, help="List all, cut nothing short."
    ),
]
ConfigFile = Annotated[
    Path | None,
    typer.Option(
        "--config", "-c", help="pressmark.toml; default: the nearest at or above the first operand."
    ),
]
ProfileFile = Annotated[
    Path | None,
    typer.Option(
        "--profile", help="What learn wrote; default: profile.toml beside pressmark.toml, if any."
    ),
]
Jobs = Annotated[
    int | None, typer.Option("--jobs", "-j", min=1, help="Processes; default: all cores.")
]


class EngineName(StrEnum):
    """Where documents are worked on."""

    local = "local"
    ray = "ray"


EngineOption = Annotated[
    EngineName,
    typer.Option("--engine", help="Where documents are worked on: here, or on a Ray cluster."),
]
Address = Annotated[
    str | None,
    typer.Option(
        help="HOST:PORT of a Ray cluster; without it --engine ray starts one here, on loopback."
    ),
]
CacheFolder = Annotated[
    Path | None,
    typer.Option(
        "--cache", help="Folder of earlier work; default: .pressmark/cache beside pressmark.toml."
    ),
]
NoCache = Annotated[bool, typer.Option("--no-cache", help="Neither use nor keep earlier work.")]
Rehash = Annotated[
    bool, typer.Option("--rehash", help="Know files by their bytes alone, not by their times.")
]
Out = Annotated[Path, typer.Option("--out", "-o", help="Folder to write; replaced as a whole.")]
Previous = Annotated[
    Path | None, typer.Option("--previous", help="An earlier package whose article ids are kept.")
]
MaxQuarantined = Annotated[
    str | None,
    typer.Option(help="Exit with 3 above this: a number, or a share such as 10%."),
]
Metadata = Annotated[
    Path | None,
    typer.Option("--metadata", "-m", help="Table (CSV, XLSX) with a row a file, by --key."),
]
Key = Annotated[
    str | None,
    typer.Option("--key", help="Column of the metadata table that names the file; default: file."),
]
Select = Annotated[
    list[str] | None,
    typer.Option(
        "--select",
        "-S",
        help="Ask these rules: PM4, PM401, a name, default, ALL; instead of those set.",
    ),
]
Ignore = Annotated[
    list[str] | None, typer.Option("--ignore", "-I", help="Leave these rules out as well.")
]
Severities = Annotated[
    list[str] | None,
    typer.Option("--severity", metavar="CODE=LEVEL", help="How grave a rule's findings are here."),
]
Waivers = Annotated[
    Path | None,
    typer.Option("--waivers", help="File of waivers; default: waivers.toml beside the settings."),
]
AsOf = Annotated[
    str | None,
    typer.Option(
        "--as-of",
        help="Day (YYYY-MM-DD, or today) after which dates are in the future, waivers expired.",
    ),
]
LocalRules = Annotated[
    bool,
    typer.Option(
        "--allow-local-rules",
        help="Run the Python files that the settings name under validate.rules.",
    ),
]


class Extractor(StrEnum):
    """How the article in a web page is found."""

    full = "full"
    fast = "fast"


PageExtractor = Annotated[
    Extractor | None,
    typer.Option("--extractor", help="How articles in web pages are found; fast is for crawls."),
]
