"""Detection: gold statements are found by their words, however they were cut and whoever's name was replaced."""

from __future__ import annotations

import pandas as pd
import pytest

from pipeline.evaluation.detection import (
    covered,
    detection,
    judged,
    ledger_figures,
    left_out,
    matched,
    overlap,
    placed,
    tokens,
)
from pipeline.evaluation.gold import without_people
from pipeline.notebooks.desk import Desk
from pipeline.notebooks.measures import accounted
from pipeline.shared.wording import OUTSIDE

TEXT = "Frau [Person_1] sagt, die Busse fahren zu selten. Der Kurs ist voll. Anwesend waren 12 Personen."
GOLD = pd.DataFrame(
    {
        "id": ["g1", "g2"],
        "file": ["a.pdf", "a.pdf"],
        "text": ["Frau Ahrens sagt, die Busse fahren zu selten.", "Der Kurs ist voll."],
    }
)


def found(*texts: str) -> pd.DataFrame:
    names = [f"s{number}" for number in range(len(texts))]
    return pd.DataFrame({"statement_id": names, "document": "a.pdf", "text": list(texts)})


def test_a_replaced_name_does_not_count_against_a_match() -> None:
    pairs = matched(GOLD, found("Frau [Person_1] sagt, die Busse fahren zu selten."), {"a.pdf": TEXT})
    assert pairs.to_numpy().tolist() == [["g1", "s0", 1.0]]


def test_each_statement_has_one_partner() -> None:
    pairs = matched(GOLD, found("Der Kurs ist voll.", "Der Kurs ist voll!"))
    assert pairs["statement_id"].tolist() == ["s0"]


def test_a_joined_statement_is_found_but_is_no_unit() -> None:
    figures = detection(GOLD, found(TEXT.split(" Anwesend", maxsplit=1)[0]), {"a.pdf": TEXT})
    assert (figures["detection.recall"], figures["units.recall"]) == (1.0, 0.0)


def test_what_nobody_said_counts_against_precision() -> None:
    figures = detection(GOLD, found("Der Kurs ist voll.", "Anwesend waren 12 Personen."), {"a.pdf": TEXT})
    assert (figures["detection.precision"], figures["detection.recall.pdf"]) == (0.5, 0.5)


def test_other_documents_and_missing_gold_give_no_figures() -> None:
    other = found("Der Kurs ist voll.").assign(document="b.txt")
    assert detection(GOLD, other)["detection.found"] == 0
    assert detection(GOLD.iloc[:0], other) == {}


def test_every_gold_statement_has_a_place_in_the_ledger() -> None:
    cut = TEXT.index(" Der Kurs")
    ledger = pd.DataFrame(
        [("a.pdf", 0, cut, "statement"), ("a.pdf", cut, len(TEXT), "attendance")],
        columns=["document", "start", "end", "category"],
    )
    assert placed(GOLD, ledger, {"a.pdf": TEXT})["category"].tolist() == ["statement", "attendance"]


def spans(*rows: tuple[str, str, str]) -> pd.DataFrame:
    """Return a ledger of TEXT from (words, category, reason)."""
    places = [(TEXT.index(words), TEXT.index(words) + len(words), kind, why) for words, kind, why in rows]
    return pd.DataFrame(
        [("a.pdf", *place) for place in places], columns=["document", "start", "end", "category", "reason"]
    )


def test_a_gold_statement_that_two_spans_share_is_accounted_for_and_not_inside_a_statement() -> None:
    halves = spans(
        ("Frau [Person_1] sagt, die Busse fahren", "other", "Einleitung"),
        ("zu selten.", "statement", "Aussage"),
        ("Der Kurs ist voll.", "statement", "Aussage"),
    )
    figures = ledger_figures(GOLD, halves, {"a.pdf": TEXT})
    assert (figures["ledger.gold_accounted_for"], figures["ledger.gold_in_statements"]) == (2, 1)
    assert figures["ledger.gold_beside.other"] == 1


def test_words_that_nobody_read_are_not_accounted_for() -> None:
    unread = spans(("Frau [Person_1] sagt, die Busse fahren zu selten.", "other", OUTSIDE))
    figures = ledger_figures(GOLD, unread, {"a.pdf": TEXT})
    assert (figures["ledger.gold_accounted_for"], figures["ledger.gold_unread"]) == (0, 2)


def test_what_is_no_statement_by_gold_should_be_left_out() -> None:
    lines = ["Anwesend waren 12 Personen.", "Der Kurs ist voll."]  # the second is a gold statement too: not compared
    beside = pd.DataFrame({"file": "a.pdf", "text": lines, "why": "attendance"})
    counted = found("Anwesend waren 12 Personen.", "Der Kurs ist voll.")
    assert left_out(beside, GOLD, counted, {"a.pdf": TEXT})["non_statements.left_out"] == 0.0
    figures = left_out(beside, GOLD, found("Der Kurs ist voll."), {"a.pdf": TEXT})
    assert (figures["non_statements.gold"], figures["non_statements.left_out.attendance"]) == (1, 1)


def test_a_role_that_was_replaced_is_no_part_of_the_comparison() -> None:
    gold = pd.DataFrame({"id": ["g"], "file": ["a.pdf"], "text": ["Die Leiterin der Kita wartet seit Mai."]})
    role = pd.DataFrame({"file": ["a.pdf"], "text": ["Die Leiterin der Kita"]})
    text = "[Funktion_1] wartet seit Mai. Die Leiterin geht. Der Weg der Kita."
    cut = found("[Funktion_1] wartet seit Mai.")
    assert detection(gold, cut, {"a.pdf": text})["detection.recall"] == 0
    assert detection(without_people(gold, role), cut, {"a.pdf": text})["detection.recall"] == 1


def test_the_notebook_tells_what_became_of_the_gold() -> None:
    metrics = {"ledger.gold": 750.0, "ledger.gold_accounted_for": 750.0, "ledger.gold_in_statements": 749.0}
    metrics |= {"ledger.gold_unread": 0.0, "non_statements.gold": 200.0, "non_statements.left_out": 0.97}
    desk = Desk.__new__(Desk)
    object.__setattr__(desk, "metrics", metrics)
    assert accounted(desk)[["Anzahl", "von"]].to_numpy().tolist() == [[750, 750], [749, 750], [0, 750], [194, 200]]
    object.__setattr__(desk, "metrics", {})
    assert accounted(desk).empty


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [("Busse fehlen", "Busse fehlen", 1.0), ("Busse fehlen", "Kurse", 0.0), ("", "Kurse", 0.0)],
)
def test_overlap_is_between_nothing_and_all(first: str, second: str, expected: float) -> None:
    assert overlap(tokens(first), tokens(second)) == expected


def test_scattered_words_cover_nothing() -> None:
    assert covered(tokens("der Bus fährt nie"), [tokens("nie der eine"), tokens("Bus und fährt")]) == 0.0


def test_judging_names_both_sides() -> None:
    assert set(judged(GOLD, found("Der Kurs ist voll."))["side"]) == {"gold", "found"}
