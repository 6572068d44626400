"""Forms of pictures: bars, heat maps, steps, lights and a map. They know shapes and numbers, no subject."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.patches import FancyArrow, FancyBboxPatch, Rectangle
from matplotlib.ticker import MaxNLocator
from matplotlib.transforms import ScaledTranslation

from pipeline.charts import drawing
from pipeline.charts.drawing import (
    EDGE,
    INK,
    LINE,
    MAIN,
    OPEN,
    PAPER,
    POINTS,
    QUIET,
    RULE,
    SIZE,
    SMALL,
    WIDTH,
    Page,
    Words,
)
from pipeline.shared.publication import HIDDEN
from pipeline.shared.wording import number, pieces

LABELS, MOST_LABELS = 2.15, 3.6  # inches for labels at the left
GAP = 0.1
BAR = 0.26
BESIDE = 17.0  # typographic points between two marks of a map
LIFT = {"^": -2.5, "v": 2.5}  # typographic points from the middle of a triangle to where it is wide
PLOT = 3.4  # inches: height of a map


@dataclass(frozen=True)
class Bar:
    """A bar: label, length (None where it is not shown), a hatched continuation, and words behind it."""

    label: str
    value: int | None
    words: str = ""
    more: int = 0


def label_width(labels: Sequence[str]) -> float:
    """Return the room for labels in inches: more where a single word needs it."""
    words = [piece.strip() for text in labels for piece in pieces(text)]
    return min(MOST_LABELS, max([LABELS, *(drawing.text_width(word, SIZE) + 0.05 for word in words)]))


def row_heights(labels: Sequence[str], width: float) -> list[float]:
    """Return the height of each row so that its label fits."""
    return [max(BAR + 0.12, drawing.tall(drawing.fitted(label, width, SIZE), SIZE) + 0.1) for label in labels]


def bars(words: Words, rows: Sequence[Bar]) -> Page:
    """Draw horizontal bars with their numbers behind them."""
    names = label_width([row.label for row in rows])
    heights = row_heights([row.label for row in rows], names)
    page = Page(words, sum(heights) + 0.05)
    room = max([drawing.text_width(said(row), SMALL) for row in rows] or [1.0]) + 0.1
    width = WIDTH - 2 * EDGE - names - GAP - room
    longest = max([(row.value or 0) + row.more for row in rows] + [1])
    axes = page.axes(EDGE + names + GAP, 0, width, sum(heights) + 0.05)
    axes.set_xlim(0, longest)
    axes.set_ylim(sum(heights) + 0.05, 0)
    top = 0.0
    for row, height in zip(rows, heights, strict=True):
        label(page, row.label, (top, height), names)
        middle = top + height / 2
        value = row.value or 0
        axes.add_patch(Rectangle((0, middle - BAR / 2), value, BAR, facecolor=MAIN, edgecolor=INK, linewidth=0.6))
        if row.more:
            axes.add_patch(Rectangle((value, middle - BAR / 2), row.more, BAR, facecolor=OPEN, edgecolor=INK,
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


def label(page: Page, text: str, place: tuple[float, float], width: float) -> None:
    """Write a row's label right-aligned in front of it; ``place`` is the row's top and height."""
    top, height = place
    lines = drawing.fitted(text, width, SIZE)
    start = page.top + top + (height - drawing.tall(lines, SIZE)) / 2
    page.write(EDGE + width, start, lines, align="right")


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
    turned = any(drawing.text_width(line, SMALL) > width - 0.04 for lines in heads for line in lines)
    heads = [drawing.fitted(column, 1.7, SMALL) for column in grid.columns] if turned else heads
    head = head_height(heads, turned=turned)
    heights = row_heights(grid.rows, names)
    page = Page(words, head + sum(heights))
    for place, lines in enumerate(heads):
        middle = EDGE + names + GAP + (place + 0.5) * width
        if turned:
            turned_head(page, lines, middle, head)
        else:
            page.write(middle, page.top + head - 0.08 - drawing.tall(lines, SMALL), lines, size=SMALL, align="center")
    heat_cells(page, grid, heights, (head, width, names))
    return page


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
    axes = page.axes(EDGE + names + GAP, head, width * len(grid.columns), sum(heights))
    axes.set_xlim(0, max(len(grid.columns), 1))
    axes.set_ylim(sum(heights), 0)
    largest = max([count or 0 for row in grid.counts for count in row] + [1])
    top = 0.0
    for name, row, height in zip(grid.rows, grid.counts, heights, strict=True):
        label(page, name, (head + top, height), names)
        for column, count in enumerate(row):
            color = shade(count, largest)
            axes.add_patch(Rectangle((column, top), 1, height, facecolor=color, edgecolor=RULE, linewidth=0.6,
                                     clip_on=False))  # fmt: skip
            axes.text(column + 0.5, top + height / 2, HIDDEN if count is None else number(count), ha="center",
                      va="center_baseline", fontsize=SIZE, color=drawing.ink_on(color))  # fmt: skip
        top += height


@dataclass(frozen=True)
class Split:
    """A bar in two parts, or in none where it is not shown."""

    label: str
    done: int | None
    open: int | None


def splits(words: Words, panels: Sequence[tuple[str, str, Sequence[Split]]]) -> Page:
    """Draw panels of bars in two parts: the dark one has a counterpart, the hatched one has none."""
    names = label_width([row.label for _, _, rows in panels for row in rows])
    width = WIDTH - 2 * EDGE - names - GAP - 0.65
    head = 0.34
    sizes = [row_heights([row.label for row in rows], names) for _, _, rows in panels]
    page = Page(words, sum(head + sum(heights) + 0.14 for heights in sizes))
    longest = max([(row.done or 0) + (row.open or 0) for _, _, rows in panels for row in rows] + [1])
    top = 0.0
    for (done, lacking, rows), heights in zip(panels, sizes, strict=True):
        key(page, top, names, ((MAIN, "", done), (OPEN, "////", lacking)))
        top += head
        axes = page.axes(EDGE + names + GAP, top, width, sum(heights))
        axes.set_xlim(0, longest)
        axes.set_ylim(sum(heights), 0)
        place = 0.0
        for row, height in zip(rows, heights, strict=True):
            label(page, row.label, (top + place, height), names)
            split(axes, row, place + height / 2, longest / width)
            place += height
        axes.plot([0, 0], [0, place], color=RULE, linewidth=1, clip_on=False)
        top += place + 0.14
    return page


def split(axes: Axes, row: Split, middle: float, unit: float) -> None:
    """Draw one bar in two parts with the number in or behind each part; ``unit`` is one inch in counts."""
    if row.done is None or row.open is None:
        axes.text(0.07 * unit, middle, "nicht gezeigt", va="center_baseline", fontsize=SMALL, color=INK)
        return
    left = 0
    for count, color, hatch in ((row.done, MAIN, ""), (row.open, OPEN, "////")):
        axes.add_patch(Rectangle((left, middle - BAR / 2), count, BAR, facecolor=color, edgecolor=INK, hatch=hatch,
                                 linewidth=0.6))  # fmt: skip
        left += count
    axes.text(left + 0.07 * unit, middle, f"{number(row.done)} | {number(row.open)}", va="center_baseline",
              fontsize=SMALL, color=INK)  # fmt: skip


def key(page: Page, top: float, names: float, entries: Sequence[tuple[str, str, str]]) -> None:
    """Draw a legend in one line: colour, hatch and words of each entry."""
    axes = page.axes(EDGE, top, WIDTH - 2 * EDGE, 0.26)
    axes.set_xlim(0, WIDTH - 2 * EDGE)
    axes.set_ylim(0.26, 0)
    left = names + GAP
    widths = [0.34 + drawing.text_width(words, SMALL, "bold") + 0.25 for _, _, words in entries]
    if left + sum(widths) > WIDTH - 2 * EDGE:
        left = 0.0
    for (color, hatch, words), width in zip(entries, widths, strict=True):
        axes.add_patch(Rectangle((left, 0.05), 0.26, 0.15, facecolor=color, edgecolor=INK, hatch=hatch, linewidth=0.6))
        axes.text(left + 0.34, 0.125, drawing.plain(words), va="center_baseline", fontsize=SMALL, color=INK,
                  weight="bold")  # fmt: skip
        left += width


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
        axes.add_patch(FancyBboxPatch((left + 0.03, top + 0.03), width - 0.06, height - 0.06, linewidth=1.1,
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
    axes.add_patch(FancyArrow(*start, *way, width=0.02, head_width=0.12, head_length=0.1, length_includes_head=True,
                              facecolor=INK, edgecolor=INK, linewidth=0.4))  # fmt: skip


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
    page = Page(words, head + sum(heights))
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
    below = max([sum(drawing.tall(lines, SMALL) + 0.03 for lines in part) for part in tables] or [0.0])
    legend = 0.24 * ((len(shapes) + 1) // 2)
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
                      fontsize=SMALL - 1.5, color=PAPER, textcoords="offset points", ha="center",
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


def shape_key(page: Page, top: float, shapes: Sequence[tuple[str, str]]) -> None:
    """Draw what the shapes mean, two in a line."""
    height = max(0.24 * ((len(shapes) + 1) // 2), 0.1)
    axes = page.axes(EDGE, top, WIDTH - 2 * EDGE, height)
    axes.set_xlim(0, WIDTH - 2 * EDGE)
    axes.set_ylim(height, 0)
    for place, (shape, words) in enumerate(shapes):
        line, column = divmod(place, 2)
        left, middle = column * (WIDTH / 2 - EDGE + 0.1), line * 0.24 + 0.12
        axes.plot([left + 0.1], [middle], marker=shape, markersize=8, color=MAIN, markeredgecolor=INK,
                  markeredgewidth=0.7, linestyle="none")  # fmt: skip
        axes.text(left + 0.28, middle, drawing.plain(words), va="center_baseline", fontsize=SMALL, color=INK)


def nothing(words: Words) -> Page:
    """Draw the picture of a table without numbers."""
    page = Page(words, 0.8)
    axes = page.axes(EDGE, 0, WIDTH - 2 * EDGE, 0.8)
    axes.add_patch(Rectangle((0, 0), 1, 1, transform=axes.transAxes, facecolor="#f5f5f5", edgecolor=RULE,
                             clip_on=False))  # fmt: skip
    page.write(WIDTH / 2, page.top + 0.32, ["Keine Angaben, die gezeigt werden können."], align="center")
    return page
