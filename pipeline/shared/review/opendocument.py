"""OpenDocument: the visible sheets of an .ods file as words (LibreOffice's own format)."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator

from lxml import etree

from pipeline.shared.review import cells

SPACES = {
    "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
    "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    "dc": "http://purl.org/dc/elements/1.1/",
}
MOST_COLUMNS = 100  # a row of a spreadsheet is repeated to its far end
LARGEST = 1 << 28


def qualified(name: str) -> str:
    """Return ``prefix:name`` as lxml writes it."""
    prefix, _, local = name.partition(":")
    return f"{{{SPACES[prefix]}}}{local}"


def opened(data: bytes) -> tuple[etree._Element, etree._Element | None]:
    """Return the roots of content and properties; raises what zipfile and lxml raise, and ValueError."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if sum(entry.file_size for entry in archive.infolist()) > LARGEST:
            raise ValueError("zu groß")
        parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
        content = etree.fromstring(archive.read("content.xml"), parser)
        known = "meta.xml" in archive.namelist()
        return content, etree.fromstring(archive.read("meta.xml"), parser) if known else None


def hidden(content: etree._Element) -> set[str]:
    """Return the names of the styles that hide a sheet."""
    found = set()
    for style in content.iter(qualified("style:style")):
        for properties in style.iter(qualified("style:table-properties")):
            if properties.get(qualified("table:display")) == "false":
                found.add(str(style.get(qualified("style:name"))))
    return found


def word(cell: etree._Element) -> str:
    """Return a cell as words: truth values, dates and numbers by their value, the rest by its paragraphs."""
    kind = cell.get(qualified("office:value-type"), "")
    if kind == "boolean":
        return "ja" if cell.get(qualified("office:boolean-value")) == "true" else "nein"
    if kind == "date":
        return str(cell.get(qualified("office:date-value"), ""))
    if kind in ("float", "percentage", "currency"):
        return cells.text(float(cell.get(qualified("office:value"), "0")))
    lines = ("".join(paragraph.itertext()) for paragraph in cell.iter(qualified("text:p")))
    return cells.text("\n".join(lines))


def rows(sheet: etree._Element) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Yield (line, words) of the filled rows of a sheet."""
    line = 1
    for row in sheet.iter(qualified("table:table-row")):
        words: list[str] = []
        for cell in row:
            if cell.tag in (qualified("table:table-cell"), qualified("table:covered-table-cell")):
                repeated = int(cell.get(qualified("table:number-columns-repeated"), "1"))
                words += [word(cell)] * min(repeated, MOST_COLUMNS - len(words))
        if any(words):
            yield line, tuple(words)
        line += int(row.get(qualified("table:number-rows-repeated"), "1"))


def sheets(data: bytes) -> tuple[list[list[tuple[int, tuple[str, ...]]]], str, str]:
    """Return (rows of each sheet, empty where it is hidden; who changed the file last; when)."""
    content, meta = opened(data)
    unseen = hidden(content)
    found = [
        [] if sheet.get(qualified("table:style-name")) in unseen else list(rows(sheet))
        for sheet in content.iter(qualified("table:table"))
    ]
    who, when = (
        meta.findtext(f".//{qualified(name)}", "") if meta is not None else "" for name in ("dc:creator", "dc:date")
    )
    return found, str(who), str(when)[:19]
