"""Writer: every word of an ODT once, in reading order, with all changes accepted (OpenDocument 1.2, part 1)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from lxml import etree

from pipeline.sources.archive import LOCKED, Archive
from pipeline.sources.cards import lay
from pipeline.sources.grids import Cell, Grid
from pipeline.sources.options import Options
from pipeline.sources.pieces import Draft, Piece, Refused, Word, clean, piece_of, whole

ODF = "urn:oasis:names:tc:opendocument:xmlns:"
TEXT, TABLE, OFFICE, DRAW, STYLE = (f"{{{ODF}{name}:1.0}}" for name in ("text", "table", "office", "drawing", "style"))
FO = f"{{{ODF}xsl-fo-compatible:1.0}}"
DC_CREATOR = "{http://purl.org/dc/elements/1.1/}creator"
SILENT = {
    TEXT + name
    for name in (
        "tracked-changes",
        "sequence-decls",
        "variable-decls",
        "user-field-decls",
        "bookmark",
        "index-title-template",
    )
}
SILENT |= {
    OFFICE + "forms",
    OFFICE + "annotation-end",
    TEXT + "alphabetical-index-mark",
    TEXT + "ruby-text",
    TEXT + "table-of-content-source",
}
FRAMES = {DRAW + name for name in ("frame", "custom-shape", "text-box", "g", "rect", "caption", "ellipse")}
HEADING = re.compile(r"(?:heading|überschrift)[ _]?(?:20_)?(\d)", re.IGNORECASE)
MOST_REPEATED = 200
MOST_DEPTH = 100
HEAVY = {"bold", "600", "700", "800", "900"}


@dataclass(frozen=True)
class Look:
    """What a style says: bold, size in points, its ancestors' names, hidden words."""

    bold: bool | None = None
    size: float = 0.0
    parent: str = ""
    hidden: bool = False
    name: str = ""


def read(data: bytes, options: Options) -> Draft:
    """Return the pieces of an ODT; raises Refused where it is locked or broken."""
    archive = Archive(data)
    manifest = archive.xml_if_there("META-INF/manifest.xml") if "META-INF/manifest.xml" in archive.names else None
    if manifest is not None and any(str(part.tag).endswith("}encryption-data") for part in manifest.iter()):
        raise Refused(LOCKED)
    return Walker(archive, options).draft()


