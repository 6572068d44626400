"""Heat maps: a table whose cells are the darker the more they count."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import fsum

from matplotlib.patches import Rectangle

from pipeline.charts import drawing
from pipeline.charts.drawing import EDGE, INK, LINE, OPEN, POINTS, RULE, SIZE, SMALL, WIDTH, Page, Words
from pipeline.charts.forms.rows import GAP, label, label_width, row_heights
from pipeline.shared.publication import HIDDEN
from pipeline.shared.wording import number, pieces

LENGTHS = (1.7, 2.4, 3.4, 4.8, 6.8, 9.6)  # inches for heads that are read upwards


@dataclass(frozen=True)
class Grid:
    """A heat map: labels and counts; None is a cell that is not shown."""

    rows: Sequence[str]
    columns: Sequence[str]
    counts: Sequence[Sequence[int | None]]


def shade(count: int | None, largest: int) -> str:
    """Return the colour of a cell, the darker the more; zero and hidden cells stay white."""
    if not count:
        return OPEN
    steps = len(drawing.SHADES)
    return drawing.SHADES[min(steps - 1, int(count / max(largest, 1) * steps))]


def heat(words: Words, grid: Grid) -> Page:
    """Draw a table whose cells are the darker the more they count; every cell holds its number."""
    names = label_width(grid.rows)
    width = (WIDTH - 2 * EDGE - names - GAP) / max(len(grid.columns), 1)
    heads = [drawing.fitted(column, width - 0.06, SMALL) for column in grid.columns]
    longest = [piece.rstrip() for column in grid.columns for piece in pieces(column)]
    turned = any(drawing.text_width(word, SMALL) > width - 0.06 for word in longest)
    heads = upright(grid.columns, width) if turned else heads
    head = head_height(heads, turned=turned)
    heights = row_heights(grid.rows, names)
    page = Page(words, head + fsum(heights))
    for place, lines in enumerate(heads):
        middle = EDGE + names + GAP + (place + 0.5) * width
        if turned:
            turned_head(page, lines, middle, head)
        else:
            page.write(middle, page.top + head - 0.08 - drawing.tall(lines, SMALL), lines, size=SMALL, align="center")
    heat_cells(page, grid, heights, (head, width, names))
    return page


def upright(columns: Sequence[str], width: float) -> list[list[str]]:
    """Return column heads that are read upwards, as long as they must be to stand beside each other."""
    room = max(1, int(width * POINTS / (SMALL * LINE)))
    heads: list[list[str]] = []
    for length in LENGTHS:
        heads = [drawing.fitted(column, length, SMALL) for column in columns]
        if max(map(len, heads), default=0) <= room:
            break
    return heads


def head_height(heads: Sequence[Sequence[str]], *, turned: bool) -> float:
    """Return the room that the column heads need."""
    if turned:
        return max([drawing.text_width(line, SMALL) for lines in heads for line in lines] or [0.0]) + 0.16
    return max([drawing.tall(lines, SMALL) for lines in heads] or [0.0]) + 0.12


def turned_head(page: Page, lines: Sequence[str], middle: float, head: float) -> None:
    """Write a column head upwards."""
    step = SMALL * LINE / POINTS
    for place, line in enumerate(lines):
        left = middle + (place - (len(lines) - 1) / 2) * step
        page.figure.text(left / WIDTH, 1 - (page.top + head - 0.08) / page.height, drawing.plain(line), fontsize=SMALL,
                         rotation=90, ha="center", va="bottom", color=INK)  # fmt: skip


def heat_cells(page: Page, grid: Grid, heights: Sequence[float], place: tuple[float, float, float]) -> None:
    """Draw the cells of a heat map; ``place`` is the height of the heads, a column's width and the labels' width."""
    head, width, names = place
    axes = page.axes(EDGE + names + GAP, head, width * len(grid.columns), fsum(heights))
    axes.set_xlim(0, max(len(grid.columns), 1))
    axes.set_ylim(fsum(heights), 0)
    largest = max([count or 0 for row in grid.counts for count in row] + [1])
    top = 0.0
    for name, row, height in zip(grid.rows, grid.counts, heights, strict=True):
        label(page, name, (head + top, height), names)
        for column, count in enumerate(row):
            color = shade(count, largest)
            axes.add_artist(Rectangle((column, top), 1, height, facecolor=color, edgecolor=RULE, linewidth=0.6,
                                     clip_on=False))  # fmt: skip
            axes.text(column + 0.5, top + height / 2, HIDDEN if count is None else number(count), ha="center",
                      va="center_baseline", fontsize=SIZE, color=drawing.ink_on(color))  # fmt: skip
        top += height
