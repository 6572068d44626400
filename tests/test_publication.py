"""Publication: quotes only where released, small cells hidden, and nothing that gives them away again."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from pipeline.shared import publication


def frame(cells: list[list[int]]) -> pd.DataFrame:
    return pd.DataFrame(
        cells, index=[f"z{n}" for n in range(len(cells))], columns=[f"s{n}" for n in range(len(cells[0]))]
    )


def bounds(table: pd.DataFrame, shown: pd.DataFrame, cell: tuple[int, int]) -> tuple[float, float]:
    """Return what a reader who knows every total can say about a hidden cell: solved as two linear programs."""
    values, hidden = table.to_numpy(), shown.isna().to_numpy()
    secret = set(shown.attrs["hidden_totals"])
    places = [tuple(place) for place in np.argwhere(hidden)]
    sums, totals = [], []
    rows, columns = values.shape
    for row in [n for n, label in enumerate(table.index) if columns > 1 and label not in secret]:
        sums.append([float(place[0] == row) for place in places])
        totals.append(values[row][hidden[row]].sum())
    for column in [n for n, label in enumerate(table.columns) if rows > 1 and label not in secret]:
        sums.append([float(place[1] == column) for place in places])
        totals.append(values[:, column][hidden[:, column]].sum())
    target = [float(place == cell) for place in places]
    if "Gesamt" not in secret:
        sums.append([1.0] * len(places))
        totals.append(values[hidden].sum())
    low = linprog(target, A_eq=sums or None, b_eq=totals or None, bounds=(0, None))
    high = linprog([-one for one in target], A_eq=sums or None, b_eq=totals or None, bounds=(0, None))
    return low.fun if low.status == 0 else 0.0, -high.fun if high.status == 0 else float("inf")


def too_small(counts: pd.DataFrame, sources: pd.DataFrame, minimum: int) -> np.ndarray:
    return ((counts > 0) & (sources < minimum)).to_numpy()


tables = st.integers(2, 5).flatmap(
    lambda width: st.lists(st.lists(st.integers(0, 9), min_size=width, max_size=width), min_size=2, max_size=5)
)


@settings(max_examples=150, deadline=None)
@given(tables, st.integers(1, 5))
def test_no_hidden_cell_follows_from_the_totals(cells: list[list[int]], minimum: int) -> None:
    counts = frame(cells)
    shown = publication.suppress(counts, counts, minimum)
    for place in map(tuple, np.argwhere(too_small(counts, counts, minimum))):
        assert pd.isna(shown.iloc[place])
        low, high = bounds(counts, shown, place)
        assert high - low > 0.5


@settings(max_examples=100, deadline=None)
@given(st.lists(st.integers(0, 9), min_size=1, max_size=8), st.integers(1, 5))
def test_no_hidden_cell_of_a_list_follows_from_its_total(numbers: list[int], minimum: int) -> None:
    counts = pd.Series(numbers)
    shown = publication.suppress_list(counts, counts, minimum)
    hidden = shown.isna()
    assert hidden[(counts > 0) & (counts < minimum)].all()
    if hidden.any() and len(numbers) > 1:
        assert hidden.sum() > 1


@given(tables)
def test_a_table_of_large_cells_is_shown_whole(cells: list[list[int]]) -> None:
    counts = frame(cells) + 10
    assert publication.suppress(counts, counts, 3).equals(counts.astype("Int64"))


def test_printed_totals_hide_what_they_would_give_away() -> None:
    counts = frame([[9, 8, 2], [7, 6, 5]])
    counts["Gesamt"] = counts.sum(axis=1)
    counts.loc["Gesamt"] = counts.sum()
    shown = publication.suppress(counts, counts, 3)
    assert pd.isna(shown.loc["z0", "s2"])
    assert shown.loc["z0"].isna().sum() >= 2
    assert shown["s2"].isna().sum() >= 2


def test_a_total_with_few_sources_is_hidden_as_well() -> None:
    counts = pd.DataFrame({"a": [1, 9], "b": [1, 9], "Gesamt": [2, 18]}, index=["klein", "groß"])
    shown = publication.suppress(counts, counts, 3)
    assert pd.isna(shown.loc["klein", "Gesamt"])


def test_sources_count_and_not_mentions() -> None:
    counts, sources = frame([[50, 50], [50, 50]]), frame([[2, 9], [9, 9]])
    assert pd.isna(publication.suppress(counts, sources, 3).iloc[0, 0])


@pytest.mark.parametrize("wrong", [frame([[1, -1], [1, 1]]), frame([[1, 1], [1, 1]]).rename(columns={"s0": "anders"})])
def test_tables_that_do_not_fit_are_refused(wrong: pd.DataFrame) -> None:
    with pytest.raises(ValueError, match=r"labels|counts"):
        publication.suppress(wrong, frame([[1, 1], [1, 1]]), 3)


def test_only_released_words_are_quoted() -> None:
    rows = pd.DataFrame({"publish": ["quote", "count", "internal", pd.NA], "display_text": list("abcd")})
    assert publication.quotable(rows).tolist() == [True, False, False, False]
    assert publication.quoted(rows).tolist() == ["a", "", "", ""]


def test_interviews_stay_out_of_cross_tables_and_need_more_sources() -> None:
    rows = pd.DataFrame({"kind": ["interview", "protokoll", pd.NA]})
    assert publication.for_cross_tables(rows).index.tolist() == [1, 2]
    assert publication.minimum_for(rows, 3, 5) == 5
    assert publication.minimum_for(rows.iloc[1:], 3, 5) == 3


def test_hidden_cells_are_printed_as_a_dot() -> None:
    shown = pd.DataFrame({"a": pd.array([3, pd.NA], dtype="Int64")})
    assert publication.printed(shown)["a"].tolist() == ["3", "·"]
