"""Which file, and which record of it, each article was read from."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote

if TYPE_CHECKING:
    from pressmark.dataset import Dataset
    from pressmark.export.records import Row


class Origin(NamedTuple):
    """The path of a source file as sources has it, the rank of the record, and their number."""

    path: str
    record: int
    records: int

    def pointer(self, block: Row) -> str | None:
        """A block's place in the source as an address; None where it has none.

        `PATH#char=START,END` counts code points of the decoded source (RFC 5147, half-open); in a
        file of several records `?record=RANK` before it, from 0, names the one that is meant.
        """
        if block["src_start"] is None:
            return None
        record = f"?record={self.record}" if self.records > 1 else ""
        return f"{quote(self.path)}{record}#char={block['src_start']},{block['src_end']}"


def origins(dataset: Dataset) -> dict[str, Origin]:
    """The origin of each article's current capture; empty where the dataset does not say."""
    if not {"captures", "sources"} <= dataset.files.keys():
        return {}
    query = """
        SELECT article_id, path, record_index, count(*) OVER (PARTITION BY source_id)
        FROM captures JOIN sources USING (source_id)
        QUALIFY is_current AND article_id IS NOT NULL
    """
    with dataset.connect() as connection:
        return {row[0]: Origin(*row[1:]) for row in connection.execute(query).fetchall()}
