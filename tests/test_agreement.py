"""Agreement figures are the published ones, and those of independent implementations."""

from __future__ import annotations

import math
from pathlib import Path

import krippendorff
import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import cohen_kappa_score

from pipeline.evaluation import coders
from pipeline.shared import agreement, codebook
from pipeline.shared.corpus import Corpus

N = None
FOUR_CODERS = [  # Krippendorff 2011, four observers, twelve units
    [1, 2, 3, 3, 2, 1, 4, 1, 2, N, N, N],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, N, 3],
    [N, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, N],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, N],
]
UNITS = [list(unit) for unit in zip(*FOUR_CODERS, strict=True)]
THREE_CODERS = [  # the worked example of the encyclopedia article
    [N, N, N, N, N, 3, 4, 1, 2, 1, 1, 3, 3, N, 3],
    [1, N, 2, 1, 3, 3, 4, 3, N, N, N, N, N, N, N],
    [N, N, 2, 1, 3, 4, 4, N, 2, 1, 1, 3, 3, N, 4],
]
SKEWED = [["y", "y"]] * 20 + [["y", "n"]] * 5 + [["n", "y"]] * 10 + [["n", "n"]] * 15


def squared(one: object, two: object) -> float:
    return float((one - two) ** 2)  # type: ignore[operator]


@pytest.mark.parametrize(
    ("figure", "published"),
    [
        (lambda: agreement.alpha(UNITS), 0.743),
        (lambda: agreement.alpha(UNITS, squared), 0.849),
        (lambda: agreement.alpha(list(zip("aabbdcccedda", "babbbccceddd", strict=True))), 0.692),
        (
            lambda: agreement.alpha(
                list(zip([0, 1, 0, 0, 0, 0, 0, 0, 1, 0], [1, 1, 1, 0, 0, 1, 0, 0, 0, 0], strict=True))
            ),
            0.095,
        ),
        (lambda: agreement.alpha(list(zip(*THREE_CODERS, strict=True))), 0.691),
        (lambda: agreement.alpha(list(zip(*THREE_CODERS, strict=True)), squared), 0.811),
        (lambda: agreement.cohen(SKEWED), 0.400),
        (lambda: agreement.brennan_prediger(UNITS, 5), 0.773),
        (lambda: agreement.gwet_ac1(UNITS, 5), 0.775),
        (lambda: agreement.percent(UNITS), 0.818),
    ],
)
def test_the_published_examples_come_out(figure: object, published: float) -> None:
    assert round(figure(), 3) == published  # type: ignore[operator]


def test_three_hundred_random_tables_agree_with_independent_implementations() -> None:
    generator = np.random.default_rng(20240320)
    compared = 0
    for _ in range(300):
        units, coders, codes = generator.integers(4, 60), generator.integers(2, 5), generator.integers(2, 8)
        data = generator.integers(0, codes, (coders, units)).astype(float)
        copied = generator.random(units) < 0.6
        data[1:, copied] = data[0, copied]
        complete = data[:2].astype(int)
        data[generator.random(data.shape) < 0.15] = np.nan
        ours = agreement.alpha([list(unit) for unit in data.T])
        try:
            theirs = krippendorff.alpha(reliability_data=data, level_of_measurement="nominal")
        except ValueError:
            theirs = math.nan
        assert ours == pytest.approx(theirs, abs=1e-9, nan_ok=True)
        interval = krippendorff.alpha(reliability_data=complete, level_of_measurement="interval")
        assert agreement.alpha(complete.T.tolist(), squared) == pytest.approx(interval, abs=1e-9)
        assert agreement.cohen(complete.T.tolist()) == pytest.approx(
            cohen_kappa_score(*complete), abs=1e-9, nan_ok=True
        )
        compared += 1
    assert compared == 300


def test_masi_alpha_is_the_one_computed_from_pairs() -> None:
    generator = np.random.default_rng(5)
    sets = [frozenset(str(c) for c in np.flatnonzero(row)) for row in generator.random((40, 4)) < 0.5]
    rows = [[one, two if generator.random() < 0.3 else one] for one, two in zip(sets, reversed(sets), strict=True)]
    values = [label for row in rows for label in row]
    observed = sum(2 * agreement.masi(*row) for row in rows) / len(values)
    expected = sum(agreement.masi(a, b) for a in values for b in values) / (len(values) * (len(values) - 1))
    assert agreement.alpha(rows, agreement.masi) == pytest.approx(1 - observed / expected, abs=1e-12)


