"""The row of articles: what is stated, printed in blocks of its own, or corrected by people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pressmark import normalise, parse
from pressmark.flow import candidates, dating, on_page
from pressmark.flow.metadata import items
from pressmark.flow.pieces import SUFFIX_RULE
from pressmark.normalise.correcting import CORRECTION
from pressmark.rights import expression
from pressmark_schema.analysis import counts
from pressmark_schema.corrections import OF_BLOCKS, Target
from pressmark_schema.vocabulary import Access, BlockKind, Completeness, TitleBasis

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pressmark.flow.parsed import Parsed
    from pressmark_schema.profile import OutletProfile

_AGENCY = 30
"""Code points up to which a credit is a name; above, it is a sentence that holds one."""


def row(found: Parsed) -> dict[str, Any]:
    """The row, its record_sha256 still None; what speaks for its values is put into evidence."""
    columns = found.columns() | {"completeness": _completeness(found)}
    columns |= counts(len(found.blocks), found.text)
    columns |= _title(found)
    columns |= _from_blocks(found)
    columns |= dating.modified(found)
    columns |= dating.bounds(found)
    _evidence_of_statements(found)
    _correct(found, columns)
    return columns


def _completeness(found: Parsed) -> Completeness:
    """Cut where the page declares that not all may read it and prints that the rest is sold.

    Either alone says nothing: many pages declare it of what they show whole.
    """
    if found.facts.values["access"] is not Access.RESTRICTED or not found.page_statements:
        return Completeness.UNKNOWN
    for block in found.blocks:
        if block["kind"] is BlockKind.BOILERPLATE and parse.is_offer(block["text"]):
            found.evidence.block("completeness", None, Completeness.CUT, block, "page.paywall@1")
            return Completeness.CUT
    return Completeness.UNKNOWN


def _title(found: Parsed) -> dict[str, Any]:
    if "title" in found.facts.values:
        return {"title": _stated_title(found), "title_basis": TitleBasis.STATED}
    for block, piece in zip(found.blocks, found.pieces, strict=True):
        if block["kind"] is BlockKind.TITLE:
            stated = piece.segment.kind is BlockKind.TITLE
            basis = TitleBasis.STATED if stated else TitleBasis.DERIVED
            found.evidence.block("title", None, block["text"], block, "block.title@1")
            return {"title": block["text"], "title_basis": basis}
    return {"title": None, "title_basis": TitleBasis.ABSENT}


def _stated_title(found: Parsed) -> str:
    """The title as stated, without what its outlet appends to titles."""
    stated: str = found.facts.values["title"]
    kept, suffix = found.profile.without_suffix(stated)
    if suffix:
        item = found.stated.get("title")
        in_text = item is not None and "title" not in found.document.metadata
        span = item.span if item is not None and in_text else None
        found.evidence.add("title", stated, kept, None, span, SUFFIX_RULE)
    return kept


def _from_blocks(found: Parsed) -> dict[str, Any]:
    """Kicker, authors and agency as blocks of their own print them, where none are stated."""
    columns: dict[str, Any] = {}
    for block in found.blocks:
        column, value = _printed(block, found.profile)
        if column and value and column not in columns and column not in found.facts.values:
            columns[column] = value
            shown = ", ".join(value) if isinstance(value, list) else value
            found.evidence.block(column, None, shown, block, f"block.{block['kind']}@1")
    return columns


def _printed(block: Mapping[str, Any], profile: OutletProfile) -> tuple[str | None, Any]:
    """The column of articles that a block prints, and its value."""
    kind, text = block["kind"], block["text"]
    if kind is BlockKind.KICKER:
        return "kicker", text
    if kind is BlockKind.AGENCY_CREDIT:
        named = text.strip("()[]/© ")
        return ("agency", named) if len(named) <= _AGENCY else (None, None)
    if kind is not BlockKind.BYLINE:
        return None, None
    names = parse.stated_names(text)
    profiled = parse.names_in(text, profile)
    return "authors", names or [
        name for found in profiled[:1] for name in parse.parted_names(found)
    ]


def _evidence_of_statements(found: Parsed) -> None:
    """A row for each value that the document states, the date's candidates included."""
    for item in found.segmented.stated:
        if item.column != "published_edtf":
            found.evidence.add(item.column, None, item.value, None, item.span, item.rule)
    stated = found.document.metadata.get("rights")
    if stated and expression(stated) is None:
        known = "record" if "rights" in found.document.from_record else "metadata"
        found.evidence.add("rights", stated, None, None, None, f"{known}.rights@1")
    on_page.as_evidence(found.evidence, found.page_statements)
    candidates.as_evidence(found.evidence, found.candidates)


def _correct(found: Parsed, columns: dict[str, Any]) -> None:
    """Put corrected values in place of those that they name, with the evidence for it."""
    for number, item in found.corrections:
        if item.target in OF_BLOCKS or item.target is Target.PUBLISHED:
            continue
        known, several = columns[item.target], item.target is Target.AUTHORS
        shown = "; ".join(known) if several and known else known
        after = normalise.clean(item.after).text
        if shown == item.before and after:
            columns[item.target] = items(item.after) if several else after
            if item.target is Target.TITLE:
                columns["title_basis"] = TitleBasis.STATED
            found.evidence.add(item.target, shown, after, None, None, CORRECTION)
            found.applied.append(number)
