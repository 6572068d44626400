# ruff: noqa: E501 - a case is one line, as somebody would write it
"""PDF: paragraphs, items, headings and tables come back out of the letters on a page."""

from __future__ import annotations

import io

import pikepdf
import pytest
from documents import pdf, read, the, told, words

from pipeline.shared.reading import Reading

PAGE = '#set page(paper: "a4")\n#set text(lang: "de", hyphenate: true)\n#set par(justify: true)\n'
LONG = (
    "Die Sprachkurse im Landkreis erreichen viele Zugewanderte nicht, weil Fahrtzeiten und Kinderbetreuung fehlen. "
    "Für Alleinerziehende ist die Teilnahme an den Integrationskursen beinahe unmöglich, wenn die Betreuungseinrichtung "
    "um zwölf Uhr schließt. "
)


def paper(source: str, page: str = PAGE) -> Reading:
    return read(pdf(page + source), "a.pdf")


@pytest.mark.parametrize("width", ["10cm", "12cm", "14cm", "21cm"])
def test_hyphenated_paragraphs_are_whole_again(width: str) -> None:
    reading = paper(f"{LONG}\n\n{LONG * 2}", PAGE.replace('paper: "a4"', f"width: {width}, height: 40cm"))
    assert words(reading) == [LONG.strip(), (LONG * 2).strip()]


def test_two_columns_are_read_one_after_the_other() -> None:
    reading = paper("= Titel\n" + (LONG * 3 + "\n\n") * 4, PAGE.replace('"a4"', '"a4", columns: 2'))
    assert words(reading) == ["Titel", *[(LONG * 3).strip()] * 4]


def test_a_statement_may_cross_a_page() -> None:
    statement = " und ".join(["viele Wege im Landkreis sind am Abend zu weit für Eltern mit kleinen Kindern"] * 9)
    reading = paper(f"{statement}\n\n" * 6, PAGE.replace('paper: "a4"', "width: 15cm, height: 11cm"))
    assert words(reading) == [statement] * 6
    assert {block.page for block in reading.blocks} > {1, 2}


def test_headings_lists_and_pages() -> None:
    source = (
        f"= Treffen\n== Probleme\n- Bus fehlt\n- {LONG}\n+ erstens\n+ zweitens\n#pagebreak()\n== Ziele\n- Bus fährt\n"
    )
    reading = paper(source)
    assert told(reading) == [
        "heading: Treffen", "heading: Probleme", "item: Bus fehlt", f"item: {LONG.strip()}", "item: erstens", "item: zweitens",
        "heading: Ziele", "item: Bus fährt",
    ]  # fmt: skip
    assert (the(reading, "Bus fährt").heading_path, the(reading, "Bus fährt").page) == ("Treffen > Ziele", 2)


def test_headers_footers_and_page_numbers_are_furniture() -> None:
    page = PAGE.replace(
        '"a4"', '"a4", header: [Kreis Nord · Treffen], footer: context [Seite #counter(page).display() von 3]'
    )
    reading = paper(f"{LONG}#pagebreak(){LONG}#pagebreak(){LONG}", page)
    assert words(reading, "furniture") == [line for n in "123" for line in ("Kreis Nord · Treffen", f"Seite {n} von 3")]
    assert words(reading) == [LONG.strip()] * 3


@pytest.mark.parametrize("number", ["Seite 1 von 1", "– 1 –", "1", "S. 1", "1/1", "Page 1 of 1"])
def test_the_number_of_a_single_page_is_furniture(number: str) -> None:
    reading = paper(f"{LONG}", PAGE.replace('"a4"', f'"a4", footer: align(center)[{number}]'))
    assert words(reading, "furniture") == [number]


TABLE = (
    "[*Problem*],[*Ziel*],[*Maßnahme*],[Bus fehlt am Abend],[],[Rufbus einrichten],[Kita fehlt],[Kita da],[Neu bauen]"
)


