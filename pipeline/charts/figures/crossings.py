"""Two features at once: fields and types, groups and fields."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from pipeline.charts.drawing import Words
from pipeline.charts.figures.view import TOTAL, Drawn, View, whole
from pipeline.charts.forms.empty import nothing
from pipeline.charts.forms.heat import Grid, heat
from pipeline.shared.publication import HIDDEN
from pipeline.shared.wording import mentions, number

DOT = f"{HIDDEN} = nicht gezeigt: zu wenige Dokumente, oder die Zahl ließe sich sonst ausrechnen."


def crossing(view: View, key: str, title: Callable[[pd.DataFrame], str], note: str, *, turn: bool = False) -> Drawn:
    """Draw a table of two features as a heat map; ``turn`` exchanges rows and columns."""
    cells = view.table(key)
    if turn:
        cells = cells.rename(columns={"row_label": "column_label", "column_label": "row_label",
                                      "row_order": "column_order", "column_order": "row_order"})  # fmt: skip
    rows = list(cells.sort_values("row_order")["row_label"].drop_duplicates())
    columns = list(cells.sort_values("column_order")["column_label"].drop_duplicates())
    found = {(row["row_label"], row["column_label"]): whole(row["mentions"]) for _, row in cells.iterrows()}
    counts = [[found.get((row, column)) for column in columns] for row in rows]
    total = view.total(key, TOTAL)
    total = view.total("felder") if total is None else total
    n = f"n = {mentions(total)}" if total is not None else "n wird nicht gezeigt"
    words = Words(title(cells), f"{cells['table_label'].iloc[0] if len(cells) else key}, ohne Interviews, {n}", note)
    data = pd.DataFrame(counts, columns=columns).astype(object)
    data = data.where(data.notna(), HIDDEN)
    data.insert(0, "Zeile", rows)
    said = [
        f"{row}: " + ", ".join(f"{column} {HIDDEN if count is None else number(count)}"
                               for column, count in zip(columns, line, strict=True))
        for row, line in zip(rows, counts, strict=True)
    ]  # fmt: skip
    page = heat(words, Grid(rows, columns, counts)) if rows and columns else nothing(words)
    return Drawn(page, words, f"Tabelle mit Farbstufen. {'; '.join(said)}.", data, key)


def largest_cell(cells: pd.DataFrame, form: str) -> str:
    """Return the finding of a heat map: its largest cell, in a sentence with {row}, {column} and {count}."""
    counts = cells["mentions"].dropna()
    if counts.empty or counts.max() == 0:
        return "Noch keine Zahlen, die gezeigt werden können"
    top = cells.loc[cells["mentions"] == counts.max()]
    if len(top) > 1:
        return f"Mehrere Felder der Tabelle liegen mit je {mentions(int(counts.max()))} vorn"
    first = top.iloc[0]
    return form.format(row=first["row_label"], column=first["column_label"], count=mentions(int(counts.max())))


def by_type(view: View) -> Drawn:
    """Draw field x type."""
    note = f"Je dunkler, desto mehr Nennungen. {DOT}"
    return crossing(view, "feld_typ", lambda cells: largest_cell(
        cells, "Die meisten Nennungen: „{row}“, Art „{column}“ ({count})"), note)  # fmt: skip


def by_group(view: View) -> Drawn:
    """Draw stakeholder groups x fields."""
    note = f"Ist nicht bekannt, wer sprach, zählt eine Aussage bei jeder Gruppe ihrer Runde. {DOT}"
    return crossing(view, "feld_gruppe", lambda cells: largest_cell(
        cells, "Die meisten Nennungen: Runden mit „{row}“ zu „{column}“ ({count})"), note, turn=True)  # fmt: skip
