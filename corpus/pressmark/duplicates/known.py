"""Known: how many shingles pairs of texts share, kept by the texts' digests for another time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import pyarrow as pa

    from pressmark.duplicates.characters import Integers
    from pressmark.duplicates.texts import Texts


class Known:
    """What was measured before of pairs whose texts are still there."""

    def __init__(self, texts: Texts, known: pa.Table | None) -> None:
        import pyarrow.compute as pc

        self._pairs = self._shared = np.zeros(0, np.int64)
        if known is None or not len(known):
            return
        one, other = (
            pc.index_in(known[name], value_set=texts.digests).fill_null(-1).to_numpy()
            for name in ("one", "other")
        )
        there = (one >= 0) & (other >= 0)
        pairs = _pairs(np.minimum(one, other)[there], np.maximum(one, other)[there])
        order = np.argsort(pairs)
        self._pairs, self._shared = pairs[order], known["shared"].to_numpy()[there][order]

    def shared(self, one: Integers, other: Integers) -> Integers:
        """How many shingles each pair of ranks has in common, -1 where that is not known."""
        found = np.full(len(one), -1, np.int64)
        if len(self._pairs):
            pairs = _pairs(one, other)
            places = np.minimum(np.searchsorted(self._pairs, pairs), len(self._pairs) - 1)
            there = self._pairs[places] == pairs
            found[there] = self._shared[places[there]]
        return found


def measured(texts: Texts, one: Integers, other: Integers, shared: Integers) -> pa.Table:
    """What was measured of pairs of ranks, by the digests of their texts."""
    import pyarrow as pa

    digests = [texts.digests.take(pa.array(ranks)) for ranks in (one, other)]
    return pa.table({"one": digests[0], "other": digests[1], "shared": shared})


def _pairs(one: Integers, other: Integers) -> Integers:
    return one.astype(np.int64) << 32 | other
