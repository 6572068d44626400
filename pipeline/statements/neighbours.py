"""What stands beside an assertion: cells of its row, a line below it, its closing bracket."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from pipeline.shared.german.announced import type_of
from pipeline.statements import details
from pipeline.statements.categories import Place, Verdict
from pipeline.statements.groups import group_of
from pipeline.statements.reading import Reading, Unit
from pipeline.statements.structure import Block, column_role

ASIDE_ROLES: Final = {
    "responsible": "Zuständigkeit, bei der Aussage vermerkt",
    "due": "Frist, bei der Aussage vermerkt",
    "votes": "Punkte, bei der Aussage vermerkt",
    "number": "Nummer oder Kennzeichen einer Karte",
    "kind": "Art der Karte, bei der Aussage vermerkt",
    "detail": "Angabe zu Kosten oder Stand",
    "head": "Kopfangabe in einer Tabelle",
}
_DETAIL_LINE: Final = re.compile(r"\W*(?P<label>[A-ZÄÖÜ][\wäöüß /-]{2,30}):\s+(?P<value>[^\n]+)$")
_MOST_ACTOR_WORDS: Final = 8


def note_cell(reading: Reading, block: Block, role: str) -> None:
    """Note what a neighbouring cell says about the assertions of its row."""
    reading.book((block.start, block.end), Verdict("metadata", ASIDE_ROLES[role]))
    if block.table is not None and block.row is not None:
        cells = reading.asides.setdefault((block.table, block.row), {})
        words = reading.text[block.start : block.end]
        cells[role] = f"{cells[role]}\n{words}" if role in cells else words


def note_line(reading: Reading, block: Block, place: Place) -> bool:
    """Note a line such as 'Zuständig: VHS' below a measure with that measure; tell whether it was one."""
    found = _DETAIL_LINE.match(reading.text, block.start, block.end) if block.kind in ("paragraph", "item") else None
    role = column_role(found["label"]) if found else ""
    role = "due" if found and role not in ASIDE_ROLES and details.is_due(found["value"]) else role
    if not found or not reading.units or role not in ("responsible", "due", "detail") or place.head:
        return False
    last = reading.units[-1]
    measure = last.expected in ("massnahme", "ziel") or place.expected in ("massnahme", "ziel")
    if not measure or len(found["value"].split()) > _MOST_ACTOR_WORDS:
        return False
    value = found["value"].strip()
    if role == "responsible":
        reading.units[-1] = replace(last, responsible=last.responsible or value)
    elif role == "due":
        reading.units[-1] = replace(last, due=last.due or value)
    reading.book((block.start, block.end), Verdict("metadata", ASIDE_ROLES[role]))
    return True


def _details(reading: Reading, unit: Unit) -> Unit:
    """Return the assertion with who is responsible and by when, from its row or its closing bracket."""
    if unit.responsible or unit.due or unit.expected not in ("massnahme", ""):
        return unit
    inside = details.bracket(reading.text[unit.start : unit.end])
    if inside and details.is_due(inside) and (unit.expected or not inside.isdigit()):
        return replace(unit, due=inside)
    bodies = details.actors(inside)
    named = [part for part in bodies if group_of(part, reading.roll.cues)]
    if unit.expected == "massnahme" and bodies and named == bodies and len(inside.split()) <= _MOST_ACTOR_WORDS:
        return replace(unit, responsible=inside)
    return unit


def _line(cell: str, order: int, count: int) -> str:
    """Return the line of a cell that belongs to one of `count` measures: its own if the lines match, else all."""
    lines = [line.strip() for line in cell.split("\n") if line.strip()]
    return lines[order] if len(lines) == count else " ".join(lines)


def _share_row(units: list[Unit], places: Sequence[int], cells: Mapping[str, str]) -> None:
    """Give the details of a row to its measures, line by line where the lines match."""
    titled = [place for place in places if type_of(units[place].column) == "massnahme"]
    measures = titled or [place for place in places if units[place].expected == "massnahme"]
    chosen = measures or [place for place in places if not units[place].expected] or list(places)
    for order, place in enumerate(chosen):
        responsible, due = (_line(cells.get(role, ""), order, len(chosen)) for role in ("responsible", "due"))
        unit = units[place]
        units[place] = replace(unit, responsible=responsible or unit.responsible, due=due or unit.due)
    lines = [line for line in cells.get("votes", "").split("\n") if line.strip()]
    for place, line in zip(chosen, lines, strict=False):
        if units[place].votes is None:
            units[place] = replace(units[place], votes=details.number(line))


def with_neighbours(reading: Reading) -> list[Unit]:
    """Return the assertions in reading order with the details of their rows."""
    units = sorted(reading.units, key=lambda unit: (unit.start, unit.end))
    rows: dict[tuple[int, int] | None, list[int]] = defaultdict(list)
    for place, unit in enumerate(units):
        rows[unit.row].append(place)
    for row, cells in sorted(reading.asides.items()):
        if rows[row]:
            _share_row(units, rows[row], cells)
    return [_details(reading, unit) for unit in units]
