"""Broad concerns: a theme, or a cross-cutting theme of the codebook, that many papers carry becomes a principle."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from pipeline.guidelines.candidates import Candidate, identifier
from pipeline.guidelines.chain import NO_THEME
from pipeline.guidelines.rewriting import is_sentence

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Matrix = NDArray[np.float32]

GENERAL = re.compile(
    r"\b(?:all\w{0,2}|jede\w?|niemand|kein\w*|überall|gleichberechtigt\w*|unabhängig)\b", re.IGNORECASE
)
CARRYING = ("problem", "grundsatz", "ziel", "massnahme")
SEVERAL = 2


@dataclass(frozen=True)
class Limits:
    """From how many papers and events on a concern is broad, how near evidence must be, and whose field it is."""

    sources: int
    events: int
    nearness: float
    cross: str


def principles(
    items: pd.DataFrame, marks: pd.DataFrame, made: Sequence[Candidate], matrix: Matrix, limits: Limits
) -> list[Candidate]:
    """Return principles for broad themes and for cross-cutting themes that reach over fields.

    ``marks``: statement_id, value (the cross-cutting themes that hold). No wording is used twice.
    """
    found = [
        principle
        for theme in broad_themes(made, items, limits.sources, limits.events)
        if (principle := _of_theme(theme, items, made, matrix))
    ]
    for value, part in marks.groupby("value", sort=True):
        taken = {principle.wording for principle in [*found, *made] if principle.kind == "leitlinie"}
        free = [one for one in made if one.kind == "ziel" and one.wording not in taken]
        marked = items["statement_id"].isin(set(part["statement_id"])).to_numpy(dtype=bool)
        found += _across(str(value), marked, (items, matrix), free, limits)
    return found


def broad_themes(made: Sequence[Candidate], items: pd.DataFrame, sources: int, events: int) -> list[str]:
    """Return the themes without a principle that enough papers and events carry, the broadest first."""
    taken = {theme for candidate in made if candidate.kind == "leitlinie" for theme in candidate.theme_ids}
    real = items.loc[~items["theme_id"].str.startswith(NO_THEME) & ~items["theme_id"].isin(taken)]
    spread = real.groupby("theme_id").agg(
        sources=("document", "nunique"), events=("event", "nunique"), size=("type", "size")
    )
    spread = spread.loc[spread["sources"].ge(sources) & spread["events"].ge(events)].reset_index()
    order = spread.sort_values(
        ["sources", "events", "size", "theme_id"], ascending=[False, False, False, True], kind="stable"
    )
    return [str(theme) for theme in order["theme_id"]]


def _of_theme(theme: str, items: pd.DataFrame, made: Sequence[Candidate], matrix: Matrix) -> Candidate | None:
    """Return the principle of a theme: its most general goal, carried by all its statements."""
    places = np.flatnonzero(items["theme_id"].eq(theme).to_numpy(dtype=bool))
    goals = [candidate for candidate in made if candidate.kind == "ziel" and candidate.theme_ids[0] == theme]
    goal = _most_general(goals, matrix, matrix[places].mean(axis=0))
    if goal is None:
        return None
    members = tuple(int(place) for place in places)
    return Candidate(
        identifier("leitlinie", theme), "leitlinie", goal.field, goal.draft, goal.wording, members, (theme,), broad=True
    )


def _across(
    value: str,
    marked: NDArray[np.bool_],
    known: tuple[pd.DataFrame, Matrix],
    goals: Sequence[Candidate],
    limits: Limits,
) -> list[Candidate]:
    """Return the principle of a cross-cutting theme: its most general goal, carried by what is near in all fields."""
    items, matrix = known
    ids = set(items["statement_id"].to_numpy()[marked])
    chosen = _most_general([goal for goal in goals if goal.wording in ids], matrix, matrix[marked].mean(axis=0))
    if chosen is None:
        return []
    near = np.round((matrix @ matrix[list(chosen.members)].T).max(axis=1), 4) >= limits.nearness
    places = np.flatnonzero(marked & near & items["type"].isin(CARRYING).to_numpy(dtype=bool))
    members = tuple(dict.fromkeys([*chosen.members, *(int(place) for place in places)]))
    rows = items.iloc[list(members)]
    wide = rows["document"].nunique() >= limits.sources and rows["event"].nunique() >= limits.events
    if not wide or rows["field"].nunique() < SEVERAL:
        return []
    themes = tuple(sorted({str(theme) for theme in rows["theme_id"]}))
    anchor = identifier("leitlinie", f"querschnitt {value}")
    return [Candidate(anchor, "leitlinie", limits.cross, chosen.draft, chosen.wording, members, themes, broad=True)]


def _most_general(goals: Sequence[Candidate], matrix: Matrix, middle: NDArray[np.float32]) -> Candidate | None:
    """Return the goal fittest to stand for others: a whole sentence that speaks of all or none, in the middle."""
    whole = [goal for goal in goals if is_sentence(goal.draft.text)]
    return min(whole, key=lambda goal: (-_general(goal, matrix, middle), goal.guideline_id), default=None)


def _general(goal: Candidate, matrix: Matrix, middle: NDArray[np.float32]) -> float:
    embracing = bool(GENERAL.search(goal.draft.text))
    near = float(np.round(matrix[list(goal.members)].mean(axis=0) @ middle, 4))
    return round(0.3 * embracing + goal.draft.quality + near + 0.1 * len(goal.members), 4)
