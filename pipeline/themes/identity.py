"""Gives themes their identifiers, and lets people's decisions about themes hold.

A theme is known by its oldest statement: papers that arrive later make it longer, but its oldest statement stays.
Decisions and new papers may turn the clusters, so a theme that people decided about is found again by its statements:
by most of those that the review workbook noted beside the decision, by the oldest statement, from which its
identifier was made, or by most of those that people put into it. It keeps the identifier that people used. Nothing is
remembered between runs but what people handed back.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
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


@dataclass(frozen=True)
class Named:
    """A theme that people named: the statements they saw in it, those they put into it, and whether it was merged.

    Of a merged theme they may have seen statements of the other part, so there the id comes first.
    """

    seen: tuple[str, ...] = ()
    put: tuple[str, ...] = ()
    merged: bool = False


def seeded(theme_of: pd.Series, named: Mapping[str, Named]) -> pd.Series:
    """Return the themes, each under the id that people used for it.

    Meant is the theme that holds most of the statements they saw in it; else the one with that id, or with the
    statement from which the id was made; else the one that holds most of the statements they put into it. Of two ids
    that mean one theme, the one of which more is there takes it.

    >>> seeded(pd.Series({"a1": "t1", "a2": "t1", "a3": "t2"}), {"t9": Named(put=("a1", "a2"))}).to_dict()
    {'a1': 't9', 'a2': 't9', 'a3': 't2'}
    >>> seeded(pd.Series({"a1": "t1", "a2": "t1", "a3": "t2"}), {"t2": Named(seen=("a1", "a2", "a3"))}).tolist()[:2]
    ['t2', 't2']
    """
    made = {theme_id(str(statement)): str(theme) for statement, theme in theme_of.items()}
    present = set(theme_of)
    wanted: list[tuple[int, str, str]] = []
    for theme, about in sorted(named.items()):
        there = theme if theme in present else made.get(theme, "")
        first = [_mostly(theme_of, about.seen), (there, 0)]
        ways = [*(reversed(first) if about.merged else first), _mostly(theme_of, about.put)]
        found, much = next((way for way in ways if way[0]), ("", 0))
        if found:
            wanted.append((-much, theme, found))
    renamed: dict[str, str] = {}
    for _, theme, found in sorted(wanted):
        renamed.setdefault(found, theme)
    pushed = set(renamed.values()) & present - set(renamed)  # it stood under an id that people use for another
    return theme_of.replace({theme: theme_id(f"{theme} frei") for theme in pushed} | renamed)


def _mostly(theme_of: pd.Series, statements: Sequence[str]) -> tuple[str, int]:
    """Return the theme that holds most of the statements that are still there, and how many; ('', 0) if none does."""
    there = [statement for statement in statements if statement in theme_of.index]
    counts = theme_of[there].value_counts().sort_index().sort_values(ascending=False, kind="stable")
    if not there or counts.iloc[0] <= MOST * len(there):
        return "", 0
    return str(counts.index[0]), int(counts.iloc[0])


def named(moves: Mapping[str, str], decisions: pd.DataFrame) -> dict[str, Named]:
    """Return every theme that people named: in a decision, as the other one of a merger, or as the goal of a move."""
    noted = decisions["members"] if "members" in decisions else pd.Series("", index=decisions.index, dtype="string")
    seen: dict[str, set[str]] = {theme: set() for theme in moves.values()}
    for theme, action, value, words in zip(
        decisions["theme_id"], decisions["action"], decisions["value"], noted.fillna(""), strict=True
    ):
        seen.setdefault(str(theme), set()).update(str(words).split())
        if action == MERGE and not pd.isna(value):
            seen.setdefault(str(value).strip(), set())
    both = decisions.loc[(decisions["action"] == MERGE) & decisions["value"].notna(), ["theme_id", "value"]]
    merged = set(both["theme_id"].astype(str)) | set(both["value"].astype(str).str.strip())
    put: dict[str, list[str]] = {}
    for statement, theme in sorted(moves.items()):
        put.setdefault(theme, []).append(statement)
    return {
        theme: Named(tuple(sorted(known)), tuple(put.get(theme, ())), theme in merged)
        for theme, known in sorted(seen.items())
    }


def decided(theme_of: pd.Series, moves: pd.DataFrame, decisions: pd.DataFrame, texts: pd.Series) -> Decided:
    """Return the themes after people's decisions: split by a word, merge, rename, move single statements.

    Args:
        theme_of: statement id -> theme id, the oldest statement first.
        moves: statement_id, theme_id.
        decisions: theme_id, action, value, and where known members, the statements that it was decided about.
        texts: statement id -> text.
    """
    targets = {str(row["statement_id"]): str(row["theme_id"]) for row in _filled(moves, "theme_id")}
    result, names, overtaken = seeded(theme_of, named(targets, decisions)), {}, 0
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
