# ruff: noqa: E501 - a case is one line, as somebody would write it
"""Card sheets, however they were laid out: clusters in rows or columns, votes beside the card, hidden things reported."""

from __future__ import annotations

import io
from typing import Any

import pytest
import xlsxwriter
from documents import odt, packed, read, the, told, words, xlsx

from pipeline.shared.reading import Reading
from pipeline.sources import votes
from pipeline.sources.sheets import separator
from pipeline.sources.workbook import shown

CARDS = [
    ["Nr.", "Cluster", "Kartentext", "Punkte", "Anmerkung"],
    [1, "Kita", "Plätze fehlen", 9, "oft genannt"],
    [2, None, "Personal fehlt", None, None],
]


def sheet(rows: list[list[Any]], name: str = "Tabelle1", **options: Any) -> Reading:
    return read(xlsx({name: rows}, **options), "a.xlsx")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("5", 5), ("5.0", 5), ("(5)", 5), ("[5]", 5), ("5 P.", 5), ("5 P", 5), ("5 Punkte", 5), ("1 Punkt", 1), ("3 Klebepunkte", 3),
        ("4x", 4), ("4 ×", 4), ("2 Stimmen", 2), ("●●●", 3), ("● ●", 2), ("•••", 3), ("||||", 4), ("🔴🔴", 2),
        ("", None), ("-", None), ("hoch", None), ("2x genannt", None), ("2023", None), ("5 Jahre", None), ("III. Quartal", None),
    ],
)  # fmt: skip
def test_votes_in_a_cell_of_their_own(text: str, expected: int | None) -> None:
    assert votes.count(text) == expected


def test_a_card_knows_cluster_and_votes() -> None:
    reading = sheet(CARDS, "rot")
    first, second = the(reading, "Plätze"), the(reading, "Personal")
    assert (first.kind, first.heading_path, first.column, first.votes) == ("card", "rot > Kita", "rot", 9)
    assert (second.heading_path, second.votes) == (
        "rot > Kita",
        None,
    )  # the cluster's name stands in its first row only
    assert the(reading, "oft genannt").column == "Anmerkung"


def test_the_header_row_may_stand_anywhere() -> None:
    top = [["Abschrift der Karten vom 3.4.2024"], [None], ["getippt von X"], [None]]
    reading = sheet(top + CARDS)
    assert (the(reading, "Plätze").votes, the(reading, "getippt").kind) == (9, "paragraph")


def test_the_kind_of_a_card_is_its_column() -> None:
    reading = sheet([["Art", "Text"], ["Problem", "Bus fehlt"], ["Idee", "Rufbus"]])
    assert (the(reading, "Bus").column, the(reading, "Rufbus").column) == ("Problem", "Idee")


def test_clusters_in_columns() -> None:
    reading = sheet(
        [["Kita", "Schule"], ["Plätze fehlen überall", "Kein DaZ an Schulen"], ["Personal fehlt auch hier", None]]
    )
    assert (the(reading, "DaZ").column, the(reading, "Personal").column) == ("Schule", "Kita")


def test_clusters_in_columns_with_votes_beside() -> None:
    reading = sheet(
        [["Kita", "Punkte", "Schule", "Punkte"], ["Plätze fehlen überall", 3, "Kein DaZ an Schulen", "5 P."]]
    )
    assert (the(reading, "Plätze").votes, the(reading, "DaZ").votes, the(reading, "DaZ").column) == (3, 5, "Schule")


def test_a_merged_title_holds_for_its_columns() -> None:
    rows = [["", "", "", ""], ["Karte", "Punkte", "Karte", "Punkte"], ["Plätze fehlen", 3, "Kein DaZ", 5]]
    reading = sheet(rows, merged={"A1:B1": "Kita", "C1:D1": "Schule"})
    assert (the(reading, "Kein DaZ").heading_path, the(reading, "Kein DaZ").votes) == ("Schule", 5)


