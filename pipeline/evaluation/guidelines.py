"""Guidelines: does a candidate stand on the statements that people put behind theirs?

A gold guideline names themes; its statements are those of these themes. A candidate fits when its kind is comparable
and at least half of its evidence lies among them. A small candidate fits easily, so the other direction is printed
beside it: how much of the gold guideline's statements one candidate holds, and how much all fitting ones together.
"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from pipeline.evaluation.scores import DIGITS

COMPARABLE = {
    "leitlinie": frozenset({"leitlinie", "ziel"}),
    "ziel": frozenset({"leitlinie", "ziel"}),
    "aktivitaet": frozenset({"aktivitaet"}),
}
HALF = 0.5
SEVERAL = 2


def behind(gold: pd.DataFrame, statements: pd.DataFrame, pairs: pd.DataFrame) -> dict[str, frozenset[str]]:
    """Return for each gold guideline the found statements of its themes.

    ``gold``: id, theme_ids; ``statements``: id, theme_id; ``pairs``: gold_id, statement_id.
    """
    found = pairs.merge(statements[["id", "theme_id"]], left_on="gold_id", right_on="id").dropna(subset=["theme_id"])
    by_theme = found.groupby("theme_id")["statement_id"].agg(frozenset).to_dict()
    return {
        str(guideline): frozenset().union(*(by_theme.get(theme, frozenset()) for theme in themes))
        for guideline, themes in zip(gold["id"], gold["theme_ids"], strict=True)
    }


def overlaps(
    gold: pd.DataFrame, truth: Mapping[str, frozenset[str]], table: pd.DataFrame, proofs: pd.DataFrame
) -> pd.DataFrame:
    """Return one row per gold guideline and comparable candidate that share a statement.

    Columns gold_id, guideline_id, shared (statements), inside (share of the candidate's evidence), held (share of
    the gold guideline's statements).
    """
    carried = (
        proofs.loc[proofs["role"].ne("widerspricht")].groupby("guideline_id")["statement_id"].agg(frozenset).to_dict()
    )
    kinds = dict(zip(table["guideline_id"], table["kind"], strict=True))
    rows = [
        (
            name,
            candidate,
            len(evidence & truth[name]),
            len(evidence & truth[name]) / len(evidence),
            len(evidence & truth[name]) / len(truth[name]),
        )
        for name, kind in zip(gold["id"].astype(str), gold["kind"], strict=True)
        for candidate, evidence in sorted(carried.items())
        if kinds.get(candidate) in COMPARABLE[kind] and evidence & truth[name]
    ]
    return pd.DataFrame(rows, columns=["gold_id", "guideline_id", "shared", "inside", "held"])


def together(fits: pd.DataFrame, truth: Mapping[str, frozenset[str]], proofs: pd.DataFrame) -> dict[str, float]:
    """Return for each gold guideline the share of its statements that all fitting candidates hold together."""
    carried = (
        proofs.loc[proofs["role"].ne("widerspricht")].groupby("guideline_id")["statement_id"].agg(frozenset).to_dict()
    )
    held: dict[str, frozenset[str]] = {}
    for name, candidate in zip(fits["gold_id"], fits["guideline_id"], strict=True):
        held[name] = held.get(name, frozenset()) | (carried[candidate] & truth[name])
    return {name: len(found) / len(truth[name]) for name, found in held.items()}


def guidelines(
    gold: pd.DataFrame, truth: Mapping[str, frozenset[str]], table: pd.DataFrame, proofs: pd.DataFrame
) -> dict[str, float]:
    """Return flat figures: how many gold guidelines have a fitting candidate, and what the candidates look like."""
    if gold.empty or table.empty:
        return {}
    every = overlaps(gold, truth, table, proofs)
    fits = every.loc[every["inside"].ge(HALF)]
    best = every.groupby("gold_id")["held"].max()
    union = together(fits, truth, proofs)
    number = len(gold)
    figures = {
        "fitting": fits["gold_id"].nunique() / number,
        "fitting_several": fits.loc[fits["shared"].ge(SEVERAL), "gold_id"].nunique() / number,
        "fitting_both_ways": fits.loc[fits["held"].ge(HALF), "gold_id"].nunique() / number,
        "best_held": float(best.sum()) / number,
        "held_together": sum(union.values()) / number,
        "half_held_together": sum(share >= HALF for share in union.values()) / number,
        "gold": float(number),
        "candidates": float(len(table)),
        "single_voice": float(table["single_voice"].astype(bool).mean()),
        "supported_or_marked": float((table["mentions"].ge(SEVERAL) | table["single_voice"].astype(bool)).mean()),
        "rewritten": float(table["method"].eq("umgeformt").mean()),
        "quoted": float(table["form"].eq("zitat").mean()) if "form" in table else 0.0,
    }
    return {f"guidelines.{name}": round(float(value), DIGITS) for name, value in figures.items()}
