"""Web pages: ordinary ones, Word's and Outlook's export, and noScribe transcripts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from lxml import etree
from lxml import html as lxml_html

from pipeline.sources.cards import lay
from pipeline.sources.encodings import decode
from pipeline.sources.grids import Cell, Grid
from pipeline.sources.options import Options
from pipeline.sources.pieces import Draft, Piece, Refused, Word, clean, piece_of, whole

SKIPPED = {
    "script",
    "style",
    "head",
    "title",
    "noscript",
    "template",
    "svg",
    "object",
    "iframe",
    "button",
    "select",
    "input",
    "del",
    "s",
    "strike",
}
FURNITURE = {"nav", "footer", "aside"}
COMMENT = re.compile(r"\b(?:comments?|cmts?|repl(?:y|ies)|responses?|kommentare?|antworten)\b", re.IGNORECASE)
"""What a class or an id calls the remarks below a post."""
BLOCKS = {
    "p",
    "div",
    "li",
    "ul",
    "ol",
    "table",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "blockquote",
    "pre",
    "section",
    "article",
    "dl",
    "dt",
}
BLOCKS |= {
    "dd",
    "body",
    "main",
    "header",
    "form",
    "fieldset",
    "figure",
    "figcaption",
    "hr",
    "center",
    "details",
    "summary",
    "address",
}
BLOCKS |= FURNITURE
BOLD = {"b", "strong"}
HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.IGNORECASE)
HEAVY = re.compile(r"font-weight\s*:\s*(bold|[6-9]00)", re.IGNORECASE)
SIZE = re.compile(r"font-size\s*:\s*([\d.]+)", re.IGNORECASE)
CHARSET = re.compile(rb"charset\s*=\s*[\"']?([\w-]+)", re.IGNORECASE)
MACHINE = re.compile(r"^(Audiodatei|Audio file|Audio source)\s*:", re.IGNORECASE)
QUOTED = re.compile(
    r"gmail_quote|divRplyFwdMsg|moz-cite-prefix|yahoo_quoted|OutlookMessageHeader|appendonsend", re.IGNORECASE
)
BYLINE_WORDS = 8
KEPT = {"quoted", "comment", "furniture"}
"""Kinds that hold for everything inside."""
MOST_DEPTH = 200
MOST_SPAN = 50


def read(data: bytes, options: Options) -> Draft:
    """Return the pieces of a web page; raises Refused where it holds none that can be parsed."""
    del options
    draft = Draft(reader="html")
    draft.pieces = pieces(_decoded(data))
    return draft


def _decoded(data: bytes) -> str:
    """Return the page as text; the charset it names counts where it fits."""
    named = CHARSET.search(data[:2048])
    if named and not data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        try:
            return data.decode(named[1].decode("ascii"))
        except (LookupError, UnicodeDecodeError):
            pass
    return decode(data)[0]


def pieces(page: str) -> list[Piece]:
    """Return the pieces of ``page``; hidden and struck-out words are left out."""
    page = re.sub(r"^\s*<\?xml[^>]*\?>", "", page.replace("\x00", ""))
    if not page.strip():
        return []
    parser = lxml_html.HTMLParser(no_network=True, huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        root = lxml_html.document_fromstring(page, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        raise Refused("die Seite ist kein lesbares HTML; bitte als PDF oder TXT speichern") from None
    return [piece for piece in Walker().walk(root) if clean(piece.text)]


class Walker:
    """One pass over a page; words outside any block are gathered into paragraphs."""

    def __init__(self) -> None:
        """Begin with nothing open."""
        self.tables = 0

    def walk(self, root: etree._Element) -> Iterator[Piece]:
        """Yield the pieces below ``root``."""
        yield from self._block(root, "paragraph", 0, 0)

    def _block(self, element: etree._Element, kind: str, level: int, depth: int) -> Iterator[Piece]:
        words: list[Word] = []
        yield from self._inside(element, kind, level, depth, words)
        yield from _flush(words, _kind(kind, words, element[-1] if len(element) else None), level)

    def _inside(self, element: etree._Element, kind: str, level: int, depth: int, words: list[Word]) -> Iterator[Piece]:
        look = _look(element)
        words.append((_spaced(element.text, element), *look))
        for child in element:
            tag = child.tag if isinstance(child.tag, str) else ""
            if not tag or tag in SKIPPED or HIDDEN.search(child.get("style") or ""):
                pass
            elif depth > MOST_DEPTH:
                words.append((" ".join(str(text) for text in child.itertext()), *look))
            elif tag == "br":
                if "".join(word for word, _, _ in words).rstrip(" ").endswith("\n"):
                    yield from _flush(words, kind, level)
                words.append(("\n", *look))
            elif tag in BLOCKS or (tag.startswith(("o:", "w:")) and len(child)):
                yield from _flush(words, _kind(kind, words, child.getprevious()), level)
                yield from self._child(child, kind, level, depth)
            else:
                yield from self._inside(child, kind, level, depth + 1, words)
            words.append((_spaced(child.tail, element), *look))

    def _child(self, child: etree._Element, kind: str, level: int, depth: int) -> Iterator[Piece]:
        tag = str(child.tag)
        kind = _kept(child, kind)
        if tag == "table":
            yield from self._table(child, depth)
        elif kind in KEPT:
            yield from self._block(child, kind, level, depth + 1)
        elif re.fullmatch(r"h[1-6]", tag):
            yield from self._block(child, "heading", int(tag[1]), depth + 1)
        elif tag in {"li", "dd"}:
            yield from self._block(child, "item", max(0, level - 1), depth + 1)
        elif tag in {"ul", "ol"}:
            deeper = level + 2 if kind == "item" else 1
            yield from self._block(child, "paragraph", deeper, depth + 1)
        elif tag == "dt":
            yield from self._block(child, "heading", 8, depth + 1)
        elif tag in FURNITURE:
            yield from self._block(child, "furniture", 0, depth + 1)
        elif tag == "article":
            yield from _post(list(self._block(child, kind, level, depth + 1)))
        elif "MsoListParagraph" in (child.get("class") or ""):
            yield from self._block(child, "item", 0, depth + 1)
        else:
            yield from self._block(child, kind, level, depth + 1)

    def _table(self, table: etree._Element, depth: int) -> Iterator[Piece]:
        """Lay a table; one cell wide it is a frame for the page's layout, and its content is walked."""
        rows = [row for row in table.iter("tr") if next(row.iterancestors("table"), None) is table]
        found = [[cell for cell in row if cell.tag in {"td", "th"}] for row in rows]
        if all(len(row) <= 1 for row in found) or any(
            cell.find(".//table") is not None for row in found for cell in row
        ):
            for row in found:
                for cell in row:
                    yield from self._block(cell, "paragraph", 0, depth + 1)
            return
        self.tables += 1
        number = self.tables - 1
        yield from lay(Grid(self._spanned(found, depth), number))

    def _spanned(self, found: list[list[etree._Element]], depth: int) -> list[list[Cell]]:
        """Return the cells with those covered from the left or from above left empty."""
        rows: list[list[Cell]] = []
        below: dict[int, int] = {}
        for parts in found:
            row: list[Cell] = []
            for part in parts:
                while below.get(len(row), 0):
                    below[len(row)] -= 1
                    row.append(Cell())
                span, down = _span(part, "colspan"), _span(part, "rowspan")
                for column in range(len(row), len(row) + span):
                    below[column] = down - 1
                content = tuple(piece for piece in self._block(part, "cell", 0, depth + 1) if clean(piece.text))
                row += [Cell(content, span, part.tag == "th"), *[Cell()] * (span - 1)]
            for column in [column for column in sorted(below) if column >= len(row)]:
                below[column] = max(0, below[column] - 1)
            rows.append(row)
        return rows