def test_a_cluster_between_rows() -> None:
    rows = [
        ["Karte", "Punkte"],
        [None],
        ["Kita"],
        ["Plätze fehlen", 3],
        ["Personal fehlt", 2],
        [None],
        ["Schule"],
        ["Kein DaZ", 5],
        ["Große Klassen", 1],
    ]
    reading = sheet(rows)
    assert the(reading, "Personal").heading_path == "Kita"
    assert (the(reading, "Große").heading_path, the(reading, "Kita").kind) == ("Schule", "heading")


def test_a_short_card_without_votes_is_no_cluster() -> None:
    reading = sheet([["Karte", "Punkte"], ["Plätze fehlen", 3], ["mehr davon", None], ["Kein DaZ", 5]])
    assert the(reading, "mehr davon").kind == "card"


def test_one_column_is_cards_or_information() -> None:
    assert {b.kind for b in sheet([["Bus fehlt"], ["Kita fehlt"], ["mehr Treffpunkte"]]).blocks} == {"card"}
    assert {b.kind for b in sheet([["Abschrift"], ["Datum: 3.4.2024"], ["Ort: Rathaus"]]).blocks} == {"paragraph"}


def test_hidden_things_are_read_and_said() -> None:
    data = xlsx({"offen": CARDS, "geheim": CARDS}, hidden_rows=[1], hidden_sheets=["geheim"])
    reading = read(data, "a.xlsx")
    assert "ausgeblendetes Blatt mitgelesen" in reading.notes
    assert "1 ausgeblendete Zeilen mitgelesen" in reading.notes
    assert len([w for w in words(reading) if w == "Plätze fehlen"]) == 2


def test_the_name_of_a_sheet_is_a_heading_unless_the_program_gave_it() -> None:
    assert told(sheet(CARDS, "rot"))[0] == "heading: rot"
    assert told(sheet(CARDS, "Tabelle1"))[0] == "heading: Nr."


def test_a_line_break_in_a_card_stays() -> None:
    assert "Bus\nBahn" in words(sheet([["Karte", "Punkte"], ["Bus\nBahn", 1]]))


@pytest.mark.parametrize(
    ("value", "dated", "expected"),
    [("5", False, "5"), ("5.0", False, "5"), ("2.5", False, "2,5"), ("45218", True, "19.10.2023"), ("0.5", True, "12:00"), ("45218.75", True, "19.10.2023 18:00"), ("1e20", False, "1e+20")],
)  # fmt: skip
def test_numbers_read_as_people_write_them(value: str, dated: bool, expected: str) -> None:
    assert shown(value, dated=dated) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("a;b\n1;2\n", ";"), ("a\tb\n1\t2\n", "\t"), ("a,b\n1,2\n", ","), ("Karte;Punkte\nBus, Bahn;3\nArzt, weit;2\n", ";"), ("a|b\n1|2\n", "|"), ("sep=,\na;b,c\n", ",")],
)  # fmt: skip
def test_the_separator_is_found(text: str, expected: str) -> None:
    assert separator(text) == expected


