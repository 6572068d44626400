"""Agreement: how far do two or more coders agree, and how sure is that figure?

A coding is a table: one row per unit, one column per coder, labels as values, missing values where a coder left a unit
out. Labels may be sets of codes (``frozenset``), then a distance between sets is needed (:func:`masi`).

- percent: share of agreeing pairs of coders, mean over units.
- Cohen (1960): chance from each coder's own margins; two coders.
- Brennan and Prediger (1981): chance 1/q for q possible codes. This is what MAXQDA prints as kappa.
- Gwet (2008) AC1: chance from the mean margins, robust where one code dominates.
- Krippendorff (2011) alpha: any number of coders, missing values, any distance.

Where nothing varies, a chance-corrected figure has no value: NaN, never 1. Intervals are percentile bootstraps over
units with a seeded generator. Reading aid (DOMAIN section 8): alpha from .80 firm, from .667 tentative.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

Label = Hashable
Distance = Callable[[Label, Label], float]
Matrix = npt.NDArray[np.float64]
Weights = npt.NDArray[np.float64]

FIRM, TENTATIVE = 0.8, 0.667
Z95 = 1.959963984540054


def masi(first: Label, second: Label) -> float:
    """Return the MASI distance of two sets of codes, 0 to 1 (Passonneau 2006): 1 - Jaccard x monotonicity.

    >>> [round(masi(frozenset("ab"), frozenset(other)), 4) for other in ("ab", "a", "bc", "cd")]
    [0.0, 0.6667, 0.8889, 1.0]
    """
    one, two = frozenset(as_set(first)), frozenset(as_set(second))
    if one == two:
        return 0.0
    common, union = len(one & two), len(one | two)
    monotony = 2 / 3 if one <= two or two <= one else 1 / 3
    return 1 - common / union * monotony if common else 1.0


def as_set(label: Label) -> frozenset[Label]:
    """Return ``label`` as a set: a set itself, or the set of that one label."""
    return label if isinstance(label, frozenset) else frozenset([label])


def nominal(first: Label, second: Label) -> float:
    """Return 0 for equal labels, else 1."""
    return float(first != second)


def missing(value: object) -> bool:
    """Return whether ``value`` says that the coder left the unit out."""
    return value is None or value is pd.NA or (isinstance(value, float) and math.isnan(value))


@dataclass(frozen=True)
class Table:
    """Codings as numbers: ``counts`` (units x codes) says how many coders gave a unit a code.

    ``pair`` (codes x codes) counts the two coders' joint labels and exists for two coders only. ``joint`` holds each
    unit's row and column in it, or -1. ``distances`` (codes x codes) is the squared difference of two labels.
    """

    codes: tuple[Label, ...]
    counts: Matrix
    joint: npt.NDArray[np.int64]
    distances: Matrix

    @property
    def units(self) -> int:
        """Return the number of units."""
        return len(self.counts)


def table(codings: pd.DataFrame | Sequence[Sequence[Label]], distance: Distance = nominal) -> Table:
    """Return ``codings`` (rows are units, columns are coders) as numbers.

    >>> table([["a", "b"], ["a", None]]).counts.tolist()
    [[1.0, 1.0], [1.0, 0.0]]
    """
    rows = (
        codings.to_numpy(dtype=object).tolist() if isinstance(codings, pd.DataFrame) else [list(row) for row in codings]
    )
    present = {label for row in rows for label in row if not missing(label)}
    codes = tuple(sorted(present, key=order))
    number = {code: place for place, code in enumerate(codes)}
    counts = np.zeros((len(rows), len(codes)))
    joint = np.full((len(rows), 2), -1, dtype=np.int64)
    for unit, row in enumerate(rows):
        for coder, label in enumerate(row):
            if not missing(label):
                counts[unit, number[label]] += 1
                if coder < joint.shape[1]:
                    joint[unit, coder] = number[label]
    distances = np.array([[distance(one, two) for two in codes] for one in codes], dtype=np.float64)
    return Table(codes, counts, joint, distances.reshape(len(codes), len(codes)))


def order(label: Label) -> tuple[str, ...]:
    """Return a sorting key for labels and sets of labels that does not depend on hashes."""
    return tuple(sorted(map(str, label))) if isinstance(label, frozenset) else (str(label),)


def ratio(above: npt.ArrayLike, below: npt.ArrayLike) -> Matrix:
    """Return ``above`` / ``below``, NaN where nothing is below."""
    over, under = np.asarray(above, dtype=np.float64), np.asarray(below, dtype=np.float64)
    empty: Matrix = np.full(np.broadcast(over, under).shape, np.nan)
    np.divide(over, under, out=empty, where=under != 0)
    return empty


def corrected(observed: Matrix, expected: Matrix) -> Matrix:
    """Return (observed - expected) / (1 - expected), NaN where chance alone explains everything."""
    room = np.where(np.abs(1 - expected) < 1e-12, 0.0, 1 - expected)  # noqa: PLR2004 - rounding
    return ratio(observed - expected, room)


def once(codings: Table) -> Weights:
    """Return one sample in which every unit counts once, shape (1, units)."""
    return np.ones((1, codings.units))


def percents(codings: Table, weights: Weights) -> Matrix:
    """Return the share of agreeing pairs per sample; ``weights`` (samples x units) says how often a unit counts."""
    coders = codings.counts.sum(axis=1)
    paired = coders >= 2  # noqa: PLR2004 - a pair
    agreeing = ratio((codings.counts * (codings.counts - 1)).sum(axis=1), coders * (coders - 1))
    return ratio(weights[:, paired] @ agreeing[paired], weights[:, paired].sum(axis=1))


def cohens(codings: Table, weights: Weights) -> Matrix:
    """Return Cohen's kappa of the first two coders for every sample."""
    both = (codings.joint >= 0).all(axis=1)
    eye = np.eye(len(codings.codes))
    first, second = eye[codings.joint[both, 0]], eye[codings.joint[both, 1]]
    used = weights[:, both]
    total = used.sum(axis=1, keepdims=True)
    observed = ratio(used @ (first * second).sum(axis=1), total[:, 0])
    expected = (ratio(used @ first, total) * ratio(used @ second, total)).sum(axis=1)
    return corrected(observed, expected)


