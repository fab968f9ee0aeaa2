"""`pressmark release`: a new version of the corpus repository, its data pushed before its tag."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from pressmark_cli.options import Quiet, Verbose

NAME = "release"


class Tier(StrEnum):
    """Whom a version is for."""

    internal = "internal"
    public = "public"


def run(
    version: Annotated[
        str | None, typer.Argument(help="The version; default: the least that the changes ask for.")
    ] = None,
    tier: Annotated[
        Tier,
        typer.Option(help="public: full text only where rights allow it, metadata for the rest."),
    ] = Tier.internal,
    dry_run: Annotated[
        bool,
        typer.Option("--dry-run", help="Build, check and compare, and say what would be done."),
    ] = False,
    despite: Annotated[
        str | None,
        typer.Option(
            metavar="REASON",
            help="Release an article that says what was withdrawn as another one; recorded.",
        ),
    ] = None,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Release a version: build, check, number, record, push the data, tag, push git."""
    from pressmark.versions.releasing import release
    from pressmark_cli import render

    def note(step: str) -> None:
        render.note(render.line(step))

    done = release(
        Path.cwd(), version, tier=tier.value, dry_run=dry_run, despite=despite, progress=note
    )
    released = done.released
    verb = "finished" if done.finished else "would be" if dry_run else "released"
    render.out(f"{verb}: {released.version} ({released.tier}), {released.articles:,} articles")
    for reason in done.reasons:
        render.out(render.line(f"at least that, since {reason}"))
    for sentence in released.difference:
        render.out(render.line(sentence))
    if not dry_run:
        digest = released.public_sha256 or released.sha256
        render.out(f"sha256 of its descriptor: {digest}")
        if not done.pushed:
            render.note("next: git push --follow-tags, once there is a git remote")
