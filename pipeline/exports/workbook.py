"""Workbook: review.xlsx, the sheets in which people decide. Protected except for the cells they fill in.

Words are written as words: a statement that begins with = stays a statement. The same rows give the same bytes.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from pipeline.exports import rows
from pipeline.exports.material import Material
from pipeline.shared.publication import CONFIDENTIAL
from pipeline.shared.review import forms
from pipeline.shared.wording import number, percent

CREATED = dt.datetime(2000, 1, 1)  # noqa: DTZ001 - fixed: a clock would make every run different
LISTS = "Listen"
OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "default_date_format": "yyyy-mm-dd",
}
UNPROTECTED = {
    "autofilter": True,
    "sort": True,
    "format_columns": True,
    "format_rows": True,
    "select_locked_cells": True,
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
COVER_WIDTH = 90  # characters
LINE_HEIGHT = 15.0  # points
MOST_LINES = 25  # a spreadsheet row may be 409 points high
GROWING = {"Querschnitt", "Fehlende Aussagen"}  # sheets with empty rows for what the machine missed
EXPLAINED = (
    "Auf jedem Blatt zeigt der weiße Teil, was die Maschine vorschlägt; in die gelben Spalten schreiben Sie, was gilt.",
    "Eine leere gelbe Zelle entscheidet nichts. Wer einen Vorschlag bestätigen will, wählt ihn aus.",
    "Oben steht, was am meisten klärt: unsichere Zeilen, die für viele ähnliche stehen.",
    "Sie dürfen sortieren, filtern, Zeilen löschen und nach Belieben aufhören.",
    "Speichern Sie die Mappe unter beliebigem Namen im Ordner review Ihres Korpus, dann `dvc repro`.",
    "Mehrere Personen nehmen je eine eigene Kopie. Widersprüche werden aufgelistet; die jüngste Entscheidung gilt.",
)

ELSEWHERE = "Wortlaute, die nur gezählt werden dürfen, stehen in intern/review.xlsx."
BLIND_EXPLAINED = (
    "Kodieren Sie jede Aussage für sich: ein Typ, ein Arbeitsbereich, wenn nötig ein zweiter.",
    "Es ist nicht zu sehen, was die Maschine oder andere Personen kodiert haben; so lässt sich Übereinstimmung messen.",
    "Jede Person füllt eine eigene Kopie aus und speichert sie im Ordner review. Entschieden wird damit nichts.",
)


@dataclass(frozen=True)
class Looks:
    """The formats of the workbook."""

    head: Format
    head_open: Format
    locked: Format
    share: Format
    open: Format
    title: Format
    prose: Format
    figure: Format


def looks(book: Workbook) -> Looks:
    """Return the formats, made once per workbook."""
    cell = {"valign": "top", "text_wrap": True}
    head = {"bold": True, "valign": "top", "text_wrap": True, "bottom": 1}
    return Looks(
        book.add_format({**head, "bg_color": "#E8E8E8"}),
        book.add_format({**head, "bg_color": "#FFE699"}),
        book.add_format(cell),
        book.add_format({**cell, "num_format": "0 %"}),
        book.add_format({**cell, "bg_color": "#FFF9E5", "locked": False}),
        book.add_format({"bold": True, "font_size": 14}),
        book.add_format({"text_wrap": True, "valign": "top"}),
        book.add_format({"num_format": "0", "align": "left", "valign": "top"}),
    )


def build(material: Material, target: float) -> bytes:
    """Return the review workbook of ``material``; ``target`` is the accuracy aimed at (0 to 1)."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, OPTIONS)
    book.set_properties({"title": "Durchsicht", "created": CREATED})
    style = looks(book)
    sheets = rows.all_rows(material)
    said = EXPLAINED if material.whole else (*EXPLAINED, ELSEWHERE)
    cover(book, style, said, progress(sheets, target))
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
    style = looks(book)
    cover(book, style, BLIND_EXPLAINED, pd.DataFrame())
    fill(book.add_worksheet(forms.BLIND.title), style, forms.BLIND, rows.blind(material, chosen))
    name_lists(book, drop_down_lists(material))
    seal(book)
    book.close()
    return buffer.getvalue()


