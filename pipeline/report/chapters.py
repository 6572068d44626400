"""The chapters of the report: one field of work each, with its themes and proposals."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from pipeline.report.sheets import counted, measures
from pipeline.report.source import TOTAL, Source, carried, count, noun
from pipeline.shared import tables
from pipeline.shared.publication import HIDDEN
from pipeline.shared.ranks import first_fields
from pipeline.shared.wording import number, parts

KIND_NAMES = {"leitlinie": "Leitlinie", "ziel": "Ziel", "aktivitaet": "Aktivität"}

STATUS_NAMES = {
    "offen": "○ offen", "angenommen": "● angenommen", "ueberarbeitet": "◐ überarbeitet", "verworfen": "✕ verworfen",
}  # fmt: skip


@dataclass(frozen=True)
class Theme:
    """A theme of a chapter: name, counts, terms, and the places of its statements."""

    key: str
    label: str
    terms: str
    quote: str
    mentions: str
    documents: str
    groups: str
    votes: str
    stability: str
    members: tuple[int, ...]

    @property
    def facts(self) -> str:
        """Return what stands behind the theme."""
        said = carried(self.mentions, self.documents, self.groups)
        return said if self.votes in ("0", HIDDEN) else f"{said}, {noun(self.votes, 'Klebepunkt', 'Klebepunkte')}"


@dataclass(frozen=True)
class Proposal:
    """A candidate guideline, goal or activity with the places of its evidence."""

    key: str
    kind: str
    text: str
    status: str
    mentions: str
    documents: str
    groups: str
    supports: tuple[int, ...]
    contradicts: tuple[int, ...]
    offers: tuple[int, ...]
    withheld: bool

    @property
    def facts(self) -> str:
        """Return what stands behind the proposal, and where its decision is."""
        said = f"{carried(self.mentions, self.documents, self.groups)} · {self.status}"
        return f"{said} · {number(len(self.contradicts))} widersprechen" if self.contradicts else said


@dataclass(frozen=True)
class Chapter:
    """What was said about one field of work; ``rest`` are the places of statements without a theme that holds."""

    key: str
    name: str
    definition: str
    mentions: str
    documents: str
    groups: str
    themes: tuple[Theme, ...]
    proposals: tuple[Proposal, ...]
    offers: tuple[int, ...]
    rest: tuple[int, ...]
    types: tuple[tuple[str, str], ...]

    @property
    def facts(self) -> str:
        """Return how much was said about the field."""
        if HIDDEN in (self.mentions, self.documents):
            return "Zahlen nicht gezeigt."
        types = ", ".join(f"{name} {value}" for name, value in self.types)
        where = noun(self.documents, "Dokument", "Dokumenten")
        return f"n = {noun(self.mentions, 'Nennung', 'Nennungen')} in {where}{f' ({types})' if types else ''}."


def chapters(source: Source) -> list[Chapter]:
    """Return one chapter per field of work, in the consultant's order."""
    by_field, by_proposal = themes(source), proposals(source)
    counts = measures(source, "felder")
    book = {field.key: (field.title, field.definition) for field in source.codebook.fields}
    keys = [*book, *sorted((set(by_field) | set(by_proposal)) - set(book))]
    crossing = [row for row in source.cells_of("feld_typ") if row["column"] != TOTAL]
    offers, rest = offers_by_field(source), rest_by_field(source)
    found = []
    for key in keys:
        row = counts.get(key)
        types = tuple((str(one["column_label"]), count(one["mentions"])) for one in crossing if one["row"] == key)
        name, definition = book.get(key, (key, ""))
        found.append(
            Chapter(
                key=key,
                name=name,
                definition=definition,
                mentions=counted(row, "mentions"),
                documents=counted(row, "documents"),
                groups=counted(row, "groups"),
                themes=tuple(by_field.get(key, ())),
                proposals=tuple(by_proposal.get(key, ())),
                offers=offers.get(key, ()),
                rest=rest.get(key, ()),
                types=types,
            )
        )
    return found


