"""Elsewhere: what is said of statements of similar wording in the other papers of the same corpus.

A corpus explains its own words. Where a word that no training line knows stands again and again in workshops on one
field, it speaks for that field wherever else it is said; and what is said of health in a workshop on language resembles
what the workshop on health says. The papers' own fields, headings and neighbours thus teach the wording, without
anybody's label. The own paper never counts: it is heard already. Source: label propagation over a similarity graph
(Zhu, Ghahramani 2002, "Learning from Labeled and Unlabeled Data with Label Propagation"), one step of it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Self

import joblib
import numpy as np
from scipy import sparse

from pipeline.shared.engine import cores

if TYPE_CHECKING:
    from numpy.typing import NDArray

COUNTED: Final = 0.6  # common words against near meaning
SHARPNESS: Final = 18.0  # a statement of half the wording counts e^9 times as much as one that shares none
PRIOR: Final = 20.0  # strangers' worth of the usual mix of answers, so that few papers say little
FLOOR: Final = 0.02
MOST: Final = 4000  # statements that are listened to; of more, every second, third ... is taken
CHUNK: Final = 1000


@dataclass(frozen=True, eq=False)
class Wording:
    """How n texts are worded: ``counted`` (n, features), two views of length 1 side by side, ``vectors`` (n, d)."""

    counted: sparse.csr_matrix
    vectors: NDArray[np.float32]

    @classmethod
    def of(cls, matrices: Mapping[str, Any]) -> Self:
        """Return the wording that the reader found together with other signs of the topic."""
        return cls(matrices["counted"], matrices["vectors"])

    @classmethod
    def none(cls) -> Self:
        """Return the wording of no texts."""
        return cls(sparse.csr_matrix((0, 1), dtype=np.float32), np.zeros((0, 1), dtype=np.float32))

    @classmethod
    def joined(cls, parts: Sequence[Self]) -> Self:
        """Return the wording of all parts, one below the other."""
        if len(parts) == 1:
            return parts[0]
        counted = sparse.vstack([part.counted for part in parts], format="csr")
        return cls(counted, np.concatenate([part.vectors for part in parts]))

    def some(self, rows: NDArray[Any] | slice) -> Wording:
        """Return the wording of some rows."""
        return Wording(self.counted[rows], self.vectors[rows])

    def near(self, others: Wording) -> NDArray[np.float64]:
        """Return the (n, others) similarity, at most 1."""
        counted = np.asarray((self.counted @ others.counted.T).todense(), dtype=np.float64) / 2
        return COUNTED * counted + (1 - COUNTED) * np.asarray(self.vectors @ others.vectors.T, dtype=np.float64)


def said(shares: NDArray[np.float64], wording: Wording, papers: NDArray[Any]) -> NDArray[np.float64]:
    """Return (n, answers) how much more than usual each answer is given to similar texts of other papers, as log ratio.

    ``shares`` (n, answers) probabilities, ``papers`` (n,) names, None for a text of no paper. What is usual is the mean
    of the other papers. Zero where there is none. Parts of ``CHUNK`` texts are worked on side by side, in threads.
    """
    heard = np.arange(0, len(shares), max(-(-len(shares) // MOST), 1))
    others, answers = wording.some(heard), shares[heard]
    own = {paper: number for number, paper in enumerate(dict.fromkeys(papers))}
    numbers = np.array([own[paper] for paper in papers], dtype=np.int32)  # quicker to compare than names

    def of(part: slice) -> NDArray[np.float64]:
        strange = numbers[part, None] != numbers[None, heard]
        count = strange.sum(axis=1, keepdims=True)
        usual = np.where(count, (strange @ answers) / np.maximum(count, 1), 1 / shares.shape[1])
        weight = np.exp(SHARPNESS * wording.some(part).near(others)) * strange
        mixed = (weight @ answers + PRIOR * usual) / (weight.sum(axis=1, keepdims=True) + PRIOR)
        return np.asarray(np.log(mixed + FLOOR) - np.log(usual + FLOOR))

    parts = [slice(start, start + CHUNK) for start in range(0, len(shares), CHUNK)]
    work = joblib.Parallel(n_jobs=min(cores(), max(len(parts), 1)), require="sharedmem")
    return np.concatenate([np.zeros((0, shares.shape[1])), *work(joblib.delayed(of)(part) for part in parts)])
