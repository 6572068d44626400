"""The cells of one variant, and the words that all figures share: n, guards, findings, descriptions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd

from pipeline.charts.drawing import Page, Words
from pipeline.shared.publication import HIDDEN
from pipeline.shared.wording import documents, groups, listing, mentions, number

TOTAL, ROUNDS, POOLED = "gesamt", "runden", "interview"

SMALL_N = 20

NAMED = 3


@dataclass(frozen=True)
class Drawn:
    """A finished figure: the page, its words, its description and its data."""

    page: Page
    words: Words
    alt: str
    data: pd.DataFrame
    table: str


@dataclass(frozen=True)
class View:
    """The cells of one variant, by table, and released words for each theme."""

    cells: pd.DataFrame
    quotes: Mapping[str, str] = field(default_factory=dict)

    def table(self, key: str, column: str | None = None) -> pd.DataFrame:
        """Return the rows of a table without its totals; optionally those of one column."""
        rows = self.cells.loc[(self.cells["table"] == key) & (self.cells["row"] != TOTAL)]
        rows = rows.loc[rows["column"] == column] if column else rows.loc[rows["column"] != TOTAL]
        return rows.sort_values(["row_order", "column_order"])

    def total(self, key: str, column: str = ROUNDS) -> int | None:
        """Return the total of a column; None where it is not shown or does not exist."""
        found = self.cells.loc[
            (self.cells["table"] == key) & (self.cells["row"] == TOTAL) & (self.cells["column"] == column), "mentions"
        ]
        return whole(found.iloc[0]) if len(found) else None


def whole(value: object) -> int | None:
    """Return a count, or None where it is not shown."""
    return None if pd.isna(value) else int(value)  # type: ignore[call-overload]


def size(view: View, key: str, column: str = ROUNDS) -> str:
    """Return the n of a table in words."""
    total, pooled = view.total(key, column), view.total(key, POOLED)
    if total is None:
        return "n wird nicht gezeigt"
    words = f"n = {mentions(total)}"
    return f"{words}, dazu {number(pooled)} aus Interviews" if pooled else words


def guard(view: View, key: str, note: str, column: str = ROUNDS) -> str:
    """Return the note of a figure, with a warning before small numbers."""
    total = view.total(key, column)
    few = total is not None and 0 < total < SMALL_N
    return f"Kleine Zahl: Das sind Einzelfälle, keine Anteile. {note}" if few else note


def carried(row: pd.Series) -> str:
    """Return how many documents and groups stand behind a cell."""
    if whole(row["mentions"]) in (None, 0):
        return ""
    known = int(row["groups"])
    return documents(int(row["documents"])) + (f", {groups(known)}" if known else "")


def leaders(rows: pd.DataFrame) -> tuple[list[str], int]:
    """Return the labels with the largest shown count, and that count."""
    counts = rows["mentions"].dropna()
    if counts.empty or counts.max() == 0:
        return [], 0
    most = int(counts.max())
    return [str(label) for label in rows.loc[rows["mentions"] == most, "row_label"]], most


def quoted(names: Sequence[str]) -> str:
    """Return names in quotation marks as an enumeration.

    >>> quoted(["Wege", "Markt"])
    '„Wege“ und „Markt“'
    """
    return listing([f"„{name}“" for name in names])


def headline(view: View, rows: pd.DataFrame, key: str, what: str) -> str:
    """Return the finding of a ranking as a title."""
    names, most = leaders(rows)
    total = view.total(key)
    if not names:
        return f"{what}: keine Nennungen, die gezeigt werden können"
    of = f" von {number(total)}" if total is not None else ""
    if len(names) > NAMED:
        return f"{what}: {len(names)} liegen mit je {mentions(most)}{of} gleichauf"
    share = f"je {number(most)}" if len(names) > 1 else number(most)
    return f"{what}: am häufigsten {quoted(names)} ({share}{of} Nennungen)"


def described(rows: pd.DataFrame, intro: str) -> str:
    """Return a description that says every number of a ranking."""
    said = []
    for _, row in rows.iterrows():
        count = whole(row["mentions"])
        if count is None:
            said.append(f"{row['row_label']}: nicht gezeigt")
        else:
            said.append(f"{row['row_label']}: {number(count)}" + (f" ({carried(row)})" if count else ""))
    return f"{intro} {'; '.join(said)}."


def ranking_data(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the data of a ranking for people."""
    frame = rows[["row_label", "mentions", "distinct", "documents", "groups", "votes", "share", "low", "high"]].copy()
    for name in ("share", "low", "high"):
        frame[name] = (frame[name] * 100).round(1)
    frame.columns = pd.Index(
        ["Zeile", "Nennungen", "ohne Wiederholungen", "Dokumente", "Gruppen", "Klebepunkte", "Anteil in %", "von",
         "bis"]
    )  # fmt: skip
    return frame.astype(object).where(frame.notna(), HIDDEN)
