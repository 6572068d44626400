"""PDF: paragraphs, items, headings and tables back out of letters on a page, furniture set apart, pages kept."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

import pypdfium2

from pipeline.sources import legacy
from pipeline.sources.archive import BROKEN, LOCKED
from pipeline.sources.options import Options
from pipeline.sources.pdf_lines import Line, joined, ordered, stretches
from pipeline.sources.pdf_page import Sheet, sheet
from pipeline.sources.pdf_paragraphs import Paragraphs
from pipeline.sources.pdf_tables import Table, open_tables, ruled
from pipeline.sources.pieces import Draft, Piece, Refused

EDGE = 0.12  # share of the page's height in which headers and footers stand
EDGE_LINES = 3
PAGE_NUMBER = re.compile(
    r"^(?:[-–—|\s]*(?:seite|s\.|page|blatt)?\s*\d{1,4}\s*(?:(?:von|/|of|\|)\s*\d{1,4})?[-–—|\s]*)$", re.IGNORECASE
)
OFTEN = 3  # a line of the edge that stands on every third page is furniture
FEW_LETTERS = 10


def read(data: bytes, options: Options) -> Draft:
    """Return the pieces of a PDF; raises Refused where it is locked, broken or a scan that nothing here can read."""
    sheets = _sheets(data, options)
    draft = Draft(reader="pdf")
    letters = sum(len(page.letters) for page in sheets)
    if letters < FEW_LETTERS and any(page.images for page in sheets):
        return legacy.read_scan(data, options)
    blank = [page.number for page in sheets if page.images and len(page.letters) < FEW_LETTERS]
    if blank:
        draft.note(f"{len(blank)} Seiten ohne Textebene (Bilder) nicht gelesen")
    flow, furniture = _flow(sheets)
    draft.pieces = _interleaved(Paragraphs(flow).pieces(), furniture)
    return draft


def _sheets(data: bytes, options: Options) -> list[Sheet]:
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise Refused(
            LOCKED if "password" in str(error).lower() or "security" in str(error).lower() else BROKEN
        ) from None
    try:
        if len(document) > options.max_pages:
            raise Refused(f"mehr als {options.max_pages} Seiten; bitte teilen (sources.max_pages)")
        return [sheet(document, index) for index in range(len(document))]
    except pypdfium2.PdfiumError:
        raise Refused(BROKEN) from None
    finally:
        document.close()


def _flow(sheets: Sequence[Sheet]) -> tuple[list[Line | Table], list[Piece]]:
    """Return lines and tables in reading order, and the furniture of the pages."""
    pages = []
    for page in sheets:
        tables, outside = ruled(page)
        more, rest = open_tables(ordered(stretches(outside)), outside)
        pages.append((page, joined(rest), tables + more))
    gone = _furniture([(page, found) for page, found, _ in pages])
    flow: list[Line | Table] = []
    furniture: list[Piece] = []
    for page, found, tables in pages:
        kept = [line for line in found if line not in gone]
        furniture += [Piece("furniture", line.text, page=page.number) for line in found if line in gone]
        flow += _placed(kept, sorted(tables, key=lambda table: table.top))
    return flow, furniture


def _placed(found: list[Line], tables: list[Table]) -> list[Line | Table]:
    """Return the lines with each table before the first line that stands below it."""
    items: list[Line | Table] = list(found)
    for table in reversed(tables):
        below = (i for i, item in enumerate(items) if isinstance(item, Line) and item.top >= table.bottom - 2)
        items.insert(next(below, len(items)), table)
    return items


def _furniture(pages: Sequence[tuple[Sheet, list[Line]]]) -> set[Line]:
    """Return lines at the edge of a page that come back with other numbers, and page numbers."""
    edges: list[tuple[Line, str]] = []
    for page, found in pages:
        top = [line for line in sorted(found, key=lambda one: one.top) if line.bottom < EDGE * page.height][:EDGE_LINES]
        low = [line for line in sorted(found, key=lambda one: -one.bottom) if line.top > (1 - EDGE) * page.height][
            :EDGE_LINES
        ]
        edges += [(line, re.sub(r"\d+", "#", line.text)) for line in {*top, *low}]
    counts = Counter(masked for _, masked in edges)
    often = max(2, len(pages) / OFTEN)
    return {line for line, masked in edges if counts[masked] >= often or PAGE_NUMBER.match(line.text)}


def _interleaved(found: list[Piece], furniture: list[Piece]) -> list[Piece]:
    """Return the pieces with the furniture of each page behind the last piece that begins on it."""
    done: list[Piece] = []
    waiting = sorted(furniture, key=lambda piece: piece.page or 0)
    for piece in found:
        while waiting and (waiting[0].page or 0) < (piece.page or 0):
            done.append(waiting.pop(0))
        done.append(piece)
    return done + waiting
