"""The report as a Word document to be worked on: real headings, tables with header rows, captions, described pictures.

python-docx writes the hour into the archive; it is packed again with fixed dates, so equal reports are equal bytes.
"""

from __future__ import annotations

import io
import re
import zipfile
from datetime import UTC, datetime
from typing import Any

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.text.paragraph import Paragraph

from pipeline.report import paper as pages
from pipeline.report import quality, texts
from pipeline.report.chapters import Chapter
from pipeline.report.pictures import Figure
from pipeline.report.sheets import CROSSED, LISTS, sheet
from pipeline.report.source import Source

CREATED = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)
ZIP_DATE = (2000, 1, 1, 0, 0, 0)
WIDTH = Cm(16.5)
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
INK, QUIET = RGBColor(0x1A, 0x1A, 0x1A), RGBColor(0x55, 0x55, 0x55)


def allowed(text: str) -> str:
    r"""Return ``text`` without characters that XML forbids.

    >>> allowed("a\x0bb")
    'a b'
    """
    return CONTROL.sub(" ", text)


class Paper:
    """A Word document that is being written."""

    def __init__(self, title: str, seal: str) -> None:
        """Open an empty German document with quiet styles; ``seal`` stands at the top of every page."""
        self.document = docx.Document()
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
        """Add a heading."""
        self.document.add_heading(allowed(text), level)

    def text(self, text: str, *, quiet: bool = False, style: str | None = None) -> Any:  # noqa: ANN401 - python-docx
        """Add a paragraph."""
        paragraph = self.document.add_paragraph(style=style)
        run = paragraph.add_run(allowed(text))
        if quiet:
            run.font.color.rgb, run.font.size = QUIET, Pt(9.5)
        return paragraph

    def term(self, term: str, meaning: str) -> None:
        """Add a term and its meaning."""
        paragraph = self.document.add_paragraph(style="List Bullet")
        paragraph.add_run(allowed(f"{term}: ")).bold = True
        paragraph.add_run(allowed(meaning))

    def caption(self, kind: str, text: str, *, before: bool) -> None:
        """Add a caption with a number that Word can renumber and list."""
        self.counts[kind] += 1
        paragraph = self.document.add_paragraph(style="Caption")
        paragraph.paragraph_format.keep_with_next = before
        paragraph.add_run(f"{kind} ")
        self.number(paragraph, kind)
        paragraph.add_run(allowed(f": {text}"))

    def number(self, paragraph: Any, kind: str) -> None:  # noqa: ANN401 - python-docx
        """Add a field that counts captions of one kind."""
        field = OxmlElement("w:fldSimple")
        field.set(qn("w:instr"), f" SEQ {kind} \\* ARABIC ")
        run, words = OxmlElement("w:r"), OxmlElement("w:t")
        words.text = str(self.counts[kind])
        run.append(words)
        field.append(run)
        paragraph._p.append(field)  # noqa: SLF001 - python-docx has no fields

    def table(self, title: str, heads: list[str], rows: list[list[str]]) -> None:
        """Add a table with a caption and a header row that is repeated on every page."""
        self.caption("Tabelle", title, before=True)
        table = self.document.add_table(rows=1, cols=len(heads), style="Table Grid")
        widths = column_widths(heads, rows)
        for column, width in zip(table.columns, widths, strict=True):
            column.width = width
        mark = OxmlElement("w:tblHeader")
        table.rows[0]._tr.get_or_add_trPr().append(mark)  # noqa: SLF001 - python-docx has no header rows
        fill(table.rows[0], heads, widths, bold=True)
        for row in rows:
            fill(table.add_row(), row, widths)
        self.document.add_paragraph()

    def picture(self, figure: Figure, image: bytes) -> None:
        """Add a picture with its description and caption."""
        self.document.add_picture(io.BytesIO(image), width=WIDTH)
        self.document.paragraphs[-1].paragraph_format.keep_with_next = True
        shape = self.document.inline_shapes[-1]
        described = shape._inline.docPr  # noqa: SLF001 - python-docx has no descriptions
        described.set("descr", allowed(f"{figure.title}. {figure.alt}"))
        described.set("title", allowed(figure.title))
        self.caption("Abbildung", f"{figure.title}. {figure.subtitle}.", before=False)

    def packed(self) -> bytes:
        """Return the document as bytes that do not depend on the hour."""
        buffer = io.BytesIO()
        self.document.save(buffer)
        return repacked(buffer.getvalue())


def column_widths(heads: list[str], rows: list[list[str]]) -> list[Cm]:
    """Return the widths of the columns: what holds sentences is wide, what holds numbers is narrow.

    >>> [round(width.cm, 1) for width in column_widths(["Thema", "Nennungen"], [["Steg und Ufer", "3"]])]
    [8.9, 7.6]
    """
    longest = [max([len(head) / 2, *(len(row[place]) for row in rows)]) for place, head in enumerate(heads)]
    shares = [min(max(length, 11.0), 45.0) for length in longest]
    return [Cm(WIDTH.cm * share / sum(shares)) for share in shares]


