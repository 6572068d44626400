"""PDF paragraphs: lines put together again, across hyphens, columns and pages; headings by their look."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from pipeline.shared.german.words import STOP_WORDS, is_known
from pipeline.sources.cards import lay
from pipeline.sources.grids import Cell, Grid
from pipeline.sources.pdf_lines import Line
from pipeline.sources.pdf_tables import Slot, Table
from pipeline.sources.pieces import Piece
from pipeline.sources.structure import KEYED, following, mark
from pipeline.sources.text import join

LARGER = 0.9  # points by which the letters of a heading are larger than the body's
SLACK = 1.2  # points by which a word may reach over the right edge
LEADING = 1.4  # lines further apart than this many usual distances are two paragraphs
LONG = 0.6  # share of the width from which on a line may be one of several
NEAR_COLUMN = 60  # left edges nearer than this belong to one column of text
INDENT = 8
NEAR = 6.0
SHORT = 3  # letters of what is more often a torn end than a word
SOFT_HYPHEN = "\u00ad"
MOST_RANKS = 6
LEAST, MOST = 4, 40  # points from line to line
BOXED, FEWEST_BOXED = 0.75, 3  # so many lines reach so far to the right in boxes of one width
SINGLE = 1.3  # letter sizes from line to line where nothing is known


class Paragraphs:
    """Lines put together to paragraphs; state is the open paragraph, and the open table (it may cross pages)."""

    def __init__(self, flow: Sequence[Line | Table]) -> None:
        """Measure what is usual: size of the letters, distance and right edge of the lines."""
        self.flow = flow
        found = [item for item in flow if isinstance(item, Line)]
        self.leading = _leading(found)
        self.edges = _edges(found)
        self.rights = _rights(found)
        tabled = [
            line for item in flow if isinstance(item, Table) for row in item.rows for slot in row for line in slot.lines
        ]
        self.ranks = _ranks([*found, *(replace(line, bold=False) for line in tabled)])
        self.done: list[Piece] = []
        self.open: list[Line] = []
        self.spaced = False
        self.parts: list[Table] = []
        self.expected = 0
        self.tables = 0

    def pieces(self) -> list[Piece]:
        """Return headings, items, paragraphs and tables in reading order."""
        for item in self.flow:
            if isinstance(item, Table):
                self._close()
                if self.parts and not _goes_on(self.parts[-1], item):
                    self._close_table()
                self.parts.append(item)
            else:
                self._close_table()
                if self.open and self._begins(item):
                    self.spaced = item.page != self.open[-1].page or self._distant(self.open[-1], item)
                    self._close()
                elif not self.open:
                    self.spaced = True
                self.open.append(item)
        self._close()
        self._close_table()
        return self.done

    def _begins(self, line: Line) -> bool:
        """Tell whether ``line`` opens a paragraph after the open one."""
        last = self.open[-1]
        if mark(line.text, self._next()) or self._rank(line) != self._rank(last):
            return True
        if last.breaks:
            return False
        if self._rank(line):
            return line.top - last.bottom > line.size * LEADING or not self._full(last, line)
        if line.page != last.page or line.top < last.top - 2:
            ends = re.search(r"[.!?:]$", last.text) and line.text[:1].isupper()
            return bool(ends) or not self._full(last, line)
        goes_on = self._full(last, line) or self._runs_on(last, line) or self._fills_box(last, line)
        return self._apart(last, line) or not goes_on

    def _distant(self, last: Line, line: Line) -> bool:
        """Tell whether two lines of one page are further apart than lines of one paragraph."""
        return line.top - last.top > self.leading * LEADING and line.top - last.bottom > line.size / 2

    def _apart(self, last: Line, line: Line) -> bool:
        """Tell whether distance, indent or a key ("Datum:") parts two lines of one page."""
        if self._distant(last, line):
            return True
        first = self.open[0]
        if mark(first.text, self.expected):
            back = line.x0 <= first.x0 + 1 and line.text[:1].isupper() and not self._full(last, line)
            return back and bool(re.search(r"[.!?)\]]$", last.text))
        indented = len(self.open) > 1 and line.x0 > max(self.open[1].x0, last.x0) + INDENT
        return indented or bool(KEYED.match(line.text) and re.match(r"[^.]{3,40}:\s", line.text))

    def _rank(self, line: Line) -> int:
        """Return the rank of a heading, 0 for other lines."""
        return self.ranks.get((line.size, line.bold), 0)

    def _full(self, last: Line, line: Line) -> bool:
        """Tell whether the first word of ``line`` would not have fitted behind ``last``."""
        near = (edge for left, edge in self.edges.items() if abs(left - last.x0) < NEAR_COLUMN and edge >= last.x1 - 1)
        return last.breaks or last.x1 + line.first_word + last.size / 5 > max(near, default=last.x1) - SLACK

    def _fills_box(self, last: Line, line: Line) -> bool:
        """Tell whether ``line`` goes on inside a box of its own, such as a card: narrow, with space around it.

        What a box holds is as wide as the widest of the lines that begin exactly where it begins.
        """
        if not self.spaced or abs(line.x0 - last.x0) > SLACK or re.search(r"[.!?:;]$", last.text):
            return False
        left = round(last.x0)
        beside = [x1 for near in (left - 1, left, left + 1) for x1 in self.rights.get((last.page, near), ())]
        edge = max(beside)
        wide = sum(x1 - last.x0 > BOXED * (edge - last.x0) for x1 in beside)
        return wide >= FEWEST_BOXED and last.x1 + line.first_word + last.size / 5 > edge - SLACK

    def _runs_on(self, last: Line, line: Line) -> bool:
        """Tell whether a line that ends early, as ragged text does, goes on in small letters."""
        long = last.x1 - last.x0 > LONG * (max(self.edges.values(), default=0.0) - last.x0)
        return long and line.text[:1].islower() and not re.search(r"[.!?:;]$", last.text)

    def _next(self) -> int:
        """Return the number that the next item of the open list would bear."""
        return following(mark(self.open[0].text, self.expected), self.expected) if self.open else self.expected

    def _close(self) -> None:
        if not self.open:
            return
        first, upcoming = self.open[0], self._next()
        sign = mark(first.text, self.expected)
        text = join([line.text for line in self.open])
        if self._rank(first) and not (sign and not sign[0].isdigit()):
            self.done.append(Piece("heading", text, self._rank(first) + _numbered(text), page=first.page))
            self.expected = 0
        else:
            self.expected = upcoming
            bold = all(line.bold for line in self.open)
            lead = "" if bold or sign else first.lead
            kind = "item" if sign else "paragraph"
            self.done.append(Piece(kind, text[len(sign) :].strip(), before=sign, page=first.page, lead=lead))
        self.open = []

    def _close_table(self) -> None:
        """Lay the open table; the row that a page break cut is put together again."""
        if not self.parts:
            return
        rows = [list(row) for row in self.parts[0].rows]
        titles = _words(rows[0])
        for part in self.parts[1:]:
            more = [list(row) for row in part.rows]
            if _words(more[0]) == titles:
                rows.append(more.pop(0))
            if more and _cut(rows[-1], more[0]):
                row = more.pop(0)
                rows[-1] = [Slot(a.lines + b.lines, a.span) for a, b in zip(rows[-1], row, strict=True)]
            rows += more
        grid = [[Cell(tuple(_cell(slot.lines)), slot.span) for slot in row] for row in rows]
        self.done += lay(Grid(grid, self.tables))
        self.tables += 1
        self.parts = []


def _words(row: Sequence[Slot]) -> list[str]:
    return [join([line.text for line in slot.lines]) for slot in row]


def _goes_on(last: Table, table: Table) -> bool:
    """Tell whether ``table`` goes on with ``last``: it stands on the next page and has the same columns."""
    same = len(last.lefts) == len(table.lefts) and all(
        abs(a - b) < NEAR for a, b in zip(last.lefts, table.lefts, strict=True)
    )
    return table.page == last.page + 1 and same and len(last.rows[0]) == len(table.rows[0])


def _cut(above: Sequence[Slot], below: Sequence[Slot]) -> bool:
    """Tell whether a page break cut a row: the first words below go on in small letters where no sentence ended."""
    pairs = [(a, b) for a, b in zip(_words(above), _words(below), strict=True) if b]
    goes_on = [bool(a) and b[:1].islower() and not a.endswith((".", "!", "?")) for a, b in pairs]
    return bool(goes_on) and goes_on[0]


def _cell(found: Sequence[Line]) -> list[Piece]:
    """Return the paragraphs of a cell: a mark or a line that ends early begins a new one."""
    edge = max((line.x1 for line in found), default=0.0)
    chunks: list[list[Line]] = []
    for line in found:
        last = chunks[-1][-1] if chunks else None
        bare = last is not None and mark(f"{last.text} …") == last.text.strip()
        if last is None or mark(f"{line.text} …") or (not bare and _ends_early(last, line, edge)):
            chunks.append([line])
            continue
        if _torn(last, line, edge):
            chunks[-1][-1] = replace(last, text=last.text + SOFT_HYPHEN)
        chunks[-1].append(line)
    bold = bool(found) and all(line.bold for line in found)
    return [Piece("cell", join([line.text for line in chunk]), page=chunk[0].page, bold=bold) for chunk in chunks]


def _torn(last: Line, line: Line, edge: float) -> bool:
    """Tell whether a word was torn without a hyphen because it is longer than the cell is wide.

    It has its line for itself, up to the edge, and what follows is no word: 'weiterfinanziere', 'n.'
    """
    rest = re.match(r"[a-zäöüß]*", line.text)
    alone = " " not in last.text.strip() and last.text[-1:].isalpha() and last.x1 + last.size > edge
    if not alone or rest is None or not line.text or line.text[0].isupper() or line.text[0].isdigit():
        return False
    word = rest[0]
    known = word in STOP_WORDS or (len(word) > SHORT and is_known(word))
    return len(last.text) > SHORT and not known and (bool(word) or line.text[0] in ".,;!?)")


def _ends_early(last: Line, line: Line, edge: float) -> bool:
    fits = last.x1 + line.first_word + last.size / 5 < edge or last.page != line.page
    begins = bool(re.match(r"[A-ZÄÖÜ„(0-9]", line.text))
    voted = bool(re.search(r"[(\[]\d{1,3}(\s?(P|Pkt|Punkte?)\.?)?[)\]]$", last.text))
    return not last.breaks and begins and (fits or voted)


def _leading(found: Sequence[Line]) -> float:
    """Return the usual distance from line to line: of lines that surely go on, else not more than letters need."""
    pairs = [(a, b) for a, b in pairwise(found) if a.page == b.page and LEAST < b.top - a.top < MOST]
    sure = Counter(round(b.top - a.top) for a, b in pairs if b.text[:1].islower())
    steps = sure or Counter(round(b.top - a.top) for a, b in pairs)
    step = float(steps.most_common(1)[0][0]) if steps else MOST
    size = max((line.size for line in found), default=MOST)
    return step if sure else min(step, SINGLE * size)


def _edges(found: Sequence[Line]) -> dict[float, float]:
    """Return the right edge of the lines that begin at each left edge."""
    edges: dict[float, float] = {}
    for line in found:
        left = float(round(line.x0 / 10) * 10)
        edges[left] = max(edges.get(left, 0.0), line.x1)
    return edges


def _rights(found: Sequence[Line]) -> dict[tuple[int, int], list[float]]:
    """Return the right ends of the lines of a page that begin at each left edge."""
    rights: dict[tuple[int, int], list[float]] = {}
    for line in found:
        rights.setdefault((line.page, round(line.x0)), []).append(line.x1)
    return rights


def _ranks(found: Sequence[Line]) -> dict[tuple[float, bool], int]:
    """Return the rank of every look that headings have: larger than the body, or bold where the body is not."""
    looks: Counter[tuple[float, bool]] = Counter()
    sizes: Counter[float] = Counter()
    for line in found:
        looks[line.size, line.bold] += len(line.text)
        sizes[line.size] += len(line.text)
    total = sum(sizes.values())
    body = sizes.most_common(1)[0][0] if sizes else 0.0
    bold_body = sum(count for (_, bold), count in looks.items() if bold) > total / 2
    heads = [
        look
        for look, count in looks.items()
        if count < total / 2 and (look[0] > body + LARGER or (look[1] and not bold_body and look[0] >= body - LARGER))
    ]
    ranked = sorted(heads, key=lambda look: (-look[0], not look[1]))
    return {look: min(index + 1, MOST_RANKS) for index, look in enumerate(ranked)}


def _numbered(text: str) -> int:
    """Return how deep a typed number reaches: 1 for "2.1", 0 for "2" and for none."""
    found = re.match(r"\d+((?:\.\d+)*)\.?\s", text)
    return min(2, found[1].count(".")) if found else 0
