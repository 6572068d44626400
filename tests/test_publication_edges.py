"""Suppression at its edges: which cells go, which stay, which totals go with them; found by mutation testing."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from pipeline.shared import publication
from pipeline.shared.publication import TOTAL, Cell, Grid

Table = list[list[int]]


def frame(cells: Table, totals: str = "") -> pd.DataFrame:
    """Return a table; ``s`` adds a column of totals, ``z`` a row of totals."""
    names = [f"z{n}" for n in range(len(cells))]
    table = pd.DataFrame(cells, index=names, columns=[f"s{n}" for n in range(len(cells[0]))])
    if "s" in totals:
        table[TOTAL] = table.sum(axis=1)
    if "z" in totals:
        table.loc[TOTAL] = table.sum()
    return table


def words(shown: pd.DataFrame) -> list[str]:
    return [" ".join(row) for row in publication.printed(shown).to_numpy().tolist()]


ONE_SMALL = [[1, 9, 4], [9, 9, 9], [5, 9, 3]]
WITH_ZEROS = [[0, 2, 7], [4, 0, 3], [6, 5, 0]]
LONELY = [[0, 1, 0], [0, 0, 0]]


@pytest.mark.parametrize(
    ("cells", "totals", "shown", "secret"),
    [
        (ONE_SMALL, "", ["· 9 ·", "9 9 9", "· 9 ·"], []),
        (ONE_SMALL, "sz", ["· 9 · 14", "9 9 9 27", "· 9 · 17", "15 27 16 58"], []),
        ([[9, 1], [8, 7], [6, 5]], "s", ["· · 10", "8 7 15", "· · 11"], []),
        ([[9, 1], [8, 7], [6, 5]], "z", ["· ·", "8 7", "· ·", "23 13"], []),
        (WITH_ZEROS, "", ["· · 7", "· · 3", "6 5 0"], []),
        (WITH_ZEROS, "sz", ["· · 7 9", "· · 3 7", "6 5 0 11", "10 7 10 27"], []),
        ([[3, 3], [3, 3]], "sz", ["3 3 6", "3 3 6", "6 6 12"], []),
        ([[0, 0], [0, 0]], "sz", ["0 0 0", "0 0 0", "0 0 0"], []),
        (LONELY, "", ["· · 0", "0 0 0"], ["s0", "s1"]),
        (LONELY, "s", ["0 · 0 ·", "0 · 0 ·"], ["z0", "z1"]),
        (LONELY, "z", ["· · 0", "0 0 0", "· · 0"], ["s0", "s1"]),
        (LONELY, "sz", ["0 · 0 ·", "0 0 0 0", "0 · 0 ·"], ["z0", "s1", TOTAL]),
        ([[1, 9, 9]], "", ["· · 9"], []),
        ([[1, 9, 9]], "z", ["· · 9", "· · 9"], ["s0", "s1"]),
        ([[1], [9], [9]], "", ["·", "·", "9"], []),
        ([[1], [9], [9]], "z", ["·", "·", "9", "19"], []),
        ([[1], [9], [9]], "s", ["· ·", "· ·", "9 9"], ["z0", "z1"]),
        ([[1, 1], [9, 9]], "", ["· ·", "· ·"], []),
        ([[1, 1], [9, 9]], "s", ["· · ·", "· · ·"], ["z0", "z1"]),
        ([[1, 1], [9, 9]], "sz", ["· · ·", "· · ·", "10 10 20"], ["z0", "z1"]),
        ([[1, 9], [1, 9]], "sz", ["· · 10", "· · 10", "· · 20"], ["s0", "s1"]),
        ([[1, 0], [0, 1]], "sz", ["· 0 ·", "0 · ·", "· · ·"], ["z0", "z1", "s0", "s1", TOTAL]),
        ([[1]], "", ["·"], [TOTAL]),
        ([[1]], "sz", ["· ·", "· ·"], ["z0", "s0", TOTAL]),
        ([[9]], "sz", ["9 9", "9 9"], []),
    ],
)
def test_what_is_hidden_and_what_is_not(cells: Table, totals: str, shown: list[str], secret: list[str]) -> None:
    table = frame(cells, totals)
    found = publication.suppress(table, table, 3)
    assert words(found) == shown
    assert found.attrs["hidden_totals"] == secret


def grid_of(counts: Table, totals: str = "sz", sources: Table | None = None) -> Grid:
    table = frame(counts, totals)
    return publication._grid(table, table if sources is None else frame(sources, totals), 3)


def test_the_totals_stand_last_and_what_has_too_few_sources_is_small() -> None:
    grid = grid_of([[2, 9], [0, 3], [5, 1]], sources=[[1, 3], [0, 2], [2, 3]])
    assert grid.counts.tolist() == [[2, 9, 11], [0, 3, 3], [5, 1, 6], [7, 13, 20]]
    assert grid.small.astype(int).tolist() == [[1, 0, 0], [0, 1, 1], [1, 0, 0], [0, 0, 0]]


@pytest.mark.parametrize(
    ("cells", "sources", "small"),
    [
        ([[1, 0]], [[1, 0]], [[1, 0, 1], [1, 0, 1]]),
        ([[0, 0]], [[0, 0]], [[0, 0, 0], [0, 0, 0]]),
        ([[1, 1]], [[2, 1]], [[1, 1, 0], [1, 1, 0]]),
        ([[1, 1]], [[1, 1]], [[1, 1, 1], [1, 1, 1]]),
        ([[5, 5]], [[3, 3]], [[0, 0, 0], [0, 0, 0]]),
    ],
)
def test_a_total_is_small_as_a_cell_is(cells: Table, sources: Table, small: Table) -> None:
    assert grid_of(cells, "sz", sources).small.astype(int).tolist() == small


@pytest.mark.parametrize(
    ("totals", "small"),
    [("", [[1, 0], [0, 0]]), ("s", [[1, 1], [0, 0]]), ("z", [[1, 0], [1, 0]])],
)
def test_only_printed_totals_can_be_small(totals: str, small: Table) -> None:
    assert grid_of([[1]], totals).small.astype(int).tolist() == small


@pytest.mark.parametrize(
    ("cells", "totals", "known"),
    [
        ([[4, 5]], "", [[1, 1, 1], [0, 0, 1]]),
        ([[4, 5]], "z", [[1, 1, 1], [1, 1, 1]]),
        ([[4], [5]], "", [[1, 0], [1, 0], [1, 1]]),
        ([[4], [5]], "s", [[1, 1], [1, 1], [1, 1]]),
        ([[4]], "", [[1, 0], [0, 1]]),
        ([[4]], "s", [[1, 1], [0, 1]]),
        ([[4]], "z", [[1, 0], [1, 1]]),
    ],
)
def test_a_total_of_several_cells_or_a_printed_one_is_known(cells: Table, totals: str, known: Table) -> None:
    assert grid_of(cells, totals).known.astype(int).tolist() == known


GRID = grid_of([[2, 0], [0, 3], [5, 1]])


def test_totals_of_rows_and_columns_are_taken_away_and_the_grand_total_is_added() -> None:
    assert [[GRID.sign(row, column) for column in range(3)] for row in range(4)] == [[1, 1, -1]] * 3 + [[-1, -1, 1]]


def test_rows_are_left_forward_and_columns_backward() -> None:
    assert publication._edges(GRID, 3) == [((3, 0), 4, True), ((3, 1), 5, True), ((3, 2), 6, True)]
    assert publication._edges(GRID, 4) == [((row, 0), row, False) for row in range(4)]
    assert publication._edges(GRID, 6) == [((row, 2), row, False) for row in range(4)]


@pytest.mark.parametrize(
    ("cell", "forward", "may"),
    [
        ((0, 0), True, True),
        ((0, 0), False, True),
        ((0, 1), True, True),
        ((0, 1), False, False),
        ((2, 1), False, True),  # a count of one can fall to zero
        ((0, 2), True, True),
        ((0, 2), False, True),
    ],
)
def test_a_zero_cannot_fall(cell: Cell, forward: bool, may: bool) -> None:
    assert publication._passable(GRID, cell, forward=forward) is may


def test_a_total_of_zero_can_only_rise() -> None:
    empty = grid_of([[0, 0], [0, 0]])
    ways = {
        cell: [publication._passable(empty, cell, forward=way) for way in (True, False)] for cell in np.ndindex(3, 3)
    }
    assert [cell for cell, may in ways.items() if may == [False, True]] == [(0, 2), (1, 2), (2, 0), (2, 1)]
    assert [cell for cell, may in ways.items() if may == [True, False]] == [(0, 0), (0, 1), (1, 0), (1, 1), (2, 2)]


def hidden(*cells: Cell, shape: Cell = (3, 3)) -> np.ndarray:
    mask = np.zeros(shape, dtype=bool)
    for cell in cells:
        mask[cell] = True
    return mask


@pytest.mark.parametrize(
    ("counts", "gone", "moves"),
    [
        ([[1, 1], [1, 1]], [(0, 0)], False),
        ([[1, 1], [1, 1]], [(0, 0), (0, 1)], False),
        ([[1, 1], [1, 1]], [(0, 0), (0, 1), (1, 0)], False),
        ([[1, 1], [1, 1]], [(0, 0), (0, 1), (1, 0), (1, 1)], True),
        ([[1, 0], [0, 1]], [(0, 0), (0, 1), (1, 0), (1, 1)], True),  # downwards only
        ([[0, 1], [1, 0]], [(0, 0), (0, 1), (1, 0), (1, 1)], True),  # upwards only
        ([[1, 1], [0, 0]], [(0, 0), (0, 1), (1, 0), (1, 1)], False),
        ([[1, 0], [0, 0]], [(0, 0), (0, 2), (2, 0), (2, 2)], True),
    ],
)
def test_a_cell_moves_where_a_cycle_of_hidden_cells_lets_it(counts: Table, gone: list[Cell], moves: bool) -> None:
    assert publication._can_move(grid_of(counts), hidden(*gone), (0, 0)) is moves


@pytest.mark.parametrize(
    ("counts", "gone", "chosen"),
    [
        ([[1, 9, 4], [9, 9, 9], [5, 9, 3]], [(0, 0)], [(0, 2), (2, 0), (2, 2)]),
        ([[1, 9, 4], [9, 9, 9], [5, 9, 3]], [(0, 0), (0, 1), (1, 0)], [(1, 1)]),
        ([[1, 4, 4], [4, 4, 4], [4, 4, 4]], [(0, 0)], [(0, 1), (1, 0), (1, 1)]),
        ([[1, 0, 0], [0, 0, 0], [0, 0, 0]], [(0, 0)], [(0, 1), (3, 0), (3, 1)]),
    ],
)
def test_the_cells_that_count_least_are_hidden_with_it(counts: Table, gone: list[Cell], chosen: list[Cell]) -> None:
    found = publication._partners(grid_of(counts), hidden(*gone, shape=(4, 4)), (0, 0))
    assert sorted(found) == chosen


def test_totals_cost_more_than_all_cells_together() -> None:
    grid = grid_of([[1, 50], [50, 50]])
    assert sorted(publication._partners(grid, hidden((0, 0)), (0, 0))) == [(0, 1), (1, 0), (1, 1)]
    free = hidden((0, 0), (0, 2), (2, 0))
    assert sorted(publication._partners(grid, free, (0, 0))) == [(0, 1), (1, 0), (1, 1)]


def test_a_cycle_is_the_cheapest_and_the_first_of_equals() -> None:
    grid = grid_of([[2, 2, 2], [2, 2, 2]])
    every = np.ones((3, 4), dtype=bool)
    assert publication._cycle(grid, every, (0, 0), upwards=True, cost=None) == [(1, 0), (1, 1), (0, 1)]
    assert publication._cycle(grid, every, (0, 0), upwards=False, cost=None) == [(0, 1), (1, 1), (1, 0)]
    dear = np.ones((3, 4), dtype=np.int64)
    dear[0, 1] = 9
    assert publication._cycle(grid, every, (0, 0), upwards=True, cost=dear) == [(1, 0), (1, 2), (0, 2)]
    far = np.full((3, 4), 99, dtype=np.int64)
    for cell in ((0, 2), (1, 2), (1, 1), (2, 1), (2, 0)):
        far[cell] = 1
    assert publication._cycle(grid, every, (0, 0), upwards=False, cost=far) == [(0, 2), (1, 2), (1, 1), (2, 1), (2, 0)]
    assert publication._cycle(grid, hidden((0, 0), shape=(3, 4)), (0, 0), upwards=True, cost=None) is None
    assert publication._cycle(grid_of(LONELY), every, (0, 0), upwards=False, cost=None) is None


@pytest.mark.parametrize(
    ("counts", "off", "gone"),
    [
        ({"a": 9, "b": 1, "c": 4, "d": 0}, "b", "bc"),
        ({"a": 9, "b": 1, "c": 1, "d": 3}, "bc", "bcd"),
        ({"a": 9, "b": 1, "c": 2, "d": 3}, "bc", "bc"),
        ({"a": 9, "b": 1, "c": 1, "d": 1}, "b", "abcd"),
        ({"a": 9, "b": 1, "c": 1}, "", ""),
        ({"a": 0, "b": 1}, "b", "b"),
        ({"b": 1, "c": 1}, "b", "bc"),
        ({"a": 5, "b": 5, "c": 5}, "c", "ac"),
        ({"a": 5, "b": 2}, "a", "ab"),
    ],
)
def test_a_row_of_a_list_takes_the_smallest_other_with_it(counts: dict[str, int], off: str, gone: str) -> None:
    given = set(off)
    assert publication.partners(counts, given) == set(gone)
    assert given == set(off)


@pytest.mark.parametrize(
    ("table", "sources"),
    [
        (frame([[1, 1]]), frame([[1, 1]]).rename(columns={"s0": "anders"})),
        (frame([[1, 1]]), frame([[1, 1]]).rename(index={"z0": "anders"})),
        (frame([[1, 1]]).rename(columns={"s0": "s1"}), frame([[1, 1]]).rename(columns={"s0": "s1"})),
        (frame([[1], [1]]).rename(index={"z0": "z1"}), frame([[1], [1]]).rename(index={"z0": "z1"})),
        (frame([[1, -1]]), frame([[1, 1]])),
        (frame([[1, 1]]).astype("Int64").mask(frame([[1, 0]]) == 0).astype("float"), frame([[1, 1]])),
    ],
)
def test_a_table_that_does_not_fit_is_refused_whole(table: pd.DataFrame, sources: pd.DataFrame) -> None:
    with pytest.raises(ValueError, match="must"):
        publication.suppress(table, sources, 3)


def test_the_table_itself_stays_as_it_was_and_counts_are_whole_numbers() -> None:
    table = frame(ONE_SMALL)
    found = publication.suppress(table, table, 3)
    assert table.equals(frame(ONE_SMALL))
    assert set(map(str, found.dtypes)) == {"Int64"}


def test_a_list_is_a_table_of_one_column() -> None:
    counts, sources = pd.Series([9, 1, 4, 0]), pd.Series([5, 1, 3, 0])
    assert publication.suppress_list(counts, sources, 3).fillna(-1).tolist() == [9, -1, 4, -1]


def test_words_and_kinds_that_are_missing_are_neither_quoted_nor_interviews() -> None:
    rows = pd.DataFrame({"publish": ["quote", pd.NA, "count"], "text": ["ja", "nein", "nein"]}, index=[7, 8, 9])
    assert publication.quoted(rows, "text").to_dict() == {7: "ja", 8: "", 9: ""}
    assert publication.quotable(rows).dtype == bool
    kinds = pd.DataFrame({"kind": [pd.NA, "protokoll", "interview"]})
    assert publication.for_cross_tables(kinds).index.tolist() == [0, 1]
    assert publication.minimum_for(kinds, 5, 3) == 5
    assert publication.minimum_for(kinds, 3, 5) == 5
    assert publication.minimum_for(kinds.iloc[:2], 3, 5) == 3


def test_a_count_is_printed_as_it_is_and_a_hidden_one_as_a_dot() -> None:
    assert words(pd.DataFrame({"a": pd.array([0, pd.NA, 12], dtype="Int64")})) == ["0", "·", "12"]
