"""Texts: the different ones of a corpus in one order, and the articles that have each."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import pyarrow as pa
    from numpy.typing import NDArray

    from pressmark.duplicates.spool import Spool

NONE = -1
"""In place of a rank: a text that is not compared."""


class Texts:
    """Each different text by its rank: the order of size, then of digest.

    The ranks depend on the texts alone. By rank are `sizes` (shingles; none where a text has fewer
    words than `min_words`), `numbers` (of the text in the spool) and `digests`. `ranks` are those
    of the spool's texts, NONE where a text is not compared: it has too few words, is not among
    `keys`, or another text of its rank stands for it. `of_keys` are the ranks of the texts that
    `keys` name, NONE for those without a letter or digit.
    """

    def __init__(self, spool: Spool, keys: pa.ChunkedArray, min_words: int) -> None:
        import pyarrow as pa
        import pyarrow.compute as pc

        numbers = pc.index_in(keys, value_set=spool.column("keys")).to_numpy().astype(np.int64)
        digests = spool.column("digests").take(pa.array(numbers)).combine_chunks()
        coded = pc.dictionary_encode(digests)
        places = coded.indices.fill_null(NONE).to_numpy().astype(np.int64)
        first = np.full(len(coded.dictionary), len(spool))
        np.minimum.at(first, places[places != NONE], numbers[places != NONE])
        sizes = np.where(spool.numbers("words") < min_words, 0, spool.numbers("sizes"))[first]
        order = np.lexsort((_leading(coded.dictionary), sizes))
        self.sizes, self.numbers = sizes[order], first[order]
        self.digests = coded.dictionary.take(pa.array(order))
        ranks = np.empty(len(order) + 1, np.int64)
        ranks[order] = np.arange(len(order))
        ranks[NONE] = NONE
        self.of_keys = ranks[places]
        self.ranks = np.full(len(spool), NONE)
        compared = self.sizes > 0
        self.ranks[self.numbers[compared]] = np.flatnonzero(compared)
        del coded, digests
        # What was sorted and looked up is several times what stays.
        pa.default_memory_pool().release_unused()

    def __len__(self) -> int:
        return len(self.sizes)


def _leading(digests: pa.FixedSizeBinaryArray) -> NDArray[np.uint64]:
    """The first eight bytes of each digest as a number."""
    data = np.frombuffer(digests.buffers()[1] or b"", ">u8")
    return data[digests.offset * 4 :][: len(digests) * 4 : 4]
