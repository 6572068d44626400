"""Experts: linear judges of one text, a small network over meaning, and the memory of similar texts.

Every expert gives each label a score. What a word contributes to a linear one is its weight times its coefficient, so
it can be read. Sources: linear support vectors (Fan et al. 2008, LIBLINEAR), complement naive Bayes (Rennie et al.
2003), logistic regression, one hidden layer (Rumelhart et al. 1986) taught by Adam (Kingma, Ba 2015), nearest
neighbours.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from scipy import sparse
from scipy.special import log_softmax, softmax

if TYPE_CHECKING:
    from numpy.typing import NDArray

Matrix = Any  # a sparse or dense (n, features) matrix
SVM_SHARPNESS: Final = 2.5
NEIGHBOURS: Final = 25
NEIGHBOUR_SHARPNESS: Final = 8.0
NEIGHBOUR_FLOOR: Final = 0.02
TOLERANCE: Final = 1e-2
UNKNOWN: Final = -10.0
HIDDEN: Final = 128
ROUNDS: Final = 10
DECAY: Final = 0.01
BATCH: Final = 512
NETWORK_FLOOR: Final = 1e-4


@dataclass(frozen=True, eq=False)
class Linear:
    """A linear judge: ``coefficients`` is (labels, features), ``intercept`` (labels,)."""

    coefficients: NDArray[np.float32]
    intercept: NDArray[np.float32]

    def scores(self, matrix: Matrix) -> NDArray[np.float64]:
        """Return the (n, labels) log shares."""
        raw = np.asarray(matrix @ self.coefficients.T, dtype=np.float64) + self.intercept
        return np.asarray(log_softmax(raw, axis=1))


def support_vectors(
    matrix: Matrix,
    labels: Sequence[str],
    classes: Sequence[str],
    strength: float,
    weight: NDArray[np.float64] | None = None,
) -> Linear:
    """Return the linear support vector judge (one against the rest); ``weight`` (n,) is what each text counts."""
    from sklearn.svm import LinearSVC  # noqa: PLC0415 - only teaching needs it, and it is slow to import

    model = LinearSVC(C=strength, tol=TOLERANCE, random_state=0).fit(matrix, np.asarray(labels), weight)
    return _linear(model.coef_ * SVM_SHARPNESS, model.intercept_ * SVM_SHARPNESS, model.classes_, classes)


def naive_bayes(
    matrix: Matrix,
    labels: Sequence[str],
    classes: Sequence[str],
    smoothing: float,
    weight: NDArray[np.float64] | None = None,
) -> Linear:
    """Return the complement naive Bayes judge; it is linear in the weighted counts."""
    from sklearn.naive_bayes import ComplementNB  # noqa: PLC0415 - only teaching needs it, and it is slow to import

    model = ComplementNB(alpha=smoothing).fit(matrix, np.asarray(labels), weight)
    centred = model.feature_log_prob_ - model.feature_log_prob_.mean(axis=0)
    return _linear(centred, np.zeros(len(model.classes_)), model.classes_, classes)


def regression(
    matrix: Matrix,
    labels: Sequence[str],
    classes: Sequence[str],
    strength: float,
    weight: NDArray[np.float64] | None = None,
) -> Linear:
    """Return the logistic judge for few, dense features (vectors, lexicon)."""
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415 - only teaching needs it, and it is slow to import

    model = LogisticRegression(C=strength, max_iter=200, tol=TOLERANCE).fit(matrix, np.asarray(labels), weight)
    return _linear(model.coef_, model.intercept_, model.classes_, classes)


def _linear(
    coefficients: NDArray[Any], intercept: NDArray[Any], found: Sequence[str], classes: Sequence[str]
) -> Linear:
    """Return the judge with its labels in the order of ``classes``; two classes share one row in the libraries."""
    if len(coefficients) == 1:
        coefficients = np.vstack([-coefficients[0], coefficients[0]]) / 2
        intercept = np.array([-intercept[0], intercept[0]]) / 2
    weights = np.zeros((len(classes), coefficients.shape[1]), dtype=np.float32)
    constants = np.full(len(classes), UNKNOWN, dtype=np.float32)  # a label these texts do not hold
    order = [list(classes).index(label) for label in found]
    weights[order], constants[order] = coefficients, intercept
    return Linear(weights, constants)


@dataclass(frozen=True, eq=False)
class Network:
    """One hidden layer: ``inner`` (features + 1, hidden) and ``outer`` (hidden + 1, labels), constants last."""

    inner: NDArray[np.float32]
    outer: NDArray[np.float32]

    def scores(self, matrix: NDArray[Any]) -> NDArray[np.float64]:
        """Return the (n, labels) log shares, never below that of ``NETWORK_FLOOR``."""
        hidden = np.maximum(matrix @ self.inner[:-1] + self.inner[-1], 0)
        shares = softmax(np.asarray(hidden @ self.outer[:-1] + self.outer[-1], dtype=np.float64), axis=1)
        return np.asarray(np.log(shares + NETWORK_FLOOR))


def network(matrix: NDArray[Any], labels: Sequence[str], classes: Sequence[str]) -> Network:
    """Return the network taught in a fixed number of rounds, in double precision: the same on every machine."""
    from sklearn.exceptions import ConvergenceWarning  # noqa: PLC0415 - only teaching needs it, and it is slow to import
    from sklearn.neural_network import MLPClassifier  # noqa: PLC0415 - only teaching needs it, and it is slow to import

    model = MLPClassifier((HIDDEN,), alpha=DECAY, batch_size=min(BATCH, len(labels)), max_iter=ROUNDS, random_state=0)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)  # it stops early on purpose
        model.fit(matrix.astype(np.float64), np.asarray(labels))
    inner, last = (
        np.vstack([weights, constants]) for weights, constants in zip(model.coefs_, model.intercepts_, strict=True)
    )
    last = np.hstack([-last, last]) / 2 if last.shape[1] == 1 else last  # two classes share one column in the library
    outer = np.zeros((HIDDEN + 1, len(classes)))
    outer[-1] = UNKNOWN
    outer[:, [list(classes).index(label) for label in model.classes_]] = last
    return Network(inner.astype(np.float32), outer.astype(np.float32))


@dataclass(frozen=True, eq=False)
class Memory:
    """Labelled vectors; a text is judged by its nearest ones. ``rows`` (n, d) of length 1, ``labels`` (n,) numbers."""

    rows: NDArray[np.float32]
    labels: NDArray[np.int32]
    classes: int

    def scores(self, vectors: NDArray[np.float32]) -> NDArray[np.float64]:
        """Return the (n, labels) log shares of the labels among the nearest neighbours, weighted by similarity."""
        parts = [self._some(vectors[at : at + 500]) for at in range(0, len(vectors), 500)]
        return np.vstack(parts) if parts else np.zeros((0, self.classes))

    def _some(self, vectors: NDArray[np.float32]) -> NDArray[np.float64]:
        near = vectors @ self.rows.T
        count = min(NEIGHBOURS, near.shape[1])
        found = np.argpartition(-near, count - 1, axis=1)[:, :count]
        weight = np.exp(NEIGHBOUR_SHARPNESS * np.take_along_axis(near, found, axis=1).astype(np.float64))
        said = self.labels[found]
        shares = np.stack([(weight * (said == label)).sum(axis=1) for label in range(self.classes)], axis=1)
        return np.asarray(np.log(shares / shares.sum(axis=1, keepdims=True) + NEIGHBOUR_FLOOR))


def stacked(parts: Sequence[Matrix]) -> sparse.csr_matrix:
    """Return feature matrices side by side, float32."""
    return sparse.csr_matrix(sparse.hstack([sparse.csr_matrix(part) for part in parts]), dtype=np.float32)
