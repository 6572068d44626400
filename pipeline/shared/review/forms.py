"""Forms: the sheets of the review workbook, and how a filled-in row becomes decisions.

The workbook shows a suggestion and leaves cells to fill in. A cell left empty decides nothing. Rows may come back
sorted, filtered or deleted: every row carries its identifier, so neither order nor place matters.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from pipeline.shared.review.files import HEADER_DEPTH, Sheet
from pipeline.shared.review.kinds import fold

COVER = "So geht es"  # first cell of the sheet that explains the workbook
NAME_PROMPT = "Ihr Name oder Kürzel"
DATE_PROMPT = "Datum der Durchsicht"
NOTHING = "keines"  # in a drop-down: there is no second field
NO_STATEMENT = "keine Aussage"
LABEL = " · "  # in a drop-down: identifier, this sign, a name to recognise it by
REMEMBERED = "Mitglieder"  # a hidden column: statements by which a theme is found again
BETWEEN = " + "  # between the first and the second field
HIDDEN = "(wird nur gezählt; Wortlaut in intern/review.xlsx)"
NEW_ROWS = 60  # empty rows for what the machine missed

Cells = Mapping[str, str]


@dataclass(frozen=True)
class Entry:
    """One decision as words: kind, column -> word, and the line it stands in."""

    kind: str
    cells: dict[str, str]
    line: int


@dataclass(frozen=True)
class Form:
    """A sheet of the workbook: title, what it shows (protected), what people fill in, and what that means."""

    title: str
    shown: tuple[str, ...]
    filled: tuple[str, ...]
    meaning: Callable[[Cells], Iterator[tuple[str, dict[str, str]]]]
    key: str = "Kennung"

    @property
    def headings(self) -> tuple[str, ...]:
        """All headings in their order."""
        return (*self.shown, *self.filled)


def of_types(row: Cells) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield the decisions of one row of the sheet Typen: type, no statement at all, split, merged."""
    name = {"statement_id": row["Kennung"]}
    told = {"text": wording(row), "why": row["Warum"]}
    chosen = row["Ihr Typ"]
    if fold(chosen) == fold(NO_STATEMENT):
        yield "statements", {**name, **told, "action": "verwerfen"}
    elif chosen:
        yield "types", {**name, **told, "type": chosen}
    if row["Teilen in (mit | trennen)"]:
        yield "statements", {**name, **told, "action": "teilen", "value": row["Teilen in (mit | trennen)"]}
    if row["Zusammenlegen mit Kennung"]:
        yield "statements", {**name, **told, "action": "zusammenlegen", "value": row["Zusammenlegen mit Kennung"]}


def of_fields(row: Cells) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield the decisions of one row of the sheet Felder: the row says all fields that hold, and no others."""
    said = [row["Ihr Feld"], row["Ihr zweites Feld"]]
    if not any(said):
        return
    shown = [word for word in (row["Vorschlag"], row["Zweiter Vorschlag"]) if word]
    held = (row["Gilt"].split(BETWEEN) if row["Gilt"] else shown)[:2]
    chosen = unique(word or old for word, old in zip_longest(said, held, fillvalue=""))
    told = {"statement_id": row["Kennung"], "text": wording(row), "why": row["Warum"], "complete": "ja"}
    for place, word in enumerate(chosen, 1):
        yield "fields", {**told, "field": word, "accepted": "ja", "rank": str(place)}
    for word in unique(shown):
        if fold(word) not in set(map(fold, chosen)):
            yield "fields", {**told, "field": word, "accepted": "nein"}


def unique(words: Iterable[str]) -> list[str]:
    """Return ``words`` without empty ones, repetitions and the word for nothing, in their order.

    >>> unique(["Arbeit", "", "arbeit", "keines"])
    ['Arbeit']
    """
    kept: dict[str, str] = {}
    for word in words:
        kept.setdefault(fold(word), word)
    return [word for folded, word in kept.items() if folded not in ("", fold(NOTHING))]


def wording(row: Cells) -> str:
    """Return the words of the statement that a row shows; nothing where they are hidden."""
    return "" if row["Aussage"] == HIDDEN else row["Aussage"]


def of_marks(row: Cells) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield the decision of one row of the sheet Querschnitt."""
    yield (
        "marks",
        {
            "statement_id": row["Kennung"], "kind": row["Art"], "value": row["Wert"],
            "accepted": row["Stimmt das?"], "text": wording(row), "why": row["Warum"],
        },
    )  # fmt: skip


