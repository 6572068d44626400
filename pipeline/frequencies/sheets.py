"""The tables of the report: which rows and columns each one has, and which statement falls into which cell."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

import pandas as pd

from pipeline.frequencies.counting import TOTAL, Labels
from pipeline.frequencies.material import UNNAMED, Material, unfolded

ROUNDS, POOLED = "runden", "interview"
SOURCES: Labels = ((ROUNDS, "Veranstaltungen und Schriftliches"), (POOLED, "Interviews, zusammengefasst"))
MET = "gedeckt"
REPORTED = "stabil"  # themes that hold together when clustering is repeated
LACKING = "_ohne_"
NOBODY = "ohne Angabe"


@dataclass(frozen=True)
class Sheet:
    """A table before it is counted.

    ``assigned`` says which statement falls into which cell (statement_id, row, column). ``blocks`` are the columns
    whose cells add up to a total that a reader may know; they are protected together. ``margins`` names the lists
    whose hidden rows hide the rows (first) or columns (second) here as well.
    """

    key: str
    title: str
    row_title: str
    rows: Labels
    columns: Labels
    assigned: pd.DataFrame
    note: str = ""
    crossed: bool = False
    totals: bool = True
    blocks: tuple[tuple[str, ...], ...] = ()
    margins: tuple[str, str] = ("", "")
    parts: dict[str, str] = field(default_factory=dict)


def named(label: str) -> str:
    """Return an event's key as a title.

    >>> named("workshop2"), named("abschluss_ost"), named("ohne")
    ('Workshop 2', 'Abschluss ost', 'ohne Angabe')
    """
    if label == UNNAMED:
        return NOBODY
    words = re.sub(r"(?<=[^\W\d_])(?=\d)", " ", label.replace("_", " ")).strip()
    return words[:1].upper() + words[1:]


def ordered(known: Labels, seen: Iterable[str], naming: Callable[[str], str] = str) -> Labels:
    """Return the known labels, then those that occur without being known, by name."""
    keys = {key for key, _ in known}
    return [*known, *((key, naming(key)) for key in sorted(set(seen) - keys))]


def field_labels(material: Material) -> Labels:
    """Return the fields of work in the consultant's order."""
    book = [(item.key, item.title) for item in material.codebook.fields]
    return ordered(book, material.statements["field"], lambda key: NOBODY if key == UNNAMED else key)


def type_labels(material: Material) -> Labels:
    """Return the statement types in the consultant's order."""
    return ordered([(item.key, item.name) for item in material.codebook.types], material.statements["type"])


def group_labels(material: Material) -> Labels:
    """Return the stakeholder groups that count."""
    book = [(item.key, item.name) for item in material.codebook.groups if item.counted]
    return ordered(book, material.present["group"])


def event_labels(material: Material) -> Labels:
    """Return the events by their first date."""
    first = material.statements.groupby("event")["date"].min().fillna("9999")
    return [(key, named(key)) for key in sorted(first.index, key=lambda event: (first[event], event))]


def by_source(material: Material, rows: pd.DataFrame) -> pd.DataFrame:
    """Return ``rows`` (statement_id, row) with the kind of material as their column."""
    pooled = material.statements.set_index("statement_id")["pooled"]
    column = rows["statement_id"].map(pooled).map({True: POOLED, False: ROUNDS})
    return rows.assign(column=column)


def everything(material: Material) -> pd.DataFrame:
    """Return each statement once in the total of its kind of material."""
    return by_source(material, material.statements[["statement_id"]].assign(row=TOTAL))


def listed(material: Material, column: str) -> pd.DataFrame:
    """Return each statement in the row that its ``column`` names, and in the total."""
    rows = material.statements[["statement_id"]].assign(row=material.statements[column])
    return pd.concat([by_source(material, rows), everything(material)], ignore_index=True)


def attached(material: Material, rows: pd.DataFrame) -> pd.DataFrame:
    """Return ``rows`` (statement_id, row) by kind of material, and every statement in the total."""
    return pd.concat([by_source(material, rows[["statement_id", "row"]]), everything(material)], ignore_index=True)


APART = ((ROUNDS,), (POOLED,))


def lists(material: Material) -> list[Sheet]:
    """Return the tables of one feature, with events and interviews side by side."""
    once = "Jede Aussage zählt genau einmal."
    return [
        Sheet("veranstaltungen", "Aussagen je Veranstaltung", "Veranstaltung", event_labels(material), SOURCES,
              listed(material, "event"), once, blocks=APART),
        Sheet("felder", "Aussagen je Arbeitsbereich", "Arbeitsbereich", field_labels(material), SOURCES,
              listed(material, "field"), f"{once} Gezählt ist der erste Arbeitsbereich.", blocks=APART),
        Sheet("typen", "Aussagen je Art", "Art der Aussage", type_labels(material), SOURCES,
              listed(material, "type"), once, blocks=APART),
        groups(material),
        themes(material),
        *(marks(material, *what) for what in MARKS),
        doubts(material),
        proposals(material),
    ]  # fmt: skip


