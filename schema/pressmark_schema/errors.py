"""Exceptions for callers and their environment; a fault in data is a Finding instead."""


class PressmarkError(Exception):
    """What went wrong and, in `hint`, what to do next; `exit_code` is the command line's."""

    exit_code = 70

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


class UsageError(PressmarkError):
    """The caller asked for something that cannot be: a wrong option, path or configuration."""

    exit_code = 2


class EnvironmentFaultError(PressmarkError):
    """The machine cannot do it now: no permission, no space, a missing program, a held lock."""

    exit_code = 4


class IntegrityError(PressmarkError):
    """Bytes are not those that were declared."""

    exit_code = 5