@pytest.mark.parametrize("page", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_a_csv_of_any_code_page(page: str) -> None:
    data = 'Cluster;Karte;Stimmen\r\nKita;"Plätze; überall";3\r\n;Für alle;2\r\n'.encode(page)
    reading = read(data, "karten.csv")
    assert (the(reading, "Für alle").heading_path, the(reading, "Plätze; überall").votes) == ("Kita", 3)


def test_a_tsv_is_a_table() -> None:
    assert the(read(b"Art\tText\nProblem\tBus fehlt\n", "a.tsv"), "Bus").column == "Problem"


def test_an_ods_is_read_like_an_xlsx() -> None:
    def row(*cells: str) -> str:
        inner = "".join(
            f"<table:table-cell><text:p>{cell}</text:p></table:table-cell>" if cell else "<table:table-cell/>"
            for cell in cells
        )
        return f'<table:table-row>{inner}<table:table-cell table:number-columns-repeated="1000"/></table:table-row>'

    rows = row("Cluster", "Karte", "Punkte") + row("Kita", "Plätze fehlen", "3") + row("", "Personal fehlt", "●●")
    rows += '<table:table-row table:number-rows-repeated="1048000"><table:table-cell/></table:table-row>'
    reading = read(odt(f'<table:table table:name="Wand">{rows}</table:table>', kind="spreadsheet"), "a.ods")
    assert (the(reading, "Personal").heading_path, the(reading, "Personal").votes) == ("Wand > Kita", 2)


def test_inline_strings_and_formula_results_are_words() -> None:
    names = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    relations = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    cells = '<row r="1"><c r="A1" t="inlineStr"><is><t>Karte</t></is></c><c r="B1" t="inlineStr"><is><t>Punkte</t></is></c></row>'
    cells += '<row r="2"><c r="A2" t="str"><f>"x"</f><v>Bus fehlt</v></c><c r="B2"><v>3</v></c></row>'
    data = packed({
        "[Content_Types].xml": "<Types/>",
        "xl/workbook.xml": f'<workbook {names} {relations}><sheets><sheet name="Tabelle1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": '<Relationships><Relationship Id="r1" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f"<worksheet {names}><sheetData>{cells}</sheetData></worksheet>",
    })  # fmt: skip
    assert the(read(data, "a.xlsx"), "Bus fehlt").votes == 3


def test_comments_and_page_margins_of_a_workbook() -> None:
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer)
    page = book.add_worksheet("Tabelle1")
    page.write_row(0, 0, ["Karte", "Punkte"])
    page.write_row(1, 0, ["Bus fehlt", 3])
    page.write_comment("A2", "wirklich?")
    page.set_footer('&L&"Arial,Bold"Kreis Nord&RSeite &P')
    book.close()
    plain, asked = read(buffer.getvalue(), "a.xlsx"), read(buffer.getvalue(), "a.xlsx", comments=True)
    assert (words(plain, "furniture"), words(plain, "comment"), words(asked, "comment")) == (
        ["Kreis Nord Seite"],
        [],
        ["wirklich?"],
    )
    assert plain.notes == ("Kommentare an Zellen nicht gelesen (sources.comments)",)


def test_two_tables_on_one_sheet_have_titles_of_their_own() -> None:
    rows = [
        ["Problem", "Punkte"],
        ["Bus fehlt", 3],
        ["Arzt fehlt", 1],
        [None],
        ["Ziel", "Wer"],
        ["Bus fährt", "Kreis"],
        ["Praxis", "Stadt"],
    ]
    found = the(sheet(rows), "Bus fährt")
    assert (found.column, found.row, the(sheet(rows), "Bus fehlt").votes) == ("Ziel", 5, 3)


def test_numbered_titles_between_the_notes_of_a_single_column() -> None:
    rows = ["Kick-off", "Frame 1 – Was fehlt?", "Hebamme", "Hausarzt", "Frame 2 – Ideen", "Rufbus"]
    reading = read("".join(f'"{row}"\n' for row in rows).encode(), "a.csv")
    assert (the(reading, "Hausarzt").heading_path, the(reading, "Rufbus").heading_path) == (
        "Kick-off > Frame 1 – Was fehlt?",
        "Kick-off > Frame 2 – Ideen",
    )


def test_fields_beside_questions_are_titles_of_their_rows() -> None:
    rows = [["Handlungsfeld", "Was läuft?", "Wo hakt es?"], ["Sprache", "VHS-Kurse", "Wartezeit"]]
    reading = read(xlsx({"Matrix": rows}), "a.xlsx")
    assert (the(reading, "Sprache").kind, the(reading, "Wartezeit").column) == ("heading", "Wo hakt es?")
    assert "Sprache" in the(reading, "VHS-Kurse").heading_path


