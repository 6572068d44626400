"""A map of numbered points with a list that says what each one means."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from math import fsum

from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator
from matplotlib.transforms import ScaledTranslation

from pipeline.charts import drawing
from pipeline.charts.drawing import EDGE, INK, MAIN, PAPER, POINTS, SIZE, SMALL, WIDTH, Page, Words
from pipeline.shared.wording import number

BESIDE = 17.0  # typographic points between two marks of a map

LIFT = {"^": -2.5, "v": 2.5}  # typographic points from the middle of a triangle to where it is wide

PLOT = 3.4  # inches: height of a map


@dataclass(frozen=True)
class Point:
    """A point of a map: place, number, shape and the words of its legend."""

    across: float
    upwards: float
    shape: str
    words: str


def scatter(words: Words, titles: tuple[str, str], points: Sequence[Point], shapes: Sequence[tuple[str, str]]) -> Page:
    """Draw numbered points; a list below says what each number means, shapes say its field."""
    inner = WIDTH - 2 * EDGE
    column = inner / 2 - 0.1
    entries = [drawing.fitted(f"{place}  {point.words}", column, SMALL) for place, point in enumerate(points, start=1)]
    half = (len(entries) + 1) // 2
    tables = [entries[:half], entries[half:]]
    below = max([fsum(drawing.tall(lines, SMALL) + 0.03 for lines in part) for part in tables] or [0.0])
    legend = fsum(key_heights(shapes))
    page = Page(words, PLOT + 0.5 + legend + 0.1 + below)
    axes = page.axes(EDGE + 0.62, 0.05, inner - 0.72, PLOT)
    axes.set_axis_on()
    draw_points(axes, points)
    axes.set_xlabel(titles[0], fontsize=SIZE)
    axes.set_ylabel(titles[1], fontsize=SIZE)
    shape_key(page, PLOT + 0.5, shapes)
    for place, part in enumerate(tables):
        top = page.top + PLOT + 0.6 + legend
        for lines in part:
            page.write(EDGE + place * (column + 0.2), top, lines, size=SMALL)
            top += drawing.tall(lines, SMALL) + 0.03
    return page


def draw_points(axes: Axes, points: Sequence[Point]) -> None:
    """Draw the points with their numbers; none covers another."""
    axes.spines[["top", "right"]].set_visible(False)
    axes.tick_params(labelsize=SMALL)
    axes.xaxis.set_major_formatter(lambda value, _: number(value))
    axes.yaxis.set_major_formatter(lambda value, _: number(value))
    largest = (max([p.across for p in points] + [1]), max([p.upwards for p in points] + [1]))
    top = (largest[0] * 1.12 + 0.5, largest[1] * 1.15 + 0.5)
    axes.set(xlim=(0, top[0]), ylim=(0, top[1]), xticks=ticks(top[0]), yticks=ticks(top[1]))
    unit = ((WIDTH - 2 * EDGE - 0.72) * POINTS / axes.get_xlim()[1], PLOT * POINTS / axes.get_ylim()[1])
    room = ((WIDTH - 2 * EDGE - 0.72) * POINTS, PLOT * POINTS)
    places = apart([(point.across * unit[0], point.upwards * unit[1]) for point in points], room)
    for place, (point, (right, up)) in enumerate(zip(points, places, strict=True), start=1):
        moved = ScaledTranslation(right / POINTS, up / POINTS, axes.figure.dpi_scale_trans)
        size = 18 if point.shape in LIFT else 15
        axes.plot([point.across], [point.upwards], marker=point.shape, markersize=size, color=MAIN, linestyle="none",
                  markeredgecolor=INK, markeredgewidth=0.7, clip_on=False,
                  transform=axes.transData + moved)  # fmt: skip
        axes.annotate(str(place), (point.across, point.upwards), (right, up + LIFT.get(point.shape, 0)),
                      fontsize=SMALL - 0.3, color=PAPER, textcoords="offset points", ha="center",
                      va="center_baseline", weight="bold", annotation_clip=False)  # fmt: skip


def ticks(top: float) -> list[float]:
    """Return whole numbers for an axis from zero to ``top``.

    >>> ticks(4.5)
    [0.0, 1.0, 2.0, 3.0, 4.0]
    """
    return [float(tick) for tick in MaxNLocator(integer=True).tick_values(0, top) if 0 <= tick <= top]


def apart(places: Sequence[tuple[float, float]], room: tuple[float, float]) -> list[tuple[float, float]]:
    """Return how far each mark moves, in points, so that none covers another: the nearest free place on rings.

    ``room`` is the width and height that marks must not leave.

    >>> apart([(20, 20), (20, 20), (90, 20)], (100, 100))
    [(0.0, 0.0), (17.0, 0.0), (0.0, 0.0)]
    """
    taken: list[tuple[float, float]] = []
    moves: list[tuple[float, float]] = []
    tries = [(0.0, 0.0)] + [
        (round(ring * math.cos(step * math.pi / 6), 2), round(ring * math.sin(step * math.pi / 6), 2))
        for ring in (BESIDE * part / 2 for part in range(2, 24))
        for step in range(12)
    ]
    for across, upwards in places:
        free = (
            move for move in tries
            if 0 <= across + move[0] <= room[0] and 0 <= upwards + move[1] <= room[1]
            and all(math.dist((across + move[0], upwards + move[1]), other) >= BESIDE - 0.01 for other in taken)
        )  # fmt: skip
        move = next(free, (0.0, 0.0))
        taken.append((across + move[0], upwards + move[1]))
        moves.append(move)
    return moves


def key_lines(shapes: Sequence[tuple[str, str]]) -> list[list[str]]:
    """Return the words of the key in lines that fit into half of the picture."""
    return [drawing.fitted(words, (WIDTH - 2 * EDGE) / 2 - 0.4, SMALL) for _, words in shapes]


def key_heights(shapes: Sequence[tuple[str, str]]) -> list[float]:
    """Return the heights of the rows of the key, two shapes in a row."""
    tall = [max(0.24, drawing.tall(lines, SMALL) + 0.06) for lines in key_lines(shapes)]
    return [max(tall[place : place + 2]) for place in range(0, len(tall), 2)]


def shape_key(page: Page, top: float, shapes: Sequence[tuple[str, str]]) -> None:
    """Draw what the shapes mean, two in a row."""
    heights = key_heights(shapes)
    whole = max(fsum(heights), 0.1)
    axes = page.axes(EDGE, top, WIDTH - 2 * EDGE, whole)
    axes.set_xlim(0, WIDTH - 2 * EDGE)
    axes.set_ylim(whole, 0)
    for place, ((shape, _), lines) in enumerate(zip(shapes, key_lines(shapes), strict=True)):
        line, column = divmod(place, 2)
        left, middle = column * (WIDTH / 2 - EDGE + 0.1), fsum(heights[:line]) + heights[line] / 2
        axes.plot([left + 0.1], [middle], marker=shape, markersize=8, color=MAIN, markeredgecolor=INK,
                  markeredgewidth=0.7, linestyle="none")  # fmt: skip
        start = page.top + top + middle - drawing.tall(lines, SMALL) / 2
        page.write(EDGE + left + 0.28, start, lines, size=SMALL)
