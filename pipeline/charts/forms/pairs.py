"""Pairs of bars: then and now one below the other, each with its interval."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import fsum

from matplotlib.patches import Rectangle

from pipeline.charts import drawing
from pipeline.charts.drawing import EDGE, INK, LINE, MAIN, OPEN, POINTS, RULE, SMALL, WIDTH, Page, Words
from pipeline.charts.forms.rows import GAP, label, label_width, row_heights
from pipeline.charts.forms.splits import key

THIN = 0.19


@dataclass(frozen=True)
class Part:
    """One bar: share with its interval (None where it is not shown) and the words behind it."""

    value: float | None
    low: float
    high: float
    words: str


@dataclass(frozen=True)
class Pair:
    """A row with the bars of both rounds."""

    label: str
    then: Part
    now: Part


def pairs(words: Words, rows: Sequence[Pair]) -> Page:
    """Draw two bars per row with whiskers for their intervals."""
    names = label_width([row.label for row in rows])
    heights = [max(2 * THIN + 0.16, height) for height in row_heights([row.label for row in rows], names)]
    page = Page(words, 0.34 + fsum(heights) + 0.05)
    key(page, 0.0, names, ((OPEN, "////", "vorige Runde"), (MAIN, "", "diese Runde")))
    parts = [part for row in rows for part in (row.then, row.now)]
    room = max([drawing.text_width(part.words, SMALL) for part in parts] or [1.0]) + 0.12
    width = WIDTH - 2 * EDGE - names - GAP - room
    longest = max([part.high for part in parts] + [0.01])
    axes = page.axes(EDGE + names + GAP, 0.34, width, fsum(heights) + 0.05)
    axes.set(xlim=(0, longest), ylim=(fsum(heights) + 0.05, 0))
    top = 0.0
    for row, height in zip(rows, heights, strict=True):
        label(page, row.label, (0.34 + top, height), names)
        for place, (part, color, hatch) in enumerate(((row.then, OPEN, "////"), (row.now, MAIN, ""))):
            middle = top + height / 2 + (place - 0.5) * (THIN + 0.03)
            if part.value is not None:
                axes.add_artist(Rectangle((0, middle - THIN / 2), part.value, THIN, facecolor=color, edgecolor=INK,
                                         hatch=hatch, linewidth=0.6))  # fmt: skip
                axes.plot([part.low, part.high], [middle, middle], color=INK, linewidth=1.2, clip_on=False)
            end = max(part.high, part.value or 0) / longest * width
            page.write(EDGE + names + GAP + end + 0.07, page.top + 0.34 + middle - SMALL * LINE / POINTS / 2,
                       [part.words], size=SMALL)  # fmt: skip
        top += height
    axes.plot([0, 0], [0, top], color=RULE, linewidth=1, clip_on=False)
    return page
