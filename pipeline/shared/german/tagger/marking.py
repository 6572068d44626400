"""Marking: cross-cutting themes and target groups that are meant without being named in so many words.

A judge per mark, taught by the lines of the training material that carry marks (``cross_cutting``, ``target_groups``,
keys of the codebook). The lines are few and the features many, so all judges are found at once in the space of the
lines. Source: regularised least squares as a classifier (Rifkin, Lippert 2007, "Notes on Regularized Least Squares").
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Self

import numpy as np
import pandas as pd
from scipy import sparse

if TYPE_CHECKING:
    from numpy.typing import NDArray

KINDS: Final = {"querschnitt": "cross_cutting", "zielgruppe": "target_groups"}  # kind of mark -> column of the lines
MEANT: Final = 0.3  # what meaning weighs beside counted words
CAUTION: Final = 2.0
FEWEST: Final = 10  # lines that teach a mark


@dataclass(frozen=True, eq=False)
class Marker:
    """``marks`` are (kind, value), ``coefficients`` (features, marks), ``usual`` (marks,) how common each mark is."""

    marks: tuple[tuple[str, str], ...]
    coefficients: NDArray[np.float32]
    usual: NDArray[np.float32]

    @classmethod
    def none(cls) -> Self:
        """Return the marker that knows no mark."""
        return cls((), np.zeros((0, 0), dtype=np.float32), np.zeros(0, dtype=np.float32))

    @classmethod
    def taught(cls, matrices: Mapping[str, Any], lines: pd.DataFrame) -> Self:
        """Return the marker taught by ``lines`` (their column ``marks``: sets of (kind, value)) and their matrices."""
        counts = Counter(mark for found in lines["marks"] for mark in found)
        marks = tuple(sorted(mark for mark, count in counts.items() if count >= FEWEST))
        if not marks:
            return cls.none()
        features = sparse.csr_matrix(seen(matrices), dtype=np.float64)
        carried = np.array([[float(mark in found) for mark in marks] for found in lines["marks"]])
        alike = (features @ features.T).toarray()
        usual = carried.mean(axis=0)
        from scipy.linalg import cho_factor, cho_solve  # noqa: PLC0415 - only teaching needs it

        weights = cho_solve(cho_factor(alike + CAUTION * np.eye(len(alike))), carried - usual)
        return cls(marks, (features.T @ weights).astype(np.float32), usual.astype(np.float32))

    def scores(self, matrices: Mapping[str, Any]) -> NDArray[np.float64]:
        """Return (n, marks) how much speaks for each mark: about 0 for nothing, about 1 for everything."""
        if not self.marks:
            return np.zeros((matrices["counted"].shape[0], 0))
        return np.asarray(seen(matrices) @ self.coefficients + self.usual, dtype=np.float64)


def seen(matrices: Mapping[str, Any]) -> sparse.csr_matrix:
    """Return the features that marks are heard from: counted words and letters, and the meaning."""
    return sparse.csr_matrix(sparse.hstack([matrices["counted"], sparse.csr_matrix(matrices["meaning"] * MEANT)]))
