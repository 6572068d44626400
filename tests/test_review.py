"""Decisions that people hand back are read whatever program saved them, and overrule suggestions for good."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from conftest import coded

from pipeline.shared import review
from pipeline.shared.corpus import Corpus
from pipeline.shared.errors import Repairable
from pipeline.shared.review import gather
from pipeline.shared.tables import OVERTAKEN

BOOK = {
    "version": "1",
    "fields": [{"key": key, "name": key.title()} for key in ("alpha", "beta", "gamma")],
    "types": [
        {"key": "problem", "name": "Problem"},
        {"key": "ziel", "name": "Ziel"},
        {"key": "massnahme", "name": "Maßnahme"},
    ],
}


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    return coded(tmp_path, BOOK)


def hand_back(corpus: Corpus, name: str, content: str, encoding: str = "utf-8") -> Path:
    path = corpus.review / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode(encoding))
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_a_plain_file_is_read_in_every_form(corpus: Corpus, encoding: str, separator: str, newline: str) -> None:
    rows = [["statement_id", "type", "why"], ["a1", "Maßnahme", "für später"], ["a2", "ziel", ""]]
    hand_back(corpus, "types.csv", newline.join(separator.join(row) for row in rows) + newline, encoding)
    found = review.read(corpus, "types")
    assert found[["statement_id", "type"]].to_numpy().tolist() == [["a1", "massnahme"], ["a2", "ziel"]]
    assert found["why"].iloc[0] == "für später"


@pytest.mark.parametrize(
    ("word", "means"),
    [
        ("ja", True),
        ("JA", True),
        ("WAHR", True),
        ("TRUE", True),
        ("x", True),
        ("1", True),
        ("nein", False),
        ("FALSCH", False),
        ("false", False),
        ("0", False),
    ],
)
def test_yes_and_no_are_read_as_people_write_them(corpus: Corpus, word: str, means: bool) -> None:
    hand_back(corpus, "fields.csv", f"statement_id;field;accepted\na1;alpha;{word}\n")
    assert review.read(corpus, "fields")["accepted"].tolist() == [means]


def test_nothing_handed_back_is_an_empty_table_with_all_columns(corpus: Corpus) -> None:
    for kind in review.KINDS.values():
        found = review.read(corpus, kind.name)
        assert found.empty
        assert set(kind.names) <= set(found.columns)


def test_all_faults_of_all_files_are_said_at_once_and_never_quote(corpus: Corpus) -> None:
    hand_back(
        corpus, "fields.csv", "statement_id;field;accepted;geheim\na1;Erika;ja;\na2;alpha;vielleicht;\n12;alpha;ja;\n"
    )
    hand_back(corpus, "zwei.csv", "Erika;Mustermann\n1;2\n")
    hand_back(corpus, "kaputt.xlsx", "keine Mappe")
    hand_back(corpus, "brief.docx", "x")
    with pytest.raises(Repairable) as fault:
        review.read(corpus, "types")
    message = str(fault.value)
    for part in (
        "Zeile 1: die Überschrift von Spalte 4",
        "Zeile 2: field",
        "Zeile 3: accepted",
        "Zeile 4: statement_id",
    ):
        assert part in message
    for part in ("zwei.csv", "kaputt.xlsx", "brief.docx"):
        assert part in message
    assert "Erika" not in message
    assert "vielleicht" not in message


def test_a_spreadsheet_with_truth_values_and_dates_is_read(corpus: Corpus) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (["Meine Liste"], [], ["statement_id", "field", "accepted", "datum"], ["a1", "alpha", True, "3.5.2024"]):
        sheet.append(row)
    book.save(corpus.review / "irgendwas.xlsx")
    found = review.read(corpus, "fields").iloc[0]
    assert (found["field"], found["accepted"], found["date"], found["line"]) == ("alpha", True, "2024-05-03", 3 + 1)


def test_people_may_disagree_and_the_latest_word_holds(corpus: Corpus) -> None:
    hand_back(
        corpus, "types_b.csv", "statement_id;type;reviewer;date\na1;ziel;Berta;2024-05-02\na2;ziel;Berta;2024-05-02\n"
    )
    hand_back(
        corpus, "types_a.csv", "statement_id;type;reviewer;date\na1;problem;Anna;2024-05-03\na2;ziel;Anna;2024-05-03\n"
    )
    assert review.read(corpus, "types")["type"].tolist() == ["problem", "ziel"]
    assert review.conflicts(corpus, "types")[["statement_id", "reviewer"]].to_numpy().tolist() == [
        ["a1", "Berta"],
        ["a1", "Anna"],
    ]
    log = review.log(corpus)
    assert log["holds"].sum() == 2
    assert len(log) == 4


@pytest.mark.parametrize(
    ("kind", "lines", "expected"),
    [
        ("types", "Kennung;Typ\na1;Ziel", {"statement_id": "a1", "type": "ziel"}),
        ("fields", "Kennung;Feld;Gilt\na1;Alpha;FALSCH", {"field": "alpha", "accepted": False}),
        ("marks", "Kennung;Art;Wert;Stimmt\na1;akteur;bauhof;ja", {"value": "bauhof", "accepted": True}),
        ("themes", "theme_id;Aktion;Wert\nt1;umbenennen;Wege", {"action": "umbenennen", "value": "Wege"}),
        ("themes", "theme_id;action;value;members\nt1;teilen;Bus;a1 a2", {"action": "teilen", "members": "a1 a2"}),
        ("theme_members", "Kennung;Thema\na1;t2", {"statement_id": "a1", "theme_id": "t2"}),
        ("guidelines", "guideline_id;Fassung;status;Jahr\ng1;So;angenommen;2026", {"text": "So", "year": 2026}),
        ("statements", "Aktion;Kennung;Wert\nteilen;a1;eins|zwei", {"action": "teilen", "value": "eins|zwei"}),
        ("statements", "Aktion;Kennung;Wert\nzusammenlegen;a1;a2", {"action": "zusammenlegen", "value": "a2"}),
        ("statements", "Aktion;Kennung\nkeine Aussage;a1", {"action": "verwerfen", "statement_id": "a1"}),
        (
            "statements",
            "Aktion;Dokument;Zitat;Typ;Feld\nhinzufügen;a.txt;Busse fehlen;Problem;Beta",
            {"action": "hinzufuegen", "document": "a.txt", "quote": "Busse fehlen", "type": "problem", "field": "beta"},
        ),
        ("documents", "Datei;Geprüft\na.txt;WAHR", {"document": "a.txt", "checked": True}),
        ("names", "name;accepted\nX;nein", {"accepted": False}),
        ("blind", "statement_id;type;field;blind_coder\na1;Ziel;Beta;AB", {"type": "ziel", "blind_coder": "AB"}),
    ],
)
def test_every_kind_of_decision_may_come_as_a_plain_table(
    corpus: Corpus, kind: str, lines: str, expected: dict[str, object]
) -> None:
    hand_back(corpus, "irgendwie.csv", lines + "\n")
    found = review.read(corpus, kind).to_dict("records")
    assert [{name: row[name] for name in expected} for row in found] == [expected]
    assert sum(len(review.read(corpus, other)) for other in review.KINDS) == 1


def test_guidelines_keep_what_a_later_row_leaves_empty(corpus: Corpus) -> None:
    hand_back(corpus, "g1.csv", "guideline_id;text;status;responsible;year;date\ng1;Neu;;;2025;2024-01-01\n")
    hand_back(corpus, "g2.csv", "guideline_id;status;date\ng1;überarbeitet;2024-01-02\n")
    found = review.read(corpus, "guidelines").iloc[0]
    assert (found["text"], found["status"], found["year"]) == ("Neu", "ueberarbeitet", 2025)


def test_a_row_that_decides_nothing_is_no_decision(corpus: Corpus) -> None:
    hand_back(corpus, "fields.csv", "statement_id;field;accepted\na1;alpha;\na2;beta;ja\n")
    assert review.read(corpus, "fields")["statement_id"].tolist() == ["a2"]


SUGGESTED = pd.DataFrame(
    {
        "statement_id": ["a1", "a1", "a2"],
        "field": ["alpha", "beta", "alpha"],
        "rank": pd.array([1, 2, 1], dtype="Int64"),
        "score": [0.7, 0.3, 0.9],
    }
)


def decisions(rows: list[dict[str, object]]) -> pd.DataFrame:
    columns = [
        "statement_id",
        "field",
        "accepted",
        "rank",
        "complete",
        "text",
        "reviewer",
        "date",
        "why",
        "file",
        "line",
    ]
    return pd.DataFrame([[row.get(c, pd.NA) for c in columns] for row in rows], columns=columns)


def decided(rows: list[dict[str, object]]) -> dict[tuple[str, str], tuple[bool, bool, int | None]]:
    found = review.decide(SUGGESTED, decisions(rows), key=["statement_id", "field"])
    return {
        (r.statement_id, r.field): (bool(r.suggested), bool(r.accepted), None if pd.isna(r.rank) else int(r.rank))
        for r in found.itertuples()
    }


def test_without_decisions_the_suggestions_hold_unchanged() -> None:
    assert decided([]) == {
        ("a1", "alpha"): (True, True, 1),
        ("a1", "beta"): (True, True, 2),
        ("a2", "alpha"): (True, True, 1),
    }


def test_a_rejected_first_field_makes_room_for_the_second() -> None:
    found = decided([{"statement_id": "a1", "field": "alpha", "accepted": False}])
    assert found["a1", "alpha"] == (True, False, 2)
    assert found["a1", "beta"] == (True, True, 1)


def test_an_added_field_comes_first_unless_a_rank_is_given() -> None:
    assert decided([{"statement_id": "a2", "field": "gamma", "accepted": True}])["a2", "gamma"] == (False, True, 1)
    second = decided([{"statement_id": "a2", "field": "gamma", "accepted": True, "rank": 2}])
    assert second["a2", "alpha"][2] == 1
    assert second["a2", "gamma"] == (False, True, 2)


def test_a_complete_decision_leaves_no_room_for_later_suggestions() -> None:
    found = decided([{"statement_id": "a1", "field": "gamma", "accepted": True, "rank": 1, "complete": True}])
    assert found["a1", "gamma"] == (False, True, 1)
    assert not found["a1", "alpha"][1]
    assert not found["a1", "beta"][1]
    assert found["a1", "alpha"][0]


def test_decide_leaves_its_arguments_alone_and_does_not_depend_on_row_order() -> None:
    before = SUGGESTED.copy()
    given = decisions([{"statement_id": "a1", "field": "beta", "accepted": True, "rank": 1}])
    one = review.decide(SUGGESTED, given, key=["statement_id", "field"])
    two = review.decide(SUGGESTED.iloc[::-1], given, key=["statement_id", "field"])
    pd.testing.assert_frame_equal(SUGGESTED, before)
    pd.testing.assert_frame_equal(one, two)


def test_an_overtaken_decision_names_the_nearest_new_wording() -> None:
    statements = pd.DataFrame(
        {"statement_id": ["a5", "a6"], "text": ["Die Busse fahren abends gar nicht", "Kurse fehlen"]}
    )
    given = decisions(
        [{"statement_id": "a1", "field": "alpha", "accepted": True, "text": "Die Busse fahren abends nicht"}]
    )
    holding, overtaken = review.current(given, statements)
    assert holding.empty
    assert overtaken["nearest"].tolist() == ["a5"]


def frames(**given: list[dict[str, object]]) -> dict[str, pd.DataFrame]:
    return {kind: gather.frame(declared, given.get(kind, [])) for kind, declared in review.KINDS.items()}


def test_overtaken_decisions_of_every_kind_are_listed_with_what_is_nearest() -> None:
    tables = {
        "statements": pd.DataFrame({"statement_id": ["a1"], "text": ["Die Busse fahren gar nicht"]}),
        "themes": pd.DataFrame({"theme_id": ["t1"], "label_suggested": ["Busse am Abend"]}),
        "guidelines": pd.DataFrame({"guideline_id": ["g1"], "text_suggested": ["Busse fahren auch am Abend"]}),
        "documents": pd.DataFrame({"document": ["a.txt"]}),
    }
    told = frames(
        types=[{"statement_id": "a1"}, {"statement_id": "a9", "text": "Die Busse fahren nicht"}],
        fields=[{"statement_id": "a9", "field": "alpha"}],
        themes=[
            {"theme_id": "t1", "action": "zusammenlegen", "value": "t2"},
            {"theme_id": "t2", "action": "umbenennen", "value": "Weg"},
            {"theme_id": "t9", "action": "umbenennen", "value": "Fort", "text": "Busse am Abend"},
        ],
        guidelines=[{"guideline_id": "g9"}, {"guideline_id": "g1"}],
        documents=[{"document": "a.txt", "checked": True}, {"document": "b.txt", "checked": True}],
    )
    cuts = OVERTAKEN.typed(pd.DataFrame([{"number": 1, "file": "x", "line": 2, "statement_id": "a7"}]))
    found = review.overtaken.listed(lambda kind: told[kind], tables, cuts).fillna("")
    assert tuple(found) == review.overtaken.COLUMNS
    assert found[["kind", "subject", "nearest"]].to_numpy().tolist() == [
        ["documents", "b.txt", ""],
        ["fields", "a9", ""],
        ["guidelines", "g9", ""],
        ["statements", "a7", ""],
        ["themes", "t9", "t1"],
        ["types", "a9", "a1"],
    ]
