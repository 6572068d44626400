"""Evidence that two statements belong to one theme: wording, meaning, concepts and place in the papers.

Every kind of evidence is an inner product of two rows, so the evidence of two groups of statements is a product of
sums and never needs all pairs. The weights come from params.yaml; they were learned as logistic regression on pairs
of statements in invented papers, so their sum is a log odds.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse

from pipeline.shared.german import lemmas
from pipeline.shared.german.concerns import Concerns
from pipeline.shared.german.vectors import Vectors, unit

Matrix = NDArray[np.float32]
Rows: TypeAlias = Any  # a sparse.csr_matrix (scipy bears no types) or a Matrix
AROUND = 0.5  # weight of what stands around a statement, against 1 for the statement itself
NEIGHBOUR = 0.5  # weight of a neighbouring statement, against 1 for heading and question
SHORT = 6  # in a paper of fewer statements a neighbour counts less: it stands there for want of others
BATCH = 4096  # so many rows are dense at once
ENOUGH = 200  # from so many statements on the rarity of concepts is taken mostly from the papers themselves
LEVELS = " > "


@dataclass(frozen=True)
class Weighted:
    """Kinds of evidence side by side, each (n, d) with the factor on its rows; joined only where rows are asked for.

    All of them joined at once would be the largest thing in memory.
    """

    parts: tuple[tuple[Rows, float], ...]

    @property
    def shape(self) -> tuple[int, int]:
        """Return the number of statements and of columns."""
        return self.parts[0][0].shape[0], sum(matrix.shape[1] for matrix, _ in self.parts)

    def __getitem__(self, places: slice | NDArray[np.int64]) -> sparse.csr_matrix:
        """Return the joined rows at ``places``."""
        return sparse.hstack([sparse.csr_matrix(matrix[places]) * factor for matrix, factor in self.parts]).tocsr()

    def whole(self) -> sparse.csr_matrix:
        """Return all rows, joined."""
        return self[slice(None)]

    def beside(self, rows: Rows, factor: float) -> Weighted:
        """Return these kinds and one more."""
        return Weighted((*self.parts, (rows, factor)))

    def getnnz(self, axis: int) -> NDArray[np.int64]:
        """Return how many cells of each column (0) or row (1) are filled."""
        counts = [
            matrix.getnnz(axis=axis) if sparse.issparse(matrix) else np.count_nonzero(matrix, axis=axis)
            for matrix, _ in self.parts
        ]
        return np.asarray(sum(counts) if axis else np.concatenate(counts), dtype=np.int64)

    def sums(self, member: sparse.csr_matrix) -> sparse.csr_matrix:
        """Return the sum of the rows of each group; ``member`` is (groups, n)."""
        return sparse.hstack([sparse.csr_matrix(member @ (matrix * factor)) for matrix, factor in self.parts]).tocsr()


@dataclass(frozen=True)
class Evidence:
    """Rows of evidence by kind: ``rows[kind]`` is (n, d); its inner products lie between 0 and about 1."""

    rows: dict[str, Rows]

    @property
    def size(self) -> int:
        """Return the number of statements."""
        return int(next(iter(self.rows.values())).shape[0])

    def weighted(self, weights: dict[str, float]) -> Weighted:
        """Return one row per statement whose inner products are the weighted sum over all kinds that there are."""
        used = [(kind, weight) for kind, weight in sorted(weights.items()) if weight > 0 and kind in self.rows]
        return Weighted(tuple((self.rows[kind], float(np.sqrt(weight))) for kind, weight in used))


def gather(frame: pd.DataFrame, concerns: Concerns) -> Evidence:
    """Return the evidence of a frame with text, heading, question, document, position, row_key and field."""
    vectors, concepts = concerns.vectors, concerns.concepts
    texts = [str(text) for text in frame["text"]]
    above = [" ".join(parts).strip() for parts in zip(frame["heading"].map(leaf), frame["question"], strict=True)]
    beside = neighbours(frame)
    bags, bags_above = concepts.bags(texts), concepts.bags(above)
    rarity = blended(np.asarray(bags.sum(axis=0)).ravel(), len(texts), concerns.rarity)
    idea = in_batches(lambda part: unit(bags[part].multiply(rarity).toarray().astype(np.float32)), len(texts))
    idea_above = in_batches(
        lambda part: unit(bags_above[part].multiply(rarity).toarray().astype(np.float32)), len(texts)
    )
    rows = {
        "wording": wording(texts, vectors),
        "concepts": idea,
        "concern": widened(concerns.encode(texts), concerns.encode(above), beside),
        "ideas": widened(idea, idea_above, beside),
        "meaning": widened(vectors.encode(texts), vectors.encode(above), beside),
        "table_row": one_hot(frame["row_key"]),
        "heading": under_one_heading(frame),
        "field": one_hot(frame["field"]),
    }
    if encoder := concerns.encoder:
        rows["encoder"] = widened(encoder.encode(texts), encoder.encode(above), beside)
    return Evidence({kind: matrix.astype(np.float32, copy=False) for kind, matrix in rows.items()})


def blended(seen: NDArray[np.float32], count: int, known: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the rarity of concepts: that of the papers, and in small corpora rather the known one."""
    own = np.log((count + 1) / (seen + 1))
    share = count / (count + ENOUGH)
    return np.asarray(share * own + (1 - share) * known, dtype=np.float64)


