"""The second sample round against what was planted in it, and the cores of new themes."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from conftest import ROOT, Project
from scipy import sparse

from pipeline.evaluation import detection, gold
from pipeline.evaluation import rounds as measured
from pipeline.shared import earlier
from pipeline.shared.corpus import Corpus
from pipeline.shared.tables import STATEMENTS, THEMES
from pipeline.themes.clusters import Labels, means
from pipeline.themes.frame import Frame, cores, distances, grown, nearness

STAGES = ("sources", "pseudonyms", "statements", "fields", "themes", "guidelines", "rounds")


@pytest.fixture(scope="module")
def second(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Corpus]:
    """The second sample round through the real stages."""
    made, before = Project(tmp_path_factory.mktemp("planted"), "zweite"), Path.cwd()
    shutil.copytree(ROOT / "data/raw/sample2025", made.corpus.raw)
    made.params()
    for shipped in ("data/training", "data/models", "data/lexicon"):
        if (ROOT / shipped).is_dir():
            (made.root / shipped).symlink_to(ROOT / shipped, target_is_directory=True)
    os.chdir(made.root)
    try:
        made.run(*STAGES)
        yield made.corpus
    finally:
        os.chdir(before)


@pytest.fixture(scope="module")
def figures(second: Corpus) -> dict[str, float]:
    statements = STATEMENTS.read(second)
    texts = {document: second.text(document) for document in statements["document"].unique()}
    truth = gold.without_people(gold.read(second, "statements"), gold.read(second, "personal_data"))
    return measured.rounds(second, detection.matched(truth, statements, texts))


@pytest.mark.slow
def test_what_grew_and_what_is_new_in_many_papers_is_told(figures: dict[str, float]) -> None:
    assert figures["rounds.planted"] == 7
    assert figures["rounds.found"] >= 3
    assert figures["rounds.told_beside"] <= 1
    assert figures["rounds.renamed_found"] == 1


@pytest.mark.slow
@pytest.mark.xfail(
    strict=True,
    reason="A02 is gone, but no test can tell 14 mentions from chance in a round a third as large (see"
    " recipes/round_guard.py); U07 is said in other words by each paper and stays dispersed; N02 stays in the old theme on"
    " interpreters, which is told as grown; of N01 a third is told as new, the rest lies in themes of clubs and shops.",
)
def test_every_planted_change_is_told_and_nothing_else(figures: dict[str, float]) -> None:
    assert figures["rounds.found"] == figures["rounds.planted"]
    assert figures["rounds.told_beside"] == 0


@pytest.mark.slow
def test_only_new_themes_lie_apart_from_what_was_said_then(second: Corpus) -> None:
    before = earlier.of(second)
    assert before is not None
    themes = THEMES.read(second).set_index("theme_id")
    old = themes.index.isin(THEMES.read(before)["theme_id"])
    assert old.any()
    assert themes.loc[old, "apart"].isna().all()
    assert themes.loc[~old, "apart"].notna().any()


def frame_of(then: list[list[float]], now: list[list[float]], papers: str) -> tuple[Frame, Labels]:
    """Return a frame of one theme of then (rows ``then``) with today's rows, and the units of today."""
    old, new = sparse.csr_matrix(np.array(then)), sparse.csr_matrix(np.array(now))
    labels = np.zeros(len(then), dtype=np.int64)
    made = Frame(("t1",), means(old, labels), np.array([len(then)], float), new, {}, nearness(new, old), tuple(papers))
    return made, np.arange(len(now))


OLD = [[2.2, 0.0, 0.0]] * 5
STILL = [2.0, -1.5, 0.0]  # of the theme of then, far from the new matter
FRESH = [[1.9, 1.5, 0.0]] * 4  # near what was said then (4.2), nearer to each other (5.9)


def placed(frame: Frame, units: Labels) -> tuple[Labels, Labels]:
    core = cores(frame, 3.9)
    return core, grown(frame, units, 3.2, core)


def test_a_new_matter_inside_an_old_theme_becomes_a_theme_of_its_own() -> None:
    frame, units = frame_of(OLD, [*FRESH, STILL], "aabbc")
    core, groups = placed(frame, units)
    assert core.tolist() == [0, 0, 0, 0, -1]
    assert groups[4] == 0
    assert set(groups[:4]) == {5}
    assert distances(frame, groups, core) == {5: pytest.approx(5.86 - 4.18)}
    assert set(grown(frame, units, 3.2).tolist()) == {0}  # without cores the theme of then swallows it


@pytest.mark.parametrize(
    ("now", "papers"),
    [
        (FRESH, "aaaa"),  # one paper's favourite
        (FRESH[:3], "abc"),  # too few
        ([[1.9, 0.1, 0.0]] * 4, "aabb"),  # as it was said then
    ],
)
def test_what_one_paper_says_or_what_was_said_before_is_no_core(now: list[list[float]], papers: str) -> None:
    frame, units = frame_of(OLD, now, papers)
    core, groups = placed(frame, units)
    assert core.max() == -1
    assert set(groups.tolist()) == {0}


def test_a_part_of_the_round_keeps_its_own_distances() -> None:
    frame, _ = frame_of(OLD, [*FRESH, STILL], "aabbc")
    part = frame.drawn(np.array([4, 0, 3], dtype=np.int64))
    assert part.near.tolist() == [frame.near[4], frame.near[0], frame.near[3]]
    assert part.papers == ("c", "a", "b")
