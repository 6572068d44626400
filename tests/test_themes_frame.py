"""Themes of an earlier round are the frame: identifiers and names go on, what fits nowhere is new."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from scipy import sparse

from pipeline.themes.frame import Frame, continued, cores, grown


def frame(rows: list[list[float]]) -> Frame:
    """Return two themes of then, along the first and the second axis, and statements of today."""
    middles = sparse.csr_matrix(np.array([[2.0, 0, 0], [0, 2.0, 0]]))
    then = sparse.csr_matrix(np.array([[2.0, 0, 0]] * 10 + [[0, 2.0, 0]] * 4))
    papers = tuple(f"d{number % 2}" for number in range(len(rows)))
    today = sparse.csr_matrix(np.array(rows))
    return Frame(("t1", "t2"), middles, np.array([10.0, 4.0]), today, {"t1": "A", "t2": "B"}, then, papers)


ROWS = [[2.0, 0.1, 0], [0, 2.0, 0], [0, 0, 2.0], [0.1, 0, 2.0], [0, 2.0, 0.1]]


def test_what_fits_goes_to_its_theme_and_the_rest_is_new() -> None:
    groups = grown(frame(ROWS), np.arange(5), join_above=3.0)
    ids = pd.Series([f"a{number}" for number in range(5)])
    theme_of, labels = continued(frame(ROWS), ids, groups)
    assert theme_of.loc[["a0", "a1", "a4"]].tolist() == ["t1", "t2", "t2"]
    assert theme_of["a2"] == theme_of["a3"]
    assert theme_of["a2"] not in {"t1", "t2"}
    assert labels.tolist() == [0, 1, 2, 2, 1]


def test_nothing_fits_where_much_evidence_is_asked_for() -> None:
    assert set(grown(frame(ROWS), np.arange(5), join_above=9.0)) == {2, 3, 4, 5, 6}


def test_two_themes_of_then_stay_apart_even_where_all_is_alike() -> None:
    ones = sparse.csr_matrix(np.ones((4, 3)))
    same = Frame(("t1", "t2"), ones[:2], np.array([3.0, 3.0]), ones, {}, ones, ("d",) * 4)
    assert set(grown(same, np.arange(4), join_above=0.0)) <= {0, 1}


@pytest.mark.parametrize("seed", range(5))
def test_the_order_of_the_statements_does_not_matter(seed: int) -> None:
    chance = np.random.default_rng(seed)
    rows = chance.random((40, 3)) * 2
    order = chance.permutation(40)
    one = grown(frame(rows.tolist()), np.arange(40), join_above=2.0)
    other = grown(frame(rows[order].tolist()), np.arange(40), join_above=2.0)
    pairs = {(int(a), int(b)) for a, b in zip(one[order], other, strict=True)}
    assert len(pairs) == len(set(one.tolist())) == len(set(other.tolist()))


def test_joining_is_average_linkage() -> None:
    """Without a frame the groups are those of scipy's average linkage."""
    from pipeline.themes.clusters import average_linkage, numbered  # noqa: PLC0415 - the other witness

    rows = np.random.default_rng(3).random((60, 5)) * 2
    empty = Frame(
        (), sparse.csr_matrix((0, 5)), np.zeros(0), sparse.csr_matrix(rows), {}, sparse.csr_matrix((0, 5)), ("d",) * 60
    )
    ours = numbered(grown(empty, np.arange(60), join_above=5.0))
    theirs = numbered(average_linkage((rows @ rows.T).round(5), 5.0))
    assert ours.tolist() == theirs.tolist()


INSIDE = [[2.0, 0.0, 1.5 + number / 10] for number in range(4)]  # near the first theme, and a matter of its own


def test_a_new_matter_inside_an_old_theme_becomes_a_theme_of_its_own() -> None:
    whole = frame([*INSIDE, [2.0, 0, 0]])
    assert set(grown(whole, np.arange(5), 3.0)) == {0}
    core = cores(whole, join_above=5.0)
    assert core.tolist() == [0, 0, 0, 0, -1]
    assert grown(whole, np.arange(5), 3.0, core).tolist()[4] == 0
    assert len(set(grown(whole, np.arange(5), 3.0, core)[:4])) == 1
    assert grown(whole, np.arange(5), 3.0, core)[0] >= len(whole.themes)


@pytest.mark.parametrize(
    ("rows", "papers"),
    [
        (INSIDE[:3], ("a", "b", "a")),  # too few
        (INSIDE, ("a",) * 4),  # a single paper
        ([[2.0, 0, 0]] * 4, ("a", "b", "a", "b")),  # said then as well
    ],
)
def test_no_core_where_little_or_nothing_is_new(rows: list[list[float]], papers: tuple[str, ...]) -> None:
    whole = replace(frame(rows), papers=papers)
    assert set(cores(whole, join_above=5.0)) == {-1}