THEME = {"theme_id": "Kennung", "text": "Vorschlag", "members": "Mitglieder", "why": "Warum"}


def of_themes(row: Cells) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield the decisions of one row of the sheet Themen."""
    told = {name: row[heading] for name, heading in THEME.items()}
    yield "themes", {**told, "action": "umbenennen", "value": row["Neuer Name"]}
    yield "themes", {**told, "action": "zusammenlegen", "value": row["Zusammenlegen mit"].split(LABEL)[0]}
    yield "themes", {**told, "action": "teilen", "value": row["Teilen (Stichwort)"]}


def of_members(row: Cells) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield the decision of one row of the sheet Zuordnung."""
    told = {"statement_id": row["Kennung"], "text": wording(row), "why": row["Warum"]}
    yield "theme_members", {**told, "theme_id": row["Verschieben nach"].split(LABEL)[0]}


def of_guidelines(row: Cells) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield the decision of one row of the sheet Leitlinien."""
    yield (
        "guidelines",
        {
            "guideline_id": row["Kennung"], "text": row["Ihre Fassung"], "status": row["Ihr Status"],
            "responsible": row["Zuständig"], "year": row["Jahr"], "why": row["Warum"],
        },
    )  # fmt: skip


def of_missing(row: Cells) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield the decision of one row of the sheet Fehlende Aussagen."""
    told = {"type": row["Typ"], "field": row["Feld"], "why": row["Warum"]}
    yield "statements", {**told, "action": "hinzufuegen", "document": row["Dokument"], "quote": row["Zitat"]}


def of_documents(row: Cells) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield the decision of one row of the sheet Dokumente."""
    yield "documents", {"document": row["Dokument"], "checked": row["Geprüft"], "why": row["Warum"]}


def of_blind(row: Cells) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield the blind coding of one row; it decides nothing and serves to measure agreement."""
    coded = {"type": row["Blind: Typ"], "field": row["Blind: Feld"], "second": row["Blind: zweites Feld"]}
    yield "blind", {"statement_id": row["Kennung"], **{name: plain(word) for name, word in coded.items()}}


