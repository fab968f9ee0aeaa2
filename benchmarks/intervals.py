"""Means over publishers with intervals, and the interval of a share; all of it seeded."""

import random
from collections.abc import Sequence
from math import sqrt
from statistics import fmean

_ROUNDS = 2_000
_SEED = 20
_Z = 1.96


def over_publishers(values: Sequence[float]) -> tuple[float, float, float]:
    """The mean of one value a publisher, and its 95 % interval when publishers are drawn anew."""
    rng = random.Random(_SEED)
    means = sorted(fmean(rng.choices(values, k=len(values))) for _ in range(_ROUNDS))
    low, high = means[_ROUNDS * 25 // 1000], means[_ROUNDS * 975 // 1000 - 1]
    return fmean(values), low, high


def of_share(right: int, seen: int) -> tuple[float, float]:
    """The 95 % interval of a share (Wilson, 1927)."""
    share, square = right / seen, _Z * _Z
    middle = (share + square / (2 * seen)) / (1 + square / seen)
    half = _Z / (1 + square / seen) * sqrt(share * (1 - share) / seen + square / (4 * seen**2))
    return middle - half, middle + half
