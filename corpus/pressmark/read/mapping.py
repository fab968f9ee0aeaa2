"""Which keys of a record are which of our columns: declared, or a preset known by its keys."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from pressmark.read.refused import RefusedError
from pressmark.read.sidecar import COLUMNS
from pressmark.read.strict_json import Number
from pressmark_schema.errors import UsageError
from pressmark_schema.vocabulary import QuarantineReason

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from pressmark.config import RecordsRule

Keys = dict[str, tuple[str, ...]]

TEXT = "text"
"""Names the keys of the text itself in a mapping."""
HTML = "html"
"""Names the keys of a whole web page, which is read where a record has one."""
PRESETS: dict[str, Keys] = {
    "fundus": {
        "text": ("body", "plaintext"),
        "title": ("title",),
        "authors": ("authors",),
        "published": ("publishing_date",),
        "keywords": ("topics",),
        "canonical_url": ("url",),
        "outlet": ("publisher", "*"),
        "lang": ("lang",),
        "access": ("free_access",),
    },
    "news-please": {
        "text": ("maintext",),
        "title": ("title",),
        "authors": ("authors",),
        "published": ("date_publish",),
        "modified": ("date_modify",),
        "canonical_url": ("url",),
        "outlet": ("source_domain",),
        "lang": ("language",),
    },
    "huggingface": {
        "text": ("text",),
        "native_id": ("id",),
        "canonical_url": ("metadata.url", "url"),
        "published": ("metadata.date", "date"),
        "title": ("metadata.title", "title"),
        "lang": ("metadata.language",),
    },
    "schema.org": {
        "text": ("articleBody",),
        "title": ("headline",),
        "authors": ("author.name", "author"),
        "published": ("datePublished",),
        "modified": ("dateModified",),
        "canonical_url": ("url", "mainEntityOfPage.@id", "mainEntityOfPage"),
        "outlet": ("publisher.name",),
        "section": ("articleSection",),
        "keywords": ("keywords",),
        "lang": ("inLanguage",),
        "access": ("isAccessibleForFree",),
        "kicker": ("alternativeHeadline",),
    },
}
"""The keys that programs write, by the name of the program or vocabulary.

Read off their own code: Fundus' Article.to_json (0.5.7; `*` is the publisher under whose name its
crawler saves articles), news-please's NewsArticle.get_serializable_dict (1.6.16), datatrove's
JsonlWriter (0.10.1) and schema.org/NewsArticle. tests/strangers has files that they wrote.
"""
_KNOWN_BY: dict[str, tuple[tuple[str, ...], ...]] = {
    "schema.org": (("articleBody", "headline"),),
    "news-please": (("maintext", "date_publish"),),
    "fundus": (("title", "publishing_date", "body"), ("title", "publishing_date", "plaintext")),
    "huggingface": (("id", "text", "metadata"),),
}
"""The keys by all of which a preset is recognised."""
_TEXTS = ("text", "body", "maintext", "plaintext", "content", "article", "articleBody", "artikel")
_ABSENT = {"None", "NaT", "nan"}
"""How Python's missing values come out of str(), as news-please writes its missing dates."""
_ACCESS = {"true": "free", "false": "restricted"}
"""How isAccessibleForFree and its kin are said in our words."""
_SHOWN = 30


def resolve(
    path: str, rule: RecordsRule | None, keys: Collection[str], own: Collection[str]
) -> tuple[Keys, str]:
    """The keys for each of our columns in the file at `path`, and what they were taken from.

    `keys` are those seen at the top of its records, `own` the corpus's own columns, which a key of
    the same name fills. Raises UsageError where nothing says which key is the text.
    """
    preset: str | None = rule.preset if rule else None
    declared = {name: _tried(found) for name, found in (rule.fields if rule else {}).items()}
    unknown = set(declared) - {TEXT, HTML, *COLUMNS, *own}
    if unknown:
        raise UsageError(f"records.fields: {min(unknown)} is no column of ours")
    empty = next((name for name, found in declared.items() if not found), None)
    if empty:
        raise UsageError(f"records.fields: {empty} names no key")
    named = f"preset {preset}" if preset else "fields as declared"
    if preset is None and not {TEXT, HTML} & set(declared):
        preset = detect(keys)
        if preset is None:
            raise _unmapped(path, keys)
        known_by = next(k for k in _KNOWN_BY[preset] if set(k) <= set(keys))
        named = f"preset {preset}, known by the keys {', '.join(known_by)}"
    mapping = {name: (name,) for name in own if name in keys}
    return mapping | (PRESETS[preset] if preset else {}) | declared, named


