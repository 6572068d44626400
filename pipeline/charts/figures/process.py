"""The way of the process, station by station."""

from __future__ import annotations

import pandas as pd

from pipeline.charts.drawing import Words
from pipeline.charts.figures.view import POOLED, ROUNDS, Drawn, View, guard, whole
from pipeline.charts.forms.empty import nothing
from pipeline.charts.forms.steps import Step, steps
from pipeline.shared.publication import HIDDEN
from pipeline.shared.wording import documents, mentions, plural

PAPERS = (
    "Dokumente sind Protokolle, Mitschriften, Mails oder Interviews. Nicht gezeigt wird, was auf zu wenigen Dokumenten "
    "beruht oder sich sonst ausrechnen ließe."
)


def process(view: View) -> Drawn:
    """Draw the way of the process: each event with its papers and statements."""
    rounds = view.table("veranstaltungen", ROUNDS).set_index("row")
    pooled = view.table("veranstaltungen", POOLED).set_index("row")
    handed_in = view.table("papiere", "anzahl")
    papers = dict(zip(handed_in["row"], (whole(value) or 0 for value in handed_in["mentions"]), strict=True))
    stations: list[Step] = []
    lines = []
    for key, row in rounds.iterrows():
        own = row if whole(row["mentions"]) != 0 else pooled.loc[str(key)]
        count = whole(own["mentions"])
        handed = papers.get(str(key), 0)
        said = [documents(handed), "Nennungen: nicht gezeigt" if count is None else mentions(count)]
        stations.append(Step(f"{len(stations) + 1} {row['row_label']}", said))
        lines.append({"Veranstaltung": row["row_label"], "Nennungen": HIDDEN if count is None else count,
                      "Dokumente": handed})  # fmt: skip
    total = view.total("felder") or 0
    inside = view.total("felder", POOLED) or 0
    words = Words(
        f"{plural(len(stations), 'Veranstaltung', 'Veranstaltungen')} und Runden, n = {mentions(total + inside)}",
        "Der Weg des Verfahrens: was an jeder Station gesagt und abgegeben wurde",
        guard(view, "felder", PAPERS),
    )
    alt = "Ablauf: " + "; ".join(f"{step.label}: {', '.join(step.lines)}" for step in stations) + "."
    page = steps(words, stations) if stations else nothing(words)
    data = pd.DataFrame(lines, columns=["Veranstaltung", "Nennungen", "Dokumente"])
    return Drawn(page, words, alt, data.astype(object).where(data.notna(), ""), "veranstaltungen")
