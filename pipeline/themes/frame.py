"""The themes of an earlier round are the frame of this one: what fits goes there, the rest forms new themes.

Average linkage as in a first round, with one difference: the themes of then are groups from the start, they stay
apart, and they keep identifier and name. Two papers of different rounds share no heading and no table row, so what
stands around a statement counts half and its own words count half.

Source: Sokal, Michener (1958), average linkage.
"""

from __future__ import annotations

from dataclasses import dataclass

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
from pipeline.themes.clusters import Labels, means, numbered
from pipeline.themes.evidence import gather

AROUND = ("heading", "question", "row_key")
HALF = float(np.sqrt(0.5))
APART = -np.inf


@dataclass(frozen=True)
class Frame:
    """Themes of an earlier round in the space of this round's statements.

    ``themes`` are identifiers, ``middles`` their (k, d) mean rows, ``sizes`` their (k,) statements, ``rows`` the (n, d)
    rows of this round's statements, ``names`` the names that held.
    """

    themes: tuple[str, ...]
    middles: sparse.csr_matrix
    sizes: NDArray[np.float64]
    rows: sparse.csr_matrix
    names: dict[str, str]


def earlier_statements(earlier: Corpus, changes: FieldChanges) -> pd.DataFrame:
    """Return the statements of then that lie in a theme, with theme_id and the field as it is called today."""
    themes, members = THEMES.read(earlier), THEME_MEMBERS.read(earlier)
    real = members[members["theme_id"].isin(themes.loc[themes["status"] != REST, "theme_id"])]
    whole = STATEMENTS.read(earlier).merge(real[["statement_id", "theme_id"]], on="statement_id")
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
    held = THEMES.read(earlier).set_index("theme_id")["label"].astype(str)
    return Frame(
        tuple(map(str, themes)),
        means(space[: len(then)], np.asarray(labels, dtype=np.int64)),
        np.bincount(labels, minlength=len(themes)).astype(float),
        space[len(then) :],
        {str(theme): str(held[theme]) for theme in themes},
    )


def grown(frame: Frame, units: Labels, join_above: float) -> Labels:
    """Return the group of each statement: 0 to k-1 are the themes of the frame, the rest is new.

    ``units`` (n,) are groups that stay together, in a small corpus every statement for itself. The two groups with the
    most evidence join while it is more than ``join_above``; two themes of the frame never do.
    """
    k = len(frame.themes)
    alone = means(frame.rows, units)
    points = np.vstack([frame.middles.toarray(), alone.toarray()]).astype(np.float64)
    evidence = (points @ points.T).round(5)
    evidence[:k, :k] = APART
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