def test_the_export_of_a_pinboard_keeps_only_what_was_posted() -> None:
    rows = [
        ["Abschnitt", "Betreff", "Inhalt", "Autor", "Erstellt am", "Reaktionen"],
        ["Sprache", "Kurse", "Zu wenig am Abend", "Gabi", "12.03.2024, 17:41", 7],
        ["Arbeit", "Praktikumsbörse", None, "Anonym", "12.03.2024, 17:44", 3],
    ]
    reading = read(xlsx({"Pad": rows}), "a.xlsx")
    assert [reading.slice(block) for block in reading.blocks if block.kind == "card"] == [
        "Zu wenig am Abend",
        "Praktikumsbörse",
    ]
    said = the(reading, "Zu wenig")
    assert (said.heading_path, said.votes) == ("Pad > Sprache > Kurse", 7)


def test_a_first_row_over_days_holds_titles() -> None:
    reading = sheet([["Was", "Wie", "Eingang"], ["Bus", "rot", "1.4.2024"], ["Kita", "blau", "2.4.2024 13:05"]])
    assert the(reading, "Eingang").kind == "heading"


def test_a_row_that_says_how_questions_were_answered_is_no_answer() -> None:
    rows = [
        ["ID", "Was fehlt Ihnen?", "Was würde helfen?"],
        [None, "Open-Ended Response", "Response"],
        [1, "Bus", "Rufbus"],
    ]
    reading = sheet(rows)
    assert {the(reading, "Open-Ended").kind, the(reading, "Rufbus").kind} == {"furniture", "card"}


def test_a_question_over_a_table_is_the_title_of_its_answers() -> None:
    reading = sheet([["Was fehlt uns?"], ["Antwort", "Anzahl"], ["Busse", 12], ["Ärzte", 4]])
    assert (the(reading, "Busse").heading_path, the(reading, "Busse").votes) == ("Was fehlt uns?", 12)


def test_a_single_column_may_hold_a_question_and_the_word_answer() -> None:
    reading = sheet([["Was fehlt uns?"], ["Antwort"], ["Busse"], ["Ärzte"]])
    assert (the(reading, "Antwort").kind, the(reading, "Busse").heading_path) == ("furniture", "Was fehlt uns?")


def test_blocks_of_one_column_stand_under_their_questions() -> None:
    rows = [
        ["Werkstatt Süd"], [None], ["1. Was gefällt Ihnen?"], ["kurze Wege"], ["das Café"], ["die Leute"],
        [None], ["2. Ihre Ideen"], ["Bolzplatz"], ["Sprachtandem"], ["Rufbus"],
    ]  # fmt: skip
    reading = sheet(rows)
    assert the(reading, "das Café").heading_path.endswith("1. Was gefällt Ihnen?")
    assert the(reading, "Rufbus").heading_path.endswith("2. Ihre Ideen")


def test_numbered_cards_in_blocks_are_no_titles() -> None:
    reading = sheet([["1. Bus fehlt"], ["2. Arzt fehlt"], [None], ["3. Kita voll"], ["4. Kurs voll"]])
    assert {block.kind for block in reading.blocks} == {"card"}


def test_facts_about_a_meeting_without_colons_are_no_cards() -> None:
    reading = sheet([["Mentimeter-Ergebnisse", "Auftakt"], ["Datum", "2024-03-12"], ["Teilnehmende", "64"]])
    assert {block.kind for block in reading.blocks} == {"metadata"}


def test_whom_a_measure_is_for_is_no_card() -> None:
    reading = sheet(
        [
            ["Nr.", "Maßnahme", "Zielgruppe", "Projektleitung"],
            [1, "Kurse am Abend", "Eltern", "VHS"],
            [2, "Rufbus", "Ältere", "Amt"],
        ]
    )
    kinds = {the(reading, name).kind for name in ("Eltern", "VHS", "Ältere", "Amt")}
    assert (kinds, the(reading, "Rufbus").kind) == ({"cell"}, "card")
