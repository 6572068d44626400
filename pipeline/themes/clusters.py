"""Joins statements to themes: average linkage on the evidence until too little is left, then every statement settles.

Linkage never takes a step back: what joined early may belong rather to a group that formed later. So each statement
then moves to the group it has clearly more mean evidence for than for its own.

Up to ``exact`` statements every pair counts. Above, near statements are first put into small heaps, and the heaps are
joined in the same way; the evidence of two heaps is the product of their mean rows, which is the mean over all pairs.

Sources: Sokal, Michener (1958), average linkage; Achlioptas (2003), random projection by signs;
Lloyd (1982), "Least squares quantization in PCM" (KMeans, and settling).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Self, TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.cluster.hierarchy import fcluster, linkage

Labels = NDArray[np.int64]
Rows: TypeAlias = Any  # a sparse.csr_matrix (scipy bears no types) or an NDArray of the same shape
Slices: TypeAlias = Any  # a sparse.csr_matrix or what gives one for a slice, such as evidence.Weighted
DIGITS = 5
PROJECTED = 128
BATCH = 1024  # so many rows are dense at once
BLOCK = 256  # so many rows are held against all others at once
ROUNDS = 4
MOVES = 5
COMMON = 0.01


@dataclass(frozen=True)
class Limits:
    """When groups join: mean evidence above ``join``; groups up to ``small`` also above ``attach`` to a larger one.

    A statement settles where it has more evidence by ``settle`` than among the others of its group.
    """

    join: float
    attach: float
    settle: float
    small: int
    exact: int
    seed: int


def clusters(rows: Slices, limits: Limits, known: NDArray[np.float64] | None = None) -> Labels:
    """Return the cluster of each row, numbered by first appearance; the rows stand in canonical order.

    ``known`` are the inner products of the rows, where somebody has them already.
    """
    if rows.shape[0] <= limits.exact:
        rows = rows[:]
        evidence = products(rows) if known is None else known
        return settled(rows, attached(rows, numbered(average_linkage(evidence, limits.join)), limits), limits)
    flat = Compact.of(rows, limits.seed)
    heaps = _heaps(flat, limits.exact // 2, limits.seed)
    middles = flat.means(heaps)
    joined, count = numbered(linked(pairs(middles), limits.join)), np.bincount(heaps)
    return numbered(settled(middles, attached(middles, joined, limits, count), limits, count)[heaps])


def products(rows: sparse.csr_matrix) -> NDArray[np.float64]:
    """Return all inner products, rounded: the last bits differ between machines and must not decide."""
    full, rare = _columns(rows)
    dense = rows[:, full].toarray().astype(np.float64)
    seldom = rows[:, rare]
    return np.asarray(dense @ dense.T + (seldom @ seldom.T).toarray(), dtype=np.float64).round(DIGITS)


def _columns(rows: Slices) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the places of the columns that are filled in many rows, and of those that are filled in few."""
    share = rows.getnnz(axis=0) / max(1, rows.shape[0])
    return np.flatnonzero(share > COMMON), np.flatnonzero(share <= COMMON)


@dataclass(frozen=True, eq=False)
class Compact:
    """Rows (n, d) with nearly the same inner products: rare columns are projected to a few by random signs.

    They are made batch by batch, each time anew: all of them together would be the largest thing in memory.
    """

    rows: Slices
    full: NDArray[np.int64]
    rare: NDArray[np.int64]
    signs: NDArray[np.float32]

    @classmethod
    def of(cls, rows: Slices, seed: int) -> Self:
        """Return the compact form of ``rows``."""
        full, rare = _columns(rows)
        return cls(rows, full, rare, _signs(len(rare), seed))

    def batches(self) -> Iterator[tuple[slice, NDArray[np.float32]]]:
        """Yield the rows in their order, and where they stand."""
        for start in range(0, self.rows.shape[0], BATCH):
            own = slice(start, start + BATCH)
            part = self.rows[own]
            yield own, np.hstack([part[:, self.full].toarray(), part[:, self.rare] @ self.signs])

    def projected(self, seed: int) -> NDArray[np.float32]:
        """Return (n, few) rows with about the same inner products."""
        signs = _signs(len(self.full) + PROJECTED, seed)
        found = np.empty((self.rows.shape[0], PROJECTED), dtype=np.float32)
        for own, part in self.batches():
            found[own] = part @ signs
        return found

    def means(self, heaps: Labels) -> NDArray[np.float64]:
        """Return the mean row of each heap."""
        found = np.zeros((int(heaps.max()) + 1, len(self.full) + PROJECTED))
        for own, part in self.batches():
            np.add.at(found, heaps[own], part)
        return found / np.bincount(heaps)[:, None]


def _signs(count: int, seed: int) -> NDArray[np.float32]:
    """Return (count, PROJECTED) random signs: rows times these keep their inner products, up to chance."""
    signs = np.random.default_rng(seed).integers(0, 2, size=(count, PROJECTED), dtype=np.int8)
    return (2 * signs.astype(np.float32) - 1) / np.float32(np.sqrt(PROJECTED))


def attached(rows: Rows, labels: Labels, limits: Limits, count: Labels | None = None) -> Labels:
    """Return the labels with each small group in the larger group it has most evidence for, if that is enough.

    ``count`` says for how many statements each row stands; without it for one.
    """
    size = np.bincount(labels, count).astype(np.int64)
    little, large = np.flatnonzero(size <= limits.small), np.flatnonzero(size > limits.small)
    if not len(little) or not len(large):
        return labels
    middles = means(rows, labels, count)
    evidence = _dense(middles[little] @ middles[large].T).round(DIGITS)
    best = evidence.argmax(axis=1)
    enough = evidence[np.arange(len(little)), best] > limits.attach
    target = np.arange(len(size))
    target[little[enough]] = large[best[enough]]
    return np.asarray(target[labels], dtype=np.int64)


