"""Drafts of the closing event: is a drafted guideline backed by what was said before?"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from pipeline.guidelines.candidates import Candidate
from pipeline.guidelines.chain import NO_THEME

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Matrix = NDArray[np.float32]

DRAFTED = re.compile(
    r"Leitlinien?[\s-]*\(?(?:im )?(?:entw[uü]rf|vorschl|skizze|papier)"
    r"|(?:Entw[uü]rf\w*|Vorschl[aä]g\w*|Formulierung\w*)[^>]{0,40}Leitlinie"
    r"|(?:^|> ?)(?:Teil \d+: )?Leitlinie(?:n|\b)",
    re.IGNORECASE,
)
"""A heading or column that announces drafted guidelines."""
COMMENT = re.compile(r"Anmerkung|Kommentar|Bemerkung|Rückmeldung|Diskussion|Einwände?|Notiz", re.IGNORECASE)
"""A column beside the drafts."""
FORMULA = re.compile(
    r"\b(?:Augenhöhe|Vielfalt|gegenseitig\w*|wechselseitig\w*|gesamtgesellschaftlich\w*|"
    r"Grundgesetz\w*|Fördern und Fordern|"
    r"Eigenverantwortung|Querschnittsaufgabe|gleichberechtigt\w*|Chancengleichheit|Respekt|"
    r"Zusammenhalt|Willkommenskultur|"
    r"Bereicherung|friedlich\w*|Miteinander)\b",
    re.IGNORECASE,
)
OBJECTION = re.compile(
    r"\b(?:dagegen|streichen|gestrichen|raus damit|nicht einverstanden|ablehnen|abgelehnt|Widerspruch|widerspricht|"
    r"falsch|zu (?:weich|allgemein|streng|vage|unverbindlich|lang)|fehlt|lieber|klingt (?:nach|wie)|Floskel)\b",
    re.IGNORECASE,
)
"""A remark beside a draft that does not agree."""
DRAFT_TYPES = frozenset({"grundsatz", "ziel"})
SUPPORTED, NEW, CONTRADICTED, BOILERPLATE = "belegt", "neu", "widersprochen", "unbelegte Formel"
CONFIRMED, FRESH = "bestätigt", "neu"
VOICES = 2
"""Statements from other papers that make a draft a backed one."""


def drafted(items: pd.DataFrame) -> pd.Series:
    """Return which statements are guidelines drafted by people (boolean, same index).

    >>> frame = pd.DataFrame({"type": ["ziel", "ziel"], "context": ["Leitlinien-Entwürfe > Sprache", "Tisch 1"]})
    >>> drafted(frame).tolist()
    [True, False]
    """
    contexts = items["context"].fillna("").astype(str)
    named = contexts.map(lambda context: bool(DRAFTED.search(context)) and not COMMENT.search(context.split(" > ")[-1]))
    return named.astype(bool) & items["type"].isin(DRAFT_TYPES).astype(bool)


def objections(items: pd.DataFrame) -> pd.DataFrame:
    """Return the remarks that object to a draft in the same row of its table: columns first, second."""
    rows = items.loc[items["row_key"].ne(""), ["statement_id", "row_key", "drafted", "display_text"]]
    objects = rows["display_text"].map(lambda text: bool(OBJECTION.search(str(text)))).astype(bool)
    against = rows.loc[~rows["drafted"] & objects]
    pairs = rows.loc[rows["drafted"]].merge(against, on="row_key", suffixes=("_first", "_second"))
    return pairs[["statement_id_first", "statement_id_second"]].set_axis(["first", "second"], axis=1)


def backing(made: Sequence[Candidate], items: pd.DataFrame, matrix: Matrix, minimum: float) -> dict[str, list[str]]:
    """Return for each principle of a sentence, not of a whole theme, the statements of other papers that back it.

    They are the principles and goals of its theme; for a draft also whatever is as near as ``minimum``.
    """
    ids, documents, themes = (items[name].to_numpy() for name in ("statement_id", "document", "theme_id"))
    drafts = items["drafted"].to_numpy(dtype=bool)
    normative = np.flatnonzero(items["type"].isin(DRAFT_TYPES).to_numpy(dtype=bool) & ~drafts)
    by_theme: dict[str, list[int]] = {}
    for place in normative:
        by_theme.setdefault(str(themes[place]), []).append(int(place))
    found = {}
    for candidate in made:
        if candidate.kind == "leitlinie" and not candidate.broad:
            own = [place for place in candidate.members if drafts[place]]
            real = [theme for theme in candidate.theme_ids if not theme.startswith(NO_THEME)]
            others = {place for theme in real for place in by_theme.get(theme, [])}
            if own:
                near = np.round((matrix @ matrix[own].T).max(axis=1), 4) >= minimum
                others |= {int(place) for place in np.flatnonzero(near & ~drafts)}
            papers = {documents[place] for place in own or candidate.members}
            found[candidate.guideline_id] = [
                str(ids[place]) for place in sorted(others) if documents[place] not in papers
            ]
    return found


def checked(
    made: Sequence[Candidate], items: pd.DataFrame, backed: dict[str, list[str]], dissent: set[str]
) -> dict[str, str]:
    """Return for each candidate that holds a draft what the other papers say about it.

    ``dissent`` are the candidates that somebody contradicts.
    """
    drafts = items["drafted"].to_numpy(dtype=bool)
    holding = [candidate for candidate in made if drafts[list(candidate.members)].any() and not candidate.broad]
    return {
        candidate.guideline_id: _verdict(
            candidate, len(backed.get(candidate.guideline_id, [])), candidate.guideline_id in dissent
        )
        for candidate in holding
    }


def _verdict(candidate: Candidate, voices: int, contradicted: bool) -> str:
    if contradicted:
        return CONTRADICTED
    if voices >= VOICES:
        return SUPPORTED
    return BOILERPLATE if FORMULA.search(candidate.draft.text) else NEW


def closing(proofs: pd.DataFrame, items: pd.DataFrame) -> dict[str, str]:
    """Return for each candidate that the last event speaks of: confirmed by it, or new with it.

    The last event is the one whose first paper is the latest; with a single event nothing is confirmed.
    """
    dated = items.loc[items["event"].notna() & items["date"].notna()]
    begins = dated.groupby("event")["date"].min().sort_values(kind="stable")
    if len(begins) < VOICES:
        return {}
    last = begins.index[-1]
    events = proofs.loc[proofs["role"].eq("stuetzt")].merge(items[["statement_id", "event"]], on="statement_id")
    found = {}
    for name, part in events.groupby("guideline_id", sort=True)["event"]:
        named = set(part.dropna())
        if last in named:
            found[str(name)] = CONFIRMED if named - {last} else FRESH
    return found
