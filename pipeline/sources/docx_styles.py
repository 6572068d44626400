"""What a Word paragraph is: heading, list item or paragraph, by its style, outline level and numbering."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree

from pipeline.sources.archive import Archive

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
HEADING = re.compile(r"(?:heading|überschrift|titre)\s*(\d)", re.IGNORECASE)
TITLES = {"title", "titel"}
CONTENTS = re.compile(r"(toc|verzeichnis|inhaltsverzeichnis) ?\d")
BODY_LEVEL = 9
MOST_STYLES = 20
HALF_POINTS = 2.0
NO_LIST = "0"


@dataclass(frozen=True)
class Shape:
    """The kind of a paragraph and its level (rank of a heading, depth of an item)."""

    kind: str
    level: int = 0


@dataclass(frozen=True)
class Style:
    """What one style says; None where it leaves the word to the style it is based on."""

    name: str
    based_on: str
    outline: int | None
    numbered: bool
    bold: bool | None
    size: float


def value(element: etree._Element | None, missing: str = "") -> str:
    """Return the ``w:val`` of ``element``, ``missing`` where it has none, "" where there is no element."""
    return "" if element is None else str(element.get(W + "val", missing))


def switched(properties: etree._Element | None, name: str) -> bool | None:
    """Return whether a toggle property is on, off, or not mentioned."""
    element = properties.find(W + name) if properties is not None else None
    return None if element is None else value(element, "1") not in {"0", "false", "off"}


def number(text: str) -> int | None:
    """Return ``text`` as a whole number, or None."""
    return int(text) if re.fullmatch(r"\d{1,4}", text) else None


class Styles:
    """The styles of one document."""

    def __init__(self, archive: Archive) -> None:
        """Read the style part; a document without one has no styles."""
        root = archive.xml_if_there("word/styles.xml")
        found = root.iter(W + "style") if root is not None else iter(())
        self._styles = {str(style.get(W + "styleId")): self._style(style) for style in found}

    def _style(self, style: etree._Element) -> Style:
        size = number(value(style.find(f"{W}rPr/{W}sz")))
        return Style(
            name=value(style.find(W + "name")).lower(),
            based_on=value(style.find(W + "basedOn")),
            outline=number(value(style.find(f"{W}pPr/{W}outlineLvl"))),
            numbered=style.find(f"{W}pPr/{W}numPr") is not None,
            bold=switched(style.find(W + "rPr"), "b"),
            size=size / HALF_POINTS if size else 0.0,
        )

    def _chain(self, identifier: str) -> list[Style]:
        """Return a style and those it is based on, nearest first."""
        chain: list[Style] = []
        while identifier in self._styles and len(chain) < MOST_STYLES:
            chain.append(self._styles[identifier])
            identifier = chain[-1].based_on
        return chain

    def shape(self, paragraph: etree._Element) -> Shape:
        """Return what ``paragraph`` is."""
        properties = paragraph.find(W + "pPr")
        chain = self._chain(value(properties.find(W + "pStyle"))) if properties is not None else []
        direct = number(value(paragraph.find(f"{W}pPr/{W}outlineLvl")))
        outline = direct if direct is not None else next((s.outline for s in chain if s.outline is not None), None)
        named = next((found for style in chain if (found := HEADING.match(style.name))), None)
        if chain and CONTENTS.match(chain[0].name):
            return Shape("furniture")
        if chain and chain[0].name in TITLES:
            return Shape("title", 0)
        if named and not (direct is not None and direct >= BODY_LEVEL):
            return Shape("heading", max(1, int(named[1])))
        if outline is not None and outline < BODY_LEVEL:
            return Shape("heading", min(outline + 1, BODY_LEVEL - 1))
        return self._item(paragraph, chain)

    def _item(self, paragraph: etree._Element, chain: list[Style]) -> Shape:
        numbering = paragraph.find(f"{W}pPr/{W}numPr")
        if numbering is None and not any(style.numbered for style in chain):
            return Shape("paragraph")
        if numbering is not None and value(numbering.find(W + "numId")) == NO_LIST:
            return Shape("paragraph")
        depth = number(value(numbering.find(W + "ilvl"))) if numbering is not None else None
        named = re.search(r"(\d)$", chain[0].name) if chain else None
        return Shape("item", depth or (int(named[1]) - 1 if named else 0))

    def look(self, run: etree._Element) -> tuple[bool, float, bool]:
        """Return whether ``run`` is bold, its size in points (0 unknown), and whether it is hidden text."""
        properties = run.find(W + "rPr")
        parent = run.getparent()
        while parent is not None and parent.tag != W + "p":
            parent = parent.getparent()
        style = value(parent.find(f"{W}pPr/{W}pStyle")) if parent is not None else ""
        own = value(properties.find(W + "rStyle")) if properties is not None else ""
        chain = [*self._chain(own), *self._chain(style)]
        direct = switched(properties, "b")
        bold = direct if direct is not None else next((s.bold for s in chain if s.bold is not None), False)
        size = number(value(properties.find(W + "sz"))) if properties is not None else None
        points = size / HALF_POINTS if size else next((s.size for s in chain if s.size), 0.0)
        return bool(bold), points, bool(switched(properties, "vanish"))
