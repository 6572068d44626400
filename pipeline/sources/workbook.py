"""Excel workbooks as rows of words: shared strings, merged cells, dates; what is hidden is read and reported.

SpreadsheetML: ECMA-376, part 1, chapter 18.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from lxml import etree

from pipeline.sources.archive import Archive
from pipeline.sources.pieces import whole

S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
DATES = frozenset([*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)])
MARGIN_CODE = re.compile(r"&(?:[LCRPNDTFAZGBIUESXY]|\"[^\"]*\"|\d{1,3}|K[0-9A-F]{6})")
MOST_ROWS = 200_000
LAST_DAY = 2_958_465  # 31.12.9999
EXACT = 1e15  # larger numbers lose their last digits
MOST_COLUMNS = 500
EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 - a spreadsheet's day has no time zone
MIDNIGHT = "%H:%M:%S"


@dataclass(frozen=True)
class Place:
    """A cell with words: row and column from 0, its span, whether bold."""

    row: int
    column: int
    text: str
    bold: bool = False


@dataclass
class Sheet:
    """One sheet: its cells in order, merged areas (first row, first column, last row, last column), what is hidden."""

    name: str
    hidden: bool = False
    places: list[Place] = field(default_factory=list)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    margins: list[str] = field(default_factory=list)


def sheets(archive: Archive) -> list[Sheet]:
    """Return the sheets of a workbook in their order; raises Refused where a part is broken."""
    book = archive.xml("xl/workbook.xml")
    targets = _targets(archive, "xl/_rels/workbook.xml.rels")
    strings = _strings(archive)
    formats = Formats(archive)
    found = []
    for sheet in book.iter("{*}sheet"):
        part = targets.get(next((value for key, value in sheet.attrib.items() if str(key).endswith("}id")), ""), "")
        name = part.lstrip("/") if part.startswith("/") else f"xl/{part}"
        if name in archive.names and "worksheets" in name:
            result = Sheet(str(sheet.get("name")), hidden=sheet.get("state") in {"hidden", "veryHidden"})
            _fill(result, archive.xml(name), strings, formats)
            found.append(result)
    return found


def _targets(archive: Archive, part: str) -> dict[str, str]:
    root = archive.xml_if_there(part)
    return {} if root is None else {str(link.get("Id")): str(link.get("Target")) for link in root}


def _strings(archive: Archive) -> list[str]:
    root = archive.xml_if_there("xl/sharedStrings.xml")
    return [] if root is None else [_rich(item) for item in root.iter("{*}si")]


def _rich(item: etree._Element) -> str:
    """Return the words of a rich text; reading aids for Japanese and struck-out runs are left out."""
    words = []
    for part in item:
        tag = etree.QName(part).localname if isinstance(part.tag, str) else ""
        if tag == "t":
            words.append(part.text or "")
        elif tag == "r" and part.find("{*}rPr/{*}strike") is None:
            words.append("".join(text.text or "" for text in part.iter("{*}t")))
    return re.sub(r"_x([0-9A-F]{4})_", lambda m: chr(int(m[1], 16)), "".join(words))


class Formats:
    """Which cell formats show dates, and which are bold."""

    def __init__(self, archive: Archive) -> None:
        """Read the styles; a workbook without them has none."""
        root = archive.xml_if_there("xl/styles.xml")
        self.dates: set[int] = set()
        self.bold: set[int] = set()
        if root is None:
            return
        custom = {str(f.get("numFmtId")): str(f.get("formatCode") or "") for f in root.iter("{*}numFmt")}
        fonts = [font.find("{*}b") is not None for font in root.iterfind("{*}fonts/{*}font")]
        for index, style in enumerate(root.iterfind("{*}cellXfs/{*}xf")):
            number, font = str(style.get("numFmtId") or "0"), str(style.get("fontId") or "0")
            if whole(number) in DATES or _dated(custom.get(number, "")):
                self.dates.add(index)
            if whole(font, len(fonts)) < len(fonts) and fonts[whole(font)]:
                self.bold.add(index)


def _dated(code: str) -> bool:
    """Tell whether a number format shows a date or a time.

    >>> [_dated(code) for code in ("dd.mm.yyyy", "0.00", '"Tag "0', "[h]:mm")]
    [True, False, False, True]
    """
    bare = re.sub(r'"[^"]*"|\\.|\[(?!h|m|s)[^\]]*\]', "", code.lower())
    return bool(re.search(r"[dyhs]|mm", bare)) and "general" not in bare


def comments(archive: Archive) -> list[str]:
    """Return the comments at cells, in the order of their parts."""
    names = sorted(name for name in archive.names if re.fullmatch(r"xl/(comments|threadedComments/).*\.xml", name))
    found = (part for name in names for part in archive.xml(name).iter("{*}comment"))
    return ["".join(text.text or "" for text in part.iter("{*}t")) for part in found]


def _fill(sheet: Sheet, root: etree._Element, strings: list[str], formats: Formats) -> None:
    for part in root.iter("{*}oddHeader", "{*}oddFooter"):
        sheet.margins.append(MARGIN_CODE.sub(" ", part.text or "").strip())
    for part in root.iter("{*}mergeCell"):
        area = _area(str(part.get("ref") or ""))
        sheet.merged.extend([area] if area else [])
    for column in root.iter("{*}col"):
        if column.get("hidden") in {"1", "true"}:
            first, last = whole(column.get("min")), whole(column.get("max"))
            sheet.hidden_columns |= set(range(first - 1, min(last, MOST_COLUMNS)))
    for number, row in enumerate(root.iter("{*}row")):
        index = whole(row.get("r")) - 1 if row.get("r") else number
        if number > MOST_ROWS:
            break
        if row.get("hidden") in {"1", "true"}:
            sheet.hidden_rows.add(index)
        sheet.places += _row(row, index, strings, formats)


def _row(row: etree._Element, index: int, strings: list[str], formats: Formats) -> Iterator[Place]:
    column = -1
    for part in row.iterfind("{*}c"):
        named = _column(str(part.get("r") or ""))
        column = named if named is not None else column + 1
        style = whole(part.get("s"))
        text = _words(part, strings, dated=style in formats.dates)
        if text.strip():
            yield Place(index, column, text, bold=style in formats.bold)


def _words(part: etree._Element, strings: list[str], *, dated: bool) -> str:
    kind = part.get("t") or "n"
    if kind == "inlineStr":
        return "".join(_rich(item) for item in part.iterfind("{*}is"))
    text = part.findtext("{*}v") or ""
    if kind == "s":
        place = whole(text, len(strings))
        return strings[place] if place < len(strings) else ""
    if kind == "b":
        return "ja" if text == "1" else "nein"
    if kind == "e":
        return ""
    return shown(text, dated=dated) if kind == "n" else text


def shown(text: str, *, dated: bool) -> str:
    """Return a number as people wrote it: whole without decimals, with a decimal comma, or as a German date.

    >>> shown("5.0", dated=False), shown("2.5", dated=False), shown("45218", dated=True)
    ('5', '2,5', '19.10.2023')
    """
    try:
        number = float(text)
    except ValueError:
        return text
    if dated and 0 <= number <= LAST_DAY:
        day = EPOCH + timedelta(days=number)
        day = (day + timedelta(microseconds=500_000)).replace(microsecond=0)
        if number < 1:
            return day.strftime("%H:%M")
        return day.strftime("%d.%m.%Y") if day.strftime(MIDNIGHT) == "00:00:00" else day.strftime("%d.%m.%Y %H:%M")
    if abs(number) < EXACT and number == int(number):
        return str(int(number))
    return f"{number:.10g}".replace(".", ",")


def _column(reference: str) -> int | None:
    letters = re.match(r"[A-Z]{1,3}", reference)
    if letters is None:
        return None
    number = 0
    for letter in letters[0]:
        number = number * 26 + ord(letter) - 64
    return number - 1


def _area(reference: str) -> tuple[int, int, int, int] | None:
    found = re.fullmatch(r"([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})", reference)
    if found is None:
        return None
    left, right = _column(found[1]), _column(found[3])
    return (int(found[2]) - 1, left or 0, int(found[4]) - 1, right or 0)
