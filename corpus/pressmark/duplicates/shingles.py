"""Shingles: the runs of five words of each text as a sorted set of 50-bit hashes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from pressmark.duplicates.characters import Integers
    from pressmark.duplicates.words import Hashes, Words

SHINGLE = 5
"""Words in a shingle."""
NUMBER_BITS = 14
"""Low bits that hold the number of a text; the rest of 64 are a shingle's hash.

Two texts of 5,000 words have by chance a hash in common in less than one of ten million cases.
"""
HASH_BITS = 64 - NUMBER_BITS
LONG = 128
"""Shingles from which on a text brings but a sample: half of them, from twice as many a quarter."""
_NUMBER = np.uint64(NUMBER_BITS)
_HASH = np.uint64(HASH_BITS)
_FACTOR = np.uint64(0x9E3779B97F4A7C15)
# Rounds of MurmurHash3's 64-bit finaliser (public domain): every bit depends on every other, so
# that low bits can sample and high bits sort.
_MIX = (
    (np.uint64(33), np.uint64(0xFF51AFD7ED558CCD)),
    (np.uint64(33), np.uint64(0xC4CEB9FE1A85EC53)),
)


def shingles(words: Words) -> tuple[Hashes, NDArray[np.int32]]:
    """The set of shingles of each text, one after the other, each sorted, and their sizes."""
    counts = np.diff(words.bounds)
    runs = max(len(words.hashes) - SHINGLE + 1, 0)
    mixed = np.zeros(runs, np.uint64)
    for place in range(SHINGLE):
        mixed *= _FACTOR
        mixed += words.hashes[place : place + runs]
    for shift, factor in _MIX:
        mixed ^= mixed >> shift
        mixed *= factor
    mixed ^= mixed >> np.uint64(33)
    found = mixed >> _NUMBER
    found |= np.repeat(np.arange(len(counts), dtype=np.uint64) << _HASH, counts)[:runs]
    found = _distinct(found[_whole(words.bounds, runs)])
    ends = np.searchsorted(found, np.arange(1, len(counts) + 1, dtype=np.uint64) << _HASH)
    sizes = np.diff(ends, prepend=0)
    return found & ((np.uint64(1) << _HASH) - np.uint64(1)), sizes.astype(np.int32)


def _whole(bounds: Integers, runs: int) -> NDArray[np.bool_]:
    """Which runs do not go on into the next text."""
    whole = np.ones(runs, np.bool_)
    for before in range(1, SHINGLE):
        last = bounds[1:] - before
        whole[last[(last >= 0) & (last < runs)]] = False
    return whole


def _distinct(values: Hashes) -> Hashes:
    values.sort()
    new = np.concatenate(([True], values[1:] != values[:-1]))
    found: Hashes = values[new[: len(values)]]
    return found


def halvings(sizes: NDArray[np.int32]) -> NDArray[np.int8]:
    """How often the sample by which a text meets others is halved, from its number of shingles."""
    return (sizes >= LONG).astype(np.int8) + (sizes >= 2 * LONG)


def sampled(sets: Hashes, sizes: NDArray[np.int32], *, short: bool) -> Hashes:
    """The shingles by which the short texts, or the others, meet; sorted, numbers in the low bits.

    A short text brings all, a longer one those whose lowest bits are zero (Broder's mod-p sketch,
    1997), so that two texts bring the same ones.
    """
    numbers = np.repeat(np.arange(len(sizes), dtype=np.uint64), sizes)
    lowest = (np.uint64(1) << halvings(sizes).astype(np.uint64)) - np.uint64(1)
    zero = (sets & np.repeat(lowest, sizes)) == 0
    chosen = np.flatnonzero(zero & np.repeat((sizes < LONG) == short, sizes))
    found: Hashes = (sets[chosen] << _NUMBER) | numbers[chosen]
    found.sort()
    return found
