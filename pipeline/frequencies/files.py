"""The tables as people open them: CSV for every spreadsheet, one workbook, lists of statements.

CSV is written with ``;``, decimal comma and a byte order mark, which is what a German Excel expects and every other
program reads. A text that a spreadsheet would take for a formula is preceded by an apostrophe there; the workbook
writes it as text. A cell that is not shown is a middle dot.
"""

from __future__ import annotations

import io
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pandas as pd
import xlsxwriter

from pipeline.frequencies import registers, rounds
from pipeline.frequencies.material import Material, outside
from pipeline.shared.corpus import Corpus
from pipeline.shared.publication import CONFIDENTIAL, HIDDEN
from pipeline.shared.tables import VARIANTS
from pipeline.shared.wording import number, tame

CREATED = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)
WIDEST = 60
MOST_ROWS = 50_000  # longer lists are left to the CSV files
MEASURE_TITLES = {
    "mentions": "Nennungen", "distinct": "Nennungen ohne Wiederholungen", "documents": "Dokumente", "groups": "Gruppen",
    "votes": "Klebepunkte", "checked": "davon geprüft", "share": "Anteil in %", "low": "Anteil von",
    "high": "Anteil bis",
}  # fmt: skip
CROSSED = ("feld_typ", "feld_veranstaltung", "feld_gruppe", "feld_paare", "luecken", "pruefstand", "verbleib",
           "entscheidungen", "dateien", "papiere")  # fmt: skip
NOTES = (
    ("Nennung", "Eine Aussage in einem Dokument. Wird dasselbe mehrmals gesagt, zählt jede Nennung."),
    ("Nennungen ohne Wiederholungen", "Wortgleiche Nennungen zählen nur einmal."),
    ("Dokumente", "In wie vielen Protokollen, Mitschriften, Mails oder Interviews es vorkommt."),
    ("Gruppen", "Aus wie vielen Gruppen die Aussagen kommen, soweit die Dokumente es sagen."),
    ("Klebepunkte", "Punkte aus Abstimmungen. Sie stehen für sich und vervielfachen keine Nennung."),
    ("Anteil", "Anteil an der Summe der Spalte; nur bei genügend Nennungen."),
    ("Anteil von, bis", "95-Prozent-Bereich, wären die Dokumente andere gewesen (Ziehung ganzer Dokumente)."),
    (HIDDEN, "Nicht gezeigt: Zu wenige Dokumente stehen dahinter, oder eine solche Zahl ließe sich sonst ausrechnen."),
    ("Lange Listen", f"Listen mit mehr als {number(MOST_ROWS)} Zeilen stehen nur in den CSV-Dateien."),
    ("Häufigkeit", "Oft genannt heißt nicht wichtig. Was nur einmal gesagt wurde, steht unter Einzelnennungen."),
)  # fmt: skip


def folder(corpus: Corpus, variant: str) -> Path:
    """Return where the reports of a variant lie."""
    return corpus.reports if variant == VARIANTS[0] else corpus.reports / VARIANTS[1]


def measures(cells: pd.DataFrame) -> pd.DataFrame:
    """Return the cells with German titles, percentages in points, and a dot where nothing is shown."""
    frame = cells[list(MEASURE_TITLES)].copy()
    for name in ("share", "low", "high"):
        frame[name] = (frame[name] * 100).round(1)
    frame = frame.astype(object).where(frame.notna(), "")
    frame.loc[~cells["shown"].astype(bool).to_numpy(), ["mentions", "distinct", "documents"]] = HIDDEN
    return frame.rename(columns=MEASURE_TITLES)


def wide(cells: pd.DataFrame, title: str) -> pd.DataFrame:
    """Return a table of two features with one column per feature, mentions in the cells."""
    columns = cells.drop_duplicates("column").sort_values("column_order")
    shown = cells["mentions"].astype(object).where(cells["shown"].astype(bool), HIDDEN)
    lines: dict[tuple[int, str], dict[str, object]] = {}
    for order, label, column, value in zip(cells["row_order"], cells["row_label"], cells["column"], shown, strict=True):
        lines.setdefault((order, label), {})[column] = value
    rows = [[label, *(line[column] for column in columns["column"])] for (_, label), line in sorted(lines.items())]
    return pd.DataFrame(rows, columns=[title, *columns["column_label"]])


