"""Broad concerns: a theme, or a cross-cutting theme of the codebook, that many papers carry becomes a principle."""

from __future__ import annotations

import re
from collections.abc import Sequence
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
NORMATIVE = ("grundsatz", "ziel")
SEVERAL = 2


def principles(
    items: pd.DataFrame, marks: pd.DataFrame, made: Sequence[Candidate], matrix: Matrix, limits: tuple[int, int, str]
) -> list[Candidate]:
    """Return principles for broad themes and for cross-cutting themes that reach over fields.

    ``marks``: statement_id, value (the cross-cutting themes that hold); ``limits``: least papers, least events, and
    the field that cross-cutting principles belong to. No wording is used twice.
    """
    sources, events, cross = limits
    found = [
        principle
        for theme in broad_themes(made, items, sources, events)
        if (principle := _of_theme(theme, items, made, matrix))
    ]
    for value, part in marks.groupby("value", sort=True):
        places = np.flatnonzero(items["statement_id"].isin(set(part["statement_id"])).to_numpy(dtype=bool))
        rows = items.iloc[places]
        wide = rows["document"].nunique() >= sources and rows["event"].nunique() >= events
        if wide and rows["field"].nunique() >= SEVERAL:
            taken = {principle.wording for principle in [*found, *made] if principle.kind == "leitlinie"}
            found += _across(str(value), [int(place) for place in places], (items, matrix), made, (taken, cross))
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
    places: list[int],
    known: tuple[pd.DataFrame, Matrix],
    made: Sequence[Candidate],
    rest: tuple[set[str], str],
) -> list[Candidate]:
    """Return the principle of a cross-cutting theme, carried by its principles and goals in all fields."""
    items, matrix = known
    taken, cross = rest
    ids = set(items["statement_id"].iloc[places])
    worded = [one for one in made if one.kind != "aktivitaet" and one.wording in ids and one.wording not in taken]
    chosen = _most_general(worded, matrix, matrix[places].mean(axis=0))
    if chosen is None:
        return []
    types = items["type"].to_numpy()
    members = tuple(dict.fromkeys([*chosen.members, *(place for place in places if types[place] in NORMATIVE)]))
    themes = sorted({str(theme) for theme in items["theme_id"].iloc[list(members)]})
    anchor = identifier("leitlinie", f"querschnitt {value}")
    return [Candidate(anchor, "leitlinie", cross, chosen.draft, chosen.wording, members, tuple(themes), broad=True)]


def _most_general(goals: Sequence[Candidate], matrix: Matrix, middle: NDArray[np.float32]) -> Candidate | None:
    """Return the goal fittest to stand for others: a whole sentence that speaks of all or none, in the middle."""
    whole = [goal for goal in goals if is_sentence(goal.draft.text)]
    return min(whole, key=lambda goal: (-_general(goal, matrix, middle), goal.guideline_id), default=None)


def _general(goal: Candidate, matrix: Matrix, middle: NDArray[np.float32]) -> float:
    embracing = bool(GENERAL.search(goal.draft.text))
    near = float(np.round(matrix[list(goal.members)].mean(axis=0) @ middle, 4))
    return round(0.3 * embracing + goal.draft.quality + near + 0.1 * len(goal.members), 4)
