"""Asking: which statements should a person look at first, so that her decisions settle most?

Doubtful ones, and among these the ones that stand for many doubtful others: each next statement is the one whose
answer would tell most about all that is still doubtful, given that those before it are answered. Sources: uncertainty
sampling (Lewis, Gale 1994) weighted by the variance that an answer takes away (Cohn, Ghahramani, Jordan 1996).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from pipeline.shared.german.tagger.learning import Places

if TYPE_CHECKING:
    from numpy.typing import NDArray

NOISE: Final = 4.0  # how little one answer settles by itself, in squared log odds
CONSIDERED: Final = 1000  # most doubtful rows that are compared with each other
LISTED: Final = 300  # rows that are put in this order; behind them doubt alone counts


def order(shares: NDArray[np.float64], places: Places, open_rows: NDArray[np.intp]) -> NDArray[np.intp]:
    """Return ``open_rows`` in the order in which they should be asked.

    ``shares`` (n, answers) are probabilities, ``places`` says which rows move together.
    """
    doubt = 1 - shares.max(axis=1)
    doubtful = open_rows[np.argsort(-doubt[open_rows], kind="stable")]
    rows = np.sort(doubtful[:CONSIDERED])
    if not len(rows):
        return open_rows
    some = places.some(rows)
    first = rows[representative(some.near(some), doubt[rows], min(LISTED, len(rows)))]
    return np.concatenate([first, doubtful[~np.isin(doubtful, first)]])


def representative(near: NDArray[np.float64], doubt: NDArray[np.float64], count: int) -> list[int]:
    """Return ``count`` rows, each the most doubtful that stands for most doubt not yet settled by those before.

    ``near`` (n, n) says how strongly rows move together, ``doubt`` (n,) from 0 to 1. A draw goes to the first.

    >>> near = 20 * np.eye(3)
    >>> near[0, 1] = near[1, 0] = 18
    >>> representative(near, np.array([0.5, 0.5, 0.55]), 3)
    [0, 2, 1]
    """
    left, unsettled, chosen = np.ones(len(doubt), dtype=bool), near.copy(), list[int]()
    for _ in range(count):
        variance = np.maximum(np.diag(unsettled), 0) + NOISE
        worth = np.where(left, doubt * (unsettled**2 @ doubt) / variance, -1.0)
        best = int(worth.round(12).argmax())
        chosen.append(best)
        left[best] = False
        column = unsettled[:, best].copy()
        unsettled -= np.outer(column, column) / variance[best]
    return chosen
