"""How much a finding weighs."""

from enum import StrEnum


class Severity(StrEnum):
    """How much a finding weighs; only errors change an exit code by default."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"
