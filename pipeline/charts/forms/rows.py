"""What pictures with rows share: room for labels at the left, and the labels themselves."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.charts import drawing
from pipeline.charts.drawing import EDGE, SIZE, Page
from pipeline.shared.wording import pieces

LABELS, MOST_LABELS = 2.15, 3.6  # inches for labels at the left

GAP = 0.1

BAR = 0.26


def label_width(labels: Sequence[str]) -> float:
    """Return the room for labels in inches: more where a single word needs it."""
    words = [piece.strip() for text in labels for piece in pieces(text)]
    return min(MOST_LABELS, max([LABELS, *(drawing.text_width(word, SIZE) + 0.05 for word in words)]))


def row_heights(labels: Sequence[str], width: float) -> list[float]:
    """Return the height of each row so that its label fits."""
    return [max(BAR + 0.12, drawing.tall(drawing.fitted(label, width, SIZE), SIZE) + 0.1) for label in labels]


def label(page: Page, text: str, place: tuple[float, float], width: float) -> None:
    """Write a row's label right-aligned in front of it; ``place`` is the row's top and height."""
    top, height = place
    lines = drawing.fitted(text, width, SIZE)
    start = page.top + top + (height - drawing.tall(lines, SIZE)) / 2
    page.write(EDGE + width, start, lines, align="right")
