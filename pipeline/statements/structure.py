"""What headings, columns and labels promise: the role of a place in a document."""

import re
from dataclasses import dataclass
from typing import Final

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


TYPE_ROLES: Final = wording.patterns("structure.type_roles")
"""What the title of a column or section says about the type of the statements below it, the first that fits."""

REGIONS: Final = wording.patterns("structure.regions")
"""Sections whose content is not what was said in the matter, by their title."""

_COLUMNS: Final = wording.patterns("structure.columns")
"""What the title of a table column says about its cells, if they are no statements."""


_NAMED_TYPES: Final = re.compile(r"\b(?:Probleme?|Ziele?|Maßnahmen?|Ideen?|Leitlinien?|Angebote?)\b", re.IGNORECASE)
_STEM: Final = 4
_FULL_QUESTION: Final = 4


def column_role(title: str) -> str:
    """Return what the cells of a column hold: a kind of detail, a type of statement, or '' for free text.

    >>> [column_role(title) for title in ("Wer?", "Bis wann", "Maßnahme", "Was wollen wir erreichen?", "Punkte")]
    ['responsible', 'due', 'massnahme', 'ziel', 'votes']
    """
    bare = title.strip().strip('„“"*_ ')
    typed = type_role(bare)
    for role, pattern in _COLUMNS.items():
        if pattern.search(bare) and not (typed and bare.endswith("?") and len(bare.split()) >= _FULL_QUESTION):
            return role
    return typed


def type_role(title: str) -> str:
    """Return the type of statement that a title announces, or '' if it announces none or several by name.

    >>> type_role("2. Wo drückt der Schuh?"), type_role("Gesundheit"), type_role("Probleme, Ziele und Maßnahmen")
    ('problem', '', '')
    """
    if len({found.lower()[:_STEM] for found in _NAMED_TYPES.findall(title)}) > 1:
        return ""
    return next((role for role, pattern in TYPE_ROLES.items() if pattern.search(title)), "")


def levels(heading_path: str) -> list[str]:
    """Return the headings above a block, the nearest first.

    >>> levels("Protokoll > TOP 2 > Ziele")
    ['Ziele', 'TOP 2', 'Protokoll']
    """
    return [part.strip() for part in reversed(heading_path.split(" > ")) if part.strip()]


def expected_type(heading_path: str, column: str) -> str:
    """Return the type that the column or the nearest telling heading announces, or ''."""
    return next((role for title in (column, *levels(heading_path)) if (role := type_role(title))), "")


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
        if type_role(title):
            return ""
    return ""
