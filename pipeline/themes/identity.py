"""Gives themes their identifiers, and lets people's decisions about themes hold.

A theme is known by its oldest statement: papers that arrive later make it longer, but its oldest statement stays.
Nothing is remembered between runs but what people handed back.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import pandas as pd

RENAME, MERGE, SPLIT = "umbenennen", "zusammenlegen", "teilen"
LENGTH = 5


@dataclass(frozen=True)
class Decided:
    """Themes as they hold: statement -> theme, theme -> name given by people, and decisions without a subject."""

    theme_of: pd.Series
    names: dict[str, str]
    overtaken: int


def theme_id(anchor: str) -> str:
    """Return the identifier of a theme from that of its oldest statement.

    >>> theme_id("a1")
    't8ab6cb63aa'
    """
    return "t" + hashlib.blake2b(anchor.encode(), digest_size=LENGTH).hexdigest()


def identified(labels: pd.Series) -> pd.Series:
    """Return the theme id of each statement; ``labels`` is indexed by statement id, the oldest first."""
    anchors = {label: theme_id(str(statement)) for statement, label in labels.drop_duplicates().items()}
    return labels.map(anchors).rename("theme_id")


def decided(theme_of: pd.Series, moves: pd.DataFrame, decisions: pd.DataFrame, texts: pd.Series) -> Decided:
    """Return the themes after people's decisions: split by a word, merge, move single statements, rename.

    Args:
        theme_of: statement id -> theme id, the oldest statement first.
        moves: statement_id, theme_id.
        decisions: theme_id, action, value.
        texts: statement id -> text.
    """
    result, names, overtaken = theme_of.copy(), {}, 0
    order = {SPLIT: 0, MERGE: 1, RENAME: 2}
    ranked = decisions.assign(rank=decisions["action"].map(order)).sort_values(["rank", "theme_id"], kind="stable")
    wanted = moves.dropna(subset=["theme_id"])
    known = set(theme_of) | set(wanted["theme_id"])
    for row in ranked.itertuples():
        value = "" if pd.isna(row.value) else str(row.value).strip()
        gone = row.theme_id not in known or (row.action == MERGE and value not in known)
        overtaken += gone
        if gone or not value:
            continue
        if row.action == SPLIT:
            inside = result.index[(result == row.theme_id) & texts.str.contains(value, case=False, regex=False)]
            if 0 < len(inside) < (result == row.theme_id).sum():
                result[inside] = theme_id(f"{row.theme_id} {value.lower()}")
                known.add(theme_id(f"{row.theme_id} {value.lower()}"))
        elif row.action == MERGE:
            result = result.replace({value: row.theme_id})
        else:
            names[str(row.theme_id)] = value
    for row in wanted.itertuples():
        if row.statement_id in result.index:
            result[row.statement_id] = row.theme_id
        else:
            overtaken += 1
    return Decided(result, names, overtaken)
