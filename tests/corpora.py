"""A small corpus made by hand: three invented articles whose rows fit together in every table."""

import copy
import csv
import hashlib
import io
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa

from annotated import annotation
from pressmark import store
from pressmark.writing import TableWriter
from pressmark_schema import canonical, ids
from pressmark_schema.descriptor import Package
from pressmark_schema.edtf import Edtf
from pressmark_schema.generate.arrow_schema import arrow_schema
from pressmark_schema.generate.table_schema import table_schema
from pressmark_schema.records import order_key, record_sha256
from pressmark_schema.tables import ARTICLE_TABLES, TABLES
from pressmark_schema.vocabulary import TEXT_KINDS, IdBasis

Row = dict[str, Any]
Rows = dict[str, list[Row]]

MARSH = (
    "date 2018-05 Die Brücke über die Wumme\u00a0bleibt\u00a0gesperrt, sagt Bürgermeisterin Anke "
    "Lührs.\n\nEin neues Geländer\n\nDas Amt rechnet mit vier Wochen.\n\n"
    "The bridge is closed, please take the ferry. — Ferry Wumme (@ferrywumme) 30. Mai 2018\n\n"
    "Lesen Sie auch: Fähre fährt öfter\n"
)
CHOIR = (
    "date 2019-11-02 Chor singt im Leuchtturm\n\nDer Chor der Insel Schaar hat gestern im "
    "Leucht\u00adturm gesungen.\n\nMehr als hundert Gäste kamen, viele blieben bis nach "
    "Mitternacht.\n"
)
FERRY = (
    "date 2020 The ferry of Wumme runs again\n\nThe old ferry has a new engine. It runs every "
    "hour.\n\nAdvertisement\n"
)


@dataclass
class Draft:
    """An article in the making: its source and, piece by piece, its rows."""

    path: str
    source: str
    facts: Row
    rows: Rows = field(default_factory=lambda: {name: [] for name in ARTICLE_TABLES})
    done: int = 0

    @property
    def article_id(self) -> str:
        """The id, minted from the path."""
        return ids.article_id(IdBasis.PATH, "", self.path)

    def delete(self, piece: str) -> None:
        """Leave a piece of the source out, on record."""
        start = self.source.index(piece, self.done)
        self.done = start + len(piece)
        self._change(None, "delete", (piece, ""), [start])

    def block(self, kind: str, piece: str, *edits: tuple[str, str], **facts: Any) -> str:
        """Make a block of a piece of the source in which each edit's old text becomes its new."""
        start = self.source.index(piece, self.done)
        self.done, text = start + len(piece), piece
        block_id = ids.block_id(self.article_id, piece, 0)
        for old, new in edits:
            found = [start + match.start() for match in re.finditer(re.escape(old), piece)]
            self._change(block_id, "replace" if new else "delete", (old, new), found)
            text = text.replace(old, new)
        line = self.source.count("\n", 0, start) + 1
        row = {
            "block_id": block_id,
            "article_id": self.article_id,
            "seq": len(self.rows["blocks"]),
            "kind": kind,
            "level": 2 if kind == "heading" else None,
            "lang": self.facts["lang"],
            "lang_basis": "inherited",
            "text": text,
            "src_start": start,
            "src_end": self.done,
            "src_line": line,
            "src_column": start - (self.source.rfind("\n", 0, start) + 1) + 1,
            "span_basis": "exact",
            "text_start": None,
            "text_end": None,
            "kind_basis": "pattern",
            "kind_confidence": 900,
        }
        self.rows["blocks"].append(row | facts)
        return block_id

    def _change(
        self, block_id: str | None, kind: str, edit: tuple[str, str], found: list[int]
    ) -> None:
        row = {
            "change_id": ids.row_id("h", self.article_id, kind, str(found)),
            "article_id": self.article_id,
            "block_id": block_id,
            "rules": ["spaces@1"] if block_id else ["header@1"],
            "kind": kind,
            "src_start": found[0],
            "src_end": found[0] + len(edit[0]),
            "before": edit[0],
            "before_sha256": None,
            "after": edit[1],
            "positions": found,
        }
        self.rows["changes"].append(row)

    def finish(self) -> Rows:
        """Join the text, count, and hash; the rows of the article in all its tables."""
        at, texts = 0, []
        for block in self.rows["blocks"]:
            if block["kind"] in TEXT_KINDS:
                texts.append(block["text"])
                block |= {"text_start": at, "text_end": at + len(block["text"])}
                at += len(block["text"]) + 2
        text = "\n\n".join(texts)
        article = _article(self, text)
        shared = ("article_id", "outlet_id", "title", "lang")
        self.rows["texts"] = [
            {name: article[name] for name in shared}
            | {
                "text": text,
                "date_from": article["text_from"] or article["published_from"],
                "date_to": article["text_to"] or article["published_to"],
                "date_precision": article["published_precision"],
                "date_basis": "published",
                "dup_cluster": None,
                "dup_relation": None,
                "is_representative": None,
            }
        ]
        self.rows["articles"] = [article]
        article["record_sha256"] = record_sha256(self.rows)
        return self.rows


