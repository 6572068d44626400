"""Overtaken: decisions whose subject is gone, with what is nearest to it today; nothing is moved or dropped."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pandas as pd

from pipeline.shared.review.overrule import current

ABOUT_STATEMENTS = ("types", "fields", "marks", "theme_members")
COLUMNS = ("kind", "subject", "nearest", "nearness", "reviewer", "date", "file", "line")

Read = Callable[[str], pd.DataFrame]


def listed(read: Read, tables: Mapping[str, pd.DataFrame], cuts: pd.DataFrame) -> pd.DataFrame:
    """Return every overtaken decision: kind, subject (an id or a document), nearest, nearness and its origin.

    ``read`` gives the decisions of a kind that hold; ``tables`` are statements, themes, guidelines and documents of
    this run; ``cuts`` are the overtaken decisions about the cut of statements (table ``OVERTAKEN``).
    """
    found = [gone(read(kind), tables["statements"], "statement_id").assign(kind=kind) for kind in ABOUT_STATEMENTS]
    themes = tables["themes"].rename(columns={"label_suggested": "text"})
    told = read("themes")
    found.append(gone(told[standing(told, set(themes["theme_id"]))], themes, "theme_id").assign(kind="themes"))
    suggested = tables["guidelines"].assign(text=tables["guidelines"]["text_suggested"])
    found.append(gone(read("guidelines"), suggested, "guideline_id").assign(kind="guidelines"))
    found.append(gone(read("documents"), tables["documents"].assign(text=""), "document").assign(kind="documents"))
    about = cuts["statement_id"].fillna(cuts["document"])
    found.append(cuts.assign(kind="statements", subject=about))
    rows = pd.concat([frame.reindex(columns=list(COLUMNS)).astype("object") for frame in found], ignore_index=True)
    return rows.sort_values(["kind", "subject", "file", "line"], kind="stable").reset_index(drop=True)


def standing(told: pd.DataFrame, themes: set[str]) -> pd.Series:
    """Return which decisions about themes are no part of a merger that holds: the other theme of it is gone rightly."""
    merged = told[(told["action"] == "zusammenlegen") & told["theme_id"].isin(themes)]
    return ~told["theme_id"].isin(set(merged["value"].dropna().str.strip()))


def gone(decisions: pd.DataFrame, table: pd.DataFrame, key: str) -> pd.DataFrame:
    """Return the decisions whose ``key`` stands in no row of ``table`` any more."""
    _, overtaken = current(decisions, table, key)
    return overtaken.assign(subject=overtaken[key])
