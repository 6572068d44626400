"""Decisions at their edges: the smallest and largest values, draws, empty cells; found by mutation testing."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest

from pipeline.shared import review
from pipeline.shared.review import cells, overrule

KEY = ["statement_id", "field"]


@pytest.mark.parametrize(
    ("word", "rule", "meant"),
    [
        ("1990", "year", 1990),
        ("2100", "year", 2100),
        ("1", "whole", 1),
        ("999", "whole", 999),
        ("a", "id", "a"),
        ("a1.b:c-d", "id", "a1.b:c-d"),
        ("", "year", None),
        ("31.03.24", "date", "2024-03-31"),
        ("31.03.2024 14:05", "date", "2024-03-31T14:05:00"),
        ("2024-03-31T14:05:00+02:00", "date", "2024-03-31T14:05:00"),
    ],
)
def test_a_cell_at_the_edge_of_its_rule_is_read(word: str, rule: str, meant: object) -> None:
    assert cells.read(word, rule, {}) == meant


@pytest.mark.parametrize(
    ("word", "rule"),
    [("1989", "year"), ("2101", "year"), ("0", "whole"), ("1000", "whole"), ("1a", "id"), ("a b", "id"), ("x", "date")],
)
def test_a_cell_beyond_the_edge_is_a_fault_without_its_words(word: str, rule: str) -> None:
    with pytest.raises(cells.CellError) as fault:
        cells.read(word, rule, {})
    assert str(fault.value) == cells.EXPECTED[rule]


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (False, "nein"),
        (2.5, "2.5"),
        (-3.0, "-3"),
        (dt.date(2024, 3, 1), "2024-03-01"),
        (dt.datetime(2024, 3, 1, 9, 5), "2024-03-01T09:05:00"),  # noqa: DTZ001 - a cell has no zone
        ("a\r\nb\rc", "a\nb\nc"),
    ],
)
def test_a_value_is_said_as_people_type_it(value: object, words: str) -> None:
    assert cells.text(value) == words


def test_nothing_is_no_words_and_truth_is_read_by_the_words_of_the_codebook() -> None:
    assert cells.text(None) == ""
    assert cells.read("Nein", "yes_no", {"yes_no": {"nein": "nein"}}) is False
    assert cells.read("X", "yes_no", {"yes_no": {"x": "ja"}}) is True
    assert cells.EXPECTED["year"] == "kein Jahr zwischen 1990 und 2100"


def test_half_of_the_words_are_near_and_less_is_not() -> None:
    assert overrule.nearest(["eins zwei"], ["a", "b"], ["drei vier", "eins drei"]) == [("b", 0.5)]
    assert overrule.nearest(["eins zwei drei"], ["a"], ["eins vier fünf"]) == [("", 0.0)]


def test_a_draw_goes_to_the_first_and_repeated_words_count_as_often_as_they_stand() -> None:
    assert overrule.nearest(["eins zwei"], ["a", "b"], ["eins drei", "zwei drei"]) == [("a", 0.5)]
    assert overrule.nearest(["eins eins zwei zwei"], ["a"], ["eins eins drei vier"]) == [("a", 0.5)]
    assert overrule.nearest(["EINS"], ["a"], ["eins"]) == [("a", 1.0)]


def rows(*said: dict[str, object]) -> pd.DataFrame:
    names = [*KEY, "accepted", "rank", "complete", "text", "reviewer", "date", "file", "line"]
    return pd.DataFrame([[row.get(name, pd.NA) for name in names] for row in said], columns=names)


def test_a_decision_without_identifier_holds_and_one_without_wording_is_near_nothing() -> None:
    said = rows({"text": "neu"}, {"statement_id": "a9"}, {"statement_id": "a1"})
    statements = pd.DataFrame({"statement_id": ["a1"], "text": ["Busse fehlen"]})
    holding, gone = review.current(said, statements)
    assert holding["statement_id"].fillna("").tolist() == ["", "a1"]
    assert (list(holding), list(gone)) == (list(said), [*said, "nearest", "nearness"])
    assert gone["nearest"].isna().tolist() == [True]
    assert gone["nearness"].tolist() == [0.0]
    bare = said[["statement_id"]]
    assert review.current(bare, statements[["statement_id"]])[1]["statement_id"].tolist() == ["a9"]


def test_nearness_has_four_digits() -> None:
    statements = pd.DataFrame({"statement_id": ["a1"], "text": ["eins zwei drei"]})
    gone = review.current(rows({"statement_id": "a9", "text": "eins zwei drei vier"}), statements)[1]
    assert gone["nearness"].tolist() == [0.8571]


def test_one_person_without_a_name_is_her_file() -> None:
    same = {"statement_id": "a1", "field": "alpha", "date": "2024-01-01"}
    alone = rows(
        {**same, "accepted": True, "file": "a.csv", "line": 2}, {**same, "accepted": False, "file": "a.csv", "line": 3}
    )
    assert overrule.disputed(alone, KEY, ["accepted"]).empty
    two = rows(
        {**same, "accepted": True, "file": "b.csv", "line": 2}, {**same, "accepted": False, "file": "a.csv", "line": 3}
    )
    found = overrule.disputed(two, KEY, ["accepted"])
    assert found["file"].tolist() == ["a.csv", "b.csv"]
    assert not [name for name in found if str(name).startswith("_")]


def test_an_empty_cell_leaves_the_earlier_one_only_where_columns_are_decided_apart() -> None:
    said = pd.DataFrame({"guideline_id": ["g1", "g1"], "text": ["So", pd.NA], "status": [pd.NA, "offen"]})
    assert overrule.settled(said, ["guideline_id"], by_column=True)["text"].tolist() == ["So"]
    assert overrule.settled(said, ["guideline_id"])["text"].isna().tolist() == [True]
    assert list(overrule.settled(said, ["guideline_id"])) == list(said)


def suggested(*pairs: tuple[str, str]) -> pd.DataFrame:
    frame = pd.DataFrame(pairs, columns=KEY).assign(score=0.5)
    return frame.assign(rank=(frame.groupby("statement_id").cumcount() + 1).astype("Int64"))


def ranks(said: pd.DataFrame, *pairs: tuple[str, str]) -> dict[str, int]:
    found = review.decide(suggested(*pairs), said, KEY)
    return {f"{row['statement_id']} {row['field']}": row["rank"] for row in found.to_dict("records")}


def test_ranks_of_statements_that_nobody_touched_stay() -> None:
    frame = suggested(("a1", "alpha"), ("a2", "alpha")).assign(rank=pd.array([3, 4], dtype="Int64"))
    found = review.decide(frame, rows({"statement_id": "a1", "field": "alpha", "accepted": True}), KEY)
    assert found["rank"].tolist() == [1, 4]


def test_an_added_field_comes_before_unchecked_ones_and_a_confirmed_one_keeps_its_place() -> None:
    pairs = ("a1", "alpha"), ("a1", "beta")
    added = rows({"statement_id": "a1", "field": "gamma", "accepted": True})
    assert ranks(added, *pairs) == {"a1 alpha": 2, "a1 beta": 3, "a1 gamma": 1}
    confirmed = rows({"statement_id": "a1", "field": "beta", "accepted": True})
    assert ranks(confirmed, *pairs) == {"a1 alpha": 1, "a1 beta": 2}
    both = rows(
        {"statement_id": "a1", "field": "alpha", "accepted": True},
        {"statement_id": "a1", "field": "gamma", "accepted": True},
    )
    assert ranks(both, *pairs) == {"a1 alpha": 1, "a1 beta": 3, "a1 gamma": 2}


def test_what_nobody_suggested_has_no_score_and_what_was_keeps_its_own() -> None:
    found = review.decide(
        suggested(("a1", "alpha")), rows({"statement_id": "a1", "field": "beta", "accepted": False}), KEY
    )
    assert found["score"].tolist() == [0.5, 0.0]
    assert found["accepted"].tolist() == [True, False]
    assert found["suggested"].tolist() == [True, False]
    assert not [name for name in found if name.startswith("_")]


def test_complete_touches_only_its_own_statement() -> None:
    said = rows({"statement_id": "a1", "field": "beta", "accepted": True, "complete": True})
    found = review.decide(suggested(("a1", "alpha"), ("a2", "alpha")), said, KEY)
    assert found["accepted"].tolist() == [False, True, True]


def test_a_word_counts_no_oftener_than_it_stands_in_both() -> None:
    assert overrule.nearest(["eins"], ["a"], ["eins eins eins eins"]) == [("", 0.0)]


def test_no_decisions_are_settled_as_they_are() -> None:
    assert overrule.settled(rows(), KEY).empty
    assert overrule.disputed(rows(), KEY, ["accepted"]).empty
