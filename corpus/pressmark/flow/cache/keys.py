"""What the rows of a file depend on, as one hash: its bytes, what is said of it, settings, code."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from pressmark.flow.cache import code
from pressmark.hashing import of_json

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pressmark.config import Config
    from pressmark.flow.intake import Item
    from pressmark.flow.options import Options
    from pressmark_schema.documents import RawFile, RawPart
    from pressmark_schema.withdrawals import Withdrawal

_DESCRIBING = (
    *("name", "title", "description", "version", "homepage", "keywords"),
    *("licenses", "contributors", "sources"),
)
_OF_DIVISION: dict[str, Any] = {
    **dict.fromkeys(("validation", "release", "build", "duplicates", "parse", "workers"), True),
    "corpus": set(_DESCRIBING),
    "metadata": {"table"},
}
"""Settings that say nothing of how a file is read; a new one counts until it stands here."""
_OF_UNIT: dict[str, Any] = {
    **_OF_DIVISION,
    **dict.fromkeys(("rights", "records", "archives"), True),
    "read": {"include", "exclude", "encodings", "encoding"},
}
"""And that reach a file by its path alone, for which `Keys` asks."""


class Keys:
    """The keys of units of work under some options."""

    def __init__(self, options: Options) -> None:
        config = options.config
        self._config = config
        known = config.profile.profile.sha256 if config.profile else ""
        told = {"code": code.of_steps(), "profile": known}
        self._unit = of_json(told | {"settings": _settings(config, _OF_UNIT)})
        self._division = of_json(told | {"settings": _settings(config, _OF_DIVISION)})

    def file(self, path: str, sha256: str, metadata: Mapping[str, str], archived: Any) -> str:
        """The key of a file that is one document."""
        return self._of(path, [sha256, metadata, asdict(archived) if archived else None])

    def part(self, part: RawPart) -> str:
        """The key of a part of a file of many records: where they stand counts, too.

        What is around them does not: lines that are appended leave earlier parts what they were.
        """
        records = [
            (r.index, r.offset, r.line, r.sha256, r.problem, r.where, r.key) for r in part.records
        ]
        return self._of(part.source.path, [asdict(part.shape), dict(part.metadata), records])

    def division(self, item: Item, sha256: str) -> str:
        """The key of how a file of many documents is divided."""
        stated = [self._division, item.found.path, sha256, item.row, item.place]
        return of_json(stated)

    @property
    def settings(self) -> str:
        """The hash of what the rows of all files depend on: settings and code."""
        return self._unit

    def _of(self, path: str, stated: list[Any]) -> str:
        rights = self._config.rights_for(path)
        encodings = self._config.read.encodings_for(path)
        said = rights.model_dump(mode="json") if rights else None
        return of_json([self._unit, path, said, encodings, *stated])


def of_raw(keys: Keys, raw: RawFile) -> str:
    """The key of a file that is held."""
    return keys.file(raw.path, raw.sha256, raw.metadata, raw.archived)


def bound(ids: Iterable[str], options: Options, *, whole: bool = False) -> str:
    """What people decided of articles with these ids or aliases; "" for nothing.

    `whole` takes in all withdrawals: some document gave no article, so that not all its ids are
    known.
    """
    kept, corrections, withdrawn = options.kept, options.corrections, options.withdrawn
    said = []
    for name in sorted(set(ids)):
        lines, hidden = corrections.of(name), withdrawn.of([name])
        if lines or hidden or name in kept:
            decided = [(number, item.model_dump(mode="json")) for number, item in lines]
            said.append((name, kept.get(name), decided, _dumped(hidden)))
    listed = _dumped(withdrawn.listed) if whole else []
    return of_json([said, listed]) if said or listed else ""


def _dumped(withdrawals: Iterable[Withdrawal]) -> list[Any]:
    return [item.model_dump(mode="json") for item in withdrawals]


def _settings(config: Config, left_out: dict[str, Any]) -> dict[str, Any]:
    return config.model_dump(mode="json", exclude=left_out)
