"""The articles that a derived form is made of: those whose rights let one be published."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pressmark import store
from pressmark.dataset import AGAIN
from pressmark_schema.descriptor import Resource
from pressmark_schema.errors import IntegrityError
from pressmark_schema.generate.arrow_schema import arrow_schema
from pressmark_schema.generate.table_schema import table_schema
from pressmark_schema.vocabulary import Sharing

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import pyarrow as pa

    from pressmark.dataset import Dataset

_HASHES = frozenset({"text_sha256", "record_sha256"})
"""Not told: who has a text by other means could prove by them that it is this one."""


@dataclass(frozen=True)
class Source:
    """The articles of `dataset`; of those in `withheld` only metadata may be told."""

    dataset: Dataset
    withheld: frozenset[str]

    def texts(self) -> Iterator[tuple[str, str, str]]:
        """Id, language and analysis text of each article that is not withheld, as they come."""
        for batch in self.dataset.batches("texts"):
            columns = [batch[name].to_pylist() for name in ("article_id", "lang", "text")]
            for article, lang, text in zip(*columns, strict=True):
                if article not in self.withheld:
                    yield article, lang, text

    def metadata(self, folder: Path) -> Resource:
        """Write the columns of all articles but the hashes of what is in them."""
        table = self.dataset.table("articles")
        names = [name for name in table.column_names if name not in _HASHES]
        whole = arrow_schema(table)
        schema = _without_hashes(whole, names)
        path = folder / "articles.parquet"
        batches = (batch.select(names) for batch in self.dataset.batches("articles"))
        store.write_table(path, schema, batches)
        said = table_schema(table, frozenset())
        said["fields"] = [field for field in said["fields"] if field["name"] in names]
        return parquet(path, "articles", {"fields": said["fields"], "primaryKey": ["article_id"]})


def source(dataset: Dataset, *, everything: bool) -> Source:
    """The articles whose `sharing` allows a derived form, or all.

    Raises IntegrityError where the dataset does not say.
    """
    if everything:
        return Source(dataset, frozenset())
    withheld: set[str] = set()
    for batch in dataset.batches("articles"):
        if "sharing" not in batch.schema.names:
            raise IntegrityError("the articles do not say what may be passed on", hint=AGAIN)
        for article, most in zip(
            batch["article_id"].to_pylist(), batch["sharing"].to_pylist(), strict=True
        ):
            if most == Sharing.METADATA:
                withheld.add(article)
    return Source(dataset, frozenset(withheld))


def parquet(path: Path, name: str, schema: dict[str, object]) -> Resource:
    """A Parquet file of an export as a resource, with its bytes and hash."""
    return Resource.model_validate(
        {
            "name": name,
            "path": path.name,
            "type": "table",
            "format": "parquet",
            "mediatype": "application/x-parquet",
            "bytes": path.stat().st_size,
            "hash": f"sha256:{store.sha256_file(path)}",
            "schema": schema,
        }
    )


def _without_hashes(schema: pa.Schema, names: list[str]) -> pa.Schema:
    import pyarrow as pa

    return pa.schema([schema.field(name) for name in names])
