"""What is missing and how far the work is: gaps between problems and measures, and the traffic light."""

from __future__ import annotations

import pandas as pd

from pipeline.charts.drawing import BAD, GOOD, INK, MIDDLE, Words
from pipeline.charts.figures.view import TOTAL, Drawn, View, guard, quoted, whole
from pipeline.charts.forms.empty import nothing
from pipeline.charts.forms.lights import Light, lights
from pipeline.charts.forms.splits import Split, splits
from pipeline.shared.publication import HIDDEN
from pipeline.shared.wording import mentions, number

PREFERRED = ("problem_ohne_massnahme", "massnahme_ohne_ziel", "ziel_ohne_massnahme", "problem_ohne_ziel")

MOST_ROWS = 20  # bars that a page holds


def gap_panels(cells: pd.DataFrame) -> list[tuple[str, str, str, list[Split]]]:
    """Return for each kind of gap its key, the words for both parts and the bars per field."""
    kinds = [key for key in cells.drop_duplicates("column").sort_values("column_order")["column"] if ":" not in key]
    kinds.sort(key=lambda kind: PREFERRED.index(kind) if kind in PREFERRED else len(PREFERRED))
    panels: list[tuple[str, str, str, list[Split]]] = []
    for kind in kinds:
        lacking = cells.loc[cells["column"] == kind].set_index("row")
        done = cells.loc[cells["column"] == f"{kind}:gedeckt"].set_index("row")
        rows = [
            Split(str(row["row_label"]), whole(done.loc[str(key), "mentions"]), whole(row["mentions"]))
            for key, row in lacking.iterrows()
        ]
        shown = sum(row.open is not None for row in rows)
        if any(row.open or row.done for row in rows) and (not panels or 2 * shown >= len(rows)):
            panels.append((kind, str(done["column_label"].iloc[0]), str(lacking["column_label"].iloc[0]), rows))
    return panels[: max(1, MOST_ROWS // max([len(rows) for *_, rows in panels] or [1]))]


def gaps(view: View) -> Drawn:
    """Draw how many problems and measures have a counterpart in their theme."""
    cells = view.table("luecken")
    panels = gap_panels(cells)
    finding = "Keine Lücken, die gezeigt werden können"
    if panels:
        _, _, lacking, rows = panels[0]
        shown = [(row.open, row.done or 0, row.label) for row in rows if row.open]
        if shown:
            most = max(count for count, *_ in shown)
            first = [(rest, name) for count, rest, name in shown if count == most]
            of = f"je {number(most)}" if len(first) > 1 else f"{number(most)} von {number(most + first[0][0])}"
            finding = f"{lacking}: am häufigsten in {quoted([name for _, name in first])} ({of})"
    note = ("Dunkel: Gegenstück gefunden, gestrichelt: im selben Thema keines gefunden; es kann anderswo stehen. "
            "Die Zahlen nennen beide Teile in dieser Reihenfolge.")  # fmt: skip
    total = view.total("felder")
    n = f"n = {mentions(total)}" if total is not None else "n wird nicht gezeigt"
    words = Words(finding, f"Probleme, Ziele und Maßnahmen mit und ohne Gegenstück, ohne Interviews, {n}",
                  guard(view, "felder", note))  # fmt: skip
    page = splits(words, [(done, lacking, rows) for _, done, lacking, rows in panels]) if panels else None
    said = [
        f"{lacking} | {row.label}: " + ("nicht gezeigt" if row.open is None else f"{row.open} ohne, {row.done} mit")
        for _, _, lacking, rows in panels for row in rows
    ]  # fmt: skip
    data = cells[["row_label", "column_label", "mentions", "documents"]].set_axis(
        ["Arbeitsbereich", "Stand", "Nennungen", "Dokumente"], axis=1
    )
    return Drawn(page or nothing(words), words, "Zweiteilige Balken. " + "; ".join(said) + ".",
                 data.astype(object).where(data.notna(), HIDDEN), "luecken")  # fmt: skip


def light(part: int | None, of: int | None, verb: str) -> Light:
    """Return a traffic light for a share of work done: symbol, word and numbers, never colour alone.

    >>> light(9, 10, "geprüft").word, light(0, 10, "geprüft").word, light(None, 10, "geprüft").word
    ('weit', 'offen', 'nicht gezeigt')
    """
    if part is None or of is None:
        return Light("–", "nicht gezeigt", "zu wenige Dokumente", INK)
    if of == 0:
        return Light("–", "entfällt", "keine Nennungen", INK)
    detail = f"{number(part)} von {number(of)} {verb}"
    most, some = 0.8, 0.2
    if part >= most * of:
        return Light("●", "weit", detail, GOOD)
    if part >= some * of:
        return Light("◐", "begonnen", detail, MIDDLE)
    return Light("○", "offen", detail, BAD)


def status(view: View) -> Drawn:
    """Draw how far the work is per field: statements checked, problems with a measure or goal."""
    checked = view.table("pruefstand")
    covered = view.table("luecken")
    kinds = [kind for kind, *_ in gap_panels(covered)][:1]
    columns = ["Aussagen geprüft", *(str(covered.loc[covered["column"] == f"{kind}:gedeckt", "column_label"].iloc[0])
                                     for kind in kinds)]  # fmt: skip
    rows, data = [], []
    for key, part in checked.groupby("row", sort=False):
        counts = dict(zip(part["column"], (whole(value) for value in part["mentions"]), strict=True))
        lamps = [light(counts.get("geprueft"), added(counts.get("geprueft"), counts.get("maschine")), "geprüft")]
        for kind in kinds:
            own = covered.loc[covered["row"] == key].set_index("column")["mentions"]
            done, lacking = whole(own.get(f"{kind}:gedeckt")), whole(own.get(kind))
            lamps.append(light(done, added(done, lacking), "gedeckt"))
        name = str(part["row_label"].iloc[0])
        rows.append((name, lamps))
        data.append([name, *(f"{lamp.word}: {lamp.detail}" for lamp in lamps)])
    total = view.total("felder")
    n = f"n = {mentions(total)}" if total is not None else "n wird nicht gezeigt"
    done, whole_table = view.total("pruefstand", "geprueft"), view.total("pruefstand", TOTAL)
    title = "Stand der Arbeit je Arbeitsbereich"
    if done is not None and whole_table:
        title = f"{number(done)} von {number(whole_table)} Aussagen sind von Menschen geprüft"
    words = Words(title, f"Stand der Arbeit je Arbeitsbereich, ohne Interviews, {n}",
                  "● weit: mindestens 80 %   ◐ begonnen: mindestens 20 %   ○ offen: weniger als 20 %")  # fmt: skip
    page = lights(words, columns, rows) if rows else nothing(words)
    alt = "Ampel in Worten. " + "; ".join(f"{line[0]}: {', '.join(line[1:])}" for line in data) + "."
    return Drawn(page, words, alt, pd.DataFrame(data, columns=["Arbeitsbereich", *columns]), "pruefstand")


def added(one: int | None, other: int | None) -> int | None:
    """Return a sum, or None where a part is not shown."""
    return None if one is None or other is None else one + other
