"""People: what was decided, by whom, and what became of it."""

from __future__ import annotations

import pandas as pd

from pipeline.notebooks.desk import Desk
from pipeline.shared import review


def decisions(desk: Desk) -> pd.DataFrame:
    """Return how many decisions of each kind hold, and how many of them were disputed."""
    rows = [
        {
            "Art": kind,
            "gelten": len(review.read(desk.corpus, kind)),
            "umstritten": len(review.conflicts(desk.corpus, kind)),
        }
        for kind in review.KINDS
    ]
    return pd.DataFrame(rows)


def confirmed(desk: Desk) -> pd.DataFrame:
    """Return how often people who saw the suggestion kept it: an acceptance rate, not a reliability."""
    decided = desk.statements[desk.statements["type_accepted"].notna()]
    same = decided["type_accepted"] == decided["type_suggested"]
    rows = [{"Merkmal": "Typ", "entschieden": len(decided), "beibehalten": int(same.sum())}]
    chosen = review.read(desk.corpus, "fields")
    both = chosen.merge(desk.fields, on=["statement_id", "field"], suffixes=("_person", ""), how="left")
    kept = both["accepted_person"].fillna(value=False) == both["suggested"].fillna(value=False)
    rows.append({"Merkmal": "Arbeitsbereich", "entschieden": len(both), "beibehalten": int(kept.sum())})
    return pd.DataFrame(rows)


def overtaken(desk: Desk) -> pd.DataFrame:
    """Return the decisions whose statement is gone, with the nearest statement of today."""
    found = []
    for kind in ("types", "fields", "marks", "theme_members"):
        _, gone = review.current(review.read(desk.corpus, kind), desk.statements)
        found.append(gone.assign(Art=kind)[["Art", "statement_id", "nearest", "nearness"]])
    rows = pd.concat(found, ignore_index=True)
    return rows.rename(columns={"statement_id": "Kennung", "nearest": "am nächsten", "nearness": "Ähnlichkeit"})


def decision_log(desk: Desk) -> pd.DataFrame:
    """Return who decided what and when; memos, which may repeat somebody's words, only for the whole desk."""
    log = review.log(desk.corpus).fillna("").drop(columns=["file", "line"])
    log = log if desk.whole else log.drop(columns=["why"])
    named = {"kind": "Art", "subject": "worüber", "decision": "Entscheidung", "reviewer": "wer", "date": "wann"}
    return log.rename(columns={**named, "why": "warum", "holds": "gilt"})


def came_back(desk: Desk) -> pd.DataFrame:
    """Return what was changed in returned projects; comments only for the whole desk."""
    rows = review.returned(desk.corpus).fillna("")
    rows = rows if desk.whole else rows.assign(new=rows["new"].mask(rows["what"] == "Memo", ""))
    german = ["Datei", "was", "Dokument", "Kennung", "alt", "neu", "wie geprüft", "wer", "wann", "entscheidet"]
    return rows.set_axis(german, axis=1)
