"""The second sample round through the real stages, against what was planted in it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import ROOT, Project

from pipeline.evaluation import detection, gold
from pipeline.evaluation import rounds as measured
from pipeline.shared import earlier
from pipeline.shared.corpus import Corpus
from pipeline.shared.tables import STATEMENTS, THEMES

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
    " recipes/round_guard.py); U07 is said in other words by each paper and stays dispersed; N02 stays in the one on"
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
