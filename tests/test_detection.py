"""Detection: gold statements are found by their words, however they were cut and whoever's name was replaced."""

from __future__ import annotations

import pandas as pd
import pytest

from pipeline.evaluation.detection import covered, detection, judged, matched, overlap, placed, tokens

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
