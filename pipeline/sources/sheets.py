"""Tables of cards: Excel, OpenDocument and CSV sheets, whatever way they were laid out."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence

from lxml import etree

from pipeline.sources import workbook
from pipeline.sources.archive import Archive
from pipeline.sources.cards import lay
from pipeline.sources.encodings import decode
from pipeline.sources.grids import Cell, Grid, cell
from pipeline.sources.odt import TABLE, TEXT
from pipeline.sources.options import Options
from pipeline.sources.pieces import Draft, Piece, Refused, clean, whole
from pipeline.sources.workbook import MOST_COLUMNS, Place, Sheet

SEPARATORS = ";\t,|"
SAMPLE = 20_000
MOST_REPEATED = 200
MOST_CELLS = 1_000_000
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
FEW_WORDS = 12
ANSWERS = re.compile(
    r"antwort(?:en|text)?|responses?|answers?|freitexte?|nennung(?:en)?|beitr(?:ag|äge)", re.IGNORECASE
)
FRAME_LEVEL = 2
TITLE_NUMBER = re.compile(r"\d{1,2}[.)]\s+\S")
FRAME = re.compile(
    r"(?:frame|rahmen|board|cluster|spalte|tisch|station|poster|plakat|(?:stell|pinn)?wand|gruppe|block|runde|teil|bereich|frage)"
    r"\s*\d{1,2}\s*(?:[–—:.)-]|$)",
    re.IGNORECASE,
)


def read_xlsx(data: bytes, options: Options) -> Draft:
    """Return the cards of an Excel workbook; hidden sheets, rows and columns are read and reported."""
    archive = Archive(data)
    draft = Draft(reader="xlsx")
    if any(name.endswith("vbaProject.bin") for name in archive.names):
        draft.note("enthält Makros; sie wurden nicht ausgeführt")
    remarks = workbook.comments(archive)
    if remarks and not options.comments:
        draft.note("Kommentare an Zellen nicht gelesen (sources.comments)")
    draft = _laid(draft, workbook.sheets(archive))
    draft.pieces += [Piece("comment", remark) for remark in remarks if options.comments]
    return draft


def read_ods(data: bytes, options: Options) -> Draft:
    """Return the cards of an OpenDocument sheet."""
    del options
    root = Archive(data).xml("content.xml")
    found = [_open_sheet(table) for table in root.iter(TABLE + "table")]
    return _laid(Draft(reader="ods"), found)


def read_csv(data: bytes, options: Options) -> Draft:
    """Return the cards of a CSV or TSV of any encoding and separator."""
    del options
    text, encoding = decode(data)
    draft = Draft(reader="csv")
    if not encoding.startswith("utf-8"):
        draft.note(f"Zeichensatz {encoding} erkannt")
    try:
        rows = list(csv.reader(io.StringIO(text.replace("\x00", ""), newline=""), delimiter=separator(text)))
    except csv.Error:
        raise Refused("die Tabelle hat eine Zelle ohne Ende (Anführungszeichen?); bitte als XLSX speichern") from None
    sheet = Sheet("")
    sheet.places = [Place(i, j, value) for i, row in enumerate(rows) for j, value in enumerate(row) if value.strip()]
    return _laid(draft, [sheet])


def separator(text: str) -> str:
    r"""Return the sign between the columns: the one that most lines have equally often.

    >>> separator("Karte;Punkte\nBus, Bahn;3\n")
    ';'
    """
    lines = [line for line in text[:SAMPLE].split("\n") if line.strip()][:50]
    if text[:4].lower() == "sep=" and text[4:5] not in {"", "\r", "\n", '"'}:
        return text[4]

    def regular(sign: str) -> tuple[int, int]:
        counts = [line.count(sign) for line in lines]
        usual = max(set(counts) - {0}, key=counts.count, default=0)
        return counts.count(usual) if usual else 0, -SEPARATORS.index(sign)

    return max(SEPARATORS, key=regular) if lines else ";"


def _laid(draft: Draft, found: Sequence[Sheet]) -> Draft:
    named = len([sheet for sheet in found if sheet.places]) > 1 or any(not _dull(sheet.name) for sheet in found)
    for number, sheet in enumerate(found):
        if not sheet.places:
            continue
        _report(draft, sheet)
        if named and sheet.name:
            draft.pieces.append(Piece("heading", sheet.name, 1))
        draft.pieces += _pieces(sheet, number)
    margins = dict.fromkeys(words for sheet in found for words in sheet.margins if words)
    draft.pieces += [Piece("furniture", words) for words in margins]
    return draft


def _dull(name: str) -> bool:
    """Tell whether a sheet bears the name that the program gave it."""
    return not name or name.rstrip("0123456789 ").lower() in {"tabelle", "sheet", "blatt", "table"}


def _report(draft: Draft, sheet: Sheet) -> None:
    if sheet.hidden:
        draft.note("ausgeblendetes Blatt mitgelesen")
    rows = len({place.row for place in sheet.places} & sheet.hidden_rows)
    columns = len({place.column for place in sheet.places} & sheet.hidden_columns)
    if rows:
        draft.note(f"{rows} ausgeblendete Zeilen mitgelesen")
    if columns:
        draft.note(f"{columns} ausgeblendete Spalten mitgelesen")


def _pieces(sheet: Sheet, number: int) -> list[Piece]:
    """Return the pieces of a sheet: lone lines at the top as paragraphs, then the table."""
    grid_rows = _rows(sheet)
    if not grid_rows:
        return []
    lone = all(sum(bool(part.text) for part in row) <= 1 for row in grid_rows)
    if lone:
        return _listed([next((part for part in row if part.text), Cell()) for row in grid_rows], number)
    column = "" if _dull(sheet.name) else sheet.name
    return lay(Grid(grid_rows, number, cards=True, column=column))


def _listed(column: Sequence[Cell], number: int) -> list[Piece]:
    """Return the only column of a sheet: prose, or cards with the titles between them ('Frame 2 – Ideen')."""
    texts = [part for part in column if part.text]
    if _asked_blocks(column):
        told = enumerate(_opened(column))
        return [_titled(part, row, number, FRAME_LEVEL * opens) for row, (part, opens) in told]
    if _prose(texts):
        return [Piece("paragraph", part.pieces[0].text, row=row) for row, part in enumerate(texts)]
    framed = [bool(FRAME.match(part.text)) and len(part.text.split()) <= FEW_WORDS for part in texts]
    if len(texts) > 2 and texts[0].text.endswith("?") and ANSWERS.fullmatch(texts[1].text):  # noqa: PLR2004
        asked = Piece("heading", texts[0].text, FRAME_LEVEL)
        return [asked, Piece("furniture", texts[1].text), *_listed(texts[2:], number)]
    opens = len(texts) > 1 and framed[1] and not framed[0]
    titles = [1 if opens and row == 0 else FRAME_LEVEL * titled for row, titled in enumerate(framed)]
    return [_titled(part, row, number, level) for row, (part, level) in enumerate(zip(texts, titles, strict=True))]


def _titled(part: Cell, row: int, number: int, level: int) -> Piece:
    """Return the only cell of a row as a title of ``level``, or as a card where that is 0."""
    return Piece("heading", part.text, level) if level else Piece("card", part.pieces[0].text, row=row, table=number)


def _opened(column: Sequence[Cell]) -> list[tuple[Cell, bool]]:
    """Return the filled cells of a column, and which of them open a block: the first, and those below an empty one."""
    return [(part, row == 0 or not column[row - 1].text) for row, part in enumerate(column) if part.text]


def _asked_blocks(column: Sequence[Cell]) -> bool:
    """Tell whether a column holds blocks of answers, each below its question or numbered title."""
    opened = _opened(column)
    first = [part.text for part, opens in opened if opens]
    titled = sum(text.endswith("?") or bool(TITLE_NUMBER.match(text)) for text in first)
    inside = any(TITLE_NUMBER.match(part.text) for part, opens in opened if not opens)
    return titled > 1 and titled * 2 > len(first) and len(first) * 2 <= len(opened) and not inside


def _prose(texts: Sequence[Cell]) -> bool:
    """Tell whether the only column of a sheet holds information rather than cards: few lines, a date, a colon."""
    return len(texts) < FEW_WORDS and any(":" in part.text or part.text.endswith(".") for part in texts)


def _rows(sheet: Sheet) -> list[list[Cell]]:
    """Return the rows from the first used to the last used; merged cells know their span and fill down as blanks."""
    first, last = min(place.column for place in sheet.places), max(place.column for place in sheet.places)
    spans = {(top, left): right - left + 1 for top, left, _, right in sheet.merged}
    used = list(range(max(place.row for place in sheet.places) + 1))
    if len(used) * (last - first + 1) > MOST_CELLS:
        used = sorted({place.row for place in sheet.places})
    if last - first >= MOST_COLUMNS or len(used) * (last - first + 1) > MOST_CELLS:
        raise Refused("die Tabelle ist zu groß; bitte leere Spalten löschen oder auf mehrere Dateien verteilen")
    places = {(place.row, place.column): place for place in sheet.places}
    rows = []
    for row in used:
        line = []
        for column in range(first, last + 1):
            place = places.get((row, column))
            span = spans.get((row, column), 1)
            line.append(cell(place.text, bold=place.bold, span=span) if place else Cell())
        rows.append(line)
    return rows


def _open_sheet(table: etree._Element) -> Sheet:
    """Return one OpenDocument sheet; repeated empty rows and columns are counted, not unrolled."""
    sheet = Sheet(str(table.get(TABLE + "name") or ""))
    index = 0
    for row in table.iter(TABLE + "table-row"):
        repeat = _times(row, "number-rows-repeated")
        places, merged = _open_row(row, index)
        sheet.places += places
        sheet.merged += merged
        if row.get(TABLE + "visibility") in {"collapse", "filter"}:
            sheet.hidden_rows.add(index)
        for again in range(1, min(repeat, MOST_REPEATED) if places else 1):
            sheet.places += [Place(index + again, place.column, place.text) for place in places]
        index += repeat if places or repeat < MOST_REPEATED else 1
    return sheet


def _open_row(row: etree._Element, index: int) -> tuple[list[Place], list[tuple[int, int, int, int]]]:
    places, merged, column = [], [], 0
    for part in row.iterfind("{*}*"):
        if part.tag not in {TABLE + "table-cell", TABLE + "covered-table-cell"}:
            continue
        repeat = _times(part, "number-columns-repeated")
        lines = [clean("".join(str(text) for text in line.itertext())) for line in part.iterfind(TEXT + "p")]
        words = "\n".join(line for line in lines if line)
        span = _times(part, "number-columns-spanned")
        if words:
            places += [Place(index, column + again, words) for again in range(min(repeat, MOST_REPEATED))]
            merged += [(index, column, index, column + span - 1)] if span > 1 else []
        column += repeat
    return places, merged


def _times(element: etree._Element, name: str) -> int:
    return max(1, whole(element.get(TABLE + name), 1))
