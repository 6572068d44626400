"""What stands on a PDF page: letters with place, size and weight in the order they were written, and ruled lines.

PDFium's text interface is used directly; it is thirty times faster than a Python parser and keeps the text flow.
"""

from __future__ import annotations

import ctypes
import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import pypdfium2
import pypdfium2.raw as pdfium

MOST_LETTERS = 60_000
MOST_OBJECTS = 20_000
HYPHEN = 0x02
HIGH, LOW = range(0xD800, 0xDC00), range(0xDC00, 0xE000)  # halves of a letter beyond the first 65,536
CORNERS = 4
HEAVY = 600
FORCE_BOLD = 1 << 18
BOLD_NAME = re.compile(r"bold|black|heavy|semib|demi|[-,]bd\b|fett", re.IGNORECASE)
THIN = 3.0
REMARKS = {pdfium.FPDF_ANNOT_TEXT, pdfium.FPDF_ANNOT_FREETEXT, pdfium.FPDF_ANNOT_WIDGET}
NAME_LENGTH = 128


@dataclass(frozen=True)
class Letter:
    """One sign: ``x0`` to ``x1`` from the left, ``top`` to ``bottom`` from the top of the page, in points.

    ``base`` is the line it stands on, whatever its shape.
    """

    sign: str
    x0: float
    x1: float
    top: float
    bottom: float
    size: float
    bold: bool
    breaks: bool = False
    base: float = 0.0


@dataclass(frozen=True)
class Rule:
    """A ruled line; ``upright`` stands at ``place`` from ``start`` to ``end``, else it lies there."""

    upright: bool
    place: float
    start: float
    end: float


@dataclass(frozen=True)
class Sheet:
    """One page: its size, letters, ruled lines, and whether it shows images."""

    number: int
    width: float
    height: float
    letters: tuple[Letter, ...]
    rules: tuple[Rule, ...]
    images: bool = False
    remarks: int = 0


def sheet(document: pypdfium2.PdfDocument, index: int) -> Sheet:
    """Return page ``index`` of ``document``; raises PdfiumError where it cannot be loaded."""
    page = document[index]
    try:
        width, height = page.get_size()
        text = page.get_textpage()
        try:
            letters = tuple(_letters(text.raw, height))
        finally:
            text.close()
        rules, images = _drawn(page, height)
        return Sheet(index + 1, width, height, letters, tuple(rules), images, _remarks(page))
    finally:
        page.close()


def _remarks(page: pypdfium2.PdfPage) -> int:
    """Return how many comments, typed remarks and form fields lie on a page: their words are no part of its text."""
    count = 0
    for index in range(min(pdfium.FPDFPage_GetAnnotCount(page.raw), MOST_OBJECTS)):
        annotation = pdfium.FPDFPage_GetAnnot(page.raw, index)
        count += pdfium.FPDFAnnot_GetSubtype(annotation) in REMARKS
        pdfium.FPDFPage_CloseAnnot(annotation)
    return count


def _letters(text: pdfium.FPDF_TEXTPAGE, height: float) -> Iterator[Letter]:
    left, right, bottom, top, x, y = (ctypes.c_double() for _ in range(6))
    name, flags = ctypes.create_string_buffer(NAME_LENGTH), ctypes.c_int()
    matrix, high = pdfium.FS_MATRIX(), 0
    for index in range(min(pdfium.FPDFText_CountChars(text), MOST_LETTERS)):
        code = pdfium.FPDFText_GetUnicode(text, index)
        if code in HIGH:
            high = code
            continue
        if high and code in LOW:
            code = 0x10000 + ((high - HIGH.start) << 10) + (code - LOW.start)
        high = 0
        breaks = pdfium.FPDFText_IsHyphen(text, index) == 1
        sign = "-" if breaks or code == HYPHEN else chr(code)
        pdfium.FPDFText_GetCharBox(text, index, left, right, bottom, top)
        pdfium.FPDFText_GetCharOrigin(text, index, x, y)
        weight = pdfium.FPDFText_GetFontWeight(text, index)
        name.value = b""
        pdfium.FPDFText_GetFontInfo(text, index, name, NAME_LENGTH, flags)
        bold = weight >= HEAVY or bool(flags.value & FORCE_BOLD) or _heavy(name.value)
        size = _size(text, index, matrix)
        box = (left.value, right.value, height - top.value, height - bottom.value)
        yield Letter(sign, *box, size, bold, breaks, height - y.value)


@lru_cache(maxsize=1000)
def _heavy(name: bytes) -> bool:
    """Tell whether a font is bold by its name."""
    return bool(BOLD_NAME.search(name.decode("latin-1")))


def _size(text: pdfium.FPDF_TEXTPAGE, index: int, matrix: pdfium.FS_MATRIX) -> float:
    """Return the size of a letter in points as it is seen: the font's size times the scale of its matrix."""
    size = float(pdfium.FPDFText_GetFontSize(text, index))
    if pdfium.FPDFText_GetMatrix(text, index, matrix):
        size *= (matrix.c**2 + matrix.d**2) ** 0.5 or 1.0
    return round(size * 2) / 2


def _drawn(page: pypdfium2.PdfPage, height: float) -> tuple[list[Rule], bool]:
    rules: list[Rule] = []
    images = False
    for count, thing in enumerate(page.get_objects(max_depth=3)):
        if count > MOST_OBJECTS:
            break
        if thing.type == pdfium.FPDF_PAGEOBJ_PATH:
            rules += _ruled(thing.raw, height)
        images = images or thing.type == pdfium.FPDF_PAGEOBJ_IMAGE
    return rules, images


def _ruled(path: pdfium.FPDF_PAGEOBJECT, height: float) -> Iterator[Rule]:
    """Yield the upright and level lines of a path; a thin filled box is a line, a curve is none."""
    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFPageObj_GetMatrix(path, matrix)
    x, y = ctypes.c_float(), ctypes.c_float()
    points: list[tuple[float, float]] = []
    for index in range(min(pdfium.FPDFPath_CountSegments(path), 200)):
        segment = pdfium.FPDFPath_GetPathSegment(path, index)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        place = (
            matrix.a * x.value + matrix.c * y.value + matrix.e,
            height - (matrix.b * x.value + matrix.d * y.value + matrix.f),
        )
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            yield from _sides(points)
            points = [place]
        elif kind == pdfium.FPDF_SEGMENT_LINETO:
            points.append(place)
            if pdfium.FPDFPathSegment_GetClose(segment):
                points.append(points[0])
    yield from _sides(points)


def _sides(points: list[tuple[float, float]]) -> Iterator[Rule]:
    if not points:
        return
    xs, ys = [x for x, _ in points], [y for _, y in points]
    wide, tall = max(xs) - min(xs), max(ys) - min(ys)
    if len(points) >= CORNERS and min(wide, tall) < THIN:
        upright = tall > wide
        place = sum(xs if upright else ys) / len(points)
        yield Rule(upright, place, min(ys if upright else xs), max(ys if upright else xs))
        return
    for (x0, y0), (x1, y1) in itertools.pairwise(points):
        if abs(x0 - x1) < 1 < abs(y0 - y1):
            yield Rule(True, x0, min(y0, y1), max(y0, y1))
        elif abs(y0 - y1) < 1 < abs(x0 - x1):
            yield Rule(False, y0, min(x0, x1), max(x0, x1))
