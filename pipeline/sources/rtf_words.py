"""The vocabulary of RTF: which control words stand for signs, shapes and places that are no text (RTF 1.9.1)."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from pipeline.sources.pieces import Word

TOKEN = re.compile(
    rb"\\([a-z]+)(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\([^a-z])|([{}])|[\r\n]+|([^\\{}\r\n]+)", re.IGNORECASE
)
SKIPPED = frozenset({
    "fonttbl", "colortbl", "stylesheet", "info", "pict", "object", "fldinst", "generator", "listtable",
    "listoverridetable", "revtbl", "rsidtbl", "themedata", "colorschememapping", "datastore", "latentstyles",
    "xmlnstbl", "wgrffmtfilter", "mmathPr", "pgptbl", "nonshppict", "shppict", "pntext", "listtext",
    "bkmkstart", "bkmkend", "template", "operator", "filetbl", "pntxta", "pntxtb", "pnseclvl", "background",
    "docvar", "atnid", "atnauthor", "atntime", "atndate", "atnref", "annotation", "atrfstart", "atrfend",
    "ftnsep", "ftnsepc", "aftnsep", "aftnsepc", "sp", "sn", "sv", "userprops", "blipuid", "panose", "falt",
    "xe", "tc",
})  # fmt: skip
SIGNS = {
    "tab": "\t",
    "line": "\n",
    "lbr": "\n",
    "emdash": "—",
    "endash": "–",
    "bullet": "•",
    "lquote": "‘",
    "rquote": "’",
}
SIGNS |= {
    "ldblquote": "“",
    "rdblquote": "”",
    "emspace": " ",
    "enspace": " ",
    "qmspace": " ",
    "page": "\n",
    "column": "\n",
    "softline": "\n",
}
SYMBOLS = {b"~": " ", b"_": "-", b"{": "{", b"}": "}", b"\\": "\\", b"\n": "\n", b"\r": "\n"}
FURNITURE = frozenset({"header", "footer", "headerl", "headerr", "headerf", "footerl", "footerr", "footerf"})
CODE_PAGES = {
    0: "cp1252",
    77: "mac_roman",
    128: "cp932",
    161: "cp1253",
    162: "cp1254",
    177: "cp1255",
    178: "cp1256",
    186: "cp1257",
}
CODE_PAGES |= {204: "cp1251", 222: "cp874", 238: "cp1250", 255: "cp850"}
HEADING = re.compile(r"(?:heading|überschrift)\s*(\d)", re.IGNORECASE)
TARGETS = {"furniture": ("furniture", 0), "footnote": ("footnote", 0), "box": ("paragraph", 0)}
MOST_DEPTH = 500
HALF_POINTS = 2.0
BODY_LEVEL = 9


@dataclass(frozen=True)
class State:
    """What holds inside a group: how words look and where they go."""

    target: str = "body"
    bold: bool = False
    hidden: bool = False
    size: float = 12.0
    page: str = "cp1252"
    skip: int = 1


@dataclass
class Paragraph:
    """The open paragraph: its words with bold and size, and its shape."""

    words: list[Word]
    in_table: bool = False
    listed: bool = False
    depth: int = 0
    style: int = 0
    outline: int = BODY_LEVEL
    level: int = 0


def _reset(paragraph: Paragraph, number: int, on: bool) -> None:
    del number, on
    paragraph.in_table = paragraph.listed = False
    paragraph.depth, paragraph.style, paragraph.outline = 0, 0, BODY_LEVEL


def _set(name: str) -> Callable[[Paragraph, int, bool], None]:
    def shape(paragraph: Paragraph, number: int, on: bool) -> None:
        setattr(paragraph, name, on if name in {"in_table", "listed"} else number)

    return shape


SHAPES: dict[str, Callable[[Paragraph, int, bool], None]] = {
    "pard": _reset,
    "intbl": _set("in_table"),
    "ls": _set("listed"),
    "pnlvlblt": _set("listed"),
    "ilvl": _set("depth"),
    "s": _set("style"),
    "outlinelevel": _set("outline"),
}


def style_names(data: bytes, page: str) -> dict[int, str]:
    """Return the names of the paragraph styles by their number."""
    start = data.find(b"{\\stylesheet")
    if start < 0:
        return {}
    part = data[start : start + 200_000]
    found = re.finditer(rb"\{\\s(\d{1,8})\b[^{}]*?(?:\{[^{}]*\}[^{}]*?)*\s([^\\{};]+);", part)
    return {int(m[1]): m[2].decode(page, errors="replace").strip() for m in found}


def known_page(page: str) -> str:
    """Return ``page`` where Python knows this code page, else the usual one."""
    try:
        "".encode(page)
    except LookupError:
        return "utf-8" if page == "cp65001" else "cp1252"
    return page
