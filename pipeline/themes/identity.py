"""Gives themes their identifiers, and lets people's decisions about themes hold.

A theme that was there before keeps its identifier where most of its statements lie now. A new one is known by its
oldest statement: papers that arrive later make it longer, but its oldest statement stays. Decisions and new papers may
turn the clusters, so a theme that people decided about is found again by its statements: by those it had before, by
most of those that the review workbook noted beside the decision, by the oldest statement, from which its identifier was
made, or by most of those that people put into it. It keeps the identifier that people used, and two such themes in one
cluster are told apart again.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import sparse

from pipeline.themes.evidence import Weighted

RENAME, MERGE, SPLIT = "umbenennen", "zusammenlegen", "teilen"
LENGTH = 5
DIGITS = 5
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


@dataclass(frozen=True)
class Named:
    """A theme that people named: the statements they saw in it, those they put into it, and whether it was merged.

    Of a merged theme they may have seen statements of the other part, so there the id comes first.
    """

    seen: tuple[str, ...] = ()
    put: tuple[str, ...] = ()
    merged: bool = False


def identified(
    labels: pd.Series,
    past: pd.Series | None = None,
    wanted: Mapping[str, Named] | None = None,
    rows: Weighted | None = None,
) -> pd.Series:
    """Return the theme id of each statement.

    Args:
        labels: statement id -> cluster, the oldest statement first.
        past: statement id -> theme id as it was before; may be absent.
        wanted: themes that people decided about; each gets a cluster of its own if one of its statements is there.
        rows: the evidence of the statements, by which a cluster with two wanted themes is told apart.
    """
    before = pd.Series([], dtype=str) if past is None else past[past.index.isin(labels.index)]
    seeds = {str(theme): list(own) for theme, own in sorted(before.groupby(before).groups.items())}
    decided_about = shown(labels.index, wanted or {}, seeds)
    apart, taken = _claimed(labels, decided_about, rows)
    taken |= _continued(apart, {theme: own for theme, own in seeds.items() if theme not in decided_about}, taken)
    used = set(taken.values())
    inside: dict[int, list[str]] = defaultdict(list)
    for statement, label in zip(apart.index, apart.tolist(), strict=True):
        inside[label].append(str(statement))
    for label, members in inside.items():
        if label not in taken:
            taken[label] = next(name for name in map(theme_id, members) if name not in used)
            used.add(taken[label])
    return apart.map(taken).rename("theme_id")


def shown(statements: pd.Index, wanted: Mapping[str, Named], before: Mapping[str, list[str]]) -> dict[str, list[str]]:
    """Return theme -> the statements that show where it is now, for the wanted themes of which something is left."""
    made = {theme_id(str(statement)): str(statement) for statement in statements} if wanted else {}
    present = set(statements)
    found = {}
    for theme, about in sorted(wanted.items()):
        seen = [statement for statement in about.seen if statement in present]
        anchor = [made[theme]] if theme in made else []
        found[theme] = before.get(theme) or (anchor or seen if about.merged else seen or anchor)
    return {theme: own for theme, own in found.items() if own}


def _claimed(
    labels: pd.Series, seeds: Mapping[str, list[str]], rows: Weighted | None
) -> tuple[pd.Series, dict[int, str]]:
    """Return the labels, and cluster -> theme for the themes in ``seeds``: each is where most of its seeds are."""
    claims: dict[int, list[str]] = defaultdict(list)
    for theme, own in sorted(seeds.items()):
        counted = Counter(labels[own].tolist())
        claims[min(counted, key=lambda label: (-counted[label], label))].append(theme)
    apart, taken = labels.copy(), {label: themes[0] for label, themes in claims.items()}
    for label, themes in sorted(claims.items()):
        if len(themes) == 1 or rows is None:
            continue
        new = [label, *range(int(apart.max()) + 1, int(apart.max()) + len(themes))]
        inside = np.flatnonzero((labels == label).to_numpy())
        held = [inside[labels.index[inside].isin(seeds[theme])] for theme in themes]
        middles = sparse.vstack([sparse.csr_matrix(rows[own].mean(axis=0)) for own in held])
        nearest = np.asarray((rows[inside] @ middles.T).todense()).round(DIGITS).argmax(axis=1)
        apart.iloc[inside] = np.array(new)[nearest]
        for name, theme, places in zip(new, themes, held, strict=True):
            apart.iloc[places], taken[name] = name, theme
    return apart, taken


def _continued(labels: pd.Series, seeds: Mapping[str, list[str]], taken: Mapping[int, str]) -> dict[int, str]:
    """Return cluster -> theme: the pairs that share most statements first, each cluster and theme once."""
    shared = [
        (-count, theme, int(label)) for theme, own in seeds.items() for label, count in Counter(labels[own]).items()
    ]
    found: dict[int, str] = {}
    placed: set[str] = set()
    for _, theme, label in sorted(shared):
        if label not in found and label not in taken and theme not in placed:
            found[label] = theme
            placed.add(theme)
    return found


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
