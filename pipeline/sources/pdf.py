"""PDF: paragraphs, items, headings and tables back out of letters on a page, furniture set apart, pages kept."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

import pypdfium2

from pipeline.sources import legacy
from pipeline.sources.archive import BROKEN, LOCKED
from pipeline.sources.grids import Cell, Grid, lay
from pipeline.sources.options import Options
from pipeline.sources.pdf_lines import Line, lines
from pipeline.sources.pdf_page import Sheet, sheet
from pipeline.sources.pdf_tables import Ruled, tables
from pipeline.sources.pieces import Draft, Piece, Refused
from pipeline.sources.structure import mark
from pipeline.sources.text import join

EDGE = 0.12  # share of the page's height in which headers and footers stand
EDGE_LINES = 3
PAGE_NUMBER = re.compile(
    r"^(?:[-–—|\s]*(?:seite|s\.|page|blatt)?\s*\d{1,4}\s*(?:(?:von|/|of|\|)\s*\d{1,4})?[-–—|\s]*)$", re.IGNORECASE
)
LARGER = 0.9
RAGGED = 12.0
LEADING = 1.4
FEW_LETTERS = 10


@dataclass(frozen=True)
class Item:
    """A line or a table at its place in the flow."""

    line: Line | None = None
    table: Ruled | None = None
    page: int = 0


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
    draft.pieces = _interleaved(Paragraphs(flow, sheets).pieces(), furniture)
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


def _flow(sheets: Sequence[Sheet]) -> tuple[list[Item], list[Piece]]:
    """Return lines and tables in reading order, and the furniture of the pages."""
    pages = []
    for page in sheets:
        ruled = tables(page)
        outside = tuple(letter for letter in page.letters if not any(table.box.holds(letter) for table in ruled))
        pages.append((page, lines(replace(page, letters=outside)), ruled))
    gone = _furniture([(page, found) for page, found, _ in pages])
    flow: list[Item] = []
    furniture: list[Piece] = []
    for page, found, ruled in pages:
        kept = [line for line in found if line not in gone]
        furniture += [Piece("furniture", line.text, page=page.number) for line in found if line in gone]
        flow += _placed(kept, ruled, page.number)
    return flow, furniture


def _placed(found: list[Line], ruled: list[Ruled], page: int) -> list[Item]:
    """Return the lines with each table before the first line that stands below it."""
    items = [Item(line=line, page=page) for line in found]
    for table in reversed(ruled):
        place = next(
            (i for i, item in enumerate(items) if item.line and item.line.top >= table.box.bottom - 2), len(items)
        )
        items.insert(place, Item(table=table, page=page))
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
    often = max(2, len(pages) / 3)
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


class Paragraphs:
    """Lines put together to paragraphs; state is the open paragraph."""

    def __init__(self, flow: Sequence[Item], sheets: Sequence[Sheet]) -> None:
        """Measure what is usual: size of the letters, distance and right edge of the lines."""
        self.flow = flow
        self.sheets = {page.number: page for page in sheets}
        found = [item.line for item in flow if item.line]
        letters: Counter[float] = Counter()
        for line in found:
            letters[line.size] += len(line.text)
        self.body = letters.most_common(1)[0][0] if letters else 0.0
        self.leading = _leading(found)
        self.edges = _edges(found)
        self.ranks = _ranks(found, self.body)
        self.done: list[Piece] = []
        self.open: list[Line] = []
        self.expected = 0
        self.tables = 0

    def pieces(self) -> list[Piece]:
        """Return headings, items, paragraphs and tables in reading order."""
        for item in self.flow:
            if item.table is not None:
                self._close()
                self._table(item.table, item.page)
            elif item.line is not None:
                if self.open and self._begins(item.line):
                    self._close()
                self.open.append(item.line)
        self._close()
        return self.done

    def _heading(self, line: Line) -> bool:
        return (line.size, line.bold) in self.ranks

    def _begins(self, line: Line) -> bool:
        """Tell whether ``line`` opens a paragraph after the open one."""
        last = self.open[-1]
        if mark(line.text, self._next()) or self._heading(line) != self._heading(last):
            return True
        if self._heading(line):
            return (
                (line.size, line.bold) != (last.size, last.bold)
                or line.top - last.bottom > line.size * LEADING
                or not self._full(last, line)
            )
        if last.breaks:
            return False
        turned = line.page != last.page or line.top < last.top - 2
        if turned:
            return not self._full(last, line) or bool(re.search(r"[.!?:]$", last.text) and line.text[:1].isupper())
        if line.top - last.top > self.leading * LEADING and line.top - last.bottom > 0.45 * line.size:
            return True
        first = self.open[0]
        listed = bool(mark(first.text, self.expected))
        if listed and line.x0 <= first.x0 + 1 and re.search(r"[.!?)\]]$", last.text) and line.text[:1].isupper():
            return True
        if not listed and len(self.open) > 1 and line.x0 > self.open[1].x0 + 8 and line.x0 > last.x0 + 8:
            return True  # first line indented
        return not self._full(last, line)

    def _full(self, last: Line, line: Line) -> bool:
        """Tell whether the first word of ``line`` would not have fitted behind ``last``."""
        edge = max(
            (edge for x0, edge in self.edges.items() if abs(x0 - last.x0) < 60 and edge >= last.x1 - 1), default=last.x1
        )
        return last.x1 + line.first_word + 0.2 * last.size > edge - RAGGED * 0.1 or last.breaks

    def _next(self) -> int:
        sign = mark(self.open[0].text, self.expected) if self.open else ""
        digits = re.sub(r"\D", "", sign)
        return int(digits) + 1 if digits else self.expected

    def _close(self) -> None:
        if not self.open:
            return
        following = self._next()
        sign = mark(self.open[0].text, self.expected)
        text = join([line.text for line in self.open])
        first = self.open[0]
        style = (first.size, first.bold)
        if style in self.ranks and not (sign and not sign[0].isdigit()):
            self.done.append(Piece("heading", text, self.ranks[style] + _numbered(text), page=first.page))
            self.expected = 0
        else:
            self.expected = following
            kind = "item" if sign else "paragraph"
            bold = all(line.bold for line in self.open)
            lead = "" if bold or sign else first.lead
            self.done.append(Piece(kind, text[len(sign) :].strip(), 0, before=sign, page=first.page, lead=lead))
        self.open = []

    def _table(self, table: Ruled, number: int) -> None:
        page = self.sheets[number]
        rows = []
        for row in table.rows:
            cells = []
            for box in row:
                letters = tuple(letter for letter in page.letters if box.holds(letter)) if box else ()
                found = lines(replace(page, letters=letters))
                pieces = tuple(replace(piece, page=number) for piece in _cell(found))
                cells.append(Cell(pieces))
            rows.append(cells)
        self.done += lay(Grid(rows, self.tables))
        self.tables += 1


def _cell(found: list[Line]) -> list[Piece]:
    """Return the paragraphs of a cell: a mark or a line that ends early begins a new one."""
    edge = max((line.x1 for line in found), default=0.0)
    chunks: list[list[Line]] = []
    for line in found:
        last = chunks[-1][-1] if chunks else None
        fits = (
            last is not None
            and last.x1 + line.first_word + 2 < edge
            and not last.breaks
            and bool(re.match(r"[A-ZÄÖÜ„(0-9]", line.text))
        )
        if last is None or mark(line.text) or (fits and len(found) > 1):
            chunks.append([line])
        else:
            chunks[-1].append(line)
    bold = bool(found) and all(line.bold for line in found)
    return [Piece("cell", join([line.text for line in chunk]), bold=bold) for chunk in chunks]


def _leading(found: Sequence[Line]) -> float:
    """Return the usual distance from line to line."""
    steps = Counter(
        round(b.top - a.top) for a, b in itertools.pairwise(found) if a.page == b.page and 4 < b.top - a.top < 40
    )
    return float(steps.most_common(1)[0][0]) if steps else 14.0


def _edges(found: Sequence[Line]) -> dict[float, float]:
    """Return the right edge of the lines that begin at each left edge."""
    edges: dict[float, float] = {}
    for line in found:
        left = float(round(line.x0 / 10) * 10)
        edges[left] = max(edges.get(left, 0.0), line.x1)
    return edges


def _ranks(found: Sequence[Line], body: float) -> dict[tuple[float, bool], int]:
    """Return the rank of every look that headings have: larger than the body, or bold where the body is not."""
    looks: Counter[tuple[float, bool]] = Counter()
    for line in found:
        looks[(line.size, line.bold)] += len(line.text)
    total = sum(looks.values())
    bold_body = sum(count for (_, bold), count in looks.items() if bold) > total / 2
    heads = {
        look
        for look in looks
        if look[0] > body + LARGER or (look[1] and not bold_body and look[0] >= body - LARGER / 2)
    }
    heads = {look for look in heads if looks[look] < total / 2}
    ranked = sorted(heads, key=lambda look: (-look[0], not look[1]))
    return {look: min(index + 1, 6) for index, look in enumerate(ranked)}


def _numbered(text: str) -> int:
    found = re.match(r"\d+((?:\.\d+)*)\.?\s", text)
    return min(2, found[1].count(".")) if found else 0