def _article(draft: Draft, text: str) -> Row:
    published = Edtf.parse(draft.facts["published_edtf"])
    row: Row = dict.fromkeys(TABLES["articles"].column_names)
    title = next((b["text"] for b in draft.rows["blocks"] if b["kind"] == "title"), None)
    return row | {
        "article_id": draft.article_id,
        "article_id_basis": "path",
        "genre": "news",
        "title": title,
        "title_basis": "stated" if title else "absent",
        "published_raw": str(published),
        "published_from": published.earliest,
        "published_to": published.latest,
        "published_precision": published.precision.value,
        "published_basis": "header",
        "text_from": published.earliest,
        "text_from_basis": "header",
        "text_to": published.latest,
        "text_to_basis": "assumed_unedited",
        "lang_basis": "identified",
        "access": "unknown",
        "completeness": "unknown",
        "rights": "CC0-1.0",
        "rights_basis": "configured",
        "sharing": "full_text",
        "sharing_basis": "licence",
        "tdm_reservation": "unknown",
        "tdm_reservation_basis": "unknown",
        "tdm_policy": None,
        "n_blocks": len(draft.rows["blocks"]),
        "n_chars": len(text),
        "n_words": len(re.findall(r"\w+", text)),
        "text_sha256": hashlib.sha256(text.encode()).hexdigest(),
        "record_sha256": "0" * 64,
        **draft.facts,
    }


def marsh() -> Draft:
    """A month-only date, no title, an English post, a heading, a teaser, changed spaces."""
    draft = Draft(
        "marsh/0001.txt",
        MARSH,
        {
            "outlet_id": "hafenblatt",
            "lang": "de",
            "published_edtf": "2018-05",
            "text_from": date(2018, 5, 30),
            "text_from_basis": "embed",
        },
    )
    draft.delete("date 2018-05 ")
    first = MARSH[13:].partition("\n")[0]
    draft.block("paragraph", first, ("\u00a0", " "))
    draft.block("heading", "Ein neues Geländer")
    draft.block("paragraph", "Das Amt rechnet mit vier Wochen.")
    post = MARSH.split("\n\n")[3]
    embed = draft.block("embed", post, lang="en", lang_basis="identified")
    draft.rows["embeds"].append(
        {
            "block_id": embed,
            "platform": "twitter",
            "author_name": "Ferry Wumme",
            "author_handle": "ferrywumme",
            "body": "The bridge is closed, please take the ferry.",
            "lang": "en",
            "posted_raw": "30. Mai 2018",
            "posted_edtf": "2018-05-30",
            "mentions": [],
            "hashtags": ["wumme", "fähre"],
            "urls": [],
        }
    )
    draft.rows["evidence"].append(
        {
            "evidence_id": ids.row_id("e", embed, "text_from"),
            "article_id": draft.article_id,
            "field": "text_from",
            "value_from": "2018-05-01",
            "value_to": "2018-05-30",
            "block_id": embed,
            "src_start": MARSH.index("30. Mai 2018"),
            "src_end": MARSH.index("30. Mai 2018") + 12,
            "place": None,
            "raw": None,
            "rule": "narrow@1",
        }
    )
    teaser = draft.block("teaser", "Lesen Sie auch: Fähre fährt öfter")
    draft.rows["links"].append(
        {
            "link_id": ids.row_id("l", teaser, "0"),
            "block_id": teaser,
            "rel": "related",
            "anchor": "Fähre fährt öfter",
            "url": None,
            "target_article_id": None,
        }
    )
    return draft


