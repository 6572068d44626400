"""Slopes: how much something counted then, at the left, and now, at the right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import fsum

from pipeline.charts import drawing
from pipeline.charts.drawing import EDGE, INK, LINE, MAIN, POINTS, RULE, SMALL, WIDTH, Page, Words

PLOT = 2.6  # inches: least height
SIDE = 2.45  # inches for the labels at each side


@dataclass(frozen=True)
class Slope:
    """A line: its name, its height then and now, and the words at both ends."""

    label: str
    then: float
    now: float
    words_then: str
    words_now: str


def slope(words: Words, heads: tuple[str, str], lines: Sequence[Slope]) -> Page:
    """Draw one line per row between two axes; labels never cover each other."""
    left = [drawing.fitted(line.words_then, SIDE - 0.15, SMALL) for line in lines]
    right = [drawing.fitted(f"{line.label}: {line.words_now}", SIDE - 0.15, SMALL) for line in lines]
    need = max(fsum(drawing.tall(part, SMALL) + 0.05 for part in side) for side in (left, right))
    height = max(PLOT, need + 0.2)
    page = Page(words, height + 0.35)
    top = max([line.then for line in lines] + [line.now for line in lines] + [1e-9])
    axes = page.axes(EDGE + SIDE, 0.3, WIDTH - 2 * EDGE - 2 * SIDE, height)
    axes.set(xlim=(0, 1), ylim=(height, 0))
    inner = height - 0.2
    for place, name in enumerate(heads):
        edge, align = (EDGE + SIDE, "right") if place == 0 else (WIDTH - EDGE - SIDE, "left")
        page.write(edge, page.top, [name], size=SMALL, align=align, weight="bold")
        axes.plot([place, place], [0, height], color=RULE, linewidth=1, clip_on=False)
    ends = [[0.1 + inner * (1 - value / top) for value in values]
            for values in ([line.then for line in lines], [line.now for line in lines])]  # fmt: skip
    for start, end in zip(*ends, strict=True):
        axes.plot([0, 1], [start, end], color=MAIN, marker="o", markersize=5, markeredgecolor=INK, linewidth=1.6,
                  clip_on=False)  # fmt: skip
    for side, places, texts in ((0, ends[0], left), (1, ends[1], right)):
        spread = apart(places, [drawing.tall(part, SMALL) + 0.05 for part in texts], height)
        for middle, wanted, part in zip(spread, places, texts, strict=True):
            edge = EDGE + SIDE - 0.1 if side == 0 else WIDTH - EDGE - SIDE + 0.1
            start = page.top + 0.3 + middle - len(part) * SMALL * LINE / POINTS / 2
            page.write(edge, start, part, size=SMALL, align="right" if side == 0 else "left")
            axes.plot([side, side + (-0.04 if side == 0 else 0.04)], [wanted, middle], color=RULE, linewidth=0.6,
                      clip_on=False)  # fmt: skip
    return page


def apart(places: Sequence[float], heights: Sequence[float], room: float) -> list[float]:
    """Return middles near ``places`` so that blocks of these heights neither cover each other nor leave the room.

    >>> apart([0.5, 0.5], [0.4, 0.4], 2.0)
    [0.5, 0.9]
    """
    order = sorted(range(len(places)), key=lambda one: (places[one], one))
    found = dict(zip(order, (places[one] for one in order), strict=True))
    edge = 0.0
    for one in order:
        found[one] = max(found[one], edge + heights[one] / 2)
        edge = found[one] + heights[one] / 2
    edge = max(room, fsum(heights))
    for one in reversed(order):
        found[one] = min(found[one], edge - heights[one] / 2)
        edge = found[one] - heights[one] / 2
    return [round(found[one], 4) for one in range(len(places))]