def brennan_predigers(codings: Table, weights: Weights, q: int) -> Matrix:
    """Return Brennan-Prediger's kappa for every sample; ``q`` is the number of codes a coder could have used."""
    if q < 2:  # noqa: PLR2004 - one code leaves nothing to decide
        return np.full(len(weights), np.nan)
    return corrected(percents(codings, weights), np.full(len(weights), 1 / q))


def gwets(codings: Table, weights: Weights, q: int) -> Matrix:
    """Return Gwet's AC1 for every sample; ``q`` as in :func:`brennan_predigers`."""
    if q < 2:  # noqa: PLR2004 - one code leaves nothing to decide
        return np.full(len(weights), np.nan)
    coders = codings.counts.sum(axis=1)
    coded = coders > 0
    shares = codings.counts[coded] / coders[coded, None]
    used = weights[:, coded]
    margins = ratio(used @ shares, used.sum(axis=1, keepdims=True))
    return corrected(percents(codings, weights), (margins * (1 - margins)).sum(axis=1) / (q - 1))


def alphas(codings: Table, weights: Weights) -> Matrix:
    """Return Krippendorff's alpha for every sample, by the distances of ``codings``."""
    coders = codings.counts.sum(axis=1)
    paired = coders >= 2  # noqa: PLR2004 - a pair
    counts, distances = codings.counts[paired], codings.distances
    used = weights[:, paired]
    within = ratio(((counts @ distances) * counts).sum(axis=1), coders[paired] - 1)
    margins = used @ counts
    values = margins.sum(axis=1)
    observed = ratio(used @ within, values)
    expected = ratio(((margins @ distances) * margins).sum(axis=1), values * (values - 1))
    return 1 - ratio(observed, expected)


def percent(codings: pd.DataFrame | Sequence[Sequence[Label]]) -> float:
    """Return the share of agreeing pairs of coders, 0 to 1."""
    numbers = table(codings)
    return float(percents(numbers, once(numbers))[0])


