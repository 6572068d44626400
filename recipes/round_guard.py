"""Tries how often the guard of later rounds tells what is only chance, and what it finds; prints both.

Sixty themes in eight fields, 615 statements in 20 papers then and 146 in 8 papers now, as in the second sample round.
Either every statement is drawn for itself, or every paper has favourite themes (Dirichlet, concentration 30).

Figures (23 November 2026, 40 pairs each): drawn for itself 0.03 changes told by mistake in a comparison, with
favourites 0.53 (at least one in a third of the comparisons). A theme that is really gone is told from about 45 mentions
on (0.55 and 0.53), with 30 mentions 0.12 and 0.20, with 20 or fewer never: a round a quarter as large cannot tell it
from chance. A theme of 12 mentions that is named five times as often is told in 0.68 and 0.78.
Run from the project folder: ``python -m recipes.round_guard``.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from pipeline.rounds.compare import likelihood
from pipeline.shared import chance

THEMES, FIELDS, PAIRS = 60, 8, 40
THEN, NOW = (615, 20), (146, 8)  # statements and papers
FALSE_SHARE, FAVOURITES = 0.1, 30.0
GONE, GROWN, TIMES = (10, 20, 30, 45), 12, 5
NEAR = 0.2  # how far the size of the nearest theme may be off

Counts = NDArray[np.int64]
Shares = NDArray[np.float64]


def drawn(shares: Shares, sizes: tuple[int, int], favourites: float, random: np.random.Generator) -> Counts:
    """Return the mentions of each theme in a round of (statements, papers); 0 ``favourites``: papers are alike."""
    counts = np.zeros(THEMES, dtype=np.int64)
    for size in random.multinomial(sizes[0], np.full(sizes[1], 1 / sizes[1])):
        own = random.dirichlet(shares * favourites + 1e-9) if favourites else shares
        counts += random.multinomial(size, own)
    return counts


def told(then: Counts, now: Counts) -> list[bool]:
    """Return which themes the guard lets be told as changed."""
    field = np.arange(THEMES) % FIELDS
    inside = [np.bincount(field, part, FIELDS).astype(int).tolist() for part in (then, now)]
    found = [
        likelihood(
            (int(then[theme]), int(then.sum())),
            (int(now[theme]), int(now.sum())),
            (inside[0][field[theme]], inside[1][field[theme]]),
        )
        for theme in range(THEMES)
    ]
    return chance.told([value for value, _ in found], [least for _, least in found], FALSE_SHARE)


def main() -> None:
    """Print the figures for papers that are alike and for papers with favourites."""
    for favourites in (0.0, FAVOURITES):
        wrong: list[int] = []
        right: dict[int, list[bool]] = {size: [] for size in (*GONE, GROWN)}
        for seed in range(PAIRS):
            random = np.random.default_rng(seed)
            shares = random.dirichlet(np.full(THEMES, 1.5))
            then = drawn(shares, THEN, favourites, random)
            wrong.append(sum(told(then, drawn(shares, NOW, favourites, random))))
            for size, seen in right.items():
                theme = int(np.abs(then - size).argmin())
                if abs(int(then[theme]) - size) > NEAR * size:
                    continue
                changed = shares.copy()
                changed[theme] *= TIMES if size == GROWN else 0
                seen.append(told(then, drawn(changed / changed.sum(), NOW, favourites, random))[theme])
        found = {size: round(float(np.mean(seen)), 2) for size, seen in right.items()}
        any_wrong = np.mean(np.array(wrong) > 0)
        print(f"favourites {favourites:g}: {np.mean(wrong):.2f} told by mistake, any in {any_wrong:.2f}; found {found}")


if __name__ == "__main__":
    main()
