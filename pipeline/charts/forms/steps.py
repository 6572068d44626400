"""Stations of a process, joined by arrows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.patches import FancyArrow, FancyBboxPatch

from pipeline.charts import drawing
from pipeline.charts.drawing import EDGE, INK, MAIN, SIZE, SMALL, WIDTH, Page, Words


@dataclass(frozen=True)
class Step:
    """A station of a process: its name and some lines."""

    label: str
    lines: Sequence[str]


def steps(words: Words, stations: Sequence[Step], across: int = 3) -> Page:
    """Draw stations as boxes in reading order, joined by arrows."""
    arrow, between = 0.3, 0.28
    width = (WIDTH - 2 * EDGE - (across - 1) * arrow) / across
    heads = [drawing.fitted(step.label, width - 0.2, SIZE, "bold") for step in stations]
    height = max(
        [drawing.tall(head, SIZE) + drawing.tall(step.lines, SMALL) + 0.26
         for head, step in zip(heads, stations, strict=True)] or [0.5]
    )  # fmt: skip
    lines = (len(stations) + across - 1) // across
    whole = lines * height + max(lines - 1, 0) * between
    page = Page(words, whole)
    axes = page.axes(EDGE, 0, WIDTH - 2 * EDGE, whole)
    axes.set_xlim(0, WIDTH - 2 * EDGE)
    axes.set_ylim(whole, 0)
    for place, (step, head) in enumerate(zip(stations, heads, strict=True)):
        line, column = divmod(place, across)
        left, top = column * (width + arrow), line * (height + between)
        axes.add_artist(FancyBboxPatch((left + 0.03, top + 0.03), width - 0.06, height - 0.06, linewidth=1.1,
                                      boxstyle="round,pad=0,rounding_size=0.06", facecolor="#f3f8fc",
                                      edgecolor=MAIN))  # fmt: skip
        page.write(EDGE + left + 0.12, page.top + top + 0.1, head, weight="bold")
        page.write(EDGE + left + 0.12, page.top + top + 0.14 + drawing.tall(head, SIZE), step.lines, size=SMALL)
        if place + 1 < len(stations):
            arrow_after(axes, (left, top), (width, height), last=column + 1 == across)
    return page


def arrow_after(axes: Axes, corner: tuple[float, float], size: tuple[float, float], *, last: bool) -> None:
    """Draw the arrow to the next station: to the right, or back to the beginning of the next line."""
    (left, top), (width, height) = corner, size
    start, way = (left + width, top + height / 2), (0.28, 0.0)
    if last:
        middle = top + height + 0.12
        axes.plot([left + width / 2, left + width / 2, width / 2, width / 2],
                  [top + height - 0.03, middle, middle, middle + 0.04], color=INK, linewidth=1.6)  # fmt: skip
        start, way = (width / 2, middle), (0.0, 0.18)
    axes.add_artist(FancyArrow(*start, *way, width=0.02, head_width=0.12, head_length=0.1, length_includes_head=True,
                              facecolor=INK, edgecolor=INK, linewidth=0.4))  # fmt: skip
