"""What headings, columns and labels promise: the role of a place in a document."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import groupby
from typing import Final

from pipeline.shared.german.announced import type_of
from pipeline.statements import wording


@dataclass(frozen=True, slots=True)
class Block:
    """A block of a document as the table `blocks` has it; `start` and `end` count code points of the text."""

    number: int
    kind: str
    start: int
    end: int
    heading_path: str = ""
    column: str = ""
    row: int | None = None
    table: int | None = None
    level: int = 0
    speaker: str = ""
    votes: int | None = None


REGIONS: Final = wording.patterns("structure.regions")
"""Sections whose content is not what was said in the matter, by their title."""

_COLUMNS: Final = wording.patterns("structure.columns")
"""What the title of a table column says about its cells, if they are no statements."""


TABLE_HEAD: Final = 9
"""The level that readers give to the title cells of a table."""

SIGNS: Final = {"+": "+ = läuft gut", "-": "- = läuft nicht gut", "!": "! = Vorschlag", "?": "? = Frage"}
"""What the signs of a list mean that weighs; in the words by which titles announce a type."""

DASHES: Final = frozenset("-–—−")
_PAIR, _LEAST_TITLES, _TITLE_WORDS = 2, 2, 6
_FULL_QUESTION: Final = 4


@lru_cache(maxsize=4096)
def column_role(title: str) -> str:
    """Return what the cells of a column hold: a kind of detail, a type of statement, or '' for free text.

    >>> [column_role(title) for title in ("Wer?", "Bis wann", "Maßnahme", "Was wollen wir erreichen?", "Punkte")]
    ['responsible', 'due', 'massnahme', 'ziel', 'votes']
    """
    bare = title.strip().strip('„“"*_ ')
    typed = type_of(bare)
    for role, pattern in _COLUMNS.items():
        if pattern.search(bare) and not (typed and bare.endswith("?") and len(bare.split()) >= _FULL_QUESTION):
            return role
    return typed


def levels(heading_path: str) -> list[str]:
    """Return the headings above a block, the nearest first.

    >>> levels("Protokoll > TOP 2 > Ziele")
    ['Ziele', 'TOP 2', 'Protokoll']
    """
    return [part.strip() for part in reversed(heading_path.split(" > ")) if part.strip()]


@lru_cache(maxsize=4096)
def expected_type(heading_path: str, column: str) -> str:
    """Return the type that the column or the nearest telling heading announces, or ''."""
    return type_of(column) or type_of(heading_path)


@lru_cache(maxsize=4096)
def region(heading_path: str) -> str:
    """Return the kind of section by its nearest telling heading, or '' for a section with content.

    A heading that announces statements ends the search: 'Ablauf > Probleme' is a section with content.

    >>> region("Protokoll > TOP 1 Begrüßung"), region("Ablauf > Probleme")
    ('greeting', '')
    """
    for title in levels(heading_path):
        found = next((name for name, pattern in REGIONS.items() if pattern.search(title)), "")
        if found:
            return found
        if type_of(title):
            return ""
    return ""


def signed(blocks: Sequence[Block], text: str) -> list[Block]:
    """Return the blocks with a meaning as column where the signs of a list speak: + what goes well, - what does not.

    They speak where both stand in one list, on one level; '!' and '?' then stand for a proposal and a question. A list
    with hyphens alone says nothing by them.
    """
    told: dict[int, Block] = {}
    for items, group in groupby(blocks, key=lambda block: block.kind == "item"):
        points = [(block, _sign(text, block)) for block in group] if items else []
        used = {sign for _, sign in points}
        level = {block.level for block, _ in points}
        if used >= {"+", "-"} and used <= set(SIGNS) and len(level) == 1:
            told |= {block.number: replace(block, column=block.column or SIGNS[sign]) for block, sign in points}
    return [told.get(block.number, block) for block in blocks]


def _sign(text: str, block: Block) -> str:
    """Return the sign that stands before a point in its line, brackets off, one hyphen for all."""
    before = text[text.rfind("\n", 0, block.start) + 1 : block.start].strip().strip("()")
    return "-" if before in DASHES else before


def labelled(blocks: Sequence[Block], text: str) -> list[Block]:
    """Return the blocks with the tables turned round that have their titles in the first column.

    Such a table ('Ziel | …', 'Zuständig | …') describes one measure: its first cells become titles of the cells
    beside them, and all its cells stand in one row.
    """
    tables: dict[int, list[Block]] = defaultdict(list)
    for block in blocks:
        if block.table is not None:
            tables[block.table].append(block)
    turned: dict[int, Block] = {}
    for cells in tables.values():
        turned |= {block.number: block for block in _turned(cells, text)}
    return [turned.get(block.number, block) for block in blocks]


def _turned(cells: Sequence[Block], text: str) -> list[Block]:
    """Return the cells of a table turned round, or none where its first column holds no titles."""
    rows: dict[int | None, list[Block]] = defaultdict(list)
    for cell in cells:
        rows[cell.row].append(cell)
    pairs = [row for row in rows.values() if len(row) == _PAIR]
    plain = all(cell.kind == "cell" and not cell.column for cell in cells)
    if not plain or len(pairs) < _LEAST_TITLES or len(pairs) < len(rows):
        return []
    titles = [text[first.start : first.end].strip(" :") for first, _ in pairs]
    told = sum(bool(column_role(title)) and len(title.split()) <= _TITLE_WORDS for title in titles)
    if told < _LEAST_TITLES or _PAIR * told < len(titles):
        return []
    done: list[Block] = []
    for title, (first, second) in zip(titles, pairs, strict=True):
        done += [replace(first, kind="heading", level=TABLE_HEAD, row=0), replace(second, column=title, row=0)]
    return done
