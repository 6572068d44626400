"""The tables of the report for readers: every number with the key of the cell that it stands in."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from pipeline.report.source import POOLED, ROUNDS, TOTAL, Source, count
from pipeline.shared.wording import number

MEASURES = (("mentions", "Nennungen"), ("distinct", "ohne Wiederholungen"), ("documents", "Dokumente"),
            ("groups", "Gruppen"), ("votes", "Klebepunkte"))  # fmt: skip

LISTS = ("veranstaltungen", "felder", "typen", "gruppen", "themen", "querschnitt", "zielgruppe", "akteur", "merker")

CROSSED = ("feld_typ", "feld_veranstaltung", "feld_gruppe", "feld_paare", "luecken", "pruefstand")


@dataclass(frozen=True)
class Sheet:
    """A table for readers: a caption, heads, and rows of label and cells (words, key of the cell)."""

    key: str
    title: str
    note: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]


def sheet(source: Source, key: str, limit: int | None = None) -> Sheet:
    """Return one table for readers."""
    cells = source.cells.loc[source.cells["table"] == key]
    return listed(cells, key, limit) if key in LISTS else crossed(cells, key)


def share(row: pd.Series) -> str:
    """Return a share with its interval, or nothing where there is none."""
    if pd.isna(row["share"]):
        return ""
    value = f"{number(float(row['share']) * 100)} %"
    if pd.isna(row["low"]):
        return value
    return f"{value} ({number(float(row['low']) * 100)}–{number(float(row['high']) * 100)})"


def listed(cells: pd.DataFrame, key: str, limit: int | None) -> Sheet:
    """Return a table of one feature: its measures, and the interviews in the last column."""
    rounds = cells.loc[cells["column"] == ROUNDS]
    interviews = cells.loc[cells["column"] == POOLED]
    pooled = dict(zip(interviews["row"], interviews["mentions"], strict=True))
    if limit is not None and len(rounds) > limit + 1:
        inner = rounds.loc[rounds["row"] != TOTAL]
        inner = inner.sort_values(["mentions", "documents", "row"], ascending=[False, False, True], kind="stable")
        rounds = pd.concat([inner.head(limit), rounds.loc[rounds["row"] == TOTAL]])
    rows = []
    for _, row in rounds.iterrows():
        name = f"{row['row_label']} ({row['row_part']})" if row["row_part"] else str(row["row_label"])
        numbers = [(count(row[measure]), f"{key}|{row['row']}|{ROUNDS}" if place == 0 else "")
                   for place, (measure, _) in enumerate(MEASURES)]  # fmt: skip
        numbers.append((share(row), ""))
        numbers.append((count(pooled.get(row["row"], pd.NA)), f"{key}|{row['row']}|{POOLED}"))
        rows.append((name, tuple(numbers)))
    first = cells.iloc[0] if len(cells) else None
    heads = (str(first["row_title"]) if first is not None else "", *(title for _, title in MEASURES),
             "Anteil (95-%-Bereich)", "dazu Interviews")  # fmt: skip
    return Sheet(key, "" if first is None else str(first["table_label"]), said(first), heads, tuple(rows))


def said(first: pd.Series | None) -> str:
    """Return the note of a table."""
    return "" if first is None or pd.isna(first["note"]) else str(first["note"])


def crossed(cells: pd.DataFrame, key: str) -> Sheet:
    """Return a table of two features."""
    first = cells.iloc[0] if len(cells) else None
    columns = cells.drop_duplicates("column").sort_values("column_order")
    rows = []
    for row_key, part in cells.groupby("row", sort=False):
        found = dict(zip(part["column"], part["mentions"], strict=True))
        numbers = tuple((count(found.get(column, pd.NA)), f"{key}|{row_key}|{column}") for column in columns["column"])
        rows.append((str(part["row_label"].iloc[0]), numbers))
    heads = ("" if first is None else str(first["row_title"]), *columns["column_label"])
    return Sheet(key, "" if first is None else str(first["table_label"]), said(first), tuple(heads), tuple(rows))


def measures(source: Source, table: str) -> dict[str, pd.Series]:
    """Return the rows of a list by their key."""
    cells = source.cells
    rows = cells.loc[(cells["table"] == table) & (cells["column"] == ROUNDS)]
    return {str(row["row"]): row for _, row in rows.iterrows()}


def counted(row: pd.Series | None, measure: str) -> str:
    """Return a measure of a row for readers; a row that does not exist counts nothing."""
    return "0" if row is None else count(row[measure])


def total(source: Source, table: str, column: str = ROUNDS) -> int | None:
    """Return the total of a column of a table; None where it is not shown."""
    cells = source.cells
    found = cells.loc[(cells["table"] == table) & (cells["row"] == TOTAL) & (cells["column"] == column), "mentions"]
    return None if found.empty or pd.isna(found.iloc[0]) else int(found.iloc[0])


def ranked(source: Source, table: str, column: str, limit: int) -> list[tuple[str, int]]:
    """Return the rows of a table with the largest shown counts: label and count."""
    cells = source.cells
    rows = cells.loc[(cells["table"] == table) & (cells["column"] == column) & (cells["row"] != TOTAL)]
    rows = rows.loc[rows["mentions"].fillna(0) > 0].sort_values(["mentions", "row"], ascending=[False, True])
    return [(str(label), int(size)) for label, size in zip(rows["row_label"], rows["mentions"], strict=True)][:limit]


def labels_of(source: Source, table: str) -> dict[str, str]:
    """Return the labels of a table's rows."""
    rows = source.cells.loc[source.cells["table"] == table].drop_duplicates("row")
    return dict(zip(rows["row"], rows["row_label"], strict=True))