def choir() -> Draft:
    """A full date, a title, a soft hyphen that was taken out."""
    facts: Row = {"outlet_id": "inselbote", "lang": "de", "published_edtf": "2019-11-02"}
    facts |= {"keywords": ["Musik", "Leuchtturm, alt"], "section": ""}
    draft = Draft("insel/chor.txt", CHOIR, facts)
    draft.delete("date 2019-11-02 ")
    _, hyphened, last = CHOIR.removesuffix("\n").split("\n\n")
    draft.block("title", "Chor singt im Leuchtturm")
    draft.block("paragraph", hyphened, ("\u00ad", ""))
    draft.block("paragraph", last)
    alias = {"alias_id": ids.article_id(IdBasis.NATIVE, "x", "7"), "article_id": draft.article_id}
    draft.rows["aliases"].append(alias | {"alias_basis": "native"})
    return draft


def ferry() -> Draft:
    """An English article with a year, and a line that does not belong."""
    facts = {"outlet_id": "hafenblatt", "lang": "en", "published_edtf": "2020"}
    draft = Draft("ferry.txt", FERRY, facts)
    draft.delete("date 2020 ")
    draft.block("title", "The ferry of Wumme runs again")
    draft.block("paragraph", "The old ferry has a new engine. It runs every hour.")
    draft.block("ad", "Advertisement")
    return draft


DRAFTS = (marsh, choir, ferry)


def corpus() -> Rows:
    """All tables' rows, sorted as declared; a new copy each time."""
    drafts = [make() for make in DRAFTS]
    rows: Rows = {name: [] for name in TABLES}
    for draft in drafts:
        for name, found in draft.finish().items():
            rows[name] += found
        rows["sources"].append(source_row(draft.path, draft.source.encode()))
        rows["captures"].append(capture_row(draft.path, draft.article_id))
    rows["sources"].append(source_row("insel/kaputt.txt", b"\xff\xfe\xff") | {"encoding": None})
    rows["sources"][-1]["encoding_basis"] = "none"
    rows["captures"].append(capture_row("insel/kaputt.txt", None))
    rows["duplicates"] = repeats(rows["texts"])
    rows["annotations"] = [yesterday(rows["blocks"])]
    return in_order(copy.deepcopy(rows))


def yesterday(blocks: list[Row]) -> Row:
    """The time that the article about the choir tells, from its day on."""
    block = next(block for block in blocks if "gestern" in block["text"])
    day = {"value": "2019-11-01", "candidates": ["2019-11-01"], "basis": "one_fits"}
    return annotation(block, "gestern", "time", "relative", tense="past", **day)


def repeats(texts: list[Row]) -> list[Row]:
    """A cluster of the first two texts, which those and the others are made to agree with."""
    first = texts[0]["article_id"]
    columns = ("dup_cluster", "dup_relation", "is_representative")
    made = [_member(first, None), _member(texts[1]["article_id"], first)]
    for text in texts:
        text |= {"is_representative": True}
    for text, row in zip(texts, made, strict=False):
        text |= {name: row[name] for name in columns}
    return made


def _member(article: str, matched: str | None) -> Row:
    """A row of duplicates: the cluster's representative, or what matches it."""
    return {
        "article_id": article,
        "dup_cluster": ids.cluster_id(matched or article),
        "is_representative": matched is None,
        "matched_id": matched,
        "dup_relation": "reprint" if matched else None,
        "score": 510 if matched else None,
        "containment": 700 if matched else None,
    }


def source_row(path: str, content: bytes) -> Row:
    """The row of a source file."""
    return {
        "source_id": ids.source_id(path),
        "path": path,
        "sha256": hashlib.sha256(content).hexdigest(),
        "bytes": len(content),
        "media_type": "text/plain",
        "reader": "flat",
        "encoding": "utf-8",
        "encoding_basis": "default",
        "archive_path": None,
        "archive_sha256": None,
        "archive_offset": None,
    }


def capture_row(path: str, article_id: str | None) -> Row:
    """The row of a capture, accepted as the current one of an article or quarantined."""
    source = ids.source_id(path)
    return {
        "capture_id": ids.capture_id(source, 0, ""),
        "source_id": source,
        "article_id": article_id,
        "record_index": 0,
        "record_offset": 0,
        "record_sha256": "a" * 64,
        "metadata_sha256": None,
        "retrieved_at": datetime.fromisoformat("2021-03-04T05:06:07+00:00") if article_id else None,
        "url": None,
        "seq": 0 if article_id else None,
        "is_current": article_id is not None,
        "status": "accepted" if article_id else "quarantined",
        "status_reason": None if article_id else "undecodable",
        "status_detail": None if article_id else "byte 0",
    }