def fill(row: Any, words: list[str], widths: list[Cm], *, bold: bool = False) -> None:  # noqa: ANN401 - python-docx
    """Write the cells of a row: labels left, numbers right."""
    for place, (cell, word) in enumerate(zip(row._tr.tc_lst, words, strict=True)):  # noqa: SLF001 - row.cells is slow
        cell.width = widths[place]
        paragraph = Paragraph(cell.p_lst[0], row)
        run = paragraph.add_run(allowed(word))
        run.font.size, run.bold = Pt(8 if bold else 9), bold
        paragraph.paragraph_format.space_after = Pt(0)
        if place and len(word) < 12:  # noqa: PLR2004 - numbers are short
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def repacked(archive: bytes) -> bytes:
    """Return a ZIP archive with the same files, in order of name, all with one fixed date."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        names = sorted(old.namelist(), key=lambda name: (name != "[Content_Types].xml", name))
        for name in names:
            entry = zipfile.ZipInfo(name, ZIP_DATE)
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
            new.writestr(entry, old.read(name))
    return buffer.getvalue()


def image(source: Source, figure: Figure) -> bytes:
    """Return the drawn picture of a figure."""
    place = source.corpus.reports if source.public else source.corpus.reports / source.variant
    return (place / "charts" / f"{figure.key}.png").read_bytes()


def render(source: Source, chapters: list[Chapter], figures: list[Figure]) -> bytes:
    """Return the report as a Word document."""
    frame = pages.frame(source)
    paper = Paper(frame["title"], frame["seal"])
    paper.heading(frame["title"], 0)
    paper.text(frame["lead"], quiet=True)
    opening(paper, source, frame)
    paper.heading("Bilder", 1)
    for figure in figures:
        paper.picture(figure, image(source, figure))
    paper.heading("Arbeitsbereiche", 1)
    for one in chapters:
        chapter(paper, pages.chapter(one))
    annexes(paper, source, chapters)
    return paper.packed()


def opening(paper: Paper, source: Source, frame: dict[str, Any]) -> None:
    """Write the first page: faults, numbers, how to read."""
    paper.heading("Überblick", 1)
    if frame["faults"]:
        paper.text("Nicht alles konnte gelesen werden:")
        for fault in frame["faults"]:
            paper.term(fault["name"], f"{fault['status']}. {fault['note']}".strip())
    else:
        paper.text("Alle abgegebenen Dateien wurden gelesen.")
    paper.table("Die Auswertung in Zahlen", ["Was", "Zahl"], [[words, value] for value, words in frame["numbers"]])
    paper.heading("So lesen Sie diesen Bericht", 1)
    for term, meaning in texts.how_to_read(source):
        paper.term(term, meaning)


def chapter(paper: Paper, one: dict[str, Any]) -> None:
    """Write one field of work: counts, proposals with evidence numbers, themes."""
    paper.heading(one["name"], 2)
    if one["definition"]:
        paper.text(one["definition"], quiet=True)
    paper.text(one["facts"])
    if one["plans"]:
        paper.heading(f"Vorschläge im Bereich {one['name']}", 3)
    for plan in one["plans"]:
        paragraph = paper.text("")
        paragraph.paragraph_format.keep_with_next = True
        paragraph.add_run(allowed(f"{plan['kind']}: ")).bold = True
        paragraph.add_run(allowed(plan["text"]))
        paper.text(f"{plan['facts']}. {plan['evidence']}.", quiet=True)
    if one["themes"]["rows"]:
        paper.heading(f"Themen im Bereich {one['name']}", 3)
        paper.table(one["themes"]["title"], one["themes"]["heads"], one["themes"]["rows"])
    for rest in (one["more_plans"], one["more_themes"]):
        if rest:
            paper.text(rest, quiet=True)


def annexes(paper: Paper, source: Source, chapters: list[Chapter]) -> None:
    """Write evidence, tables, what was not counted, and the method."""
    paper.heading("Anhang: Belege", 1)
    for proof in pages.cited(source, chapters):
        paragraph = paper.text(f"[{proof['number']}] {proof['text']} ")
        paragraph.add_run(allowed(proof["place"])).font.color.rgb = QUIET
    paper.heading("Anhang: Tabellen", 1)
    for key in (*LISTS, *CROSSED):
        table = pages.rows_of(sheet(source, key, pages.ROWS))
        if table["rows"]:
            paper.table(table["title"], table["heads"], table["rows"])
    paper.heading("Anhang: Was nicht gezählt wurde", 1)
    paper.table("Warum Textstellen keine Aussagen sind", ["Wofür gehalten", "Grund", "Textstellen"],
                [list(entry) for entry in quality.dropped(source)[: pages.ROWS]])  # fmt: skip
    paper.heading("Anhang: Methode", 1)
    for title, words in texts.method(source):
        paper.heading(title, 2)
        paper.text(words)