def long(cells: pd.DataFrame, title: str) -> pd.DataFrame:
    """Return a table of one feature with all measures, one row per feature and kind of material."""
    rows = cells.sort_values(["row_order", "column_order"])
    heads = pd.DataFrame({title: rows["row_label"], "Material": rows["column_label"]})
    if rows["row_part"].str.len().gt(0).any():
        heads.insert(0, "Arbeitsbereich", rows["row_part"])
    return pd.concat([heads, measures(rows)], axis=1).reset_index(drop=True)


def everything(cells: pd.DataFrame) -> pd.DataFrame:
    """Return every cell of every table with its statements."""
    rows = cells.sort_values(["table_order", "row_order", "column_order"])
    heads = rows[["table_label", "row_label", "column_label"]].set_axis(["Tabelle", "Zeile", "Spalte"], axis=1)
    return pd.concat([heads, measures(rows), rows["statement_ids"].rename("Aussagen")], axis=1).reset_index(drop=True)


def people_tables(cells: pd.DataFrame) -> dict[str, tuple[str, pd.DataFrame]]:
    """Return the tables of one variant by key: title and rows."""
    found = {}
    for key, part in cells.sort_values("table_order", kind="stable").groupby("table", sort=False):
        title, row = str(part["table_label"].iloc[0]), str(part["row_title"].iloc[0])
        found[str(key)] = (title, wide(part, row) if key in CROSSED else long(part, row))
    return found


def harmless(value: Any) -> Any:  # noqa: ANN401 - a cell may hold anything
    """Return a CSV cell that no spreadsheet takes for a formula.

    >>> harmless("=1+1"), harmless(3), harmless(12.5), harmless("Kurse")
    ("'=1+1", 3, '12,5', 'Kurse')
    """
    if isinstance(value, float):
        return str(value).replace(".", ",")
    return tame(value)


def csv(frame: pd.DataFrame) -> bytes:
    """Return ``frame`` as CSV for a German spreadsheet."""
    text = frame.map(harmless).rename(columns=tame).to_csv(index=False, sep=";", lineterminator="\r\n")
    return b"\xef\xbb\xbf" + text.encode("utf-8")


def workbook(sheets: dict[str, tuple[str, pd.DataFrame]], note: str, seal: str = "") -> bytes:
    """Return the tables as one workbook: a notes sheet, then one sheet per table; ``seal`` heads every printed page."""
    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        book.set_properties({"title": "Auswertungstabellen", "created": CREATED, "comments": note})
        head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
        body = book.add_format({"text_wrap": True, "valign": "top"})
        notes = pd.DataFrame(
            [("Fassung", note), *NOTES, *((key, title) for key, (title, _) in sheets.items())],
            columns=["Begriff oder Blatt", "Bedeutung"],
        )
        for name, frame in [("Hinweise", notes), *((key, frame) for key, (_, frame) in sheets.items())]:
            if len(frame) > MOST_ROWS:
                continue
            sheet = book.add_worksheet(name[:31])
            if seal:
                sheet.set_header(f"&C{seal}")
            fill(sheet, frame, head, body)
    return buffer.getvalue()


def fill(sheet: Any, frame: pd.DataFrame, head: Any, body: Any) -> None:  # noqa: ANN401 - xlsxwriter has no types
    """Write one table: header row, numbers as numbers, words as words."""
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(len(frame), 1), max(len(frame.columns) - 1, 0))
    for column, title in enumerate(frame.columns):
        cells = list(frame.iloc[:, column])
        longest = max([len(str(title)), *(len(str(cell)) for cell in cells[:500])])
        sheet.set_column(column, column, min(max(longest + 2, 9), WIDEST), body)
        sheet.write_string(0, column, str(title), head)
        for row, cell in enumerate(cells, start=1):
            if isinstance(cell, str):
                sheet.write_string(row, column, cell[:32000], body)
            elif not pd.isna(cell):
                sheet.write_number(row, column, float(cell), body)


def made(cells: pd.DataFrame, material: Material, compared: pd.DataFrame, variant: str) -> dict[str, bytes]:
    """Return the CSV files and the workbook of a variant by their names; ``cells`` are its own."""
    public = variant == VARIANTS[0]
    spoken = outside(material) if public else material
    shown = {
        **people_tables(cells),
        **registers.lists(spoken, cells, public=public),
        **rounds.tables(compared, variant),
    }
    note = "öffentlich: ohne kleine Zellen, nur freigegebene Wortlaute" if public else "vertraulich, nur intern"
    lists = {f"tables/{key}.csv": csv(frame) for key, (_, frame) in shown.items()}
    book = workbook(shown, note, "" if public else CONFIDENTIAL)
    return {**lists, "tables/zellen.csv": csv(everything(cells)), "tables.xlsx": book}
