"""Bars in two parts: what has a counterpart and what has none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import fsum

from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from pipeline.charts import drawing
from pipeline.charts.drawing import EDGE, INK, MAIN, OPEN, RULE, SMALL, WIDTH, Page, Words
from pipeline.charts.forms.rows import BAR, GAP, label, label_width, row_heights
from pipeline.shared.wording import number


@dataclass(frozen=True)
class Split:
    """A bar in two parts, or in none where it is not shown."""

    label: str
    done: int | None
    open: int | None


def splits(words: Words, panels: Sequence[tuple[str, str, Sequence[Split]]]) -> Page:
    """Draw panels of bars in two parts: the dark one has a counterpart, the hatched one has none."""
    names = label_width([row.label for _, _, rows in panels for row in rows])
    numbers = [both(row) for _, _, rows in panels for row in rows]
    room = max([drawing.text_width(words, SMALL) for words in numbers] or [0.0]) + 0.15
    width = WIDTH - 2 * EDGE - names - GAP - room
    head = 0.34
    sizes = [row_heights([row.label for row in rows], names) for _, _, rows in panels]
    page = Page(words, fsum(head + fsum(heights) + 0.14 for heights in sizes))
    longest = max([(row.done or 0) + (row.open or 0) for _, _, rows in panels for row in rows] + [1])
    top = 0.0
    for (done, lacking, rows), heights in zip(panels, sizes, strict=True):
        key(page, top, names, ((MAIN, "", done), (OPEN, "////", lacking)))
        top += head
        axes = page.axes(EDGE + names + GAP, top, width, fsum(heights))
        axes.set_xlim(0, longest)
        axes.set_ylim(fsum(heights), 0)
        place = 0.0
        for row, height in zip(rows, heights, strict=True):
            label(page, row.label, (top + place, height), names)
            split(axes, row, place + height / 2, longest / width)
            place += height
        axes.plot([0, 0], [0, place], color=RULE, linewidth=1, clip_on=False)
        top += place + 0.14
    return page


def both(row: Split) -> str:
    """Return both numbers of a bar.

    >>> both(Split("Wege", 3, 5)), both(Split("Ufer", None, None))
    ('3 | 5', '')
    """
    return "" if row.done is None or row.open is None else f"{number(row.done)} | {number(row.open)}"


def split(axes: Axes, row: Split, middle: float, unit: float) -> None:
    """Draw one bar in two parts with the number in or behind each part; ``unit`` is one inch in counts."""
    if row.done is None or row.open is None:
        axes.text(0.07 * unit, middle, "nicht gezeigt", va="center_baseline", fontsize=SMALL, color=INK)
        return
    left = 0
    for count, color, hatch in ((row.done, MAIN, ""), (row.open, OPEN, "////")):
        axes.add_artist(Rectangle((left, middle - BAR / 2), count, BAR, facecolor=color, edgecolor=INK, hatch=hatch,
                                 linewidth=0.6))  # fmt: skip
        left += count
    axes.text(left + 0.07 * unit, middle, both(row), va="center_baseline",
              fontsize=SMALL, color=INK)  # fmt: skip


def key(page: Page, top: float, names: float, entries: Sequence[tuple[str, str, str]]) -> None:
    """Draw a legend in one line: colour, hatch and words of each entry."""
    axes = page.axes(EDGE, top, WIDTH - 2 * EDGE, 0.26)
    axes.set_xlim(0, WIDTH - 2 * EDGE)
    axes.set_ylim(0.26, 0)
    left = names + GAP
    widths = [0.34 + drawing.text_width(words, SMALL, "bold") + 0.25 for _, _, words in entries]
    if left + fsum(widths) > WIDTH - 2 * EDGE:
        left = 0.0
    for (color, hatch, words), width in zip(entries, widths, strict=True):
        axes.add_artist(Rectangle((left, 0.05), 0.26, 0.15, facecolor=color, edgecolor=INK, hatch=hatch, linewidth=0.6))
        axes.text(left + 0.34, 0.125, drawing.plain(words), va="center_baseline", fontsize=SMALL, color=INK,
                  weight="bold")  # fmt: skip
        left += width