def cohen(codings: pd.DataFrame | Sequence[Sequence[Label]]) -> float:
    """Return Cohen's kappa of the first two coders.

    >>> rows = [["y", "y"]] * 20 + [["y", "n"]] * 5 + [["n", "y"]] * 10 + [["n", "n"]] * 15
    >>> round(cohen(rows), 4)
    0.4
    """
    numbers = table(codings)
    return float(cohens(numbers, once(numbers))[0])


def brennan_prediger(codings: pd.DataFrame | Sequence[Sequence[Label]], q: int) -> float:
    """Return Brennan-Prediger's kappa (MAXQDA's); ``q`` codes could have been used."""
    numbers = table(codings)
    return float(brennan_predigers(numbers, once(numbers), q)[0])


def gwet_ac1(codings: pd.DataFrame | Sequence[Sequence[Label]], q: int) -> float:
    """Return Gwet's AC1; ``q`` codes could have been used."""
    numbers = table(codings)
    return float(gwets(numbers, once(numbers), q)[0])


def alpha(codings: pd.DataFrame | Sequence[Sequence[Label]], distance: Distance = nominal) -> float:
    """Return Krippendorff's alpha; ``distance`` is the squared difference of two labels (nominal, :func:`masi`, ...).

    >>> print(round(alpha(list(zip("aabbdcccedda", "babbbccceddd"))), 3))
    0.692
    """
    numbers = table(codings, distance)
    return float(alphas(numbers, once(numbers))[0])


def interval(values: Matrix, level: float = 0.95) -> tuple[float, float]:
    """Return the central ``level`` of bootstrap ``values``, those without a value left out; NaN where none has one."""
    known = values[~np.isnan(values)]
    if not len(known):
        return math.nan, math.nan
    low, high = np.quantile(known, [(1 - level) / 2, (1 + level) / 2])
    return float(low), float(high)


def resamples(units: int, number: int, generator: np.random.Generator) -> Weights:
    """Return ``number`` bootstrap samples of ``units`` units as how often each unit was drawn."""
    return generator.multinomial(units, np.full(units, 1 / units), size=number).astype(np.float64)


def figures(
    codings: pd.DataFrame | Sequence[Sequence[Label]],
    q: int,
    generator: np.random.Generator,
    bootstraps: int = 1000,
    distance: Distance = nominal,
) -> pd.DataFrame:
    """Return one row per measure: measure, value, low, high (95 % bootstrap interval), units.

    The same resamples serve all measures, so they can be compared. Sets of codes only have percent (equal sets) and
    alpha; give :func:`masi` as ``distance`` for them.
    """
    numbers = table(codings, distance)
    coded = int((numbers.counts.sum(axis=1) >= 2).sum())  # noqa: PLR2004 - a pair
    measures: dict[str, Callable[[Weights], Matrix]] = {
        "percent": lambda weights: percents(numbers, weights),
        "cohen": lambda weights: cohens(numbers, weights),
        "brennan_prediger": lambda weights: brennan_predigers(numbers, weights, q),
        "gwet_ac1": lambda weights: gwets(numbers, weights, q),
        "alpha": lambda weights: alphas(numbers, weights),
    }
    if distance is not nominal:
        measures = {name: measures[name] for name in ("percent", "alpha")}
    drawn = resamples(numbers.units, bootstraps, generator) if numbers.units else np.zeros((0, 0))
    rows = []
    for name, measure in measures.items():
        value = float(measure(once(numbers))[0]) if numbers.units else math.nan
        low, high = interval(measure(drawn)) if len(drawn) else (math.nan, math.nan)
        rows.append({"measure": name, "value": value, "low": low, "high": high, "units": coded})
    return pd.DataFrame(rows)