def detect(keys: Collection[str]) -> str | None:
    """The preset whose keys are all there; None for none or more than one."""
    found = [
        name
        for name, choices in _KNOWN_BY.items()
        if any(set(choice) <= set(keys) for choice in choices)
    ]
    return found[0] if len(found) == 1 else None


def propose(keys: Collection[str]) -> dict[str, str]:
    """Which of `keys` are likely which column, for a person to check."""
    lower = {key.lower(): key for key in sorted(keys, reverse=True)}
    text = next((lower[name.lower()] for name in _TEXTS if name.lower() in lower), "…")
    found = {TEXT: text}
    for column, names in COLUMNS.items():
        free = next((lower[name] for name in names if name in lower), None)
        if free and free != text:
            found[column] = free
    return found


def apply(value: Mapping[str, Any], mapping: Keys) -> tuple[str, dict[str, str]]:
    """The text of a record and what it states, by column; raises RefusedError without a text.

    A list or object in place of the text is its strings in their order, joined by blank lines.
    """
    text = _text(value, mapping.get(TEXT) or mapping[HTML])
    return text, stated(value, mapping)


def page(value: Mapping[str, Any], mapping: Keys) -> str | None:
    """The markup of the page that a record holds; None where it holds none, or none is mapped."""
    found = _first(value, mapping[HTML]) if HTML in mapping else None
    if not isinstance(found, str) or isinstance(found, Number) or not found.strip():
        return None
    return found


def stated(value: Mapping[str, Any], mapping: Keys) -> dict[str, str]:
    """What a record states, by column of ours; raises RefusedError for what is no value."""
    found = {}
    for column, keys in mapping.items():
        inner = None if column in {TEXT, HTML} else _first(value, keys)
        written = None if inner is None else _written(column, inner)
        if written and written not in _ABSENT:
            found[column] = written
    return found


def _tried(keys: str | list[str]) -> tuple[str, ...]:
    return (keys,) if isinstance(keys, str) else tuple(keys)


def _text(value: Mapping[str, Any], keys: tuple[str, ...]) -> str:
    found = _first(value, keys)
    named = " or ".join(keys)
    if found is None:
        shown = ", ".join(sorted(value)[:_SHOWN])
        detail = f"no text: the record has no {named}; its keys are {shown or 'none'}"
        raise RefusedError(QuarantineReason.MALFORMED, detail)
    if isinstance(found, (Number, bool)):
        raise RefusedError(QuarantineReason.MALFORMED, f"{named} is {found}, no text")
    text = found if isinstance(found, str) else "\n\n".join(_strings(found))
    if not text.strip():
        raise RefusedError(QuarantineReason.EMPTY, f"{named} is empty")
    return text


def _first(value: Any, keys: tuple[str, ...]) -> Any:
    """What stands at the first of `keys` that leads to something."""
    for key in keys:
        found = _at(value, key)
        if found not in (None, "", [], {}):
            return found
    return _at(value, keys[0])


def _at(value: Any, key: str) -> Any:
    """What stands at a dotted key: a key of that very name first; in a list, of each item."""
    if isinstance(value, list):
        found = [inner for item in value if (inner := _at(item, key)) is not None]
        return found or None
    if not isinstance(value, dict):
        return None
    if key in value:
        return value[key]
    head, dot, rest = key.partition(".")
    return _at(value[head], rest) if dot and head in value else None


def _written(column: str, found: Any) -> str:
    """A value as a metadata table would write it."""
    if isinstance(found, (str, bool)):
        text = str(found).strip() if isinstance(found, str) else str(found).lower()
        return _ACCESS.get(text.lower(), text) if column == "access" else text
    if not found:
        return ""
    if isinstance(found, list) and all(isinstance(item, str) for item in found):
        several = column in {"authors", "keywords"}
        return json.dumps(found, ensure_ascii=False) if several else "; ".join(found)
    detail = f"{column}: neither a value nor a list of texts; name a key inside it (author.name)"
    raise RefusedError(QuarantineReason.INVALID_METADATA, detail)


def _strings(found: Any) -> Iterator[str]:
    if isinstance(found, str) and not isinstance(found, Number):
        if found.strip():
            yield found
    elif isinstance(found, (list, dict)):
        for inner in found.values() if isinstance(found, dict) else found:
            yield from _strings(inner)


def _unmapped(path: str, keys: Collection[str]) -> UsageError:
    shown = ", ".join(sorted(keys)[:_SHOWN])
    fields = ", ".join(f'{ours} = "{theirs}"' for ours, theirs in propose(keys).items())
    glob = path.rpartition("/")[2]
    return UsageError(
        f"{path}: which key is the text? Its records have {shown or 'no keys'}",
        hint=f'check, and put into pressmark.toml: [[records]] glob = "{glob}" '
        f"fields = {{ {fields} }}",
    )
