"""Tables on a page: ruled ones by the lines between their cells, open ones by the places of their titles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

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
