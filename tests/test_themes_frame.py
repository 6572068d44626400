"""Themes of an earlier round are the frame: identifiers and names go on, what fits nowhere is new."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy import sparse

from pipeline.themes.clusters import Labels, means
from pipeline.themes.frame import Frame, continued, cores, distances, grown, nearness


def frame(rows: list[list[float]]) -> Frame:
    """Return two themes of then, along the first and the second axis, and statements of today."""
    middles = sparse.csr_matrix(np.array([[2.0, 0, 0], [0, 2.0, 0]]))
    then = sparse.csr_matrix(np.array([[2.0, 0, 0]] * 10 + [[0, 2.0, 0]] * 4))
    papers = tuple(f"d{number % 2}" for number in range(len(rows)))
    today = sparse.csr_matrix(np.array(rows))
    return Frame(
        ("t1", "t2"), middles, np.array([10.0, 4.0]), today, {"t1": "A", "t2": "B"}, nearness(today, then), papers
    )


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
    same = Frame(("t1", "t2"), ones[:2], np.array([3.0, 3.0]), ones, {}, np.ones(4), ("d",) * 4)
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
    empty = Frame((), sparse.csr_matrix((0, 5)), np.zeros(0), sparse.csr_matrix(rows), {}, np.zeros(0), ("d",) * 60)
    ours = numbered(grown(empty, np.arange(60), join_above=5.0))
    theirs = numbered(average_linkage((rows @ rows.T).round(5), 5.0))
    assert ours.tolist() == theirs.tolist()


def inside(then: list[list[float]], now: list[list[float]], papers: str) -> tuple[Frame, Labels]:
    """Return a frame of one theme of then (rows ``then``) with today's rows, and the units of today."""
    old, new = sparse.csr_matrix(np.array(then)), sparse.csr_matrix(np.array(now))
    labels = np.zeros(len(then), dtype=np.int64)
    made = Frame(("t1",), means(old, labels), np.array([len(then)], float), new, {}, nearness(new, old), tuple(papers))
    return made, np.arange(len(now))


OLD = [[2.2, 0.0, 0.0]] * 5
STILL = [2.0, -1.5, 0.0]  # of the theme of then, far from the new matter
FRESH = [[1.9, 1.5, 0.0]] * 4  # near what was said then (4.2), nearer to each other (5.9)


def placed(whole: Frame, units: Labels) -> tuple[Labels, Labels]:
    core = cores(whole, 3.9)
    return core, grown(whole, units, 3.2, core)


def test_a_new_matter_inside_an_old_theme_becomes_a_theme_of_its_own() -> None:
    whole, units = inside(OLD, [*FRESH, STILL], "aabbc")
    core, groups = placed(whole, units)
    assert core.tolist() == [0, 0, 0, 0, -1]
    assert groups[4] == 0
    assert set(groups[:4]) == {1}
    assert distances(whole, groups, core) == {1: pytest.approx(5.86 - 4.18)}
    assert set(grown(whole, units, 3.2).tolist()) == {0}  # without cores the theme of then swallows it


@pytest.mark.parametrize(
    ("now", "papers"),
    [
        (FRESH, "aaaa"),  # one paper's favourite
        (FRESH[:3], "abc"),  # too few
        ([[1.9, 0.1, 0.0]] * 4, "aabb"),  # as it was said then
    ],
)
def test_what_one_paper_says_or_what_was_said_before_is_no_core(now: list[list[float]], papers: str) -> None:
    whole, units = inside(OLD, now, papers)
    core, groups = placed(whole, units)
    assert core.max() == -1
    assert set(groups.tolist()) == {0}


def test_a_part_of_the_round_keeps_its_own_distances() -> None:
    whole, _ = inside(OLD, [*FRESH, STILL], "aabbc")
    part = whole.drawn(np.array([4, 0, 3], dtype=np.int64))
    assert part.near.tolist() == [whole.near[4], whole.near[0], whole.near[3]]
    assert part.papers == ("c", "a", "b")
