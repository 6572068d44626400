"""Traffic lights that need no colour: symbol, word and numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import fsum

from pipeline.charts import drawing
from pipeline.charts.drawing import EDGE, QUIET, RULE, SMALL, WIDTH, Page, Words
from pipeline.charts.forms.rows import GAP, label, label_width, row_heights


@dataclass(frozen=True)
class Light:
    """A traffic light that needs no colour: symbol, word and what it rests on."""

    symbol: str
    word: str
    detail: str
    color: str


def lights(words: Words, columns: Sequence[str], rows: Sequence[tuple[str, Sequence[Light]]]) -> Page:
    """Draw a table of lights: symbol and word in each cell, its numbers below."""
    names = label_width([name for name, _ in rows])
    width = (WIDTH - 2 * EDGE - names - GAP) / max(len(columns), 1)
    heads = [drawing.fitted(column, width - 0.1, SMALL, "bold") for column in columns]
    head = max([drawing.tall(lines, SMALL) for lines in heads] or [0.0]) + 0.12
    heights = [max(0.5, height) for height in row_heights([name for name, _ in rows], names)]
    page = Page(words, head + fsum(heights))
    for place, lines in enumerate(heads):
        page.write(EDGE + names + GAP + place * width + 0.05, page.top, lines, size=SMALL, weight="bold")
    top = head
    for (name, cells), height in zip(rows, heights, strict=True):
        axes = page.axes(EDGE, top, WIDTH - 2 * EDGE, height)
        axes.set_xlim(0, 1)
        axes.set_ylim(1, 0)
        axes.plot([0, 1], [0, 0], color=RULE, linewidth=0.6)
        label(page, name, (top, height), names)
        for place, light in enumerate(cells):
            left = EDGE + names + GAP + place * width + 0.05
            middle = page.top + top + height / 2
            page.write(left, middle - 0.19, [f"{light.symbol} {light.word}"], color=light.color, weight="bold")
            page.write(left, middle + 0.01, [light.detail], size=SMALL, color=QUIET)
        top += height
    return page
