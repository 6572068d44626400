"""Pooling: many opinions about the same question become one calibrated answer.

A log-linear pool (conditional logit): the score of an answer is the weighted sum of what each opinion says about
it, plus a bias. Weights are shared by all answers, so the pool can be read, and works for answers it never saw.
Sources: McFadden (1974), "Conditional logit analysis"; Genest, Zidek (1986), "Combining probability distributions".
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.special import log_softmax

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True, eq=False)
class Pool:
    """``weights`` (opinions,) named by ``names``."""

    names: tuple[str, ...]
    weights: NDArray[np.float64]

    def scores(self, opinions: NDArray[Any]) -> NDArray[np.float64]:
        """Return (n, answers) log probabilities for (n, answers, opinions)."""
        return np.asarray(log_softmax(opinions @ self.weights, axis=1))

    def parts(self, opinions: NDArray[Any]) -> NDArray[np.float64]:
        """Return what each opinion adds to each answer: (n, answers, opinions)."""
        return np.asarray(opinions * self.weights, dtype=np.float64)


def fitted(  # noqa: PLR0913 (two of them only by name)
    names: tuple[str, ...],
    opinions: NDArray[Any],
    truth: NDArray[np.integer[Any]],
    start: NDArray[np.float64] | None = None,
    *,
    pull: float = 1e-3,
    weight: NDArray[np.float64] | None = None,
) -> Pool:
    """Return the pool that makes the true answers most probable.

    ``opinions`` (n, answers, k), ``truth`` (n,) answer numbers, ``start`` (k,) weights towards which ``pull`` draws
    (zero if not given), ``weight`` (n,) how much each row counts.
    """
    rows = np.arange(len(truth))
    anchor = np.zeros(opinions.shape[2]) if start is None else start
    share = np.full(len(truth), 1 / len(truth)) if weight is None else weight / weight.sum()

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        logs = log_softmax(opinions @ weights, axis=1)
        residual = np.exp(logs)
        residual[rows, truth] -= 1
        gradient = np.einsum("n,nc,nck->k", share, residual, opinions, optimize=True)
        distance = weights - anchor
        return float(-(share * logs[rows, truth]).sum() + pull * distance @ distance), gradient + 2 * pull * distance

    first = anchor if start is not None else np.full(opinions.shape[2], 1 / opinions.shape[2])
    from scipy.optimize import minimize  # noqa: PLC0415 - only teaching needs it, and it is slow to import

    found = minimize(loss, first, jac=True, method="L-BFGS-B", options={"maxiter": 200})
    return Pool(names, np.asarray(found.x, dtype=np.float64))


def expected_calibration_error(confidence: NDArray[Any], right: NDArray[Any], bins: int = 10) -> float:
    """Return the mean distance between confidence and accuracy over equally full bins.

    Source: Naeini et al. (2015), "Obtaining Well Calibrated Probabilities Using Bayesian Binning".

    >>> expected_calibration_error(np.array([0.5, 0.5]), np.array([1, 0]), bins=1)
    0.0
    """
    order = np.argsort(confidence, kind="stable")
    parts = [part for part in np.array_split(order, bins) if len(part)]
    gaps = [len(part) * abs(float(confidence[part].mean()) - float(right[part].mean())) for part in parts]
    return sum(gaps) / max(len(confidence), 1)
