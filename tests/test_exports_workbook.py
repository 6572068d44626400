"""The review workbook says what the machine thinks, and brings back what people decided and nothing else."""

from __future__ import annotations

import io
import random
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from conftest import coded
from effort import steps
from exports_material import BOOK, material, with_answers

from pipeline.exports import page, workbook
from pipeline.exports.material import released
from pipeline.shared import review
from pipeline.shared.corpus import Corpus
from pipeline.shared.errors import Repairable
from pipeline.shared.review import forms
from pipeline.shared.tables import LEARNING

OFFICE = shutil.which("soffice") or shutil.which("libreoffice")


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    return coded(tmp_path, BOOK)


def opened(content: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(content))


def headings(sheet: object) -> dict[str, int]:
    return {cell.value: cell.column for cell in sheet[1]}  # type: ignore[index]


def write(sheet: object, line: int, heading: str, value: object) -> None:
    sheet.cell(line, headings(sheet)[heading], value)  # type: ignore[attr-defined]


def first_column(sheet: object, line: int) -> str:
    return str(sheet.cell(line, 1).value)  # type: ignore[attr-defined]


def filled(content: bytes) -> tuple[openpyxl.Workbook, dict[str, list[tuple[object, ...]]]]:
    """Return the workbook with some of every kind decided, and what must be read back."""
    book = opened(content)
    expected: dict[str, list[tuple[object, ...]]] = {kind: [] for kind in review.KINDS}
    types, fields, marks = book["Typen"], book["Felder"], book["Querschnitt"]
    write(types, 2, "Ihr Typ", "Maßnahme")
    expected["types"].append((first_column(types, 2), "massnahme"))
    write(types, 3, "Ihr Typ", "keine Aussage")
    expected["statements"].append(("verwerfen", first_column(types, 3)))
    write(types, 4, "Teilen in (mit | trennen)", "Die Vereine | brauchen Räume")
    expected["statements"].append(("teilen", first_column(types, 4)))
    write(fields, 2, "Ihr Feld", "Gamma")
    expected["fields"].append((first_column(fields, 2), "gamma", True))
    write(marks, 2, "Stimmt das?", False)
    expected["marks"].append((first_column(marks, 2), "querschnitt", "wege", False))
    write(book["Themen"], 2, "Neuer Name", "Orte für alle")
    expected["themes"].append((first_column(book["Themen"], 2), "umbenennen", "Orte für alle"))
    write(book["Zuordnung"], 2, "Verschieben nach", "tbeta · Thema beta")
    expected["theme_members"].append((first_column(book["Zuordnung"], 2), "tbeta"))
    write(book["Leitlinien"], 2, "Ihr Status", "überarbeitet")
    write(book["Leitlinien"], 2, "Jahr", 2025)
    expected["guidelines"].append(("g1", "ueberarbeitet", 2025))
    write(book["Fehlende Aussagen"], 2, "Dokument", "2024-01-01_runde_0.txt")
    write(book["Fehlende Aussagen"], 2, "Zitat", "Runde 0")
    write(book["Fehlende Aussagen"], 2, "Typ", "Ziel")
    expected["statements"].append(("hinzufuegen", "2024-01-01_runde_0.txt"))
    write(book["Dokumente"], 2, "Geprüft", "ja")
    expected["documents"].append((first_column(book["Dokumente"], 2), True))
    prompt = next(cell.row for cell in book[forms.COVER]["A"] if cell.value == forms.NAME_PROMPT)
    book[forms.COVER].cell(prompt, 1, forms.NAME_PROMPT)
    book[forms.COVER].cell(prompt, 2, "AB")
    return book, expected


def read_back(corpus: Corpus) -> dict[str, list[tuple[object, ...]]]:
    found: dict[str, list[tuple[object, ...]]] = {}
    for kind, columns in {
        "types": ["statement_id", "type"],
        "marks": ["statement_id", "kind", "value", "accepted"],
        "themes": ["theme_id", "action", "value"],
        "theme_members": ["statement_id", "theme_id"],
        "guidelines": ["guideline_id", "status", "year"],
        "documents": ["document", "checked"],
    }.items():
        found[kind] = list(review.read(corpus, kind)[columns].itertuples(index=False, name=None))
    fields = review.read(corpus, "fields")
    found["fields"] = list(
        fields[fields["accepted"]][["statement_id", "field", "accepted"]].itertuples(index=False, name=None)
    )
    rows = review.read(corpus, "statements").fillna("")
    found["statements"] = [(row.action, row.statement_id or row.document) for row in rows.itertuples()]
    return found


