"""Project: the coded texts as a REFI-QDA project, for MAXQDA, ATLAS.ti, NVivo or QualCoder.

Type, fields, themes and cross-cutting marks are separate codes on one selection. What a person decided is coded by her,
the rest by the pipeline; score and evidence stand in the memo of the selection.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from pipeline.exports.material import Material
from pipeline.shared.refi import snapshot, writer
from pipeline.shared.refi.model import Code, Coding, Project, Selection, Source, exportable, fold
from pipeline.shared.wording import percent

ORIGIN = "Leitlinien-Auswertung"
MACHINE = "Pipeline"
NAMELESS = "Durchsicht"  # who decided without a name
Row = Mapping[Any, Any]
COLORS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#7F7F7F", "#000000")
LIGHT = ("#66AAD7", "#F09B66", "#66C7A9", "#E0AFC9", "#F3CC66", "#99D2F2", "#B2B2B2", "#666666")
MARK_FOLDERS = {"querschnitt": "Querschnittsthemen", "zielgruppe": "Zielgruppen", "akteur": "Akteure"}
STATEMENT = "Aussage"  # the neutral code of a blind project


class Names:
    """Gives every name once: some clients lose codings where two codes share a name."""

    def __init__(self) -> None:
        """Start with no names given."""
        self.given: set[str] = set()

    def unique(self, name: str, otherwise: str) -> str:
        """Return ``name``, with ``otherwise`` in brackets and then numbers behind it where it is taken."""
        plain = " ".join(name.split()) or otherwise
        variants = [plain, f"{plain} ({otherwise})"]
        number = 2
        while fold(variants[0]) in self.given:
            variants = [*variants[1:], f"{plain} ({otherwise} {number})"]
            number += 1
        self.given.add(fold(variants[0]))
        return variants[0]


def field_memo(field: object) -> str:
    """Return definition, limits and rules of a field as the memo of its code."""
    parts = {
        "": getattr(field, "definition", ""),
        "Dazu gehört: ": getattr(field, "inside", ""),
        "Nicht dazu: ": getattr(field, "outside", ""),
        "Regeln: ": " ".join(getattr(field, "rules", ())),
    }
    return "\n".join(f"{label}{words}" for label, words in parts.items() if words)


def codes(material: Material) -> tuple[Code, ...]:
    """Return the codebook as a tree of codes with unique names; keys are `field:…`, `type:…`, `theme:…`, `mark:…`."""
    names = Names()
    folders = {key: names.unique(key, "Ordner") for key in ("Arbeitsbereiche", "Aussagetypen", *MARK_FOLDERS.values())}
    types = tuple(
        Code(f"type:{kind.key}", names.unique(kind.name, "Typ"), color=COLORS[place % 8], description=kind.definition)
        for place, kind in enumerate(material.book.types)
    )
    fields = field_codes(material, names)
    trees = [
        Code("folder:fields", folders["Arbeitsbereiche"], codable=False, children=fields),
        Code("folder:types", folders["Aussagetypen"], codable=False, children=types),
    ]
    for kind, folder in MARK_FOLDERS.items():
        children = mark_codes(material, names, kind)
        if children:
            trees.append(Code(f"folder:{kind}", folders[folder], codable=False, children=children))
    return tuple(trees)


def field_codes(material: Material, names: Names) -> tuple[Code, ...]:
    """Return the fields of work, each with its themes below it; field names are given before theme names."""
    named = [(field, names.unique(field.name, "Arbeitsbereich")) for field in material.book.fields]
    themes = material.themes.sort_values(["field", "theme_id"], kind="stable")
    found = []
    for place, (field, name) in enumerate(named):
        below = tuple(
            Code(
                f"theme:{row.theme_id}",
                names.unique(str(row.label), f"Thema {field.title}"),
                color=LIGHT[place % 8],
                description=f"Kennzeichnende Wörter: {said(row.terms)}",
            )
            for row in themes[themes["field"] == field.key].itertuples()
        )
        found.append(Code(f"field:{field.key}", name, True, COLORS[place % 8], field_memo(field), below))
    return tuple(found)


def mark_codes(material: Material, names: Names, kind: str) -> tuple[Code, ...]:
    """Return the codes of one kind of mark that occur, named as in the codebook."""
    values = sorted(set(material.marks.loc[material.marks["kind"] == kind, "value"]))
    known = {entry.key: entry.name for entry in (*material.book.cross_cutting, *material.book.target_groups)}
    known |= {entry.key: entry.name for entry in material.book.groups} if kind == "akteur" else {}
    singular = {"querschnitt": "Querschnitt", "zielgruppe": "Zielgruppe", "akteur": "Akteur"}[kind]
    return tuple(Code(f"mark:{kind}:{value}", names.unique(known.get(value, value), singular)) for value in values)


@dataclass(frozen=True)
class Given:
    """The codes that hold for each statement: id -> codings in the order type, fields, themes, marks."""

    codings: Mapping[str, list[Coding]]
    users: tuple[str, ...]


def said(cell: Any) -> str:  # noqa: ANN401 - whatever a cell of a table holds
    """Return a cell as words; a missing value is nothing."""
    return "" if pd.isna(cell) else str(cell).strip()


def deciders(material: Material, kind: str, columns: list[str]) -> dict[tuple[object, ...], str]:
    """Return subject -> who decided about it."""
    table = material.decisions[kind]
    keys = table[columns].itertuples(index=False, name=None)
    return {tuple(key): said(who) or NAMELESS for key, who in zip(keys, table["reviewer"], strict=True)}


def given(material: Material) -> Given:
    """Return all codings that hold."""
    found: dict[str, list[Coding]] = defaultdict(list)

    def add(table: pd.DataFrame, prefix: str, value: list[str], kind: str) -> None:
        deciding = deciders(material, kind, ["statement_id", *value])
        for key in table[["statement_id", *value]].itertuples(index=False, name=None):
            code = ":".join([prefix, *map(str, key[1:])])
            found[str(key[0])].append(Coding(code, deciding.get(tuple(key), MACHINE)))

    accepted = material.fields[material.fields["accepted"].fillna(value=False)]
    marks = material.marks[material.marks["accepted"].fillna(value=False)]
    add(material.statements.sort_values("statement_id"), "type", ["type"], "types")
    add(accepted.sort_values(["statement_id", "rank", "field"], kind="stable"), "field", ["field"], "fields")
    add(material.members.sort_values(["statement_id", "theme_id"]), "theme", ["theme_id"], "theme_members")
    add(marks.sort_values(["statement_id", "kind", "value"]), "mark", ["kind", "value"], "marks")
    people = sorted({coding.user for codings in found.values() for coding in codings} - {MACHINE})
    return Given(found, (MACHINE, *people))


def memo(row: Row, field: Row | None) -> str:
    """Return what the machine has to say about a statement: id, scores, evidence, flags."""
    lines = [f"Kennung {row['statement_id']}", f"Typ: Sicherheit {percent(float(row['type_score']))}"]
    if field is not None:
        lines.append(f"Arbeitsbereich: Sicherheit {percent(float(field['score']))}")
        if said(field["evidence"]):
            lines.append(f"Belege: {field['evidence']}")
    if said(row["flags"]):
        lines.append(f"Merker: {said(row['flags']).replace('|', ', ')}")
    return "\n".join(lines)


def source_names(documents: pd.DataFrame) -> dict[str, str]:
    """Return document -> name of its source: short, unique, without ending, not beginning with a number and _."""
    names = Names()
    found = {}
    for document in sorted(documents["document"]):
        name, _, ending = document.rpartition(".")
        head, _, rest = (name or document).partition("_")
        plain = f"{head} {rest}" if head.isdigit() else name or document
        found[document] = names.unique(plain, ending or "Datei")
    return found


def variables(row: Row, *, checked: bool) -> dict[str, str]:
    """Return the document variables that are known."""
    values = {
        "Quellentyp": row["kind"],
        "Datum": row["date"],
        "Veranstaltung": row["event"],
        "Arbeitsbereich": row["fields"],
        "Prüfstand": "geprüft" if checked else "offen",
    }
    return {name: said(value) for name, value in values.items() if said(value)}


def sources(material: Material, texts: Mapping[str, str], codings: Mapping[str, list[Coding]]) -> tuple[Source, ...]:
    """Return the texts of ``material`` with all codings; papers that may not be quoted are left out."""
    names = source_names(material.documents)
    first = material.fields.sort_values(["statement_id", "rank"], kind="stable").drop_duplicates("statement_id")
    fields = {str(row["statement_id"]): row for row in first.to_dict("records")}
    decided = material.decisions["documents"]
    checked = set(decided.loc[decided["checked"].fillna(value=False), "document"])
    by_document = defaultdict(list)
    for row in material.statements.to_dict("records"):
        by_document[row["document"]].append(row)
    found = []
    for paper in material.documents.sort_values("document").to_dict("records"):
        document = str(paper["document"])
        if document not in texts or not (material.whole or paper["publish"] == "quote"):
            continue
        selections = tuple(
            Selection(
                str(row["statement_id"]),
                int(row["start"]),
                int(row["end"]),
                tuple(codings.get(str(row["statement_id"]), ())),
                memo=memo(row, fields.get(str(row["statement_id"]))),
            )
            for row in by_document[document]
        )
        about = variables(paper, checked=document in checked)
        found.append(Source(document, names[document], exportable(texts[document]), selections, variables=about))
    return tuple(found)


def build(material: Material, texts: Mapping[str, str]) -> Project:
    """Return the project of ``material``; it carries its own snapshot for the way back."""
    codings = given(material)
    title = material.book.title or "Auswertung"
    plain = Project(
        title,
        ORIGIN,
        codings.users,
        codes(material),
        sources(material, texts, codings.codings),
        memo=f"Vorschläge der Maschine: Nutzer „{MACHINE}“. Codebuch Fassung {material.book.version}.",
    )
    return replace(plain, notes=(snapshot.note(plain, "coded"),))


def qdpx(material: Material, texts: Mapping[str, str]) -> bytes:
    """Return the project as a .qdpx."""
    return writer.qdpx(build(material, texts))


def qdc(material: Material) -> bytes:
    """Return the codebook as a .qdc."""
    return writer.qdc(codes(material), ORIGIN)


def blind(material: Material, texts: Mapping[str, str], chosen: Collection[str]) -> Project:
    """Return the project for blind double coding: ``chosen`` statements marked, the codebook, no machine codes."""
    marked = Code("blind:statement", STATEMENT)
    neutral = {name: [Coding(marked.key, MACHINE)] for name in sorted(chosen)}
    whole = sources(material, texts, neutral)
    kept = tuple(
        replace(source, selections=tuple(replace(found, memo="") for found in source.selections if found.codings))
        for source in whole
    )
    trees = tuple(
        replace(tree, children=tuple(replace(code, children=()) for code in tree.children))
        for tree in codes(material)
        if tree.key in ("folder:fields", "folder:types")
    )
    plain = Project("Blindkodierung", ORIGIN, (MACHINE,), (marked, *trees), tuple(s for s in kept if s.selections))
    return replace(plain, notes=(snapshot.note(plain, "blind"),))
