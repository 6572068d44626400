"""What may leave the machine: quotes, small cells and cross tables are decided here and nowhere else.

Three rules, the codebook holds their thresholds:

- Words are quoted only where the paper's owner released them (``publish`` is ``quote``): :func:`quotable`.
- A count carried by too few sources is not shown, and neither is what it could be computed from:
  :func:`suppress` for tables, :func:`suppress_list` for one column.
- Interviews are pooled: they enter no table that crosses two features: :func:`for_cross_tables`.

The secondary suppression is the network method for two-way tables (Cox 1980, Fischetti and Salazar 2001): with
totals on both sides a table is a circulation, and a hidden cell can be recomputed exactly when no cycle through it
leaves room to move. That is checked with the knowledge a reader has: totals, shown cells, counts are not negative.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

TOTAL = "Gesamt"
HIDDEN = "·"
CONFIDENTIAL = "Vertraulich – nur für den internen Gebrauch"  # stands on every page of the internal variant
QUOTE = "quote"
INTERVIEW = "interview"

Cell = tuple[int, int]
Cells = npt.NDArray[Any]


def quotable(statements: pd.DataFrame) -> pd.Series:
    """Return which rows may be quoted (boolean, same index): only those whose ``publish`` says ``quote``.

    >>> quotable(pd.DataFrame({"publish": ["quote", "count", "internal", None]})).tolist()
    [True, False, False, False]
    """
    return statements["publish"].astype("string").eq(QUOTE).fillna(value=False).astype(bool)


def quoted(statements: pd.DataFrame, column: str = "display_text") -> pd.Series:
    """Return the words of ``column`` where they may be quoted, and an empty string everywhere else."""
    return statements[column].astype("string").where(quotable(statements), "").astype(str)


def for_cross_tables(statements: pd.DataFrame) -> pd.DataFrame:
    """Return the rows that may enter a table of two features: everything except interviews."""
    kind = statements["kind"].astype("string").fillna("")
    return statements.loc[~kind.eq(INTERVIEW)]


def minimum_for(statements: pd.DataFrame, minimum_sources: int, minimum_sources_interview: int) -> int:
    """Return the least number of sources that a cell made of ``statements`` needs: more where interviews are in it."""
    interviews = statements["kind"].astype("string").fillna("").eq(INTERVIEW).any()
    return max(minimum_sources, minimum_sources_interview) if interviews else minimum_sources


def suppress(table: pd.DataFrame, sources: pd.DataFrame, minimum: int) -> pd.DataFrame:
    """Return ``table`` (counts, ``Int64``) with ``<NA>`` in every cell that must not be shown.

    ``table`` and ``sources`` have the same labels; ``sources`` counts the documents (or people) behind a cell.
    A row or column named ``Gesamt`` is a total. Where there is none, totals count as known all the same, because
    another table may print them. Cells with 1 to ``minimum - 1`` sources are hidden (a zero has no source and is
    shown), then as small further cells as are needed, zeros among them, so that no hidden cell follows from the rest.

    Some tables cannot be protected while every total is known (one count in a table of zeros). Then the totals that
    must be hidden as well stand in ``.attrs["hidden_totals"]``: labels of rows and columns, ``Gesamt`` for the last.

    Raises ValueError where the labels differ or a count is negative or missing.

    >>> counts = pd.DataFrame({"a": [9, 1], "b": [8, 7], "c": [6, 5]}, index=["x", "y"])
    >>> suppress(counts, counts, 3).to_numpy(dtype=object, na_value="·").tolist()
    [['·', 8, '·'], ['·', 7, '·']]
    """
    _check(table, sources)
    grid = _grid(table, sources, minimum)
    hidden = _protect(grid)
    shown = table.astype("Int64").copy()
    rows, columns = [*grid.rows, TOTAL], [*grid.columns, TOTAL]
    for row, column in np.argwhere(hidden):
        if rows[row] in table.index and columns[column] in table.columns:
            shown.loc[rows[row], columns[column]] = pd.NA
    shown.attrs["hidden_totals"] = _hidden_totals(grid, hidden)
    return shown


def _hidden_totals(grid: Grid, hidden: Cells) -> list[str]:
    """Return the labels of the totals that must not be known."""
    gone = hidden & grid.known
    labels = [str(label) for place, label in enumerate(grid.rows) if gone[place, -1]]
    labels += [str(label) for place, label in enumerate(grid.columns) if gone[-1, place]]
    return labels + [TOTAL] * bool(gone[-1, -1])


def suppress_list(counts: pd.Series, sources: pd.Series, minimum: int) -> pd.Series:
    """Return one column of counts with ``<NA>`` where too few sources stand behind it, safe against its total.

    >>> suppress_list(pd.Series([9, 1, 4]), pd.Series([5, 1, 3]), 3).to_numpy(dtype=object, na_value="·").tolist()
    [9, '·', '·']
    """
    return suppress(counts.to_frame("n"), sources.to_frame("n"), minimum)["n"]


def partners(counts: dict[str, int], off: set[str]) -> set[str]:
    """Return what to hide of a list whose total is known, so that none of the rows ``off`` follows from the rest.

    A zero is often known to be one (no interview took place in a workshop), so zeros are shown and protect nothing; a
    hidden row is therefore known to count at least one, and rows that only count one each protect nobody either.

    >>> sorted(partners({"a": 9, "b": 1, "c": 4, "d": 0}, {"b"}))
    ['b', 'c']
    >>> sorted(partners({"a": 9, "b": 1, "c": 1, "d": 3}, {"b", "c"}))
    ['b', 'c', 'd']
    """
    hidden = set(off)
    spare = sorted((count, row) for row, count in counts.items() if count > 0 and row not in hidden)
    while hidden and spare and (len(hidden) < 2 or sum(counts[row] for row in hidden) == len(hidden)):  # noqa: PLR2004
        hidden.add(spare.pop(0)[1])
    return hidden


def printed(table: pd.DataFrame) -> pd.DataFrame:
    """Return ``table`` as words for a reader: a count, or ``·`` where it is not shown."""
    return table.astype("string").fillna(HIDDEN)


@dataclass(frozen=True)
class Grid:
    """A table with its totals: counts, which cells are too small, and the sign each cell has in its sums."""

    rows: Sequence[object]
    columns: Sequence[object]
    counts: Cells
    small: Cells
    known: Cells

    def sign(self, row: int, column: int) -> int:
        """Return +1 for a cell and the grand total, -1 for the total of a row or column."""
        last_row, last_column = row == self.counts.shape[0] - 1, column == self.counts.shape[1] - 1
        return -1 if last_row != last_column else 1


def _check(table: pd.DataFrame, sources: pd.DataFrame) -> None:
    if not (table.index.equals(sources.index) and table.columns.equals(sources.columns)):
        message = "table and sources must carry the same labels"
        raise ValueError(message)
    if not (table.index.is_unique and table.columns.is_unique):
        message = "labels must be unique"
        raise ValueError(message)
    if table.isna().to_numpy().any() or (table.to_numpy(dtype=float) < 0).any():
        message = "counts must be present and not negative"
        raise ValueError(message)


def _grid(table: pd.DataFrame, sources: pd.DataFrame, minimum: int) -> Grid:
    """Return the table with totals in the last row and column, and which cells have too few sources."""
    rows = [label for label in table.index if label != TOTAL]
    columns = [label for label in table.columns if label != TOTAL]
    inner = table.loc[rows, columns].to_numpy(dtype=np.int64)
    behind = sources.loc[rows, columns].to_numpy(dtype=np.int64)
    values = np.zeros((len(rows) + 1, len(columns) + 1), dtype=np.int64)
    values[:-1, :-1] = inner
    values[:-1, -1], values[-1, :-1], values[-1, -1] = inner.sum(1), inner.sum(0), inner.sum()
    small = np.zeros(values.shape, dtype=bool)
    small[:-1, :-1] = (inner > 0) & (behind < minimum)
    if TOTAL in table.columns:
        small[:-1, -1] = (inner.sum(1) > 0) & (sources.loc[rows, TOTAL].to_numpy(dtype=np.int64) < minimum)
    if TOTAL in table.index:
        small[-1, :-1] = (inner.sum(0) > 0) & (sources.loc[TOTAL, columns].to_numpy(dtype=np.int64) < minimum)
    if TOTAL in table.index and TOTAL in table.columns:
        small[-1, -1] = values[-1, -1] > 0 and int(sources.loc[TOTAL, TOTAL]) < minimum  # type: ignore[arg-type]
    known = np.ones(values.shape, dtype=bool)
    known[:-1, -1] = len(columns) > 1 or TOTAL in table.columns
    known[-1, :-1] = len(rows) > 1 or TOTAL in table.index
    return Grid(rows, columns, values, small, known)


def _protect(grid: Grid) -> Cells:
    """Return the mask of hidden cells: the small ones, and the cheapest others that keep them from being computed."""
    hidden = grid.small | ~grid.known
    while True:
        open_cells = [cell for cell in _cells(grid.small) if not _can_move(grid, hidden, cell)]
        if not open_cells:
            return hidden
        partner = _partners(grid, hidden, open_cells[0])
        if not partner:
            hidden[:] = True
            return hidden
        for row, column in partner:
            hidden[row, column] = True


def _cells(mask: Cells) -> list[Cell]:
    return [(int(row), int(column)) for row, column in np.argwhere(mask)]


def _can_move(grid: Grid, hidden: Cells, cell: Cell) -> bool:
    """Tell whether a reader cannot compute ``cell``: some other table with the same shown figures differs in it."""
    return any(_cycle(grid, hidden, cell, upwards=upwards, cost=None) is not None for upwards in (True, False))


def _partners(grid: Grid, hidden: Cells, cell: Cell) -> list[Cell]:
    """Return the cells to hide so that ``cell`` can move: the cycle whose newly hidden cells count least."""
    cost = np.where(hidden, 0, grid.counts + 1).astype(np.int64)
    cost[-1, :] = np.where(hidden[-1, :], 0, cost[-1, :] + grid.counts.sum() + 1)
    cost[:, -1] = np.where(hidden[:, -1], 0, cost[:, -1] + grid.counts.sum() + 1)
    found = [
        cycle
        for upwards in (True, False)
        if (cycle := _cycle(grid, np.ones_like(hidden), cell, upwards=upwards, cost=cost)) is not None
    ]
    fresh = [[place for place in cycle if not hidden[place]] for cycle in found]
    fresh = [cells for cells in fresh if cells]
    return min(fresh, key=lambda cells: (sum(int(cost[place]) for place in cells), cells)) if fresh else []


def _cycle(grid: Grid, usable: Cells, cell: Cell, *, upwards: bool, cost: Cells | None) -> list[Cell] | None:
    """Return the cells of the cheapest cycle along which ``cell`` can change by one; None where there is none.

    Rows and columns are nodes, usable cells are edges. Walking a cell from its row to its column adds one to its
    signed value, walking it back takes one away, which a count of zero does not allow.
    """
    row, column = cell
    if not _passable(grid, cell, forward=upwards):
        return None
    rows = grid.counts.shape[0]
    start, goal = (rows + column, row) if upwards else (row, rows + column)
    best: dict[int, tuple[int, list[Cell]]] = {start: (0, [])}
    queue = deque([start])
    while queue:
        node = queue.popleft()
        spent, path = best[node]
        for place, other, forward in _edges(grid, node):
            if place == cell or not usable[place] or not _passable(grid, place, forward=forward):
                continue
            total = spent + (int(cost[place]) if cost is not None else 1)
            if other not in best or (total, [*path, place]) < best[other]:
                best[other] = (total, [*path, place])
                queue.append(other)
    return best[goal][1] if goal in best else None


def _edges(grid: Grid, node: int) -> list[tuple[Cell, int, bool]]:
    """Return for a node each cell that leaves it, the node at its other end, and whether it is walked forward."""
    rows, columns = grid.counts.shape
    if node < rows:
        return [((node, column), rows + column, True) for column in range(columns)]
    return [((row, node - rows), row, False) for row in range(rows)]


def _passable(grid: Grid, cell: Cell, *, forward: bool) -> bool:
    """Tell whether the cell's count may change in this direction without falling below zero."""
    adds = forward == (grid.sign(*cell) > 0)
    return adds or bool(grid.counts[cell] > 0)
