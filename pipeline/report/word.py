"""A Word document that is being written: real headings, tables with header rows, captions, described pictures.

Paragraphs and tables are written as WordprocessingML (ECMA-376, part 1) into the empty document that python-docx
brings along; python-docx itself takes ten times as long for a table. It writes the hour into the archive; it is packed
again with fixed dates, so equal reports are equal bytes.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from xml.sax.saxutils import escape

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.packuri import CONTENT_TYPES_URI, PACKAGE_URI
from docx.opc.pkgwriter import _ContentTypesItem
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt, RGBColor

from pipeline.report.pictures import Figure

CREATED = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)
ZIP_DATE = (2000, 1, 1, 0, 0, 0)
WIDTH, HIGHEST = Cm(16.5), Cm(22)
CONTROL = re.compile(r"[\x00-\x1f\ufffe\uffff]")
INK, QUIET = RGBColor(0x1A, 0x1A, 0x1A), "555555"
SHORT = 12  # characters: what is shorter is a number and stands at the right
GRID = '<w:tblPr><w:tblStyle w:val="TableGrid"/><w:tblW w:type="auto" w:w="0"/><w:tblLook w:val="04A0"/></w:tblPr>'
PLAIN, BOLD = '<w:b w:val="0"/><w:sz w:val="18"/>', '<w:b/><w:sz w:val="16"/>'


def allowed(text: str) -> str:
    r"""Return ``text`` as it may stand in XML: control characters become spaces.

    >>> allowed("a\x0bb < c")
    'a b &lt; c'
    """
    return escape(CONTROL.sub(" ", text))


def run(text: str, look: str = "") -> str:
    """Return a run of words; ``look`` holds its properties.

    >>> run("Steg")
    '<w:r><w:t xml:space="preserve">Steg</w:t></w:r>'
    """
    properties = f"<w:rPr>{look}</w:rPr>" if look else ""
    return f'<w:r>{properties}<w:t xml:space="preserve">{allowed(text)}</w:t></w:r>'


def quiet(text: str) -> str:
    """Return a run in grey."""
    return run(text, f'<w:color w:val="{QUIET}"/>')


def strong(text: str) -> str:
    """Return a bold run."""
    return run(text, "<w:b/>")


def paragraph(runs: str, style: str = "", *, keep: bool = False) -> str:
    """Return a paragraph; ``keep`` holds it on the page of the next one."""
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    properties = named + ("<w:keepNext/>" if keep else "")
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{runs}</w:p>"


class Paper:
    """A Word document that is being written."""

    def __init__(self, title: str, seal: str) -> None:
        """Open an empty German document with quiet styles; ``seal`` stands at the top of every page."""
        self.document = docx.Document()
        self.body: list[str] = []
        self.counts = {"Abbildung": 0, "Tabelle": 0}
        core = self.document.core_properties
        core.title, core.author, core.language = title, "", "de-DE"
        core.created = core.modified = CREATED
        core.last_modified_by, core.comments, core.revision = "", "", 1
        self.styles()
        section = self.document.sections[0]
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin = section.right_margin = Cm(2.2)
        if seal:
            head = section.header.paragraphs[0]
            head.alignment = WD_ALIGN_PARAGRAPH.CENTER
            head.add_run(seal).bold = True

    def styles(self) -> None:
        """Set font, colour and language of the styles."""
        for style in self.document.styles:
            if not hasattr(style, "font") or style.font is None:
                continue
            name = style.name or ""
            if name.startswith(("Heading", "Title", "Normal", "Caption")):
                style.font.name = "Calibri"
                style.font.color.rgb = INK
                fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
                for theme in [key for key in fonts.attrib if "heme" in key]:
                    del fonts.attrib[theme]
        normal = self.document.styles["Normal"]
        normal.font.size = Pt(10.5)
        normal.paragraph_format.space_after = Pt(4)
        language = OxmlElement("w:lang")
        language.set(qn("w:val"), "de-DE")
        normal.element.get_or_add_rPr().append(language)

    def heading(self, text: str, level: int) -> None:
        """Add a heading; level 0 is the title."""
        self.body.append(paragraph(run(text), f"Heading{level}" if level else "Title"))

    def text(self, text: str) -> None:
        """Add a paragraph."""
        self.body.append(paragraph(run(text)))

    def aside(self, text: str) -> None:
        """Add a paragraph in small grey type."""
        self.body.append(paragraph(run(text, f'<w:color w:val="{QUIET}"/><w:sz w:val="19"/>')))

    def runs(self, *runs: str, keep: bool = False) -> None:
        """Add a paragraph of runs that look differently."""
        self.body.append(paragraph("".join(runs), keep=keep))

    def item(self, words: str) -> None:
        """Add an item of a list."""
        self.body.append(paragraph(run(words), "ListBullet"))

    def term(self, term: str, meaning: str) -> None:
        """Add a term and its meaning."""
        self.body.append(paragraph(strong(f"{term}: ") + run(meaning), "ListBullet"))

    def caption(self, kind: str, text: str, *, before: bool) -> None:
        """Add a caption with a number that Word can renumber and list."""
        self.counts[kind] += 1
        field = f'<w:fldSimple w:instr=" SEQ {kind} \\* ARABIC ">{run(str(self.counts[kind]))}</w:fldSimple>'
        self.body.append(paragraph(f"{run(f'{kind} ')}{field}{run(f': {text}')}", "Caption", keep=before))

    def table(self, title: str, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        """Add a table with a caption and a header row that is repeated on every page."""
        self.caption("Tabelle", title, before=True)
        widths = [width.twips for width in column_widths(heads, rows)]
        columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
        head = row(heads, widths, "<w:trPr><w:tblHeader/></w:trPr>", BOLD)
        body = "".join(row(cells, widths, "", PLAIN) for cells in rows)
        self.body.append(f"<w:tbl>{GRID}<w:tblGrid>{columns}</w:tblGrid>{head}{body}</w:tbl><w:p/>")

    def picture(self, figure: Figure, image: bytes) -> None:
        """Add a picture with its description and caption."""
        width = Cm(min(WIDTH.cm, HIGHEST.cm / figure.ratio))
        inline = self.document.part.new_pic_inline(io.BytesIO(image), width=width)
        inline.docPr.set("descr", CONTROL.sub(" ", f"{figure.title}. {figure.alt}"))
        inline.docPr.set("title", CONTROL.sub(" ", figure.title))
        place = OxmlElement("w:drawing")
        place.append(inline)
        drawing = str(place.xml)
        self.body.append(paragraph(f"<w:r>{drawing[drawing.index('<w:drawing') :]}</w:r>", keep=True))
        self.caption("Abbildung", f"{figure.title}. {figure.subtitle}.", before=False)

    def packed(self) -> bytes:
        """Return the document as bytes that do not depend on the hour."""
        body = self.document.element.body
        whole = parse_xml(f"<w:body {nsdecls('w', 'wp', 'a', 'pic', 'r')}>{''.join(self.body)}</w:body>")
        for element in list(whole):
            body.sectPr.addprevious(element)
        return packed(members(self.document))


def column_widths(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> list[Cm]:
    """Return the widths of the columns: what holds sentences is wide, what holds numbers is narrow.

    >>> [round(width.cm, 1) for width in column_widths(["Thema", "Nennungen"], [["Steg und Ufer", "3"]])]
    [8.9, 7.6]
    """
    longest = [max([len(head) / 2, *(len(row[place]) for row in rows)]) for place, head in enumerate(heads)]
    shares = [min(max(length, 11.0), 45.0) for length in longest]
    return [Cm(WIDTH.cm * share / sum(shares)) for share in shares]


def row(cells: Sequence[str], widths: Sequence[int], properties: str, look: str) -> str:
    """Return a row of a table: words left, numbers right."""
    made = []
    for place, (words, width) in enumerate(zip(cells, widths, strict=True)):
        side = '<w:jc w:val="right"/>' if place and len(words) < SHORT else ""
        inner = f'<w:p><w:pPr><w:spacing w:after="0"/>{side}</w:pPr>{run(words, look)}</w:p>'
        made.append(f'<w:tc><w:tcPr><w:tcW w:type="dxa" w:w="{width}"/></w:tcPr>{inner}</w:tc>')
    return f"<w:tr>{properties}{''.join(made)}</w:tr>"


def members(document: Any) -> dict[str, bytes]:  # noqa: ANN401 - python-docx is untyped
    """Return the files of a document by name, as python-docx would pack them; it would stamp them with the clock."""
    package = document.part.package
    parts = list(package.parts)
    for part in parts:
        part.before_marshal()
    kinds: Any = _ContentTypesItem
    found = {CONTENT_TYPES_URI: kinds.from_parts(parts).blob, PACKAGE_URI.rels_uri: package.rels.xml}
    found |= {part.partname: part.blob for part in parts}
    found |= {part.partname.rels_uri: part.rels.xml for part in parts if len(part.rels)}
    return {uri.membername: blob for uri, blob in found.items()}


def packed(files: Mapping[str, bytes]) -> bytes:
    """Return a ZIP archive of files by name, with one fixed date; pictures are packed already."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(files, key=lambda name: (name != "[Content_Types].xml", name)):
            entry = zipfile.ZipInfo(name, ZIP_DATE)
            entry.compress_type = zipfile.ZIP_STORED if name.endswith(".png") else zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            archive.writestr(entry, files[name])
    return buffer.getvalue()
