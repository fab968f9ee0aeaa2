"""The evidence of one article: each value's support, with its place in the decoded source."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pressmark import normalise
from pressmark.flow.pieces import source_span
from pressmark_schema import ids

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pressmark.flow.pieces import Piece
    from pressmark.parse import Clue
    from pressmark_schema.segments import PageStatement, Span

_RAW = 500
"""Code points that are kept of what a page states."""


class EvidenceLog:
    """Collects evidence rows; `before` is a column's value without this, `value` with it."""

    def __init__(
        self,
        article_id: str,
        blocks: Sequence[Mapping[str, Any]],
        pieces: Sequence[Piece],
    ) -> None:
        self.rows: list[dict[str, Any]] = []
        self._known: set[str] = set()
        self._article_id, self._blocks, self._pieces = article_id, blocks, pieces

    def block(
        self, column: str, before: str | None, value: str, block: Mapping[str, Any], rule: str
    ) -> None:
        """A whole block speaks for the value."""
        self.add(column, before, value, block, self._pieces[block["seq"]].segment.span, rule)

    def clue(self, column: str, before: str | None, value: str | None, clue: Clue) -> None:
        """A date inside a block speaks for the value."""
        span = source_span(self._pieces[clue.block], clue.span)
        self.add(column, before, value, self._blocks[clue.block], span, f"narrow.{clue.basis}@1")

    def add(
        self,
        column: str,
        before: str | None,
        value: str | None,
        block: Mapping[str, Any] | None,
        span: Span | None,
        rule: str,
    ) -> None:
        """A stretch of the source, in a block or in none, or something outside speaks for it."""
        place = f"{span.start}-{span.end}" if span else ""
        self._keep(
            evidence_id=ids.row_id("e", self._article_id, column, value or "", place, rule),
            article_id=self._article_id,
            field=column,
            value_from=before,
            value_to=value,
            block_id=block["block_id"] if block else None,
            src_start=span.start if span else None,
            src_end=span.end if span else None,
            place=None,
            raw=None,
            rule=rule,
        )

    def page(self, column: str, value: str | None, stated: PageStatement) -> None:
        """What a page states outside its text speaks for the value; None: it cannot be read."""
        raw = normalise.clean(stated.raw).text[:_RAW]
        key = (self._article_id, column, value or "", stated.place, stated.rule)
        self._keep(
            evidence_id=ids.row_id("e", *key),
            article_id=self._article_id,
            field=column,
            value_from=None if value else raw,
            value_to=value,
            block_id=None,
            src_start=None,
            src_end=None,
            place=stated.place,
            raw=None if raw == value else raw,
            rule=stated.rule,
        )

    def _keep(self, evidence_id: str, **columns: Any) -> None:
        if evidence_id not in self._known:
            self._known.add(evidence_id)
            self.rows.append({"evidence_id": evidence_id, **columns})
