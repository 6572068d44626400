"""Themes: do statements lie together that people put together?"""

from __future__ import annotations

import pandas as pd
from sklearn.metrics import adjusted_mutual_info_score, adjusted_rand_score

from pipeline.evaluation.scores import DIGITS

SMALLEST_FIELD = 10


def placed(pairs: pd.DataFrame, gold: pd.DataFrame, members: pd.DataFrame, rest: frozenset[str]) -> pd.DataFrame:
    """Return one row per gold statement that was found and that people gave a theme: truth, found and field.

    A statement in the rest list is a cluster of its own: being left over together is no agreement.
    """
    best = members.sort_values(["statement_id", "score", "theme_id"], ascending=[True, False, True], kind="stable")
    best = best.drop_duplicates("statement_id")
    alone = best["theme_id"].isin(rest)
    best = best.assign(found=best["theme_id"].mask(alone, "allein " + best["statement_id"]))
    truth = gold.assign(field=[labels[0] if len(labels) else "" for labels in gold["fields"]])
    truth = truth.rename(columns={"id": "gold_id", "theme_id": "truth"})[["gold_id", "truth", "field"]].dropna()
    joined = pairs.merge(truth, on="gold_id").merge(best[["statement_id", "found"]], on="statement_id", how="left")
    joined["found"] = joined["found"].fillna("allein " + joined["statement_id"])
    return joined.sort_values("gold_id").reset_index(drop=True)


def themes(rows: pd.DataFrame) -> dict[str, float]:
    """Return chance-adjusted agreement over all statements and inside the fields that people chose.

    ``ami_inside_fields`` is the mean over fields, weighted by their statements.
    """
    if not len(rows):
        return {}
    parts = [part for _, part in rows.groupby("field", sort=True) if len(part) >= SMALLEST_FIELD]
    inside = sum(float(adjusted_mutual_info_score(part["truth"], part["found"])) * len(part) for part in parts)
    within = sum(float(adjusted_rand_score(part["truth"], part["found"])) * len(part) for part in parts)
    total = max(1, sum(map(len, parts)))
    return {
        "themes.ari": round(float(adjusted_rand_score(rows["truth"], rows["found"])), DIGITS),
        "themes.ami": round(float(adjusted_mutual_info_score(rows["truth"], rows["found"])), DIGITS),
        "themes.ami_inside_fields": round(inside / total, DIGITS),
        "themes.ari_inside_fields": round(within / total, DIGITS),
        "themes.compared": float(len(rows)),
    }
