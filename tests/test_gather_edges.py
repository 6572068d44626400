"""Gathering decisions at its edges: headings, rows, defaults, faults and order; found by mutation testing."""

from __future__ import annotations

import os
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest
import yaml

from pipeline.shared.corpus import Corpus
from pipeline.shared.errors import Repairable
from pipeline.shared.review import files, gather, overtaken
from pipeline.shared.review.files import Row, Sheet
from pipeline.shared.review.gather import Found
from pipeline.shared.review.kinds import KINDS

WORDS = {"yes_no": {"ja": "ja", "nein": "nein"}, "field": {"alpha": "alpha"}, "type": {"ziel": "ziel"}}
FIELDS = "statement_id;field;accepted"


def sheet(*lines: str, **more: str) -> Sheet:
    rows = tuple(Row(number, tuple(line.split(";"))) for number, line in enumerate(lines, 1))
    return Sheet("a.csv", more.pop("label", ""), rows, **more)


def found_in(*lines: str, **more: str) -> Found:
    found = Found(WORDS)
    assert gather.plain(sheet(*lines, **more), found)
    return found


@pytest.mark.parametrize(
    ("lines", "kind"),
    [
        ([FIELDS], (0, "fields")),
        (["Titel", "", FIELDS], (2, "fields")),
        ([""] * 11 + [FIELDS], (11, "fields")),
        ([""] * 12 + [FIELDS], None),
        (["statement_id;type"], (0, "types")),
        (["statement_id;field;type;accepted;rank"], (0, "fields")),
        (["statement_id;field"], None),
        (["field;accepted"], None),
        (["Kennung;Feld;Gilt"], (0, "fields")),
        ([], None),
    ],
)
def test_the_header_is_the_first_row_that_fits_the_kind_with_most_columns(
    lines: list[str], kind: tuple[int, str] | None
) -> None:
    at = gather.header(sheet(*lines))
    assert (at and (at[0], at[1].name)) == kind


def test_unknown_headings_are_said_by_their_column_and_empty_ones_passed_over() -> None:
    found = found_in("Titel", f"{FIELDS};;geheim", "a1;alpha;ja;;x")
    assert found.faults == ["Zeile 2: die Überschrift von Spalte 5 ist unbekannt"]
    assert [(row["statement_id"], row["accepted"], row["line"]) for row in found.rows["fields"]] == [("a1", True, 3)]
    assert gather.wholly_plain(sheet(FIELDS))
    assert not gather.wholly_plain(sheet(f"{FIELDS};geheim"))
    assert not gather.wholly_plain(sheet("geheim"))
    assert not gather.plain(sheet("geheim"), Found(WORDS))


def test_a_short_row_is_read_as_far_as_it_goes_and_one_that_decides_nothing_is_passed_over() -> None:
    found = found_in(f"{FIELDS};rank", "a1;alpha;nein", "a2;alpha;", "a3", ";;;")
    assert [(row["statement_id"], row["accepted"]) for row in found.rows["fields"]] == [("a1", False)]
    assert found.faults == []


def test_every_fault_of_a_row_is_said_and_the_row_does_not_count() -> None:
    found = found_in(f"{FIELDS};rank", ";beta;ja;0", "a1;alpha;ja;1", label="Blatt, ")
    assert found.faults == [
        "Blatt, Zeile 2: statement_id ist leer",
        "Blatt, Zeile 2: field ist kein Arbeitsbereich des Codebuchs",
        "Blatt, Zeile 2: rank ist keine ganze Zahl ab 1",
    ]
    assert [row["statement_id"] for row in found.rows["fields"]] == ["a1"]


