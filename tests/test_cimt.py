"""CIMT: what the reading of form is worth on real contributions, and where its figures go."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from tagger_model import TRAINING

from pipeline.evaluation.__main__ import of_the_tagger
from pipeline.shared.corpus import PROJECT, Corpus
from pipeline.shared.german.tagger import cimt
from pipeline.shared.german.tagger.judges import learned
from pipeline.shared.german.tagger.paths import BENCHMARK, FIGURES, LEXICON, VECTORS

STORED = PROJECT / FIGURES


def test_every_question_has_a_figure_per_process_and_their_mean() -> None:
    found = of_the_tagger(Corpus("sample", PROJECT))
    for question in cimt.QUESTIONS:
        each = [value for key, value in found.items() if key.startswith(f"cimt.{question}.") and "macro_f1" not in key]
        assert len(each) == 3
        assert found[f"cimt.{question}.macro_f1"] == pytest.approx(np.mean(each), abs=2e-4)


def test_reading_form_carries_over_to_processes_never_seen() -> None:
    found = json.loads(STORED.read_text(encoding="utf-8"))
    assert found["cimt.measure_reason.macro_f1"] >= 0.88
    assert found["cimt.argument.macro_f1"] >= 0.72


@pytest.mark.slow
def test_the_stored_figures_are_those_of_the_code() -> None:
    found = cimt.figures(BENCHMARK, TRAINING, LEXICON, VECTORS)
    stored = json.loads(STORED.read_text(encoding="utf-8"))
    assert found == {key: value for key, value in stored.items() if key.startswith("cimt.")}


def test_without_the_corpus_there_are_no_figures(tmp_path: Path) -> None:
    assert cimt.figures(tmp_path, TRAINING, LEXICON, VECTORS) == {}


def test_our_own_lines_answer_by_their_type() -> None:
    lines = cimt.own_lines(TRAINING)
    assert set(lines["code"]) == {cimt.MEASURE, cimt.REASON}
    assert (lines["process"] == "").all()


def test_a_border_serves_the_rare_answer_too() -> None:
    truth = np.array([0] * 90 + [1] * 10)
    odds = np.where(truth == 1, -1.0, -2.0)  # the rare answer is never the likelier one
    assert -2.001 < cimt.fair_border(np.stack([-odds / 2, odds / 2], axis=1), truth) < -1


def test_lines_that_only_teach_are_not_asked() -> None:
    counted = np.eye(4, dtype=np.float32)[[0, 1, 0, 1, 0, 1]]
    labels = np.array(["a", "b"] * 3, dtype=object)
    _, said = learned({"told": counted, "counted": counted}, labels, ("a", "b"), np.array([0, 0, 1, 1, -1, -1]))
    assert not said[4:, :, :2].any()
    assert said[:4, :, :2].any(axis=(1, 2)).all()
