"""The catalogue: every rule with its stable code and its words, one module a group of codes."""

from operator import attrgetter

from pressmark.check.catalogue import (
    blocks,
    captures,
    files,
    keeping,
    metadata,
    package,
    records,
    rights,
    sources,
    text,
    values,
)
from pressmark_schema.findings import Rule

__all__ = ["RULES"]

_MODULES = (
    *(sources, metadata, blocks, text, captures),
    *(values, records, package, files, rights, keeping),
)
_FOUND = (rule for module in _MODULES for rule in vars(module).values() if isinstance(rule, Rule))

RULES: dict[str, Rule] = {rule.code: rule for rule in sorted(_FOUND, key=attrgetter("code"))}
"""Every rule by its code, in the order of the codes."""
