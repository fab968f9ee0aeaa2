"""A small dataset written for these tests: three articles of two outlets, one of them undated."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from annotated import quote
from pressmark import store
from pressmark.dataset import Dataset, own_tables
from pressmark.writing import TableWriter
from pressmark_schema import ids
from pressmark_schema.descriptor import FORMAT_VERSION, PROFILE, OwnColumn, Package
from pressmark_schema.edtf import Edtf
from pressmark_schema.generate.arrow_schema import arrow_schema
from pressmark_schema.records import record_sha256
from pressmark_schema.vocabulary import TEXT_KINDS, IdBasis

if TYPE_CHECKING:
    from pathlib import Path

    from pressmark_schema.columns import Row

OWN = {"leaning": OwnColumn(type="string"), "weight": OwnColumn(type="number")}

Rows = dict[str, list[dict[str, Any]]]

MAY, WINTER, UNDATED = (
    ids.article_id(IdBasis.PATH, "", name) for name in ("may.txt", "winter.txt", "undated.txt")
)
OLD_MAY = ids.article_id(IdBasis.URL, "", "https://old.example/may")
TRICKY = 'Er rief: "Halt, jetzt!",\u2028=SUMME(A1) und ging; "wieder"'


def dataset(folder: Path) -> Dataset:
    """The dataset, written to `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    return written(folder, rows())


def written(folder: Path, tables: Rows) -> Dataset:
    """A dataset of the given rows, each row of articles with the hash of its record."""
    import pyarrow as pa

    for article in tables["articles"]:
        article["record_sha256"] = record_sha256(of_article(tables, article["article_id"]))
    resources = [
        TableWriter(folder, table).write(
            [pa.RecordBatch.from_pylist(tables[name], arrow_schema(table))]
        )
        for name, table in own_tables(OWN).items()
    ]
    store.write_descriptor(folder, package(resources))
    return Dataset.open(folder)


def package(resources: list[Any]) -> Package:
    """A descriptor with metadata that exports must carry on."""
    return Package.model_validate(
        {
            "$schema": PROFILE,
            "name": "small-corpus",
            "title": "Three articles",
            "version": "1.2.0",
            "licenses": [{"name": "CC0-1.0"}],
            "contributors": [{"title": "N. N.", "roles": ["creator"]}],
            "sources": [{"title": "Invented"}],
            "resources": resources,
            "pressmark": {
                "format_version": FORMAT_VERSION,
                "dataset": "parquet",
                "producer": "pressmark 0",
                "fields": OWN,
            },
        }
    )


def of_article(tables: Rows, article_id: str) -> Rows:
    """The rows of one article in the tables of its record."""
    named = {"article_id", "block_id"}
    return {
        name: [row for row in found if any(str(row.get(n)).startswith(article_id) for n in named)]
        for name, found in tables.items()
        if name not in {"annotations", "duplicates", "captures", "sources", "findings"}
    }


def rows() -> Rows:
    """Every row, in the order of a dataset: by outlet, article, then the table's own order."""
    articles = sorted(
        (
            _article(MAY, "anzeiger", "2018-05", title="Eine Brücke", leaning="left", weight=0.5),
            _article(WINTER, "bote", "2019-12/2020-02", title="Der Winter", leaning=""),
            _article(UNDATED, "bote", None, title=None, lang="en"),
        ),
        key=lambda row: (row["outlet_id"], row["article_id"]),
    )
    order = [row["article_id"] for row in articles]
    blocks = [block for article in order for block in _BLOCKS[article]]
    by_kind = {block["kind"]: block["block_id"] for block in _BLOCKS[MAY]}
    texts = [_text(article) for article in articles]
    for article, text in zip(articles, texts, strict=True):
        article |= _counts(text["text"], len(_BLOCKS[article["article_id"]]))  # noqa: PLW2901
    captures, sources = _captures()
    return {
        "texts": texts,
        "articles": articles,
        "blocks": blocks,
        "embeds": [_embed(by_kind["embed"])],
        "links": [_link(by_kind["teaser"], WINTER)],
        "annotations": [quote(_tricky(), '"Halt, jetzt!"', "Er", "rief")],
        "evidence": [_evidence(MAY, by_kind["embed"])],
        "changes": [_change(MAY, by_kind["paragraph"])],
        "duplicates": _DUPLICATES,
        "aliases": [{"alias_id": OLD_MAY, "article_id": MAY, "alias_basis": "url"}],
        "captures": captures,
        "sources": sources,
        "findings": _findings(by_kind, captures),
    }


def _tricky() -> dict[str, Any]:
    return next(block for block in _BLOCKS[MAY] if block["text"] == TRICKY)


def _blocks(article: str, *parts: tuple[str, str]) -> list[dict[str, Any]]:
    found, text, place = [], 0, 0
    for seq, (kind, words) in enumerate(parts):
        in_text = kind in TEXT_KINDS
        start = text + 2 if text and in_text else text
        text = start + len(words) if in_text else text
        found.append(
            {
                "block_id": ids.block_id(article, words, 0),
                "article_id": article,
                "seq": seq,
                "kind": kind,
                "level": 2 if kind == "heading" else None,
                "lang": "de",
                "lang_basis": "declared",
                "text": words,
                "src_start": place,
                "src_end": place + len(words),
                "src_line": 2 * seq + 1,
                "src_column": 1,
                "span_basis": "exact",
                "text_start": start if in_text else None,
                "text_end": text if in_text else None,
                "kind_basis": "pattern",
                "kind_confidence": 900,
            }
        )
        place += len(words) + 2
    return found


_BLOCKS = {
    MAY: _blocks(
        MAY,
        ("title", "Eine Brücke"),
        ("paragraph", "Die Brücke über die Lirn ist fertig."),
        ("heading", "Lange Bauzeit"),
        ("embed", "Endlich! — Ada Lenk (@adalenk) 30. Mai 2018"),
        ("unknown", TRICKY),
        ("teaser", "Der Winter"),
    ),
    WINTER: _blocks(WINTER, ("paragraph", "Der Winter war lang."), ("paragraph", "Es taut.")),
    UNDATED: _blocks(UNDATED, ("teaser", "More of this")),
}


def _article(article_id: str, outlet: str, edtf: str | None, **own: Any) -> dict[str, Any]:
    days = Edtf.parse(edtf) if edtf else None
    row: dict[str, Any] = dict.fromkeys(own_tables(OWN)["articles"].column_names)
    return row | {
        "article_id": article_id,
        "article_id_basis": "path",
        "outlet_id": outlet,
        "genre": "unknown",
        "title_basis": "stated" if own["title"] else "absent",
        "published_raw": edtf,
        "published_edtf": edtf,
        "published_from": days and days.earliest,
        "published_to": days and days.latest,
        "published_at": datetime(2018, 5, 30, 12, 0, tzinfo=UTC) if edtf == "2018-05" else None,
        "published_precision": days.precision if days else "unknown",
        "published_basis": "header" if days else "absent",
        "authors": ["Ada Lenk", 'Bo "B" Ruf'] if days else None,
        "text_from_basis": "unknown",
        "text_to_basis": "unknown",
        "lang": "de",
        "lang_basis": "declared",
        "access": "unknown",
        "completeness": "unknown",
        "rights": "CC0-1.0",
        "rights_basis": "configured",
        "sharing": "full_text",
        "sharing_basis": "licence",
        "tdm_reservation": "unknown",
        "tdm_reservation_basis": "unknown",
        "tdm_policy": None,
        **own,
    }


def _text(article: dict[str, Any]) -> dict[str, Any]:
    blocks = _BLOCKS[article["article_id"]]
    return {
        "article_id": article["article_id"],
        "outlet_id": article["outlet_id"],
        "title": article["title"],
        "text": "\n\n".join(block["text"] for block in blocks if block["kind"] in TEXT_KINDS),
        "date_from": article["published_from"],
        "date_to": article["published_to"],
        "date_precision": article["published_precision"],
        "date_basis": "published" if article["published_from"] else "unknown",
        "lang": article["lang"],
        **_dup_columns(article["article_id"]),
    }


def _dup_columns(article: str) -> dict[str, Any]:
    """What texts say of duplicates: the winter repeats May, nothing repeats the undated."""
    columns = ("dup_cluster", "dup_relation", "is_representative")
    found = [row for row in _DUPLICATES if row["article_id"] == article]
    own = found[0] if found else {"is_representative": True}
    return {name: own.get(name) for name in columns}


def _duplicate(article: str, matched: str | None) -> dict[str, Any]:
    return {
        "article_id": article,
        "dup_cluster": ids.cluster_id(MAY),
        "is_representative": matched is None,
        "matched_id": matched,
        "dup_relation": "reprint" if matched else None,
        "score": 510 if matched else None,
        "containment": 700 if matched else None,
    }


_DUPLICATES = [_duplicate(MAY, None), _duplicate(WINTER, MAY)]


def _counts(text: str, blocks: int) -> dict[str, Any]:
    words = "".join(char if char.isalnum() or char == "_" else " " for char in text).split()
    return {
        "n_blocks": blocks,
        "n_chars": len(text),
        "n_words": len(words),
        "text_sha256": hashlib.sha256(text.encode()).hexdigest(),
    }


def _embed(block_id: str) -> dict[str, Any]:
    return {
        "block_id": block_id,
        "platform": "twitter",
        "author_name": "Ada Lenk",
        "author_handle": "adalenk",
        "body": "Endlich!",
        "lang": "de",
        "posted_raw": "30. Mai 2018",
        "posted_edtf": "2018-05-30",
        "mentions": [],
        "hashtags": ["lirn", "brücke"],
        "urls": [],
    }


def _link(block_id: str, target: str) -> dict[str, Any]:
    return {
        "link_id": ids.row_id("l", block_id),
        "block_id": block_id,
        "rel": "related",
        "anchor": "Der Winter",
        "url": None,
        "target_article_id": target,
    }


def _evidence(article: str, block_id: str) -> dict[str, Any]:
    return {
        "evidence_id": ids.row_id("e", block_id),
        "article_id": article,
        "field": "text_from",
        "value_from": "2018-05-01",
        "value_to": "2018-05-30",
        "block_id": block_id,
        "src_start": 90,
        "src_end": 102,
        "place": None,
        "raw": None,
        "rule": "narrow.embed@1",
    }


def _change(article: str, block_id: str) -> dict[str, Any]:
    return {
        "change_id": ids.row_id("h", block_id),
        "article_id": article,
        "block_id": block_id,
        "rules": ["spaces@1"],
        "kind": "replace",
        "src_start": 16,
        "src_end": 17,
        "before": "\u00a0",
        "before_sha256": None,
        "after": " ",
        "positions": [16],
    }


def _captures() -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    names = {"may.txt": MAY, "undated.txt": UNDATED, "winter.txt": WINTER, "broken.txt": None}
    sources = [_source(name) for name in sorted(names)]
    captures = [_capture(name, article) for name, article in names.items()]
    return sorted(captures, key=lambda row: str(row["source_id"])), sources


def _source(name: str) -> dict[str, Any]:
    return {
        "source_id": ids.source_id(name),
        "path": name,
        "sha256": hashlib.sha256(name.encode()).hexdigest(),
        "bytes": 100,
        "media_type": "text/plain",
        "reader": "flat",
        "encoding": "utf-8",
        "encoding_basis": "default",
        "archive_path": None,
        "archive_sha256": None,
        "archive_offset": None,
    }


def _capture(name: str, article: str | None) -> dict[str, Any]:
    digest = hashlib.sha256(name.encode()).hexdigest()
    return {
        "capture_id": ids.capture_id(ids.source_id(name), 0, digest),
        "source_id": ids.source_id(name),
        "article_id": article,
        "record_index": 0,
        "record_offset": 0,
        "record_sha256": digest,
        "metadata_sha256": None,
        "retrieved_at": datetime(2020, 1, 1, 0, 0, 0, 250_000, tzinfo=UTC) if article else None,
        "url": None,
        "seq": 0 if article else None,
        "is_current": article is not None,
        "status": "accepted" if article else "quarantined",
        "status_reason": None if article else "binary",
        "status_detail": None if article else "NUL byte at 3",
    }


def _findings(by_kind: dict[str, str], captures: list[dict[str, Any]]) -> list[dict[str, Any]]:
    refused = next(row["capture_id"] for row in captures if row["article_id"] is None)
    places = [
        ("PM201", "articles", UNDATED),
        ("PM301", "blocks", by_kind["teaser"]),
        ("PM302", "aliases", OLD_MAY),
        ("PM401", "captures", refused),
    ]
    return [
        {
            "finding_id": ids.row_id("f", code, row_id),
            "code": code,
            "severity": "warning",
            "on_table": table,
            "row_id": row_id,
            "field": None,
            "path": None,
            "src_line": None,
            "src_column": None,
            "observed": None,
            "fixable": False,
        }
        for code, table, row_id in places
    ]


def accepted(found: Dataset) -> dict[str, list[Row]]:
    """Every row of a dataset as its model, which refuses what the schema does."""
    return {
        name: [
            found.table(name).row.model_validate(row, strict=False)
            for row in found.arrow(name).to_pylist()
        ]
        for name in found.files
    }
