"""Word: every word of a DOCX once, in reading order, as the document would read with all changes accepted.

A walker of our own, because common libraries silently lose tracked insertions, content controls, text boxes and
footnotes. Office Open XML: ECMA-376, part 1, chapter 17.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from lxml import etree

from pipeline.sources.archive import Archive
from pipeline.sources.cards import lay
from pipeline.sources.docx_styles import Styles, W, number, value
from pipeline.sources.grids import Cell, Grid
from pipeline.sources.options import Options
from pipeline.sources.pieces import Draft, Piece, Word, clean, piece_of

MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
DELETED = {W + name for name in ("del", "moveFrom")}
SILENT = {
    W + name
    for name in (
        "delText",
        "delInstrText",
        "instrText",
        "pPr",
        "rPr",
        "sdtPr",
        "sdtEndPr",
        "tblPr",
        "tblGrid",
        "trPr",
        "tcPr",
        "rt",
    )
}
SIGNS = {W + "tab": "\t", W + "br": "\n", W + "cr": "\n", W + "noBreakHyphen": "-", W + "ptab": "\t"}
NOTES = {
    W + "footnoteReference": ("footnote", "word/footnotes.xml"),
    W + "endnoteReference": ("endnote", "word/endnotes.xml"),
}
MOST_DEPTH = 60
MOST_SPAN = 100


@dataclass
class Found:
    """The words of a paragraph while it is read, and what hangs on it."""

    words: list[Word]
    boxes: list[etree._Element]
    notes: list[tuple[str, str]]
    comments: list[str]


def read(data: bytes, options: Options) -> Draft:
    """Return the pieces of a DOCX; raises Refused where it is locked or broken."""
    archive = Archive(data)
    return Walker(archive, options).draft()


class Walker:
    """One pass over a document; state is the open paragraph (a deleted mark joins two) and the table counter."""

    def __init__(self, archive: Archive, options: Options) -> None:
        """Load styles, notes and comments."""
        self.archive = archive
        self.options = options
        self.styles = Styles(archive)
        self.out = Draft(reader="docx")
        self.tables = 0
        self.pending: list[Word] = []
        self.asides = {part: self._parts(part, tag) for tag, part in NOTES.values()}
        self.comments = self._parts("word/comments.xml", "comment") if options.comments else {}

    def draft(self) -> Draft:
        """Return the pieces: page headers first, then the body, then page footers."""
        body = self.archive.xml(self._main()).find(W + "body")
        self.out.pieces += self._margins("header")
        if body is not None:
            self.out.pieces += self._walk(body, 0)
        self.out.pieces += self._diagrams()
        self.out.pieces += self._margins("footer")
        self._hints()
        return self.out

    def _main(self) -> str:
        """Return the name of the main part; some programs number it."""
        names = sorted(name for name in self.archive.names if re.fullmatch(r"word/document\d*\.xml", name))
        return names[0] if names else "word/document.xml"

    def _parts(self, part: str, tag: str) -> dict[str, etree._Element]:
        root = self.archive.xml_if_there(part)
        if root is None:
            return {}
        return {
            str(note.get(W + "id")): note for note in root.iter(W + tag) if note.get(W + "type") in {None, "normal"}
        }

    def _margins(self, kind: str) -> list[Piece]:
        """Return headers or footers as furniture; the same words are said once."""
        seen: dict[str, Piece] = {}
        for name in sorted(self.archive.names):
            if re.fullmatch(rf"word/{kind}\d*\.xml", name):
                for piece in self._walk(self.archive.xml(name), 0):
                    seen.setdefault(clean(piece.text), Piece("furniture", piece.text))
        return [piece for words, piece in seen.items() if words]

    def _diagrams(self) -> list[Piece]:
        """Return the words of drawn diagrams (SmartArt); where they stand on the page is not written with them."""
        found = []
        for name in sorted(self.archive.names):
            if re.fullmatch(r"word/diagrams/data\d*\.xml", name):
                texts = [
                    "".join(run.text or "" for run in part.iter(A + "t"))
                    for part in self.archive.xml(name).iter(A + "p")
                ]
                found += [Piece("paragraph", text) for text in texts if text.strip()]
        if found:
            self.out.note("Text aus Schaubildern (SmartArt) steht am Ende")
        return found

    def _hints(self) -> None:
        root = self.archive.xml(self._main())
        if root.find(f".//{W}del") is not None or root.find(f".//{W}ins") is not None:
            self.out.note("Änderungsverfolgung: Einfügungen gelesen, Löschungen weggelassen")
        if not self.options.comments and "word/comments.xml" in self.archive.names:
            self.out.note("Kommentare am Rand nicht gelesen (sources.comments)")
        if any(name.endswith("vbaProject.bin") for name in self.archive.names):
            self.out.note("enthält Makros; sie wurden nicht ausgeführt")
        if any(name.startswith("word/embeddings/") for name in self.archive.names):
            self.out.note("eingebettete Dateien wurden nicht gelesen; bei Bedarf einzeln ablegen")
        if any(name.startswith("word/media/") for name in self.archive.names):
            self.out.note("enthält Bilder; Text in Bildern wurde nicht gelesen")

    def _walk(self, parent: etree._Element, depth: int) -> Iterator[Piece]:
        for element in parent:
            if not isinstance(element.tag, str) or element.tag in DELETED | SILENT:
                continue
            if depth > MOST_DEPTH:
                yield Piece("paragraph", " ".join(text.text or "" for text in element.iter(W + "t")))
            elif element.tag == W + "p":
                yield from self._paragraph(element, depth)
            elif element.tag == W + "tbl":
                yield from self._table(element, depth)
            elif element.tag == MC + "AlternateContent":
                yield from self._walk(_choice(element), depth + 1)
            else:
                yield from self._walk(element, depth + 1)

    def _paragraph(self, element: etree._Element, depth: int) -> Iterator[Piece]:
        found = Found([], [], [], [])
        self._collect(element, found, 0)
        words = self.pending + found.words
        if _mark_deleted(element):
            self.pending = words
        else:
            self.pending = []
            yield from self._piece(element, words)
        for box in found.boxes:
            yield from self._walk(box, depth + 1)
        yield from self._asides(found, depth)

    def _piece(self, element: etree._Element, words: list[Word]) -> Iterator[Piece]:
        if any(word.strip() for word, _, _ in words):
            shape = self.styles.shape(element)
            yield piece_of(words, shape.kind, shape.level)

    def _asides(self, found: Found, depth: int) -> Iterator[Piece]:
        for part, key in found.notes:
            if key in self.asides[part]:
                note = self.asides[part].pop(key)
                yield from (replace(piece, kind="footnote", level=0) for piece in self._walk(note, depth + 1))
        for key in found.comments:
            if key in self.comments:
                note = self.comments.pop(key)
                author = str(note.get(W + "author") or "")
                yield from (replace(p, kind="comment", level=0, speaker=author) for p in self._walk(note, depth + 1))

    def _collect(self, parent: etree._Element, found: Found, depth: int) -> None:
        """Gather the words below ``parent``."""
        for element in parent:
            self._take(element, found, depth)

    def _take(self, element: etree._Element, found: Found, depth: int) -> None:
        """Gather the words of ``element``; text boxes, notes and comments are set aside."""
        tag = element.tag
        if not isinstance(tag, str) or tag in DELETED | SILENT or depth > MOST_DEPTH:
            return
        if tag == W + "r":
            self._run(element, found, depth)
        elif tag == W + "commentReference":
            found.comments.append(str(element.get(W + "id")))
        elif tag.endswith("}txbxContent"):
            found.boxes.append(element)
        elif tag == MC + "AlternateContent":
            self._collect(_choice(element), found, depth + 1)
        else:
            self._collect(element, found, depth + 1)

    def _run(self, run: etree._Element, found: Found, depth: int) -> None:
        bold, size, hidden = self.styles.look(run)
        for element in run:
            tag = element.tag
            if tag == W + "t" and not hidden:
                found.words.append((element.text or "", bold, size))
            elif tag in SIGNS:
                page = tag == W + "br" and element.get(W + "type") == "page"
                found.words.append(("\n" if page else SIGNS[tag], bold, size))
            elif tag == W + "sym":
                found.words.append((_symbol(element), bold, size))
            elif tag in NOTES:
                found.notes.append((NOTES[tag][1], str(element.get(W + "id"))))
            else:
                self._take(element, found, depth + 1)

    def _table(self, table: etree._Element, depth: int) -> Iterator[Piece]:
        self.tables += 1
        own_number = self.tables - 1
        rows = [self._row(row, depth) for row in _own(table, "tr") if row.find(f"{W}trPr/{W}del") is None]
        yield from lay(Grid(rows, own_number))

    def _row(self, row: etree._Element, depth: int) -> list[Cell]:
        """Return the cells of a row; a cell covered by a merged one is empty."""
        header = value(row.find(f"{W}trPr/{W}tblHeader"), "on") not in {"", "0", "false"}
        cells = [Cell()] * (number(value(row.find(f"{W}trPr/{W}gridBefore"))) or 0)
        for part in _own(row, "tc"):
            span = min(MOST_SPAN, max(1, number(value(part.find(f"{W}tcPr/{W}gridSpan"))) or 1))
            merged = part.find(f"{W}tcPr/{W}vMerge")
            if merged is not None and merged.get(W + "val") != "restart":
                cells += [Cell()] * span
            else:
                cells += [Cell(tuple(self._walk(part, depth + 1)), span, header), *[Cell()] * (span - 1)]
        return cells


def _choice(element: etree._Element) -> etree._Element:
    """Return one of two alternatives, so that a text box is read once."""
    chosen = element.find(MC + "Choice")
    fallback = element.find(MC + "Fallback")
    return chosen if chosen is not None else fallback if fallback is not None else element


def _own(parent: etree._Element, name: str) -> Iterator[etree._Element]:
    """Yield rows of a table or cells of a row, also inside content controls, but not those of tables inside."""
    for element in parent:
        if element.tag == W + name:
            yield element
        elif element.tag in {W + "sdt", W + "sdtContent", W + "ins", W + "customXml", W + "smartTag", W + "moveTo"}:
            yield from _own(element, name)


def _mark_deleted(paragraph: etree._Element) -> bool:
    """Tell whether the end of this paragraph was deleted, so that the next one continues it."""
    mark = paragraph.find(f"{W}pPr/{W}rPr")
    return mark is not None and (mark.find(W + "del") is not None or mark.find(W + "moveFrom") is not None)


def _symbol(element: etree._Element) -> str:
    """Return the sign of a symbol run; private-use codes are mapped when the text is cleaned."""
    try:
        return chr(int(str(element.get(W + "char")), 16))
    except (ValueError, OverflowError):
        return ""
