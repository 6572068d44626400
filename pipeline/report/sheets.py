"""The tables of the report for readers: every number with the key of the cell that it stands in."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from pipeline.report.source import POOLED, ROUNDS, TOTAL, Row, Source, count
from pipeline.shared.wording import number, percent

MEASURES = (("mentions", "Nennungen"), ("distinct", "ohne Wiederholungen"), ("documents", "Dokumente"),
            ("groups", "Gruppen"), ("votes", "Klebepunkte"))  # fmt: skip

LISTS = ("veranstaltungen", "felder", "typen", "gruppen", "themen", "querschnitt", "zielgruppe", "akteur", "merker")

CROSSED = ("feld_typ", "feld_veranstaltung", "feld_gruppe", "feld_paare", "luecken", "pruefstand")


Line = tuple[str, tuple[tuple[str, str], ...]]


@dataclass(frozen=True)
class Sheet:
    """A table for readers: a caption, heads, and rows of label and cells (words, key of the cell)."""

    key: str
    title: str
    note: str
    heads: tuple[str, ...]
    rows: tuple[Line, ...]


def sheet(source: Source, key: str, limit: int | None = None) -> Sheet:
    """Return one table for readers; of a list longer than ``limit`` the largest rows."""
    cells = source.cells_of(key)
    return listed(cells, key, limit) if key in LISTS else crossed(cells, key)


def share(row: Row) -> str:
    """Return a share with its interval, or nothing where there is none."""
    if pd.isna(row["share"]):
        return ""
    value = percent(float(row["share"]))
    if pd.isna(row["low"]):
        return value
    return f"{value} ({number(float(row['low']) * 100)}–{number(float(row['high']) * 100)})"


def size(row: Row) -> tuple[int, int, str]:
    """Return a key that sorts the largest counts first, hidden ones last."""
    sizes = [-1 if pd.isna(row[name]) else int(row[name]) for name in ("mentions", "documents")]
    return -sizes[0], -sizes[1], str(row["row"])


def listed(cells: list[Row], key: str, limit: int | None) -> Sheet:
    """Return a table of one feature: its measures, and the interviews in the last column."""
    rounds = [row for row in cells if row["column"] == ROUNDS]
    pooled = {row["row"]: row["mentions"] for row in cells if row["column"] == POOLED}
    if limit is not None and len(rounds) > limit + 1:
        largest = sorted((row for row in rounds if row["row"] != TOTAL), key=size)[:limit]
        rounds = [*largest, *(row for row in rounds if row["row"] == TOTAL)]
    rows = []
    for row in rounds:
        name = f"{row['row_label']} ({row['row_part']})" if row["row_part"] else str(row["row_label"])
        numbers = [(count(row[measure]), f"{key}|{row['row']}|{ROUNDS}" if place == 0 else "")
                   for place, (measure, _) in enumerate(MEASURES)]  # fmt: skip
        numbers.append((share(row), ""))
        numbers.append((count(pooled.get(row["row"], pd.NA)), f"{key}|{row['row']}|{POOLED}"))
        rows.append((name, tuple(numbers)))
    heads = (*(title for _, title in MEASURES), "Anteil (95-%-Bereich)", "dazu Interviews")
    return titled(cells, key, heads, rows)


def crossed(cells: list[Row], key: str) -> Sheet:
    """Return a table of two features."""
    columns = {row["column"]: row for row in sorted(cells, key=lambda row: int(row["column_order"]))}
    lines: dict[str, list[Row]] = {}
    for row in cells:
        lines.setdefault(str(row["row"]), []).append(row)
    rows = []
    for row_key, part in lines.items():
        found = {row["column"]: row["mentions"] for row in part}
        numbers = tuple((count(found.get(column, pd.NA)), f"{key}|{row_key}|{column}") for column in columns)
        rows.append((str(part[0]["row_label"]), numbers))
    return titled(cells, key, tuple(str(row["column_label"]) for row in columns.values()), rows)


def titled(cells: list[Row], key: str, heads: tuple[str, ...], rows: list[Line]) -> Sheet:
    """Return a table with the words that its cells share: title, note, and the title of its rows."""
    if not cells:
        return Sheet(key, "", "", ("", *heads), ())
    first = cells[0]
    note = str(first["note"]) if isinstance(first["note"], str) else ""
    return Sheet(key, str(first["table_label"]), note, (str(first["row_title"]), *heads), tuple(rows))


def measures(source: Source, table: str) -> dict[str, Row]:
    """Return the rows of a list by their key."""
    return {str(row["row"]): row for row in source.cells_of(table) if row["column"] == ROUNDS}


def counted(row: Row | None, measure: str) -> str:
    """Return a measure of a row for readers; a row that does not exist counts nothing."""
    return "0" if row is None else count(row[measure])


def total(source: Source, table: str, column: str = ROUNDS) -> int | None:
    """Return the total of a column of a table; None where it is not shown."""
    found = [row["mentions"] for row in source.cells_of(table) if (row["row"], row["column"]) == (TOTAL, column)]
    return None if not found or pd.isna(found[0]) else int(found[0])


def ranked(source: Source, table: str, column: str, limit: int) -> list[tuple[str, int]]:
    """Return the rows of a table with the largest shown counts: label and count."""
    rows = [row for row in source.cells_of(table) if row["column"] == column and row["row"] != TOTAL]
    rows = [row for row in rows if not pd.isna(row["mentions"]) and row["mentions"] > 0]
    rows.sort(key=lambda row: (-int(row["mentions"]), str(row["row"])))
    return [(str(row["row_label"]), int(row["mentions"])) for row in rows[:limit]]


def labels_of(source: Source, table: str) -> dict[str, str]:
    """Return the labels of a table's rows."""
    return {str(row["row"]): str(row["row_label"]) for row in source.cells_of(table)}
