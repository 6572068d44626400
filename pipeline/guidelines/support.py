"""Support: which statements speak for a candidate, which against it, and how broadly it is carried."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Self

import numpy as np
import pandas as pd

from pipeline.guidelines.candidates import Candidate
from pipeline.guidelines.chain import NO_THEME

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Matrix = NDArray[np.float32]

SUPPORTING = {
    "aktivitaet": ("problem_massnahme", "ziel_massnahme"),
    "ziel": ("problem_ziel", "grundsatz_ziel", "ziel_massnahme"),
    "leitlinie": ("grundsatz_ziel",),
}
"""Links of the chain whose other end speaks for a candidate of this kind."""
UNKNOWN = "unbekannt"
SUPPORTS, AGAINST, EXISTING = "stuetzt", "widerspricht", "bestehendes_angebot"
OFFER, DISSENT = "angebot", "einwand"
OFFERED, NOT_OFFERED = "Angebot vorhanden", "kein Angebot genannt"
DOUBTED = "Angebot vorhanden, reicht nach anderen nicht"
COST = re.compile(
    r"\b\d[\d.]*(?:,\d+)?\s?(?:€|Euro|EUR|T€)(?:\s?/\s?\w+\.?| (?:im|pro|je) \w+)?"
    r"|\b(?:\d(?:,\d+)?|halbe|ganze|volle|eine|zwei|drei|vier) (?:zusätzliche |weitere |feste )?"
    r"(?:Vollzeits|S)tellen?\b"
    r"|\b[A-ZÄÖÜ][\w-]+ (?:zahlt|zahlen|übernimmt|übernehmen|finanziert|finanzieren|trägt|tragen)(?: \w+){1,3}"
    r"|\b(?:finanziert|zahlt|übernimmt|trägt) (?:der|die|das) [A-ZÄÖÜ][\w-]+"
    r"|\b[A-ZÄÖÜ][\w-]+ beteiligt sich mit \d+ ?%"
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
COLUMNS = ["guideline_id", "statement_id", "role", "part", "weight"]
REACH = 0.5
"""Share of a weight that does not depend on how near the statement is to the candidate."""


@dataclass(frozen=True)
class Around:
    """What stands around the statements: their types, strong links, contradictions, objections and themes.

    ``answered``: the problems and goals that each activity answers best of all activities of their theme.
    """

    types: dict[str, str]
    links: dict[tuple[str, str], list[str]]
    against: dict[str, list[str]]
    objecting: frozenset[str]
    themes: dict[str, list[str]]
    answered: dict[str, list[str]] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        items: pd.DataFrame,
        links: pd.DataFrame,
        contradictions: pd.DataFrame,
        answered: dict[str, list[str]],
    ) -> Self:
        """Return it for statements, the links that count as evidence, and pairs first, second that contradict."""
        ids, texts = items["statement_id"].astype(str), items["display_text"].astype(str)
        objecting = frozenset(name for name, text in zip(ids, texts, strict=True) if OBJECTING.search(text))
        own = items.loc[~items["drafted"].to_numpy(dtype=bool)]
        groups = own.groupby("theme_id")["statement_id"]
        themes = {str(theme): [str(name) for name in part] for theme, part in groups}
        types = dict(zip(ids, items["type"].astype(str), strict=True))
        return cls(types, _neighbours(links), _pairs(contradictions), objecting, themes, answered)


def evidence(
    made: Sequence[Candidate], items: pd.DataFrame, matrix: Matrix, around: Around, weights: Mapping[str, float]
) -> pd.DataFrame:
    """Return the evidence: guideline_id, statement_id, role, part, weight; a statement has one role per candidate.

    A head stands on everything said in its themes, an activity on its own statements and on the other end of its
    chain. ``part`` says what the statement is for the candidate (problem that grounds it, goal, measure, offer ...),
    ``weight`` (0 to 1) what it counts: that of its type in ``weights``, less the further away it is.
    """
    place_of = {str(name): place for place, name in enumerate(items["statement_id"])}
    rows = []
    for one in made:
        members = [str(items["statement_id"].iloc[place]) for place in one.members]
        roles = _of_whole(one, members, around) if one.whole else _of_members(one, members, around)
        names = sorted(roles)
        middle = matrix[place_of[one.wording]]
        near = np.clip(np.round(matrix[[place_of[name] for name in names]] @ middle, 4), 0, 1)
        for name, close in zip(names, near, strict=True):
            part = DISSENT if roles[name] == AGAINST else around.types[name]
            weight = 0.0 if part == DISSENT else weights[part] * (REACH + (1 - REACH) * float(close))
            rows.append((one.guideline_id, name, roles[name], part, round(weight, 4)))
    table = pd.DataFrame(rows, columns=COLUMNS).astype(dict.fromkeys(COLUMNS[:4], "string"))
    return table.sort_values(COLUMNS[:3], kind="stable").reset_index(drop=True)


def answering(made: Sequence[Candidate], items: pd.DataFrame, matrix: Matrix, minimum: float) -> dict[str, list[str]]:
    """Return for each activity the problems and goals of its theme that none answers better, from ``minimum`` on."""
    by_theme: dict[str, list[Candidate]] = {}
    for one in made:
        if one.kind == "aktivitaet" and not one.theme_ids[0].startswith(NO_THEME):
            by_theme.setdefault(one.theme_ids[0], []).append(one)
    wanting = items["type"].isin(("problem", "ziel")).to_numpy(dtype=bool) & ~items["drafted"].to_numpy(dtype=bool)
    ids = items["statement_id"].to_numpy()
    found: dict[str, list[str]] = {}
    for theme, places in items.loc[wanting].groupby("theme_id", sort=True).groups.items():
        rivals = by_theme.get(str(theme), [])
        if rivals:
            own = matrix[list(places)]
            near = np.round(np.stack([(own @ matrix[list(one.members)].T).max(axis=1) for one in rivals]), 4)
            for place, best, score in zip(places, near.argmax(axis=0), near.max(axis=0), strict=True):
                if score >= minimum:
                    found.setdefault(rivals[best].guideline_id, []).append(str(ids[place]))
    return found


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


def _of_whole(one: Candidate, members: Sequence[str], around: Around) -> dict[str, str]:
    """Return the role of each statement for the head of a theme; who contradicts its wording is no support."""
    named = {name for theme in one.theme_ids for name in around.themes.get(theme, [])} | set(members)
    roles = {name: EXISTING if around.types[name] == OFFER else SUPPORTS for name in named}
    against = set(around.against.get(one.wording, [])) | (named & around.objecting)
    against -= {one.wording, *(name for name in around.against if around.types.get(name) == OFFER)}
    roles.update(dict.fromkeys(against & around.types.keys(), AGAINST))
    return {**roles, one.wording: SUPPORTS}


def _of_members(one: Candidate, members: Sequence[str], around: Around) -> dict[str, str]:
    """Return the role of each statement for one candidate; the stronger wins: member, dissent, offer, support."""
    roles = dict.fromkeys(around.answered.get(one.guideline_id, []), SUPPORTS)
    for member in members:
        for link in SUPPORTING[one.kind]:
            roles.update(dict.fromkeys(around.links.get((member, link), []), SUPPORTS))
        for link in ("angebot_massnahme", "angebot_problem"):
            offers = [other for other in around.links.get((member, link), []) if around.types.get(other) == OFFER]
            roles.update(dict.fromkeys(offers, EXISTING))
    roles = {other: AGAINST if other in around.objecting else role for other, role in roles.items()}
    for member in members:
        roles.update({other: AGAINST for other in around.against.get(member, []) if other in around.types})
    roles.update({member: EXISTING if around.types[member] == OFFER else SUPPORTS for member in members})
    return roles


def counted(proofs: pd.DataFrame, items: pd.DataFrame) -> pd.DataFrame:
    """Return per candidate how broadly it is carried.

    Columns guideline_id, mentions, sources, groups, events, votes, dissent, offers, support (sum of weights, each voice
    once), single_voice. Duplicates are one mention; a
    statement whose paper names several groups is no witness for each of them and counts as one group at most.
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
    once = carried.groupby(["guideline_id", "voice"], sort=True)["weight"].max()
    table["support"] = once.groupby("guideline_id").sum().round(3)
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


def offered(table: pd.DataFrame, proofs: pd.DataFrame, contested: set[str]) -> pd.Series:
    """Return what is known of existing offers for each activity, empty for other kinds (same index as ``table``).

    ``contested`` are the statements that somebody contradicts: an offer among them is one that does not suffice to all.
    """
    existing = proofs.loc[proofs["role"].eq(EXISTING)]
    doubted = set(existing.loc[existing["statement_id"].isin(contested), "guideline_id"])
    named = set(existing["guideline_id"])
    words = [
        DOUBTED if name in doubted else OFFERED if name in named else NOT_OFFERED for name in table["guideline_id"]
    ]
    return pd.Series(words, index=table.index, dtype="string").where(table["kind"].eq("aktivitaet").astype(bool))