def test_where_nothing_varies_no_figure_is_claimed() -> None:
    same = [["a", "a"]] * 10
    assert agreement.percent(same) == 1
    assert math.isnan(agreement.alpha(same))
    assert math.isnan(agreement.cohen(same))
    assert agreement.brennan_prediger(same, 3) == 1
    assert agreement.verdict(math.nan) == "nicht bestimmbar"


def test_intervals_hold_the_figure_and_repeat_with_the_seed() -> None:
    one = agreement.figures(SKEWED, 2, np.random.default_rng(1))
    two = agreement.figures(SKEWED, 2, np.random.default_rng(1))
    pd.testing.assert_frame_equal(one, two)
    assert ((one["low"] <= one["value"]) & (one["value"] <= one["high"])).all()


def test_the_interval_of_the_small_example_is_wide() -> None:
    row = agreement.figures(UNITS, 5, np.random.default_rng(1)).set_index("measure").loc["alpha"]
    assert row["low"] < 0.5
    assert row["high"] > 0.9


def test_figures_of_a_thousand_units_have_a_narrow_interval() -> None:
    generator = np.random.default_rng(2)
    truth = generator.integers(0, 6, 1000)
    second = np.where(generator.random(1000) < 0.8, truth, generator.integers(0, 6, 1000))
    rows = [[str(a), str(b)] for a, b in zip(truth, second, strict=True)]
    found = agreement.figures(rows, 6, np.random.default_rng(1)).set_index("measure")
    assert found.loc["alpha", "high"] - found.loc["alpha", "low"] < 0.08


def test_disagreements_are_listed_per_unit_and_per_code() -> None:
    codings = pd.DataFrame(
        {
            "b": [frozenset("ab"), frozenset("a"), frozenset("b")],
            "c": [frozenset("ba"), frozenset("b"), frozenset("b")],
        },
        index=["a1", "a2", "a3"],
    )
    assert agreement.disagreements(codings).index.tolist() == ["a2"]
    found = agreement.per_code(codings, {"a": "Alpha", "b": "Beta"}, np.random.default_rng(1)).set_index("code")
    assert found.loc["a", ["both", "first_only", "second_only"]].tolist() == [1, 1, 0]
    assert found.loc["b", ["both", "first_only", "second_only"]].tolist() == [2, 0, 1]


def test_a_blind_sample_is_stratified_hides_codes_and_ignores_row_order() -> None:
    rows = pd.DataFrame(
        {
            "statement_id": [f"a{i:03}" for i in range(300)],
            "document": "d", "context": "", "text": "t", "type": "problem",
            "field": ["x"] * 250 + ["y"] * 48 + ["z"] * 2,
        }
    )  # fmt: skip
    one = agreement.blind_sample(rows, 60, ["field"], np.random.default_rng(3))
    two = agreement.blind_sample(rows.iloc[::-1], 60, ["field"], np.random.default_rng(3))
    pd.testing.assert_frame_equal(one, two)
    assert "type" not in one
    assert "field" not in one
    drawn = rows.set_index("statement_id").loc[one["statement_id"], "field"].value_counts()
    assert drawn.to_dict() == {"x": 50, "y": 9, "z": 1}
    assert one["statement_id"].is_unique
    assert one["statement_id"].tolist() != sorted(one["statement_id"])


def test_more_units_are_needed_for_a_narrower_interval() -> None:
    assert agreement.required_units(0.76, 0.05, 7) > agreement.required_units(0.76, 0.10, 7)


def test_the_coders_of_the_sample_agree_as_its_readme_says() -> None:
    sample = Corpus("sample", Path(__file__).resolve().parents[1])
    found = coders.metrics(sample, codebook.read(sample), seed=1, bootstraps=200)
    assert found["coders.a_c.type.units"] == 250
    assert round(found["coders.a_c.type.percent"], 2) == 0.98
    assert round(found["coders.a_c.field.percent"], 2) == 0.94
    assert round(found["coders.a_c.fields.percent"], 2) == 0.81
    assert round(found["coders.a_b.type.cohen"], 3) == 0.983
    assert (
        found["coders.a_c.fields.alpha.low"] < found["coders.a_c.fields.alpha"] < found["coders.a_c.fields.alpha.high"]
    )
    assert {"id", "feature", "a", "b", "c"} == set(coders.disagreements(sample).columns)


def test_a_corpus_without_a_second_coder_has_no_such_figures(tmp_path: Path) -> None:
    empty = Corpus("leer", tmp_path)
    empty.gold.mkdir(parents=True)
    assert coders.passes(empty) == {}