def of_answers(row: Cells) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield the decision of one row of the sheet Antworten."""
    yield (
        "answers",
        {
            "kind": row["Vermutung"], "earlier_statement": row["Kennung damals"], "statement_id": row["Kennung"],
            "accepted": row["Trifft das zu?"], "text": wording(row), "why": row["Warum"],
        },
    )  # fmt: skip


def plain(word: str) -> str:
    """Return a choice of a drop-down; the word for nothing is nothing."""
    return "" if fold(word) == fold(NOTHING) else word


BLIND = Form(
    "Blindkodierung",
    ("Kennung", "Dokument", "Ort", "Aussage"),
    ("Blind: Typ", "Blind: Feld", "Blind: zweites Feld", "Warum"),
    of_blind,
)
ANSWERS = Form(
    "Antworten",
    ("Kennung", "Vermutung", "Aussage", "Kennung damals", "Aussage damals", "Name des Themas", "Nähe", "Gilt"),
    ("Trifft das zu?", "Warum"),
    of_answers,
)
FORMS = (
    Form(
        "Typen",
        ("Kennung", "Dokument", "Ort", "Aussage", "Merker", "Vorschlag", "Gilt", "Sicherheit"),
        ("Ihr Typ", "Teilen in (mit | trennen)", "Zusammenlegen mit Kennung", "Warum"),
        of_types,
    ),
    Form(
        "Felder",
        ("Kennung", "Dokument", "Ort", "Aussage", "Belege", "Vorschlag", "Zweiter Vorschlag", "Gilt", "Sicherheit"),
        ("Ihr Feld", "Ihr zweites Feld", "Warum"),
        of_fields,
    ),
    Form(
        "Querschnitt",
        ("Kennung", "Dokument", "Aussage", "Belege", "Art", "Wert", "Gilt"),
        ("Stimmt das?", "Warum"),
        of_marks,
    ),
    Form(
        "Themen",
        ("Kennung", "Feld", "Vorschlag", "Gültiger Name", "Wörter", "Nennungen", "Quellen", "Stabilität", "Mitglieder"),
        ("Neuer Name", "Zusammenlegen mit", "Teilen (Stichwort)", "Warum"),
        of_themes,
    ),
    Form(
        "Zuordnung",
        ("Kennung", "Aussage", "Thema", "Name des Themas", "Nähe"),
        ("Verschieben nach", "Warum"),
        of_members,
    ),
    Form(
        "Leitlinien",
        ("Kennung", "Art", "Feld", "Vorschlag", "Gilt", "Stand", "Belege", "Nennungen", "Quellen"),
        ("Ihre Fassung", "Ihr Status", "Zuständig", "Jahr", "Warum"),
        of_guidelines,
    ),
    Form("Fehlende Aussagen", (), ("Dokument", "Zitat", "Typ", "Feld", "Warum"), of_missing, key="Zitat"),
    Form(
        "Dokumente",
        ("Dokument", "Art", "Aussagen", "Sicherheit", "Stand"),
        ("Geprüft", "Warum"),
        of_documents,
        key="Dokument",
    ),
)
EVERY = (*FORMS, ANSWERS, BLIND)  # ANSWERS only where an earlier round was handed over, BLIND in a workbook of its own


@dataclass(frozen=True)
class Returned:
    """A form that came back: which one, its sheet, position of the header row and heading -> column."""

    form: Form
    sheet: Sheet
    head: int
    places: dict[str, int]
    faults: tuple[str, ...]

    def entries(self) -> Iterator[Entry]:
        """Yield what was filled in, as decisions."""
        for row in self.sheet.rows[self.head + 1 :]:
            cells = {
                heading: row.cells[place] if place < len(row.cells) else "" for heading, place in self.places.items()
            }
            whole = {**dict.fromkeys(self.form.headings, ""), **cells}
            if any(whole[heading] for heading in self.form.filled):
                for kind, decided in self.form.meaning(whole):
                    yield Entry(kind, decided, row.line)


def recognise(sheet: Sheet) -> Returned | None:
    """Return the form that ``sheet`` is, by its headings and not by its name; None where it is none.

    Columns may have been deleted: the identifier and one column to fill in that no other form has are enough.
    """
    for position, row in enumerate(sheet.rows[:HEADER_DEPTH]):
        named = {fold(cell): place for place, cell in enumerate(row.cells) if cell}
        fitting = [form for form in EVERY if fold(form.key) in named and set(map(fold, own(form))) & set(named)]
        if fitting:
            form = max(fitting, key=lambda form: sum(fold(heading) in named for heading in form.headings))
            wanted = {fold(heading): heading for heading in form.headings}
            places = {wanted[word]: place for word, place in named.items() if word in wanted}
            return Returned(form, sheet, position, places, unknown(sheet, row.line, wanted, named))
    return None


def own(form: Form) -> set[str]:
    """Return the columns to fill in that no other form has."""
    others = {heading for other in EVERY if other is not form for heading in other.headings}
    return set(form.filled) - others


def unknown(sheet: Sheet, line: int, wanted: Mapping[str, str], named: Mapping[str, int]) -> tuple[str, ...]:
    """Return a fault for every heading that the form does not have."""
    strange = sorted(place for word, place in named.items() if word not in wanted)
    return tuple(strange_heading(sheet, line, place) for place in strange)


def strange_heading(sheet: Sheet, line: int, place: int) -> str:
    """Return the fault of a heading that nobody knows; ``place`` counts columns from 0."""
    return f"{sheet.label}Zeile {line}: die Überschrift von Spalte {place + 1} ist unbekannt"


def is_cover(sheet: Sheet) -> bool:
    """Return whether ``sheet`` only explains the workbook."""
    return bool(sheet.rows and sheet.rows[0].cells and fold(sheet.rows[0].cells[0]).startswith(fold(COVER)))


def signed(sheets: Sequence[Sheet]) -> list[Sheet]:
    """Return ``sheets`` with the name and date that stand on the cover in place of the file's properties."""
    cover = next((sheet for sheet in sheets if is_cover(sheet)), None)
    if cover is None:
        return list(sheets)
    answers = {fold(row.cells[0]): row.cells[1] for row in cover.rows if len(row.cells) > 1 and row.cells[1]}
    reviewer, date = answers.get(fold(NAME_PROMPT), ""), answers.get(fold(DATE_PROMPT), "")
    return [replace(sheet, reviewer=reviewer or sheet.reviewer, date=date or sheet.date) for sheet in sheets]