def per_code(codings: pd.DataFrame, codes: Mapping[str, str], generator: np.random.Generator) -> pd.DataFrame:
    """Return one row per code: each code against all others, for two coders.

    ``codes`` maps key to name. Columns: code, name, both, first_only, second_only, percent, cohen, alpha, low, high
    (interval of alpha). Labels may be sets: a code counts where it is in the set.
    """
    rows = []
    for code, name in codes.items():
        binary = [
            [None if missing(v) else str(code in as_set(v)) for v in row] for row in codings.to_numpy(dtype=object)
        ]
        both = [(one, two) for one, two in (row[:2] for row in binary) if one and two]
        found = figures(binary, 2, generator, bootstraps=500).set_index("measure")
        rows.append(
            {
                "code": code,
                "name": name,
                "both": sum(pair == ("True", "True") for pair in both),
                "first_only": sum(pair == ("True", "False") for pair in both),
                "second_only": sum(pair == ("False", "True") for pair in both),
                "percent": found.loc["percent", "value"],
                "cohen": found.loc["cohen", "value"],
                "alpha": found.loc["alpha", "value"],
                "low": found.loc["alpha", "low"],
                "high": found.loc["alpha", "high"],
            }
        )
    return pd.DataFrame(rows)


def disagreements(codings: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of ``codings`` on which coders differ, in their order: the agenda of consensual coding."""
    differing = [len({order(v) for v in row if not missing(v)}) > 1 for row in codings.to_numpy(dtype=object)]
    return codings[differing]


def required_units(expected: float, half_width: float, q: int) -> int:
    """Return how many units must be double coded so that the 95 % interval of kappa is ``expected`` ± ``half_width``.

    Normal approximation with uniform chance 1/``q`` (Brennan-Prediger): the observed agreement behind ``expected``
    varies like a share, and the correction stretches its error by 1 / (1 - 1/q).

    >>> [required_units(0.76, width, 7) for width in (0.10, 0.07, 0.05)]
    [86, 175, 342]
    """
    chance = 1 / q
    observed = chance + expected * (1 - chance)
    return math.ceil(observed * (1 - observed) * (Z95 / (half_width * (1 - chance))) ** 2)


def verdict(value: float) -> str:
    """Return the reading aid for ``value`` in German.

    >>> verdict(0.7)
    'vorläufig'
    """
    if math.isnan(value):
        return "nicht bestimmbar"
    return "belastbar" if value >= FIRM else "vorläufig" if value >= TENTATIVE else "zu gering"


def blind_sample(
    statements: pd.DataFrame, size: int, strata: Sequence[str], generator: np.random.Generator
) -> pd.DataFrame:
    """Return ``size`` rows of ``statements`` for blind double coding, shuffled, without anything a machine coded.

    Strata (``strata`` columns together) are represented in proportion, and each that occurs at least once while
    there is room. The draw depends on ids and generator only, not on the order of rows. Kept columns: statement_id,
    document, context, text.
    """
    rows = statements.sort_values("statement_id", kind="stable").reset_index(drop=True)
    keys = rows[list(strata)].astype("string").fillna("").agg("\x1f".join, axis=1)
    shares = quotas(keys.value_counts().sort_index(), min(size, len(rows)))
    chosen: list[int] = []
    for stratum, number in shares.items():
        members = np.flatnonzero((keys == stratum).to_numpy())
        chosen += generator.choice(members, size=number, replace=False).tolist()
    sample = rows.iloc[generator.permutation(np.array(sorted(chosen), dtype=np.int64))]
    shown = [name for name in ("statement_id", "document", "context", "text") if name in sample]
    return sample[shown].reset_index(drop=True)


def quotas(sizes: pd.Series, total: int) -> dict[str, int]:
    """Return how many units each stratum gives: one each while there is room, the rest by largest remainders.

    >>> quotas(pd.Series({"a": 90, "b": 9, "c": 1}), 10)
    {'a': 8, 'b': 1, 'c': 1}
    """
    largest = sizes.sort_values(ascending=False, kind="stable").index
    given = {str(name): int(place < total) for place, name in enumerate(largest)}
    exact = {str(name): total * int(number) / max(1, int(sizes.sum())) for name, number in sizes.items()}
    while sum(given.values()) < total:
        open_strata = [str(name) for name in sizes.index if given[str(name)] < int(sizes[name])]
        neediest = max(open_strata, key=lambda name: (exact[name] - given[name], name))
        given[neediest] += 1
    return {str(name): given[str(name)] for name in sizes.index}
