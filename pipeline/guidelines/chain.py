"""The chain inside a theme: problem, goal, measure, existing offer, and where it is broken."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from pipeline.guidelines.similarity import nearest

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Matrix = NDArray[np.float32]
    Columns = dict[str, NDArray[np.object_]]

LINKS = (
    ("problem", "ziel", "problem_ziel"),
    ("ziel", "massnahme", "ziel_massnahme"),
    ("problem", "massnahme", "problem_massnahme"),
    ("angebot", "massnahme", "angebot_massnahme"),
    ("angebot", "problem", "angebot_problem"),
    ("grundsatz", "ziel", "grundsatz_ziel"),
)
"""From which type to which, and the name of the link."""
GAPS = (
    ("problem", "problem_massnahme", "from_statement", "problem_ohne_massnahme"),
    ("problem", "problem_ziel", "from_statement", "problem_ohne_ziel"),
    ("massnahme", "ziel_massnahme", "to_statement", "massnahme_ohne_ziel"),
    ("ziel", "ziel_massnahme", "from_statement", "ziel_ohne_massnahme"),
    ("ziel", "problem_ziel", "to_statement", "ziel_ohne_problem"),
)
"""Which type lacks which link, on which side of it, and the name of the gap."""
ANSWERED = "angebot_beantwortet_vorschlag"
NO_THEME = "ohne"
SAME_ROW, SAME_HEADING = 0.5, 0.15
CANDIDATES = 12
"""Neighbours looked at per statement; those in the same table row are looked at in any case."""
COLUMNS = ["from_statement", "to_statement", "kind", "score"]


def chain(items: pd.DataFrame, matrix: Matrix, most: int, minimum: float) -> pd.DataFrame:
    """Return the links between statements of one theme: columns from_statement, to_statement, kind, score (0 to 1).

    ``items`` has one row per statement (statement_id, type, theme_id, row_key, heading_key) in canonical order,
    ``matrix`` its representation. Each statement keeps its ``most`` strongest links of a kind.
    """
    columns = {name: items[name].to_numpy() for name in ("type", "statement_id", "row_key", "heading_key")}
    found = [
        link
        for _, places in items.groupby("theme_id", sort=True).indices.items()
        for link in _in_theme({name: column[places] for name, column in columns.items()}, matrix[places], most, minimum)
    ]
    links = pd.DataFrame(found, columns=COLUMNS)
    return links.sort_values(COLUMNS[:3], kind="stable").reset_index(drop=True)


def _in_theme(items: Columns, matrix: Matrix, most: int, minimum: float) -> Iterator[tuple[str, str, str, float]]:
    types = items["type"]
    for source, target, kind in LINKS:
        left, right = np.flatnonzero(types == source), np.flatnonzero(types == target)
        if len(left) and len(right):
            yield from _of_kind(items, matrix, (left, right), (most, minimum), kind)


def _of_kind(
    items: Columns,
    matrix: Matrix,
    sides: tuple[NDArray[np.intp], NDArray[np.intp]],
    limits: tuple[int, float],
    kind: str,
) -> Iterator[tuple[str, str, str, float]]:
    """Return the strongest links of one kind in one theme."""
    left, right = sides
    most, minimum = limits
    ids, rows, headings = (items[name] for name in ("statement_id", "row_key", "heading_key"))
    pairs = {
        (int(left[a]), int(right[b])): score for a, b, score in nearest(matrix[left], matrix[right], CANDIDATES, -1)
    }
    for a, b in _in_one_row(rows, left, right):
        pairs.setdefault((a, b), float(np.round(matrix[a] @ matrix[b], 4)))
    scored = []
    for (a, b), similarity in pairs.items():
        structure = SAME_ROW * bool(rows[a] and rows[a] == rows[b]) + SAME_HEADING * bool(headings[a] == headings[b])
        score = round(min(1.0, max(0.0, similarity) + structure), 4)
        if score >= minimum:
            scored.append((-score, ids[a], ids[b]))
    counted: dict[str, int] = {}
    for negative, start, end in sorted(scored):
        if counted.get(start, 0) < most:
            counted[start] = counted.get(start, 0) + 1
            yield start, end, kind, -negative


def _in_one_row(
    rows: NDArray[np.object_], left: NDArray[np.intp], right: NDArray[np.intp]
) -> Iterator[tuple[int, int]]:
    """Return the pairs that stand in the same row of a table."""
    places: dict[str, list[int]] = {}
    for place in right:
        if rows[place]:
            places.setdefault(rows[place], []).append(int(place))
    for place in left:
        for other in places.get(rows[place], []):
            yield int(place), other


def gaps(items: pd.DataFrame, links: pd.DataFrame, answered: float) -> pd.DataFrame:
    """Return where the chain is broken: columns theme_id, field, kind, statement_id.

    ``answered`` is the score from which an existing offer counts as an answer to a proposal. A statement without a
    theme stands under `ohne` and its field: it has no counterpart either.
    """
    parts = [
        items.loc[
            items["type"].eq(kind_of) & ~items["statement_id"].isin(set(links.loc[links["kind"].eq(link), side]))
        ].assign(kind=name)
        for kind_of, link, side, name in GAPS
    ]
    strong = links.loc[links["kind"].eq("angebot_massnahme") & links["score"].ge(answered), "from_statement"]
    parts.append(items.loc[items["statement_id"].isin(set(strong))].assign(kind=ANSWERED))
    columns = ["theme_id", "field", "kind", "statement_id"]
    whole = pd.concat(parts)[columns]
    return whole.sort_values(columns, kind="stable").reset_index(drop=True)
