"""Bars: one number per row, a hatched continuation behind it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import fsum

from matplotlib.patches import Rectangle

from pipeline.charts import drawing
from pipeline.charts.drawing import EDGE, INK, LINE, MAIN, OPEN, POINTS, QUIET, RULE, SMALL, WIDTH, Page, Words
from pipeline.charts.forms.rows import BAR, GAP, label, label_width, row_heights
from pipeline.shared.wording import number


@dataclass(frozen=True)
class Bar:
    """A bar: label, length (None where it is not shown), a hatched continuation, words behind it, a quote below it."""

    label: str
    value: int | None
    words: str = ""
    more: int = 0
    quote: str = ""


def bars(words: Words, rows: Sequence[Bar]) -> Page:
    """Draw horizontal bars with their numbers behind them."""
    names = label_width([row.label for row in rows])
    inner = WIDTH - 2 * EDGE - names - GAP
    below = [drawing.fitted(f"„{row.quote}“", inner, SMALL) if row.quote else [] for row in rows]
    heights = [
        max(height, BAR + 0.12 + drawing.tall(lines, SMALL) + 0.06 if lines else 0.0)
        for height, lines in zip(row_heights([row.label for row in rows], names), below, strict=True)
    ]
    page = Page(words, fsum(heights) + 0.05)
    room = max([drawing.text_width(said(row), SMALL) for row in rows] or [1.0]) + 0.1
    width = inner - room
    longest = max([(row.value or 0) + row.more for row in rows] + [1])
    axes = page.axes(EDGE + names + GAP, 0, width, fsum(heights) + 0.05)
    axes.set_xlim(0, longest)
    axes.set_ylim(fsum(heights) + 0.05, 0)
    top = 0.0
    for row, height, lines in zip(rows, heights, below, strict=True):
        label(page, row.label, (top, height), names)
        middle = top + (height - drawing.tall(lines, SMALL)) / 2
        page.write(EDGE + names + GAP + 0.05, page.top + middle + BAR / 2 + 0.03, lines, size=SMALL, color=QUIET)
        value = row.value or 0
        axes.add_artist(Rectangle((0, middle - BAR / 2), value, BAR, facecolor=MAIN, edgecolor=INK, linewidth=0.6))
        if row.more:
            axes.add_artist(Rectangle((value, middle - BAR / 2), row.more, BAR, facecolor=OPEN, edgecolor=INK,
                                     hatch="////", linewidth=0.6))  # fmt: skip
        behind = EDGE + names + GAP + (value + row.more) / longest * width + 0.07
        page.write(behind, page.top + middle - SMALL * LINE / POINTS / 2, [said(row)], size=SMALL)
        top += height
    axes.plot([0, 0], [0, top], color=RULE, linewidth=1, clip_on=False)
    return page


def said(row: Bar) -> str:
    """Return the words behind a bar.

    >>> said(Bar("a", 3, "2 Dokumente")), said(Bar("a", None))
    ('3 · 2 Dokumente', 'nicht gezeigt')
    """
    if row.value is None:
        return "nicht gezeigt"
    count = number(row.value) + (f" + {number(row.more)}" if row.more else "")
    return f"{count} · {row.words}" if row.words else count
