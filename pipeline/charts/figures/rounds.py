"""What has changed since the last round: themes as slopes, fields as pairs of bars; none without a last round."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from pipeline.charts.drawing import Words
from pipeline.charts.figures.view import Drawn, quoted
from pipeline.charts.forms.empty import nothing
from pipeline.charts.forms.pairs import Pair, Part, pairs
from pipeline.charts.forms.slope import Slope, slope
from pipeline.shared.publication import HIDDEN
from pipeline.shared.wording import listing, number, percent

CHANGED = ("neu", "gewachsen", "geschrumpft", "entfallen")
TAKING_PART = ("Dokumente", "Veranstaltungen", "Gruppen")
MANY, MOST_LINES = 1.5, 10

Cells = dict[str, pd.Series]


def figures(compared: pd.DataFrame) -> dict[str, Drawn]:
    """Return the figures of one variant of ROUND_SHEETS by key."""
    sheets = {str(key): lines(part) for key, part in compared.groupby("sheet", sort=True)}
    if "runde_beteiligung" not in sheets:
        return {}
    took = {str(row["Was"]["words"]): row for row in sheets["runde_beteiligung"]}
    found = {"runde_felder": fields(sheets.get("runde_felder", []), took)}
    return {"runde_themen": themes(sheets.get("runde_themen", []), took)} | found


def lines(part: pd.DataFrame) -> list[Cells]:
    """Return the rows of a sheet: head -> cell with words, value, low and high."""
    return [{str(cell["head"]): cell for _, cell in row.iterrows()}
            for _, row in part.sort_values(["row", "column"]).groupby("row", sort=True)]  # fmt: skip


def size(took: Mapping[str, Cells], side: str) -> str:
    """Return the n of a round in words, with its papers, events and groups beside it."""
    said = [f"{took[name][side]['words']} {name}" for name in TAKING_PART if name in took]
    return f"n = {took['Nennungen'][side]['words']} Nennungen ({', '.join(said)})"


def guard(took: Mapping[str, Cells]) -> str:
    """Return a warning where the rounds had different people; how the interval is to be read stands there always."""
    differ = []
    for name in TAKING_PART:
        then, now = (float(took[name][side]["value"]) for side in ("vorige Runde", "diese Runde"))
        if max(then, now) > MANY * max(min(then, now), 1):
            differ.append(f"{name}: {number(then)} und {number(now)}")
    warning = f"Vorsicht, verschieden besetzt ({'; '.join(differ)}): Andere Leute sagen anderes. " if differ else ""
    return f"{warning}Anteile an allen Nennungen der Runde, ohne Interviews in der öffentlichen Fassung."


def sides(took: Mapping[str, Cells]) -> str:
    """Return both rounds with their sizes."""
    return f"vorige Runde {size(took, 'vorige Runde')}, diese Runde {size(took, 'diese Runde')}"


def themes(rows: Sequence[Cells], took: Mapping[str, Cells]) -> Drawn:
    """Draw the themes that are new, gone, grown or shrunk."""
    told = [row for row in rows if row["Was daraus wurde"]["words"] in CHANGED]
    shown = [row for row in told if all(pd.notna(row[f"Anteil {side}"]["value"]) for side in ("damals", "heute"))]
    said = []
    for change in CHANGED:
        names = [str(row["Thema"]["words"]) for row in told if row["Was daraus wurde"]["words"] == change]
        said += [f"{change}: {quoted(names)}"] if names else []
    title = "Seit der vorigen Runde " + (listing(said) if said else "keine Veränderung, die Zufall nicht erklärt")
    note = guard(took) + hidden(len(told) - len(shown))
    words = Words(title, f"Anteil der Themen, {sides(took)}", note)
    drawn = [
        Slope(str(row["Thema"]["words"]), float(row["Anteil damals"]["value"]), float(row["Anteil heute"]["value"]),
              ended(row, "damals"), ended(row, "heute"))
        for row in shown[:MOST_LINES]
    ]  # fmt: skip
    page = slope(words, ("vorige Runde", "diese Runde"), drawn) if drawn else nothing(words)
    told_words = "; ".join(
        f"{row['Thema']['words']} ({row['Was daraus wurde']['words']}): damals {ended(row, 'damals')}, "
        f"heute {ended(row, 'heute')}" for row in told
    )  # fmt: skip
    return Drawn(page, words, f"Linien von der vorigen zu dieser Runde. {told_words or 'Keine Linie'}.", data(told),
                 "runde_themen")  # fmt: skip


def hidden(count: int) -> str:
    """Return how many changed themes are not drawn, or nothing."""
    verb = "ist" if count == 1 else "sind"
    return f" {number(count)} {verb} nicht gezeichnet, weil zu wenige Dokumente dahinterstehen." if count else ""


def ended(row: Cells, side: str) -> str:
    """Return share and count of one side of a row in words."""
    part, count = row[f"Anteil {side}"], row[f"Nennungen {side}"]
    if pd.isna(count["value"]):
        return "nicht gezeigt"
    share = f"{percent(float(part['value']), 1)}, " if pd.notna(part["value"]) else ""
    return f"{share}{count['words']} Nennungen in {row[f'Dokumente {side}']['words']} Dok."


def fields(rows: Sequence[Cells], took: Mapping[str, Cells]) -> Drawn:
    """Draw the fields of work of both rounds with their intervals."""
    name = next(iter(rows[0]), "") if rows else ""
    clear = [row for row in rows if row["deutlich?"]["words"] == "ja"]
    moved = [f"„{row[name]['words']}“ ({row['Prozentpunkte (95 %)']['words'].split(' (')[0]})" for row in clear]
    title = (f"Deutlich verschoben, in Prozentpunkten: {listing(moved)}" if moved
             else "Kein Arbeitsbereich hat sich deutlich verschoben")  # fmt: skip
    words = Words(title, f"Anteil der Arbeitsbereiche, {sides(took)}", f"Striche: 95-%-Bereiche. {guard(took)}")
    drawn = [Pair(str(row[name]["words"]), part(row, "damals"), part(row, "heute")) for row in rows]
    any_shown = any(one.value is not None for row in drawn for one in (row.then, row.now))
    page = pairs(words, drawn) if any_shown else nothing(words)
    alt = "; ".join(f"{row[name]['words']}: damals {ended(row, 'damals')}, heute {ended(row, 'heute')}" for row in rows)
    return Drawn(page, words, f"Paare von Balken. {alt or 'Kein Balken'}.", data(rows), "runde_felder")


def part(row: Cells, side: str) -> Part:
    """Return one bar."""
    cell = row[f"Anteil {side}"]
    if pd.isna(cell["value"]):
        return Part(None, 0.0, 0.0, "nicht gezeigt")
    return Part(float(cell["value"]), float(cell["low"]), float(cell["high"]), ended(row, side))


def data(rows: Sequence[Cells]) -> pd.DataFrame:
    """Return the data of a figure for people."""
    table = pd.DataFrame([{head: cell["words"] for head, cell in row.items() if head != "Beispiele"} for row in rows])
    return table.astype(object).where(table.notna(), HIDDEN)
