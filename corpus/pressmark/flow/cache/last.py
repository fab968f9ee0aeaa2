"""What was built last at a place: where nothing has changed since, it is the answer again."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

import orjson
from pydantic import ValidationError

from pressmark import store
from pressmark.flow import withdrawn
from pressmark.flow.account import Account
from pressmark.flow.cache import code, sealed
from pressmark.flow.cache.stats import Known, known
from pressmark.flow.corrections import Outcome
from pressmark_schema.corrections import Correction
from pressmark_schema.errors import PressmarkError
from pressmark_schema.withdrawals import Withdrawal

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from pressmark.flow.cache.folder import CacheFolder
    from pressmark.flow.intake import Intake
    from pressmark.flow.options import Options
    from pressmark.read.archives import Told

PART = "builds"


@dataclass
class Built:
    """A build: the key of all that went into it, its account, the files that were read and made."""

    key: str
    account: dict[str, Any]
    read: dict[str, Known]
    made: dict[str, Known]


def key(intake: Intake, files: Mapping[str, Known], options: Options) -> str | None:
    """The hash of all that a package depends on; None where a file's bytes are not known."""
    config = options.config
    hasher = hashlib.sha256(code.of_all().encode())
    profile = (config.profile.path, config.profile.file_sha256) if config.profile else None
    lines = [(n, item.model_dump(mode="json")) for n, item in options.corrections.lines.items()]
    gone = [item.model_dump(mode="json") for item in options.withdrawn.listed]
    settings = config.model_dump(mode="json", exclude={"validation", "release", "workers"})
    told = [settings, profile, lines, gone, sorted(options.kept.items())]
    hasher.update(orjson.dumps(told, option=orjson.OPT_SORT_KEYS))
    for item in intake.items:
        found, problem = files.get(item.found.path), item.found.problem
        if found is None and problem is None:
            return None
        digest = found.sha256 if found else None
        hasher.update(orjson.dumps([item.found.path, digest, item.row, item.place, problem]))
    return hasher.hexdigest()


def read(folder: CacheFolder, target: Path) -> Built | None:
    """What was built last at `target`; None where that is not known."""
    value = sealed.kept(folder, _name(target))
    try:
        found, account, read_, made = value
        return Built(str(found), dict(account), _known(read_), _known(made))
    except (TypeError, ValueError):
        return None


def write(folder: CacheFolder, target: Path, built: Built) -> None:
    """Keep what was built at `target`."""
    files = [{path: file.plain() for path, file in of.items()} for of in (built.read, built.made)]
    sealed.keep(folder, _name(target), [built.key, built.account, *files])


def _known(value: Any) -> dict[str, Known]:
    return {path: Known.plainly(of) for path, of in value.items()}


def _name(target: Path) -> str:
    return f"{PART}/{hashlib.sha256(bytes(target.absolute())).hexdigest()}"


def package(target: Path, before: Mapping[str, Known] | None = None) -> dict[str, Known] | None:
    """The files of the package at `target` as they are; None where it cannot be read."""
    try:
        paths = store.staged(target) if target.is_dir() and not target.is_symlink() else []
        found = {}
        for path in paths:
            name = path.relative_to(target).as_posix()
            found[name] = known(path, before.get(name) if before else None)
    except (OSError, PressmarkError):
        return None
    return found


def is_same(one: Mapping[str, Known], other: Mapping[str, Known]) -> bool:
    """Whether two folders hold the same files with the same bytes."""
    return {n: f.sha256 for n, f in one.items()} == {n: f.sha256 for n, f in other.items()}


def plain(account: Account, told: Told) -> dict[str, Any]:
    """An account as JSON, without what the files to read say of themselves."""
    made = {field.name: getattr(account, field.name) for field in fields(Account)}
    simple = {name: value for name, value in made.items() if isinstance(value, int | str)}
    outcome = account.corrections
    stale = [(line, item.model_dump(mode="json")) for line, item in outcome.stale]
    lost = account.withdrawn
    gone = [(rank, item.model_dump(mode="json")) for rank, item in lost.absent]
    return {
        "simple": simple,
        "quarantined": list(account.quarantined.items()),
        "findings": list(account.findings.items()),
        "examples": account.examples,
        "corrections": [outcome.applied, stale, outcome.absent],
        "withdrawn": [lost.documents, gone, lost.misplaced],
        "left_out": dict(told.left_out),
        "remarks": account.intake.remarks if account.intake else [],
    }


def again(value: Mapping[str, Any], intake: Intake) -> Account | None:
    """The account of the same files once more; None where it is not what `plain` makes."""
    try:
        account = Account(**value["simple"], intake=intake)
        account.quarantined = Counter(dict(map(tuple, value["quarantined"])))
        found = {(code_, severity): count for (code_, severity), count in value["findings"]}
        account.findings = Counter(found)
        account.examples = [(path, why, detail) for path, why, detail in value["examples"]]
        applied, stale, absent = value["corrections"]
        lines = [(int(line), Correction.model_validate(item)) for line, item in stale]
        account.corrections = intake.corrections = Outcome(int(applied), lines, int(absent))
        documents, gone, misplaced = value["withdrawn"]
        unseen = [(int(rank), Withdrawal.model_validate(item)) for rank, item in gone]
        account.withdrawn = withdrawn.Outcome(int(documents), unseen, list(misplaced))
        intake.withdrawn = account.withdrawn
        intake.left_out += Counter(value["left_out"])
        intake.remarks += value["remarks"]
    except (TypeError, ValueError, LookupError, ValidationError):
        return None
    return account
