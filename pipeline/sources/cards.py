"""What stands in a table: cards with cluster, column and votes; titles between rows; keys in the first column.

All readers bring their tables here, so a table reads the same from Word, Writer, PDF, Excel or a web page.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline.sources import votes
from pipeline.sources.grids import (
    HEADER_BLOCK,
    Cell,
    Grid,
    header_row,
    is_asked,
    is_form,
    is_header_block,
    next_header,
    role_of,
    short,
)
from pipeline.sources.pieces import HEADER_CELL, Piece

BANNER, BANNER_LENGTH = 2, 100
KIND_OF_ANSWER = re.compile(r"(?:open-ended )?response|offene antwort|antwort|freitext", re.IGNORECASE)
SAID = {"text", "claim", "question"}


def lay(grid: Grid) -> list[Piece]:
    """Return the pieces of ``grid`` row by row: titles as heading cells, cards with cluster, column and votes."""
    if is_form(grid):
        return _filled_in(grid)
    head = header_row(grid)
    if head is None:
        return _without_titles(grid)
    grid.titles = [part.text for part in grid.rows[head]]
    below = next_header(grid, head)
    if below is not None:
        rows, grid.rows = grid.rows[below:], grid.rows[:below]
        more = Grid(rows, grid.number, grid.cards, grid.path, grid.column, first_row=grid.first_row + below)
        return lay(grid) + lay(more)
    if is_header_block(grid.titles):
        return [replace(piece, kind="metadata") for index in range(len(grid.rows)) for piece in _placed(grid, index)]
    grid.groups = _groups(grid, head)
    grid.roles = _roles(grid, head)
    grid.lonely = _lonely(grid)
    laid = _above(grid, head)
    laid += [replace(piece, kind="heading", level=HEADER_CELL) for piece in _placed(grid, head)]
    return laid + _body(grid, head)


def _filled_in(grid: Grid) -> list[Piece]:
    """Return the keys and values of a form; the key before a value is its column."""
    laid: list[Piece] = []
    for index, row in enumerate(grid.rows):
        parts = [part for part in row if part.text]
        for place, part in enumerate(parts):
            key = parts[place - 1].text if place % 2 else ""
            laid += [
                replace(piece, kind="metadata", row=index + grid.first_row, table=grid.number, level=0, column=key)
                for piece in part.pieces
            ]
    return laid


def _placed(grid: Grid, index: int) -> list[Piece]:
    """Return the pieces of one row, with table and row."""
    return [
        piece
        if inner(piece)
        else replace(piece, kind="cell", level=0, row=index + grid.first_row, table=grid.number, path=grid.path)
        for part in grid.rows[index]
        for piece in part.pieces
    ]


def inner(piece: Piece) -> bool:
    """Tell whether ``piece`` is a cell of a table inside the cell: it has its place already."""
    return piece.table is not None


def _above(grid: Grid, head: int) -> list[Piece]:
    """Return what stands above the titles: paragraphs of their own, or titles that span several columns."""
    found = []
    for index in range(head):
        title = index == head - 1 and any(grid.groups)
        if _banner(grid, index):
            found += [
                replace(piece, kind="heading", level=BANNER, row=None, table=None) for piece in _placed(grid, index)
            ]
            continue
        found += [
            replace(piece, kind="heading", level=HEADER_CELL) if title else replace(piece, kind="paragraph")
            for piece in _placed(grid, index)
        ]
    return found


def _banner(grid: Grid, index: int) -> bool:
    """Tell whether a row is the title of the whole table: its only words, bold, across all columns, or a question."""
    filled = [part for part in grid.rows[index] if part.text]
    if len(filled) != 1 or grid.width == 1 or not grid.cards:
        return False
    part = filled[0]
    plain = len(part.text) <= BANNER_LENGTH and not part.text.endswith((".", "!", ";")) and ":" not in part.text
    return plain and (part.bold or part.span >= grid.width or part.text.endswith("?"))


def _groups(grid: Grid, head: int) -> list[str]:
    """Return for each column the title that spans it in the row above the titles ("" where none does)."""
    names = [""] * grid.width
    if head == 0 or all(part.span == 1 for part in grid.rows[head - 1]):
        return names
    for column, part in enumerate(grid.rows[head - 1]):
        if part.text and 1 < part.span < grid.width:
            names[column : column + part.span] = [part.text] * part.span
    return names


def _roles(grid: Grid, head: int) -> list[str]:
    """Return the role of every column, from its title and, where that is silent, from its cells."""
    if is_asked(grid.titles):  # what is rated in a survey is no vote for the answer beside it
        named = [role_of(title) for title in grid.titles]
        return [role if role in {"number", "cluster"} else "claim" for role in named]
    roles = [role_of(title) for title in grid.titles]
    for column, role in enumerate(roles):
        values = [row[column].text for row in grid.rows[head + 1 :] if row[column].text]
        known = sum(role_of(value) == "claim" for value in values if short(value))
        if role in {"cluster", "kind", ""} and values and known * 2 > len(values):
            roles[column] = "kind"
        elif values and (
            (role in {"", "number"} and all(map(votes.surely, values)))
            or (role == "text" and roles.count("text") > 1 and all(votes.count(said) is not None for said in values))
        ):
            roles[column] = "votes"
        elif column == 0 and not role and not grid.titles[0] and values and all(map(short, values)):
            roles[column] = "cluster"
    if "text" in roles or "claim" in roles or not grid.cards:
        return roles
    return [role or "claim" for role in roles]


@dataclass
class _Row:
    """What holds for the cards of one row."""

    cluster: str = ""
    section: str = ""
    kind: str = ""


def _body(grid: Grid, head: int) -> list[Piece]:
    laid: list[Piece] = []
    state = _Row()
    for index in range(head + 1, len(grid.rows)):
        row = grid.rows[index]
        if [part.text for part in row] == grid.titles or _kinds_of_answer(row):
            laid += [replace(piece, kind="furniture") for piece in _placed(grid, index)]
        elif _section(grid, index):
            state.section, state.cluster = next(part.text for part in row if part.text), ""
            laid += [replace(piece, kind="heading", level=HEADER_CELL) for piece in _placed(grid, index)]
        else:
            laid += _cards(grid, index, state)
    return laid


def _kinds_of_answer(row: Sequence[Cell]) -> bool:
    """Tell whether a row below the questions of a survey only says how each was answered ('Open-Ended Response')."""
    filled = [part.text for part in row if part.text]
    return bool(filled) and all(KIND_OF_ANSWER.fullmatch(text) for text in filled)


def _section(grid: Grid, index: int) -> bool:
    """Tell whether the only words of a row are a title between rows, and no card.

    Sure signs are words across all columns, bold words, a colon, or a column that holds no cards. Short words in the
    cards' own column are a title only where every such row stands behind an empty one.
    """
    filled = [column for column, part in enumerate(grid.rows[index]) if part.text]
    if len(filled) != 1 or grid.width == 1 or not short(grid.rows[index][filled[0]].text):
        return False
    part = grid.rows[index][filled[0]]
    if part.span >= grid.width or part.bold or part.title or part.text.endswith(":"):
        return True
    if grid.roles[filled[0]] in {"text", "claim"}:
        return grid.cards and index > 1 and not any(cell.text for cell in grid.rows[index - 1]) and grid.lonely
    return filled[0] == 0 and grid.roles[0] not in {"cluster", "votes", "kind", "number"} and grid.cards


def _lonely(grid: Grid) -> bool:
    """Tell whether most rows have several cells, and each row of one short cell stands behind an empty row."""
    filled = [sum(bool(part.text) for part in row) for row in grid.rows]
    alone = [index for index, count in enumerate(filled) if count == 1 and index > 1]
    return bool(alone) and all(filled[index - 1] == 0 for index in alone) and len(alone) * 2 < sum(map(bool, filled))


def _cards(grid: Grid, index: int, state: _Row) -> list[Piece]:
    """Return the pieces of one row of cards; the cluster is carried down, the kind is not."""
    row = grid.rows[index]
    own = {role: row[i].text for i, role in enumerate(grid.roles) if role in {"cluster", "kind"} and row[i].text}
    state.cluster = own.get("cluster", state.cluster)
    title = _title(grid, row)
    laid: list[Piece] = []
    for column, part in enumerate(row):
        own_title = _own_title(part)
        path = (*grid.path, grid.groups[column], state.section, state.cluster, title, own_title)
        for number, piece in enumerate(part.pieces):
            if inner(piece):
                laid.append(piece)
                continue
            placed = replace(
                piece, row=index + grid.first_row, table=grid.number, path=path, column=grid.titles[column]
            )
            named = (bool(title) and grid.roles[column] == "title") or (bool(own_title) and number == 0)
            laid.append(_heading(grid, placed) if named else _card(grid, placed, column, own.get("kind", "")))
    return laid


def _title(grid: Grid, row: Sequence[Cell]) -> str:
    """Return what a row gives as its subject ('Betreff') where it says something else; alone it is what was said."""
    parts = list(zip(grid.roles, row, strict=True))
    said = any(part.text for role, part in parts if role in {"text", "claim"})
    return next((part.text for role, part in parts if role == "title"), "") if said else ""


def _heading(grid: Grid, piece: Piece) -> Piece:
    return replace(piece, kind="heading", level=HEADER_CELL, path=grid.path)


def _card(grid: Grid, piece: Piece, column: int, kind: str) -> Piece:
    """Return what ``piece`` is by the role of its column; ``kind`` is what its row says that its cards are."""
    role = grid.roles[column]
    if role == "cluster":
        return _heading(grid, piece)
    if role not in {"text", "claim", "title", ""}:
        return replace(piece, kind="cell", level=0)
    title = kind or (grid.column if role == "text" and grid.column else piece.column)
    return replace(
        piece,
        kind="card" if grid.cards else "cell",
        column=title,
        votes=_votes(grid, (piece.row or 0) - grid.first_row, column),
        level=0,
    )


def _votes(grid: Grid, index: int, column: int) -> int | None:
    """Return the votes in the votes column that belongs to ``column``: the next one to its right, no card between."""
    cards = {"text", "claim"}
    for place in range(column + 1, grid.width):
        if grid.roles[place] == "votes":
            return votes.count(grid.rows[index][place].text)
        if grid.roles[place] in cards:
            return None
    first = next((place for place, role in enumerate(grid.roles) if role in cards or not role), column)
    left = [place for place in range(column) if grid.roles[place] == "votes"]
    return votes.count(grid.rows[index][left[-1]].text) if left and first == column else None


def _without_titles(grid: Grid) -> list[Piece]:
    """Return the cells of a table without titles; where the first column names its row, it is the column title."""
    keys = [row[0].text for row in grid.rows if row[0].text and any(part.text for part in row[1:])]
    known = [key for key in keys if short(key) and (role_of(key) == "claim" or HEADER_BLOCK.fullmatch(key.strip(": ")))]
    keyed = grid.width > 1 and len(known) * 2 > len(keys) and bool(keys)
    if keyed and len(known) > 1 and not any(role_of(key) in SAID for key in keys):
        return [replace(piece, kind="metadata") for index in range(len(grid.rows)) for piece in _placed(grid, index)]
    laid: list[Piece] = []
    last = ""
    for index, row in enumerate(grid.rows):
        last = row[0].text or last
        for column, part in enumerate(row):
            title = "" if keyed else _own_title(part)
            for number, piece in enumerate(part.pieces):
                if inner(piece):
                    laid.append(piece)
                    continue
                placed = replace(piece, row=index + grid.first_row, table=grid.number, path=grid.path, level=0)
                if title:
                    laid.append(_heading(grid, placed) if number == 0 else replace(placed, kind="cell", column=title))
                else:
                    laid.append(_keyed(placed, column, last) if keyed else _loose(grid, placed))
    return laid


def _own_title(part: Cell) -> str:
    """Return the title that a cell bears above its points ('Stärken'), as the four fields of a SWOT do; else ''."""
    if len(part.pieces) <= 1:
        return ""
    first, *rest = part.pieces
    named = first.bold or role_of(first.text) == "claim"
    listed = all(piece.kind == "item" or piece.before for piece in rest) or (first.bold and not rest[0].bold)
    return first.text.strip(" :") if named and listed and short(first.text.strip(" :")) and not first.before else ""


def _keyed(piece: Piece, column: int, key: str) -> Piece:
    meta = bool(HEADER_BLOCK.fullmatch(key.strip(": "))) and role_of(key) != "claim"
    if meta:
        return replace(piece, kind="metadata", column="" if column == 0 else key)
    if column == 0:
        return replace(piece, kind="heading", level=HEADER_CELL)
    return replace(piece, kind="cell", column=key)


def _loose(grid: Grid, piece: Piece) -> Piece:
    return replace(piece, kind="card" if grid.cards else "cell", column=grid.column)