def check(corpus: Corpus, expected: dict[str, list[tuple[object, ...]]]) -> None:
    found = read_back(corpus)
    second = {row for row in found["fields"] if row not in expected["fields"]}
    assert {row[0] for row in second} <= {row[0] for row in expected["fields"]}  # a shown second field stays
    for kind in set(found) - {"fields"}:
        assert sorted(found[kind], key=str) == sorted(expected[kind], key=str), kind
    assert set(expected["fields"]) <= set(found["fields"])


def test_what_is_filled_in_comes_back_and_nothing_else(corpus: Corpus) -> None:
    book, expected = filled(workbook.build(material()[0], 0.9))
    book.save(corpus.review / "zurück.xlsx")
    check(corpus, expected)
    assert set(review.log(corpus)["reviewer"]) == {"AB"}


def test_an_untouched_workbook_decides_nothing(corpus: Corpus) -> None:
    (corpus.review / "leer.xlsx").write_bytes(workbook.build(material()[0], 0.9))
    assert review.log(corpus).empty


def test_rows_may_be_sorted_deleted_and_sheets_renamed(corpus: Corpus) -> None:
    book, expected = filled(workbook.build(material()[0], 0.9))
    for sheet in book.worksheets[1:-1]:
        rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
        random.Random(1).shuffle(rows)
        kept = [row for row in rows if any(row[-5:]) or row[0]]
        sheet.delete_rows(2, sheet.max_row)
        for row in kept:
            sheet.append(row)
        sheet.title = f"Kopie {sheet.title}"[:30]
    (corpus.review / "unterordner").mkdir()
    book.save(corpus.review / "unterordner" / "Kopie von Durchsicht (2).xlsx")
    check(corpus, expected)


def saved_by_office(source: Path, folder: Path, profile: Path, form: str = "xlsx:Calc MS Excel 2007 XML") -> Path:
    """Return ``source`` as LibreOffice Calc saves it; skips where there is none."""
    if OFFICE is None:
        pytest.skip("LibreOffice is not installed")
    command = [
        OFFICE,
        f"-env:UserInstallation=file://{profile}",
        "--headless",
        "--convert-to",
        form,
        "--outdir",
        str(folder),
    ]
    subprocess.run([*command, str(source)], check=True, capture_output=True, timeout=120)
    saved = folder / f"{source.stem}.{form.partition(':')[0]}"
    if not saved.is_file():
        pytest.skip("LibreOffice has no Calc")
    return saved


@pytest.mark.parametrize("form", ["xlsx:Calc MS Excel 2007 XML", "ods"])
def test_a_copy_saved_by_libreoffice_is_read_back(corpus: Corpus, tmp_path: Path, form: str) -> None:
    book, expected = filled(workbook.build(material()[0], 0.9))
    book.save(tmp_path / "durchsicht.xlsx")
    saved_by_office(tmp_path / "durchsicht.xlsx", corpus.review, tmp_path / "profile", form)
    check(corpus, expected)


def test_columns_that_nobody_needs_may_be_deleted(corpus: Corpus) -> None:
    book = openpyxl.Workbook()
    for row in (["Kennung", "Ihr Typ"], ["a1", "Ziel"], ["a2", None]):
        book.active.append(row)
    book.save(corpus.review / "kurz.xlsx")
    assert review.read(corpus, "types")[["statement_id", "type"]].to_numpy().tolist() == [["a1", "ziel"]]


def test_a_wrong_word_in_a_decision_cell_is_a_fault_with_its_place(corpus: Corpus) -> None:
    book = opened(workbook.build(material()[0], 0.9))
    write(book["Typen"], 5, "Ihr Typ", "Erika Mustermann")
    book.save(corpus.review / "falsch.xlsx")
    with pytest.raises(Repairable, match="Blatt 2, Zeile 5: type ist kein Aussagetyp") as fault:
        review.read(corpus, "fields")
    assert "Erika" not in str(fault.value)