def sources() -> dict[str, str]:
    """The decoded source of each article."""
    return {draft.article_id: draft.source for draft in (make() for make in DRAFTS)}


def in_order(rows: Rows) -> Rows:
    """The rows sorted by outlet, article, and the table's own order, with columns in order."""
    outlets = {row["article_id"]: row["outlet_id"] for row in rows["articles"]}

    def place(name: str, row: Row) -> tuple[Any, ...]:
        table = TABLES[name]
        article = (row.get("article_id") or row["block_id"][:17]) if table.article else ""
        return (outlets.get(article, "~"), article, order_key(table, row))

    return {
        name: [
            {column: row[column] for column in TABLES[name].column_names}
            for row in sorted(found, key=lambda row: place(name, row))
        ]
        for name, found in rows.items()
    }


def write_dataset(folder: Path, rows: Mapping[str, list[Row]], kind: str = "normalised") -> Path:
    """Write the rows as a dataset: a Parquet file a table and the descriptor."""
    folder.mkdir(parents=True)
    resources = []
    for name, found in rows.items():
        table = TABLES[name]
        schema = arrow_schema(table)
        batches = [pa.RecordBatch.from_pylist(found, schema)]
        resources.append(TableWriter(folder, table).write(batches))
    _describe(folder, resources, kind, [])
    return folder


def write_package(folder: Path, rows: Rows, in_csv: Rows | None = None) -> Path:
    """Write a whole package; `in_csv` are the rows of the CSV half where they differ."""
    write_dataset(folder / "parquet", rows, "parquet")
    resources = [
        _write_csv(folder, name, found)
        for name, found in (in_csv or rows).items()
        if TABLES[name].csv
    ]
    inner = folder / "parquet" / store.DESCRIPTOR
    _describe(folder, resources, "package", [_file(folder, inner)])
    return folder


def write_csvs(folder: Path, rows: Rows) -> Path:
    """Write a package that has no Parquet half."""
    folder.mkdir(parents=True)
    resources = [_write_csv(folder, n, found) for n, found in rows.items() if TABLES[n].csv]
    _describe(folder, resources, "package", [])
    return folder


def _describe(folder: Path, resources: list[Any], kind: str, files: list[Row]) -> None:
    facts = {"format_version": "1", "dataset": kind, "producer": "pressmark 0", "files": files}
    package = Package.model_validate(
        {
            "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
            "name": "three-articles",
            "licenses": [{"name": "CC0-1.0"}],
            "resources": resources,
            "pressmark": facts,
        }
    )
    store.write_descriptor(folder, package)


def _file(folder: Path, file: Path) -> Row:
    path = file.relative_to(folder).as_posix()
    digest = f"sha256:{store.sha256_file(file)}"
    return {"path": path, "bytes": file.stat().st_size, "hash": digest}


def _write_csv(folder: Path, name: str, rows: list[Row]) -> Row:
    table = TABLES[name]
    file = folder / f"{name}.csv"
    lines = [",".join(table.column_names), *(_line(row) for row in rows)]
    file.write_bytes("".join(f"{line}\n" for line in lines).encode())
    content = canonical.sha256_of(canonical.canonical(row) for row in rows)
    return {
        "name": name,
        "type": "table",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": table_schema(table, frozenset(n for n, t in TABLES.items() if t.csv)),
        "pressmark": {"table": name, "rows": len(rows), "content_sha256": content},
        **_file(folder, file),
    }


def _line(row: Row) -> str:
    return ",".join(_cell(value) for value in row.values())


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, datetime):
        return canonical.instant(value)
    text = json.dumps(value, ensure_ascii=False) if isinstance(value, list) else str(value)
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\n").writerow([text])
    return buffer.getvalue().removesuffix("\n")


def reseal(folder: Path, descriptor: str = store.DESCRIPTOR) -> None:
    """State the true size and hash of every file, as somebody who hides an alteration would."""
    file = folder / descriptor
    package = json.loads(file.read_text("utf-8"))
    for part in [*package["resources"], *package["pressmark"].get("files", [])]:
        part.update(_file(file.parent, file.parent / part["path"]))
    file.write_text(json.dumps(package, ensure_ascii=False, indent=2), "utf-8")


def codes(findings: Iterable[Any]) -> list[str]:
    """The codes of findings of level error, each once, sorted."""
    return sorted({finding.code for finding in findings if finding.severity.value == "error"})
