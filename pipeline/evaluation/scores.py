"""Figures that compare two codings of the same statements, with bootstrap intervals."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

Labels = npt.NDArray[np.str_] | npt.NDArray[np.intp]
Metric = Callable[[Labels, Labels], float]
ROUNDS = 400
LEVELS = (2.5, 97.5)
DIGITS = 4


def accuracy(truth: Labels, found: Labels) -> float:
    """Return the share of equal labels.

    >>> accuracy(np.array(["a", "b"]), np.array(["a", "a"]))
    0.5
    """
    return float(np.mean(truth == found))


def macro_f1(truth: Labels, found: Labels) -> float:
    """Return the mean F1 over the labels that occur in ``truth``.

    >>> round(macro_f1(np.array(["a", "b"]), np.array(["a", "a"])), 3)
    0.333
    """
    names, numbers = np.unique(np.concatenate([truth, found]), return_inverse=True)
    expected, given = numbers[: len(truth)], numbers[len(truth) :]
    right = np.bincount(expected[expected == given], minlength=len(names))
    there, said = np.bincount(expected, minlength=len(names)), np.bincount(given, minlength=len(names))
    known = there > 0
    return float(np.mean(2 * right[known] / (there + said)[known]))


def with_interval(name: str, metric: Metric, truth: Sequence[str], found: Sequence[str], seed: int) -> dict[str, float]:
    """Return ``name`` and, as ``name.low`` and ``name.high``, its 95 % percentile bootstrap interval (Efron 1979)."""
    if not len(truth):
        return {}
    numbers = np.unique(
        np.concatenate([np.asarray(truth, dtype=str), np.asarray(found, dtype=str)]), return_inverse=True
    )[1]
    expected, given = numbers[: len(truth)], numbers[len(truth) :]
    generator = np.random.default_rng(seed)
    draws = generator.integers(0, len(expected), size=(ROUNDS, len(expected)))
    low, high = np.percentile([metric(expected[draw], given[draw]) for draw in draws], LEVELS)
    return {
        name: round(metric(expected, given), DIGITS),
        f"{name}.low": round(float(low), DIGITS),
        f"{name}.high": round(float(high), DIGITS),
    }


def bins_of(
    confidence: npt.NDArray[np.float64], right: npt.NDArray[np.bool_], bins: int = 10
) -> list[tuple[int, int, float, float]]:
    """Return (number of the bin, answers, mean confidence, share right) of each of ``bins`` equal widths with answers.

    >>> bins_of(np.array([0.25, 0.75, 1.0]), np.array([False, True, True]), 2)
    [(0, 1, 0.25, 0.0), (1, 2, 0.875, 1.0)]
    """
    place = np.minimum((confidence * bins).astype(int), bins - 1)
    return [
        (number, int(chosen.sum()), float(confidence[chosen].mean()), float(right[chosen].mean()))
        for number in range(bins)
        if (chosen := place == number).any()
    ]


def calibration_error(confidence: npt.NDArray[np.float64], right: npt.NDArray[np.bool_], bins: int = 10) -> float:
    """Return the expected calibration error over ``bins`` equal-width bins (Guo et al. 2017), between 0 and 1.

    >>> calibration_error(np.array([1.0, 1.0]), np.array([True, False]))
    0.5
    """
    found = bins_of(confidence, right, bins)
    return sum(abs(said - true) * count for _, count, said, true in found) / max(len(right), 1)


def reliability(name: str, confidence: npt.NDArray[np.float64], right: npt.NDArray[np.bool_]) -> dict[str, float]:
    """Return the reliability diagram: ``name.reliability.LOW.count``, ``.said`` and ``.right`` per bin with answers.

    ``LOW`` is the lower edge of the bin in percent (two digits); ``said`` the mean confidence, ``right`` the share of
    right answers, both between 0 and 1.
    """
    return {
        f"{name}.reliability.{10 * number:02d}.{key}": value
        for number, count, said, true in bins_of(confidence, right)
        for key, value in (("count", float(count)), ("said", round(said, DIGITS)), ("right", round(true, DIGITS)))
    }
