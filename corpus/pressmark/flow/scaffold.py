"""A new corpus folder: settings, a place for raw files, the pipeline, and what to do next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pressmark import profile as profiles
from pressmark.flow.learn.writing import OWN
from pressmark.flow.scan.proposal import Proposal, compose, corpus_name
from pressmark_schema.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

_README = """\
# {name}

A corpus of news articles. Raw files lie in `raw/`; everything in `data/` is made from them and
can be made again at any time.

## Next

1. Put the raw files into `raw/` (a folder for each outlet is a good start) and look at them:

       pressmark scan raw

   It says what would be read and how, and proposes settings. Take over into `pressmark.toml`
   what is right.

2. Build the data package:

       pressmark build raw -o data/package

   With many articles an outlet, `pressmark learn raw` first writes into `profile.toml` what the
   outlets print beside their articles, so that it does not stand in the texts.

3. See what is in it, and what the rules say of it:

       pressmark stats data/package

## Versions

`dvc.yaml` makes the same package in four recorded stages. With DVC installed
(`pip install "pressmark[dvc]"`), once: `git init`, and a place for the data:
`dvc remote add --default store ADDRESS`. After every change `git commit`; then
`pressmark release` builds, checks, numbers the version by what changed, pushes the data, and tags
it, so that others can pull it. `pressmark diff HEAD data/package` says what changed since.
"""
_RAW = """\
# Raw files

The articles as they came, never edited: their bytes are what every place in the corpus points to.
`.gitattributes` keeps git from converting their line ends.

Large or protected material does not belong in git. Then add `/raw/` to the `.gitignore` of the
folder above; the pipeline packs the files into few shards in `data/ingested`, which DVC records.
This file is not read: by default only `*.txt` is.
"""
_GITATTRIBUTES = """\
# Raw texts are data: no tool may change their line ends.
raw/** -text
"""
_GITIGNORE = """\
# Made from raw/ and recorded by DVC; counts are small and belong to the history.
/data/*
!/data/metrics.json
!/data/plots/
"""
_DVC = """\
# One dataset is one directory out; run with `dvc repro`. Findings and quarantined documents never
# stop a stage. A metadata table that lies outside raw/ belongs into the deps of ingest, too.
stages:
  ingest:
    desc: Raw articles, packed into content-addressed shards
    cmd: pressmark ingest raw -o data/ingested
    deps:
    - raw
    - pressmark.toml
    outs:
    - data/ingested

  normalise:
    desc: Typed, normalised articles, blocks and what was changed
    cmd: pressmark normalise data/ingested -o data/normalised --metrics data/metrics.json{plot}
    deps:
    - data/ingested
    - pressmark.toml
    - profile.toml
    outs:
    - data/normalised
    metrics:
    - data/metrics.json:
        cache: false
    plots:
    - data/plots/months.csv:
        cache: false
        title: Articles by month
        x: month
        y: certain

  validate:
    desc: What the rules say of them
    cmd: pressmark validate data/normalised -o data/findings --fail-on never --statistics
    deps:
    - data/normalised
    - pressmark.toml
    outs:
    - data/findings

  export:
    desc: The data package
    cmd: pressmark export data/normalised --findings data/findings --to datapackage -o data/package
    deps:
    - data/normalised
    - data/findings
    - pressmark.toml
    outs:
    - data/package
""".format(plot=" --plot data/plots/months.csv")


def scaffold(folder: Path) -> list[Path]:
    """Write the files of a new corpus into `folder`, made if need be, and return their paths.

    Nothing that exists is touched: raises UsageError that lists what is in the way, before
    anything is written.
    """
    name = corpus_name(folder.resolve().name)
    texts = _texts(name)
    taken = [relative for relative in texts if _exists(folder / relative)]
    if taken:
        raise UsageError(
            f"{folder} has already: {', '.join(taken)}",
            hint="nothing was written; give another folder, or move these files away",
        )
    written = []
    for relative, text in texts.items():
        path = folder / relative
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
        written.append(path)
    return written


def _texts(name: str) -> dict[str, str]:
    """The text of each file by its path in the folder."""
    return {
        "README.md": _README.format(name=name),
        "pressmark.toml": compose(Proposal(name=name)),
        profiles.FILE: OWN,
        "dvc.yaml": _DVC,
        ".gitignore": _GITIGNORE,
        ".gitattributes": _GITATTRIBUTES,
        "raw/README.md": _RAW,
    }


def _exists(path: Path) -> bool:
    """Whether anything is at `path`, a dangling link too, or a file stands for its folder."""
    blocked = any(part.exists() and not part.is_dir() for part in path.parents)
    return blocked or path.exists() or path.is_symlink()
