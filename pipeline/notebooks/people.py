"""People: what was decided, by whom, and what became of it."""

from __future__ import annotations

import pandas as pd

from pipeline.notebooks.desk import Desk
from pipeline.shared import coded, review
from pipeline.shared.wording import percent


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
    """Return the decisions whose subject is gone, of every kind, with what is nearest to it today."""
    whole = vars(coded.read(desk.corpus))  # internal papers too: a decision about one of them is not overtaken
    rows = review.overtaken.listed(lambda kind: review.read(desk.corpus, kind), whole, desk.cuts)
    named = {"kind": "Art", "subject": "Kennung", "nearest": "am nächsten", "nearness": "Ähnlichkeit"}
    return rows.drop(columns=["file", "line"]).rename(columns={**named, "reviewer": "wer", "date": "wann"})


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


def learned(desk: Desk) -> pd.DataFrame:
    """Return what the machine learned from decisions, before and after on decisions held out in turn."""
    rows = desk.learning[desk.learning["decisions"] > 0]
    return pd.DataFrame(
        {
            "Frage": rows["question"].map({"fields": "erster Arbeitsbereich"}),
            "entschieden": rows["decisions"],
            "vorausgesehen ohne die anderen": [share(value) for value in rows["before"]],
            "vorausgesehen mit den anderen": [share(value) for value in rows["after"]],
            "gelernt": rows["learned"].map({True: "ja", False: "nein"}),
            "andere geändert": rows["changed"],
            "zurückgehalten": rows["held_back"],
        }
    )


def share(value: object) -> str:
    r"""Return a share in percent; a dash where there is none.

    >>> share(0.5).replace("\N{NO-BREAK SPACE}", " "), share(pd.NA)
    ('50 %', '–')
    """
    return "–" if pd.isna(value) else percent(float(value))  # type: ignore[arg-type, call-overload]
