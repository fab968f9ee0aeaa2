"""Small entries as JSON: read back whole and as they were kept, or not at all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import orjson

if TYPE_CHECKING:
    from pressmark.flow.cache.folder import CacheFolder


def keep(folder: CacheFolder, name: str, value: Any) -> bool:
    """Keep `value` as JSON under `name`; False where the disk refuses."""
    return folder.keep(name, orjson.dumps(value, option=orjson.OPT_NON_STR_KEYS))


def kept(folder: CacheFolder, name: str) -> Any:
    """The value under `name`; None where there is none that was kept here."""
    data = folder.read(name)
    try:
        return None if data is None else orjson.loads(data)
    except ValueError:
        return None
