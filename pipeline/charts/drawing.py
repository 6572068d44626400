"""Drawing: page geometry, type, colours. A picture is as wide as the text of an A4 page and legible on A5.

Colours are from Okabe and Ito (2008) where they reach a contrast of 3:1 on white; what differs in colour also differs
in lightness, hatching or words, so nothing is lost in greyscale or to colour-blind readers (WCAG 1.4.1, 1.4.11).
"""

from __future__ import annotations

import io
import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, findfont
from matplotlib.ft2font import FT2Font, LoadFlags

from pipeline.shared.glyphs import printable
from pipeline.shared.wording import pieces

WIDTH = 6.7  # inches: the text width of an A4 page
EDGE = 0.12
INK, QUIET, PAPER = "#1a1a1a", "#595959", "#ffffff"
MAIN, SECOND, OPEN, RULE = "#0072b2", "#9ad1f0", "#ffffff", "#767676"
GOOD, MIDDLE, BAD = "#00734f", "#8a5a00", "#b3261e"
SHADES = ("#f3f8fc", "#d3e6f3", "#a6cce5", "#6aabd3", "#2273a9", "#0b5788", "#063a5d")
SIZE, SMALL, TITLE = 9.5, 8.5, 12.0
LINE = 1.3  # line spacing
POINTS = 72.0
SCALE = 100.0
COMPUTED = re.compile(r'((?:\bid="|#))([hmp][0-9a-f]{10})\b')  # matplotlib's names of hatches, marks, clipping paths
STYLE: Any = {
    "font.family": "DejaVu Sans", "font.size": SIZE, "svg.fonttype": "path", "svg.hashsalt": "leitlinien",
    "hatch.linewidth": 0.8, "axes.edgecolor": RULE, "text.color": INK, "axes.unicode_minus": True,
}  # fmt: skip


@dataclass(frozen=True)
class Words:
    """What a picture says besides its marks."""

    title: str
    subtitle: str
    note: str = ""


@lru_cache(maxsize=2)
def measuring(weight: str) -> FT2Font:
    """Return the font that lines are measured with, 100 points high."""
    font = FT2Font(findfont(FontProperties(family="DejaVu Sans", weight=weight)))
    font.set_size(SCALE, POINTS)
    return font


@lru_cache(maxsize=8192)
def unit_width(text: str, weight: str) -> float:
    """Return the width of one line, 1 point high, in points."""
    font = measuring(weight)
    font.set_text(printable(text), 0.0, flags=LoadFlags.NO_HINTING)
    width, _ = font.get_width_height()
    return float(width) / 64 / SCALE  # the font counts in 64ths of a point


def text_width(text: str, size: float, weight: str = "normal") -> float:
    """Return the width of one line in inches."""
    return unit_width(text, weight) * size / POINTS


def fitted(text: str, width: float, size: float, weight: str = "normal") -> list[str]:
    """Return ``text`` in lines not wider than ``width`` inches, broken between words; nothing is left out.

    Only a word that is wider than a whole line is divided by a hyphen.
    """
    lines: list[str] = []
    filled = 0.0
    for piece in (part for whole in pieces(text) for part in divided(whole, width, size, weight)):
        if lines and filled + text_width(piece.rstrip(), size, weight) <= width:
            lines[-1] += piece
            filled += text_width(piece, size, weight)
        else:
            lines.append(piece)
            filled = text_width(piece, size, weight)
    return [line.strip() for line in lines] or [""]


def divided(piece: str, width: float, size: float, weight: str) -> list[str]:
    """Return a word in parts that fit into a line.

    >>> "".join(divided("Uferweg" * 9, 1.0, SIZE, "normal")).replace("-", "") == "Uferweg" * 9
    True
    """
    parts = []
    while text_width(piece.rstrip(), size, weight) > width and len(piece) > 1:
        ends = range(1, len(piece))
        length = max(1, bisect_right(ends, width, key=lambda end: text_width(piece[:end] + "-", size, weight)))
        parts.append(piece[:length] + "-")
        piece = piece[length:]
    return [*parts, piece]


