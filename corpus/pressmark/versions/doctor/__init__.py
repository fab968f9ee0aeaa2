"""Looking at a corpus folder: what would harm its data or its readers, and what mends it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pressmark.versions.doctor import dvc_setup, files, git_state, modes, remotes, secrets
from pressmark.versions.doctor.corpus import Corpus
from pressmark.versions.doctor.verdict import Check, Fault, State, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

__all__ = ["CHECKS", "Check", "Fault", "State", "Verdict", "examine"]

_SETUP = ("git", "dvc-config")
CHECKS: tuple[Check, ...] = (
    Check("git", "the folder is in a git repository", git_state.repository),
    Check("dvc", "DVC is installed and new enough", dvc_setup.installed),
    Check("dvc-config", "DVC can read its config", dvc_setup.readable, ("dvc", "git")),
    Check("settings", "pressmark.toml is valid", files.settings),
    Check("waivers", "the waivers can be read", files.waivers, ("settings",)),
    Check("corrections", "the corrections can be read", files.corrections, ("settings",)),
    Check("withdrawn", "nothing written beside is about what is withdrawn", files.withdrawals,
          ("settings", "corrections")),
    Check("pipeline", "dvc.yaml makes the package", dvc_setup.pipeline, ("dvc",)),
    Check("sources", "the pipeline sees each file of the settings", files.sources,
          ("settings", "pipeline")),
    Check("ignored", "git leaves out what DVC keeps", git_state.ignored, ("git",)),
    Check("made", "git tracks nothing that the pipeline makes", git_state.made,
          ("git", "pipeline")),
    Check("large", "git tracks no large file", git_state.large, ("git",)),
    Check("line-ends", "git converts no raw file", git_state.line_ends, ("git", "pipeline")),
    Check("tracked", "git has what records the data", dvc_setup.in_git, ("git",)),
    Check("secrets", "no tracked file of settings holds a secret", secrets.in_files, ("git",)),
    Check("analytics", "DVC reports to nobody", dvc_setup.analytics, _SETUP),
    Check("remote", "the data have a remote that can be pulled from", remotes.configured, _SETUP),
    Check("verify", "what is fetched is verified", remotes.verified, _SETUP),
    Check("absolute", "remotes are found from everywhere", remotes.absolute, _SETUP),
    Check("reachable", "every remote answers", remotes.reachable, ("remote",)),
    Check("private", "full texts go to no public remote", remotes.apart, ("remote", "pipeline")),
    Check("caches", "nobody else can write into the caches", modes.caches),
    Check("site-cache", "DVC's site cache is nobody else's", modes.site_cache, _SETUP),
    Check("up-to-date", "the package is that of the sources", dvc_setup.up_to_date,
          ("dvc-config", "pipeline")),
    Check("producer", "the package is by the pressmark installed", dvc_setup.producer,
          absent=dvc_setup.no_package),
)  # fmt: skip
"""Everything that is looked at, in order: what another check needs comes ahead of it."""


def examine(folder: Path, checks: Iterable[Check] = CHECKS) -> list[Verdict]:
    """Ask every check about the corpus folder at or around `folder`; nothing in it is changed.

    Remotes are asked whether they answer; no data are fetched. Raises UsageError for what is no
    folder.
    """
    corpus = Corpus.around(folder)
    well: set[str] = set()
    verdicts = []
    for check in checks:
        waits = tuple(name for name in check.after if name not in well)
        absent = "" if waits else check.absent(corpus)
        found = () if waits or absent else tuple(check.look(corpus))
        verdicts.append(Verdict(check, found, waits, absent))
        if verdicts[-1].state is State.OK:
            well.add(check.name)
    return verdicts
