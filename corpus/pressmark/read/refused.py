"""What a reader raises for a record or file that it cannot read: the reason and where."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pressmark_schema.vocabulary import QuarantineReason


class RefusedError(ValueError):
    """A record cannot be read; it is quarantined with this reason and detail, the rest goes on."""

    def __init__(self, reason: QuarantineReason, detail: str) -> None:
        super().__init__(detail)
        self.reason, self.detail = reason, detail