def in_batches(made: Callable[[slice], Matrix], count: int) -> sparse.csr_matrix:
    """Return the rows that ``made`` gives for each batch of ``count`` rows, stored without their zeros."""
    starts = range(0, max(1, count), BATCH)
    return sparse.vstack([sparse.csr_matrix(made(slice(start, start + BATCH))) for start in starts], format="csr")


def widened(rows: Rows, above: Rows, beside: sparse.csr_matrix) -> Rows:
    """Return the rows of the statements with something of their heading, question and neighbours in them.

    What comes with its zeros goes with them, and is used up: a second copy would be large.
    """

    def part(own: slice) -> Matrix:
        around = unit(dense(above[own]) + NEIGHBOUR * dense(beside[own] @ rows))
        return unit(dense(rows[own]) + AROUND * around)

    if sparse.issparse(rows):
        return in_batches(part, rows.shape[0])
    for start in range(0, len(above), BATCH):
        own = slice(start, start + BATCH)
        above[own] = part(own)
    return above


def dense(rows: Rows) -> Matrix:
    """Return the rows with their zeros."""
    return np.asarray(rows.toarray() if sparse.issparse(rows) else rows)


def leaf(path: str) -> str:
    """Return the innermost heading of a path.

    >>> leaf("Workshop 1 > Probleme > Erreichbarkeit")
    'Erreichbarkeit'
    """
    return path.rsplit(LEVELS, 1)[-1]


def heading_key(frame: pd.DataFrame) -> pd.Series:
    """Return what statements share that stand under the same heading or answer the same question."""
    return frame["document"] + "\x1f" + frame["heading"] + "\x1f" + frame["question"]


def neighbours(frame: pd.DataFrame) -> sparse.csr_matrix:
    """Return (n, n): up to 1 for the statements directly before and after, under the same heading.

    In a short paper everything is a neighbour of everything, so there it counts less.
    """
    order = np.lexsort((frame["position"].to_numpy(), frame["document"].astype("category").cat.codes.to_numpy()))
    key = heading_key(frame).to_numpy()
    first, second = order[:-1], order[1:]
    same = key[first] == key[second]
    first, second = first[same], second[same]
    length = frame["document"].map(frame["document"].value_counts()).to_numpy(dtype=np.float32)[first]
    weight = np.tile(np.minimum(length / SHORT, 1), 2)
    both = (np.concatenate([first, second]), np.concatenate([second, first]))
    return sparse.csr_matrix((weight, both), shape=(len(frame), len(frame)))


def one_hot(keys: Sequence[str] | pd.Series) -> sparse.csr_matrix:
    """Return (n, keys): 1 where a row has a key; an empty key gives an empty row."""
    filled = np.array([bool(key) for key in keys], dtype=np.bool_)
    codes, found = pd.factorize(pd.Series(list(keys), dtype=str), sort=True)
    rows = np.flatnonzero(filled)
    shape = (len(codes), max(1, len(found)))
    return sparse.csr_matrix((np.ones(len(rows), np.float32), (rows, codes[rows])), shape=shape)


def under_one_heading(frame: pd.DataFrame) -> sparse.csr_matrix:
    """Return (n, headings), scaled so that a product is 1 / size: a long list under a heading says little.

    What stands under no heading and answers no question shares nothing.
    """
    titled = (frame["heading"] + frame["question"]) != ""
    shared = one_hot(heading_key(frame).where(titled, ""))
    size = np.asarray(shared.sum(axis=0)).ravel()
    return shared @ sparse.diags(1 / np.sqrt(np.maximum(size, 1)))


def wording(texts: Sequence[str], vectors: Vectors) -> sparse.csr_matrix:
    """Return (n, words) of length 1: lemmas and compound members, weighted by their rarity."""
    found = lemmas.of_texts(texts, vectors)
    names = {name: column for column, name in enumerate(sorted({term for row in found for term in row}))}
    columns = [names[term] for row in found for term in row]
    ends = np.cumsum([0, *map(len, found)])
    bags = sparse.csr_matrix((np.ones(len(columns)), columns, ends), shape=(len(texts), max(1, len(names))))
    seen = np.asarray(bags.sum(axis=0)).ravel()
    bags = bags @ sparse.diags(np.log((len(texts) + 1) / (seen + 0.5)))
    length = np.sqrt(np.asarray(bags.multiply(bags).sum(axis=1)).ravel())
    return (sparse.diags(1 / np.where(length > 0, length, 1)) @ bags).tocsr()
