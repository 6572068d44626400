"""Tables: which row holds the titles, which column the cards, and which numbers are votes.

All readers bring their tables here, so a table reads the same from Word, Writer, PDF, Excel or a web page.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from statistics import median

from pipeline.sources import votes
from pipeline.sources.pieces import HEADER_CELL, Piece, clean, flat

SEARCHED_ROWS = 25
TITLE_LENGTH = 45
TITLE_WORDS = 6
ROLES = {
    "number": r"(lfd|nr|nummer|no|id|pos|#|zeile)\b\.?.*",
    "votes": r".*(punkt|stimme|vote|votum|gewicht|●).*|prio\.?",
    "kind": r"(art|typ|kartenart|kartentyp|(karten)?farbe|rubrik|art der (karte|nennung))",
    "cluster": r".*(cluster|überschrift|thema|themen|handlungsfeld|arbeitsbereich|oberbegriff|schwerpunkt|stellwand).*"
    r"|(themen|aufgaben)?bereich|kategorie|feld|abschnitt|block",
    "text": r".*(kartentext|karten?inhalt|wortlaut|stichwort|nennung|beitrag|aussage|inhalt).*|karten?|text|punkt",
    "claim": r".*(problem|herausforderung|hürde|schwierigkeit|bedarf|ziel|maßnahme|massnahme|vorschl|idee|lösung|angebot"
    r"|ressource|aktivität|stärke|schwäche|chance|risik|handlungsempfehlung|vorhanden|läuft|wunsch|wünsche|leitlinie"
    r"|was fehlt|was tun|hemmnis|was gibt es|projekt|schritt|ist-stand|soll|empfehlung).*",
    "aside": r".*(wer\b|zuständig|verantwortlich|federführ|beteilig|partner|bis wann|zeit|frist|termin|datum|anmerkung"
    r"|bemerkung|kommentar|tisch|notiz|kosten|finanz|status|priorität|ort\b|quelle|name|institution|hinweis|wann\b).*",
}
COMPILED = {role: re.compile(pattern, re.IGNORECASE) for role, pattern in ROLES.items()}
HEADER_BLOCK = re.compile(
    r"(datum|ort|uhrzeit|zeit|beginn|ende|dauer|anwesend\w*|teilnehm\w*|entschuldigt|moderation|protokoll\w*|leitung"
    r"|verteiler|anlass|veranstaltung|thema|tn|interview\w*|befragte\w*|gesprächs\w*)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Cell:
    """One cell: its pieces (paragraphs, items), how many columns it spans, and whether it was declared a title."""

    pieces: tuple[Piece, ...] = ()
    span: int = 1
    title: bool = False

    @cached_property
    def text(self) -> str:
        """Return the words of the cell on one line."""
        return flat(" ".join(clean(piece.text) for piece in self.pieces))

    @property
    def bold(self) -> bool:
        """Tell whether all its words are bold."""
        return bool(self.pieces) and all(piece.bold for piece in self.pieces)


@dataclass
class Grid:
    """A table as rows of cells; a cell covered by a merged one is empty, and every row is equally long."""

    rows: list[list[Cell]]
    number: int
    cards: bool = False
    path: tuple[str, ...] = ()
    column: str = ""
    roles: list[str] = field(default_factory=list)
    titles: list[str] = field(default_factory=list)
    groups: list[str] = field(default_factory=list)
    lonely: bool = False

    def __post_init__(self) -> None:
        """Make all rows equally long."""
        width = max((len(row) for row in self.rows), default=0)
        self.rows = [[*row, *[Cell()] * (width - len(row))] for row in self.rows]

    @property
    def width(self) -> int:
        """Return the number of columns."""
        return len(self.rows[0]) if self.rows else 0


def cell(text: str, *, bold: bool = False, span: int = 1, title: bool = False) -> Cell:
    """Return a cell of plain text; empty text gives an empty cell."""
    return Cell((Piece("cell", text, bold=bold),) if text.strip() else (), span, title)


def role_of(title: str) -> str:
    """Return the role of the column called ``title``: votes, cluster, kind, text, claim, number, aside or "".

    >>> [role_of(title) for title in ("Lfd.", "Klebepunkte", "Maßnahme", "Bis wann?", "Kita")]
    ['number', 'votes', 'claim', 'aside', '']
    """
    words = flat(title).strip(" :?.")
    return next((role for role, pattern in COMPILED.items() if pattern.fullmatch(words)), "")


def short(text: str) -> bool:
    """Tell whether ``text`` is short enough for a column title, and no sentence, number or list of points."""
    words = text.split()
    fits = 0 < len(text) <= TITLE_LENGTH and len(words) <= TITLE_WORDS
    return (
        fits
        and not text.endswith((".", "!", ";"))
        and votes.count(text) is None
        and any(sign.isalpha() for sign in text)
    )


def header_row(grid: Grid) -> int | None:
    """Return the row that holds the column titles, or None for a table without any."""
    rows = list(enumerate(grid.rows[:SEARCHED_ROWS]))
    filled = {index: [part for part in row if part.text] for index, row in rows}
    declared = next((i for i, row in rows if filled[i] and all(part.title for part in row if part.text)), None)
    if declared is not None and (len(filled[declared]) > 1 or grid.width == 1):
        return declared
    known = {i: sum(bool(role_of(part.text)) for part in parts if short(part.text)) for i, parts in filled.items()}
    fitting = [i for i, parts in filled.items() if len(parts) > 1 and known[i] * 2 >= len(parts)]
    best = max(fitting, key=lambda i: (known[i], -i), default=None)
    if best is not None and known[best] > 1:
        return best
    first = next((i for i, parts in filled.items() if len(parts) > 1), None)
    return first if first is not None and _looks_like_titles(grid, first, filled[first]) else None


def _looks_like_titles(grid: Grid, index: int, parts: Sequence[Cell]) -> bool:
    """Tell whether an unknown first row is one of titles: short, distinct, and bold or clearly shorter than the rest."""
    texts = [part.text for part in parts]
    below = [part.text for row in grid.rows[index + 1 :] for part in row if part.text]
    if not below or len(set(texts)) < len(texts) or not all(short(text) or role_of(text) for text in texts):
        return False
    if all(part.bold for part in parts) and not all(part.bold for row in grid.rows for part in row if part.text):
        return True
    return median(map(len, below)) >= 1.5 * median(map(len, texts)) and len(parts) * 2 > grid.width


def lay(grid: Grid) -> list[Piece]:
    """Return the pieces of ``grid`` row by row: titles as heading cells, cards with cluster, column and votes."""
    head = header_row(grid)
    if head is None:
        return _without_titles(grid)
    grid.titles = [part.text for part in grid.rows[head]]
    if _is_header_block(grid.titles):
        return [replace(piece, kind="metadata") for index in range(len(grid.rows)) for piece in _placed(grid, index)]
    grid.groups = _groups(grid, head)
    grid.roles = _roles(grid, head)
    grid.lonely = _lonely(grid)
    laid = _above(grid, head)
    laid += [replace(piece, kind="heading", level=HEADER_CELL) for piece in _placed(grid, head)]
    return laid + _body(grid, head)


def _is_header_block(titles: Sequence[str]) -> bool:
    """Tell whether the titles are those of a header (Datum, Ort, Moderation), not of a table of cards."""
    known = [title for title in titles if HEADER_BLOCK.fullmatch(title.strip(": ?"))]
    return len(known) > 1 and len(known) * 2 > sum(bool(title) for title in titles)


def _placed(grid: Grid, index: int) -> list[Piece]:
    """Return the pieces of one row, with table and row."""
    return [
        piece if inner(piece) else replace(piece, kind="cell", level=0, row=index, table=grid.number, path=grid.path)
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
        found += [
            replace(piece, kind="heading", level=HEADER_CELL) if title else replace(piece, kind="paragraph")
            for piece in _placed(grid, index)
        ]
    return found


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
    roles = [role_of(title) for title in grid.titles]
    for column, role in enumerate(roles):
        values = [row[column].text for row in grid.rows[head + 1 :] if row[column].text]
        known = sum(role_of(value) == "claim" for value in values if short(value))
        if role in {"cluster", "kind", ""} and values and known * 2 > len(values):
            roles[column] = "kind"
        elif role in {"", "number"} and values and all(map(votes.surely, values)):
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
        if [part.text for part in row] == grid.titles:
            laid += [replace(piece, kind="furniture") for piece in _placed(grid, index)]
        elif _section(grid, index):
            state.section, state.cluster = next(part.text for part in row if part.text), ""
            laid += [replace(piece, kind="heading", level=HEADER_CELL) for piece in _placed(grid, index)]
        else:
            laid += _cards(grid, index, state)
    return laid


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
    laid: list[Piece] = []
    for column, part in enumerate(row):
        role = grid.roles[column]
        path = (*grid.path, grid.groups[column], state.section, state.cluster)
        for piece in part.pieces:
            if inner(piece):
                laid.append(piece)
                continue
            placed = replace(piece, row=index, table=grid.number, path=path, column=grid.titles[column])
            laid.append(_card(grid, placed, role, column, index, own.get("kind", "")))
    return laid


def _card(grid: Grid, piece: Piece, role: str, column: int, index: int, kind: str) -> Piece:  # noqa: PLR0913
    if role == "cluster":
        return replace(piece, kind="heading", level=HEADER_CELL, path=grid.path)
    if role not in {"text", "claim", ""}:
        return replace(piece, kind="cell", level=0)
    title = kind or (grid.column if role == "text" and grid.column else piece.column)
    return replace(
        piece, kind="card" if grid.cards else "cell", column=title, votes=_votes(grid, index, column), level=0
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
    laid: list[Piece] = []
    last = ""
    for index, row in enumerate(grid.rows):
        last = row[0].text or last
        for column, part in enumerate(row):
            for piece in part.pieces:
                if inner(piece):
                    laid.append(piece)
                    continue
                placed = replace(piece, row=index, table=grid.number, path=grid.path, level=0)
                laid.append(_keyed(placed, column, last) if keyed else _loose(grid, placed))
    return laid


def _keyed(piece: Piece, column: int, key: str) -> Piece:
    meta = bool(HEADER_BLOCK.fullmatch(key.strip(": "))) and role_of(key) != "claim"
    if meta:
        return replace(piece, kind="metadata", column="" if column == 0 else key)
    if column == 0:
        return replace(piece, kind="heading", level=HEADER_CELL)
    return replace(piece, kind="cell", column=key)


def _loose(grid: Grid, piece: Piece) -> Piece:
    return replace(piece, kind="card" if grid.cards else "cell", column=grid.column)