def test_the_same_material_gives_the_same_bytes() -> None:
    assert workbook.build(material()[0], 0.9) == workbook.build(material()[0], 0.9)


def test_words_are_never_formulas_and_doubt_comes_first() -> None:
    book = opened(workbook.build(material()[0], 0.9))
    for sheet in book.worksheets:
        assert not [cell.coordinate for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    column = headings(book["Typen"])["Sicherheit"]
    scores = [row[column - 1].value for row in book["Typen"].iter_rows(min_row=2)]
    assert scores == sorted(scores)


def test_fields_stand_in_the_line_in_which_they_should_be_asked() -> None:
    given, _ = material()
    first = given.fields["rank"] == 1
    line = pd.Series(range(int(first.sum())), index=given.fields.index[first])[::-1] + 1
    asked = replace(given, fields=given.fields.assign(ask=line.astype("Int64")))
    expected = given.fields.loc[line.sort_values().index, "statement_id"].tolist()
    sheet = opened(workbook.build(asked, 0.9))["Felder"]
    assert [first_column(sheet, place) for place in range(2, sheet.max_row + 1)] == expected
    assert [row["id"] for row in page.rows(asked)] == expected


def test_a_theme_carries_the_statements_by_which_it_is_found_again_unseen(corpus: Corpus) -> None:
    given, _ = material()
    book = opened(workbook.build(given, 0.9))
    sheet = book["Themen"]
    column = headings(sheet)["Mitglieder"]
    assert sheet.column_dimensions[openpyxl.utils.get_column_letter(column)].hidden
    write(sheet, 2, "Neuer Name", "Wege")
    book.save(corpus.review / "themen.xlsx")
    told = review.read(corpus, "themes").iloc[0]
    inside = set(given.members.loc[given.members["theme_id"] == told["theme_id"], "statement_id"])
    assert len(told["members"].split()) > 1
    assert set(told["members"].split()) <= inside


def test_only_decision_cells_are_open() -> None:
    book = opened(workbook.build(material()[0], 0.9))
    for form in forms.FORMS:
        sheet = book[form.title]
        assert sheet.protection.sheet
        if sheet.max_row > 1 and form.title != "Fehlende Aussagen":
            assert sheet["A2"].protection.locked
        for heading in form.filled:
            letter = openpyxl.utils.get_column_letter(headings(sheet)[heading])
            group = next(
                d
                for key, d in sheet.column_dimensions.items()
                if d.min <= openpyxl.utils.column_index_from_string(letter) <= d.max
            )
            assert not group.protection.locked, (form.title, heading)


def test_words_that_may_only_be_counted_do_not_leave_the_house() -> None:
    whole, _ = material()
    secret = whole.statements.loc[whole.statements["publish"] == "count", "text"].tolist()
    outer = opened(workbook.build(released(whole), 0.9))
    words = {str(cell.value) for sheet in outer.worksheets for row in sheet.iter_rows() for cell in row}
    assert secret
    assert not [word for word in secret if any(word in cell for cell in words)]
    inner = opened(workbook.build(whole, 0.9))
    assert secret[0] in {str(cell.value) for sheet in inner.worksheets for row in sheet.iter_rows() for cell in row}


def test_four_times_as_many_statements_are_written_with_four_times_the_effort() -> None:
    few, many = (material(count, 30)[0] for count in (750, 3000))
    assert steps(lambda: workbook.build(many, 0.95)) < 5 * steps(lambda: workbook.build(few, 0.95))


@pytest.mark.slow
def test_three_thousand_statements_open_in_libreoffice_and_are_the_same_bytes(tmp_path: Path) -> None:
    large, _ = material(3000, 30)
    content = workbook.build(large, 0.95)
    assert content == workbook.build(material(3000, 30)[0], 0.95)
    (tmp_path / "durchsicht.xlsx").write_bytes(content)
    saved = saved_by_office(tmp_path / "durchsicht.xlsx", tmp_path / "office", tmp_path / "profile")
    ours, theirs = opened(content), opened(saved.read_bytes())
    assert theirs.sheetnames == ours.sheetnames
    for form in forms.FORMS:
        names = [{row[0] for row in book[form.title].iter_rows(values_only=True) if row[0]} for book in (ours, theirs)]
        assert names[0] == names[1], form.title
        assert len(theirs[form.title].data_validations.dataValidation) == len(
            ours[form.title].data_validations.dataValidation
        )
        assert theirs[form.title].protection.sheet


def test_what_may_be_answered_is_asked_and_the_yes_comes_back(corpus: Corpus) -> None:
    given = with_answers()
    book = opened(workbook.build(given, 0.9))
    sheet = book[forms.ANSWERS.title]
    words = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    assert [row[3] for row in words] == ["b1", "b0", "b2"]  # undecided first, then the likeliest
    assert [row[4] for row in words] == ["Ganz geheim", "Räume fehlten", "Busse fehlten"]
    assert words[2][headings(sheet)["Gilt"] - 1] == "ja"
    write(sheet, 3, "Trifft das zu?", "nein")
    write(sheet, 3, "Warum", "meint etwas anderes")
    book.save(corpus.review / "antworten.xlsx")
    read = review.read(corpus, "answers")
    columns = ["kind", "earlier_statement", "statement_id", "accepted", "why"]
    expected = [["beantwortet", "b0", first_column(sheet, 3), False, "meint etwas anderes"]]
    assert read[columns].to_numpy().tolist() == expected
    assert forms.ANSWERS.title not in opened(workbook.build(material()[0], 0.9)).sheetnames


def test_words_of_then_that_may_only_be_counted_do_not_leave_the_house() -> None:
    outer = opened(workbook.build(released(with_answers()), 0.9))
    words = {str(cell.value) for row in outer[forms.ANSWERS.title].iter_rows() for cell in row}
    assert "Ganz geheim" not in words
    assert "Räume fehlten" in words


def test_progress_says_how_many_checks_are_left() -> None:
    book = opened(workbook.build(material()[0], 0.9))
    words = [str(cell.value) for row in book[forms.COVER].iter_rows() for cell in row]
    assert any(word.startswith("noch ") and "Prüfungen bis zur Zielgenauigkeit" in word for word in words)


@pytest.mark.parametrize("learned", [True, False])
def test_the_cover_says_what_the_machine_learned(corpus: Corpus, *, learned: bool) -> None:
    report = LEARNING.typed(pd.DataFrame([{
        "question": "fields", "decisions": 60, "before": 0.7, "after": 0.8, "learned": learned, "changed": 9 * learned,
        "held_back": 0,
    }]))  # fmt: skip
    content = workbook.build(replace(material()[0], learning=report), 0.9)
    words = [str(cell.value) for row in opened(content)[forms.COVER].iter_rows() for cell in row]
    told = next(word for word in words if word.startswith("Aus 60 Entscheidungen")).replace("\N{NO-BREAK SPACE}", " ")
    assert ("9 andere Aussagen" in told) is learned
    assert "80 % voraus, ohne die anderen Entscheidungen 70 %" in told
    (corpus.review / "leer.xlsx").write_bytes(content)
    assert review.log(corpus).empty
    plain = opened(workbook.build(material()[0], 0.9))[forms.COVER]
    assert not [cell for row in plain.iter_rows() for cell in row if str(cell.value).startswith("Aus ")]


def test_blind_copies_hide_all_codes_and_come_back_as_two_codings(corpus: Corpus) -> None:
    given, _ = material()
    chosen = given.statements[["statement_id"]].iloc[[5, 2, 9]]
    content = workbook.blind(given, chosen)
    for name, types in {"anna": ("Ziel", "Problem", "Ziel"), "berta": ("Ziel", "Ziel", "Maßnahme")}.items():
        book = opened(content)
        sheet = book[forms.BLIND.title]
        assert set(headings(sheet)) == set(forms.BLIND.headings)
        for line, word in enumerate(types, 2):
            write(sheet, line, "Blind: Typ", word)
            write(sheet, line, "Blind: Feld", "Beta")
            write(sheet, line, "Blind: zweites Feld", "keines")
        book.save(corpus.review / f"{name}.xlsx")
    found = review.read(corpus, "blind").pivot_table(
        index="statement_id", columns="blind_coder", values="type", aggfunc="first"
    )
    assert found.loc[chosen["statement_id"]].to_numpy().tolist() == [
        ["ziel", "ziel"],
        ["problem", "ziel"],
        ["ziel", "massnahme"],
    ]
    for kind in ("types", "fields"):
        assert review.read(corpus, kind).empty
