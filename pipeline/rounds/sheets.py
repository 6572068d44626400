"""What readers see of the comparison: both rounds side by side, in words and numbers that may leave the house.

The public sheets count what the public tables count: no interviews and no internal papers, no cell with too few papers
behind it, and nothing from which such a cell could be computed. Words of `count` papers are not quoted.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from pipeline.rounds.sides import Side
from pipeline.shared import chance, publication
from pipeline.shared.codebook import Codebook
from pipeline.shared.publication import HIDDEN, INTERVIEW
from pipeline.shared.release import Release
from pipeline.shared.schema import rows
from pipeline.shared.tables import ROUND_SHEETS
from pipeline.shared.wording import number, percent

QUOTES = 2
STABLE = "stabil"
THEMES_TOLD = (
    "neu", "gewachsen", "geschrumpft", "entfallen", "zusammengelegt", "geteilt", "nicht vergleichbar", "nicht genannt",
)  # fmt: skip
GUARD = "Anteile an allen Nennungen der Runde; andere Leute und andere Veranstaltungen ergeben auch andere Anteile."


@dataclass(frozen=True)
class Share:
    """A share of all mentions of a round with its 95 % interval (0 to 1)."""

    value: float
    low: float
    high: float

    @property
    def words(self) -> str:
        """Return it for readers."""
        return f"{percent(self.value)} ({number(100 * self.low)}–{number(100 * self.high)})"


Cell = str | int | Share | None


@dataclass(frozen=True)
class Sheet:
    """A table for readers: heads and rows of cells; the first cell of a row names it, None is not shown."""

    key: str
    title: str
    note: str
    heads: Sequence[str]
    rows: Sequence[Sequence[Cell]]


@dataclass(frozen=True)
class Both:
    """Both rounds in one variant; ``least`` papers stand behind every number that is shown (0: all are)."""

    then: Side
    now: Side
    book: Codebook
    known: Release
    least: int
    shares_from: int
    quoting: bool = field(default=True)

    def hidden(self, side: Side, column: str, keys: Mapping[str, str]) -> set[str]:
        """Return which values of ``column`` are not shown; ``keys`` says which add up to a known sum."""
        figures = side.figures(column)
        found: set[str] = set()
        for part in sorted(set(keys.values())):
            counts = {key: figures[key]["mentions"] for key in figures if keys.get(key) == part}
            few = {key for key in counts if figures[key]["documents"] < self.least}
            found |= publication.partners(counts, few) if self.least else set()
        return found


def variant(then: Side, now: Side, book: Codebook, known: Release, *, public: bool) -> Both:
    """Return both rounds as one variant shows them."""
    limits = book.publication
    if not public:
        return Both(then, now, book, Release(frozenset(), frozenset()), 0, limits.minimum_for_percentages)
    before, today = (Side(open_to_all(side.statements), side.themes) for side in (then, now))
    return Both(before, today, book, known, limits.minimum_sources, limits.minimum_for_percentages)


def open_to_all(statements: pd.DataFrame) -> pd.DataFrame:
    """Return the statements that public tables count: no interviews, no internal papers."""
    return statements[statements["kind"].ne(INTERVIEW).fillna(value=True) & statements["publish"].ne("internal")]


def participation(both: Both) -> Sheet:
    """Return who took part: statements, papers, events and groups of both rounds."""
    found: list[tuple[Cell, ...]] = []
    named = (
        (None, "Nennungen"),
        ("document", "Dokumente"),
        ("event", "Veranstaltungen"),
        ("stakeholder_group", "Gruppen"),
    )
    for column, name in named:
        sizes = [len(side.statements) if column is None else side.statements[column].nunique()
                 for side in (both.then, both.now)]  # fmt: skip
        found.append((name, *sizes))
    if not both.least:
        talks = [int(side.statements["kind"].eq(INTERVIEW).sum()) for side in (both.then, both.now)]
        found.append(("davon aus Interviews", *talks))
    return Sheet("runde_beteiligung", "Wer beteiligt war", "Vor jedem Vergleich zu lesen: Wer nicht gefragt wurde, "
                 "kann nichts gesagt haben.", ("Was", "vorige Runde", "diese Runde"), found)  # fmt: skip


def points(before: Cell, now: Cell, sizes: tuple[int, int], least: int) -> tuple[str, str]:
    """Return the change of a share in percentage points with its interval, and whether it is clear, in words."""
    if not isinstance(before, int) or not isinstance(now, int):
        return HIDDEN, ""
    if min(sizes) < least:
        return "", "zu wenige Nennungen"
    value, low, high = chance.difference((before, sizes[0]), (now, sizes[1]))
    words = f"{number(value, 1)} ({number(low, 1)} bis {number(high, 1)})"
    return words, "ja" if low > 0 or high < 0 else "nein"


def themes(both: Both, found: pd.DataFrame) -> Sheet:
    """Return the themes that changed, with both rounds side by side and statements of today."""
    sides = (both.then, both.now)
    figures = [side.figures("theme_id") for side in sides]
    stable = [side.themes[side.themes["status"] == STABLE] for side in sides]
    off = [both.hidden(side, "theme_id", dict(zip(part.index, part["field"], strict=True)))
           for side, part in zip(sides, stable, strict=True)]  # fmt: skip
    order = {change: place for place, change in enumerate(THEMES_TOLD)}
    told = found[found["change"].isin(THEMES_TOLD)]
    told = told.assign(order=told["change"].map(order)).sort_values(["order", "label", "theme_id"], kind="stable")
    sizes = (both.then.size, both.now.size)
    lines = []
    for row in told.to_dict("records"):
        theme = str(row["theme_id"])
        cells: list[Cell] = []
        for side, gone in zip(figures, off, strict=True):
            own = side.get(theme, {"mentions": 0, "documents": 0, "events": 0, "groups": 0})
            few = 0 < own["documents"] < both.least
            cells += (
                [None] * 4
                if theme in gone or few
                else [own[name] for name in ("mentions", "documents", "events", "groups")]
            )
        change, _ = points(cells[0], cells[4], sizes, both.shares_from)
        parts = [share(cells[place], size, both.shares_from) for place, size in zip((0, 4), sizes, strict=True)]
        label = both.known.words(str(row["label"]), "Thema ohne freigegebenen Namen")
        lines.append((label, row["change"], both.book.field_name(str(row["field"])), *cells, *parts, change,
                      quotes(both, str(row["statement_ids"] or "").split()) or quotes_then(both, theme)))  # fmt: skip
    heads = ("Thema", "Was daraus wurde", "Arbeitsbereich", "Nennungen damals", "Dokumente damals",
             "Veranstaltungen damals", "Gruppen damals", "Nennungen heute", "Dokumente heute", "Veranstaltungen heute",
             "Gruppen heute", "Anteil damals", "Anteil heute", "Prozentpunkte (95 %)", "Beispiele")  # fmt: skip
    note = (f"n = {number(sizes[0])} Nennungen damals, {number(sizes[1])} heute. {GUARD} „nicht genannt“ heißt: Es "
            "kann Zufall sein, dass niemand davon sprach.")  # fmt: skip
    return Sheet("runde_themen", "Themen, die sich verändert haben", note, heads, lines)


def quotes(both: Both, keys: Iterable[str]) -> str:
    """Return the words of some statements of today that may be quoted."""
    return said(both.now.statements, set(keys), all_of_them=not both.least)


def quotes_then(both: Both, theme: str) -> str:
    """Return the words of some statements of then of a theme that may be quoted."""
    own = both.then.statements
    return said(own, set(own.loc[own["theme_id"] == theme, "statement_id"]), all_of_them=not both.least)


def said(statements: pd.DataFrame, keys: set[str], *, all_of_them: bool) -> str:
    """Return up to two statements of ``keys`` in quotation marks, only those that may be quoted."""
    own = statements[statements["statement_id"].isin(keys)]
    own = own if all_of_them else own[publication.quotable(own)]
    words = own.sort_values("statement_id", kind="stable")["display_text"].astype(str).head(QUOTES)
    return " / ".join(f"„{text}“" for text in words)


def shares(both: Both, key: str, title: str, column: str, names: Mapping[str, str]) -> Sheet:
    """Return fields, types or groups with both rounds side by side."""
    sides = (both.then, both.now)
    figures = [side.figures(column) for side in sides]
    values = sorted(
        {*figures[0], *figures[1]}, key=lambda value: (list(names).index(value) if value in names else 99, value)
    )
    off = [both.hidden(side, column, dict.fromkeys(values, "")) for side in sides]
    sizes = (both.then.size, both.now.size)
    lines = []
    for value in values:
        own = [side.get(value, {"mentions": 0, "documents": 0}) for side in figures]
        counts: list[Cell] = [None if value in gone else one["mentions"] for one, gone in zip(own, off, strict=True)]
        papers: list[Cell] = [None if value in gone else one["documents"] for one, gone in zip(own, off, strict=True)]
        cells = [cell for count, paper, size in zip(counts, papers, sizes, strict=True)
                 for cell in (count, paper, share(count, size, both.shares_from))]  # fmt: skip
        lines.append((names.get(value, value), *cells, *points(counts[0], counts[1], sizes, both.shares_from)))
    heads = (title, "Nennungen damals", "Dokumente damals", "Anteil damals", "Nennungen heute", "Dokumente heute",
             "Anteil heute", "Prozentpunkte (95 %)", "deutlich?")  # fmt: skip
    note = f"n = {number(sizes[0])} Nennungen damals, {number(sizes[1])} heute. {GUARD}"
    return Sheet(key, f"Anteile damals und heute: {title}", note, heads, lines)


def share(count: Cell, size: int, least: int) -> Cell:
    """Return a share with its interval; nothing where the total is small."""
    if not isinstance(count, int):
        return None
    return Share(count / size, *chance.wilson(count, size)) if size >= max(least, 1) else ""


def plans(both: Both, found: pd.DataFrame, kinds: Mapping[str, str], key: str, title: str) -> Sheet:
    """Return what became of proposals of then, and the new ones."""
    own = found[found["kind"].isin(list(kinds))].sort_values(["fate", "kind", "field", "guideline_id"], kind="stable")
    lines = [
        (both.known.words(str(row["text"])), kinds[str(row["kind"])], both.book.field_name(str(row["field"])),
         row["fate"], both.known.words(plain(row["earlier_text"])) if row["fate"] == "geändert" else "",
         plain(row["responsible"]), plain(row["year"]))
        for row in own.to_dict("records")
    ]  # fmt: skip
    heads = ("Wortlaut", "Art", "Arbeitsbereich", "Stand", "Wortlaut damals", "zuständig", "Jahr")
    return Sheet(
        key, title, "Erledigt heißt: Ein Mensch hat Ja gesagt. Sonst bleibt offen, was damals offen war.", heads, lines
    )


def years(both: Both, found: pd.DataFrame) -> Sheet:
    """Return the variable part of the concept: activities by year; what is open and due is carried over."""
    own = found[found["kind"] == "aktivitaet"]
    taken = own[own["fate"] != "fallen gelassen"].assign(when=own["year"].map(plain).replace("", "ohne Jahr"))
    taken = taken.sort_values(["when", "field", "guideline_id"], kind="stable")
    lines = [
        (row["when"], both.known.words(str(row["text"])), both.book.field_name(str(row["field"])),
         plain(row["responsible"]) or "offen", row["fate"], "ja" if row["fate"] == "weiter offen" else "")
        for row in taken.to_dict("records")
    ]  # fmt: skip
    heads = ("Jahr", "Aktivität", "Arbeitsbereich", "zuständig", "Stand", "Übertrag aus der vorigen Runde")
    return Sheet(
        "runde_jahre",
        "Variabler Teil: Aktivitäten nach Jahr",
        "Zuständigkeit und Jahr kommen aus der Prüfung.",
        heads,
        lines,
    )


def answers(both: Both, found: pd.DataFrame) -> Sheet:
    """Return what of then may be answered today; nothing of it holds before somebody says yes."""
    words: list[dict[str, str]] = []
    for side in (both.then, both.now):
        own = side.statements if not both.least else side.statements[publication.quotable(side.statements)]
        words.append(dict(zip(own["statement_id"], own["display_text"].astype(str), strict=True)))
    lines: list[tuple[Cell, ...]] = []
    for row in found.sort_values(["kind", "score"], ascending=[True, False], kind="stable").to_dict("records"):
        if row["earlier_statement"] in words[0] and row["statement_id"] in words[1]:
            decided = "offen" if pd.isna(row["accepted"]) else "ja" if row["accepted"] else "nein"
            lines.append((words[0][row["earlier_statement"]], words[1][row["statement_id"]], row["kind"],
                          number(row["score"], 2), decided, row["earlier_statement"], row["statement_id"]))  # fmt: skip
    heads = ("damals", "heute", "Vermutung", "Nähe", "Stimmt das?", "Kennung damals", "Kennung heute")
    return Sheet("runde_antworten", "Beantwortet? Vermutungen, die ein Ja brauchen", "Die Maschine vermutet nur. "
                 "Ihr Ja oder Nein steht in review/*.csv: kind;earlier_statement;statement_id;accepted.",
                 heads, lines)  # fmt: skip


def plain(value: Any) -> str:  # noqa: ANN401 - a nullable cell
    """Return a cell as words, nothing for an empty one."""
    return "" if pd.isna(value) else str(value)


def all_sheets(both: Both, tables: Mapping[str, pd.DataFrame]) -> list[Sheet]:
    """Return every sheet; ``tables`` are themes, guidelines and answers of the comparison."""
    book = both.book
    fields = {one.key: one.title for one in book.fields}
    types = {one.key: one.name for one in book.types}
    found = [
        participation(both),
        themes(both, tables["themes"]),
        shares(both, "runde_felder", "Arbeitsbereich", "field", fields),
        shares(both, "runde_typen", "Art der Aussage", "type", types),
        shares(both, "runde_gruppen", "Gruppe", "stakeholder_group", {}),
        plans(both, tables["guidelines"], {"leitlinie": "Leitlinie", "ziel": "Ziel"}, "runde_leitlinien",
              "Leitlinien und Ziele: behalten, geändert, neu"),
        plans(both, tables["guidelines"], {"aktivitaet": "Aktivität"}, "runde_aktivitaeten",
              "Aktivitäten: erledigt, offen, fallen gelassen, neu"),
        years(both, tables["guidelines"]),
        answers(both, tables["answers"]),
    ]  # fmt: skip
    return [sheet for sheet in found if sheet.rows]


def table(by_variant: Mapping[str, list[Sheet]]) -> pd.DataFrame:
    """Return the sheets of all variants as rows of the table ROUND_SHEETS."""
    records = [
        {"variant": name, "sheet": sheet.key, "row": row, "column": column, "title": sheet.title, "note": sheet.note,
         "head": sheet.heads[column], "words": written(cell), **values(cell)}
        for name, sheets in by_variant.items() for sheet in sheets
        for row, cells in enumerate(sheet.rows) for column, cell in enumerate(cells)
    ]  # fmt: skip
    return rows(ROUND_SHEETS, records)


def written(cell: Cell) -> str:
    """Return a cell as words.

    >>> written(None), written(3), written("Kurse")
    ('·', '3', 'Kurse')
    """
    if isinstance(cell, Share):
        return cell.words
    return HIDDEN if cell is None else number(cell) if isinstance(cell, int) else cell


def values(cell: Cell) -> dict[str, float]:
    """Return the number of a cell and its interval; nothing for words and for what is not shown."""
    if isinstance(cell, Share):
        return {name: round(getattr(cell, name), 4) for name in ("value", "low", "high")}
    return {"value": float(cell)} if isinstance(cell, int) else {}
