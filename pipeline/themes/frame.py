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
NEAREST = 3  # statements of then that a statement of today is held against
STEPS = (-1.3, 0.0, 1.3)  # cores are sought from wide to narrow around the evidence that joins two groups
DIGITS = 4
MOST = 4000  # statements of both rounds up to which each of today is held against every one of then


@dataclass(frozen=True)
class Frame:
    """Themes of an earlier round in the space of this round's statements.

    ``themes`` are identifiers, ``middles`` their (k, d) mean rows, ``sizes`` their (k,) statements, ``rows`` the (n, d)
    rows of this round's statements, ``names`` the names that held, ``near`` (n,) the evidence that joins each of them
    to the nearest statements of then (empty in a large corpus), ``papers`` the (n,) papers they stand in.
    """

    themes: tuple[str, ...]
    middles: sparse.csr_matrix
    sizes: NDArray[np.float64]
    rows: sparse.csr_matrix
    names: dict[str, str]
    near: NDArray[np.float64]
    papers: tuple[str, ...]

    def drawn(self, places: Labels) -> Frame:
        """Return the frame with only some of this round's statements."""
        papers = tuple(self.papers[place] for place in places.tolist())
        near = self.near[places] if len(self.near) else self.near
        return replace(self, rows=self.rows[places], near=near, papers=papers)

    def apart(self, places: Labels) -> float:
        """Return how much nearer the statements at ``places`` are to each other than to what was said then (log odds).

        It is the mean evidence of their pairs less that for the statements of then nearest to each of them.
        """
        pairs, count = products(self.rows[places]), len(places)
        inside = (pairs.sum() - np.trace(pairs)) / (count * (count - 1))
        return round(float(inside - self.near[places].mean()), DIGITS)


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


def nearness(rows: sparse.csr_matrix, then: sparse.csr_matrix) -> NDArray[np.float64]:
    """Return (n,) the mean evidence that joins each of ``rows`` (n, d) to the nearest of ``then`` (m, d)."""
    evidence = np.asarray((rows @ then.T).todense(), dtype=np.float64)
    return np.sort(evidence, axis=1)[:, -NEAREST:].mean(axis=1) if then.shape[0] else np.zeros(len(evidence))


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
    rows = [gather(part, concerns).weighted(weights).whole() * HALF for part in (both, alone)]
    space = sparse.hstack(rows).tocsr()
    labels, themes = pd.factorize(then["theme_id"].astype(str))
    return Frame(
        tuple(map(str, themes)),
        means(space[: len(then)], np.asarray(labels, dtype=np.int64)),
        np.bincount(labels, minlength=len(themes)).astype(float),
        space[len(then) :],
        dict(zip(then["theme_id"].astype(str), then["label"].astype(str), strict=True)),
        nearness(space[len(then) :], space[: len(then)]) if len(both) <= MOST else np.zeros(0),
        tuple(frame["document"].astype(str)),
    )


def cores(frame: Frame, join_above: float) -> Labels:
    """Return the core of a new theme in which each statement lies, counted from 0; -1 where it lies in none.

    Today's statements are joined without a look at the themes of then, from wide groups to narrow ones. What then holds
    several papers and is nearer to itself than to anything of then is the core of a new theme, even where a
    theme of then lies around it: a new matter inside an old one.
    """
    found = np.full(frame.rows.shape[0], -1, dtype=np.int64)
    if not len(frame.near):
        return found
    known = products(frame.rows)
    for step in STEPS:
        groups = numbered(average_linkage(known.copy(), join_above + step))
        for group in np.unique(groups):
            places = np.flatnonzero((groups == group) & (found < 0))
            if len(places) < CORE or len({frame.papers[place] for place in places}) < SEVERAL:
                continue
            if frame.apart(places) > 0:
                found[places] = found.max() + 1
    return found


def distances(frame: Frame, groups: Labels, core: Labels) -> dict[int, float]:
    """Return group -> how far each new theme, or its farthest core, lies apart; a single statement has no value."""
    found: dict[int, float] = {}
    for group in np.unique(groups[groups >= len(frame.themes)]).tolist() if len(frame.near) else []:
        inside = groups == group
        parts = [inside, *(inside & (core == number) for number in np.unique(core[inside & (core >= 0)]))]
        places = [np.flatnonzero(part) for part in parts if part.sum() > 1]
        if places:
            found[group] = max(frame.apart(part) for part in places)
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
