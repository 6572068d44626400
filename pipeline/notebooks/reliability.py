"""Reliability: is the machine as sure as it is right, how does it read what nobody here wrote, do more lines help?"""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Final

import pandas as pd

from pipeline.notebooks.desk import Desk
from pipeline.notebooks.shown import Shown
from pipeline.shared.wording import number, percent

POINTS: Final = ".reliability."
FEW: Final = 10  # a bin with fewer statements says little: its circle is hollow
SIDE, LEFT, TOP, BELOW = 300, 58, 34, 52  # pixels: the square and the room around it
SMALLEST, LARGEST = 3.0, 13.0  # radius of a circle in pixels
MAIN, RULE = "#0072b2", "#767676"
# Macro-F1 of BERT as published for this corpus (Romberg, Conrad 2021); how it was split there was not checked here.
PUBLISHED: Final[Mapping[str, tuple[float, float]]] = {"measure_reason": (0.86, 0.93), "argument": (0.76, 0.80)}
CURVE: Final = "curve."
LEARNED: Final = {"fields": "erster Arbeitsbereich", "types": "Typ der Aussage"}
QUESTIONS: Final = {"measure_reason": "Maßnahme oder Begründung", "argument": "Argument oder keines"}


def points(desk: Desk, what: str) -> pd.DataFrame:
    """Return one row per bin of confidence of ``types`` or ``fields``: low (percent), count, said, right (0 to 1)."""
    found: dict[int, dict[str, float]] = {}
    for key, value in desk.metrics.items():
        if key.startswith(what + POINTS):
            low, name = key.removeprefix(what + POINTS).split(".")
            found.setdefault(int(low), {})[name] = float(value)
    rows = [{"low": low, **values} for low, values in sorted(found.items())]
    return pd.DataFrame(rows, columns=["low", "count", "said", "right"])


def table(desk: Desk, what: str) -> pd.DataFrame:
    """Return the bins of ``types`` or ``fields`` in words; no rows without gold."""
    rows = points(desk, what)
    shown = {
        "Sicherheit": [f"{low} bis {low + 10}\N{NO-BREAK SPACE}%" for low in rows["low"]],
        "Aussagen": rows["count"].astype(int),
        "sagt im Mittel": [percent(value) for value in rows["said"]],
        "ist richtig": [percent(value) for value in rows["right"]],
    }
    return pd.DataFrame(shown)


def diagram(desk: Desk, what: str, title: str) -> Shown:
    """Return the reliability diagram of ``types`` or ``fields``: said against right, a circle per bin."""
    rows = points(desk, what)
    if rows.empty:
        return Shown(f"<p>{escape(title)}: noch nichts</p>")
    ticks = "".join(tick(share) for share in (0.0, 0.2, 0.4, 0.6, 0.8, 1.0))
    most = float(rows["count"].max())
    circles = "".join(
        circle(float(said), float(right), int(count), most)
        for said, right, count in zip(rows["said"], rows["right"], rows["count"], strict=True)
    )
    middle, foot = LEFT + SIDE / 2, TOP + SIDE + 40
    told = f"{title}: wie sicher die Maschine ist und wie oft sie recht hat; die Zahlen stehen in der Tabelle darunter."
    size = f"{LEFT + SIDE + 24} {TOP + SIDE + BELOW}"
    width, height = size.split()
    total = number(int(rows["count"].sum()))
    return Shown(
        f'<svg role="img" aria-label="{escape(told)}" viewBox="0 0 {size}" width="{width}" height="{height}" '
        f'font-size="13" fill="#1a1a1a"><text x="{LEFT}" y="18" font-weight="bold">{escape(title)} (n = {total})</text>'
        f'{ticks}<line x1="{LEFT}" y1="{TOP + SIDE}" x2="{LEFT + SIDE}" y2="{TOP}" stroke="{RULE}" '
        f'stroke-dasharray="5 4"/>{circles}'
        f'<text x="{middle:.0f}" y="{foot}" text-anchor="middle">so sicher ist die Maschine</text>'
        f'<text transform="translate(14 {TOP + SIDE / 2:.0f}) rotate(-90)" text-anchor="middle">so oft hat sie recht'
        "</text></svg>"
    )


def place(said: float, right: float) -> tuple[float, float]:
    """Return where a point lies, in pixels from the upper left corner.

    >>> place(0.0, 1.0) == (LEFT, TOP)
    True
    """
    return LEFT + SIDE * said, TOP + SIDE * (1 - right)


def tick(share: float) -> str:
    """Return the line and the two labels at ``share`` of both axes."""
    across, down = place(share, share)
    words = percent(share)
    return (
        f'<line x1="{LEFT}" x2="{LEFT + SIDE}" y1="{down:.1f}" y2="{down:.1f}" stroke="#e3e3e3"/>'
        f'<text x="{LEFT - 6}" y="{down + 4:.1f}" text-anchor="end">{words}</text>'
        f'<text x="{across:.1f}" y="{TOP + SIDE + 18}" text-anchor="middle">{words}</text>'
    )


def circle(said: float, right: float, count: int, most: float) -> str:
    """Return the circle of one bin; its area goes with the number of statements, hollow where there are few."""
    across, down = place(said, right)
    radius = max(SMALLEST, LARGEST * (count / most) ** 0.5)
    inside = MAIN if count >= FEW else "#ffffff"
    words = f"{number(count)} Aussagen: sagt {percent(said)}, richtig {percent(right)}"
    return (
        f'<circle cx="{across:.1f}" cy="{down:.1f}" r="{radius:.1f}" fill="{inside}" fill-opacity="0.85" '
        f'stroke="{MAIN}"><title>{escape(words)}</title></circle>'
    )


def elsewhere(desk: Desk) -> pd.DataFrame:
    """Return macro-F1 on CIMT per process left out, beside what was published for BERT; no rows if not measured."""
    rows = []
    for question, words in QUESTIONS.items():
        prefix = f"cimt.{question}."
        each = {key.removeprefix(prefix): value for key, value in desk.metrics.items() if key.startswith(prefix)}
        mean = each.pop("macro_f1", None)
        low, high = PUBLISHED[question]
        if mean is not None:
            values = {name.replace("-", " "): float(value) for name, value in sorted(each.items())}
            bert = f"{number(low, 2)} bis {number(high, 2)}"
            rows.append({"Frage": words} | values | {"im Mittel": float(mean), "veröffentlicht (BERT)": bert})
    return pd.DataFrame(rows)


def curve(desk: Desk) -> pd.DataFrame:
    """Return what share of unseen lines is read rightly, by the number of training lines; no rows if not measured."""
    found: dict[int, dict[str, float]] = {}
    for key, value in desk.metrics.items():
        if key.startswith(CURVE):
            what, lines = key.removeprefix(CURVE).split(".")
            found.setdefault(int(lines), {})[what] = float(value)
    return pd.DataFrame(
        {"gelernte Sätze": lines} | {words: values.get(what) for what, words in LEARNED.items()}
        for lines, values in sorted(found.items())
    )
