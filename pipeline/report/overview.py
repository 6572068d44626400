"""The first page of the report: its numbers, its most important findings, its time."""

from __future__ import annotations

import pandas as pd

from pipeline.report.sheets import measures, ranked, total
from pipeline.report.source import POOLED, TOTAL, Source, count
from pipeline.shared import tables
from pipeline.shared.wording import day, number


def key_numbers(source: Source) -> list[tuple[str, str]]:
    """Return the figures of the first page: number and what it counts."""
    documents = source.table(tables.DOCUMENTS)
    groups = {
        row["column"] for row in source.cells_of("feld_gruppe") if pd.isna(row["mentions"]) or row["mentions"] > 0
    }
    rounds, pooled = total(source, "felder"), total(source, "felder", POOLED)
    return [
        (count(pd.NA if rounds is None else rounds), "Nennungen aus Veranstaltungen und Schriftlichem"),
        (count(pd.NA if pooled is None else pooled), "Nennungen aus Interviews, nur zusammengefasst"),
        (number(int((documents["status"] == "ok").sum())), "Dokumente gelesen"),
        (number(len(groups - {TOTAL})), "beteiligte Gruppen"),
        (number(len(measures(source, "themen")) - 1), "Themen, von der Maschine vorgeschlagen"),
        (number(len(source.table(tables.GUIDELINES))), "Vorschläge für Leitlinien, Ziele und Aktivitäten"),
    ]


def period(source: Source) -> str:
    """Return first and last date of the papers."""
    days = sorted(day for day in source.table(tables.DOCUMENTS)["date"].dropna() if day)
    if not days:
        return ""
    return day(days[0]) if days[0] == days[-1] else f"{day(days[0])} bis {day(days[-1])}"


def gap_lines(source: Source, limit: int) -> list[str]:
    """Return for each kind of gap the fields where most statements lack their counterpart."""
    kinds = {row["column"]: str(row["column_label"]) for row in source.cells_of("luecken") if ":" not in row["column"]}
    found = []
    for key, label in kinds.items():
        rows = ranked(source, "luecken", key, limit)
        if rows:
            found.append(f"{label}: " + ", ".join(f"{name} {number(size)}" for name, size in rows))
    return found