def settled(rows: Rows, labels: Labels, limits: Limits, count: Labels | None = None) -> Labels:
    """Return the labels, numbered by first appearance, after a few rounds in which each row moves where it fits better.

    What it says for itself does not count; a row alone needs as much evidence as its group would to join.
    ``count`` says for how many statements each row stands; without it for one.
    """
    often = np.ones(len(labels)) if count is None else count.astype(float)
    alone = np.where(often > limits.small, limits.join, limits.attach)
    itself = often * np.asarray((rows.multiply(rows) if sparse.issparse(rows) else rows * rows).sum(axis=1)).ravel()
    for _ in range(MOVES):
        labels = numbered(labels)
        groups = sparse.csr_matrix((often, (labels, np.arange(len(labels))))) @ rows
        target = labels.copy()
        for start in range(0, len(labels), BLOCK):
            block = slice(start, start + BLOCK)
            home = np.arange(len(labels[block])), labels[block]
            evidence = _dense(rows[block] @ groups.T)
            weight = np.tile(np.bincount(labels, often).astype(np.float64), (len(evidence), 1))
            evidence[home] -= itself[block]
            weight[home] -= often[block]
            mean = np.where(weight > 0, evidence / weight.clip(min=1), alone[block, None]).round(DIGITS)
            best = mean.argmax(axis=1)
            moved = mean[home[0], best] > mean[home] + limits.settle
            target[block] = np.where(moved, best, labels[block])
        if (target == labels).all():
            break
        labels = target
    return numbered(labels)


def _dense(rows: Rows) -> NDArray[np.float64]:
    return np.asarray(rows.toarray() if sparse.issparse(rows) else rows, dtype=np.float64)


def average_linkage(evidence: NDArray[np.float64], join_above: float) -> Labels:
    """Return the cluster of each row of a symmetric (n, n) matrix: two clusters join while their mean is larger.

    >>> average_linkage(np.array([[9.0, 3, 0], [3, 9, 1], [0, 1, 9]]), join_above=2).tolist()
    [1, 1, 2]
    """
    return linked(np.concatenate([row[place:] for place, row in enumerate(evidence, 1)]), join_above)


def linked(evidence: NDArray[np.float64], join_above: float) -> Labels:
    """Return the cluster of each row; ``evidence`` is that of each pair once, row by row, and is used up."""
    if not len(evidence):
        return np.ones(1, dtype=np.int64)
    top = max(float(evidence.max()), join_above)
    tree = linkage(np.subtract(top, evidence, out=evidence), "average")
    return np.asarray(fcluster(tree, top - join_above, "distance"), dtype=np.int64)


def pairs(rows: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the rounded inner product of each pair of rows once, row by row.

    >>> pairs(np.array([[1.0, 0], [2, 1], [0, 3]])).tolist()
    [2.0, 0.0, 3.0]
    """
    found = np.empty(len(rows) * (len(rows) - 1) // 2)
    end = 0
    for start in range(0, len(rows), BLOCK):
        part = (rows[start : start + BLOCK] @ rows[start:].T).round(DIGITS)
        for place, row in enumerate(part, 1):
            found[end : end + len(row) - place] = row[place:]
            end += len(row) - place
    return found


def numbered(labels: Labels) -> Labels:
    """Return the labels renamed by first appearance, from 0.

    >>> numbered(np.array([7, 7, 2, 7])).tolist()
    [0, 0, 1, 0]
    """
    _, first, inverse = np.unique(labels, return_index=True, return_inverse=True)
    rank = np.empty(len(first), dtype=np.int64)
    rank[np.argsort(first, kind="stable")] = np.arange(len(first))
    return np.asarray(rank[inverse], dtype=np.int64)


def means(rows: Rows, heaps: Labels, count: Labels | None = None) -> Rows:
    """Return the mean row of each heap, dense where the rows are; ``count`` says how often each row counts."""
    often = np.ones(len(heaps)) if count is None else count.astype(float)
    number = int(heaps.max()) + 1
    weight = often / np.bincount(heaps, often, minlength=number).clip(min=1)[heaps]
    return sparse.csr_matrix((weight, (heaps, np.arange(len(heaps)))), shape=(number, len(heaps))) @ rows


def _heaps(rows: Compact, number: int, seed: int) -> Labels:
    """Return the heap of each row: a few rounds of KMeans on a random projection, from evenly spaced rows."""
    flat = rows.projected(seed)
    middles = flat[np.linspace(0, len(flat) - 1, number).astype(np.int64)]
    for _ in range(ROUNDS):
        heaps = _nearest(flat, middles)
        some = np.unique(heaps)  # a heap that nothing is nearest to keeps its middle
        member = sparse.csr_matrix(
            (np.ones(len(heaps), np.float32), (heaps, np.arange(len(heaps)))), shape=(number, len(heaps))
        )
        middles[some] = (member @ flat)[some] / np.bincount(heaps)[some, None]
    return numbered(_nearest(flat, middles))


def _nearest(rows: NDArray[np.float32], middles: NDArray[np.float32]) -> Labels:
    """Return the nearest of ``middles`` for each row, of equally near ones the first."""
    length = (middles * middles).sum(axis=1) / 2
    found = np.empty(len(rows), dtype=np.int64)
    for start in range(0, len(rows), BATCH):
        own = slice(start, start + BATCH)
        found[own] = (length - rows[own] @ middles.T).argmin(axis=1)
    return found
