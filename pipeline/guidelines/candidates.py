"""Candidates: statements that ask for the same thing become one principle, goal or activity."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from pipeline.guidelines.chain import NO_THEME
from pipeline.guidelines.rewriting import Draft, rewrite
from pipeline.guidelines.similarity import leaders
from pipeline.shared.engine import Engine
from pipeline.shared.german import inflect, words
from pipeline.shared.german.opposition import opposed, stance

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Matrix = NDArray[np.float32]

PREFIX = {"leitlinie": "l", "ziel": "z", "aktivitaet": "m", "kopf": "k"}
"""First letter of an identifier; the head of a theme (`kopf`) keeps its own, be it worded as principle or as goal."""
OF_TYPE = {"grundsatz": "leitlinie", "ziel": "ziel", "massnahme": "aktivitaet"}
LOOSE = 0.5
"""How near statements without a theme must be to be one."""
CENTRE = 0.3
"""What standing in the middle of the others counts beside a well-formed sentence, when a wording is chosen."""


@dataclass(frozen=True)
class Candidate:
    """A principle, goal or activity: its wording and the places of the statements it is made of.

    ``whole``: everything said in its themes is its evidence, not only ``members`` and what the chain ties to them.
    ``parent``: the identifier of the goal or principle it stands under. ``drafted``: people wrote it as a guideline.
    """

    guideline_id: str
    kind: str
    field: str
    draft: Draft
    wording: str
    members: tuple[int, ...]
    theme_ids: tuple[str, ...]
    whole: bool = False
    parent: str = ""
    drafted: bool = False


def identifier(kind: str, anchor: str) -> str:
    """Return the identifier of a candidate, made of its kind and of what it hangs on (oldest statement or theme).

    >>> identifier("ziel", "a123") == identifier("ziel", "a123")
    True
    """
    digest = hashlib.blake2b(f"{kind}|{anchor}".encode(), digest_size=6).hexdigest()
    return PREFIX[kind] + digest


def reporting(items: pd.DataFrame, share: float) -> pd.Series:
    """Return which statements stand in papers that report in the subjunctive (boolean, same index).

    ``share`` of a paper's statements must have a form that nothing else can be.
    """
    marked = [not inflect.KONJUNKTIV.keys().isdisjoint(words.tokens(text)) for text in items["display_text"]]
    return pd.Series(marked, index=items.index, dtype=float).groupby(items["document"]).transform("mean").ge(share)


def drafts(items: pd.DataFrame, engine: Engine) -> list[Draft | None]:
    """Return for each statement its sentence, None where it may not be quoted or gives none."""
    columns = (items[name] for name in ("display_text", "type", "quotable", "reporting"))
    return engine.mapped(_draft, list(zip(*columns, strict=True)), "Sätze")


def _draft(statement: tuple[str, str, bool, bool]) -> Draft | None:
    text, type_, quotable, reporting = statement
    return rewrite(text, type_, reported=reporting) if quotable and type_ != "angebot" else None


def clusters(items: pd.DataFrame, matrix: Matrix, type_: str, minimum: float) -> list[list[int]]:
    """Return the statements of a type that say nearly the same inside a theme, as places in ``items``.

    What is not part of a theme must be nearer than what is; guidelines that people drafted stand for themselves, and
    statements that contradict each other are never one.
    """
    places = np.flatnonzero((items["type"].eq(type_) & ~items["drafted"]).to_numpy(dtype=bool))
    found: dict[tuple[str, int], list[int]] = {}
    themes = items["theme_id"].to_numpy()
    texts = items["display_text"].to_numpy()
    stances = {int(place): stance(str(texts[place]), type_) for place in places}
    for theme in sorted(set(themes[places])):
        inside = places[themes[places] == theme]
        least = max(minimum, LOOSE) if theme.startswith(NO_THEME) else minimum
        for place, leader in zip(inside, leaders(matrix[inside], least), strict=True):
            first = int(inside[leader])
            own = int(place) if opposed(stances[int(place)], stances[first]) else first
            found.setdefault((theme, own), []).append(int(place))
    return list(found.values())


def best_wording(places: Sequence[int], written: list[Draft | None], matrix: Matrix, least: float) -> int | None:
    """Return the place of the statement whose sentence stands for all; None where no sentence is good enough."""
    return next(iter(wordings(places, written, matrix, least)), None)


def wordings(places: Sequence[int], written: list[Draft | None], matrix: Matrix, least: float) -> list[int]:
    """Return the places whose sentence may stand for all, the best first."""
    usable = [(place, draft) for place in places if (draft := written[place]) is not None and draft.quality >= least]
    middle = matrix[list(places)].mean(axis=0) if usable else None
    scored = [
        (round(draft.quality + CENTRE * float(np.round(matrix[place] @ middle, 4)), 4), place)
        for place, draft in usable
    ]
    return [place for _, place in sorted(scored, key=lambda pair: (-pair[0], pair[1]))]


def activities(
    items: pd.DataFrame, matrix: Matrix, written: list[Draft | None], minimum: float, least: float
) -> tuple[list[Candidate], list[int]]:
    """Return the activities, and the places of measures for which there are no words to quote.

    ``items`` stand in canonical order (oldest first); ``minimum`` says how near measures must be to be one.
    """
    made: list[Candidate] = []
    loose: list[int] = []
    for places in clusters(items, matrix, "massnahme", minimum):
        chosen = best_wording(places, written, matrix, least)
        draft = written[chosen] if chosen is not None else None
        if draft is None or chosen is None:
            loose += places
        else:
            made.append(candidate(items, "aktivitaet", draft, chosen, places))
    return made, loose


def candidate(items: pd.DataFrame, kind: str, draft: Draft, chosen: int, places: Sequence[int]) -> Candidate:
    """Return a candidate named after its oldest statement."""
    ids, first = items["statement_id"], places[0]
    return Candidate(
        guideline_id=identifier(kind, str(ids.iloc[first])),
        kind=kind,
        field=str(items["field"].iloc[first]),
        draft=draft,
        wording=str(ids.iloc[chosen]),
        members=tuple(places),
        theme_ids=(str(items["theme_id"].iloc[first]),),
    )


def attached(
    made: list[Candidate], loose: list[int], items: pd.DataFrame, matrix: Matrix, minimum: float
) -> tuple[list[Candidate], int]:
    """Return the candidates with the statements that have no words of their own, and how many found none.

    Such a statement (confidential, or too broken to print) supports the nearest candidate of its kind in its theme.
    """
    types, themes = items["type"].to_numpy(), items["theme_id"].to_numpy()
    homes: dict[tuple[str, str], list[int]] = {}
    for number, candidate in enumerate(made):
        homes.setdefault((candidate.kind, candidate.theme_ids[0]), []).append(number)
    joined: dict[int, list[int]] = {}
    for place in loose:
        near = [
            (round(float((matrix[list(made[number].members)] @ matrix[place]).max()), 4), -number)
            for number in homes.get((OF_TYPE[types[place]], themes[place]), [])
        ]
        if near and max(near)[0] >= minimum:
            joined.setdefault(-max(near)[1], []).append(place)
    grown = [
        replace(candidate, members=(*candidate.members, *joined.get(number, [])))
        for number, candidate in enumerate(made)
    ]
    return grown, len(loose) - sum(map(len, joined.values()))
