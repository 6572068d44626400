"""Finds statements of one theme that say the same in nearly the same words, whoever wrote them down.

Identical wordings are found where statements are made; here it is the second typist, the corrected spelling, the word
more or less. Different words for the same thing are not joined: that is what the theme is for.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from pipeline.themes.clusters import average_linkage

PREFIX = "d_"
BATCH = 1024  # so many statements are held against the others at once


def near_duplicates(frame: pd.DataFrame, wording: sparse.csr_matrix, least: float) -> pd.Series:
    """Return for each statement the group of its near-duplicates, named by the oldest of them; empty for single ones.

    Args:
        frame: the statements with theme_id, type, is_rest and statement_id, the oldest first.
        wording: (n, words) rows of length 1.
        least: least mean cosine of a group.
    """
    names = frame["statement_id"].astype(str).to_numpy(dtype=object)
    found = np.full(len(frame), None, dtype=object)
    for _, places in sorted(frame.groupby(["theme_id", "type"]).indices.items()):
        for own in _reachable(np.sort(np.asarray(places)), wording, least):
            _, first, labels, count = np.unique(
                average_linkage(_cosines(wording[own], wording[own]).toarray(), least),
                return_index=True, return_inverse=True, return_counts=True,
            )  # fmt: skip
            several = count[labels] > 1
            found[own[several]] = PREFIX + names[own[first[labels]]][several]
    return pd.Series(found, index=frame.index, dtype="string")


def _cosines(rows: sparse.csr_matrix, others: sparse.csr_matrix) -> sparse.csr_matrix:
    """Return the rounded cosine of each row with each of the others."""
    shared = (rows @ others.T).astype(np.float64)
    shared.data = shared.data.round(4)
    return shared


def _reachable(places: NDArray[np.int64], wording: sparse.csr_matrix, least: float) -> Iterator[NDArray[np.int64]]:
    """Yield the places in parts of at least two that near-duplicates never cross.

    Two groups join only where some pair of theirs is near enough, so a group lies inside one part.
    """
    own, edges = wording[places], []
    for start in range(0, len(places), BATCH):
        near = _cosines(own[start : start + BATCH], own)
        near.data = near.data >= least
        near.eliminate_zeros()
        edges.append(near)
    parts = connected_components(sparse.vstack(edges), directed=False)[1]
    order = np.argsort(parts, kind="stable")
    for part in np.split(places[order], np.flatnonzero(np.diff(parts[order])) + 1):
        if len(part) > 1:
            yield part
