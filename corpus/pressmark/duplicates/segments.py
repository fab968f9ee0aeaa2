"""Segments: what is known of some texts by themselves, and all that comparing them will take.

A row of the table is a segment; its columns are lists over its texts, or over their shingles. It
depends on the texts alone, so it can be made anywhere and kept.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

import numpy as np

from pressmark.duplicates.shingles import NUMBER_BITS, sampled, shingles
from pressmark.duplicates.words import Words

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pyarrow as pa

TEXTS = 1 << NUMBER_BITS
"""Texts in a segment, at most: as many as its numbers can tell apart."""
_BYTES = 8 << 20
"""Bytes of text after which a segment ends, so that making one takes bounded memory."""
VERSION = 1
"""Of what segments hold; to be raised whenever the same texts give another one."""


def schema() -> pa.Schema:
    """The columns of a table of segments.

    keys: what the caller calls each text. digests: SHA-256 of the text, null where it has neither
    letter nor digit. lengths: code points. words: how many it has. sizes: its different shingles.
    sets: these, text by text, each sorted. short and sampled: the shingles by which texts meet,
    each with the number of its text in the low bits, sorted.
    """
    import pyarrow as pa

    counts, hashes = pa.list_(pa.int32()), pa.large_list(pa.uint64())
    return pa.schema(
        {
            "keys": pa.list_(pa.string()),
            "digests": pa.list_(pa.binary(32)),
            "lengths": counts,
            "words": counts,
            "sizes": counts,
            "sets": hashes,
            "short": hashes,
            "sampled": hashes,
        }
    )


def shingled(texts: pa.Array | pa.ChunkedArray, keys: pa.Array | pa.ChunkedArray) -> pa.Table:
    """The segments of `texts`, of which each is called what `keys` says; both UTF-8, none null.

    A pure function of both: neither settings nor other texts have a part in it.
    """
    import pyarrow as pa

    texts, keys = _whole(texts, pa.large_string()), _whole(keys, pa.string())
    rows = [_segment(texts[cut], keys[cut]) for cut in _cuts(texts)]
    return pa.Table.from_batches(rows, schema())


def _whole(column: pa.Array | pa.ChunkedArray, kind: pa.DataType) -> pa.Array:
    import pyarrow as pa

    column = column.cast(kind)
    return column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column


def _cuts(texts: pa.LargeStringArray) -> Iterator[slice]:
    import pyarrow.compute as pc

    ends = np.cumsum(pc.binary_length(texts).to_numpy(zero_copy_only=False))
    start, before = 0, 0
    while start < len(texts):
        stop = int(np.searchsorted(ends, before + _BYTES))
        stop = min(max(stop, start + 1), start + TEXTS, len(texts))
        yield slice(start, stop)
        start, before = stop, int(ends[stop - 1])


def _segment(texts: pa.LargeStringArray, keys: pa.StringArray) -> pa.RecordBatch:
    import pyarrow as pa
    import pyarrow.compute as pc

    words = Words(texts)
    sets, sizes = shingles(words)
    found: dict[str, Any] = {
        "keys": keys,
        "digests": pa.array(_digests(texts, words), pa.binary(32)),
        "lengths": pc.utf8_length(texts).cast(pa.int32()),
        "words": pa.array(np.diff(words.bounds), pa.int32()),
        "sizes": pa.array(sizes, pa.int32()),
        "sets": pa.array(sets),
        "short": pa.array(sampled(sets, sizes, short=True)),
        "sampled": pa.array(sampled(sets, sizes, short=False)),
    }
    columns = [_row(found[field.name], field.type) for field in schema()]
    return pa.RecordBatch.from_arrays(columns, schema=schema())


def _row(values: pa.Array, kind: pa.DataType) -> pa.Array:
    """One list of all the values."""
    import pyarrow as pa

    large = pa.types.is_large_list(kind)
    ends = pa.array([0, len(values)], pa.int64() if large else pa.int32())
    return (pa.LargeListArray if large else pa.ListArray).from_arrays(ends, values)


def _digests(texts: pa.LargeStringArray, words: Words) -> Iterator[bytes | None]:
    _, offsets, data = texts.buffers()
    ends = np.frombuffer(offsets, np.int64)[texts.offset :][: len(texts) + 1].tolist()
    raw = memoryview(data or b"")
    for place, blank in enumerate(words.blank.tolist()):
        text = raw[ends[place] : ends[place + 1]]
        yield None if blank else hashlib.sha256(text).digest()
