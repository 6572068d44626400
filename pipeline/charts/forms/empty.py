"""The picture of a table without numbers."""

from __future__ import annotations

from matplotlib.patches import Rectangle

from pipeline.charts.drawing import EDGE, RULE, WIDTH, Page, Words


def nothing(words: Words) -> Page:
    """Draw the picture of a table without numbers."""
    page = Page(words, 0.8)
    axes = page.axes(EDGE, 0, WIDTH - 2 * EDGE, 0.8)
    axes.add_artist(Rectangle((0, 0), 1, 1, transform=axes.transAxes, facecolor="#f5f5f5", edgecolor=RULE,
                             clip_on=False))  # fmt: skip
    page.write(WIDTH / 2, page.top + 0.32, ["Keine Angaben, die gezeigt werden können."], align="center")
    return page
