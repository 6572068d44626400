"""Could that be chance? Intervals for the change of a share, and which changes may be reported.

Sources: Wilson (1927); Newcombe (1998), Statistics in Medicine 17, method 10; Fisher (1935), exact test;
Benjamini, Hochberg (1995); Tarone (1990) and Gilbert (2005): tests that could never succeed are not counted.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

Z = 1.959964
DIGITS = 4
Pair = tuple[int, int]


def wilson(count: int, total: int) -> tuple[float, float]:
    """Return the 95 % score interval of a share.

    >>> [round(bound, 3) for bound in wilson(5, 10)]
    [0.237, 0.763]
    """
    share, spread = count / total, Z * Z / total
    middle = share + spread / 2
    half = Z * math.sqrt(share * (1 - share) / total + spread / (4 * total))
    return max(0.0, (middle - half) / (1 + spread)), min(1.0, (middle + half) / (1 + spread))


def difference(before: Pair, now: Pair) -> tuple[float, float, float]:
    """Return change of a share in percentage points with its 95 % interval; all is possible where a total is zero.

    ``before`` and ``now`` are count and total.

    >>> difference((10, 100), (30, 100))
    (20.0, 9.0002, 30.5789)
    """
    if not before[1] or not now[1]:
        return 0.0, -100.0, 100.0
    then, today = before[0] / before[1], now[0] / now[1]
    (then_low, then_high), (low, high) = wilson(*before), wilson(*now)
    down = math.hypot(today - low, then_high - then)
    up = math.hypot(high - today, then - then_low)
    change = today - then
    return round(100 * change, DIGITS), round(100 * (change - down), DIGITS), round(100 * (change + up), DIGITS)


def chances(before: Pair, now: Pair) -> tuple[float, float]:
    """Return the two-sided p-value of Fisher's exact test, and the smallest one that these margins allow.

    >>> [round(value, 4) for value in chances((1, 10), (9, 10))]
    [0.0011, 0.0]
    """
    total = before[1] + now[1]
    said = before[0] + now[0]
    if not said or not before[1] or not now[1]:
        return 1.0, 1.0
    possible = np.arange(max(0, said - before[1]), min(said, now[1]) + 1)
    from scipy.stats import hypergeom  # noqa: PLC0415 - slow to import, and only two rounds need it

    weight = hypergeom.pmf(possible, total, said, now[1])
    ours = hypergeom.pmf(now[0], total, said, now[1])
    return float(min(1.0, weight[weight <= ours * (1 + 1e-7)].sum())), float(weight.min())


def told(values: Sequence[float], least: Sequence[float], false_share: float) -> list[bool]:
    """Return which of the p-values may be reported when at most ``false_share`` of the reports should be chance.

    ``least`` are the smallest p-values the margins allow: what could never be told is not counted as a try.

    >>> told([0.001, 0.02, 0.5, 1.0], [0.0, 0.0, 0.0, 1.0], 0.05)
    [True, True, False, False]
    """
    tries = np.asarray(least) <= false_share
    ordered = np.sort(np.asarray(values)[tries])
    enough = ordered <= false_share * np.arange(1, len(ordered) + 1) / max(1, len(ordered))
    limit = ordered[enough].max() if enough.any() else -1.0
    return [bool(possible and value <= limit) for possible, value in zip(tries, values, strict=True)]
