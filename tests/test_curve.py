"""The learning curve: hands left out, shares that grow, figures that are those of the code."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from tagger_model import TRAINING

from pipeline.shared.corpus import PROJECT
from pipeline.shared.german.tagger import curve
from pipeline.shared.german.tagger.paths import FIGURES, LEXICON, VECTORS

WORDS = {"gesundheit": "Arzt Klinik Pflege Therapie", "sprache": "Deutschkurs Dolmetscher Prüfung Niveau"}
FORMS = {"problem": "Es fehlt {} in Ort {}", "angebot": "{} in Ort {} gibt es schon lange"}


def test_three_hands_that_say_the_same_are_read_rightly(tmp_path: Path) -> None:
    (tmp_path / "relabel.yaml").write_text("rules: []", encoding="utf-8")
    for hand in "abcdefghij":
        lines = [
            {"text": form.format(word, hand), "is_statement": True, "type": kind, "fields": [field]}
            for field, words in WORDS.items()
            for word in words.split()
            for kind, form in FORMS.items()
        ]
        (tmp_path / f"{hand}.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    found = curve.figures(tmp_path, LEXICON, VECTORS)
    assert [key for key in found if "fields" in key] == [f"curve.fields.{count}" for count in (16, 32, 64, 128)]
    assert found["curve.fields.128"] == 1
    assert found["curve.types.128"] == 1


def test_a_larger_share_holds_the_smaller_one() -> None:
    usable = np.arange(100) % 3 > 0
    small, large = curve._drawn(usable, 0.25, 1), curve._drawn(usable, 0.5, 1)
    assert set(small) < set(large) < set(np.flatnonzero(usable))
    assert len(small) == 16


def test_more_lines_read_more_rightly() -> None:
    stored = json.loads((PROJECT / FIGURES).read_text(encoding="utf-8"))
    for what in ("fields", "types"):
        counts = sorted(int(key.split(".")[2]) for key in stored if key.startswith(f"curve.{what}."))
        assert len(counts) == 4
        shares = [stored[f"curve.{what}.{count}"] for count in counts]
        assert shares == sorted(shares)
        assert shares[-1] > 0.7


@pytest.mark.slow
def test_the_stored_figures_are_those_of_the_code() -> None:
    stored = json.loads((PROJECT / FIGURES).read_text(encoding="utf-8"))
    found = curve.figures(TRAINING, LEXICON, VECTORS)
    assert found == {key: value for key, value in stored.items() if key.startswith("curve.")}
