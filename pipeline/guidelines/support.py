"""Support: which statements speak for a candidate, which against it, and how broadly it is carried."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pandas as pd

from pipeline.guidelines.candidates import Candidate

SUPPORTING = {
    "aktivitaet": ("problem_massnahme", "ziel_massnahme"),
    "ziel": ("problem_ziel", "grundsatz_ziel", "ziel_massnahme"),
    "leitlinie": ("grundsatz_ziel",),
}
"""Links of the chain whose other end speaks for a candidate of this kind."""
UNKNOWN = "unbekannt"
SUPPORTS, AGAINST, EXISTING = "stuetzt", "widerspricht", "bestehendes_angebot"
COST = re.compile(
    r"\b\d[\d.]*(?:,\d+)?\s?(?:€|Euro|EUR|T€)(?:\s?/\s?\w+\.?| (?:im|pro|je) \w+)?"
    r"|\b(?:\d(?:,\d+)?|halbe|ganze|volle|eine|zwei|drei|vier) (?:zusätzliche |weitere |feste )?"
    r"(?:Vollzeits|S)tellen?\b"
    r"|\b[A-ZÄÖÜ][\w-]+ (?:zahlt|übernimmt|finanziert|trägt)(?: \w+){1,3}"
    r"|\b(?:kostenlos|kostenfrei|ehrenamtlich|Anschubfinanzierung|Härtefonds|Förder(?:mittel|antrag|programm))\b"
)
OBJECTING = re.compile(
    r"^(?:Gegenrede|Gegenstimme|Dagegen|Einwand|Einwurf|Widerspruch|Nein\b|Bedenken|Kritik)|"
    r"\b(?:hält dagegen|hielt dagegen|widerspricht|widersprach|wendet ein|wandte ein|gibt zu bedenken|"
    r"lehnt (?:das|dies|es) ab|"
    r"bringt nichts|brauche? ich nicht|brauchen wir nicht)\b",
    re.IGNORECASE,
)
"""A statement that speaks against what it stands beside."""
TERM = re.compile(
    r"\b(?:(?:bis|ab|noch|im|zum|Start|Anfang|Mitte|Ende|Herbst|Frühjahr|Sommer|Winter|Jahr|Schuljahr|"
    r"Haushalt|Januar|Februar|"
    r"März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember|[1-4]\. ?(?:Quartal|"
    r"Halbjahr)|Kommunalwahl)\s+){1,3}"
    r"(?:20\d\d|\d\d/\d\d)\b"
)
REFERENCE = re.compile(r"(?:s\. ?o\.?|siehe oben|dito|dto\.?|wie oben|-|–|\?+)$", re.IGNORECASE)
COLUMNS = ["guideline_id", "statement_id", "role"]


def evidence(
    made: Sequence[Candidate],
    items: pd.DataFrame,
    links: pd.DataFrame,
    contradictions: pd.DataFrame,
    backed: dict[str, list[str]],
) -> pd.DataFrame:
    """Return the evidence: columns guideline_id, statement_id, role; a statement has one role per candidate.

    What a candidate is made of speaks for it, so do the statements at the other end of its chain and those that
    back it (``backed``); an offer that exists already and a statement that contradicts are named as such.
    """
    ids = items["statement_id"].to_numpy()
    against = _pairs(contradictions)
    objecting = {name for name, text in zip(ids, items["display_text"], strict=True) if OBJECTING.search(str(text))}
    known = (dict(zip(ids, items["type"], strict=True)), _neighbours(links), against, objecting)
    rows = [
        (candidate.guideline_id, statement, role)
        for candidate in made
        for statement, role in sorted(
            {
                **dict.fromkeys(backed.get(candidate.guideline_id, []), SUPPORTS),
                **_roles([str(ids[place]) for place in candidate.members], candidate.kind, known),
            }.items()
        )
    ]
    table = pd.DataFrame(rows, columns=COLUMNS, dtype="string")
    return table.sort_values(COLUMNS, kind="stable").reset_index(drop=True)


def _neighbours(links: pd.DataFrame) -> dict[tuple[str, str], list[str]]:
    """Return for each statement and kind of link the statements at its other end."""
    found: dict[tuple[str, str], list[str]] = {}
    for start, end, kind in zip(links["from_statement"], links["to_statement"], links["kind"], strict=True):
        found.setdefault((start, kind), []).append(end)
        found.setdefault((end, kind), []).append(start)
    return found


def _pairs(contradictions: pd.DataFrame) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for first, second in zip(contradictions["first"], contradictions["second"], strict=True):
        found.setdefault(first, []).append(second)
        found.setdefault(second, []).append(first)
    return found


def _roles(
    members: Sequence[str],
    kind: str,
    known: tuple[dict[str, str], dict[tuple[str, str], list[str]], dict[str, list[str]], set[str]],
) -> dict[str, str]:
    """Return the role of each statement for one candidate; the stronger wins: member, dissent, offer, support."""
    types, around, against, objecting = known
    roles: dict[str, str] = {}
    for member in members:
        for link in SUPPORTING[kind]:
            roles.update(dict.fromkeys(around.get((member, link), []), SUPPORTS))
        for link in ("angebot_massnahme", "angebot_problem"):
            offers = [other for other in around.get((member, link), []) if types.get(other) == "angebot"]
            roles.update(dict.fromkeys(offers, EXISTING))
    roles = {other: AGAINST if other in objecting else role for other, role in roles.items()}
    for member in members:
        roles.update({other: AGAINST for other in against.get(member, []) if other in types})
    roles.update({member: EXISTING if types[member] == "angebot" else SUPPORTS for member in members})
    return roles


def counted(proofs: pd.DataFrame, items: pd.DataFrame) -> pd.DataFrame:
    """Return per candidate how broadly it is carried.

    Columns guideline_id, mentions, sources, groups, events, votes, dissent, offers, single_voice. Duplicates are one
    mention;
    a statement whose paper names several groups is no witness for each of them and counts as one group at most.
    """
    joined = proofs.merge(items, on="statement_id", how="left")
    joined["voice"] = joined["duplicate_group"].fillna(joined["statement_id"])
    carried = joined.loc[joined["role"].eq(SUPPORTS)]
    grouped = carried.groupby("guideline_id", sort=True)
    table = grouped.agg(
        mentions=("voice", "nunique"),
        sources=("document", "nunique"),
        events=("event", "nunique"),
        votes=("votes", "sum"),
    )
    table["groups"] = grouped["stakeholder_group"].agg(_groups)
    table["dissent"] = joined.loc[joined["role"].eq(AGAINST)].groupby("guideline_id")["voice"].nunique()
    table["dissent"] = table["dissent"].fillna(0).astype("Int64")
    offers = joined.loc[joined["role"].eq(EXISTING)].groupby("guideline_id")["voice"].nunique()
    table["offers"] = offers
    table["offers"] = table["offers"].fillna(0).astype("Int64")
    table["single_voice"] = table["mentions"].eq(1)
    return table.reset_index()


def _groups(cells: pd.Series) -> int:
    """Return how many groups speak: those named alone, or one where only mixed groups are named."""
    named = {cell for cell in cells.dropna() if cell and cell != UNKNOWN}
    alone = {cell for cell in named if "|" not in cell}
    return len(alone) or min(1, len(named))


def quotable_cells(items: pd.DataFrame, column: str) -> list[str]:
    """Return the words of a column where they may be quoted, empty elsewhere, in the order of ``items``."""
    return items[column].where(items["quotable"].astype(bool)).fillna("").astype(str).str.strip().tolist()


def costs(texts: Sequence[str], candidate: Candidate) -> str | None:
    """Return what the quotable statements of an activity say about money and posts."""
    if candidate.kind != "aktivitaet":
        return None
    hints = (
        hint[0].strip() for place in candidate.members for hint in COST.finditer(texts[place]) if "[" not in hint[0]
    )
    return "; ".join(dict.fromkeys(hints)) or None


def term(due: Sequence[str], texts: Sequence[str], candidate: Candidate) -> str | None:
    """Return until when an activity is due: as its table says, else as its wording names a year."""
    named = assigned(due, candidate)
    if named or candidate.kind != "aktivitaet":
        return named
    found = (hint[0].strip() for place in candidate.members for hint in TERM.finditer(texts[place]))
    return "; ".join(dict.fromkeys(found)) or None


def assigned(cells: Sequence[str], candidate: Candidate) -> str | None:
    """Return who is in charge, or until when, as quotable papers say: for an activity only, references left out."""
    if candidate.kind != "aktivitaet":
        return None
    named = (cells[place] for place in candidate.members)
    return "; ".join(dict.fromkeys(cell for cell in named if cell and not REFERENCE.match(cell))) or None
