"""What readers produce: pieces in reading order, and how they become one text with blocks.

A reader knows its format, not the rest of the house: it hands over pieces (a heading, a paragraph, a cell) with
what it saw beside them. This module cleans their characters, joins them, and works out the titles above each.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from pipeline.shared.reading import Block, Reading

HEADER_CELL = 9  # level of a heading that is the title of a table column: it stands over no text outside the table
MOST_DIGITS = 8
GONE = dict.fromkeys([0x00AD, 0x061C, 0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2060, 0xFEFF, 0xFFFC, 0xFFFE, 0xFFFF])
GONE |= dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])
SPACES = dict.fromkeys([0x00A0, 0x2007, 0x2009, 0x200A, 0x202F, 0x3000, 0x2002, 0x2003, 0x2008], " ")
LINES = dict.fromkeys([0x000B, 0x000C, 0x0085, 0x2028, 0x2029], "\n")
LETTERS = {
    0x2011: "-",
    0xFB00: "ff",
    0xFB01: "fi",
    0xFB02: "fl",
    0xFB03: "ffi",
    0xFB04: "ffl",
    0xF0B7: "•",
    0xF0A7: "▪",
}
LETTERS |= {0xF0E0: "→", 0xF0D8: "➢", 0xF0FC: "✓", 0xF06C: "●", 0xF02D: "-", 0xF0BE: "—"}
TABLE = {**GONE, **SPACES, **LINES, **LETTERS}
PLAIN = re.compile(r"[!-~äöüÄÖÜß–„“]+(?: [!-~äöüÄÖÜß–„“]+)*")  # nothing to clean: most words of most papers
BLANKS = re.compile(r"[ \t]+")
BREAKS = re.compile(r"[ \t]*\n\s*")
LONGEST, SHARE = 500, 100  # characters of a word: no language and hardly an address has longer ones, pasted data has
ENDLESS = re.compile(rf"(?<!\S)\S{{{LONGEST + 1},}}")
CUT_UP = f"ein „Wort“ ist länger als {LONGEST} Zeichen (wohl eingefügte Daten) und wurde in Stücke geteilt"
CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff]")


def clean(text: str) -> str:
    r"""Return ``text`` as NFC with plain spaces and LF, without soft hyphens, controls and invisible characters.

    >>> clean("Migra\u00adtion\u00a0und  Teil-\u200bhabe \r\n im Landkreis")
    'Migration und Teil-habe\nim Landkreis'

    A word without end (pasted data) is cut up: searching it takes the square of its length.
    """
    if len(text) > LONGEST:
        text = ENDLESS.sub(lambda found: " ".join(re.findall(rf".{{1,{SHARE}}}", found[0])), text)
    if PLAIN.fullmatch(text):
        return text
    text = text.replace("\r\n", "\n").replace("\r", "\n").translate(TABLE)
    text = unicodedata.normalize("NFC", CONTROL.sub("", text))
    return BREAKS.sub("\n", BLANKS.sub(" ", text)).strip()


@dataclass(frozen=True)
class Piece:
    """One unit as a reader saw it; ``before`` and ``after`` stay in the text but outside the block.

    ``level`` is the rank of a heading (0 title, 1 to 8, 9 header cell) or the depth of a list item. ``path`` holds
    titles that stand beside the piece and not above it (the cluster of a card). ``bold``, ``size`` and ``lead``
    (the bold words at the beginning) are evidence for headings and leave no trace.
    """

    kind: str
    text: str
    level: int = 0
    before: str = ""
    after: str = ""
    path: tuple[str, ...] = ()
    column: str = ""
    row: int | None = None
    page: int | None = None
    speaker: str = ""
    time: str = ""
    table: int | None = None
    votes: int | None = None
    bold: bool = False
    size: float = 0.0
    lead: str = ""


Word = tuple[str, bool, float]  # a stretch of words, whether they are bold, and their size in points (0 unknown)


def piece_of(words: Sequence[Word], kind: str, level: int = 0) -> Piece:
    """Return the piece that ``words`` make up; it is bold where all are, and remembers the bold ones it begins with."""
    visible = [(text, bold, size) for text, bold, size in words if text.strip()]
    bold = bool(visible) and all(heavy for _, heavy, _ in visible)
    size = max((points for _, _, points in visible), default=0.0)
    light = next((i for i, (text, heavy, _) in enumerate(words) if not heavy and text.strip()), len(words))
    lead = "" if bold else "".join(text for text, _, _ in words[:light])
    return Piece(kind, "".join(text for text, _, _ in words), level, bold=bold, size=size, lead=lead)


@dataclass(frozen=True)
class Attachment:
    """A file inside a document: its name as sent, and its bytes."""

    name: str
    data: bytes


@dataclass
class Draft:
    """What a reader found in one document; ``notes`` are German hints for the person who handed it in."""

    pieces: list[Piece] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    reader: str = ""
    attached: list[Attachment] = field(default_factory=list)

    def note(self, hint: str) -> None:
        """Add a hint once."""
        if hint not in self.notes:
            self.notes.append(hint)


class Refused(Exception):  # noqa: N818 - it is a fault of the paper, not an error of the program
    """A paper cannot be read; the message is German, says what to do, and quotes nothing."""


def whole(text: str | None, default: int = 0) -> int:
    """Return a number that stands in a file's markup; ``default`` where none does, or one that no program writes.

    >>> [whole(text, 1) for text in ("12", None, "-3", "²", "9" * 5000)]
    [12, 1, 1, 1, 1]
    """
    return int(text) if text and text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS else default


def flat(text: str) -> str:
    """Return ``text`` on one line, as it stands in a path of headings."""
    return " ".join(text.split()).strip(" :")


class Stack:
    """The headings above the current place, by their level."""

    def __init__(self) -> None:
        """Begin at the top of a document."""
        self._open: list[tuple[int, str]] = []

    def push(self, level: int, text: str) -> str:
        """Open a heading; those of the same or a deeper level end here. Return the path above it."""
        self._open = [(open_level, title) for open_level, title in self._open if open_level < level]
        above = self.path()
        self._open.append((level, flat(text)))
        return above

    def path(self, *beside: str) -> str:
        """Return the titles from the top down, then those ``beside`` the piece."""
        return " > ".join([title for _, title in self._open if title] + [flat(title) for title in beside if title])


def assemble(document: str, sha256: str, draft: Draft) -> Reading:
    """Return the reading: pieces joined by line ends, blocks disjoint and stripped, heading paths worked out."""
    parts: list[str] = []
    blocks: list[Block] = []
    stack, position = Stack(), 0
    for piece in draft.pieces:
        text = clean(piece.text)
        if not text:
            continue
        if ENDLESS.search(piece.text):
            draft.note(CUT_UP)
        before, after = clean(piece.before), clean(piece.after)
        line = " ".join(part for part in (before, text, after) if part)
        start = position + (len(before) + 1 if before else 0)
        opens = piece.kind in {"title", "heading"} and piece.level < HEADER_CELL
        path = stack.push(piece.level, text) if opens else stack.path(*piece.path)
        blocks.append(block(piece, start, start + len(text), path))
        parts.append(line)
        position += len(line) + 1
    return Reading(document, sha256, draft.reader, "\n".join(parts), tuple(blocks), tuple(draft.notes))


def block(piece: Piece, start: int, end: int, path: str) -> Block:
    """Return the block of ``piece`` at its place in the text."""
    return Block(
        kind=piece.kind,
        start=start,
        end=end,
        heading_path=path,
        column=flat(piece.column),
        row=piece.row,
        page=piece.page,
        speaker=piece.speaker,
        time=piece.time,
        level=piece.level,
        table=piece.table,
        votes=piece.votes,
    )


def plain(pieces: Iterable[Piece]) -> str:
    """Return the words of ``pieces`` line by line; used by tests and to compare documents."""
    return "\n".join(clean(piece.text) for piece in pieces if clean(piece.text))
