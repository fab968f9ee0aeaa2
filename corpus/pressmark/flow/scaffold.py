"""A new corpus folder: settings, a place for raw files, the pipeline, and what to do next."""

from __future__ import annotations

from importlib.metadata import version
from importlib.resources import files
from typing import TYPE_CHECKING

from pressmark import profile as profiles
from pressmark import rights
from pressmark.flow import settings_schema
from pressmark.flow.learn.writing import OWN
from pressmark.flow.scan.proposal import Proposal, compose, corpus_name
from pressmark_schema import withdrawals
from pressmark_schema.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

_README = """\
# {name}

[![corpus](../../actions/workflows/corpus.yml/badge.svg)](../../actions/workflows/corpus.yml)

A corpus of news articles. Raw files lie in `raw/`; everything in `data/` is made from them and
can be made again at any time. Licence of the whole: {licence}.

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
       pressmark validate data/package

## What people decide

- `waivers.toml`: findings that somebody decided to live with, each with a reason. `pressmark waive`
  writes them; they change no package.
- `corrections.jsonl`: what is known better than the sources, one JSON object a line; it is empty
  until `pressmark correct` or `pressmark fix` writes into it. Every build applies it.

- `withdrawn.jsonl`: articles and blocks that the corpus no longer gives, one JSON object a line,
  without a word of them. `pressmark withdraw` writes into it; every build leaves them out.

All belong into git, beside the sources, which nobody edits.

## Versions

`dvc.yaml` makes the same package in four recorded stages (`pip install "pressmark[dvc]"`). Once:

    git init
    dvc remote add --default store ADDRESS
    dvc remote modify store verify true

ADDRESS is a bucket, a share, or the absolute path of a folder that is there.

Then build, commit, and see whether all is well:

    dvc repro
    git add --all
    git commit --message "A corpus"
    pressmark doctor

`pressmark release` checks the package, numbers the version by what changed, pushes the data, and
tags it, so that others can pull it. `pressmark diff HEAD data/package` says what changed since.

Full texts go to `store`, which only those should read who may. For a version that everyone may
pull, add a remote of its own, to which `pressmark release --tier public` alone pushes:
`dvc remote add public ADDRESS`. To keep the raw files apart from both, `dvc remote add raw ADDRESS`
and take away the marks in `dvc.yaml`.

## On every change

`.github/workflows/corpus.yml` builds and validates each change, annotates its findings, and
comments on a change request which articles differ.
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
# What builds keep for later ones; it can be cleared at any time: pressmark cache --clear
/.pressmark/cache/
"""
_WAIVERS = """\
# Findings that count no more, each with the reason; `pressmark waive` writes entries such as
#
# [[waiver]]
# code = "PM214"
# article = "raw/hafenkurier/2018/*"   # an article id, or a glob over paths of sources
# reason = "the post was added later"
# by = "Ada"
# expires = 2027-12-31                 # the last day on which it holds
#
# They change no package. A waiver that waives nothing is a finding itself.
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
    # Once there is a remote called raw: the files as they came go there, and nowhere else.
    # - data/ingested:
    #     remote: raw
    - data/ingested

  normalise:
    desc: Typed, normalised articles, blocks and what was changed
    cmd: pressmark normalise data/ingested -o data/normalised --metrics data/metrics.json{plot}
    deps:
    - data/ingested
    - pressmark.toml
    - profile.toml
    - corrections.jsonl
    - withdrawn.jsonl
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


def scaffold(folder: Path, licence: str | None = None) -> list[Path]:
    """Write the files of a new corpus into `folder`, made if need be, and return their paths.

    `licence` is the SPDX identifier of the licence of the whole package; None leaves it unknown.
    It says nothing of the articles' own rights. Nothing that exists is touched: raises UsageError
    that lists what is in the way, or for what is no licence, before anything is written.
    """
    stated = None if licence is None else _licence(licence)
    name = corpus_name(folder.resolve().name)
    texts = _texts(name, stated)
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


def _texts(name: str, licence: str | None) -> dict[str, str]:
    """The text of each file by its path in the folder."""
    settings = compose(Proposal(name=name, licence=licence))
    return {
        "README.md": _README.format(name=name, licence=licence or "not stated yet"),
        "pressmark.toml": f"{settings_schema.DIRECTIVE}\n{settings}",
        settings_schema.FILE: settings_schema.text(),
        profiles.FILE: OWN,
        "waivers.toml": _WAIVERS,
        "corrections.jsonl": "",
        withdrawals.FILE: "",
        "dvc.yaml": _DVC,
        ".gitignore": _GITIGNORE,
        ".gitattributes": _GITATTRIBUTES,
        ".github/workflows/corpus.yml": _workflow(),
        "raw/README.md": _RAW,
    }


def _workflow() -> str:
    """The workflow, for the pressmark that is installed: another one may build other bytes."""
    text = files("pressmark.flow").joinpath("workflow.yml").read_text(encoding="utf-8")
    return text.replace("@VERSION@", version("pressmark"))


def _licence(stated: str) -> str:
    """The SPDX identifier that is meant; raises UsageError for what is none."""
    found = rights.expression(stated)
    if found is None or found == rights.UNKNOWN:
        raise UsageError(
            f"{stated!r} is no licence that SPDX knows",
            hint="e.g. CC-BY-4.0: https://spdx.org/licenses",
        )
    return found


def _exists(path: Path) -> bool:
    """Whether anything is at `path`, a dangling link too, or a file stands for its folder."""
    blocked = any(part.exists() and not part.is_dir() for part in path.parents)
    return blocked or path.exists() or path.is_symlink()