def seal(book: Workbook) -> None:
    """Say on every printed page that the workbook is confidential."""
    for sheet in book.worksheets():
        sheet.set_header(f"&C{CONFIDENTIAL}")


def cover(book: Workbook, style: Looks, said: Sequence[str], figures: pd.DataFrame) -> None:
    """Write the first sheet: what to do, who decides, and how far it is."""
    sheet = book.add_worksheet(forms.COVER)
    sheet.set_column(0, 0, COVER_WIDTH, style.prose)
    sheet.set_column(1, 5, 20, style.prose)
    sheet.write_string(0, 0, forms.COVER, style.title)
    for line, sentence in enumerate(said, 2):
        sheet.write_string(line, 0, sentence, style.prose)
        sheet.set_row(line, LINE_HEIGHT * (1 + len(sentence) // COVER_WIDTH))
    line = len(said) + 3
    for prompt in (forms.NAME_PROMPT, forms.DATE_PROMPT):
        sheet.write_string(line, 0, prompt, style.head_open)
        sheet.write_blank(line, 1, None, style.open)
        line += 1
    line += 1
    for place, heading in enumerate(figures.columns):
        sheet.write_string(line, place, heading, style.head)
    for offset, row in enumerate(figures.itertuples(index=False), 1):
        for place, cell in enumerate(row):
            sheet.write_string(line + offset, place, str(cell), style.prose)
        sheet.set_row(line + offset, 3 * LINE_HEIGHT)
    printed(sheet)
    sheet.protect("", UNPROTECTED)
    sheet.activate()


def fill(sheet: Worksheet, style: Looks, form: forms.Form, table: pd.DataFrame) -> None:
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
    sheet.set_row(0, 2 * LINE_HEIGHT)
    write_rows(sheet, table)
    for line, height in enumerate(heights(form, table), 1):
        sheet.set_row(line, height)
    for line in range(len(table) + 1, len(table) + 1 + growing):
        for place in range(len(form.headings)):
            sheet.write_blank(line, place, None, style.open)
    printed(sheet)
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, last, len(form.headings) - 1)
    sheet.protect("", UNPROTECTED)


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
    found: list[float] = (LINE_HEIGHT * np.minimum(lines, MOST_LINES)).tolist()
    return found


def printed(sheet: Worksheet) -> None:
    """Set the sheet up for paper: landscape A4, as wide as the page, headings on every page."""
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


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


def progress(sheets: dict[str, pd.DataFrame], target: float) -> pd.DataFrame:
    """Return for types and fields how many are decided, how many are expected to be right, and how many to go."""
    lines = []
    for title in ("Typen", "Felder"):
        table = sheets[title]
        decided = table["Gilt"].ne("")
        scores = table["Sicherheit"].where(~decided, 1.0).to_numpy(dtype=float)
        lines.append(
            {
                "Stand": title,
                "Aussagen": number(len(table)),
                "entschieden": number(int(decided.sum())),
                "erwartet richtig": percent(float(scores.mean())) if len(scores) else "–",
                "Ziel": percent(target),
                "noch zu prüfen": f"noch {number(to_go(scores, target))} Prüfungen bis zur Zielgenauigkeit",
            }
        )
    return pd.DataFrame(lines)


def to_go(scores: np.ndarray[tuple[int, ...], np.dtype[np.float64]], target: float) -> int:
    """Return how many codings must be checked from the top until ``target`` is the expected share of right ones.

    ``scores`` are calibrated probabilities in the order of the sheet; a checked coding counts as right.

    >>> to_go(np.array([0.5, 0.9, 0.9, 1.0]), 0.9)
    1
    """
    if not len(scores):
        return 0
    gains = np.concatenate([[0.0], np.cumsum(1 - scores)])
    reached = (scores.sum() + gains) / len(scores) >= target - 1e-12
    return int(np.argmax(reached)) if reached.any() else len(scores)
