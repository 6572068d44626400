"""Rich Text: a reader of our own, because common ones lose footnotes and text boxes and keep deleted words (RTF 1.9.1)."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from pipeline.sources.grids import Cell, Grid, lay
from pipeline.sources.options import Options
from pipeline.sources.pieces import Draft, Piece, Refused, clean

TOKEN = re.compile(rb"\\([a-z]+)(-?\d+)? ?|\\'([0-9a-fA-F]{2})|\\([^a-z])|([{}])|[\r\n]+|([^\\{}\r\n]+)", re.IGNORECASE)
SKIPPED = frozenset(
    [
        "fonttbl",
        "colortbl",
        "stylesheet",
        "info",
        "pict",
        "object",
        "fldinst",
        "generator",
        "listtable",
        "listoverridetable",
        "revtbl",
        "rsidtbl",
        "themedata",
        "colorschememapping",
        "datastore",
        "latentstyles",
        "xmlnstbl",
        "wgrffmtfilter",
        "mmathPr",
        "pgptbl",
        "nonshppict",
        "shppict",
        "pntext",
        "listtext",
        "bkmkstart",
        "bkmkend",
        "template",
        "operator",
        "filetbl",
        "pntxta",
        "pntxtb",
        "pnseclvl",
        "background",
        "docvar",
        "atnid",
        "atnauthor",
        "atntime",
        "atndate",
        "atnref",
        "annotation",
        "atrfstart",
        "atrfend",
        "ftnsep",
        "ftnsepc",
        "aftnsep",
        "aftnsepc",
        "sp",
        "sn",
        "sv",
        "userprops",
        "blipuid",
        "panose",
        "falt",
        "xe",
        "tc",
    ]
)
SIGNS = {
    "tab": "\t",
    "line": "\n",
    "lbr": "\n",
    "emdash": "—",
    "endash": "–",
    "bullet": "•",
    "lquote": "‘",
    "rquote": "’",
}
SIGNS |= {
    "ldblquote": "“",
    "rdblquote": "”",
    "emspace": " ",
    "enspace": " ",
    "qmspace": " ",
    "page": "\n",
    "column": "\n",
    "softline": "\n",
}
SYMBOLS = {b"~": " ", b"_": "-", b"{": "{", b"}": "}", b"\\": "\\", b"\n": "\n", b"\r": "\n"}
FURNITURE = frozenset(["header", "footer", "headerl", "headerr", "headerf", "footerl", "footerr", "footerf"])
CODE_PAGES = {
    0: "cp1252",
    77: "mac_roman",
    128: "cp932",
    161: "cp1253",
    162: "cp1254",
    177: "cp1255",
    178: "cp1256",
    186: "cp1257",
}
CODE_PAGES |= {204: "cp1251", 222: "cp874", 238: "cp1250", 255: "cp850"}
HEADING = re.compile(r"(?:heading|überschrift)\s*(\d)", re.IGNORECASE)
MOST_DEPTH = 500
HALF_POINTS = 2.0
BODY_LEVEL = 9


@dataclass(frozen=True)
class State:
    """What holds inside a group: how words look and where they go."""

    target: str = "body"
    bold: bool = False
    hidden: bool = False
    size: float = 12.0
    page: str = "cp1252"
    skip: int = 1


@dataclass
class Paragraph:
    """The open paragraph: its words with bold and size, and its shape."""

    words: list[tuple[str, bool, float]]
    in_table: bool = False
    listed: bool = False
    depth: int = 0
    style: int = 0
    outline: int = BODY_LEVEL
    level: int = 0


def read(data: bytes, options: Options) -> Draft:
    """Return the pieces of an RTF; raises Refused where it is no RTF to the end."""
    del options
    return Reader(data).draft()


class Reader:
    """One pass over the tokens; state is a stack of groups, the open paragraphs and the open table."""

    def __init__(self, data: bytes) -> None:
        """Read code page, fonts and styles from the head."""
        self.data = data
        named = re.search(rb"\\ansicpg(\d+)", data[:2000])
        self.page = _known(f"cp{int(named[1])}") if named else "cp1252"
        self.fonts = {
            int(m[1]): CODE_PAGES.get(int(m[2]), self.page)
            for m in re.finditer(rb"\\f(\d+)[^{};]*?\\fcharset(\d+)", data[:200_000])
        }
        self.styles = _styles(data, self.page)
        self.state = State(page=self.page)
        self.stack: list[State] = []
        self.open: dict[str, Paragraph] = {}
        self.found: list[Piece] = []
        self.asides: list[Piece] = []
        self.cells: list[Cell] = []
        self.cell: list[Piece] = []
        self.rows: list[list[Cell]] = []
        self.tables = 0
        self.pending = 0
        self.raw = b""

    def draft(self) -> Draft:
        """Return the pieces: body with footnotes, then page furniture."""
        position = 0
        while position < len(self.data):
            token = TOKEN.match(self.data, position)
            if token is None:
                position += 1
                continue
            position = self._token(token, token.end())
        if len(self.stack) > 1 and not self.found and not self.open:
            raise Refused("die Datei ist beschädigt oder unvollständig; bitte noch einmal speichern oder kopieren")
        self._paragraph("body")
        self._close_table()
        draft = Draft(self.found + sorted(self.asides, key=lambda piece: piece.kind == "furniture"), reader="rtf")
        if self.stack:
            draft.note("die Datei ist am Ende abgeschnitten; gelesen wurde, was da ist")
        return draft

    def _token(self, token: re.Match[bytes], end: int) -> int:
        word, number, code, symbol, brace, text = token.groups()
        if code:
            self.raw += bytes([int(code, 16)])
            return end
        if text is None or not self.raw:
            self._decode()
        if text is not None:
            self.raw += text
            self._decode()
        elif brace == b"{":
            self._enter(end)
        elif brace == b"}":
            self._leave()
        elif word:
            return self._word(word.decode("ascii"), int(number) if number else None, end)
        elif symbol:
            self._symbol(symbol)
        return end

    def _enter(self, end: int) -> None:
        if len(self.stack) > MOST_DEPTH:
            raise Refused("die Datei ist zu tief verschachtelt und wurde nicht gelesen; bitte neu speichern")
        self.stack.append(self.state)
        if self.data[end : end + 2] == b"\\*" and not re.match(
            rb"\\\*\s*\\(shptxt|shpinst|shp)\b", self.data[end : end + 20]
        ):
            self.state = replace(self.state, target="")

    def _leave(self) -> None:
        if not self.stack:
            return
        target = self.state.target
        self.state = self.stack.pop()
        if target not in {"", self.state.target}:
            self._paragraph(target)

    def _symbol(self, symbol: bytes) -> None:
        if symbol in SYMBOLS:
            if symbol in {b"\n", b"\r"}:
                self._paragraph(self.state.target)
            else:
                self._add(SYMBOLS[symbol])

    def _word(self, word: str, number: int | None, end: int) -> int:
        on = number != 0
        if word == "bin":
            return end + max(0, number or 0)
        if word == "u" and number is not None:
            self._add(chr(number % 65536))
            return self._after_unicode(end)
        if word in SKIPPED:
            self.state = replace(self.state, target="")
        elif word in {"footnote", "shptxt"} or word in FURNITURE:
            self._aim("footnote" if word == "footnote" else "box" if word == "shptxt" else "furniture")
        elif word in {"deleted", "v"}:
            self.state = replace(self.state, hidden=on)
        elif word in {"b", "fs", "f", "plain", "uc", "ansicpg", "cs"}:
            self._look(word, number, on=on)
        elif word in SIGNS:
            self._add(SIGNS[word])
        elif word in SHAPES:
            SHAPES[word](self._at(), number or 0, on)
        elif word in {"par", "sect", "cell", "nestcell", "row", "nestrow"}:
            self._end(word)
        return end

    def _aim(self, target: str) -> None:
        if self.state.target:
            self.state = replace(self.state, target=target)
            self.open.pop(target, None)

    def _look(self, word: str, number: int | None, *, on: bool) -> None:
        if word == "b":
            self.state = replace(self.state, bold=on)
        elif word == "fs":
            self.state = replace(self.state, size=(number or 24) / HALF_POINTS)
        elif word == "f":
            self.state = replace(self.state, page=self.fonts.get(number or 0, self.page))
        elif word == "plain":
            self.state = replace(self.state, bold=False, hidden=False, size=12.0)
        elif word == "uc":
            self.state = replace(self.state, skip=number or 0)

    def _after_unicode(self, end: int) -> int:
        """Skip the stand-in for programs without Unicode: one sign, written plainly or as a code."""
        for _ in range(self.state.skip):
            found = re.compile(rb"\\'[0-9a-fA-F]{2}|[^\\{}\r\n]").match(self.data, end)
            if found is None:
                break
            end = found.end()
        return end

    def _decode(self) -> None:
        if self.raw:
            self._add(self.raw.decode(self.state.page, errors="replace"))
            self.raw = b""

    def _at(self) -> Paragraph:
        return self.open.setdefault(self.state.target, Paragraph([]))

    def _add(self, words: str) -> None:
        if self.state.target and not self.state.hidden:
            self._at().words.append((words, self.state.bold, self.state.size))

    def _end(self, word: str) -> None:
        target = self.state.target
        if not target:
            return
        if word in {"par", "sect"}:
            self._paragraph(target)
        elif target == "body" and word in {"cell", "nestcell"}:
            self._paragraph(target, cell=True)
            self.cells.append(Cell(tuple(self.cell)))
            self.cell = []
        elif target == "body":
            self.rows.append(self.cells)
            self.cells = []

    def _paragraph(self, target: str, *, cell: bool = False) -> None:
        """Close the open paragraph of ``target``; its list and table shape goes on with the next."""
        self._decode()
        paragraph = self.open.get(target)
        if paragraph is None or not target:
            return
        piece = self._piece(paragraph, target)
        paragraph.words = []
        if target != "body":
            self.asides.extend([piece] if clean(piece.text) else [])
            return
        if paragraph.in_table or cell:
            self.cell.extend([replace(piece, kind="cell")] if clean(piece.text) else [])
            return
        self._close_table()
        self.found.extend([piece] if clean(piece.text) else [])
        self.found += [p for p in self.asides if p.kind != "furniture"]
        self.asides = [p for p in self.asides if p.kind == "furniture"]

    def _close_table(self) -> None:
        if self.cells or self.cell:
            self.rows.append([*self.cells, *([Cell(tuple(self.cell))] if self.cell else [])])
            self.cells, self.cell = [], []
        if self.rows:
            self.found += lay(Grid(self.rows, self.tables))
            self.tables += 1
            self.rows = []

    def _piece(self, paragraph: Paragraph, target: str) -> Piece:
        text = "".join(word for word, _, _ in paragraph.words)
        visible = [part for part in paragraph.words if part[0].strip()]
        bold = bool(visible) and all(heavy for _, heavy, _ in visible)
        size = max((points for _, _, points in visible), default=0.0)
        kind, level = {"furniture": "furniture", "footnote": "footnote", "box": "paragraph"}.get(target, ""), 0
        if not kind:
            kind, level = self._shape(paragraph)
        return Piece(kind, text, level, bold=bold, size=size, lead="" if bold else _lead(paragraph.words))

    def _shape(self, paragraph: Paragraph) -> tuple[str, int]:
        named = HEADING.match(self.styles.get(paragraph.style, ""))
        if named:
            return "heading", max(1, min(8, int(named[1])))
        if paragraph.outline < BODY_LEVEL - 1:
            return "heading", paragraph.outline + 1
        return ("item", paragraph.depth) if paragraph.listed else ("paragraph", 0)


def _reset(paragraph: Paragraph, number: int, on: bool) -> None:
    del number, on
    paragraph.in_table = paragraph.listed = False
    paragraph.depth, paragraph.style, paragraph.outline = 0, 0, BODY_LEVEL


def _set(name: str) -> Callable[[Paragraph, int, bool], None]:
    def shape(paragraph: Paragraph, number: int, on: bool) -> None:
        setattr(paragraph, name, on if name in {"in_table", "listed"} else number)

    return shape


SHAPES: dict[str, Callable[[Paragraph, int, bool], None]] = {
    "pard": _reset,
    "intbl": _set("in_table"),
    "ls": _set("listed"),
    "pnlvlblt": _set("listed"),
    "ilvl": _set("depth"),
    "s": _set("style"),
    "outlinelevel": _set("outline"),
}


def _styles(data: bytes, page: str) -> dict[int, str]:
    """Return the names of the paragraph styles by their number."""
    start = data.find(b"{\\stylesheet")
    if start < 0:
        return {}
    part = data[start : start + 200_000]
    found = re.finditer(rb"\{\\s(\d+)\b[^{}]*?(?:\{[^{}]*\}[^{}]*?)*\s([^\\{};]+);", part)
    return {int(m[1]): m[2].decode(page, errors="replace").strip() for m in found}


def _known(page: str) -> str:
    try:
        "".encode(page)
    except LookupError:
        return "utf-8" if page == "cp65001" else "cp1252"
    return page


def _lead(words: list[tuple[str, bool, float]]) -> str:
    lead = ""
    for word, bold, _ in words:
        if not bold and word.strip():
            break
        lead += word if bold else ""
    return lead
