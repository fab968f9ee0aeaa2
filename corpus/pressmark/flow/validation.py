"""Validation of whatever is named: raw documents, a dataset or a package."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import TYPE_CHECKING, Any

from pressmark import check, store
from pressmark.dataset import Dataset
from pressmark.flow import account, sources, steps
from pressmark.flow.intake import take
from pressmark.read import compressed, decode
from pressmark.read.archives import INSIDE
from pressmark.read.discover import is_glob
from pressmark.read.refused import RefusedError
from pressmark_schema.errors import IntegrityError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date
    from pathlib import Path

    from pressmark.config import Config
    from pressmark.read.discover import Found
    from pressmark_schema.findings import Finding

_BY_FILE = """
SELECT article_id, {file} AS file, encoding, reader, record_index, path
FROM captures JOIN sources USING (source_id) WHERE is_current
ORDER BY reader <> 'flat' OR file <> path, if(reader = 'flat' AND file = path, article_id, file),
    path, record_index
"""
"""The articles by the file on disk that holds them, files of flat text first."""
_EXCERPT = 400
"""Code points of a source line that are kept around a finding."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a validation is asked besides its paths.

    `sources` is a folder with the raw files of a package, to compare its text with; `out` where to
    write a dataset's findings; `as_of` the day against which a date counts as in the future.
    """

    sources: Path | None = None
    referee: bool = False
    as_of: date | None = None
    out: Path | None = None
    jobs: int | None = None


@dataclass
class Result:
    """The findings, in order, with counts of what was looked at and remarks for the person."""

    findings: list[Finding] = field(default_factory=list)
    summary: dict[str, int] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


def validate(paths: Sequence[Path], config: Config, asked: Asked) -> Result:
    """Validate every path: packages and datasets each for itself, all else as raw documents.

    Raises UsageError for a path that does not exist.
    """
    missing = next((path for path in paths if not path.exists() and not is_glob(path)), None)
    if missing:
        raise UsageError(f"{missing} does not exist")
    packages = [path for path in paths if _is_package(path)]
    raw = [path for path in paths if not _is_package(path)]
    result = Result()
    for path in packages:
        _package(path, config, asked, result)
    if raw:
        _documents(raw, config, asked, result)
    return result


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
    result.findings += found


def _ruled(folder: Path, config: Config, asked: Asked, result: Result) -> list[Finding]:
    """What the rules say of a sound package or dataset, and its raw files, where they are given."""
    facts = store.read_descriptor(folder).pressmark
    found = list(check.package_findings(folder, facts.languages if facts else None, asked.as_of))
    _count(check.counts(folder), result)
    if asked.sources:
        found += _against_sources(Dataset.open(folder), asked.sources, config, result)
    if asked.out:
        steps.validate(folder, asked.out)
    return found


def _rules(dataset: Dataset, languages: Sequence[str], asked: Asked) -> list[Finding]:
    found = list(check.apply_rules(dataset, languages))
    if asked.as_of:
        found += check.future_findings(dataset, asked.as_of)
    return found


def _documents(paths: Sequence[Path], config: Config, asked: Asked, result: Result) -> None:
    """Build the raw documents in a scratch folder and apply the rules to what comes out."""
    intake = take(paths, config)
    locations = {item.found.path: item.found for item in intake.items}
    with steps.normalised(intake, config, jobs=asked.jobs) as dataset:
        found = _rules(dataset, config.corpus.languages, asked)
        _count(account.account(dataset).metrics(), result)
    result.findings += _with_excerpts(found, locations, config)


def _count(counts: Mapping[str, int], result: Result) -> None:
    for name, count in counts.items():
        result.summary[name] = result.summary.get(name, 0) + count


def _with_excerpts(
    findings: Iterable[Finding], locations: dict[str, Found], config: Config
) -> list[Finding]:
    """The findings, each with its line of the source and where in it the fault lies."""
    by_file: defaultdict[str | None, list[tuple[int, Finding]]] = defaultdict(list)
    for rank, finding in enumerate(findings):
        file = _file(finding.path, locations)
        by_file[file].append((rank, finding))
    placed: list[tuple[int, Finding]] = []
    for file, ranked in by_file.items():
        wanted = {finding.path for _, finding in ranked if finding.src_start is not None}
        texts = _texts(locations[file], wanted, config) if file in locations and wanted else {}
        placed += [(rank, _excerpt(found, texts.get(found.path))) for rank, found in ranked]
    return [finding for _, finding in sorted(placed, key=lambda item: item[0])]


def _file(path: str | None, locations: Mapping[str, Found]) -> str | None:
    """The file on disk that holds the document at `path`."""
    if path is None or path in locations:
        return path
    file = path.rpartition("#")[0]
    if file in locations:
        return file
    at = path.find(INSIDE)
    while at > 0 and path[:at] not in locations:
        at = path.find(INSIDE, at + 1)
    return path[:at] if at > 0 else file


def _texts(found: Found, wanted: set[str | None], config: Config) -> dict[str | None, str]:
    """The decoded sources of the documents at the places `wanted` in one file."""
    if found.problem:
        return {}
    placed = (
        (sources.place(path, index, config), text)
        for path, index, text in sources.texts(found.path, found.location, config)
    )
    return {place: text for place, text in placed if place in wanted}


def _excerpt(finding: Finding, text: str | None) -> Finding:
    if text is None or finding.src_start is None or finding.excerpt is not None:
        return finding
    start = finding.src_start
    end = finding.src_end or start
    first = max(text.rfind("\n", 0, start), text.rfind("\r", 0, start)) + 1
    first = max(first, start - _EXCERPT // 2)
    line = text[first : first + _EXCERPT].splitlines() or [""]
    caret = (start - first, min(end - first, len(line[0])))
    return replace(finding, excerpt=line[0], caret=caret)


def _against_sources(
    dataset: Dataset, folder: Path, config: Config, result: Result
) -> list[Finding]:
    """Compare each block with the raw file it came from, and say how many there were.

    Raises UsageError when none of the files is in `folder`.
    """
    with dataset.connect() as connection:
        rows = connection.execute(
            _BY_FILE.format(
                file="coalesce(archive_path, path)" if _knows_archives(dataset) else "path"
            )
        ).fetchall()
    there = [row for row in rows if store.inside(folder, row[1]).is_file()]
    files, found = {row[1] for row in rows}, {row[1] for row in there}
    if rows and not there:
        raise UsageError(
            f"none of the {len(files):,} raw files is in {folder}",
            hint=f"give the folder in which {rows[0][1]} lies",
        )
    result.notes.append(f"{folder}: {len(found):,} of {len(files):,} raw files compared")
    with dataset.connect() as connection:
        decoded = _decoded(there, folder, config)
        return list(check.text_findings(connection, decoded, whole=not _reduced(dataset)))


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
