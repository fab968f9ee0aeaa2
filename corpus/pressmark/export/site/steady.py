"""Pagefind's index with its filters in one order, so that a site is the same bytes every time.

Pagefind 1.5 keeps filters in hash maps and writes them as they fall. Its files are gzip around
`pagefind_dcd` and CBOR. A filter is `[name, [[value, [page, …]], …]]`; the fourth field of a
language's index is `[[filter, file], …]`. Files are named after hashes that nothing checks.
"""

from __future__ import annotations

import gzip
import hashlib
import json
from typing import TYPE_CHECKING

from pressmark.export.site import cbor

if TYPE_CHECKING:
    from pathlib import Path

_MARK = b"pagefind_dcd"
_FILTERS = 3
"""The place of the filters in a language's index, after version, pages and words."""


def settle(folder: Path) -> None:
    """Sort the filters of the Pagefind index in `folder`; one of another form is left as it is."""
    entry = folder / "pagefind-entry.json"
    try:
        said = json.loads(entry.read_bytes())
        made = [_language(folder, language) for language in said["languages"].values()]
    except (ValueError, KeyError, IndexError, OSError, EOFError):
        return
    for files in made:
        for old, (name, body) in files.items():
            old.unlink()
            packed = gzip.compress(_MARK + body, compresslevel=9, mtime=0)
            old.with_name(name).write_bytes(packed)
    entry.write_text(json.dumps(said, ensure_ascii=False, separators=(",", ":")), "utf-8")


def _language(folder: Path, language: dict[str, str]) -> dict[Path, tuple[str, bytes]]:
    """What becomes of the files of one language, by their old paths; `language` gets its new hash.

    Each with its new name and what is in it.
    """
    index = folder / f"pagefind.{language['hash']}.pf_meta"
    fields = cbor.elements(_body(index))
    made: dict[Path, tuple[str, bytes]] = {}
    filters = []
    for title, file in map(cbor.elements, sorted(cbor.elements(fields[_FILTERS]))):
        name = cbor.text(file)
        body = _sorted(_body(folder / "filter" / f"{name}.pf_filter"))
        new = _named(name, body)
        made[folder / "filter" / f"{name}.pf_filter"] = f"{new}.pf_filter", body
        filters.append(cbor.as_array([title, cbor.as_text(new)]))
    fields[_FILTERS] = cbor.as_array(filters)
    body = cbor.as_array(fields)
    language["hash"] = _named(language["hash"], body)
    return made | {index: (f"pagefind.{language['hash']}.pf_meta", body)}


def _sorted(body: bytes) -> bytes:
    """A filter with its values in the order of their bytes."""
    title, values = cbor.elements(body)
    return cbor.as_array([title, cbor.as_array(sorted(cbor.elements(values)))])


def _body(path: Path) -> bytes:
    data = gzip.decompress(path.read_bytes())
    if not data.startswith(_MARK):
        raise ValueError("not of Pagefind's form")
    return data.removeprefix(_MARK)


def _named(name: str, body: bytes) -> str:
    """`name` (`de_1962d3b`) with the hash of `body` in place of its own, as long as that."""
    language, _, old = name.rpartition("_")
    return f"{language}_{hashlib.sha256(body).hexdigest()[: len(old)]}"
