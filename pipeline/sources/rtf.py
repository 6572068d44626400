"""Rich Text: a reader of our own, because common ones lose footnotes and text boxes and keep deleted words."""

from __future__ import annotations

import re
from dataclasses import replace

from pipeline.sources.cards import lay
from pipeline.sources.grids import Cell, Grid
from pipeline.sources.options import Options
from pipeline.sources.pieces import Draft, Piece, Refused, clean, piece_of
from pipeline.sources.rtf_words import (
    BODY_LEVEL,
    CODE_PAGES,
    FURNITURE,
    HALF_POINTS,
    HEADING,
    MOST_DEPTH,
    SHAPES,
    SIGNS,
    SKIPPED,
    SYMBOLS,
    TARGETS,
    TOKEN,
    Paragraph,
    State,
    known_page,
    style_names,
)


def read(data: bytes, options: Options) -> Draft:
    """Return the pieces of an RTF; raises Refused where it is no RTF to the end."""
    del options
    return Reader(data).draft()


class Reader:
    """One pass over the tokens; state is a stack of groups, the open paragraphs and the open table."""

    def __init__(self, data: bytes) -> None:
        """Read code page, fonts and styles from the head."""
        self.data = data
        named = re.search(rb"\\ansicpg(\d{1,5})", data[:2000])
        self.page = known_page(f"cp{int(named[1])}") if named else "cp1252"
        self.fonts = {
            int(m[1]): CODE_PAGES.get(int(m[2]), self.page)
            for m in re.finditer(rb"\\f(\d{1,8})[^{};]*?\\fcharset(\d{1,8})", data[:200_000])
        }
        self.styles = style_names(data, self.page)
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
        kind, level = TARGETS.get(target) or self._shape(paragraph)
        return piece_of(paragraph.words, kind, level)

    def _shape(self, paragraph: Paragraph) -> tuple[str, int]:
        named = HEADING.match(self.styles.get(paragraph.style, ""))
        if named:
            return "heading", max(1, min(8, int(named[1])))
        if paragraph.outline < BODY_LEVEL - 1:
            return "heading", paragraph.outline + 1
        return ("item", paragraph.depth) if paragraph.listed else ("paragraph", 0)
