"""Could that be chance? What one paper says is no independent draw: whoever likes a theme names it again and again.

The unit is the paper. How alike the statements of one paper are, beyond what its round says, is estimated from all
themes at once (intraclass correlation, within each round, so that no change enters it). It widens what chance may do to
a theme's share by the design effect of these very papers: three mentions in three papers weigh more than three in one.
Compared is the share of a theme inside its own field of work: workshops on another field are no change of its themes.

Given all mentions of a theme in both rounds, those of today follow two beta-binomials with a common share; where papers
have no favourites this is Fisher's exact test. How often it tells what is none, and what it finds, is tried in
recipes/round_guard.py.

Sources: Kish (1965), Survey Sampling (design effect); Weir, Cockerham (1984), Evolution 38 (correlation pooled over
alleles); Skellam (1948) and Griffiths (1973) on the beta-binomial; Rao, Scott (1992), Biometrics 48.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pipeline.rounds.sides import Side

Counts = NDArray[np.int64]
Reals = NDArray[np.float64]
ALL_ONE = 0.999  # papers that each speak of one theme only
EQUAL = 1e-9


@dataclass(frozen=True)
class Sample:
    """Mentions of a theme, statements it was found among, and how much less these count because papers hold several."""

    mentions: int
    size: int
    effect: float = 1.0


def correlation(tables: Iterable[Counts]) -> float:
    """Return how alike statements of one paper are (0: drawn for themselves, 1: one theme per paper).

    ``tables`` are (papers, themes) mentions, each of one round and one field; pooled over all of them.

    >>> correlation([np.array([[4, 0], [0, 4]])]), correlation([np.array([[2, 2], [2, 2]])])
    (1.0, 0.0)
    """
    above = below = 0.0
    for table in tables:
        sizes = table.sum(axis=1)
        kept, sizes = table[sizes > 0], sizes[sizes > 0].astype(float)
        papers, whole = len(sizes), float(sizes.sum())
        if papers < 2 or whole <= papers:  # noqa: PLR2004 - between papers, within papers
            continue
        shares = kept / sizes[:, None]
        between = float((sizes[:, None] * (shares - kept.sum(axis=0) / whole) ** 2).sum())
        within = (papers - 1) * float((sizes[:, None] * shares * (1 - shares)).sum()) / (whole - papers)
        usual = (whole - float((sizes**2).sum()) / whole) / (papers - 1)
        above += between - within
        below += between + (usual - 1) * within
    return max(0.0, above / below) if below > 0 else 0.0


def design_effect(sizes: Counts, alike: float) -> float:
    """Return by how much papers of these ``sizes`` widen the variance of a share; ``alike`` as from ``correlation``.

    >>> design_effect(np.array([1, 1, 1]), 0.5), design_effect(np.array([3]), 0.5)
    (1.0, 2.0)
    """
    whole = float(sizes.sum())
    return 1.0 + alike * float((sizes * (sizes - 1)).sum()) / whole if whole else 1.0


def _weights(mentions: Counts, sample: Sample, share: float) -> Reals:
    """Return the log probability of so many ``mentions``, up to a constant."""
    from scipy.special import gammaln  # noqa: PLC0415 - slow to import, and only two rounds need it

    rest = sample.size - mentions
    found = -gammaln(mentions + 1.0) - gammaln(rest + 1.0)
    if sample.effect <= 1 + EQUAL or sample.size < 2:  # noqa: PLR2004 - one statement is alike to none
        return np.asarray(found + mentions * np.log(share / (1 - share)))
    alike = min(ALL_ONE, (sample.effect - 1) / (sample.size - 1))
    firm = 1 / alike - 1
    return np.asarray(found + gammaln(mentions + share * firm) + gammaln(rest + (1 - share) * firm))


def chances(before: Sample, now: Sample) -> tuple[float, float]:
    """Return how often chance alone moves as many mentions between the rounds, and the least that could be.

    >>> [round(value, 4) for value in chances(Sample(1, 10), Sample(9, 10))]
    [0.0011, 0.0]
    >>> [round(value, 4) for value in chances(Sample(1, 10, 3.0), Sample(9, 10, 3.0))]
    [0.1569, 0.043]
    """
    said = before.mentions + now.mentions
    if not said or not before.size or not now.size or said == before.size + now.size:
        return 1.0, 1.0
    possible = np.arange(max(0, said - before.size), min(said, now.size) + 1)
    weighed = [sample.size / sample.effect for sample in (before, now)]
    share = (before.mentions / before.effect + now.mentions / now.effect) / sum(weighed)
    logs = _weights(said - possible, before, share) + _weights(possible, now, share)
    weight = np.exp(logs - logs.max())
    weight /= weight.sum()
    off = np.abs(possible - float(weight @ possible))
    ends = [float(weight[off >= end - EQUAL].sum()) for end in (off[0], off[-1])]
    ours = float(weight[off >= off[now.mentions - possible[0]] - EQUAL].sum())
    return min(1.0, ours), min(1.0, *ends)


@dataclass(frozen=True, eq=False)
class Round:
    """One round: (papers, themes) mentions, and of each theme the number of its field."""

    table: Counts
    fields: Counts

    def inside(self, field: int) -> Counts:
        """Return the (papers, themes of ``field``) mentions."""
        return np.asarray(self.table[:, self.fields == field])


def sample(table: Counts, mentions: int, alike: float) -> Sample:
    """Return ``mentions`` among everything in ``table`` (papers, themes)."""
    sizes = table.sum(axis=1)
    return Sample(mentions, int(sizes.sum()), design_effect(sizes, alike))


def changed(then: Round, now: Round) -> list[tuple[float, float]]:
    """Return for each theme of then how often chance alone changes it so much, and the least that could be.

    Both rounds hold the themes of then only: what fits none of them today would make every one of them smaller. What
    grew or shrank inside its field must have done so among all as well, else the field did; where a field was hardly
    on the table, its themes are not gone.
    """
    numbers = [int(field) for field in np.unique(then.fields)]
    alike = correlation(part.inside(field) for part in (then, now) for field in numbers)
    within = {field: [sample(part.inside(field), 0, alike) for part in (then, now)] for field in numbers}
    whole = [int(part.table.sum()) for part in (then, now)]
    found = []
    for theme, field in enumerate(then.fields.tolist()):
        said = [int(part.table[:, theme].sum()) for part in (then, now)]
        inside = [replace(part, mentions=count) for part, count in zip(within[field], said, strict=True)]
        turned = [said[1] * sizes[0] - said[0] * sizes[1] for sizes in ([part.size for part in inside], whole)]
        found.append(chances(*inside) if turned[0] * turned[1] > 0 else (1.0, 1.0))
    return found


def appeared(then: Round, now: Round) -> list[tuple[float, float]]:
    """Return for each theme, none of which was there then, how often chance alone leaves it unsaid then."""
    alike = correlation([then.table, now.table])
    before, today = (sample(part.table, 0, alike) for part in (then, now))
    return [chances(before, replace(today, mentions=int(count))) for count in now.table.sum(axis=0)]


def of_themes(then: Side, now: Side, field_of: Mapping[str, str]) -> dict[str, tuple[float, float]]:
    """Return the likelihoods of every theme in ``field_of`` (theme -> field), from what both rounds can compare."""
    themes = sorted(field_of)
    numbers, _ = pd.factorize(np.asarray([field_of[theme] for theme in themes], dtype=object), sort=True)
    fields, old = np.asarray(numbers, dtype=np.int64), np.isin(themes, then.themes.index.astype(str))
    tables = []
    for side in (then, now):
        known = side.statements.dropna(subset=["theme_id"])
        table = pd.crosstab(known["document"].astype(str), known["theme_id"].astype(str))
        tables.append(table.reindex(columns=themes, fill_value=0).to_numpy(dtype=np.int64))
    before, after = ([Round(table[:, part], fields[part]) for table in tables] for part in (old, slice(None)))
    found = dict(zip(themes, appeared(*after), strict=True))
    return found | dict(zip(np.asarray(themes)[old].tolist(), changed(*before), strict=True))