MARKS = (
    ("querschnitt", "Querschnittsthemen", "Querschnittsthema"),
    ("zielgruppe", "Zielgruppen, von denen die Rede ist", "Zielgruppe"),
    ("akteur", "Genannte Stellen und Beteiligte", "Stelle"),
)


def groups(material: Material) -> Sheet:
    """Return the table of stakeholder groups."""
    rows = material.groups.rename(columns={"group": "row"})
    note = (
        "Nur Aussagen, bei denen das Dokument sagt, aus welcher Gruppe sie kommen; meist steht nur fest, wer am Tisch "
        "saß. Die Summe zählt alle Aussagen einmal."
    )
    return Sheet("gruppen", "Aussagen je Gruppe, soweit genannt", "Gruppe", group_labels(material), SOURCES,
                 attached(material, rows), note)  # fmt: skip


def themes(material: Material) -> Sheet:
    """Return the table of themes, the largest first."""
    names = dict(field_labels(material))
    frame = material.tables.themes.sort_values(["size", "theme_id"], ascending=[False, True], kind="stable")
    frame = frame.loc[frame["status"] == REPORTED]
    rows = list(zip(frame["theme_id"], frame["label"], strict=True))
    under = {theme: names.get(key, key) for theme, key in zip(frame["theme_id"], frame["field"], strict=True)}
    members = material.members.loc[material.members["theme_id"].isin(frame["theme_id"])]
    return Sheet("themen", "Themen", "Thema", rows, SOURCES,
                 attached(material, members.rename(columns={"theme_id": "row"})),
                 "Themen sind Vorschläge der Maschine, bis ein Mensch sie benennt.", blocks=APART,
                 parts=under)  # fmt: skip


def marks(material: Material, kind: str, title: str, row_title: str) -> Sheet:
    """Return the table of one kind of mark: cross-cutting themes, target groups or actors."""
    book = {"querschnitt": material.codebook.cross_cutting, "zielgruppe": material.codebook.target_groups}
    found = material.marks.loc[material.marks["kind"] == kind].rename(columns={"value": "row"})
    known = [(item.key, item.name) for item in book.get(kind, ())]
    if not known:
        names = {item.key: item.name for item in material.codebook.groups}
        sizes = found["row"].value_counts()
        known = [(key, names.get(key, key)) for key in sorted(sizes.index, key=lambda key: (-sizes[key], key))]
    note = "Eine Aussage kann mehrere Zeilen betreffen oder keine; die Summe zählt alle Aussagen einmal."
    return Sheet(kind, title, row_title, ordered(known, found["row"]), SOURCES, attached(material, found), note)


FLAGS: Labels = (
    ("zweifel", "Zweifel, ob es eine Aussage ist"),
    ("unsicher", "Art der Aussage unsicher"),
    ("ueberschrift_widerspricht", "Überschrift und Wortlaut widersprechen sich"),
    ("fremdsprachig", "nicht auf Deutsch, Art und Arbeitsbereich geraten"),
    ("suggestiv", "Antwort auf eine suggestive Frage"),
    ("frage", "als Frage gestellt"),
    ("pruefauftrag", "Prüfauftrag"),
    ("arbeitsauftrag", "Arbeitsauftrag aus der Sitzung"),
)
UNSURE = 0.5  # below this calibrated certainty the type is a coin toss


def doubts(material: Material) -> Sheet:
    """Return the table of doubts: statements that a person should look at first."""
    frame = material.statements
    flagged = unfolded(frame, "flags", "row")
    undecided = frame["type_accepted"].fillna("").eq("") & (frame["type_score"] < UNSURE)
    unsure = frame.loc[undecided.astype(bool), ["statement_id"]].assign(row="unsicher")
    rows = pd.concat([flagged, unsure.astype("string")], ignore_index=True)
    note = "Diese Aussagen sollte ein Mensch zuerst ansehen. Eine Aussage kann mehrere Merker haben oder keinen."
    return Sheet("merker", "Zweifel und Merker", "Merker", ordered(FLAGS, rows["row"]), SOURCES,
                 attached(material, rows), note)  # fmt: skip


def proposals(material: Material) -> Sheet:
    """Return the table of candidate guidelines with the statements that support them."""
    frame = material.tables.guidelines.sort_values(["mentions", "guideline_id"], ascending=[False, True], kind="stable")
    names = dict(field_labels(material))
    proofs = material.tables.guideline_evidence
    known = proofs["statement_id"].isin(material.statements["statement_id"])
    proofs = proofs.loc[(proofs["role"] == "stuetzt") & known]
    under = {key: names.get(name, name) for key, name in zip(frame["guideline_id"], frame["field"], strict=True)}
    return Sheet("vorschlaege", "Vorschläge für Leitlinien, Ziele und Aktivitäten", "Vorschlag",
                 list(zip(frame["guideline_id"], frame["text"], strict=True)), SOURCES,
                 attached(material, proofs.rename(columns={"guideline_id": "row"})),
                 "Gezählt sind die Aussagen, die einen Vorschlag stützen.", parts=under)  # fmt: skip