@pytest.mark.parametrize("stroke", ["1pt", "none", "(x, y) => (bottom: 1pt)"])
def test_a_table_reads_by_row_with_or_without_rules(stroke: str) -> None:
    reading = paper(f"Davor.\n#table(columns: 3, stroke: {stroke}, {TABLE})\nDanach.")
    assert words(reading)[0::10] == ["Davor."][:1] or words(reading)[0] == "Davor."
    found = the(reading, "Neu bauen")
    assert (found.kind, found.column, found.row) == ("cell", "Maßnahme", 2)
    assert words(reading)[-1] == "Danach."


def test_a_table_goes_on_over_pages() -> None:
    rows = ", ".join(f"[Problem Nummer {n}], [Maßnahme Nummer {n}]" for n in range(12))
    source = f"#table(columns: 2, table.header([*Problem*], [*Maßnahme*]), {rows})"
    reading = paper(source, PAGE.replace('paper: "a4"', "width: 15cm, height: 8cm"))
    last = the(reading, "Maßnahme Nummer 11")
    assert (last.table, last.column, last.page) == (0, "Maßnahme", 2)
    assert words(reading, "furniture") == ["Problem", "Maßnahme"]


def test_a_row_cut_by_a_page_is_whole_again() -> None:
    source = f"#v(2.2cm)\n#table(columns: 2, [*Problem*], [*Maßnahme*], [{LONG * 2}], [Rufbus])"
    reading = paper(source, PAGE.replace('paper: "a4"', "width: 15cm, height: 10cm"))
    assert (LONG * 2).strip() in words(reading)


def test_merged_cells_are_read_once() -> None:
    source = "#table(columns: 2, [*Thema*], [*Maßnahme*], table.cell(rowspan: 2)[Wohnen], [Lotsen], [Vermieter])"
    reading = paper(source)
    assert (the(reading, "Vermieter").heading_path, words(reading).count("Wohnen")) == ("Wohnen", 1)


def test_words_longer_than_their_cell_are_whole_again() -> None:
    torn = "Der Kreis soll \\ die Fachkräfte \\ weiterfinanziere \\ n."
    bare = "#sym.hyph.minus \\ Brückenangebote \\ schaffen \\ #sym.hyph.minus \\ Sprachfachkraft \\ fehlt im Ort"
    titles = "[*Problem*],[*Ergebnis*],[*Idee*]"
    reading = paper(f"#table(columns: 3, {titles}, [Bus fehlt am Abend], [{torn}], [{bare}])\n\n{LONG}")
    assert words(reading, "cell") == [
        "Bus fehlt am Abend",
        "Der Kreis soll die Fachkräfte weiterfinanzieren.",
        "Brückenangebote schaffen",
        "Sprachfachkraft fehlt im Ort",
    ]


def test_lines_in_a_cell_that_end_early_are_assertions_of_their_own() -> None:
    reading = paper(
        "#table(columns: (4cm, 9cm), [*Problem*], [*Maßnahme*], [Bus], [Rufbus (5)\\ Taxi (3)\\ Bürgerbus im ganzen Kreis])"
    )
    assert [reading.slice(b) for b in reading.blocks if b.column == "Maßnahme"] == [
        "Rufbus (5)",
        "Taxi (3)",
        "Bürgerbus im ganzen Kreis",
    ]


def test_slides_are_read_by_page() -> None:
    page = "#set page(width: 25cm, height: 14cm)\n#set text(size: 20pt)\n"
    reading = paper(
        "#text(size: 32pt)[Gruppe 1]\n- Mehr Busse\n#pagebreak()\n#text(size: 32pt)[Gruppe 2]\n- Räume öffnen", page
    )
    assert (the(reading, "Räume").heading_path, the(reading, "Räume").page) == ("Gruppe 2", 2)


def test_bold_lines_and_run_in_titles() -> None:
    reading = paper(f"*Ziele*\n\n{LONG}\n\n*Sprache:* Es fehlen Kurse.\n")
    assert the(reading, "Kurse.").heading_path == "Ziele > Sprache"


