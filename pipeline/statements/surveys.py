"""Surveys: tables that hold the question beside the answer, once per row."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from pipeline.statements import wording
from pipeline.statements.neighbours import ASIDE_ROLES
from pipeline.statements.structure import Block, column_role

_ASKS: Final = wording.pattern("structure.question_column")
_CLOSED: Final = wording.pattern("structure.closed_questions")
_CHOSEN, _FEW_ROWS = 5, 2
_TICKED, _LEAST_TICKED = 3, 4
_KINDS: Final = frozenset({"cell", "card"})
_REPEATED, _LEAST_WORDS = 0.8, 2

Row = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Survey:
    """The cells that hold questions or a chosen answer, by block number, and the question of each other row."""

    asking: frozenset[int] = frozenset()
    chosen: frozenset[int] = frozenset()
    questions: Mapping[Row, str] = field(default_factory=dict)

    def asked(self, block: Block) -> str:
        """Return the question that stands in the row of a cell, or ''."""
        placed = block.table is not None and block.row is not None
        return self.questions.get((block.table or 0, block.row or 0), "") if placed else ""


def survey(blocks: Sequence[Block], text: str) -> Survey:
    """Return the questions that stand in tables beside their answers.

    A column holds questions where its title says so ('Frage', 'Leitfrage'), or where nearly all of its cells end
    with a question mark and come back in several rows; and only where the rows hold free text beside it.
    """
    tables: dict[int, list[Block]] = defaultdict(list)
    for block in blocks:
        if block.table is not None and block.row is not None and block.kind in _KINDS:
            tables[block.table].append(block)
    asking: set[int] = set()
    chosen: set[int] = set()
    questions: dict[Row, str] = {}
    for table, cells in sorted(tables.items()):
        columns: dict[str, list[Block]] = defaultdict(list)
        for cell in cells:
            columns[cell.column].append(cell)
        found = next((column for column in columns.values() if _asks(column, cells, text)), [])
        asking |= {cell.number for cell in found}
        questions |= _by_row(table, found, cells, text)
        chosen |= {cell.number for title, column in columns.items() for cell in _choices(title, column, text)}
        if sum("?" in title for title in columns) >= _FEW_ROWS:
            chosen |= {cell.number for title, column in columns.items() for cell in _ticked(title, column, text)}
    return Survey(frozenset(asking), frozenset(chosen), questions)


def _choices(title: str, column: Sequence[Block], text: str) -> Iterator[Block]:
    """Yield the short answers to a question that asks for a choice, a place or an age ('Wo wohnen Sie?')."""
    if "?" in title and len(column) >= _FEW_ROWS and _CLOSED.match(title):
        yield from (cell for cell in column if len(text[cell.start : cell.end].split()) <= _CHOSEN)


def _ticked(title: str, column: Sequence[Block], text: str) -> Iterator[Block]:
    """Yield the cells of a column beside questions that holds no answer in words: a language, a quarter, a role.

    A few short values come back again and again there; under a question that would still be what people said.
    """
    words = Counter(_words(cell, text) for cell in column)
    few = len(column) >= _LEAST_TICKED and len(words) * 2 <= len(column)
    if "?" not in title and few and all(len(said.split()) <= _TICKED for said in words):
        yield from column


def _asks(column: Sequence[Block], cells: Sequence[Block], text: str) -> bool:
    """Tell whether a column of a table holds questions and the cells beside it answers."""
    if not column[0].column or not _answered(column, cells):
        return False
    words = Counter(_words(cell, text) for cell in column)
    marked = sum(count for said, count in words.items() if said.endswith("?"))
    again = len(words) < len(column) and marked >= _REPEATED * len(column)
    return again or bool(_ASKS.match(column[0].column.strip()))


def _answered(column: Sequence[Block], cells: Sequence[Block]) -> bool:
    """Tell whether a cell of free text stands beside a cell of the column."""
    rows, own = {cell.row for cell in column}, {cell.number for cell in column}
    beside = (cell for cell in cells if cell.row in rows and cell.number not in own)
    return any(column_role(cell.column) not in ASIDE_ROLES for cell in beside)


def _by_row(table: int, column: Sequence[Block], cells: Sequence[Block], text: str) -> Iterator[tuple[Row, str]]:
    """Yield the question of every row; a row without any goes on with the one above, as in merged cells."""
    own = {cell.row: _words(cell, text) for cell in column}
    last = ""
    for row in sorted({cell.row for cell in cells if cell.row is not None} if column else ()):
        last = own.get(row, last)
        if len(last.split()) >= _LEAST_WORDS:
            yield (table, row), last


def _words(cell: Block, text: str) -> str:
    """Return the words of a cell on one line."""
    return " ".join(text[cell.start : cell.end].split())
