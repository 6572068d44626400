"""How firm a theme is: do its statements stay together when a part of all statements is missing?

Source: Hennig (2007), "Cluster-wise assessment of cluster stability"; here counted in pairs of statements.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from pipeline.shared.progress import bar

Labels = NDArray[np.int64]
KEPT = 0.8


def stability(
    labels: Labels, cluster: Callable[[NDArray[np.int64]], Labels], rounds: int, seed: int
) -> NDArray[np.float64]:
    """Return for each label the share of its pairs that stay together in subsamples of 80 %.

    ``cluster`` returns the clusters of the rows at the places it is given.
    A label with a single row has no pairs: NaN.
    """
    random = np.random.default_rng(seed)
    count = int(labels.max()) + 1 if len(labels) else 0
    together, possible = np.zeros(count), np.zeros(count)
    for _ in bar(range(rounds), "Stabilität der Themen messen"):
        drawn = np.flatnonzero(random.random(len(labels)) < KEPT)
        if not len(drawn):
            continue
        before, after = labels[drawn], cluster(drawn)
        possible += pairs(np.bincount(before, minlength=count))
        both, size = np.unique(np.stack([before, after]), axis=1, return_counts=True)
        together += np.bincount(both[0], weights=pairs(size), minlength=count)
    shares: NDArray[np.float64] = np.divide(together, possible, out=np.full(count, np.nan), where=possible > 0)
    return shares


def pairs(size: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return the number of pairs among ``size`` things.

    >>> pairs(np.array([1, 2, 4])).tolist()
    [0.0, 1.0, 6.0]
    """
    return size * (size - 1) / 2