class Walker:
    """One pass over a document; state is the table counter."""

    def __init__(self, archive: Archive, options: Options) -> None:
        """Load the styles."""
        self.archive = archive
        self.options = options
        self.out = Draft(reader="odt")
        self.content = archive.xml("content.xml")
        self.margins = archive.xml_if_there("styles.xml")
        self.looks = _looks([root for root in (self.margins, self.content) if root is not None])
        self.tables = 0

    def draft(self) -> Draft:
        """Return the pieces: page headers, body, page footers."""
        body = self.content.find(f"{OFFICE}body/{OFFICE}text")
        self.out.pieces += self._furniture("header")
        if body is not None:
            self.out.pieces += self._walk(body, 0, 0)
        self.out.pieces += self._furniture("footer")
        if self.content.find(f".//{TEXT}tracked-changes") is not None:
            self.out.note("Änderungsverfolgung: Einfügungen gelesen, Löschungen weggelassen")
        if not self.options.comments and self.content.find(f".//{OFFICE}annotation") is not None:
            self.out.note("Kommentare am Rand nicht gelesen (sources.comments)")
        if any(name.startswith("Basic/") for name in self.archive.names):
            self.out.note("enthält Makros; sie wurden nicht ausgeführt")
        return self.out

    def _furniture(self, kind: str) -> list[Piece]:
        if self.margins is None:
            return []
        seen: dict[str, Piece] = {}
        for part in self.margins.iter(f"{STYLE}{kind}", f"{STYLE}{kind}-left", f"{STYLE}{kind}-first"):
            for piece in self._walk(part, 0, 0):
                seen.setdefault(clean(piece.text), Piece("furniture", piece.text))
        return [piece for words, piece in seen.items() if words]

    def _walk(self, parent: etree._Element, lists: int, depth: int) -> Iterator[Piece]:
        for element in parent:
            tag = element.tag
            if not isinstance(tag, str) or tag in SILENT:
                continue
            if tag == TEXT + "table-of-content":
                yield from (replace(piece, kind="furniture", level=0) for piece in self._walk(element, 0, depth + 1))
            elif depth > MOST_DEPTH:
                yield Piece("paragraph", " ".join(str(text) for text in element.itertext()))
            elif tag in {TEXT + "p", TEXT + "h"}:
                yield from self._paragraph(element, lists, depth)
            elif tag == TEXT + "list":
                yield from self._walk(element, lists + 1, depth + 1)
            elif tag == TABLE + "table":
                yield from self._table(element, depth)
            else:
                yield from self._walk(element, lists, depth + 1)

    def _paragraph(self, element: etree._Element, lists: int, depth: int) -> Iterator[Piece]:
        words: list[Word] = []
        aside: list[tuple[str, etree._Element]] = []
        self._collect(element, words, aside, 0)
        if any(word.strip() for word, _, _ in words):
            yield piece_of(words, *self._shape(element, lists))
        for kind, box in aside:
            author = str(box.findtext(DC_CREATOR) or "")
            for piece in self._walk(box, 0, depth + 1):
                yield replace(piece, kind=kind, level=0, speaker=author) if kind else piece

    def _shape(self, element: etree._Element, lists: int) -> tuple[str, int]:
        """Return kind and level of a paragraph, by its tag, the styles it is based on, and the list it stands in."""
        if element.tag == TEXT + "h":
            return "heading", _level(element.get(TEXT + "outline-level") or "1")
        for name in self._chain(str(element.get(TEXT + "style-name") or "")):
            found = HEADING.match(name)
            if found:
                return "heading", _level(found[1])
            if name in {"Title", "Titel"}:
                return "title", 0
        return ("item", lists - 1) if lists else ("paragraph", 0)

    def _chain(self, name: str) -> list[str]:
        chain: list[str] = []
        while name and name not in chain:
            chain.append(name)
            look = self.looks.get(name, Look())
            chain += [look.name] if look.name and look.name not in chain else []
            name = look.parent
        return chain

    def _look(self, element: etree._Element) -> tuple[bool, float, bool]:
        """Return bold, size and hidden of the words directly in ``element``."""
        bold: bool | None = None
        size, hidden = 0.0, False
        parts = [element, *element.iterancestors(TEXT + "span", TEXT + "p", TEXT + "h")]
        for part in parts:
            for name in self._chain(str(part.get(TEXT + "style-name") or "")):
                look = self.looks.get(name, Look())
                bold = look.bold if bold is None else bold
                size, hidden = size or look.size, hidden or look.hidden
            if part.tag != TEXT + "span":
                break
        return bool(bold), size, hidden

    def _collect(
        self,
        parent: etree._Element,
        words: list[Word],
        aside: list[tuple[str, etree._Element]],
        depth: int,
    ) -> None:
        bold, size, hidden = self._look(parent)
        if not hidden:
            words.append((_blank(parent.text), bold, size))
        for element in parent:
            self._take(element, words, aside, depth)
            if not hidden:
                words.append((_blank(element.tail), bold, size))

    def _take(
        self,
        element: etree._Element,
        words: list[Word],
        aside: list[tuple[str, etree._Element]],
        depth: int,
    ) -> None:
        tag = element.tag
        if not isinstance(tag, str) or tag in SILENT or depth > MOST_DEPTH:
            return
        if tag == TEXT + "s":
            words.append((" " * min(_count(element, TEXT + "c"), MOST_REPEATED), False, 0.0))
        elif tag in {TEXT + "tab", TEXT + "line-break"}:
            words.append(("\t" if tag == TEXT + "tab" else "\n", False, 0.0))
        elif tag == TEXT + "note":
            body = element.find(TEXT + "note-body")
            aside.extend([("footnote", body)] if body is not None else [])
        elif tag == OFFICE + "annotation":
            aside.extend([("comment", element)] if self.options.comments else [])
        elif tag in FRAMES:
            aside.append(("", element))
        else:
            self._collect(element, words, aside, depth + 1)

    def _table(self, table: etree._Element, depth: int) -> Iterator[Piece]:
        self.tables += 1
        number = self.tables - 1
        yield from lay(Grid([self._row(row, title, depth) for row, title in _rows(table, title=False)], number))

    def _row(self, row: etree._Element, title: bool, depth: int) -> list[Cell]:
        """Return the cells of a row; covered and repeated empty ones count as empty."""
        cells: list[Cell] = []
        for part in row:
            if part.tag == TABLE + "covered-table-cell":
                cells += [Cell()] * min(_count(part, TABLE + "number-columns-repeated"), MOST_REPEATED)
            elif part.tag == TABLE + "table-cell":
                own = tuple(self._walk(part, 0, depth + 1))
                again = min(_count(part, TABLE + "number-columns-repeated"), MOST_REPEATED)
                cells += [Cell(own, _count(part, TABLE + "number-columns-spanned"), title)] * (1 if own else again)
        return cells


def _rows(table: etree._Element, *, title: bool) -> Iterator[tuple[etree._Element, bool]]:
    for element in table:
        if element.tag == TABLE + "table-row":
            yield element, title
        elif element.tag == TABLE + "table-header-rows":
            yield from _rows(element, title=True)
        elif element.tag in {TABLE + "table-rows", TABLE + "table-row-group"}:
            yield from _rows(element, title=title)


def _looks(roots: list[etree._Element]) -> dict[str, Look]:
    looks: dict[str, Look] = {}
    for root in roots:
        for style in root.iter(STYLE + "style"):
            properties = style.find(STYLE + "text-properties")
            weight = properties.get(FO + "font-weight") if properties is not None else None
            size = re.match(r"[\d.]+(?=pt)", properties.get(FO + "font-size") or "") if properties is not None else None
            hidden = properties is not None and properties.get(TEXT + "display") == "none"
            looks[str(style.get(STYLE + "name"))] = Look(
                bold=None if weight is None else weight in HEAVY,
                size=float(size[0]) if size else 0.0,
                parent=str(style.get(STYLE + "parent-style-name") or ""),
                hidden=hidden,
                name=str(style.get(STYLE + "display-name") or ""),
            )
    return looks


def _count(element: etree._Element, name: str) -> int:
    return max(1, whole(element.get(name), 1))


def _level(text: str) -> int:
    return min(8, max(1, whole(text, 1)))


def _blank(text: str | None) -> str:
    """Return words as XML means them: runs of white space are one space."""
    return re.sub(r"[ \t\r\n]+", " ", text or "")
