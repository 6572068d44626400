"""Drafts of the closing event: is a drafted guideline backed by what was said before, and in which theme?"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from pipeline.guidelines.candidates import Candidate, candidate, identifier
from pipeline.guidelines.chain import NO_THEME
from pipeline.guidelines.heads import Said
from pipeline.guidelines.similarity import stems
from pipeline.shared.german import inflect
from pipeline.shared.german.concerns import Concerns

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
NEAREST = 3
"""So many of the nearest voices say how well a theme fits a draft."""
CARRYING = ("problem", "ziel", "massnahme", "grundsatz")
EVERYBODYS = frozenset(
    stem
    for word in sorted(
        inflect.vocabulary("""
        Integration Landkreis Kreis Mensch Menschen Zugewanderte Zuwanderung Zugewanderten Einwohner Einwohnerinnen
        Migranten Geflüchtete Leben leben Aufgabe Ziel Teilhabe gemeinsam müssen sollen fördern stärken Angebot Angebote
        Kommune Gemeinde Gesellschaft Vielfalt Gruppe alle beide Seite
        """)
    )
    for stem in stems(word)
)
"""Words of every guideline: two that share nothing else speak of nothing common."""
LETTER = re.compile(r"mail|brief|rückmeldung", re.IGNORECASE)


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


@dataclass(frozen=True)
class Match:
    """What the papers say about a drafted guideline: its theme (empty where none fits) and who backs it (places)."""

    theme: str
    voices: tuple[int, ...]
    score: float


def meaning(items: pd.DataFrame, matrix: Matrix, known: Concerns) -> tuple[Matrix, list[frozenset[str]]]:
    """Return rows whose products say how near statements are by words and by known concerns, and their ideas.

    Guidelines speak in general words, so the words alone find little: on groups of statements about the same concern
    that were not learned from, one backer in fifty was right by words alone, one in eight by both (a random one: one in
    a hundred).
    """
    texts = items["display_text"].astype(str).tolist()
    rows = np.hstack([matrix, known.encode(texts)]) * np.float32(0.5**0.5)
    bags = known.concepts.bags(texts)
    named = [frozenset(f"={known.concepts.names[place]}" for place in bag.indices) for bag in bags]
    ideas = [(frozenset(stems(text)) - EVERYBODYS) | own for text, own in zip(texts, named, strict=True)]
    return rows.astype(np.float32), ideas


def matches(items: pd.DataFrame, rows: Matrix, ideas: Sequence[frozenset[str]], minimum: float) -> dict[int, Match]:
    """Return for the place of each drafted guideline what statements of other papers back it, and their theme.

    A statement backs a draft when it is as near as ``minimum`` and shares a word or an idea with it that is not
    everybody's. The theme is the one whose backers are nearest.
    """
    drafts = items["drafted"].to_numpy(dtype=bool)
    documents, themes = items["document"].to_numpy(), items["theme_id"].to_numpy()
    speaking = items["type"].isin(CARRYING).to_numpy(dtype=bool) & ~drafts
    found = {}
    for draft in np.flatnonzero(drafts):
        scores = np.round(rows @ rows[draft], 4)
        near = np.flatnonzero(speaking & (documents != documents[draft]) & (scores >= minimum))
        found[int(draft)] = _match([int(p) for p in near if ideas[int(p)] & ideas[int(draft)]], scores, themes)
    return found


def _match(voices: Sequence[int], scores: NDArray[np.float32], themes: NDArray[np.object_]) -> Match:
    """Return the theme that most of the nearest voices belong to."""
    by_theme: dict[str, list[float]] = {}
    for place in voices:
        by_theme.setdefault(str(themes[place]), []).append(float(scores[place]))
    ranked = sorted(
        (-round(math.fsum(sorted(own, reverse=True)[:NEAREST]), 4), theme)
        for theme, own in by_theme.items()
        if len(own) >= VOICES and not theme.startswith(NO_THEME)
    )
    score, theme = ranked[0] if ranked else (0.0, "")
    return Match(theme, tuple(voices), -score)


def placed(found: Mapping[int, Match], said: Said) -> list[Candidate]:
    """Return one principle per draft; the one that fits a theme best stands on everything said in it.

    A draft keeps the words people gave it.
    """
    best: dict[str, int] = {}
    for place, match in sorted(found.items(), key=lambda pair: (-pair[1].score, pair[0])):
        if match.theme:
            best.setdefault(match.theme, place)
    made = []
    for place, match in sorted(found.items()):
        draft = said.written[place]
        if draft is not None:
            one = candidate(said.items, "leitlinie", draft, place, [place, *match.voices])
            one = replace(
                one, guideline_id=identifier("leitlinie", one.wording), field=str(said.items["field"].iloc[place])
            )
            whole = best.get(match.theme) == place
            theme = match.theme or str(said.items["theme_id"].iloc[place])
            made.append(replace(one, drafted=True, whole=whole, theme_ids=(theme,)))
    return made


def above(made: Sequence[Candidate], placed_drafts: Sequence[Candidate]) -> list[Candidate]:
    """Return the goals and principles ``made``, those of a theme that a draft stands for under that draft."""
    over = {one.theme_ids[0]: one.guideline_id for one in placed_drafts if one.whole}
    return [one if one.parent else replace(one, parent=over.get(one.theme_ids[0], "")) for one in made]


def checked(
    made: Sequence[Candidate], items: pd.DataFrame, found: Mapping[int, Match], dissent: set[str]
) -> dict[str, str]:
    """Return for each candidate that is a draft what the other papers say about it.

    ``dissent`` are the candidates that somebody contradicts. Statements that repeat each other are one voice.
    """
    voice = items["duplicate_group"].fillna(items["statement_id"]).to_numpy()
    places = {str(name): place for place, name in enumerate(items["statement_id"])}
    verdicts = {}
    for one in made:
        if one.drafted:
            match = found[places[one.wording]]
            backers = {voice[place] for place in match.voices}
            verdicts[one.guideline_id] = _verdict(one, len(backers), one.guideline_id in dissent)
    return verdicts


def _verdict(one: Candidate, voices: int, contradicted: bool) -> str:
    if contradicted:
        return CONTRADICTED
    if voices >= VOICES:
        return SUPPORTED
    return BOILERPLATE if FORMULA.search(one.draft.text) else NEW


def late(items: pd.DataFrame) -> set[str]:
    """Return the statements of the closing event and of what came in afterwards without an event (mails).

    The closing event is the one whose first paper is the latest; with a single event there is none.
    """
    dated = items.loc[items["date"].notna()]
    begins = dated.loc[dated["event"].notna()].groupby("event")["date"].min().sort_values(kind="stable")
    if len(begins) < VOICES:
        return set()
    last, since = begins.index[-1], begins.iloc[-1]
    letters = dated["kind"].fillna("").str.contains(LETTER) | dated["event"].isna()
    after = dated["event"].eq(last).fillna(value=False) | (letters & dated["date"].ge(since))
    return {str(name) for name in dated.loc[after.astype(bool), "statement_id"]}


def closing(proofs: pd.DataFrame, items: pd.DataFrame) -> dict[str, str]:
    """Return for each candidate that the closing event or a late mail speaks for: confirmed by it, or new with it."""
    latest = late(items)
    support = proofs.loc[proofs["role"].eq("stuetzt")]
    found = {}
    for name, part in support.groupby("guideline_id", sort=True)["statement_id"]:
        named = set(part.astype(str))
        if named & latest:
            found[str(name)] = CONFIRMED if named - latest else FRESH
    return found
