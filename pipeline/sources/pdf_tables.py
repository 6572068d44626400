"""Ruled tables on a page: cells from the lines between them, so that a table reads by row and not by accident."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.sources.pdf_page import Letter, Rule, Sheet

NEAR = 3.0
MOST_RULES = 3000
FEWEST_CELLS = 4


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
class Ruled:
    """A table: its area, and rows of cells; None where a cell is covered by a merged one."""

    box: Box
    rows: tuple[tuple[Box | None, ...], ...]


def tables(sheet: Sheet) -> list[Ruled]:
    """Return the ruled tables of a page from top to bottom."""
    rules = [rule for rule in sheet.rules if rule.end - rule.start > NEAR]
    if len(rules) > MOST_RULES:
        return []
    found = [_table(group) for group in _groups(rules)]
    return sorted((table for table in found if table is not None), key=lambda table: (table.box.top, table.box.x0))


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


def _table(rules: Sequence[Rule]) -> Ruled | None:
    xs, ys = _places(rules, upright=True), _places(rules, upright=False)
    if len(xs) < 2 or len(ys) < 2 or (len(xs) - 1) * (len(ys) - 1) < FEWEST_CELLS or len(xs) < 3:
        return None
    upright = [rule for rule in rules if rule.upright]
    level = [rule for rule in rules if not rule.upright]
    taken: set[tuple[int, int]] = set()
    rows = []
    for row in range(len(ys) - 1):
        cells: list[Box | None] = []
        for column in range(len(xs) - 1):
            if (row, column) in taken:
                cells.append(None)
                continue
            right, below = column, row
            while right + 2 < len(xs) and not _drawn(upright, xs[right + 1], ys[row], ys[row + 1]):
                right += 1
            while below + 2 < len(ys) and not _drawn(level, ys[below + 1], xs[column], xs[column + 1]):
                below += 1
            taken |= {(r, c) for r in range(row, below + 1) for c in range(column, right + 1)}
            cells.append(Box(xs[column], ys[row], xs[right + 1], ys[below + 1]))
        rows.append(tuple(cells))
    return Ruled(Box(xs[0], ys[0], xs[-1], ys[-1]), tuple(rows))


def _drawn(rules: Sequence[Rule], place: float, start: float, end: float) -> bool:
    """Tell whether a rule at ``place`` runs along most of the way from ``start`` to ``end``."""
    length = sum(
        max(0.0, min(rule.end, end) - max(rule.start, start)) for rule in rules if abs(rule.place - place) <= NEAR
    )
    return length > (end - start) / 2
