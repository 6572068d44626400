"""Workbook: review.xlsx, the sheets in which people decide. Protected except for the cells they fill in.

Words are written as words: a statement that begins with = stays a statement. The same rows give the same bytes.
"""

from __future__ import annotations

import datetime as dt
import io

import numpy as np
import pandas as pd
import xlsxwriter
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from pipeline.exports import cover, looks, rows
from pipeline.exports.material import Material
from pipeline.shared.publication import CONFIDENTIAL
from pipeline.shared.review import forms

CREATED = dt.datetime(2000, 1, 1)  # noqa: DTZ001 - fixed: a clock would make every run different
LISTS = "Listen"
OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "default_date_format": "yyyy-mm-dd",
}
WIDTHS = {
    "Kennung": 19, "Dokument": 30, "Ort": 32, "Aussage": 60, "Merker": 16, "Vorschlag": 24, "Zweiter Vorschlag": 24,
    "Gilt": 24, "Sicherheit": 10, "Belege": 32, "Art": 14, "Wert": 24, "Feld": 24, "Gültiger Name": 28, "Wörter": 34,
    "Nennungen": 10, "Quellen": 8, "Stabilität": 10, "Thema": 19, "Name des Themas": 30, "Nähe": 8, "Stand": 12,
    "Aussagen": 10, "Zitat": 60, "Kennung damals": 19, "Aussage damals": 60,
    "Vermutung": 18, "Ihre Fassung": 50, "Warum": 30,
}  # fmt: skip
WIDE = {
    ("Leitlinien", "Vorschlag"): 50,
    ("Leitlinien", "Gilt"): 40,
    ("Leitlinien", "Belege"): 60,
    ("Themen", "Vorschlag"): 30,
}
SHARES = {"Sicherheit", "Nähe", "Stabilität"}
DROP_DOWNS = {
    ("Typen", "Ihr Typ"): "Typen_oder_keine",
    ("Felder", "Ihr Feld"): "Felder_Liste",
    ("Felder", "Ihr zweites Feld"): "Felder_oder_keines",
    ("Querschnitt", "Stimmt das?"): "Ja_Nein",
    ("Themen", "Zusammenlegen mit"): "Themen_Liste",
    ("Zuordnung", "Verschieben nach"): "Themen_Liste",
    ("Leitlinien", "Ihr Status"): "Status_Liste",
    ("Fehlende Aussagen", "Dokument"): "Dokumente_Liste",
    ("Fehlende Aussagen", "Typ"): "Typen_Liste",
    ("Fehlende Aussagen", "Feld"): "Felder_Liste",
    ("Dokumente", "Geprüft"): "Ja_Nein",
    ("Antworten", "Trifft das zu?"): "Ja_Nein",
    ("Blindkodierung", "Blind: Typ"): "Typen_Liste",
    ("Blindkodierung", "Blind: Feld"): "Felder_Liste",
    ("Blindkodierung", "Blind: zweites Feld"): "Felder_oder_keines",
}
MOST_LINES = 25  # a spreadsheet row may be 409 points high
GROWING = {"Querschnitt", "Fehlende Aussagen"}  # sheets with empty rows for what the machine missed
BLIND_EXPLAINED = (
    "Kodieren Sie jede Aussage für sich: ein Typ, ein Arbeitsbereich, wenn nötig ein zweiter.",
    "Es ist nicht zu sehen, was die Maschine oder andere Personen kodiert haben; so lässt sich Übereinstimmung messen.",
    "Jede Person füllt eine eigene Kopie aus und speichert sie im Ordner review. Entschieden wird damit nichts.",
)


def build(material: Material, target: float) -> bytes:
    """Return the review workbook of ``material``; ``target`` is the accuracy aimed at (0 to 1)."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, OPTIONS)
    book.set_properties({"title": "Durchsicht", "created": CREATED})
    style = looks.made(book)
    sheets = rows.all_rows(material)
    said = cover.EXPLAINED if material.whole else (*cover.EXPLAINED, cover.ELSEWHERE)
    figures = cover.progress(sheets, target)
    cover.write(book, style, (*said, *cover.learned(material.learning)), figures)
    for form in forms.FORMS:
        fill(book.add_worksheet(form.title), style, form, sheets[form.title])
    if len(material.answers):
        fill(book.add_worksheet(forms.ANSWERS.title), style, forms.ANSWERS, rows.answers(material))
    name_lists(book, drop_down_lists(material))
    if material.whole:
        seal(book)
    book.close()
    return buffer.getvalue()


def blind(material: Material, chosen: pd.DataFrame) -> bytes:
    """Return the workbook for blind double coding of the statements ``chosen`` (in their order), without codes."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, OPTIONS)
    book.set_properties({"title": "Blindkodierung", "created": CREATED})
    style = looks.made(book)
    cover.write(book, style, BLIND_EXPLAINED, pd.DataFrame())
    fill(book.add_worksheet(forms.BLIND.title), style, forms.BLIND, rows.blind(material, chosen))
    name_lists(book, drop_down_lists(material))
    seal(book)
    book.close()
    return buffer.getvalue()