def plain(text: str) -> str:
    r"""Return ``text`` so that matplotlib does not read mathematics into it.

    >>> plain("kostet 5 $")
    'kostet 5 \\$'
    """
    return printable(text).replace("$", r"\$")


def tall(lines: Sequence[str], size: float) -> float:
    """Return the height of some lines in inches."""
    return len(lines) * size * LINE / POINTS


class Page:
    """A figure whose places are given in inches from the upper left corner."""

    def __init__(self, words: Words, height: float) -> None:
        """Lay out title, subtitle and note around ``height`` inches for the marks."""
        inner = WIDTH - 2 * EDGE
        title, sub = fitted(words.title, inner, TITLE, "bold"), fitted(words.subtitle, inner, SIZE)
        note = fitted(words.note, inner, SMALL) if words.note else []
        head = EDGE + tall(title, TITLE) + 0.04 + tall(sub, SIZE) + 0.16
        self.top = head
        self.height = head + height + (0.14 + tall(note, SMALL) if note else 0) + EDGE
        with mpl.rc_context(STYLE):
            self.figure = Figure(figsize=(WIDTH, self.height), facecolor=PAPER)
            FigureCanvasAgg(self.figure)
        self.write(EDGE, EDGE, title, size=TITLE, weight="bold")
        self.write(EDGE, EDGE + tall(title, TITLE) + 0.04, sub, color=QUIET)
        self.write(EDGE, head + height + 0.14, note, size=SMALL, color=QUIET)

    def write(  # noqa: PLR0913 - a place and a look
        self, left: float, top: float, lines: Sequence[str], *, size: float = SIZE, align: str = "left",
        color: str = INK, weight: str = "normal",
    ) -> None:  # fmt: skip
        """Write lines; ``left`` is their left edge, middle or right edge, as ``align`` says."""
        for place, line in enumerate(lines):
            middle = top + (place + 0.5) * size * LINE / POINTS
            self.figure.text(left / WIDTH, 1 - middle / self.height, plain(line), fontsize=size, ha=align,
                             va="center_baseline", color=color, weight=weight)  # fmt: skip

    def axes(self, left: float, top: float, width: float, height: float) -> Axes:
        """Return axes without decoration, ``top`` counted from the beginning of the marks."""
        bottom = self.height - self.top - top - height
        axes = self.figure.add_axes((left / WIDTH, bottom / self.height, width / WIDTH, height / self.height))
        axes.set_axis_off()
        return axes


def svg(figure: Figure) -> bytes:
    """Return the figure as SVG without date; equal figures give equal bytes."""
    buffer = io.BytesIO()
    with mpl.rc_context(STYLE):
        figure.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None})
    return counted(buffer.getvalue().decode()).encode()


def counted(text: str) -> str:
    """Return an SVG whose computed names are numbered as they appear.

    matplotlib makes those names from all digits of the sizes, and the last digit of a sum depends on the version of
    Python (since 3.12 ``sum`` carries the rounding error); the picture rounds to six places and is the same.

    >>> counted('<g clip-path="url(#p00ff00ff00)"/><clipPath id="p00ff00ff00"/>')
    '<g clip-path="url(#p1)"/><clipPath id="p1"/>'
    """
    names: dict[str, str] = {}
    return COMPUTED.sub(lambda found: found[1] + names.setdefault(found[2], f"{found[2][0]}{len(names) + 1}"), text)


def luminance(color: str) -> float:
    """Return the relative luminance of a colour (WCAG 2.1).

    >>> round(luminance("#ffffff"), 2), luminance("#000000")
    (1.0, 0.0)
    """
    levels = [int(color[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    low = 0.04045
    red, green, blue = [level / 12.92 if level <= low else ((level + 0.055) / 1.055) ** 2.4 for level in levels]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, 1 to 21 (WCAG 2.1).

    >>> round(contrast("#000000", "#ffffff"))
    21
    """
    bright, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def ink_on(color: str) -> str:
    """Return the ink that is easier to read on ``color``.

    >>> ink_on("#063e63"), ink_on("#f3f8fc")
    ('#ffffff', '#1a1a1a')
    """
    return max((INK, PAPER), key=lambda ink: contrast(ink, color))
