"""The themes of an earlier round are the frame of this one: what fits goes there, the rest forms new themes.

Average linkage as in a first round, with one difference: the themes of then are groups from the start, they stay
apart, and they keep identifier and name. Two papers of different rounds share no heading and no table row, so what
stands around a statement counts half and its own words count half.

Source: Sokal, Michener (1958), average linkage.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse

from pipeline.shared import chance
from pipeline.shared.corpus import Corpus
from pipeline.shared.earlier import REST, FieldChanges, HandedOver
from pipeline.shared.german.concerns import Concerns
from pipeline.shared.ranks import first_fields
from pipeline.shared.tables import FIELDS, STATEMENTS, THEME_MEMBERS, THEMES
from pipeline.themes import identity
from pipeline.themes.clusters import Labels, average_linkage, means, numbered, products
from pipeline.themes.evidence import gather

AROUND = ("heading", "question", "row_key")
HALF = float(np.sqrt(0.5))
APART = -np.inf
CORE, SEVERAL = 4, 2  # statements and papers of today from which a group may be the core of a new theme
OLD = 0.25  # so many statements of then it may hold, for each of today
UNLIKELY = 0.005  # so seldom chance alone may make such a group


@dataclass(frozen=True)
class Frame:
    """Themes of an earlier round in the space of this round's statements.

    ``themes`` are identifiers, ``middles`` their (k, d) mean rows, ``sizes`` their (k,) statements, ``rows`` the (n, d)
    rows of this round's statements, ``names`` the names that held, ``then`` the (m, d) rows of the statements of then,
    ``papers`` the (n,) papers of this round's statements.
    """

    themes: tuple[str, ...]
    middles: sparse.csr_matrix
    sizes: NDArray[np.float64]
    rows: sparse.csr_matrix
    names: dict[str, str]
    then: sparse.csr_matrix
    papers: tuple[str, ...]

    def drawn(self, places: Labels) -> Frame:
        """Return the frame with only some of this round's statements."""
        return replace(self, rows=self.rows[places], papers=tuple(self.papers[place] for place in places.tolist()))


def earlier_statements(earlier: Corpus, changes: FieldChanges) -> pd.DataFrame:
    """Return the statements of then that lie in a theme: also theme_id, its label, the field as it is called today."""
    themes = THEMES.read(earlier)
    real = themes.loc[themes["status"] != REST, ["theme_id", "label"]]
    members = THEME_MEMBERS.read(earlier)[["statement_id", "theme_id"]].merge(real, on="theme_id")
    whole = STATEMENTS.read(earlier).merge(members, on="statement_id")
    whole["field"] = whole["statement_id"].map(first_fields(FIELDS.read(earlier))).fillna("").map(changes.now)
    for column in ("heading", "question"):
        whole[column] = whole[column].astype("string").fillna("").astype(str)
    return whole.assign(row_key="").sort_values(["theme_id", "statement_id"], kind="stable").reset_index(drop=True)


def framed(
    earlier: HandedOver, changes: FieldChanges, frame: pd.DataFrame, concerns: Concerns, weights: dict[str, float]
) -> Frame:
    """Return the themes of ``earlier`` and the statements of this round, ``frame``, in one space."""
    then = earlier_statements(earlier, changes)
    columns = ["statement_id", "display_text", "document", "position", "field", *AROUND]
    both = pd.concat([then[columns], frame[columns]], ignore_index=True)
    both["document"] = [f"{number < len(then)}|{name}" for number, name in enumerate(both["document"])]
    both = both.assign(text=both["display_text"])
    alone = both.assign(**dict.fromkeys(AROUND, ""), document=[str(number) for number in range(len(both))])
    rows = [gather(part, concerns).weighted(weights) * HALF for part in (both, alone)]
    space = sparse.hstack(rows).tocsr()
    labels, themes = pd.factorize(then["theme_id"].astype(str))
    return Frame(
        tuple(map(str, themes)),
        means(space[: len(then)], np.asarray(labels, dtype=np.int64)),
        np.bincount(labels, minlength=len(themes)).astype(float),
        space[len(then) :],
        dict(zip(then["theme_id"].astype(str), then["label"].astype(str), strict=True)),
        space[: len(then)],
        tuple(frame["document"].astype(str)),
    )


