"""Gives themes their identifiers, and lets people's decisions about themes hold.

A theme is known by its oldest statement: papers that arrive later make it longer, but its oldest statement stays.
Where people put statements into a theme, the cluster that holds most of them is that theme, whatever its oldest
statement. Nothing is remembered between runs but what people handed back.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

RENAME, MERGE, SPLIT = "umbenennen", "zusammenlegen", "teilen"
LENGTH = 5
MOST = 0.5


@dataclass(frozen=True)
class Decided:
    """Themes as they hold: statement -> theme, theme -> name given by people, and decisions without a subject."""

    theme_of: pd.Series
    names: dict[str, str]
    overtaken: int


def theme_id(anchor: str) -> str:
    """Return the identifier of a theme from that of its oldest statement.

    >>> theme_id("a1")
    't6d3c179115'
    """
    return "t" + hashlib.blake2b(anchor.encode(), digest_size=LENGTH).hexdigest()


def identified(labels: pd.Series) -> pd.Series:
    """Return the theme id of each statement; ``labels`` is indexed by statement id, the oldest first."""
    anchors = {label: theme_id(str(statement)) for statement, label in labels.drop_duplicates().items()}
    return labels.map(anchors).rename("theme_id")


def seeded(theme_of: pd.Series, moves: Mapping[str, str]) -> pd.Series:
    """Return the themes, each under the id that people used where they put most of their statements into it.

    >>> seeded(pd.Series({"a1": "t1", "a2": "t1", "a3": "t2"}), {"a1": "t9", "a2": "t9"}).to_dict()
    {'a1': 't9', 'a2': 't9', 'a3': 't2'}
    """
    frame = pd.Series(
        {statement: theme for statement, theme in moves.items() if statement in theme_of.index}, dtype=str
    )
    renamed: dict[str, str] = {}
    for theme, statements in sorted(frame.groupby(frame).groups.items()):
        counts = theme_of[list(statements)].value_counts().sort_index().sort_values(ascending=False, kind="stable")
        found, most = str(counts.index[0]), int(counts.iloc[0])
        if str(theme) not in set(theme_of) and most > MOST * len(statements) and found not in renamed:
            renamed[found] = str(theme)
    return theme_of.replace(renamed)


def decided(theme_of: pd.Series, moves: pd.DataFrame, decisions: pd.DataFrame, texts: pd.Series) -> Decided:
    """Return the themes after people's decisions: split by a word, merge, rename, move single statements.

    Args:
        theme_of: statement id -> theme id, the oldest statement first.
        moves: statement_id, theme_id.
        decisions: theme_id, action, value.
        texts: statement id -> text.
    """
    targets = {str(row["statement_id"]): str(row["theme_id"]) for row in _filled(moves, "theme_id")}
    result, names, overtaken = seeded(theme_of, targets), {}, 0
    for action in (SPLIT, MERGE, RENAME):
        for row in _filled(decisions[decisions["action"] == action], "value"):
            theme, value = str(row["theme_id"]), str(row["value"]).strip()
            known = set(result) | set(targets.values())
            if theme not in known or (action == MERGE and value not in known):
                overtaken += 1
            elif action == SPLIT:
                result = _split(result, theme, value, texts)
            elif action == MERGE:
                result = result.replace({value: theme})
            else:
                names[theme] = value
    gone = [statement for statement in targets if statement not in result.index]
    for statement, theme in targets.items():
        if statement in result.index:
            result.loc[statement] = theme
    return Decided(result, names, overtaken + len(gone))


def _filled(decisions: pd.DataFrame, column: str) -> list[dict[str, object]]:
    """Return the decisions whose ``column`` is filled, in the order of their subjects."""
    rows = decisions.dropna(subset=[column]).sort_values(list(decisions.columns[:1]), kind="stable")
    return [{str(name): value for name, value in row.items()} for row in rows.to_dict("records") if row[column]]


def _split(theme_of: pd.Series, theme: str, word: str, texts: pd.Series) -> pd.Series:
    """Return the themes with those statements of ``theme`` apart that contain ``word``; all or none changes nothing."""
    inside = (theme_of == theme).to_numpy()
    said = inside & texts.reindex(theme_of.index).str.contains(word, case=False, regex=False).to_numpy(dtype=bool)
    if not said.any() or said.sum() == inside.sum():
        return theme_of
    return theme_of.mask(pd.Series(said, index=theme_of.index), theme_id(f"{theme} {word.lower()}"))
