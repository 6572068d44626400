"""PowerPoint: titles, points and tables slide by slide (ECMA-376, part 1, chapter 19); slides are counted as pages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from lxml import etree

from pipeline.sources.archive import Archive
from pipeline.sources.cards import lay
from pipeline.sources.grids import Cell, Grid
from pipeline.sources.options import Options
from pipeline.sources.pieces import Draft, Piece, clean, whole

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
SLIDE = re.compile(r"ppt/slides/slide(\d{1,6})\.xml")
NOTES = re.compile(r"ppt/notesSlides/notesSlide\d+\.xml")
TITLES = {"title", "ctrTitle"}
FURNITURE = {"ftr", "sldNum", "dt", "hdr"}
ORDER = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
MOST_SPAN = 50


def read(data: bytes, options: Options) -> Draft:
    """Return the pieces of a presentation in the order of its slides; raises Refused where it is broken."""
    del options
    archive = Archive(data)
    draft = Draft(reader="pptx")
    tables = 0
    for page, name in enumerate(_slides(archive), start=1):
        slide = Slide(page, tables)
        draft.pieces += slide.pieces(archive.xml(name))
        tables = slide.tables
    if any(NOTES.fullmatch(name) for name in archive.names):
        draft.note("Notizen unter den Folien nicht gelesen")
    if any(name.startswith("ppt/media/") for name in archive.names):
        draft.note("enthält Bilder; Text in Bildern wurde nicht gelesen")
    return draft


def _slides(archive: Archive) -> list[str]:
    """Return the parts of the slides as they are shown; where no order is written, by their number."""
    numbered = sorted((int(found[1]), name) for name in archive.names if (found := SLIDE.fullmatch(name)))
    links = archive.xml_if_there("ppt/_rels/presentation.xml.rels")
    book = archive.xml_if_there("ppt/presentation.xml")
    if links is None or book is None:
        return [name for _, name in numbered]
    targets = {str(link.get("Id")): f"ppt/{str(link.get('Target')).removeprefix('/ppt/')}" for link in links}
    shown = [targets.get(str(slide.get(ORDER)), "") for slide in book.iter(P + "sldId")]
    ordered = [name for name in shown if name in archive.names]
    return ordered or [name for _, name in numbered]


class Slide:
    """One slide; ``tables`` counts on through the presentation."""

    def __init__(self, page: int, tables: int) -> None:
        """Begin a slide."""
        self.page = page
        self.tables = tables

    def pieces(self, root: etree._Element) -> list[Piece]:
        """Return title, texts and tables; the title stands first wherever it was drawn."""
        found = [
            replace(piece, page=self.page) for shape in root.iter(P + "sp", A + "tbl") for piece in self._shape(shape)
        ]
        return sorted(found, key=lambda piece: piece.kind != "heading" or piece.table is not None)

    def _shape(self, shape: etree._Element) -> Iterator[Piece]:
        if shape.tag == A + "tbl":
            self.tables += 1
            yield from lay(Grid([self._row(row) for row in shape.iterfind(A + "tr")], self.tables - 1))
            return
        place = shape.find(f"{P}nvSpPr/{P}nvPr/{P}ph")
        kind = "" if place is None else str(place.get("type") or "body")
        for paragraph in shape.iterfind(f"{P}txBody/{A}p"):
            text = _words(paragraph)
            if clean(text) and kind in TITLES:
                yield Piece("heading", text, 1)
            elif clean(text):
                yield self._point(paragraph, text, kind)

    def _point(self, paragraph: etree._Element, text: str, kind: str) -> Piece:
        """Return a paragraph: furniture, a point of the slide's list, or plain text of a box."""
        if kind in FURNITURE:
            return Piece("furniture", text)
        look = paragraph.find(A + "pPr")
        level = str(look.get("lvl") or "0") if look is not None else "0"
        plain = look is not None and look.find(A + "buNone") is not None
        marked = look is not None and (look.find(A + "buChar") is not None or look.find(A + "buAutoNum") is not None)
        listed = marked or (kind in {"body", "obj"} and not plain)
        return Piece("item" if listed else "paragraph", text, whole(level) if listed else 0)

    def _row(self, row: etree._Element) -> list[Cell]:
        cells = []
        for part in row.iterfind(A + "tc"):
            texts = [_words(paragraph) for paragraph in part.iterfind(f"{A}txBody/{A}p")]
            covered = part.get("hMerge") == "1" or part.get("vMerge") == "1"
            pieces = () if covered else tuple(Piece("cell", text) for text in texts if clean(text))
            cells.append(Cell(pieces, min(MOST_SPAN, max(1, whole(part.get("gridSpan"), 1)))))
        return cells


def _words(paragraph: etree._Element) -> str:
    """Return the words of a paragraph, its line breaks kept."""
    parts = paragraph.iter(A + "t", A + "br")
    return "".join("\n" if part.tag == A + "br" else part.text or "" for part in parts)
