"""What the pages of a site show: plain values made of rows, for the templates to lay out."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pressmark.export.site.marks import Stretch, changes, stretches
from pressmark_schema.edtf import Edtf
from pressmark_schema.vocabulary import TEXT_KINDS, Sharing

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    Row = Mapping[str, Any]

UNDATED = "undated"
_OPENING = 60
"""Code points of a text, at most, by which an article without a title is told from others."""


@dataclass(frozen=True, slots=True)
class BlockView:
    """A block: its anchor in the page, its kind, its stretches, and how sure its kind is."""

    anchor: str
    kind: str
    lang: str
    in_text: bool
    level: int
    stretches: list[Stretch]
    place: str
    confidence: str
    post: dict[str, str] = field(default_factory=dict)
    links: list[tuple[str, str | None]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class FindingView:
    """A finding: its rule, and what it observed where the article's text may be shown."""

    code: str
    name: str
    observed: str

    @property
    def rule(self) -> str:
        """The rule as it is chosen by: `PM210 site-in-title`, a code that nobody named alone."""
        return f"{self.code} {self.name}".rstrip()


@dataclass(frozen=True, slots=True)
class ArticleView:
    """An article's page; `blocks` is empty where its text may not be shown to everyone."""

    article_id: str
    title: str | None
    opening: str
    outlet_id: str
    outlet: str
    lang: str
    days: str
    month: str
    facts: list[tuple[str, str]]
    provenance: list[tuple[str, str]]
    findings: list[FindingView]
    blocks: list[BlockView]
    shown: bool
    has_changes: bool
    kinds: list[str]


def article(
    row: Row,
    rows: Mapping[str, Sequence[Row]],
    found: Sequence[Row],
    rules: Mapping[str, str],
) -> ArticleView:
    """The view of one article; `rows` are its rows of other tables, `found` its findings.

    `rules` names the rules by their codes.
    """
    text = rows["texts"][0] if rows["texts"] else {}
    shown = row["sharing"] == Sharing.FULL_TEXT
    blocks = _blocks(rows) if shown else []
    return ArticleView(
        article_id=row["article_id"],
        title=row["title"],
        opening=_opening(text.get("text") or "") if shown and not row["title"] else "",
        outlet_id=row["outlet_id"],
        outlet=row["outlet"] or row["outlet_id"],
        lang=row["lang"],
        days=_days(text),
        month=month(text),
        facts=_facts(row, text),
        provenance=[],
        findings=[_finding(item, rules, shown=shown) for item in found],
        blocks=blocks,
        shown=shown,
        has_changes=any(one.change for block in blocks for one in block.stretches),
        kinds=sorted({block.kind for block in blocks}),
    )


def _finding(item: Row, rules: Mapping[str, str], *, shown: bool) -> FindingView:
    """What is observed quotes the text, so it goes where that goes."""
    observed = item["observed"] if shown else None
    return FindingView(item["code"], rules.get(item["code"], ""), observed or "")


def _opening(text: str) -> str:
    """The first words of a text, and an ellipsis where it goes on."""
    words = " ".join(text[: _OPENING * 2].split())
    if len(words) <= _OPENING:
        return words
    return f"{words[:_OPENING].rpartition(' ')[0] or words[:_OPENING]} …"


def month(text: Row) -> str:
    """The month that holds all days an article can date from; else the year, else `undated`."""
    first, last = text.get("date_from"), text.get("date_to")
    if first is None or last is None:
        return UNDATED
    if (first.year, first.month) == (last.year, last.month):
        return f"{first:%Y-%m}"
    return f"{first:%Y}" if first.year == last.year else UNDATED


def _days(text: Row) -> str:
    first, last = text.get("date_from"), text.get("date_to")
    return str(Edtf.of_days(first, last)) if first and last else "no date"


def _blocks(rows: Mapping[str, Sequence[Row]]) -> list[BlockView]:
    embeds = {row["block_id"]: row for row in rows["embeds"]}
    return [
        _block(
            block,
            [row for row in rows["changes"] if row["block_id"] == block["block_id"]],
            [row for row in rows["annotations"] if row["block_id"] == block["block_id"]],
            [row for row in rows["links"] if row["block_id"] == block["block_id"]],
            embeds.get(block["block_id"]),
        )
        for block in rows["blocks"]
    ]


def _block(
    block: Row,
    changed: Sequence[Row],
    notes: Sequence[Row],
    links: Sequence[Row],
    embed: Row | None,
) -> BlockView:
    placed = changes(block, changed) if block["src_start"] is not None else []
    line = f"line {block['src_line']}, column {block['src_column']}" if block["src_line"] else ""
    return BlockView(
        anchor=block["block_id"],
        kind=block["kind"],
        lang=block["lang"],
        in_text=block["kind"] in TEXT_KINDS,
        level=min((block["level"] or 2) + 1, 6),
        stretches=list(stretches(block["text"], placed, notes)),
        place=line,
        confidence=f"{block['kind_confidence'] / 10:.0f} % sure, by {block['kind_basis']}",
        post=_post(embed) if embed else {},
        links=[(row["anchor"], safe_address(row["url"])) for row in links],
    )


def _post(embed: Row) -> dict[str, str]:
    who = embed["author_name"] or embed["author_handle"] or "unknown author"
    return {"platform": embed["platform"], "who": who, "when": embed["posted_edtf"] or ""}


def safe_address(url: str | None) -> str | None:
    """An address that a page may link to: of the web, and nothing that a browser would run."""
    return url if url and url.lower().startswith(("https://", "http://")) else None


def _facts(row: Row, text: Row) -> list[tuple[str, str]]:
    """What is known of an article, each value with what it rests on."""
    found = [
        ("Published", f"{row['published_edtf'] or 'unknown'} ({row['published_basis']})"),
        ("Dates from", f"{_days(text)} ({text.get('date_basis', 'unknown')})"),
        ("Modified", row["modified_edtf"]),
        ("Authors", ", ".join(row["authors"] or [])),
        ("Agency", row["agency"]),
        ("Section", row["section"]),
        ("Language", f"{row['lang']} ({row['lang_basis']})"),
        ("Words", f"{row['n_words']:,}"),
        ("Access", row["access"] if row["access"] != "unknown" else None),
        ("Rights", f"{row['rights']} ({row['rights_basis']})"),
        ("Address", row["canonical_url"]),
        ("Duplicates", text.get("dup_cluster")),
    ]
    return [(name, value) for name, value in found if value]
