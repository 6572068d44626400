"""What became of the guidelines, goals and activities of the earlier round, and what this round adds.

A proposal of then goes on where one of today stands on the same theme and says the same; what was rejected then stays
dropped; activities that today's offers answer are proposed as done and need a person's yes.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from pipeline.rounds.answers import ANSWERED, similarity
from pipeline.shared.corpus import Corpus
from pipeline.shared.earlier import FieldChanges
from pipeline.shared.german.vectors import Vectors
from pipeline.shared.schema import rows
from pipeline.shared.tables import GUIDELINE_EVIDENCE, GUIDELINES, ROUND_GUIDELINES

ACTIVITY, REJECTED = "aktivitaet", "verworfen"
SAME, CLOSE = 0.95, 0.5
ALWAYS = 1e3


def fates(
    earlier: Corpus, now: Corpus, changes: FieldChanges, answered: pd.DataFrame, vectors: Vectors
) -> pd.DataFrame:
    """Return one row per proposal of today, and per proposal of then that nobody took up again."""
    then, today = GUIDELINES.read(earlier), GUIDELINES.read(now)
    done = activities_done(earlier, answered)
    records, taken = [], set()
    for kind, new in today.groupby("kind", sort=True):
        old = then[then["kind"] == kind]
        before = paired(old, new, vectors)
        for row in new.to_dict("records"):
            match = before.get(str(row["guideline_id"]))
            taken |= {str(match["guideline_id"])} if match else set()
            fate = "neu" if match is None else "behalten" if match["text"] == row["text"] else "geändert"
            records.append(entry(row, fate, match))
    dropped = then[~then["guideline_id"].isin(taken)]
    dropped = dropped.assign(field=dropped["field"].map(changes.now))
    records += [entry(row, left(row, done), row) for row in dropped.to_dict("records")]
    return rows(ROUND_GUIDELINES, records)


def left(row: Mapping[Any, Any], done: set[str]) -> str:
    """Return what became of a proposal of then that today's papers do not repeat."""
    if row["status"] == REJECTED:
        return "fallen gelassen"
    if row["kind"] != ACTIVITY:
        return "behalten"
    return "erledigt" if row["guideline_id"] in done else "weiter offen"


def entry(row: Mapping[Any, Any], fate: str, match: Mapping[Any, Any] | None) -> dict[str, object]:
    """Return one row of the table."""
    kept = {name: row[name] for name in ("kind", "guideline_id", "field", "text", "responsible", "year")}
    known = {"earlier_id": match["guideline_id"], "earlier_text": match["text"]} if match else {}
    return kept | known | {"fate": fate}


def paired(old: pd.DataFrame, new: pd.DataFrame, vectors: Vectors) -> dict[str, Mapping[Any, Any]]:
    """Return guideline_id of today -> the proposal of then that it continues: same theme and alike, one to one.

    The pairing maximises the summed similarity (Kuhn 1955, Munkres 1957).
    """
    if old.empty or new.empty:
        return {}
    alike = similarity(old["text"].tolist(), new["text"].tolist(), vectors)
    themes = [[set(str(cell).split("|")) for cell in part["theme_ids"].fillna("")] for part in (old, new)]
    shared = np.array([[bool((a & b) - {""}) for b in themes[1]] for a in themes[0]])
    identical = old["guideline_id"].to_numpy()[:, None] == new["guideline_id"].to_numpy()[None, :]
    good = np.where((shared & (alike >= CLOSE)) | (alike >= SAME), alike, 0.0) + ALWAYS * identical
    from scipy.optimize import linear_sum_assignment  # noqa: PLC0415 - only two rounds need it

    pairs = zip(*linear_sum_assignment(-good), strict=True)
    return {
        str(new["guideline_id"].iloc[column]): old.iloc[row].to_dict() for row, column in pairs if good[row, column] > 0
    }


def activities_done(earlier: Corpus, answered: pd.DataFrame) -> set[str]:
    """Return the activities of then that a person said are answered: their wording or evidence has a yes."""
    agreed = answered.loc[
        (answered["kind"] == ANSWERED) & answered["accepted"].fillna(value=False), "earlier_statement"
    ]
    evidence = GUIDELINE_EVIDENCE.read(earlier)
    return set(evidence.loc[evidence["statement_id"].isin(agreed), "guideline_id"].astype(str))
