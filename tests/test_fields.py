"""Fields: what is suggested, why, and how people's decisions overrule it."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest
from tagger_model import TRAINING, book, rows, tagger

from pipeline.fields import marks, suggest, teach
from pipeline.fields.__main__ import Params, suggestions
from pipeline.shared import review
from pipeline.shared.engine import FEW, Engine
from pipeline.shared.german.tagger import model
from pipeline.shared.review import gather

LIMITS = (0.25, 0.9, 3, 0.94)
NONE = pd.DataFrame({"statement_id": [], "field": [], "accepted": []})


def statements(*texts: str) -> pd.DataFrame:
    frame = rows(*texts, document_fields="sprache", heading="Workshop Sprache")
    return frame.assign(statement_id=[f"a{number}" for number in range(len(frame))])


def params(**changes: object) -> Params:
    return Params.model_validate(
        {"second_at": 0.25, "safe": 0.9, "most": 3, "agreement": 0.94, "mark_at": 0.35, "learn": True} | changes
    )


def suggested(frame: pd.DataFrame) -> pd.DataFrame:
    texts = tagger().read(frame)
    return suggest.suggested(texts, (tagger(), book(), tagger().field_scores(texts, book())), LIMITS)


def test_every_statement_has_exactly_one_first_field_with_a_reason() -> None:
    frame = statements("Der Alphakurs ist überfüllt", "Busse fehlen", "ja")
    found = suggested(frame)
    first = found[found["rank"] == suggest.FIRST]
    assert sorted(first["statement_id"]) == ["a0", "a1", "a2"]
    assert first["evidence"].str.len().gt(0).all()
    assert first["suggested"].all()


def test_where_one_answer_is_not_safe_others_are_named_but_not_suggested() -> None:
    frame = rows("Die Familien brauchen Unterstützung im Alltag").assign(statement_id="a0")
    found = suggested(frame)
    others = found[found["rank"].isna()]
    assert len(others) >= 1
    assert not others["suggested"].any()
    assert len(found) <= 4


def test_a_safe_answer_stands_alone() -> None:
    assert suggest.possible(np.array([0.95, 0.03, 0.02]), 0.9, 3) == [0]


def test_no_answer_is_surer_than_readers_agree_and_the_first_stays_the_first() -> None:
    scores = pd.DataFrame([[0.999, 0.001, 0.0], [0.4, 0.35, 0.25]], columns=["a", "b", "c"])
    said = suggest.agreed(scores, 0.94)
    assert said.to_numpy().max() < 0.94
    assert said.sum(axis=1).tolist() == pytest.approx([1, 1])
    assert (said.to_numpy().argsort(axis=1) == scores.to_numpy().argsort(axis=1)).all()
    pd.testing.assert_frame_equal(suggest.agreed(scores, 1.0), scores)
    assert suggest.agreed(scores[["a"]], 0.94).equals(scores[["a"]])


def test_decided_statements_keep_the_plain_suggestion() -> None:
    frame = statements("Der Alphakurs ist überfüllt", "Der B1-Kurs ist überfüllt")
    decisions = pd.DataFrame({"statement_id": ["a0"], "field": ["arbeit"], "accepted": [True], "rank": [1]})
    plain, _ = suggestions(tagger().read(frame), NONE, tagger(), book(), params())
    learned, _ = suggestions(tagger().read(frame), decisions, tagger(), book(), params())
    assert (
        plain[plain["statement_id"] == "a0"]["field"].tolist()
        == learned[learned["statement_id"] == "a0"]["field"].tolist()
    )


def test_other_statements_learn_from_decisions_unless_told_not_to() -> None:
    frame = statements("Der Alphakurs ist überfüllt", "Der B1-Kurs ist überfüllt")
    decisions = pd.DataFrame({"statement_id": ["a0"], "field": ["arbeit"], "accepted": [True], "rank": [1]})

    def score(learn: bool) -> float:
        found, _ = suggestions(tagger().read(frame), decisions, tagger(), book(), params(learn=learn))
        return float(found[(found["statement_id"] == "a1") & (found["rank"] == 1)]["score"].iloc[0])

    assert score(learn=True) != score(learn=False)


def test_the_lowest_accepted_rank_is_the_first_field() -> None:
    decisions = pd.DataFrame(
        {
            "statement_id": ["a0", "a0", "a1"],
            "field": ["sprache", "arbeit", "bildung"],
            "accepted": [True, True, False],
            "rank": [2, 1, 1],
        }
    )
    found = teach.primary_decisions(decisions, pd.DataFrame({"statement_id": ["a0", "a1"]}))
    assert found.iloc[0] == "arbeit"
    assert pd.isna(found.iloc[1])


def added(**cells: object) -> pd.DataFrame:
    row = {"action": "hinzufuegen", "document": "d", "field": "arbeit", **cells}
    return gather.frame(review.KINDS["statements"], [row])


@pytest.mark.parametrize("quote", ["Busse fehlen", " Busse\n fehlen"])
def test_the_field_of_an_added_statement_is_a_decision(quote: str) -> None:
    frame = statements("Der Alphakurs ist überfüllt", "Busse fehlen")
    given = teach.with_added(gather.frame(review.KINDS["fields"], []), added(quote=quote), frame)
    assert given[["statement_id", "field", "accepted", "rank", "complete"]].to_numpy().tolist() == [
        ["a1", "arbeit", True, 1, True]
    ]
    found, _ = suggestions(tagger().read(frame), given, tagger(), book(), params())
    held = review.decide(found, given, key=["statement_id", "field"])
    assert held[(held["statement_id"] == "a1") & held["accepted"]]["field"].tolist() == ["arbeit"]


def test_a_later_decision_about_an_added_statement_comes_first_and_other_quotes_decide_nothing() -> None:
    frame = statements("Der Alphakurs ist überfüllt", "Busse fehlen")
    own = gather.frame(review.KINDS["fields"], [{"statement_id": "a1", "field": "sprache", "accepted": True}])
    for rows_added in (added(quote="Busse fehlen"), added(quote="Das steht nicht da")):
        assert teach.with_added(own, rows_added, frame)["field"].tolist() == ["sprache"]


def test_undecided_statements_stand_in_line_and_decided_ones_do_not() -> None:
    frame = statements("Der Alphakurs ist überfüllt", "Busse fehlen", "Es braucht Begegnung im Alltag")
    decisions = pd.DataFrame({"statement_id": ["a1"], "field": ["arbeit"], "accepted": [True], "rank": [1]})
    found, _ = suggestions(tagger().read(frame), decisions, tagger(), book(), params())
    first = found[found["rank"] == 1].set_index("statement_id")["ask"]
    assert sorted(first.dropna()) == [1, 2]
    assert pd.isna(first["a1"])


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("Der Bus fährt nur zweimal am Tag", "querschnitt", "mobilitaet"),
        ("SuS brauchen Ruhe", "zielgruppe", "schueler"),
        ("Das Jobcenter schickt die Leute weg", "akteur", "arbeitsverwaltung"),
        ("Angebote für Alleinerziehende", "zielgruppe", "frauen_alleinerziehende"),
    ],
)
def test_a_mark_needs_a_cue(text: str, kind: str, value: str) -> None:
    found = marks.Finder.of(marks.cues_of(book())).found(text)
    assert (kind, value) in found
    assert all(word in text for word in found[kind, value])


def test_letters_inside_a_word_are_no_cue() -> None:
    found = marks.Finder.of(marks.cues_of(book())).found("sus busse kursus")
    assert ("zielgruppe", "schueler") not in found


def test_groups_that_are_never_counted_are_no_marks() -> None:
    hidden = [group.key for group in book().groups if not group.counted]
    assert not {cue.value for cue in marks.cues_of(book()) if cue.kind == "akteur"} & set(hidden)


@pytest.mark.parametrize(
    ("part", "kind", "precision", "recall"),
    [("cross_cutting", "querschnitt", 0.76, 0.41), ("target_groups", "zielgruppe", 0.82, 0.46)],
)
def test_marks_on_lines_written_for_them(part: str, kind: str, precision: float, recall: float) -> None:
    finder = marks.Finder.of(marks.cues_of(book()))
    told = [json.loads(line) for line in (TRAINING / "marks.jsonl").read_text(encoding="utf-8").splitlines()]
    pairs = [
        (set(row[part]), {value for of, value in finder.found(row["text"]) if of == kind})
        for row in told
        if part in row
    ]
    right = sum(len(truth & found) for truth, found in pairs)
    assert right / sum(len(found) for _, found in pairs) >= precision
    assert right / sum(len(truth) for truth, _ in pairs) >= recall


def test_what_is_meant_without_being_named_is_heard_and_says_why() -> None:
    texts = tagger().read(
        rows("Mütter kommen nicht, weil niemand auf die Kleinen aufpasst", "Der Kurs beginnt um neun")
    )
    meant, nothing = tagger().meant(texts, 0.35)
    assert ("querschnitt", "kinderbetreuung_vereinbarkeit") in meant
    assert any(meant.values())
    assert ("querschnitt", "kinderbetreuung_vereinbarkeit") not in nothing
    frame = texts.frame.assign(statement_id=["a0", "a1"])
    found = marks.suggested(frame, book(), [meant, nothing]).set_index(["statement_id", "value"])["evidence"]
    assert found["a0", "kinderbetreuung_vereinbarkeit"].startswith("dem Sinn nach: ")
    assert not any(tagger().meant(texts, 1.5))


def test_blocks_read_by_several_processes_are_the_bytes_of_one(monkeypatch: pytest.MonkeyPatch) -> None:
    frame = statements(*(f"An der Haltestelle {number} fehlt ein Kurs für Mütter" for number in range(3 * FEW - 1)))
    whole = tagger().read(frame)
    monkeypatch.setattr(model, "BLOCK", 3)
    one, many = tagger().read(frame), tagger().read(frame, Engine("processes"))
    for name in ("topics", "marks"):
        assert getattr(one, name).tobytes() == getattr(many, name).tobytes()
        np.testing.assert_allclose(getattr(one, name), getattr(whole, name), rtol=1e-4, atol=1e-5)
    assert one.wording.vectors.tobytes() == many.wording.vectors.tobytes()
    assert one.wording.counted.data.tobytes() == many.wording.counted.data.tobytes()
    assert one.wording.counted.indices.tolist() == many.wording.counted.indices.tolist()
    assert (
        suggested(frame)["field"].tolist()
        == suggest.suggested(many, (tagger(), book(), tagger().field_scores(many, book())), LIMITS)["field"].tolist()
    )


def test_what_is_named_is_the_reason_even_where_the_tagger_hears_it_too() -> None:
    frame = rows("Es fehlt an Sprachmittlung").assign(statement_id=["a0"])
    heard = [{("querschnitt", "sprachmittlung"): ["fehlt"], ("querschnitt", "unbekannt"): ["fehlt"]}]
    found = marks.suggested(frame, book(), heard)
    assert found[found["kind"] == "querschnitt"][["value", "evidence"]].to_numpy().tolist() == [
        ["sprachmittlung", "Sprachmittlung"]
    ]
