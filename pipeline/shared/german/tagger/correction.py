"""Correction: what people decided about this corpus, applied to what they have not seen yet.

Two layers. The pool that weighs text against context is fitted again on the decided rows, drawn to what it was. And
a decided row pulls its likes: similar wording, the same heading; the pull is the part of the decision that the
machine had not foreseen (kernel regression on residuals, Nadaraya 1964, Watson 1964).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from scipy import sparse

if TYPE_CHECKING:
    from numpy.typing import NDArray

STRENGTH: Final = 5.0
PRIOR_ROWS: Final = 0.35
SHARPNESS: Final = 2.0
SECTION: Final = 0.08
FEWEST: Final = 15
PULL: Final = 0.02


@dataclass(frozen=True, eq=False)
class Places:
    """Where rows stand in the space of wording, and in which section: counted (n, features), vectors (n, d)."""

    counted: sparse.csr_matrix
    vectors: NDArray[np.float32]
    sections: NDArray[Any]

    def near(self, others: Places) -> NDArray[np.float64]:
        """Return (n, others) similarity from 0 to about 1; the same section adds a little."""
        counted = np.asarray((self.counted @ others.counted.T).todense()) / 2
        close = np.maximum(0, 0.6 * counted + 0.4 * np.maximum(self.vectors @ others.vectors.T, 0)) ** SHARPNESS
        known = np.array([section is not None for section in self.sections])
        same = (self.sections[:, None] == others.sections[None, :]) & known[:, None]
        return np.asarray(close + SECTION * same, dtype=np.float64)


@dataclass(frozen=True, eq=False)
class Correction:
    """Decided rows and how far each answer was from what the machine had said: (decided, answers)."""

    places: Places
    residuals: NDArray[np.float64]

    def shift(self, places: Places) -> NDArray[np.float64]:
        """Return (n, answers) what the decisions add to the log scores of rows."""
        near = places.near(self.places)
        pulled = near @ self.residuals
        return np.asarray(STRENGTH * pulled / (PRIOR_ROWS + near.sum(axis=1, keepdims=True)))
