"""Tries how often the guard of later rounds tells what is only chance, and what it finds; prints both.

Sixty themes in eight fields; 615 statements in 20 papers then, and as many or a quarter (146 in 8 papers) today. Papers
are alike, or each has favourite themes (Dirichlet; a concentration of 30 is mild, of 10 strong; the shipped sample lies
at 15, correlation 0.06), and either speak of everything or seven of ten of them mostly of one field, another one each
time. "any" is the share of comparisons in which anything at all is told by mistake; params.yaml allows a tenth
(``rounds.false_share``). The rest says how often a theme is told that is gone, or is named so many times as often.

Figures (23 November 2026, 60 pairs each; before, without papers as units, "any" rose from 0.07 to 1.00 in the same
order):

    workshops | favourites | statements | any | 20 gone | 40 gone | 12 x 5 | 20 x 3
    0 | 0 | 146 | 0.03 | 0.00 | 0.25 | 0.42 | 0.15
    0 | 0 | 600 | 0.03 | 1.00 | 1.00 | 0.87 | 0.52
    0 | 100 | 146 | 0.03 | 0.02 | 0.12 | 0.40 | 0.08
    0 | 100 | 600 | 0.08 | 1.00 | 1.00 | 0.67 | 0.35
    0 | 30 | 146 | 0.03 | 0.00 | 0.05 | 0.15 | 0.02
    0 | 30 | 600 | 0.07 | 0.58 | 0.98 | 0.43 | 0.08
    0 | 10 | 146 | 0.05 | 0.00 | 0.00 | 0.08 | 0.02
    0 | 10 | 600 | 0.10 | 0.13 | 0.45 | 0.20 | 0.05
    1 | 0 | 146 | 0.03 | 0.08 | 0.33 | 0.53 | 0.15
    1 | 0 | 600 | 0.02 | 0.83 | 0.98 | 0.90 | 0.48
    1 | 100 | 146 | 0.03 | 0.00 | 0.18 | 0.32 | 0.13
    1 | 100 | 600 | 0.02 | 0.62 | 0.84 | 0.67 | 0.23
    1 | 30 | 146 | 0.05 | 0.00 | 0.00 | 0.07 | 0.02
    1 | 30 | 600 | 0.02 | 0.22 | 0.47 | 0.27 | 0.03
    1 | 10 | 146 | 0.02 | 0.00 | 0.00 | 0.05 | 0.02
    1 | 10 | 600 | 0.07 | 0.07 | 0.18 | 0.08 | 0.03

A theme of 20 mentions that is gone cannot be told in a round a quarter as large, whatever the test; in rounds of equal
size 40 mentions can, about every other time at what the sample's papers are like.
Run from the project folder: ``python -m recipes.round_guard``.
"""

from __future__ import annotations

from itertools import product

import numpy as np
from numpy.typing import NDArray

from pipeline.rounds.guard import Round, changed
from pipeline.shared import chance

THEMES, FIELDS, PAIRS = 60, 8, 60
THEN, LATER = (615, 20), ((146, 8), (600, 20))  # statements and papers
FALSE_SHARE, FAVOURITES = 0.1, (0.0, 100.0, 30.0, 10.0)
OWN_FIELD, MUCH = 0.7, 14.0  # share of papers with a field of their own, and how much more they say on it
TRIED = ((20, 0), (40, 0), (12, 5), (20, 3))  # mentions then, and how many times as often today
NEAR = 0.25  # how far the size of the nearest theme may be off
FIELD = np.arange(THEMES) % FIELDS

Counts = NDArray[np.int64]
Shares = NDArray[np.float64]


def drawn(shares: Shares, sizes: tuple[int, int], firm: float, workshops: int, random: np.random.Generator) -> Counts:
    """Return the (papers, themes) mentions of a round of (statements, papers); 0 ``firm``: papers are alike."""
    papers = []
    for size in random.multinomial(sizes[0], random.dirichlet(np.full(sizes[1], 4.0))):
        own = shares
        if workshops and random.random() < OWN_FIELD:
            own = own * np.where(random.integers(FIELDS) == FIELD, MUCH, 1.0)
            own = own / own.sum()
        papers.append(random.multinomial(size, random.dirichlet(own * firm + 1e-9) if firm else own))
    return np.array(papers)


def told(then: Counts, now: Counts) -> list[bool]:
    """Return which themes the guard lets be told as changed."""
    found = changed(Round(then, FIELD), Round(now, FIELD))
    return chance.told([value for value, _ in found], [least for _, least in found], FALSE_SHARE)


def figures(now: tuple[int, int], firm: float, workshops: int) -> tuple[float, list[float]]:
    """Return how many comparisons tell anything by mistake, and how often each of ``TRIED`` is told."""
    wrong: list[bool] = []
    right: list[list[bool]] = [[] for _ in TRIED]
    for seed in range(PAIRS):
        random = np.random.default_rng(seed)
        shares = random.dirichlet(np.full(THEMES, 1.5))
        then = drawn(shares, THEN, firm, workshops, random)
        wrong.append(any(told(then, drawn(shares, now, firm, workshops, random))))
        said = then.sum(axis=0)
        for (size, times), seen in zip(TRIED, right, strict=True):
            theme = int(np.abs(said - size).argmin())
            if abs(int(said[theme]) - size) <= NEAR * size:
                other = shares.copy()
                other[theme] *= times
                today = drawn(other / other.sum(), now, firm, workshops, random)
                seen.append(told(then, today)[theme])
    return float(np.mean(wrong)), [float(np.mean(seen)) if seen else np.nan for seen in right]


def main() -> None:
    """Print the figures for every kind of papers as a table."""
    heads = [f"{size} gone" if not times else f"{size} x {times}" for size, times in TRIED]
    print(" | ".join(["workshops", "favourites", "statements", "any", *heads]))
    for workshops, firm, now in product((0, 1), FAVOURITES, LATER):
        wrong, right = figures(now, firm, workshops)
        cells = [str(workshops), f"{firm:g}", str(now[0]), f"{wrong:.2f}", *(f"{share:.2f}" for share in right)]
        print(" | ".join(cells))


if __name__ == "__main__":
    main()
