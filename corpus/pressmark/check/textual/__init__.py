"""The rules about single articles, one module a group; each sees a record and yields hits."""

from pressmark.check.record import RecordRule
from pressmark.check.textual import characters, dates, ending, furniture, shape

RECORD_RULES: tuple[RecordRule, ...] = tuple(
    RecordRule(rule, find)
    for module in (dates, ending, furniture, shape, characters)
    for rule, find in module.RULES.items()
)
"""Every rule about single articles, each with its function."""
