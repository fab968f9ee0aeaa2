"""Validation of whatever is named: raw documents, a dataset or a package."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import TYPE_CHECKING, Any

from pressmark import check, notebook, store
from pressmark.check import RULES, Asking, Own, Scope, Selection, own, waivers
from pressmark.check.catalogue import keeping
from pressmark.dataset import Dataset
from pressmark.flow import account, beside, corrections, finishing, sources, steps, waiving
from pressmark.flow.excerpts import with_excerpts
from pressmark.flow.intake import take
from pressmark.read import compressed, decode
from pressmark.read.discover import is_glob
from pressmark.read.refused import RefusedError
from pressmark_schema.errors import IntegrityError, UsageError
from pressmark_schema.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date
    from pathlib import Path

    from pressmark.check.judging import Run
    from pressmark.check.waivers import Waiver
    from pressmark.config import Config
    from pressmark.flow.corrections import Outcome
    from pressmark_schema.vocabulary import Severity

_BY_FILE = """
SELECT article_id, {file} AS file, encoding, reader, record_index, path
FROM captures JOIN sources USING (source_id) WHERE is_current
ORDER BY reader <> 'flat' OR file <> path, if(reader = 'flat' AND file = path, article_id, file),
    path, record_index
"""
"""The articles by the file on disk that holds them, files of flat text first."""
_OUTLETS = "SELECT article_id, outlet_id FROM articles"


@dataclass(frozen=True, slots=True)
class Asked:
    """What a validation is asked besides its paths.

    `sources` is a folder with the raw files of a package, to compare its text with; `out` where to
    write a dataset's findings; `as_of` the day against which a date counts as in the future and
    a waiver as expired. `selection` says which rules are asked, None as the settings say; `own`
    where rules of users are. `waivers` is the file of waivers, None that of the settings.
    """

    sources: Path | None = None
    referee: bool = False
    as_of: date | None = None
    out: Path | None = None
    jobs: int | None = None
    selection: Selection | None = None
    own: Own = field(default_factory=Own)
    waivers: Path | None = None


@dataclass
class Result:
    """The findings, in order, with counts of what was looked at and remarks for the person.

    `waived` are those that do not count, each with its waiver.
    """

    findings: list[Finding] = field(default_factory=list)
    waived: list[tuple[Finding, Waiver]] = field(default_factory=list)
    summary: dict[str, int] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    def _repr_html_(self) -> str:
        counted = Counter((item.code, item.severity, item.rule.name) for item in self.findings)
        shown = [
            (_place(item), item.code, item.message, item.excerpt or "") for item in self.findings
        ]
        return notebook.findings(
            [(*rule, f"{count:,}") for rule, count in sorted(counted.items())], shown
        )


def _place(finding: Finding) -> str:
    place = finding.path or finding.row_id
    return f"{place}:{finding.src_line}" if finding.src_line else place


def validate(paths: Sequence[Path], config: Config, asked: Asked) -> Result:
    """Validate every path: packages and datasets each for itself, all else as raw documents.

    Raises UsageError for a path that does not exist.
    """
    missing = next((path for path in paths if not path.exists() and not is_glob(path)), None)
    if missing:
        raise UsageError(f"{missing} does not exist")
    packages = [path for path in paths if _is_package(path)]
    raw = [path for path in paths if not _is_package(path)]
    chosen = asked.selection or selection_of(config)
    chosen.check(RULES | {rule.rule.code: rule.rule for rule in own.load(asked.own)})
    asked = replace(asked, selection=chosen)
    result = Result()
    for path in packages:
        _package(path, config, asked, result)
    if raw:
        _documents(raw, config, asked, result)
    _waive(paths, config, asked, result)
    return result


def selection_of(
    config: Config,
    select: Sequence[str] = (),
    ignore: Sequence[str] = (),
    severity: Mapping[str, Severity] | None = None,
) -> Selection:
    """The rules that the settings select, with what was typed: that replaces or adds to them."""
    section = config.validation
    scopes = tuple(
        Scope(scope.path, scope.outlet, tuple(scope.ignore), scope.severity)
        for scope in section.scope
    )
    return Selection(
        tuple(select or section.select),
        (*section.ignore, *ignore),
        section.severity | dict(severity or {}),
        scopes,
    )


def _waive(paths: Sequence[Path], config: Config, asked: Asked, result: Result) -> None:
    """Put the waived findings aside, and add what is to be said of the waivers."""
    file = waiving.place(config, asked.waivers)
    known, text = waiving.read(file)
    if file is None or not known:
        return
    chosen = asked.selection or Selection()
    sorted_ = waivers.sort(result.findings, known, asked.as_of)
    parts = any(path.is_file() and path.name != store.DESCRIPTOR for path in paths)
    rules = {rule.rule.code: rule.rule for rule in own.load(asked.own)} | RULES
    said = waivers.waiver_findings(
        known,
        text,
        file.name,
        sorted_.waived,
        as_of=asked.as_of,
        asked=None if parts else lambda code: code in rules and chosen.wants(rules[code]),
    )
    result.findings = [*sorted_.counted, *chosen.judge(said)]
    result.waived = sorted_.waived
    later = sum(waiver.expires is not None for waiver in known)
    if later and asked.as_of is None:
        result.notes.append(f"{later:,} waivers have a last day; --as-of judges them by it")


def _is_package(path: Path) -> bool:
    return path.name == store.DESCRIPTOR or (path / store.DESCRIPTOR).is_file()


def _package(path: Path, config: Config, asked: Asked, result: Result) -> None:
    folder = path.parent if path.name == store.DESCRIPTOR else path
    found = list(check.integrity(folder))
    worst = next((finding for finding in found if finding.severity == "error"), None)
    if asked.out and worst:
        raise IntegrityError(f"{folder} is damaged: {worst.code} {worst.message}")
    if worst:
        result.notes.append(f"{folder}: the rules were not applied, since it is damaged")
    elif not check.is_ours(folder):
        result.notes.append(f"{folder}: no corpus of pressmark's; its own schema was checked")
    else:
        found += _ruled(folder, config, asked, result)
    if asked.referee:
        found += check.referee(folder)
    # That a package is damaged is told whatever is selected: the other rules were not asked.
    chosen = asked.selection or Selection()
    damage = [f for f in found if f.severity == "error" and chosen.leaves_out(f.rule)]
    result.findings += [*_judged(found, folder, asked), *(damage if worst else ())]


def _ruled(folder: Path, config: Config, asked: Asked, result: Result) -> list[Finding]:
    """What the rules say of a sound package or dataset, and its raw files, where they are given."""
    facts = store.read_descriptor(folder).pressmark
    run = finishing.judging(Dataset.open(folder), asked.jobs) if _has_parquet(folder) else None
    asking = _asking(facts.languages if facts else None, asked, run)
    found = list(check.package_findings(folder, asking))
    _count(check.counts(folder), result)
    if asked.sources:
        found += _against_sources(Dataset.open(folder), asked.sources, config, result)
    if asked.out:
        steps.validate(folder, asked.out)
    return found


def _has_parquet(folder: Path) -> bool:
    return any(
        resource.format == "parquet"
        for path in (folder, folder / "parquet")
        if (path / store.DESCRIPTOR).is_file()
        for resource in store.read_descriptor(path).resources
    )


def _asking(languages: Sequence[str] | None, asked: Asked, run: Run | None) -> Asking:
    chosen = asked.selection or Selection()
    return Asking(languages, asked.as_of, chosen.wants, asked.own, run)


def _judged(found: Iterable[Finding], folder: Path, asked: Asked) -> list[Finding]:
    """The findings that are wanted, with the severity that they have here."""
    chosen = asked.selection or Selection()
    if not chosen.needs_outlets() or not check.is_ours(folder):
        return list(chosen.judge(found))
    with check.opened_package(folder) as opened:
        known = opened.has("articles")
        rows = opened.connection.execute(_OUTLETS).fetchall() if known else []
    return list(chosen.judge(found, dict(rows)))


def _documents(paths: Sequence[Path], config: Config, asked: Asked, result: Result) -> None:
    """Build the raw documents in a scratch folder and apply the rules to what comes out."""
    intake = take(paths, config)
    locations = {item.found.path: item.found for item in intake.items}
    with steps.normalised(intake, config, jobs=asked.jobs) as dataset:
        run = finishing.judging(dataset, asked.jobs)
        found = list(check.apply_rules(dataset, _asking(config.corpus.languages, asked, run)))
        found = _judged(found, dataset.folder, asked)
        _count(account.account(dataset).metrics(), result)
    chosen = asked.selection or Selection()
    found += chosen.judge(_stale(intake.corrections, config))
    found += chosen.judge(beside.findings(intake.withdrawn, config))
    result.findings += with_excerpts(found, locations, config)


def _stale(made: Outcome, config: Config) -> Iterator[Finding]:
    """A finding for each correction that no longer finds what it corrects."""
    for line, item in made.stale:
        name = config.build.corrections
        observed = corrections.shown(item)[:200]
        yield Finding(
            keeping.CORRECTION_STALE, "corrections", item.article_id, None, observed, name, line, 1
        )


def _count(counts: Mapping[str, int], result: Result) -> None:
    for name, count in counts.items():
        result.summary[name] = result.summary.get(name, 0) + count


def _against_sources(
    dataset: Dataset, folder: Path, config: Config, result: Result
) -> list[Finding]:
    """Compare each block with the raw file it came from, and say how many there were.

    The files lie in `folder`, or in that of the settings which hold for it, as paths are counted
    from there. Raises UsageError when none of them does.
    """
    with dataset.connect() as connection:
        rows = connection.execute(
            _BY_FILE.format(
                file="coalesce(archive_path, path)" if _knows_archives(dataset) else "path"
            )
        ).fetchall()
    above = config.folder and folder.resolve().is_relative_to(config.folder.resolve())
    places = [folder, *([config.folder] if config.folder and above else [])]
    there: list[Any] = []
    for place in places:
        there = [row for row in rows if store.inside(place, row[1]).is_file()]
        if there:
            folder = place
            break
    files, found = {row[1] for row in rows}, {row[1] for row in there}
    if rows and not there:
        raise UsageError(
            f"none of the {len(files):,} raw files is in {folder}",
            hint=f"give the folder in which {rows[0][1]} lies{_unset(config)}",
        )
    result.notes.append(f"{folder}: {len(found):,} of {len(files):,} raw files compared")
    with dataset.connect() as connection:
        decoded = _decoded(there, folder, config)
        try:
            return list(check.text_findings(connection, decoded, whole=not _reduced(dataset)))
        except UsageError as error:
            hint = f"{error.hint or 'see the settings'}{_unset(config)}"
            raise UsageError(str(error), hint=hint) from error


def _unset(config: Config) -> str:
    """What to add to a fault that settings might mend, where none are in force."""
    if config.folder is not None:
        return ""
    return "; no settings are in force: name the pressmark.toml of the build with -c"


def _knows_archives(dataset: Dataset) -> bool:
    """Whether the dataset is none of a version that did not read archives."""
    with dataset.connect() as connection:
        return "archive_path" in connection.sql("FROM sources LIMIT 0").columns


def _decoded(
    rows: Sequence[tuple[str, str, str, str, int, str]], folder: Path, config: Config
) -> Iterator[tuple[str, str]]:
    """The (article_id, decoded source) of each article; one that no longer decodes is empty."""
    for (file, alone), some in groupby(rows, key=lambda row: (row[1], _is_alone(row))):
        location = store.inside(folder, file)
        if alone:
            yield from ((row[0], _flat(location, file, row[2], config)) for row in some)
            continue
        wanted = {(row[5], row[4]): row[0] for row in some}
        only = frozenset(path for path, _ in wanted)
        for path, index, text in sources.texts(file, location, config, only):
            if (path, index) in wanted:
                yield wanted.pop((path, index)), text
        yield from ((article, "") for article in wanted.values())


def _is_alone(row: tuple[str, str, str, str, int, str]) -> bool:
    """Whether a row is about a file of flat text on disk."""
    return row[3] == "flat" and row[1] == row[5]


def _flat(location: Path, path: str, encoding: str, config: Config) -> str:
    data = location.read_bytes()
    try:
        if compressed.ending(path):
            data = compressed.whole(data, path, config.read.max_bytes)
        return decode.decode(data, [encoding], declared=True).text
    except (decode.UndecodableError, RefusedError):
        return ""


def _reduced(dataset: Dataset) -> bool:
    """Whether blocks of some kinds were left out of the dataset when it was exported."""
    facts = dataset.package.pressmark
    made: Any = (facts.model_extra or {}).get("filter") if facts else None
    while made:
        if made.get("kinds"):
            return True
        made = made.get("before")
    return False
