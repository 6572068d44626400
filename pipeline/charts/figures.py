"""The figures of the report: each one reads one table of cells and says its finding, its n and its description."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import pandas as pd

from pipeline.charts import forms
from pipeline.charts.drawing import BAD, GOOD, INK, MIDDLE, Page, Words
from pipeline.charts.forms import Bar, Grid, Light, Point, Split, Step
from pipeline.shared.publication import HIDDEN
from pipeline.shared.wording import documents, groups, listing, mentions, number, plural

TOTAL, ROUNDS, POOLED = "gesamt", "runden", "interview"
SMALL_N = 20
NAMED = 3
SHAPES = ("o", "s", "D", "^", "v", "p", "h", "<", ">", "8")
COUNTED = (
    "Interviews stehen gestrichelt dahinter, wenn genug Interviews dazu beitragen. Oft genannt heißt nicht wichtig."
)


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
    """The cells of one variant, by table."""

    cells: pd.DataFrame

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


def ranking(view: View, key: str, what: str, note: str, limit: int | None = None) -> Drawn:
    """Draw a table of one feature as bars, in its own order or, with a limit, the largest first."""
    rows = view.table(key, ROUNDS)
    if limit is not None:
        rows = rows.loc[rows["mentions"].fillna(0) > 0]
        rows = rows.sort_values(["mentions", "documents", "row"], ascending=[False, False, True], kind="stable")
        rows = rows.head(limit)
    pooled = view.table(key, POOLED).set_index("row")["mentions"]
    subtitle = f"Nennungen aus Veranstaltungen und Schriftlichem, {size(view, key)}"
    words = Words(headline(view, rows, key, what), subtitle, guard(view, key, note))
    parts = rows["row_part"].fillna("")
    drawn = [
        Bar(
            f"{row['row_label']} ({part})" if part else str(row["row_label"]),
            whole(row["mentions"]),
            carried(row),
            whole(pooled.get(row["row"])) or 0,
        )
        for (_, row), part in zip(rows.iterrows(), parts, strict=True)
    ]
    page = forms.bars(words, drawn) if any(bar.value != 0 for bar in drawn) else forms.nothing(words)
    alt = described(rows, f"Balkendiagramm, {subtitle}.")
    return Drawn(page, words, alt, ranking_data(rows), key)


PAPERS = (
    "Dokumente sind Protokolle, Mitschriften, Mails oder Interviews. Nicht gezeigt wird, was auf zu wenigen Dokumenten "
    "beruht oder sich sonst ausrechnen ließe."
)


def process(view: View) -> Drawn:
    """Draw the way of the process: each event with its papers and statements."""
    rounds = view.table("veranstaltungen", ROUNDS).set_index("row")
    pooled = view.table("veranstaltungen", POOLED).set_index("row")
    handed_in = view.table("papiere", "anzahl")
    papers = dict(zip(handed_in["row"], (whole(value) or 0 for value in handed_in["mentions"]), strict=True))
    stations: list[Step] = []
    lines = []
    for key, row in rounds.iterrows():
        own = row if whole(row["mentions"]) != 0 else pooled.loc[str(key)]
        count = whole(own["mentions"])
        handed = papers.get(str(key), 0)
        said = [documents(handed), "Nennungen: nicht gezeigt" if count is None else mentions(count)]
        stations.append(Step(f"{len(stations) + 1} {row['row_label']}", said))
        lines.append({"Veranstaltung": row["row_label"], "Nennungen": HIDDEN if count is None else count,
                      "Dokumente": handed})  # fmt: skip
    total = view.total("felder") or 0
    inside = view.total("felder", POOLED) or 0
    words = Words(
        f"{plural(len(stations), 'Veranstaltung', 'Veranstaltungen')} und Runden, n = {mentions(total + inside)}",
        "Der Weg des Verfahrens: was an jeder Station gesagt und abgegeben wurde",
        guard(view, "felder", PAPERS),
    )
    alt = "Ablauf: " + "; ".join(f"{step.label}: {', '.join(step.lines)}" for step in stations) + "."
    page = forms.steps(words, stations) if stations else forms.nothing(words)
    data = pd.DataFrame(lines, columns=["Veranstaltung", "Nennungen", "Dokumente"])
    return Drawn(page, words, alt, data.astype(object).where(data.notna(), ""), "veranstaltungen")


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
    page = forms.heat(words, Grid(rows, columns, counts)) if rows and columns else forms.nothing(words)
    return Drawn(page, words, f"Tabelle mit Farbstufen. {'; '.join(said)}.", data, key)


DOT = f"{HIDDEN} = nicht gezeigt: zu wenige Dokumente, oder die Zahl ließe sich sonst ausrechnen."


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


PREFERRED = ("problem_ohne_massnahme", "massnahme_ohne_ziel", "ziel_ohne_massnahme", "problem_ohne_ziel")
PANELS = 3


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
    return panels[:PANELS]


def gaps(view: View) -> Drawn:
    """Draw how many problems and measures have a counterpart in their theme."""
    cells = view.table("luecken")
    panels = gap_panels(cells)
    finding = "Keine Lücken, die gezeigt werden können"
    if panels:
        _, _, lacking, rows = panels[0]
        shown = [(row.open, row.done or 0, row.label) for row in rows if row.open]
        if shown:
            count, rest, name = max(shown, key=lambda entry: (entry[0], entry[2]))
            finding = f"{lacking}: am häufigsten in „{name}“ ({number(count)} von {number(count + rest)})"
    note = ("Dunkel: Gegenstück gefunden, gestrichelt: im selben Thema keines gefunden; es kann anderswo stehen. "
            "Die Zahlen nennen beide Teile in dieser Reihenfolge.")  # fmt: skip
    total = view.total("felder")
    n = f"n = {mentions(total)}" if total is not None else "n wird nicht gezeigt"
    words = Words(finding, f"Probleme, Ziele und Maßnahmen mit und ohne Gegenstück, ohne Interviews, {n}",
                  guard(view, "felder", note))  # fmt: skip
    page = forms.splits(words, [(done, lacking, rows) for _, done, lacking, rows in panels]) if panels else None
    said = [
        f"{lacking} | {row.label}: " + ("nicht gezeigt" if row.open is None else f"{row.open} ohne, {row.done} mit")
        for _, _, lacking, rows in panels for row in rows
    ]  # fmt: skip
    data = cells[["row_label", "column_label", "mentions", "documents"]].set_axis(
        ["Arbeitsbereich", "Stand", "Nennungen", "Dokumente"], axis=1
    )
    return Drawn(page or forms.nothing(words), words, "Zweiteilige Balken. " + "; ".join(said) + ".",
                 data.astype(object).where(data.notna(), HIDDEN), "luecken")  # fmt: skip


def offers(view: View) -> Drawn:
    """Draw where existing offers were named."""
    rows = view.table("feld_typ", "angebot")
    total = view.cells.loc[(view.cells["table"] == "feld_typ") & (view.cells["row"] == TOTAL)
                           & (view.cells["column"] == "angebot"), "mentions"]  # fmt: skip
    count = whole(total.iloc[0]) if len(total) else 0
    names, most = leaders(rows)
    n = "n wird nicht gezeigt" if count is None else f"n = {mentions(count)}"
    title = "Was es schon gibt: " + (f"am häufigsten in {quoted(names)} ({number(most)})" if names else "keine Zahlen")
    few = "Kleine Zahl: Das sind Einzelfälle. " if count is not None and 0 < count < SMALL_N else ""
    words = Words(title, f"Nennungen bestehender Angebote je Arbeitsbereich, ohne Interviews, {n}",
                  f"{few}Die Liste der Angebote steht im Bericht und in der Tabelle „angebote“.")  # fmt: skip
    drawn = [Bar(str(row["row_label"]), whole(row["mentions"]), carried(row)) for _, row in rows.iterrows()]
    page = forms.bars(words, drawn) if drawn else forms.nothing(words)
    return Drawn(page, words, described(rows, "Balkendiagramm bestehender Angebote."), ranking_data(rows), "feld_typ")


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
    page = forms.lights(words, columns, rows) if rows else forms.nothing(words)
    alt = "Ampel in Worten. " + "; ".join(f"{line[0]}: {', '.join(line[1:])}" for line in data) + "."
    return Drawn(page, words, alt, pd.DataFrame(data, columns=["Arbeitsbereich", *columns]), "pruefstand")


def added(one: int | None, other: int | None) -> int | None:
    """Return a sum, or None where a part is not shown."""
    return None if one is None or other is None else one + other


def theme_map(view: View, limit: int) -> Drawn:
    """Draw themes by how often they were named and in how many papers."""
    rows = view.table("themen", ROUNDS)
    total = len(rows)
    rows = rows.loc[rows["mentions"].fillna(0) > 0]
    rows = rows.sort_values(["mentions", "documents", "row"], ascending=[False, False, True], kind="stable").head(limit)
    fields = sorted(set(rows["row_part"]))
    shapes = {name: SHAPES[place % len(SHAPES)] for place, name in enumerate(fields)}
    points = [
        Point(int(row["documents"]), int(row["mentions"]), shapes[row["row_part"]], str(row["row_label"]))
        for _, row in rows.iterrows()
    ]
    title = "Themenkarte: keine Themen, die gezeigt werden können"
    if points:
        broad = max(points, key=lambda point: (point.across, point.upwards))
        where = f"{mentions(int(broad.upwards))} in {documents(int(broad.across), dative=True)}"
        title = f"Am breitesten getragen: „{broad.words}“ ({where})"
    among = f"Die {number(len(points))} meistgenannten von {plural(total, 'Thema', 'Themen')}"
    note = "Rechts: in vielen Dokumenten. Oben: oft genannt. Die Form zeigt den Arbeitsbereich."
    words = Words(title, f"{among}, {size(view, 'themen')}", note)
    page = forms.nothing(words)
    if points:
        page = forms.scatter(words, ("Dokumente", "Nennungen"), points, [(shapes[name], name) for name in fields])
    said = [f"{place}. {point.words}: {mentions(int(point.upwards))}, {documents(int(point.across))}"
            for place, point in enumerate(points, start=1)]  # fmt: skip
    return Drawn(page, words, "Punktekarte. " + "; ".join(said) + ".", ranking_data(rows), "themen")


def all_figures(view: View, top_themes: int) -> dict[str, Drawn]:
    """Return every figure of one variant by its key, in the order of the report."""
    return {
        "ablauf": process(view),
        "felder": ranking(view, "felder", "Worum es geht", COUNTED),
        "feld_typ": by_type(view),
        "luecken": gaps(view),
        "themen": ranking(view, "themen", "Themen", COUNTED, top_themes),
        "themenkarte": theme_map(view, 2 * top_themes),
        "querschnitt": ranking(view, "querschnitt", "Querschnittsthemen", COUNTED),
        "zielgruppen": ranking(view, "zielgruppe", "Zielgruppen", COUNTED),
        "gruppen": by_group(view),
        "angebote": offers(view),
        "stand": status(view),
    }
