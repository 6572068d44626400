# ruff: noqa: E501 - a case is one line, as somebody would write it
"""Papers as tests need them: small files of every format, made in memory."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from email.message import EmailMessage
from html import escape
from typing import Any

import typst
import xlsxwriter

from pipeline.shared.reading import Block, Reading
from pipeline.sources.options import Options
from pipeline.sources.reading import read_bytes

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
MORE = {
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    "v": "urn:schemas-microsoft-com:vml",
}
ODF = "urn:oasis:names:tc:opendocument:xmlns:"
ODF_NAMES = ("office", "text", "table", "style", "drawing")
STYLES = "".join(
    f'<w:style w:type="paragraph" w:styleId="{key}"><w:name w:val="{name}"/>{more}</w:style>'
    for key, name, more in (
        ("Titel", "Title", ""),
        ("berschrift1", "heading 1", ""),
        ("berschrift2", "heading 2", ""),
        ("Meine", "Mein Kapitel", '<w:basedOn w:val="berschrift2"/>'),
        ("Gliederung", "Gliederung", '<w:pPr><w:outlineLvl w:val="0"/></w:pPr>'),
        ("Listenabsatz", "List Bullet 2", "<w:pPr><w:numPr/></w:pPr>"),
        ("Fett", "Fettzeile", "<w:rPr><w:b/></w:rPr>"),
    )
)


def read(data: bytes, name: str = "notiz.txt", **options: Any) -> Reading:
    """Return the reading of ``data``."""
    return read_bytes(data, name, Options(**options))


def packed(parts: Mapping[str, str | bytes]) -> bytes:
    """Return a ZIP container."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def docx(body: str, **parts: str) -> bytes:
    """Return a Word file with ``body``; parts are named like the part in word/ ("footnotes", "header1")."""
    names = " ".join(f'xmlns:{key}="{value}"' for key, value in {"w": W, **MORE}.items())
    wrapped = {
        f"word/{name}.xml": f"<w:{_root(name)} {names}>{content}</w:{_root(name)}>" for name, content in parts.items()
    }
    styles = f'<w:styles xmlns:w="{W}">{STYLES}</w:styles>'
    document = f"<w:document {names}><w:body>{body}</w:body></w:document>"
    return packed(
        {"[Content_Types].xml": "<Types/>", "word/document.xml": document, "word/styles.xml": styles, **wrapped}
    )


def _root(name: str) -> str:
    return {"header": "hdr", "footer": "ftr"}.get(name.rstrip("0123456789"), name)


def run(text: str, look: str = "") -> str:
    """Return a run; ``look`` is "b", "vanish" or any other properties."""
    properties = "".join(f"<w:{part}/>" for part in look.split())
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{escape(text, quote=False)}</w:t></w:r>'


def p(*content: str, style: str = "", more: str = "", depth: int | None = None) -> str:
    """Return a paragraph; words are wrapped into runs, markup is taken as it is."""
    number = "" if depth is None else f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="3"/></w:numPr>'
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    runs = "".join(part if part.startswith("<") else run(part) for part in content)
    return f"<w:p><w:pPr>{named}{number}{more}</w:pPr>{runs}</w:p>"


def tbl(*rows: Sequence[str], header: bool = False) -> str:
    """Return a table; a cell is words or, beginning with "<", markup."""
    lines = []
    for number, row in enumerate(rows):
        cells = "".join(f"<w:tc>{cell if cell.startswith('<') else p(cell)}</w:tc>" for cell in row)
        first = "<w:trPr><w:tblHeader/></w:trPr>" if header and not number else ""
        lines.append(f"<w:tr>{first}{cells}</w:tr>")
    return f"<w:tbl><w:tblPr/>{''.join(lines)}</w:tbl>"


def odt(body: str, styles: str = "", automatic: str = "", kind: str = "text") -> bytes:
    """Return an OpenDocument file; ``styles`` goes into the master page, ``automatic`` into the automatic styles."""
    names = " ".join(f'xmlns:{name.replace("drawing", "draw")}="{ODF}{name}:1.0"' for name in ODF_NAMES)
    names += f' xmlns:fo="{ODF}xsl-fo-compatible:1.0" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    content = (
        f"<office:document-content {names}><office:automatic-styles>{automatic}</office:automatic-styles>"
        f"<office:body><office:{kind}>{body}</office:{kind}></office:body></office:document-content>"
    )
    master = f"<office:document-styles {names}><office:master-styles>{styles}</office:master-styles></office:document-styles>"
    return packed(
        {"mimetype": f"application/vnd.oasis.opendocument.{kind}", "content.xml": content, "styles.xml": master}
    )


def rtf(body: str, head: str = "") -> bytes:
    """Return a rich text; letters beyond ASCII are written as code page 1252."""
    coded = "".join(sign if sign < "\x7f" else f"\\'{sign.encode('cp1252').hex()}" for sign in body)
    return ("{\\rtf1\\ansi\\ansicpg1252\\deff0{\\fonttbl{\\f0 Arial;}}" + head + "\n" + coded + "}").encode("ascii")


def xlsx(sheets: Mapping[str, Sequence[Sequence[Any]]], **options: Any) -> bytes:
    """Return a workbook; ``merged`` lists areas of the first sheet, ``hidden_rows`` rows, ``hidden_sheets`` names."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for row, cells in enumerate(rows):
            for column, value in enumerate(cells):
                sheet.write(row, column, value)
        for area, value in options.get("merged", {}).items() if name == next(iter(sheets)) else ():
            sheet.merge_range(area, value)
        for row in options.get("hidden_rows", ()):
            sheet.set_row(row, None, None, {"hidden": True})
        if name in options.get("hidden_sheets", ()):
            sheet.hide()
    book.close()
    return buffer.getvalue()


def pdf(source: str) -> bytes:
    """Return a PDF set by typst."""
    return typst.compile(source.encode())


def eml(plain: str = "", page: str = "", **headers: str) -> bytes:
    """Return a mail with a plain part, an HTML part, or both."""
    message = EmailMessage()
    for name, value in {
        "Subject": "Rückmeldung",
        "From": "a@kreis.example",
        "To": "b@kreis.example",
        **headers,
    }.items():
        message[name.replace("_", "-")] = value
    if plain:
        message.set_content(plain)
    if page and plain:
        message.add_alternative(page, subtype="html")
    elif page:
        message.set_content(page, subtype="html")
    return message.as_bytes()


def told(reading: Reading) -> list[str]:
    """Return the blocks as one line each: kind and words."""
    return [f"{block.kind}: {reading.slice(block)}" for block in reading.blocks]


def words(reading: Reading, *kinds: str) -> list[str]:
    """Return the words of the blocks of ``kinds`` (all but furniture where none is named)."""
    return [
        reading.slice(block)
        for block in reading.blocks
        if (block.kind in kinds if kinds else block.kind != "furniture")
    ]


def the(reading: Reading, text: str) -> Block:
    """Return the one block that contains ``text``."""
    (found,) = [block for block in reading.blocks if text in reading.slice(block)]
    return found
