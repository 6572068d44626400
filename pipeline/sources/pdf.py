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
from pipeline.sources.pdf_open_tables import open_tables
from pipeline.sources.pdf_page import Sheet, sheet
from pipeline.sources.pdf_paragraphs import Paragraphs
from pipeline.sources.pdf_tables import Table, ruled
from pipeline.sources.pieces import Draft, Piece, Refused
from pipeline.sources.text import join

EDGE = 0.12  # share of the page's height in which headers and footers stand
EDGE_LINES = 3
PAGE_NUMBER = re.compile(
    r"^(?:[-–—|\s]*(?:seite|s\.|page|blatt)?\s*\d{1,4}\s*(?:(?:von|/|of|\|)\s*\d{1,4})?[-–—|\s]*)$", re.IGNORECASE
)
OFTEN = 3  # a line of the edge that stands on every third page is furniture
FEW_LETTERS = 10
SMALLER = 0.4  # points by which the letters of furniture are smaller than the body's
NEAR = 0.6  # letter sizes between the lines of one paragraph


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
    signs = [letter.sign for page in sheets for letter in page.letters if not letter.sign.isspace()]
    if sum(_unreadable(sign) for sign in signs) * 3 > len(signs) > FEW_LETTERS:
        raise Refused("die Schrift der Datei lässt sich nicht in Text übersetzen; bitte aus dem Programm neu speichern")
    if any(page.remarks for page in sheets):
        draft.note(f"{sum(page.remarks for page in sheets)} Anmerkungen oder Formularfelder nicht gelesen")
    flow, furniture = _flow(sheets)
    draft.pieces = _interleaved(Paragraphs(flow).pieces(), furniture)
    return draft


def _unreadable(sign: str) -> bool:
    """Tell whether a letter has no meaning: its font says only how it is drawn."""
    return sign == "\ufffd" or "\ue000" <= sign <= "\uefff" or sign < " "


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
    pages: list[tuple[Sheet, list[Line], list[Table]]] = []
    last: Table | None = None
    for page in sheets:
        tables, outside = ruled(page)
        more, rest = open_tables(ordered(stretches(outside)), outside, last)
        last = more[-1] if more and not tables else None
        pages.append((page, joined(rest), tables + more))
    gone = _furniture([(page, found) for page, found, _ in pages])
    flow: list[Line | Table] = []
    furniture: list[Piece] = []
    for page, found, tables in pages:
        kept, notes = _footnotes([line for line in found if line not in gone])
        furniture += notes
        furniture += [Piece("furniture", line.text, page=page.number) for line in found if line in gone]
        flow += _placed(kept, sorted(tables, key=lambda table: table.top))
    return flow, furniture


def _footnotes(found: list[Line]) -> tuple[list[Line], list[Piece]]:
    """Return the lines of a page without its footnotes, and these: small letters behind a raised number."""
    first = next(
        (i for i, line in enumerate(found) if line.note and line.size < max(one.size for one in found)), len(found)
    )
    small = found[first].size if first < len(found) else 0.0
    end = next((i for i in range(first, len(found)) if found[i].size > small), len(found))
    chunks: list[list[Line]] = []
    for line in found[first:end]:
        if line.note or not chunks:
            chunks.append([line])
        else:
            chunks[-1].append(line)
    notes = [Piece("footnote", join([line.text for line in chunk]), page=chunk[0].page) for chunk in chunks]
    return found[:first] + found[end:], notes


def _placed(found: list[Line], tables: list[Table]) -> list[Line | Table]:
    """Return the lines with each table before the first line that stands below it."""
    items: list[Line | Table] = list(found)
    for table in reversed(tables):
        below = (i for i, item in enumerate(items) if isinstance(item, Line) and item.top >= table.bottom - 2)
        items.insert(next(below, len(items)), table)
    return items


def _furniture(pages: Sequence[tuple[Sheet, list[Line]]]) -> set[Line]:
    """Return lines at the edge of a page that come back with other numbers, and page numbers.

    They stand apart from the text: a line that is followed at the usual distance belongs to it.
    """
    edges = [_edge(page, found, low=low) for page, found in pages for low in (False, True)]
    counts = Counter(mask for lines, _ in edges for mask in {_masked(line) for line in lines})
    sizes = Counter(line.size for _, found in pages for line in found)
    body = sizes.most_common(1)[0][0] if sizes else 0.0
    gone: set[Line] = set()
    for lines, inner in edges:
        known = [counts[_masked(line)] >= max(2, len(pages) / OFTEN) or _number(line) for line in lines]
        count = next((i for i, fits in enumerate(known) if not fits), len(known))
        following = [*lines, *inner]
        while 0 < count < len(following) and _joins(lines[count - 1], following[count], body):
            count -= 1
        gone |= set(lines[:count])
    return gone


def _edge(page: Sheet, found: Sequence[Line], *, low: bool) -> tuple[list[Line], list[Line]]:
    """Return the lines near one edge of a page, from the edge inwards, and the first line behind them."""
    ranked = sorted(found, key=lambda line: -line.bottom if low else line.top)
    near = [
        line for line in ranked if (line.top > (1 - EDGE) * page.height if low else line.bottom < EDGE * page.height)
    ]
    count = min(len(near), EDGE_LINES)
    return ranked[:count], ranked[count : count + 1]


def _number(line: Line) -> bool:
    return bool(PAGE_NUMBER.match(line.text))


def _joins(line: Line, inner: Line, body: float) -> bool:
    """Tell whether ``line`` belongs to the text further in: letters of the body, at the distance of a paragraph."""
    return not _number(line) and line.size >= body - SMALLER and _near(line, inner)


def _near(line: Line, other: Line) -> bool:
    """Tell whether two lines stand at the distance of one paragraph."""
    return max(line.top, other.top) - min(line.bottom, other.bottom) < NEAR * max(line.size, other.size)


def _masked(line: Line) -> str:
    """Return the words of a line with its numbers masked."""
    return re.sub(r"\d+", "#", line.text)


def _interleaved(found: list[Piece], furniture: list[Piece]) -> list[Piece]:
    """Return the pieces with the furniture of each page behind the last piece that begins on it."""
    done: list[Piece] = []
    waiting = sorted(furniture, key=lambda piece: piece.page or 0)
    for piece in found:
        while waiting and (waiting[0].page or 0) < (piece.page or 0):
            done.append(waiting.pop(0))
        done.append(piece)
    return done + waiting
