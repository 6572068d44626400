"""Files: the sheets that people handed back, as words, whatever program saved them."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from pipeline.shared.errors import UNPACK_FAULTS
from pipeline.shared.review import cells, opendocument

HEADER_DEPTH = 12  # a header stands in one of the first rows
SEPARATORS = ";\t,"
SPREADSHEETS = {".xlsx", ".xlsm"}
LAST_ROW = 1_048_576  # of a sheet in any program; a damaged file may name a row far beyond
DOCUMENTS = {".ods"}
TEXTS = {".csv", ".tsv"}
PROJECTS = {".qdpx"}
IGNORED = re.compile(r"^(\.|~\$)|^README|^LIESMICH|\.md$", re.IGNORECASE)


class UnreadableError(ValueError):
    """A file cannot be read as what its name says; the message is a German half sentence."""


@dataclass(frozen=True)
class Row:
    """One row as words: its line in the file (1 = first) and its cells."""

    line: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Sheet:
    """A sheet as words. ``label`` is empty for a text file; who and when come from the file's properties."""

    file: str
    label: str
    rows: tuple[Row, ...]
    reviewer: str = ""
    date: str = ""


def decoded(data: bytes) -> str:
    """Return ``data`` as text: UTF-8 (with or without mark), UTF-16 by its mark, else Windows-1252.

    >>> decoded("Maßnahme".encode("cp1252")) == decoded("Maßnahme".encode("utf-16")) == "Maßnahme"
    True
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def separated(content: str) -> str:
    """Return the separator of ``content``: the one that its first filled line has most of.

    >>> separated("statement_id;type")
    ';'
    """
    first = next((line for line in content.splitlines() if line.strip()), "")
    return max(SEPARATORS, key=lambda mark: (first.count(mark), -SEPARATORS.index(mark)))


def text_sheet(file: str, data: bytes) -> Sheet:
    """Return the one sheet of a CSV file; a line ``sep=;`` at the top is obeyed and kept out."""
    content = decoded(data)
    named, skip = "", 0
    if content[:4].lower() == "sep=":
        named, skip = content[4:5], 1
        content = content.partition("\n")[2]
    separator = named if named and named not in '\r\n"' else separated(content)
    reader = csv.reader(io.StringIO(content, newline=""), delimiter=separator)
    rows, line = [], skip + 1
    try:
        for row in reader:
            rows.append(Row(line, tuple(cells.text(cell) for cell in row)))
            line = reader.line_num + 1 + skip
    except csv.Error:
        message = f"Zeile {line}: nicht als Tabelle lesbar"
        raise UnreadableError(message) from None
    return Sheet(file, "", tuple(rows))


def workbook_sheets(file: str, data: bytes) -> list[Sheet]:
    """Return the visible sheets of a workbook; raises UnreadableError."""
    try:
        return list(_workbook_sheets(file, data))
    except Exception:  # noqa: BLE001 - openpyxl passes on whatever a broken part makes its parsers raise
        raise UnreadableError("die Arbeitsmappe ist beschädigt; neu speichern") from None


def _workbook_sheets(file: str, data: bytes) -> Iterator[Sheet]:
    import openpyxl  # noqa: PLC0415 - only a workbook needs it, and every stage reads decisions

    book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    changed = book.properties.modified
    date = cells.text(changed.replace(tzinfo=None)) if isinstance(changed, dt.datetime) else ""
    reviewer = cells.text(book.properties.lastModifiedBy)
    for number, sheet in enumerate(book.worksheets, 1):
        if sheet.sheet_state != "visible":
            continue
        sheet.reset_dimensions()  # some programs write a wrong extent
        rows = (
            Row(line, tuple(cells.text(cell) for cell in row))
            for line, row in enumerate(sheet.iter_rows(max_row=LAST_ROW, values_only=True), 1)
        )
        filled = tuple(row for row in rows if any(row.cells))
        yield Sheet(file, f"Blatt {number}, ", filled, reviewer, date)
    book.close()


def document_sheets(file: str, data: bytes) -> list[Sheet]:
    """Return the visible sheets of an OpenDocument spreadsheet; raises UnreadableError."""
    try:
        found, reviewer, date = opendocument.sheets(data)
    except (*UNPACK_FAULTS, etree.XMLSyntaxError):
        raise UnreadableError("die Tabelle ist beschädigt; neu speichern") from None
    return [
        Sheet(file, f"Blatt {number}, ", tuple(Row(line, words) for line, words in rows), reviewer, date)
        for number, rows in enumerate(found, 1)
        if rows
    ]


def handed_back(folder: Path) -> Iterator[Path]:
    """Yield the files below ``folder`` in the order of their names, less notes and lock files."""
    if folder.is_dir():
        for path in sorted(folder.rglob("*"), key=lambda path: path.relative_to(folder).as_posix()):
            if path.is_file() and not any(IGNORED.search(part) for part in path.relative_to(folder).parts):
                yield path


def sheets(file: str, path: Path) -> list[Sheet]:
    """Return the sheets of ``path``, named ``file`` in messages; raises UnreadableError."""
    suffix = path.suffix.lower()
    if suffix in TEXTS:
        return [text_sheet(file, path.read_bytes())]
    if suffix in SPREADSHEETS:
        return workbook_sheets(file, path.read_bytes())
    if suffix in DOCUMENTS:
        return document_sheets(file, path.read_bytes())
    raise UnreadableError("Dateiart unbekannt (erwartet: CSV, XLSX, ODS oder QDPX)")