def cores(frame: Frame, join_above: float) -> Labels:
    """Return the core of a new theme in which each statement lies, counted from 0; -1 where it lies in none.

    Both rounds are joined without a look at when something was said. What then holds today's statements of several
    papers and hardly any of then, more than chance explains, is the core of a new theme, even where a theme of then
    is near: a new matter inside an old one.
    """
    before, now = frame.then.shape[0], frame.rows.shape[0]
    groups = numbered(average_linkage(products(sparse.vstack([frame.then, frame.rows]).tocsr()), join_above))
    found = np.full(now, -1, dtype=np.int64)
    number = 0
    for group in np.unique(groups[before:]):
        places = np.flatnonzero(groups[before:] == group)
        old = int((groups[:before] == group).sum())
        if len(places) < CORE or len({frame.papers[place] for place in places}) < SEVERAL or old > OLD * len(places):
            continue
        if chance.chances((old, before), (len(places), now))[0] <= UNLIKELY:
            found[places] = number
            number += 1
    return found


def grown(frame: Frame, units: Labels, join_above: float, core: Labels | None = None) -> Labels:
    """Return the group of each statement: 0 to k-1 are the themes of the frame, the rest is new.

    ``units`` (n,) are groups that stay together, in a small corpus every statement for itself. The two groups with the
    most evidence join while it is more than ``join_above``; two themes of the frame never do. ``core`` (n,) numbers the
    cores of new themes: what lies in one stays together and goes to no theme of the frame.
    """
    k = len(frame.themes)
    inside = np.full(len(units), -1) if core is None else core
    units = numbered(np.where(inside >= 0, units.max(initial=0) + 1 + inside, units))
    alone = means(frame.rows, units)
    points = np.vstack([frame.middles.toarray(), alone.toarray()]).astype(np.float64)
    evidence = (points @ points.T).round(5)
    evidence[:k, :k] = APART
    own = k + np.unique(units[inside >= 0])
    evidence[:k, own] = evidence[own, :k] = APART
    np.fill_diagonal(evidence, APART)
    size = np.concatenate([frame.sizes, np.bincount(units).astype(float)])
    place = np.arange(len(points))
    best = evidence.argmax(axis=1)
    most = evidence[np.arange(len(points)), best]
    while len(most) and most.max() > join_above:
        first = int(most.argmax())
        keep, gone = sorted((first, int(best[first])))
        joined = (size[keep] * evidence[keep] + size[gone] * evidence[gone]) / (size[keep] + size[gone])
        if keep < k:
            joined[:k] = APART
        joined[[keep, gone]] = APART
        evidence[keep] = evidence[:, keep] = joined
        evidence[gone] = evidence[:, gone] = APART
        size[keep] += size[gone]
        place[place == gone] = keep
        stale = np.flatnonzero((best == keep) | (best == gone) | (evidence[:, keep] > most))
        stale = np.union1d(stale, [keep, gone])
        best[stale] = evidence[stale].argmax(axis=1)
        most[stale] = evidence[stale, best[stale]]
    return np.asarray(place[k:][units], dtype=np.int64)


def continued(frame: Frame, statements: pd.Series, groups: Labels) -> tuple[pd.Series, Labels]:
    """Return theme_id of each statement (index: its id), and the groups numbered by first appearance.

    A theme of the frame keeps its identifier; a new one is known by its oldest statement, as in a first round.
    """
    labels = numbered(groups)
    index = statements.astype(str)
    fresh = identity.identified(pd.Series(labels, index=index))
    known = [
        frame.themes[group] if group < len(frame.themes) else theme for group, theme in zip(groups, fresh, strict=True)
    ]
    return pd.Series(known, index=index, name="theme_id"), labels