def _span(cell: etree._Element, name: str) -> int:
    return min(MOST_SPAN, max(1, whole(cell.get(name), 1)))


def _post(found: list[Piece]) -> list[Piece]:
    """Return the pieces of a post; where only its title and remarks hold words, the title is what was said."""
    worded = [at for at, piece in enumerate(found) if any(sign.isalpha() for sign in piece.text)]
    own = [at for at in worded if found[at].kind not in {"comment", "metadata", "furniture"}]
    alone = len(own) == 1 and found[own[0]].kind == "heading" and len(found) > 1
    return [replace(piece, kind="card", level=0) if alone and at == own[0] else piece for at, piece in enumerate(found)]


def _kept(element: etree._Element, kind: str) -> str:
    """Return the kind that holds inside ``element``: a quoted mail, remarks below a post, or that of what is around."""
    names = f"{element.get('class') or ''} {element.get('id') or ''}"
    if QUOTED.search(names) or (element.tag == "blockquote" and element.get("type") == "cite"):
        return "quoted"
    return "comment" if kind not in KEPT and COMMENT.search(names) else kind


def _kind(kind: str, words: list[Word], last: etree._Element | None) -> str:
    """Return the kind of the open words: a short line that ends with a time says who wrote a post, and when."""
    dated = last is not None and last.tag == "time" and not (last.tail or "").strip()
    return "metadata" if dated and len("".join(word for word, _, _ in words).split()) <= BYLINE_WORDS else kind


def _flush(words: list[Word], kind: str, level: int) -> list[Piece]:
    """Return the open words as a piece, and close them; the path of a recording on its disk is left out."""
    piece = piece_of(words, kind, level)
    words.clear()
    lines = [line for line in clean(piece.text).split("\n") if not MACHINE.match(line)]
    return [replace(piece, text="\n".join(lines))] if "".join(lines).strip() else []


def _look(element: etree._Element) -> tuple[bool, float]:
    """Return whether the words of ``element`` are bold, and their size (0 where nothing says so)."""
    bold, size = False, 0.0
    for part in [element, *element.iterancestors()]:
        style = part.get("style") or ""
        bold = bold or part.tag in BOLD or bool(HEAVY.search(style))
        found = SIZE.search(style)
        size = size or (_number(found[1]) if found else 0.0)
    return bold, size


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 0.0


def _spaced(text: str | None, element: etree._Element) -> str:
    """Return words with their line breaks as spaces, except in preformatted text."""
    if not text:
        return ""
    inside = element.tag == "pre" or any(parent.tag == "pre" for parent in element.iterancestors("pre"))
    return text if inside else re.sub(r"\s+", " ", text)
