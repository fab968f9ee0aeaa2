"""The JSON Schema of pressmark.toml, with which an editor completes and checks the file."""

from __future__ import annotations

import json
import re
from typing import Any

from pressmark.config import Config

FILE = ".pressmark/settings.schema.json"
"""Where a corpus folder keeps it; the first line of its pressmark.toml says so."""
DIRECTIVE = f"#:schema ./{FILE}"
"""The comment that tells editors of the schema (taplo, Even Better TOML)."""
_DRAFT = "http://json-schema.org/draft-07/schema#"
_REF = re.compile(r'"#/\$defs/(\w+)"')


def settings_schema() -> dict[str, Any]:
    """The schema in draft 7, which editors of TOML read.

    It is weaker than the program: what only a lookup can tell (encodings, SPDX expressions) is a
    string in it.
    """
    schema = Config.model_json_schema(by_alias=True)
    for name, field in Config.model_fields.items():
        if field.exclude:
            del schema["properties"][name]
    used = _reached(schema)
    schema["$defs"] = {name: value for name, value in schema["$defs"].items() if name in used}
    return {"$schema": _DRAFT, **schema, "title": "pressmark.toml"}


def text() -> str:
    """The schema as a file."""
    return json.dumps(settings_schema(), ensure_ascii=False, indent=2) + "\n"


def _reached(schema: dict[str, Any]) -> set[str]:
    """The definitions that the settings lead to, directly or by others."""
    found: set[str] = set()
    ahead = _named(schema["properties"])
    while ahead:
        name = ahead.pop()
        if name not in found:
            found.add(name)
            ahead |= _named(schema["$defs"][name])
    return found


def _named(part: object) -> set[str]:
    return set(_REF.findall(json.dumps(part)))