def test_who_and_when_come_from_the_file_where_the_row_does_not_say_it() -> None:
    lines = f"{FIELDS};reviewer;date", "a1;alpha;ja;Berta;2024-01-02", "a2;alpha;ja;;"
    rows = found_in(*lines, reviewer="Anna", date="2024-05-06").rows["fields"]
    assert [(row["reviewer"], row["date"], row["file"], row["line"]) for row in rows] == [
        ("Berta", "2024-01-02", "a.csv", 2),
        ("Anna", "2024-05-06", "a.csv", 3),
    ]
    bare = found_in(FIELDS, "a1;alpha;ja", reviewer="Anna", date="2024-05-06").rows["fields"][0]
    assert (bare["reviewer"], bare["date"], bare.get("why")) == ("Anna", "2024-05-06", None)


def form_of(faults: list[str], cells: dict[str, str], kind: str = "fields", reviewer: str = "") -> Any:
    entries = [SimpleNamespace(kind=kind, cells=cells, line=4)]
    own = Sheet("ordner/blatt.xlsx", "", (), reviewer=reviewer)
    return SimpleNamespace(faults=faults, sheet=own, entries=lambda: entries)


GOOD = {"statement_id": "a1", "field": "alpha", "accepted": "ja"}


def test_a_form_is_read_unless_its_faulty_sheet_is_a_plain_table(monkeypatch: pytest.MonkeyPatch) -> None:
    def read(form: Any, one: Sheet) -> tuple[bool, Found]:
        monkeypatch.setattr(gather.forms, "recognise", lambda _: form)
        found = Found(WORDS)
        return gather.filled_form(one, found), found

    assert read(None, sheet("x"))[0] is False
    assert read(form_of(["fehlt"], GOOD), sheet(FIELDS))[0] is False
    for faults, one in (([], sheet(FIELDS)), (["fehlt"], sheet("x"))):
        done, found = read(form_of(faults, GOOD), one)
        assert (done, found.faults) == (True, faults)
        assert [(row["file"], row["line"]) for row in found.rows["fields"]] == [("ordner/blatt.xlsx", 4)]
        assert "blind_coder" not in found.rows["fields"][0]


@pytest.mark.parametrize(("reviewer", "coder"), [("Anna", "Anna"), ("", "blatt")])
def test_a_blind_form_without_a_name_is_its_file(monkeypatch: pytest.MonkeyPatch, reviewer: str, coder: str) -> None:
    cells = {"statement_id": "a1", "type": "ziel", "field": "alpha"}
    monkeypatch.setattr(gather.forms, "recognise", lambda _: form_of([], cells, "blind", reviewer))
    found = Found(WORDS)
    assert gather.filled_form(sheet("x"), found)
    assert [row["blind_coder"] for row in found.rows["blind"]] == [coder]


def test_covers_and_empty_sheets_are_passed_over_and_strange_ones_said(monkeypatch: pytest.MonkeyPatch) -> None:
    cover = Sheet("a", "Deckblatt, ", (Row(1, ("Deckblatt",)),))
    sheets = [sheet(), cover, sheet("fremd", label="Blatt, "), sheet(FIELDS, "a1;alpha;ja"), sheet("x", label="F, ")]
    monkeypatch.setattr(gather.files, "sheets", lambda *_: sheets)
    monkeypatch.setattr(gather.forms, "signed", lambda given: given)
    monkeypatch.setattr(gather.forms, "is_cover", lambda one: one is cover)
    monkeypatch.setattr(gather.forms, "recognise", lambda one: form_of([], GOOD) if one is sheets[4] else None)
    found = gather.read_file("a", Path("a"), WORDS)
    assert found.faults == ["Blatt, die Überschriften passen zu keiner Art von Entscheidungen"]
    assert [row["line"] for row in found.rows["fields"]] == [2, 4]


def test_a_file_that_cannot_be_read_is_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise files.UnreadableError("kaputt")

    monkeypatch.setattr(gather.files, "sheets", broken)
    assert gather.read_file("a", Path("a"), WORDS).faults == ["kaputt"]