def pairs(material: Material, row: str, column: str) -> pd.DataFrame:
    """Return each statement in the cell that two of its columns name."""
    frame = material.statements
    return frame[["statement_id"]].assign(row=frame[row], column=frame[column])


def crossed(material: Material) -> list[Sheet]:
    """Return the tables of two features; outside the house they are made without interviews."""
    return [by_type(material), by_event(material), by_group(material), together(material), gaps(material),
            checked(material)]  # fmt: skip


def by_type(material: Material) -> Sheet:
    """Return field x type."""
    types = type_labels(material)
    return Sheet("feld_typ", "Arbeitsbereich und Art der Aussage", "Arbeitsbereich", field_labels(material), types,
                 pairs(material, "field", "type"), crossed=True, blocks=(tuple(key for key, _ in types),),
                 margins=("felder", "typen"))  # fmt: skip


def by_event(material: Material) -> Sheet:
    """Return field x event."""
    events = event_labels(material)
    return Sheet("feld_veranstaltung", "Arbeitsbereich und Veranstaltung", "Arbeitsbereich", field_labels(material),
                 events, pairs(material, "field", "event"), crossed=True, blocks=(tuple(key for key, _ in events),),
                 margins=("felder", "veranstaltungen"))  # fmt: skip


def by_group(material: Material) -> Sheet:
    """Return field x stakeholder group."""
    rows = material.present.merge(material.statements[["statement_id", "field"]], on="statement_id")
    note = (
        "Eine Aussage zählt bei der Gruppe, aus der sie kommt; ist das nicht bekannt, bei jeder Gruppe, die an der "
        "Runde beteiligt war. Zeilen lassen sich deshalb nicht addieren."
    )
    return Sheet("feld_gruppe", "Arbeitsbereich und beteiligte Gruppe", "Arbeitsbereich", field_labels(material),
                 group_labels(material), rows.rename(columns={"field": "row", "group": "column"}), note,
                 crossed=True, totals=False, margins=("felder", ""))  # fmt: skip


def together(material: Material) -> Sheet:
    """Return first field x second field."""
    rows = material.seconds.rename(columns={"field": "column"})
    first = material.statements[["statement_id", "field"]].rename(columns={"field": "row"})
    rows = rows.merge(first, on="statement_id")
    labels = field_labels(material)
    return Sheet("feld_paare", "Arbeitsbereiche, die zusammen vorkommen", "Erster Arbeitsbereich", labels, labels, rows,
                 "Nur Aussagen mit einem zweiten Arbeitsbereich (Spalten).", crossed=True, totals=False,
                 margins=("felder", ""))  # fmt: skip


def gap_label(kind: str, types: dict[str, str]) -> str:
    """Return the name of a kind of gap.

    >>> gap_label("problem_ohne_massnahme", {"problem": "Problem", "massnahme": "Maßnahme"})
    'Problem ohne Maßnahme'
    """
    return " ".join(types.get(word, word) for word in kind.split("_"))


def gaps(material: Material) -> Sheet:
    """Return for each field how many statements lack their counterpart, and how many have it."""
    types = dict(type_labels(material))
    frame = material.tables.gaps[["statement_id", "kind"]].drop_duplicates()
    rows = material.statements[["statement_id", "field", "type"]]
    found, columns = [], []
    for kind in sorted(kind for kind in frame["kind"].unique() if LACKING in kind):
        base = kind.split("_")[0]
        lacking = rows["statement_id"].isin(frame.loc[frame["kind"] == kind, "statement_id"])
        part = rows.loc[lacking | (rows["type"] == base)]
        found.append(part.assign(row=part["field"], column=lacking.map({True: kind, False: f"{kind}:{MET}"})))
        label = gap_label(kind, types)
        columns += [(kind, label), (f"{kind}:{MET}", label.replace(" ohne ", " mit "))]
    empty = pd.DataFrame({"statement_id": [], "row": [], "column": []}, dtype="string")
    keys = [key for key, _ in columns]
    return Sheet("luecken", "Lücken zwischen Problemen, Zielen und Maßnahmen", "Arbeitsbereich", field_labels(material),
                 columns, pd.concat(found)[["statement_id", "row", "column"]] if found else empty,
                 "Lücke heißt: Im selben Thema wurde kein Gegenstück gefunden. Es kann anderswo stehen.",
                 crossed=True, totals=False, margins=("felder", ""),
                 blocks=tuple(zip(keys[::2], keys[1::2], strict=True)))  # fmt: skip


def checked(material: Material) -> Sheet:
    """Return for each field how many statements a person has checked."""
    frame = material.statements
    state = frame["checked"].map({1: "geprueft", 0: "maschine"})
    columns = (("geprueft", "von Menschen geprüft"), ("maschine", "nur maschinell"))
    return Sheet("pruefstand", "Stand der Prüfung", "Arbeitsbereich", field_labels(material), columns,
                 frame[["statement_id"]].assign(row=frame["field"], column=state), crossed=True,
                 blocks=(("geprueft", "maschine"),), margins=("felder", ""))  # fmt: skip