def test_numbered_headings_keep_their_rank() -> None:
    reading = paper(f'#set heading(numbering: "1.1")\n= Wohnen\n== Miete\n{LONG}\n= Verkehr\n{LONG}')
    assert the(reading, "1.1 Miete").heading_path == "1 Wohnen"


def locked(password: str) -> bytes:
    buffer = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf(PAGE + LONG))) as document:
        document.save(buffer, encryption=pikepdf.Encryption(owner="geheim", user=password))
    return buffer.getvalue()


def test_a_pdf_that_forbids_printing_can_be_read() -> None:
    assert words(read(locked(""), "a.pdf")) == [LONG.strip()]


def test_an_empty_page_gives_no_words() -> None:
    assert read(pdf("#set page(width: 5cm, height: 5cm)\n#pagebreak()"), "a.pdf").text == ""


def test_remarks_on_a_pdf_are_said() -> None:
    buffer = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf(PAGE + LONG))) as document:
        remark = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.FreeText, Rect=[0, 0, 100, 20], Contents="Anmerkung"
        )
        document.pages[0].Annots = document.make_indirect([remark])
        document.save(buffer)
    assert read(buffer.getvalue(), "a.pdf").notes == ("1 Anmerkungen oder Formularfelder nicht gelesen",)


def test_a_footnote_is_one_and_its_number_no_word() -> None:
    reading = paper(f"{LONG}#footnote[Quelle: Amt 2023] weiter im Text.\n\n{LONG}")
    assert words(reading, "footnote") == ["Quelle: Amt 2023"]
    assert words(reading, "paragraph") == [f"{LONG}weiter im Text.", LONG.strip()]


def test_single_lines_with_space_between_stay_apart() -> None:
    assert words(paper("„Wir machen mit.“\n\n„Niemand fragt uns.“\n\n„Der Bus fehlt.“")) == [
        "„Wir machen mit.“", "„Niemand fragt uns.“", "„Der Bus fehlt.“",
    ]  # fmt: skip


def test_a_printed_spreadsheet_reads_by_row() -> None:
    head = "[*Lfd.*], [*Überschrift*], [*Art*], [*Kartentext*], [*Punkte*]"
    rows = ", ".join(f"[{n}], [Wohnen], [Problem], [Karte Nummer {n} im Kreis], align(right)[{n}]" for n in range(1, 9))
    source = f"#table(columns: 5, stroke: none, inset: 5pt, {head}, {rows})"
    reading = paper(source, PAGE.replace('paper: "a4"', "width: 15cm, height: 7cm"))
    found = the(reading, "Karte Nummer 8")
    assert (found.column, found.votes, found.heading_path, found.table) == ("Problem", 8, "Wohnen", 0)


def test_a_plan_on_its_side_has_a_title_and_rows() -> None:
    head = "[*Nr.*], [*Handlungsfeld*], [*Ziel*], [*Maßnahme*], [*Verantwortlich*]"
    source = f"= Plan\n#table(columns: 5, {head}, [1], [Sprache], [Alle lernen], [Kurse], [VHS], [2], [], [], [Sprachcafé], [DRK])"
    found = the(paper(source, PAGE.replace('"a4"', '"a4", flipped: true')), "Sprachcafé")
    assert (found.heading_path, found.column) == ("Plan > Sprache", "Maßnahme")


def test_what_stands_in_a_box_of_its_own_is_one_card() -> None:
    cards = ["Nachbarschaftsfest am Kirchplatz, jedes Jahr im Juni (4)", "Sprachtreff im Gemeindehaus (Di + Do vormittags)",
             "Hausaufgabenhilfe in der Grundschule läuft super", "kurze Wege"]  # fmt: skip
    boxes = "".join(f"#rect(width: 170pt, inset: 6pt)[{card}]\n" for card in cards)
    wide = "Über die Karten wurde lange gesprochen, am Ende hat jede Gruppe fünf Punkte auf die Karten der anderen geklebt."
    assert words(paper(f"{wide}\n\n#pad(left: 8pt)[\n{boxes}]\n{wide}")) == [wide, *cards, wide]
