"""Tables without rules between their columns: known by their titles, read by the places of their words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from pipeline.sources.grids import role_of, short
from pipeline.sources.pdf_lines import Line
from pipeline.sources.pdf_page import Sheet
from pipeline.sources.pdf_tables import NEAR, Slot, Table

FEW_CELLS = 2  # a single row with more cells than this goes on with the table of the page before
LEVEL = 1.0  # points between the bases of one row
FAR = 4.0  # letter sizes between the rows of a table
WIDER = 1.25  # a gap between rows is wider than one inside a cell
BESIDE = 0.8  # levels nearer than this many letter sizes belong to one row
LARGER = 1.0  # points by which a heading is larger than the table


def open_tables(found: Sequence[Line], sheet: Sheet, last: Table | None) -> tuple[list[Table], list[Line]]:
    """Return the tables on a page, and the stretches outside them; ``last`` may go on from the page before."""
    tables: list[Table] = []
    rest = list(found)
    if last is not None:
        levels = _stacked(rest)
        end = _end(levels, last.lefts, levels[0][0].size) if levels else 0
        if end > 1 or (end and len(_fitted(levels[:1], last.lefts)[0]) > FEW_CELLS):
            tables.append(_table(_fitted(levels[:end], last.lefts), last.lefts, sheet))
            rest = _without(rest, levels[:end])
    while (table := _next(rest, sheet)) is not None:
        tables.append(table[0])
        rest = table[1]
    return tables, rest


def _next(rest: list[Line], sheet: Sheet) -> tuple[Table, list[Line]] | None:
    """Return the first table that titles open in ``rest``, and the stretches outside it."""
    for level in _levels(rest):
        if not _titles(level):
            continue
        lefts = tuple(line.x0 for line in level)
        levels = _stacked([line for line in rest if line.base > level[0].base + NEAR])
        end = _end(levels, lefts, level[0].size)
        if end:
            taken = [level, *levels[:end]]
            return _table(_fitted(taken, lefts), lefts, sheet), _without(rest, taken)
    return None


def _stacked(found: Sequence[Line]) -> list[list[Line]]:
    """Return stretches as rows from top to bottom, each from left to right, in whatever order they were written."""
    levels: list[list[Line]] = []
    for line in sorted(found, key=lambda one: (one.base, one.x0)):
        if levels and line.base - levels[-1][0].base < LEVEL:
            levels[-1].append(line)
        else:
            levels.append([line])
    return [sorted(level, key=lambda one: one.x0) for level in levels]


def _without(found: Sequence[Line], levels: Sequence[Sequence[Line]]) -> list[Line]:
    taken = {id(line) for level in levels for line in level}
    return [line for line in found if id(line) not in taken]


def _levels(found: Sequence[Line]) -> list[list[Line]]:
    """Return stretches that follow each other on one level as one row."""
    levels: list[list[Line]] = []
    for line in found:
        last = levels[-1][-1] if levels else None
        if last is not None and abs(last.base - line.base) < NEAR and line.x0 > last.x1:
            levels[-1].append(line)
        else:
            levels.append([line])
    return levels


def _titles(level: Sequence[Line]) -> bool:
    """Tell whether a row of stretches holds column titles that are known by name."""
    known = sum(bool(role_of(line.text)) for line in level)
    fits = all((short(line.text) or role_of(line.text)) and not line.text[0].isdigit() for line in level)
    return known > 1 and known * 2 >= len(level) and fits


def _end(levels: Sequence[Sequence[Line]], lefts: Sequence[float], size: float) -> int:
    """Return how many rows keep to the columns; 0 where none of them fills two columns."""
    wide = 0
    for index, level in enumerate(levels):
        far = index and level[0].top - levels[index - 1][0].bottom > FAR * size
        parts = [part for line in level for part in _split(line, lefts)]
        fits = all(_column(line, lefts) is not None for line in parts)
        if far or not fits or level[0].size > size + LARGER:
            return index if wide else 0
        wide += len(parts) > 1
    return len(levels) if wide else 0


def _split(line: Line, lefts: Sequence[float]) -> list[Line]:
    """Return a stretch cut at words that begin where a column does: cells may touch."""
    starts = [place for place, _ in line.words]
    cuts = [i for i, place in enumerate(starts) if i and any(abs(place - left) < NEAR for left in lefts[1:])]
    if not cuts:
        return [line]
    parts = []
    for start, end in pairwise([0, *cuts, len(starts)]):
        right = starts[end] - 1 if end < len(starts) else line.x1
        words = line.words[start:end]
        parts.append(replace(line, text=" ".join(word for _, word in words), x0=starts[start], x1=right, words=words))
    return parts


def _column(line: Line, lefts: Sequence[float]) -> int | None:
    """Return the column of a stretch; None where it begins before the first or reaches into the next but one."""
    column = max((i for i, left in enumerate(lefts) if left <= line.x0 + NEAR), default=None)
    if column is None or (column + 1 < len(lefts) and line.x1 > lefts[column + 1] + NEAR):
        return None
    return column


def _fitted(levels: Sequence[Sequence[Line]], lefts: Sequence[float]) -> list[list[Line]]:
    return [[part for line in level for part in _split(line, lefts)] for level in levels]


def _table(levels: Sequence[Sequence[Line]], lefts: tuple[float, ...], sheet: Sheet) -> Table:
    """Return the table of ``levels``, its rows told apart."""
    rows: list[list[list[Line]]] = []
    for level, new in zip(levels, _beginnings(levels, lefts, sheet), strict=True):
        if new:
            rows.append([[] for _ in lefts])
        for line in level:
            rows[-1][_column(line, lefts) or 0].append(line)
    slots = tuple(tuple(Slot(tuple(cell)) for cell in row) for row in rows)
    return Table(sheet.number, levels[0][0].top, levels[-1][0].bottom, lefts, slots)


def _beginnings(levels: Sequence[Sequence[Line]], lefts: tuple[float, ...], sheet: Sheet) -> list[bool]:
    """Tell for every level whether a row begins there: at a rule, else in the first column or at a wider gap."""
    width = max(line.x1 for level in levels for line in level) - lefts[0]
    rules = [rule.place for rule in sheet.rules if not rule.upright and rule.end - rule.start > width / 2]
    inside = [place for place in rules if levels[0][0].base < place < levels[-1][0].top]
    if len(inside) > 1:
        return [True, *[any(a[0].base < place < b[0].base for place in inside) for a, b in pairwise(levels)]]
    gaps = [b[0].base - a[0].base for a, b in pairwise(levels)]
    beside = [gap < BESIDE * levels[0][0].size for gap in gaps]  # cells that stand in the middle of their row
    usual = min((gap for gap, near in zip(gaps, beside, strict=True) if not near), default=0.0)
    first = [_column(level[0], lefts) == 0 for level in levels]
    begins = [True, *[gap > WIDER * usual or column for gap, column in zip(gaps, first[1:], strict=True)]]
    for index in range(1, len(levels) - 1):
        level, below = levels[index], levels[index + 1]
        if first[index] or not first[index + 1]:
            begins[index + 1] = begins[index + 1] and not beside[index]
        elif _runs_down(level, below, lefts) or (beside[index] and _free(level, below, lefts)):
            begins[index], begins[index + 1] = True, False  # cells that stand on the floor or in the middle
        else:
            begins[index + 1] = True
    return begins


def _free(above: Sequence[Line], below: Sequence[Line], lefts: Sequence[float]) -> bool:
    """Tell whether no column holds words on both levels."""
    return not {_column(line, lefts) for line in above} & {_column(line, lefts) for line in below}


def _runs_down(above: Sequence[Line], below: Sequence[Line], lefts: Sequence[float]) -> bool:
    """Tell whether the only words of a level go on in the one below it, in small letters."""
    going_on = (line for line in below if _column(line, lefts) == _column(above[0], lefts))
    after = next(going_on, None)
    return len(above) == 1 and above[0].text[:1].isupper() and after is not None and after.text[:1].islower()
