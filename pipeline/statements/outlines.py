"""Outlines: tables whose rows are numbered like chapters, and tables of figures.

Minutes are often one table: '3 | Sprachförderung' is the title of '3.1 | Die VHS kann …'. A row of which all cells but
the first hold figures counts something and says nothing.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from pipeline.statements.structure import TABLE_HEAD, Block, column_role

_NUMBER: Final = re.compile(r"(?:TOP\s*)?(\d{1,2}(?:\.\d{1,2}){0,3})\.?")
_CODE: Final = re.compile(r"[A-Z]{1,3}[ .-]?\d{1,2}\b")
_TITLE_WORDS: Final = 12
_NAME_WORDS, _LEAST_FIGURES, _LEAST_ROWS = 4, 2, 2

Rows = dict[int, list[Block]]


def _rows(blocks: Sequence[Block]) -> Iterator[Rows]:
    """Yield the rows of every table, by their number."""
    tables: dict[int, Rows] = defaultdict(lambda: defaultdict(list))
    for block in blocks:
        if block.kind == "cell" and block.table is not None and block.row is not None:
            tables[block.table][block.row].append(block)
    yield from tables.values()


def outlined(blocks: Sequence[Block], text: str) -> list[Block]:
    """Return the blocks with the titles of numbered tables as headings of the rows below them.

    A title is the short cell beside '3' where another row bears '3.1'.
    """
    changed: dict[int, Block] = {}
    for rows in _rows(blocks):
        numbers = {row: found[1] for row, cells in rows.items() if (found := _NUMBER.fullmatch(_words(cells[0], text)))}
        above = {number.rpartition(".")[0] for number in numbers.values()}
        titles: dict[str, str] = {}
        for row, cells in sorted(rows.items()):
            number = numbers.get(row, "")
            beside = [cell for cell in cells[1:] if _words(cell, text)]
            if number and number in above and len(beside) == 1 and _is_title(_words(beside[0], text)):
                titles[number] = _words(beside[0], text)
                changed[beside[0].number] = replace(beside[0], kind="heading", level=TABLE_HEAD)
            elif title := titles.get(number.rpartition(".")[0], ""):
                path = [(cell, " > ".join(filter(None, (cell.heading_path, title)))) for cell in cells]
                changed |= {cell.number: replace(cell, heading_path=named) for cell, named in path}
    return [changed.get(block.number, block) for block in blocks]


def figures(blocks: Sequence[Block], text: str) -> frozenset[int]:
    """Return the numbers of the cells that only name what a row of figures counts."""
    found: set[int] = set()
    for rows in _rows(blocks):
        named = [cells[0] for cells in rows.values() if _counts(cells, text)]
        if len(named) >= _LEAST_ROWS and len(named) * 2 > len(rows):
            found |= {cell.number for cell in named}
    return frozenset(found)


def recalled(blocks: Sequence[Block], text: str) -> frozenset[int]:
    """Return the numbers of the cells of a ranking that only recall by its code what stands further up ('A1 Bus')."""
    known: dict[str, int | None] = {}
    found: set[int] = set()
    ranked = {block.table for block in blocks if block.table is not None and column_role(block.column) == "votes"}
    for block in blocks:
        words = _words(block, text)
        code = _CODE.match(words)
        if code and block.table in ranked and len(words.split()) <= _NAME_WORDS:
            found |= {block.number} if known.get(code[0], block.table) != block.table else set()
        elif code:
            known.setdefault(code[0], block.table)
    return frozenset(found)


def _counts(cells: Sequence[Block], text: str) -> bool:
    """Tell whether a row holds a short name and at least two figures that are no votes."""
    first, *rest = cells
    plain = rest and not any(sign.isalpha() for cell in rest for sign in text[cell.start : cell.end])
    votes = any(column_role(cell.column) == "votes" for cell in rest)
    return bool(plain) and not votes and len(rest) >= _LEAST_FIGURES and len(_words(first, text).split()) <= _NAME_WORDS


def _is_title(words: str) -> bool:
    return len(words.split()) <= _TITLE_WORDS and not words.endswith((".", "!", "?", ";"))


def _words(cell: Block, text: str) -> str:
    """Return the words of a cell on one line."""
    return " ".join(text[cell.start : cell.end].split())