def seal(book: Workbook) -> None:
    """Say on every printed page that the workbook is confidential."""
    for sheet in book.worksheets():
        sheet.set_header(f"&C{CONFIDENTIAL}")


def fill(sheet: Worksheet, style: looks.Looks, form: forms.Form, table: pd.DataFrame) -> None:
    """Write one sheet: headings, rows, open columns with their drop-downs."""
    growing = forms.NEW_ROWS if form.title in GROWING else 0
    last = max(1, len(table) + growing)
    for place, heading in enumerate(form.headings):
        open_column = heading in form.filled
        width = width_of(form, heading)
        shown = style.open if open_column else style.share if heading in SHARES else style.locked
        sheet.set_column(place, place, width, shown, {"hidden": heading == forms.REMEMBERED})
        sheet.write_string(0, place, heading, style.head_open if open_column else style.head)
        source = DROP_DOWNS.get((form.title, heading))
        if source:
            sheet.data_validation(1, place, last, place, drop_down(source))
    sheet.set_row(0, 2 * looks.LINE_HEIGHT)
    write_rows(sheet, table)
    for line, height in enumerate(heights(form, table), 1):
        sheet.set_row(line, height)
    for line in range(len(table) + 1, len(table) + 1 + growing):
        for place in range(len(form.headings)):
            sheet.write_blank(line, place, None, style.open)
    looks.printed(sheet)
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, last, len(form.headings) - 1)
    sheet.protect("", looks.UNPROTECTED)


def width_of(form: forms.Form, heading: str) -> int:
    """Return the width of a column in characters."""
    return WIDE.get((form.title, heading), WIDTHS.get(heading, 20))


def heights(form: forms.Form, table: pd.DataFrame) -> list[float]:
    """Return the height of every row in points, so that its longest cell can be read: programs do not measure text."""
    lines = np.ones(len(table))
    for heading in table.columns.drop(forms.REMEMBERED, errors="ignore"):
        if not pd.api.types.is_numeric_dtype(table[heading].dtype):
            words = table[heading].astype("string").fillna("")
            wrapped = np.ceil(words.str.len().to_numpy(dtype=float) / width_of(form, heading)) + words.str.count(
                "\n"
            ).to_numpy(dtype=float)
            lines = np.maximum(lines, wrapped)
    found: list[float] = (looks.LINE_HEIGHT * np.minimum(lines, MOST_LINES)).tolist()
    return found


def drop_down(source: str) -> dict[str, object]:
    """Return a drop-down that takes its words from the named range ``source``."""
    return {
        "validate": "list",
        "source": f"={source}",
        "error_title": "Nicht in der Liste",
        "error_message": "Bitte einen Eintrag der Liste wählen oder die Zelle leeren.",
    }


def write_rows(sheet: Worksheet, table: pd.DataFrame) -> None:
    """Write ``table`` below the headings; empty cells take the look of their column."""
    for place, heading in enumerate(table.columns):
        cells = table[heading]
        if pd.api.types.is_numeric_dtype(cells.dtype):
            for line, value in enumerate(cells.astype("Float64").to_numpy(dtype=float, na_value=np.nan).tolist(), 1):
                if value == value:  # noqa: PLR0124 - not a NaN
                    sheet.write_number(line, place, value)
        else:
            for line, word in enumerate(cells.tolist(), 1):
                if word:
                    sheet.write_string(line, place, word)


def drop_down_lists(material: Material) -> dict[str, list[str]]:
    """Return name -> words of every drop-down."""
    types = [kind.name for kind in material.book.types]
    fields = [field.name for field in material.book.fields]
    return {
        "Typen_Liste": types,
        "Typen_oder_keine": [*types, forms.NO_STATEMENT],
        "Felder_Liste": fields,
        "Felder_oder_keines": [*fields, forms.NOTHING],
        "Themen_Liste": [rows.theme_names(material)[name] for name in sorted(rows.theme_names(material))],
        "Dokumente_Liste": sorted(material.documents["document"]),
        "Status_Liste": list(rows.STATUS.values()),
        "Ja_Nein": ["ja", "nein"],
    }


def name_lists(book: Workbook, lists: dict[str, list[str]]) -> None:
    """Write the words of the drop-downs on a hidden sheet and name their ranges."""
    sheet = book.add_worksheet(LISTS)
    for place, (name, words) in enumerate(lists.items()):
        for line, word in enumerate(words):
            sheet.write_string(line, place, word)
        column = xlsxwriter.utility.xl_col_to_name(place)
        book.define_name(name, f"={LISTS}!${column}$1:${column}${max(1, len(words))}")
    sheet.protect()
    sheet.hide()
