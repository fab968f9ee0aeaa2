"""Finishing: a normalised dataset is judged, written as a package, and counted."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from pressmark import check, store
from pressmark.arranging import write_findings
from pressmark.export import datapackage
from pressmark.flow import account, local, packaging

if TYPE_CHECKING:
    from pathlib import Path

    from pressmark.check.judging import Run
    from pressmark.dataset import Dataset
    from pressmark.flow.account import Account
    from pressmark.flow.cache.tables import Answers
    from pressmark.flow.intake import Intake

_MANY_ROWS = 200_000
"""Rows of all tables up to which the same is true of rules."""


def finished(
    dataset: Dataset,
    staging: Path,
    work: Path,
    intake: Intake,
    hits: Path,
    answers: Answers | None = None,
) -> Account:
    """Check a normalised dataset, write it as a package, and count what is in it."""
    findings = work / "findings"
    findings.mkdir()
    write_findings_of(dataset, findings, hits, answers)
    whole = packaging.join(dataset, findings, work / "joined")
    facts = packaging.facts_of("package", dataset)
    datapackage.write(whole, staging, facts.csv)
    counted = account.account(dataset, intake)
    counted.findings = account.count_findings(whole)
    counted.corrections, counted.incidents = intake.corrections, intake.incidents
    counted.withdrawn = intake.withdrawn
    return counted


def write_findings_of(
    dataset: Dataset, folder: Path, hits: Path | None = None, answers: Answers | None = None
) -> None:
    """Write the findings; the hits of the record rules are in a file, or are found now.

    `answers` has what other rules found in single articles before.
    """
    languages = packaging.languages_of(dataset)
    if hits:
        batches = check.finding_rows(dataset, check.Asking(languages, hits=hits), answers)
    else:
        asking = check.Asking(languages, run=judging(dataset))
        batches = check.one_by_one(check.apply_rules(dataset, asking))
    resource = write_findings(dataset, batches, folder)
    package = dataset.package.model_copy(
        update={"resources": [resource], "pressmark": packaging.facts_of("findings", dataset)}
    )
    store.write_descriptor(folder, package)


def judging(dataset: Dataset, jobs: int | None = None) -> Run | None:
    """How record rules run on a dataset: None for here, where it is large several processes."""
    rows = sum(
        resource.pressmark.rows for resource in dataset.package.resources if resource.pressmark
    )
    jobs = jobs or local.cores()
    if rows < _MANY_ROWS or jobs == 1:
        return None
    return partial(local.run, jobs=jobs)
