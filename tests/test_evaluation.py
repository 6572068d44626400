"""Evaluation: figures over planted codings come out as planted; gold that cannot be read is said by line."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from conftest import Project
from sklearn.metrics import f1_score

from pipeline.evaluation import baselines, coding, gold, scores, themes
from pipeline.shared import codebook


def planted(truth: str, found: str, home: str = "") -> pd.DataFrame:
    """Return compared rows from two strings of one-letter fields."""
    return pd.DataFrame(
        {
            "gold_id": [f"g{number:03d}" for number in range(len(truth))],
            "truth_field": list(truth),
            "first": list(found),
            "second": "z",
            "score": 1.0,
            "truth_type": list(truth),
            "found_type": list(found),
            "type_score": 1.0,
            "document_fields": home or None,
            "event": "e",
            "kind": "k",
            "document": "d.txt",
        }
    )


@pytest.mark.parametrize(
    ("truth", "found", "accuracy"), [("aabb", "aabb", 1.0), ("aabb", "aaba", 0.75), ("aabb", "bbaa", 0.0)]
)
def test_accuracy_and_macro_f1_are_those_of_scikit_learn(truth: str, found: str, accuracy: float) -> None:
    rows = planted(truth, found)
    figures = coding.fields(rows, seed=1) | coding.types(rows, seed=1)
    expected = f1_score(list(truth), list(found), average="macro", zero_division=0)
    assert figures["fields.primary_accuracy"] == figures["types.accuracy"] == accuracy
    assert figures["fields.macro_f1"] == pytest.approx(expected, abs=1e-4)
    assert figures["fields.primary_accuracy.low"] <= accuracy <= figures["fields.primary_accuracy.high"]


def test_statements_outside_their_document_are_counted_apart() -> None:
    figures = coding.outside(planted("aabb", "aaba", home="a"))
    assert figures == {"fields.outside_document_field": 0.5, "fields.inside_document_field": 1.0}
    assert coding.outside(planted("aabb", "aaba", home="a|b")) == {}


def test_prevalence_error_is_told_in_points_per_field() -> None:
    assert coding.prevalence(list("aabb"), list("abbb")) == {"a": -25.0, "b": 25.0}


@pytest.mark.parametrize(
    ("confidence", "right", "error"), [([0.95] * 20, [True] * 19 + [False], 0.0), ([0.9] * 10, [False] * 10, 0.9)]
)
def test_calibration_error_is_the_gap_between_said_and_true(
    confidence: list[float], right: list[bool], error: float
) -> None:
    assert scores.calibration_error(np.array(confidence), np.array(right)) == pytest.approx(error, abs=1e-9)


def clustered(found: str, rest: str = "") -> dict[str, float]:
    """Return theme figures for gold aaabbb/cccddd (two fields) against ``found``; letters in ``rest`` are leftovers."""
    truth, names = "aaaaabbbbbcccccddddd", [f"s{number:02d}" for number in range(20)]
    statements = pd.DataFrame(
        {"id": names, "theme_id": list(truth), "fields": [["x"] if c in "ab" else ["y"] for c in truth]}
    )
    pairs = pd.DataFrame({"gold_id": names, "statement_id": names})
    members = pd.DataFrame({"statement_id": names, "theme_id": list(found), "score": 1.0})
    return themes.themes(themes.placed(pairs, statements, members, frozenset(rest)))


def test_the_same_themes_under_other_names_agree_wholly() -> None:
    figures = clustered("pppppqqqqqrrrrrsssss")
    assert [figures[f"themes.{name}"] for name in ("ari", "ami", "ami_inside_fields")] == [1.0, 1.0, 1.0]


def test_leftovers_are_no_agreement() -> None:
    assert clustered("pppppqqqqqrrrrrsssss", rest="pq")["themes.ari"] < 0.7
    assert clustered("p" * 20)["themes.ari"] == 0.0


def test_a_gold_line_that_is_no_json_is_told_by_number_and_without_its_words(project: Project) -> None:
    project.corpus.gold.mkdir()
    (project.corpus.gold / "statements.jsonl").write_text('{"id": "a"}\nFrau Geheim\n[1]\n', encoding="utf-8")
    with pytest.raises(gold.GoldFault) as fault:
        gold.read(project.corpus, "statements")
    assert fault.value.faults == ("Zeile 2: kein JSON-Objekt", "Zeile 3: kein JSON-Objekt")
    assert "Geheim" not in str(fault.value)


def test_without_gold_there_is_nothing_to_read(project: Project) -> None:
    assert gold.read(project.corpus, "statements").empty


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("Es fehlen Sprachkurse", "sprache"),
        ("Kita-Plätze fehlen", "bildung"),
        ("Das Wetter war schön", "unklar"),
    ],
)
def test_the_keyword_vote_counts_the_cues_of_the_codebook(project: Project, text: str, field: str) -> None:
    assert baselines.keyword_vote([text], codebook.read(project.corpus)) == [field]


def test_the_heading_alone_takes_the_first_field_of_the_document(project: Project) -> None:
    book = codebook.read(project.corpus)
    assert baselines.heading_only(["arbeit|sprache", "", None, pd.NA], book) == ["arbeit", "unklar", "unklar", "unklar"]


def test_themes_that_cut_across_are_measured_where_the_gold_names_them() -> None:
    pairs = pd.DataFrame({"gold_id": ["g1", "g2"], "statement_id": ["a", "b"]})
    gold = pd.DataFrame({"id": ["g1", "g2"], "cross_cutting": [["wohnen"], ["vernetzung", "wohnen"]]})
    rows = [("a", "querschnitt", "wohnen"), ("a", "querschnitt", "vernetzung"), ("b", "querschnitt", "mobilitaet"),
            ("b", "zielgruppe", "wohnen"), ("c", "querschnitt", "wohnen")]  # fmt: skip
    marks = pd.DataFrame(rows, columns=["statement_id", "kind", "value"]).assign(suggested=True)
    found = coding.crossing(pairs, gold, marks)
    assert found["marks.cross_cutting.precision"] == 0.5  # not asked for: mobilitaet; no pair: c
    assert found["marks.cross_cutting.recall"] == pytest.approx(1 / 3, abs=1e-4)
    assert coding.crossing(pairs, gold.drop(columns="cross_cutting"), marks) == {}
