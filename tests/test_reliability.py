"""Reliability: the diagram repeats the figures, and CIMT stands beside what was published."""

from __future__ import annotations

import re

import numpy as np
import pytest

from pipeline.evaluation import scores
from pipeline.notebooks import measures, reliability
from pipeline.notebooks.desk import Desk


def on_the_desk(metrics: dict[str, float]) -> Desk:
    """Return a desk on which only these figures lie."""
    desk = Desk.__new__(Desk)
    object.__setattr__(desk, "metrics", metrics)
    return desk


CONFIDENCE = np.array([0.55] * 4 + [0.95] * 40)
RIGHT = np.array([True] + [False] * 3 + [True] * 38 + [False] * 2)
METRICS = scores.reliability("fields", CONFIDENCE, RIGHT)


def test_each_bin_tells_how_sure_and_how_right() -> None:
    assert METRICS == {
        "fields.reliability.50.count": 4.0, "fields.reliability.50.said": 0.55, "fields.reliability.50.right": 0.25,
        "fields.reliability.90.count": 40.0, "fields.reliability.90.said": 0.95, "fields.reliability.90.right": 0.95,
    }  # fmt: skip


def test_the_bins_add_up_to_the_calibration_error() -> None:
    generator = np.random.default_rng(4)
    said = generator.uniform(size=500)
    right = generator.uniform(size=500) < said**2
    rows = reliability.points(on_the_desk(scores.reliability("types", said, right)), "types")
    assert rows["count"].sum() == 500
    error = float(((rows["said"] - rows["right"]).abs() * rows["count"]).sum() / 500)
    assert scores.calibration_error(said, right) == pytest.approx(error, abs=1e-4)
    assert error > 0.1


def test_the_table_says_the_bins_in_words() -> None:
    rows = reliability.table(on_the_desk(METRICS), "fields")
    assert [value.replace("\N{NO-BREAK SPACE}", " ") for value in rows.iloc[0].astype(str)] == [
        "50 bis 60 %", "4", "55 %", "25 %"
    ]  # fmt: skip


def test_a_circle_lies_where_its_figures_are_and_is_hollow_where_there_are_few() -> None:
    html = reliability.diagram(on_the_desk(METRICS), "fields", "Erster Bereich").html
    found = re.findall(r'<circle cx="([\d.]+)" cy="([\d.]+)" r="([\d.]+)" fill="([^"]+)"', html)
    places = [reliability.place(0.55, 0.25), reliability.place(0.95, 0.95)]
    assert np.array([(float(x), float(y)) for x, y, _, _ in found]) == pytest.approx(np.array(places), abs=0.1)
    assert [fill for *_, fill in found] == ["#ffffff", reliability.MAIN]
    assert float(found[0][2]) < float(found[1][2])
    assert "(n = 44)" in html


def test_points_of_the_diagram_are_not_listed_among_the_figures() -> None:
    rows = measures.figures(on_the_desk({**METRICS, "fields.top2": 0.9}), "fields.")
    assert rows["Kennzahl"].tolist() == ["fields.top2"]


def test_cimt_stands_beside_what_was_published() -> None:
    metrics = {"cimt.argument.A-B": 0.7, "cimt.argument.C": 0.8, "cimt.argument.macro_f1": 0.75}
    (row,) = reliability.elsewhere(on_the_desk(metrics)).to_dict("records")
    assert row == {
        "Frage": "Argument oder keines", "A B": 0.7, "C": 0.8, "im Mittel": 0.75,
        "veröffentlicht (BERT)": "0,76 bis 0,80",
    }  # fmt: skip


def test_the_learning_curve_goes_by_the_number_of_lines() -> None:
    metrics = {"curve.fields.900": 0.7, "curve.fields.1800": 0.75, "curve.types.900": 0.6, "curve.types.1800": 0.7}
    assert reliability.curve(on_the_desk(metrics)).to_dict("records") == [
        {"gelernte Sätze": 900, "erster Arbeitsbereich": 0.7, "Typ der Aussage": 0.6},
        {"gelernte Sätze": 1800, "erster Arbeitsbereich": 0.75, "Typ der Aussage": 0.7},
    ]


def test_without_gold_nothing_is_drawn() -> None:
    desk = on_the_desk({})
    assert "noch nichts" in reliability.diagram(desk, "types", "Typ").html
    assert reliability.table(desk, "types").empty
    assert reliability.elsewhere(desk).empty
    assert reliability.curve(desk).empty