def themes(source: Source) -> dict[str, list[Theme]]:
    """Return the themes by field, the largest first."""
    counts = measures(source, "themen")
    members = source.table(tables.THEME_MEMBERS).sort_values(["theme_id", "score", "statement_id"],
                                                             ascending=[True, False, True], kind="stable")  # fmt: skip
    places = {key: [source.places[one] for one in part if one in source.places]
              for key, part in members.groupby("theme_id")["statement_id"]}  # fmt: skip
    found: dict[str, list[Theme]] = {}
    rows = source.table(tables.THEMES).sort_values(["size", "theme_id"], ascending=[False, True], kind="stable")
    rows = rows.loc[rows["theme_id"].isin(counts)]
    for _, row in rows.iterrows():
        own = counts.get(str(row["theme_id"]))
        stability = "" if pd.isna(row["stability"]) else number(float(row["stability"]), 2)
        terms = "" if pd.isna(row["terms"]) else str(row["terms"])
        found.setdefault(str(row["field"]), []).append(
            Theme(
                key=str(row["theme_id"]),
                label=str(row["label"]),
                terms=terms,
                quote=typical(source, row["representatives"], places.get(str(row["theme_id"]), [])),
                mentions=counted(own, "mentions"),
                documents=counted(own, "documents"),
                groups=counted(own, "groups"),
                votes=counted(own, "votes"),
                stability=stability,
                members=tuple(places.get(str(row["theme_id"]), ())),
            )
        )
    return found


def typical(source: Source, representatives: object, members: list[int]) -> str:
    """Return the words of the statement that stands for a theme, where one is released."""
    named = [source.places[key] for key in parts(representatives) if key in source.places]
    place = next(iter([*named, *members]), None)
    return "" if place is None else str(source.statements["display_text"].iloc[place])


def proposals(source: Source) -> dict[str, list[Proposal]]:
    """Return the proposals by field: guidelines, then goals, then activities."""
    counts = measures(source, "vorschlaege")
    evidence = source.table(tables.GUIDELINE_EVIDENCE).sort_values(["guideline_id", "statement_id"])
    proofs: dict[tuple[str, str], list[int]] = {}
    columns = (evidence[name] for name in ("guideline_id", "role", "statement_id"))
    for key, role, statement in zip(*columns, strict=True):
        if statement in source.places:
            proofs.setdefault((key, role), []).append(source.places[statement])
    order = {kind: place for place, kind in enumerate(KIND_NAMES)}
    rows = source.table(tables.GUIDELINES)
    rows = rows.assign(order=rows["kind"].map(order)).sort_values(
        ["order", "mentions", "guideline_id"], ascending=[True, False, True], kind="stable"
    )
    found: dict[str, list[Proposal]] = {}
    for _, row in rows.iterrows():
        key, own = str(row["guideline_id"]), counts.get(str(row["guideline_id"]))
        roles = [tuple(sorted(proofs.get((key, role), ()))) for role in tables.ROLES]
        found.setdefault(str(row["field"]), []).append(
            Proposal(
                key=key,
                kind=KIND_NAMES[row["kind"]],
                text=str(row["text"]),
                status=STATUS_NAMES[row["status"]],
                mentions=counted(own, "mentions"),
                documents=counted(own, "documents"),
                groups=counted(own, "groups"),
                supports=roles[0],
                contradicts=roles[1],
                offers=roles[2],
                withheld=source.public and not roles[0],
            )
        )
    return found


def offers_by_field(source: Source) -> dict[str, tuple[int, ...]]:
    """Return the places of the existing offers by field."""
    fields = first_fields(source.table(tables.FIELDS)).to_dict()
    found: dict[str, list[int]] = {}
    rows = source.statements
    for place, key in enumerate(rows["statement_id"].where(rows["type"] == "angebot")):
        if isinstance(key, str):
            found.setdefault(fields.get(key, source.codebook.unclear or ""), []).append(place)
    return {key: tuple(places) for key, places in found.items()}


def rest_by_field(source: Source) -> dict[str, tuple[int, ...]]:
    """Return the places of the statements that belong to no theme that is reported, by field."""
    reported = measures(source, "themen")
    members = source.table(tables.THEME_MEMBERS)
    themed = set(members.loc[members["theme_id"].isin(reported), "statement_id"])
    fields = first_fields(source.table(tables.FIELDS)).to_dict()
    found: dict[str, list[int]] = {}
    for key, place in source.places.items():
        if key not in themed:
            found.setdefault(fields.get(key, source.codebook.unclear or ""), []).append(place)
    return {key: tuple(places) for key, places in found.items()}
