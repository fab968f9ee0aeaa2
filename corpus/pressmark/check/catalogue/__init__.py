"""The catalogue: every rule with its stable code and its words, one module a group of codes."""

from pressmark.check.catalogue import (
    blocks,
    captures,
    files,
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

RULES: dict[str, Rule] = {
    rule.code: rule
    for module in (
        sources,
        metadata,
        blocks,
        text,
        captures,
        values,
        records,
        package,
        files,
        rights,
    )
    for rule in vars(module).values()
    if isinstance(rule, Rule)
}
"""Every rule by its code, in the order of the codes."""
