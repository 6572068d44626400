"""Since: what has changed since the last round, as a notebook lists it; one sentence where there was none."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.notebooks.desk import Desk
from pipeline.notebooks.shown import Shown, folded, table, together
from pipeline.shared import earlier
from pipeline.shared.tables import VARIANTS

NONE = Shown("<p>Es gibt keine frühere Runde; übergeben wird sie mit <code>python -m pipeline.handover</code>.</p>")
LONG = 20


def themes(desk: Desk) -> Shown:
    """Return who took part, and the themes that are new, gone, grown or shrunk."""
    return listed(desk, ("runde_beteiligung", "runde_themen"))


def shares(desk: Desk) -> Shown:
    """Return fields, types and groups then and now."""
    return listed(desk, ("runde_felder", "runde_typen", "runde_gruppen"))


def plans(desk: Desk) -> Shown:
    """Return what became of guidelines, goals and activities, by year as well."""
    return listed(desk, ("runde_leitlinien", "runde_aktivitaeten", "runde_jahre"))


def answers(desk: Desk) -> Shown:
    """Return what may be answered, for somebody's yes."""
    return listed(desk, ("runde_antworten",))


def listed(desk: Desk, keys: Sequence[str]) -> Shown:
    """Return these sheets of the comparison, long ones folded; words that may not be quoted only with the whole."""
    compared = earlier.compared(desk.corpus)
    own = compared[compared["variant"] == VARIANTS[1 if desk.whole else 0]]
    pieces = []
    for key in keys:
        part = own[own["sheet"] == key].sort_values(["row", "column"])
        if part.empty:
            continue
        rows = part.pivot(index="row", columns="column", values="words").fillna("")
        rows.columns = part["head"].head(rows.shape[1]).tolist()
        title = str(part["title"].iloc[0])
        pieces.append(folded(title, rows) if len(rows) > LONG else table(rows, title))
    return together(pieces) if pieces else NONE
