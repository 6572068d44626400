"""Tables on a page: ruled ones by the lines between their cells, open ones by the places of their titles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from pipeline.sources.grids import role_of, short
from pipeline.sources.pdf_lines import Line, lines
from pipeline.sources.pdf_page import Letter, Rule, Sheet

NEAR = 3.0
MOST_RULES = 3000
FEWEST_CELLS = 4
FEWEST_COLUMNS = 2
FAR = 4.0  # letter sizes between the rows of an open table
WIDER = 1.25  # a gap between rows is wider than one inside a cell


@dataclass(frozen=True)
class Box:
    """An area on a page in points."""

    x0: float
    top: float
    x1: float
    bottom: float

    def holds(self, letter: Letter) -> bool:
        """Tell whether the middle of ``letter`` lies inside."""
        x, y = (letter.x0 + letter.x1) / 2, (letter.top + letter.bottom) / 2
        return self.x0 <= x <= self.x1 and self.top <= y <= self.bottom


@dataclass(frozen=True)
class Slot:
    """A cell: its lines, and how many columns it spans; a covered cell has no lines."""

    lines: tuple[Line, ...] = ()
    span: int = 1


@dataclass(frozen=True)
class Table:
    """A table on a page: where it stands, the left edges of its columns, and its rows."""

    page: int
    top: float
    bottom: float
    lefts: tuple[float, ...]
    rows: tuple[tuple[Slot, ...], ...]


def ruled(sheet: Sheet) -> tuple[list[Table], Sheet]:
    """Return the ruled tables of a page from top to bottom, and the page without their letters."""
    rules = _joined([rule for rule in sheet.rules if rule.end - rule.start > NEAR])
    if len(rules) > MOST_RULES:
        return [], sheet
    boxes = [found for group in _groups(rules) if (found := _boxes(group))]
    tables = [_table(sheet, rows) for rows in boxes]
    taken = [box for rows in boxes for row in rows for box in row if box]
    outside = tuple(letter for letter in sheet.letters if not any(box.holds(letter) for box in taken))
    return sorted(tables, key=lambda table: (table.top, table.lefts)), replace(sheet, letters=outside)


def _table(sheet: Sheet, rows: list[list[Box | None]]) -> Table:
    """Return the table whose cells are ``rows``, with the lines that stand in each."""
    boxes = [box for row in rows for box in row if box]
    lefts = sorted({box.x0 for box in boxes})
    slots = []
    for row in rows:
        line = []
        for box in row:
            letters = tuple(letter for letter in sheet.letters if box.holds(letter)) if box else ()
            span = sum(box.x0 <= left < box.x1 for left in lefts) if box else 1
            line.append(Slot(tuple(lines(replace(sheet, letters=letters))), span))
        slots.append(tuple(line))
    top, bottom = min(box.top for box in boxes), max(box.bottom for box in boxes)
    return Table(sheet.number, top, bottom, tuple(lefts), tuple(slots))


def _joined(rules: Sequence[Rule]) -> list[Rule]:
    """Return rules with those that go on in one line, or lie on each other, as one."""
    done: list[Rule] = []
    for rule in sorted(rules, key=lambda one: (one.upright, round(one.place / NEAR), one.start, one.end)):
        last = done[-1] if done else None
        level = last is not None and last.upright == rule.upright and abs(last.place - rule.place) <= NEAR
        if last is not None and level and rule.start <= last.end + NEAR:
            done[-1] = replace(last, end=max(last.end, rule.end))
        else:
            done.append(rule)
    return done


def _groups(rules: Sequence[Rule]) -> list[list[Rule]]:
    """Return rules that touch each other, directly or through others."""
    groups: list[list[Rule]] = []
    for rule in rules:
        touching = [group for group in groups if any(_touch(rule, other) for other in group)]
        merged = [rule, *(other for group in touching for other in group)]
        groups = [group for group in groups if not any(group is other for other in touching)]
        groups.append(merged)
    return groups


def _touch(a: Rule, b: Rule) -> bool:
    if a.upright == b.upright:
        return abs(a.place - b.place) <= NEAR and a.start <= b.end + NEAR and b.start <= a.end + NEAR
    return a.start - NEAR <= b.place <= a.end + NEAR and b.start - NEAR <= a.place <= b.end + NEAR


def _places(rules: Sequence[Rule], *, upright: bool) -> list[float]:
    """Return the distinct places of the upright or level rules, nearly equal ones as one."""
    places: list[float] = []
    for place in sorted(rule.place for rule in rules if rule.upright == upright):
        if not places or place - places[-1] > NEAR:
            places.append(place)
    return places


def _boxes(rules: Sequence[Rule]) -> list[list[Box | None]]:
    """Return the cells between ``rules`` row by row, None where a merged one covers the place; [] for no table."""
    xs, ys = _places(rules, upright=True), _places(rules, upright=False)
    if len(xs) <= FEWEST_COLUMNS or (len(xs) - 1) * (len(ys) - 1) < FEWEST_CELLS:
        return []
    upright = [rule for rule in rules if rule.upright]
    level = [rule for rule in rules if not rule.upright]
    taken: set[tuple[int, int]] = set()
    rows: list[list[Box | None]] = []
    for row in range(len(ys) - 1):
        rows.append([])
        for column in range(len(xs) - 1):
            if (row, column) in taken:
                rows[-1].append(None)
                continue
            right, below = column, row
            while right + 2 < len(xs) and not _drawn(upright, xs[right + 1], ys[row], ys[row + 1]):
                right += 1
            while below + 2 < len(ys) and not _drawn(level, ys[below + 1], xs[column], xs[column + 1]):
                below += 1
            taken |= {(r, c) for r in range(row, below + 1) for c in range(column, right + 1)}
            rows[-1].append(Box(xs[column], ys[row], xs[right + 1], ys[below + 1]))
    return rows


def _drawn(rules: Sequence[Rule], place: float, start: float, end: float) -> bool:
    """Tell whether a rule at ``place`` runs along most of the way from ``start`` to ``end``."""
    length = sum(
        max(0.0, min(rule.end, end) - max(rule.start, start)) for rule in rules if abs(rule.place - place) <= NEAR
    )
    return length > (end - start) / 2


def open_tables(found: Sequence[Line], sheet: Sheet) -> tuple[list[Table], list[Line]]:
    """Return tables without rules between their columns, known by their titles, and the stretches that remain."""
    levels = _levels(found)
    tables: list[Table] = []
    rest: list[Line] = []
    index = 0
    while index < len(levels):
        end = _end(levels, index) if _titles(levels[index]) else index
        if end > index + 1:
            tables.append(_opened(levels[index:end], sheet))
            index = end
        else:
            rest += levels[index]
            index += 1
    return tables, rest


def _levels(found: Sequence[Line]) -> list[list[Line]]:
    """Return stretches that follow each other on one level as one row."""
    levels: list[list[Line]] = []
    for line in found:
        last = levels[-1][-1] if levels else None
        if last is not None and abs(last.bottom - line.bottom) < NEAR and line.x0 > last.x1:
            levels[-1].append(line)
        else:
            levels.append([line])
    return levels


def _titles(level: Sequence[Line]) -> bool:
    """Tell whether a row of stretches holds column titles that are known by name."""
    known = sum(bool(role_of(line.text)) for line in level)
    return known > 1 and known * 2 >= len(level) and all(short(line.text) for line in level)


def _end(levels: Sequence[Sequence[Line]], start: int) -> int:
    """Return the row behind the table that begins at ``start``: the first that does not keep to its columns."""
    lefts = [line.x0 for line in levels[start]]
    size = levels[start][0].size
    wide = False
    for index in range(start + 1, len(levels)):
        level = levels[index]
        far = level[0].top - levels[index - 1][0].bottom > FAR * size
        fits = all(_column(line, lefts) is not None for line in level)
        if far or not fits or level[0].size > size + 1 or level[0].top < levels[index - 1][0].top:
            return index if wide else start
        wide = wide or len(level) > 1
    return len(levels) if wide else start


def _column(line: Line, lefts: Sequence[float]) -> int | None:
    """Return the column of a stretch; None where it begins before the first or reaches into the next."""
    column = max((i for i, left in enumerate(lefts) if left <= line.x0 + NEAR), default=None)
    if column is None or (column + 1 < len(lefts) and line.x1 > lefts[column + 1] + NEAR):
        return None
    return column


def _opened(levels: Sequence[Sequence[Line]], sheet: Sheet) -> Table:
    """Return the table of ``levels``: a new row begins at a rule, at a wider gap, or in the first column."""
    lefts = [line.x0 for line in levels[0]]
    width = levels[0][-1].x1 - lefts[0]
    rules = [rule.place for rule in sheet.rules if not rule.upright and rule.end - rule.start > width / 2]
    gaps = [round(b[0].top - a[0].top, 1) for a, b in pairwise(levels)]
    inside = [place for place in rules if levels[0][0].bottom < place < levels[-1][0].top]
    rows: list[list[list[Line]]] = []
    for index, level in enumerate(levels):
        above = levels[index - 1][0].bottom if index else 0.0
        if len(inside) > 1:
            new = any(above - 1 < place < level[0].top + 1 for place in inside)
        elif max(gaps) > WIDER * min(gaps):
            new = gaps[index - 1] > WIDER * min(gaps)
        else:
            new = _column(level[0], lefts) == 0
        if index <= 1 or new:
            rows.append([[] for _ in lefts])
        for line in level:
            rows[-1][_column(line, lefts) or 0].append(line)
    slots = tuple(tuple(Slot(tuple(cell)) for cell in row) for row in rows)
    return Table(sheet.number, levels[0][0].top, levels[-1][0].bottom, tuple(lefts), slots)
