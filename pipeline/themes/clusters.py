"""Joins statements to themes: average linkage on the evidence, until too little evidence is left.

Up to ``exact`` statements every pair counts. Above, near statements are first put into small heaps, and the heaps are
joined in the same way; the evidence of two heaps is the product of their mean rows, which is the mean over all pairs.

Sources: Sokal, Michener (1958), average linkage; Achlioptas (2003), random projection by signs;
Sculley (2010), "Web-Scale K-Means Clustering".
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.spatial.distance import squareform

Labels = NDArray[np.int64]
Rows: TypeAlias = Any  # a sparse.csr_matrix (scipy bears no types) or an NDArray of the same shape
DIGITS = 5
PROJECTED = 128
BATCH = 4096
ROUNDS = 4
COMMON = 0.01


@dataclass(frozen=True)
class Limits:
    """When groups join: mean evidence above ``join``; groups up to ``small`` also above ``attach`` to a larger one."""

    join: float
    attach: float
    small: int
    exact: int
    seed: int


def clusters(rows: sparse.csr_matrix, limits: Limits, known: NDArray[np.float64] | None = None) -> Labels:
    """Return the cluster of each row, numbered by first appearance; the rows stand in canonical order.

    ``known`` are the inner products of the rows, where somebody has them already.
    """
    if rows.shape[0] <= limits.exact:
        evidence = products(rows) if known is None else known
        return numbered(attached(rows, numbered(average_linkage(evidence, limits.join)), limits))
    flat = compact(rows, limits.seed)
    heaps = _heaps(flat, limits.exact // 2, limits.seed)
    middles = means(flat, heaps)
    evidence = np.asarray(middles @ middles.T, dtype=np.float64).round(DIGITS)
    return numbered(attached(flat, numbered(average_linkage(evidence, limits.join)[heaps]), limits))


def products(rows: sparse.csr_matrix) -> NDArray[np.float64]:
    """Return all inner products, rounded: the last bits differ between machines and must not decide."""
    full, rare = _columns(rows)
    dense = rows[:, full].toarray().astype(np.float64)
    seldom = rows[:, rare]
    return np.asarray(dense @ dense.T + (seldom @ seldom.T).toarray(), dtype=np.float64).round(DIGITS)


def _columns(rows: sparse.csr_matrix) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the places of the columns that are filled in many rows, and of those that are filled in few."""
    share = rows.getnnz(axis=0) / max(1, rows.shape[0])
    return np.flatnonzero(share > COMMON), np.flatnonzero(share <= COMMON)


def compact(rows: sparse.csr_matrix, seed: int) -> NDArray[np.float32]:
    """Return (n, d) rows with nearly the same inner products: rare columns are projected to a few by random signs."""
    full, rare = _columns(rows)
    signs = _signs(len(rare), seed)
    result = np.empty((rows.shape[0], len(full) + PROJECTED), dtype=np.float32)
    for start in range(0, rows.shape[0], BATCH):
        part = rows[start : start + BATCH]
        result[start : start + BATCH, : len(full)] = part[:, full].toarray()
        result[start : start + BATCH, len(full) :] = part[:, rare] @ signs
    return result


def _signs(count: int, seed: int) -> NDArray[np.float32]:
    """Return (count, PROJECTED) random signs: rows times these keep their inner products, up to chance."""
    signs = np.random.default_rng(seed).integers(0, 2, size=(count, PROJECTED), dtype=np.int8)
    return (2 * signs.astype(np.float32) - 1) / np.float32(np.sqrt(PROJECTED))


def attached(rows: Rows, labels: Labels, limits: Limits) -> Labels:
    """Return the labels with each small group in the larger group it has most evidence for, if that is enough."""
    size = np.bincount(labels)
    little, large = np.flatnonzero(size <= limits.small), np.flatnonzero(size > limits.small)
    if not len(little) or not len(large):
        return labels
    middles = means(rows, labels)
    shared = middles[little] @ middles[large].T
    evidence = np.asarray(shared.toarray() if sparse.issparse(shared) else shared).round(DIGITS)
    best = evidence.argmax(axis=1)
    enough = evidence[np.arange(len(little)), best] > limits.attach
    target = np.arange(len(size))
    target[little[enough]] = large[best[enough]]
    return np.asarray(target[labels], dtype=np.int64)


def average_linkage(evidence: NDArray[np.float64], join_above: float) -> Labels:
    """Return the cluster of each row of a symmetric (n, n) matrix: two clusters join while their mean is larger.

    >>> average_linkage(np.array([[9.0, 3, 0], [3, 9, 1], [0, 1, 9]]), join_above=2).tolist()
    [1, 1, 2]
    """
    if len(evidence) == 1:
        return np.ones(1, dtype=np.int64)
    top = max(float(evidence.max()), join_above)
    distance = top - evidence
    np.fill_diagonal(distance, 0)
    tree = linkage(squareform(distance, checks=False), "average")
    return np.asarray(fcluster(tree, top - join_above, "distance"), dtype=np.int64)


def numbered(labels: Labels) -> Labels:
    """Return the labels renamed by first appearance, from 0.

    >>> numbered(np.array([7, 7, 2, 7])).tolist()
    [0, 0, 1, 0]
    """
    _, first, inverse = np.unique(labels, return_index=True, return_inverse=True)
    rank = np.empty(len(first), dtype=np.int64)
    rank[np.argsort(first, kind="stable")] = np.arange(len(first))
    return np.asarray(rank[inverse], dtype=np.int64)


def means(rows: Rows, heaps: Labels) -> Rows:
    """Return the mean row of each heap, dense where the rows are."""
    count = int(heaps.max()) + 1
    size = np.bincount(heaps, minlength=count)
    weight = 1 / np.maximum(size, 1)[heaps]
    member = sparse.csr_matrix((weight, (heaps, np.arange(len(heaps)))), shape=(count, len(heaps)))
    return member @ rows


def _heaps(rows: NDArray[np.float32], number: int, seed: int) -> Labels:
    """Return the heap of each row: mini-batch KMeans on a random projection, from evenly spaced rows."""
    from sklearn.cluster import MiniBatchKMeans  # noqa: PLC0415 (only large corpora need it)

    flat = rows @ _signs(rows.shape[1], seed)
    start = flat[np.linspace(0, len(flat) - 1, number).astype(np.int64)]
    model = MiniBatchKMeans(
        number, init=start, random_state=seed, batch_size=BATCH, n_init=1, max_iter=ROUNDS, reassignment_ratio=0
    )
    return numbered(np.asarray(model.fit_predict(flat), dtype=np.int64))
