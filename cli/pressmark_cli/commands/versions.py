"""`pressmark versions`: which versions of a corpus there are."""

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from pressmark_cli.options import Quiet, Verbose

if TYPE_CHECKING:
    from pressmark.versions.listing import Version

NAME = "versions"


class Format(StrEnum):
    """How the versions are shown."""

    text = "text"
    json = "json"


def run(
    repo: Annotated[str, typer.Argument(metavar="REPO", help="A path or a git address.")],
    format_: Annotated[
        Format, typer.Option("--format", help="A table for people, or JSON.")
    ] = Format.text,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """List the versions of a corpus: tier, date, counts and hash, without pulling them."""
    import json

    from pressmark.versions.listing import list_versions
    from pressmark_cli import render

    found = list_versions(repo)
    if format_ is Format.json:
        rows = [_plain(version) for version in found]
        render.out(json.dumps({"versions": rows}, ensure_ascii=False, indent=2))
        return
    if not found:
        render.note(f"{render.line(repo)} has no version; one is a tag vX.Y.Z")
        return
    heading = ("version", "tier", "date", "articles", "files", "bytes", "sha256", "commit")
    render.table([heading, *map(_row, found)], right=frozenset({3, 4, 5}))


def _row(version: "Version") -> tuple[str, ...]:
    from pressmark_cli import render

    package, released = version.package, version.released
    digest = (released.public_sha256 or released.sha256) if released else "?"
    return (
        version.version,
        released.tier if released else "?",
        version.date.date().isoformat() if version.date else "?",
        f"{released.articles:,}" if released else "?",
        f"{package.files:,}" if package and package.files is not None else "?",
        f"{package.bytes:,}" if package and package.bytes is not None else "?",
        digest if render.verbose() else digest[:12],
        version.commit[:12],
    )


def _plain(version: "Version") -> dict[str, Any]:
    package = version.package
    return {
        "version": version.version,
        "tag": version.tag,
        "commit": version.commit,
        "date": version.date.strftime("%Y-%m-%dT%H:%M:%SZ") if version.date else None,
        "files": package.files if package else None,
        "bytes": package.bytes if package else None,
        "md5": package.md5 if package else None,
        "released": version.released.model_dump(mode="json") if version.released else None,
    }