def test_changes_of_a_project_are_numbered_from_one(monkeypatch: pytest.MonkeyPatch) -> None:
    change = SimpleNamespace(decisions=[("fields", GOOD)], reviewer="Anna", date="2024-05-06")
    result = SimpleNamespace(faults=["f"], changes=[change, change])
    monkeypatch.setattr(gather.projects, "returned", lambda _: {"p.qdpx": result})
    found = gather.read_projects({}, WORDS)["p.qdpx"]
    assert found.faults == ["f"]
    told = [(row["line"], row["reviewer"], row["date"], row["field"], row["file"]) for row in found.rows["fields"]]
    assert told == [(number, "Anna", "2024-05-06", "alpha", "p.qdpx") for number in (1, 2)]


def test_decisions_stand_from_the_earliest_with_undated_ones_first() -> None:
    said = [
        ("2024-02-01", "b", 1),
        (None, "z", 9),
        ("2024-01-01", "b", 2),
        ("2024-01-01", "b", 1),
        ("2024-01-01", "a", 5),
    ]
    rows = [{"statement_id": "a", "date": date, "file": file, "line": line} for date, file, line in said]
    table = gather.in_order(gather.frame(KINDS["fields"], rows))
    assert list(zip(table["file"], table["line"], strict=True)) == [("z", 9), ("a", 5), ("b", 1), ("b", 2), ("b", 1)]
    assert table.index.tolist() == [0, 1, 2, 3, 4]
    assert {name: str(table[name].dtype) for name in ("accepted", "rank", "field", "line")} == {
        "accepted": "boolean",
        "rank": "Int64",
        "field": "string",
        "line": "Int64",
    }


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    made = Corpus("probe", tmp_path)
    made.review.mkdir(parents=True)
    book = {
        "version": "1",
        "fields": [{"key": "alpha", "name": "Alpha"}],
        "types": [{"key": "ziel", "name": "Ziel"}],
    }
    made.codebook.write_text(yaml.safe_dump(book), encoding="utf-8")
    return made


def test_decisions_are_read_again_when_a_file_changes_and_nobody_changes_them_for_others(corpus: Corpus) -> None:
    assert {name: len(table) for name, table in gather.everything(corpus).items()} == dict.fromkeys(KINDS, 0)
    path = corpus.review / "eins.csv"
    path.write_text("statement_id;type\na1;ziel\n", encoding="utf-8")
    first = gather.everything(corpus)["types"]
    first["type"] = "verdorben"
    assert gather.everything(corpus)["types"]["type"].tolist() == ["ziel"]
    names = [name for name, *_ in gather.signature(corpus)]
    assert names == [corpus.relative(path), corpus.relative(corpus.codebook)]
    path.write_text("statement_id;type\na2;ziel\n", encoding="utf-8")
    os.utime(path, ns=(1, 1))
    assert gather.everything(corpus)["types"]["statement_id"].tolist() == ["a2"]


def test_a_folder_that_is_not_there_holds_no_decisions(tmp_path: Path) -> None:
    assert all(table.empty for table in gather.everything(Corpus("leer", tmp_path)).values())


def test_a_fault_of_one_file_names_it_and_those_of_several_stand_with_theirs() -> None:
    one = gather.fault({"r/a.csv": ["x", "y"]})
    assert isinstance(one, Repairable)
    assert str(one) == str(Repairable("r/a.csv", ["x", "y"]))
    several = gather.fault({"r/a.csv": ["x"], "r/b.csv": ["y", "z"]})
    assert str(several) == str(Repairable("r", ["a.csv: x", "b.csv: y", "b.csv: z"]))


def test_only_the_surviving_theme_of_a_merger_excuses_the_other() -> None:
    told = pd.DataFrame(
        {
            "theme_id": ["t1", "t2", "t8", "t7", "t3", "t4"],
            "action": ["zusammenlegen", "umbenennen", "zusammenlegen", "umbenennen", "umbenennen", "umbenennen"],
            "value": [" t2 ", "neu", "t7", "neu", "t4", pd.NA],
        }
    )
    assert overtaken.standing(told, {"t1", "t3"}).tolist() == [True, False, True, True, True, True]
