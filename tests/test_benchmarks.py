"""What is compared is what it says: the same statements for all, planted concerns unknown, exponents as fitted."""

from __future__ import annotations

import sys
from pathlib import Path

import pandas as pd
import pytest
import yaml
from conftest import ROOT

import run
from benchmarks import scale, themes
from benchmarks.scale import Cost, exponent
from pipeline.shared.german.concerns import groups
from pipeline.shared.tables import BLOCKS, DOCUMENTS, LEDGER, STATEMENTS


@pytest.fixture(autouse=True)
def in_the_project(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)


def test_the_grammar_says_the_same_each_time_and_a_larger_corpus_has_more_themes() -> None:
    small, large = themes.grown(200), themes.grown(2_000)
    pd.testing.assert_frame_equal(small, themes.grown(200))
    assert (len(small), len(large)) == (200, 2_000)
    assert small["truth"].nunique() < large["truth"].nunique()
    assert small.groupby("document").size().eq(themes.PAPER).all()


def test_the_space_of_concerns_does_not_know_what_is_planted(monkeypatch: pytest.MonkeyPatch) -> None:
    learned: list[tuple[str, str]] = []
    monkeypatch.setattr(themes.Concerns, "train", lambda known, *_: learned.extend(known))
    themes.space()
    planted = {path.stem for path in (ROOT / "data/training").glob("same_concern_*.jsonl")} - {themes.KNOWN}
    assert planted
    assert learned
    assert not {concern.split("|")[0] for concern, _ in learned} & planted
    assert len(learned) < len(groups(ROOT / "data/training"))


@pytest.mark.parametrize("slope", [1.0, 1.3, 2.0])
def test_an_exponent_is_found_again_beside_a_fixed_start(slope: float) -> None:
    costs = [Cost("x", size, 3.0 + (size / 500) ** slope, 0, 0) for size in (500, 1_000, 4_000, 16_000)]
    assert exponent(costs, 3.0) == pytest.approx(slope)
    assert exponent(costs[:1], 3.0) != exponent(costs[:1], 3.0)  # not a number


def test_the_grown_tables_keep_the_rules_of_the_tables(tmp_path: Path) -> None:
    corpus = scale.project(tmp_path)
    scale.as_tables(themes.grown(120), corpus)
    for table in (STATEMENTS, DOCUMENTS, BLOCKS, LEDGER):
        assert len(table.check(table.read(corpus))) == (3 if table is DOCUMENTS else 120)
    assert yaml.safe_load((tmp_path / "params.yaml").read_text(encoding="utf-8"))["corpus"] == scale.NAME


def test_a_stage_that_fails_is_not_counted(tmp_path: Path) -> None:
    scale.project(tmp_path)
    with pytest.raises(RuntimeError, match="documents"):
        scale.timed("sources", 0, tmp_path)


def test_a_stage_is_measured(tmp_path: Path) -> None:
    corpus = scale.project(tmp_path)
    scale.as_files(themes.grown(80), corpus)
    found = scale.timed("inputs", 80, tmp_path)
    assert len(list(corpus.documents.iterdir())) == 2
    assert (found.stage, found.size) == ("inputs", 80)
    assert found.seconds > 0
    assert found.megabytes > 10


def test_what_is_not_installed_is_said_and_not_measured() -> None:
    said, methods = themes.available(sys.executable)
    assert {"ours", "bertopic", "kmeans", "nmf", "lda"} <= set(methods)
    assert ("umap+kmeans" in methods) == ("umap-learn not installed" not in said)


def test_one_command_starts_the_benchmarks() -> None:
    assert run.command(["bench", "--files"]) == ["python", "-m", "benchmarks", "--files"]
