"""Broad concerns: a cross-cutting theme of the codebook that reaches over papers and fields becomes a principle."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from pipeline.guidelines.candidates import Candidate, identifier
from pipeline.guidelines.heads import GENERAL, NORMATIVE, Said
from pipeline.guidelines.rewriting import is_sentence

if TYPE_CHECKING:
    from numpy.typing import NDArray

CARRYING = ("problem", "grundsatz", "ziel", "massnahme")
SEVERAL = 2


@dataclass(frozen=True)
class Limits:
    """From how many papers and events on a concern is broad, how near evidence must be, and whose field it is."""

    sources: int
    events: int
    nearness: float
    cross: str


def principles(said: Said, marks: pd.DataFrame, made: Sequence[Candidate], limits: Limits) -> list[Candidate]:
    """Return the principles of cross-cutting themes that reach over fields.

    ``marks``: statement_id, value (the cross-cutting themes that hold). The wording is a goal or principle of the
    statements that nothing else is worded from.
    """
    found: list[Candidate] = []
    for value, part in marks.groupby("value", sort=True):
        taken = {one.wording for one in [*found, *made]}
        marked = said.items["statement_id"].isin(set(part["statement_id"])).to_numpy(dtype=bool)
        found += _across(str(value), marked, said, taken, limits)
    return found


def _across(value: str, marked: NDArray[np.bool_], said: Said, taken: set[str], limits: Limits) -> list[Candidate]:
    """Return the principle of a cross-cutting theme, carried by what is near to its wording in all fields."""
    items, matrix = said.items, said.matrix
    chosen = _most_general(marked, said, taken)
    draft = said.written[chosen] if chosen is not None else None
    if chosen is None or draft is None:
        return []
    near = np.round(matrix @ matrix[chosen], 4) >= limits.nearness
    places = np.flatnonzero(marked & near & items["type"].isin(CARRYING).to_numpy(dtype=bool))
    members = tuple(dict.fromkeys([chosen, *(int(place) for place in places)]))
    rows = items.iloc[list(members)]
    wide = rows["document"].nunique() >= limits.sources and rows["event"].nunique() >= limits.events
    if not wide or rows["field"].nunique() < SEVERAL:
        return []
    themes = tuple(sorted({str(theme) for theme in rows["theme_id"]}))
    wording = str(items["statement_id"].iloc[chosen])
    anchor = identifier("leitlinie", f"querschnitt {value}")
    return [Candidate(anchor, "leitlinie", limits.cross, draft, wording, members, themes)]


def _most_general(marked: NDArray[np.bool_], said: Said, taken: set[str]) -> int | None:
    """Return the place of the free goal or principle fittest to stand for others: whole, of all or none, central."""
    drafted = said.items["drafted"].to_numpy(dtype=bool)
    middle = said.matrix[marked].mean(axis=0) if marked.any() else None
    scored = []
    for place in np.flatnonzero(marked & ~drafted):
        draft = said.written[place]
        if (
            draft is None
            or draft.quality < said.least
            or said.kinds[place] not in NORMATIVE
            or said.ids[place] in taken
        ):
            continue
        if is_sentence(draft.text):
            near = float(np.round(said.matrix[place] @ middle, 4))
            worth = round(0.3 * bool(GENERAL.search(draft.text)) + draft.quality + near, 4)
            scored.append((-worth, int(place)))
    return min(scored)[1] if scored else None
