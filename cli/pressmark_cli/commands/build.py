"""`pressmark build`: raw articles in, a data package out."""

from typing import Annotated

import typer

from pressmark_cli.options import (
    Address,
    CacheFolder,
    ConfigFile,
    EngineName,
    EngineOption,
    Jobs,
    Key,
    MaxQuarantined,
    Metadata,
    NoCache,
    PageExtractor,
    Previous,
    ProfileFile,
    Quiet,
    Rehash,
    Verbose,
)

NAME = "build"


def run(
    source: Annotated[
        list[str], typer.Argument(help="Files and folders of raw articles, or s3://BUCKET/PREFIX.")
    ],
    out: Annotated[
        str,
        typer.Option(
            "--out", "-o", help="Folder to write, replaced as a whole; or a new s3://BUCKET/PREFIX."
        ),
    ],
    config: ConfigFile = None,
    profile: ProfileFile = None,
    metadata: Metadata = None,
    key: Key = None,
    extractor: PageExtractor = None,
    jobs: Jobs = None,
    previous: Previous = None,
    max_quarantined: MaxQuarantined = None,
    part: Annotated[
        str | None,
        typer.Option(
            metavar="I/N",
            help="Do one share of the work, such as 2/7, into a folder below --out; then: merge.",
        ),
    ] = None,
    hash_inputs: Annotated[
        bool,
        typer.Option(
            "--hash-inputs",
            help="With --part: merge compares the inputs by contents, not by time of change.",
        ),
    ] = False,
    engine: EngineOption = EngineName.local,
    address: Address = None,
    cache: CacheFolder = None,
    no_cache: NoCache = False,
    rehash: Rehash = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Build a data package from raw articles: read, normalise, check, export.

    With --part, only a share is read and normalised: `pressmark merge` checks and exports them all.
    How many are quarantined is then judged by merge. Each part notes path, size and time of change
    of every input, and merge refuses parts that differ: give all of them --hash-inputs where copies
    of the files have other times. Each part then reads every input.

    A bucket's address may end in ?region=, ?endpoint_url= or ?anonymous=true; credentials are found
    where AWS's tools find them.
    """
    from pressmark import config as configuration
    from pressmark.flow import engines, steps
    from pressmark.flow.cache import place
    from pressmark.flow.shares import Parting
    from pressmark.flow.uploading import published
    from pressmark.objects import Prefix, operand
    from pressmark_cli import account as shown
    from pressmark_cli import outcome, render
    from pressmark_schema.errors import UsageError

    operands, target = list(map(operand, source)), operand(out)
    settings = configuration.find(operands[0], config).with_metadata(metadata, key)
    settings = settings.with_profile(profile).with_extractor(extractor)
    limit = outcome.limit(max_quarantined or settings.build.max_quarantined)
    where = engines.named(engine.value, settings, address=address, jobs=jobs)
    # Other machines would leave what they made on their own disks, unless one is named for all.
    if hash_inputs and not part:
        raise UsageError("--hash-inputs is for parts", hint="give --part I/N, too")
    cached = not no_cache and (where is None or cache is not None)
    if part:
        if isinstance(target, Prefix):
            raise UsageError("parts are written to a folder", hint="merge takes them from there")
        parting = Parting.parse(part)
        with render.counting("files") as progress:
            account = steps.build_part(
                operands,
                target,
                settings,
                parting,
                jobs=jobs,
                previous=previous,
                progress=progress,
                engine=where,
                hash_inputs=hash_inputs,
            )
        shown.show(account)
        render.out(
            f"part {parting.part} of {parting.of}: {render.line(str(target / parting.name))}"
        )
        return
    kept = place(settings, cache, rehash=rehash) if cached else None
    with published(target) as folder, render.counting("files") as progress:
        account = steps.build(
            operands,
            folder,
            settings,
            jobs=jobs,
            previous=previous,
            progress=progress,
            engine=where,
            cache=kept,
        )
    if cached and kept is None:
        render.note(
            "no pressmark.toml, so nothing is kept for the next build, which does all again: "
            "write one (pressmark scan --write), or give --cache"
        )
    outcome.built(account, target, limit)
