"""Drafts of the closing event: is a drafted guideline backed by what was said before?"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from pipeline.guidelines.candidates import Candidate

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Matrix = NDArray[np.float32]

DRAFTED = re.compile(
    r"Leitlinien?[\s-]*(?:entw[uü]rf|vorschl|skizze|papier)|(?:Entw[uü]rf\w*|Vorschl[aä]g\w*|"
    r"Formulierung\w*)[^>]{0,40}Leitlinie|"
    r"^(?:.*> ?)?Leitlinie(?:n| \d+)\b",
    re.IGNORECASE,
)
FORMULA = re.compile(
    r"\b(?:Augenhöhe|Vielfalt|gegenseitig\w*|wechselseitig\w*|gesamtgesellschaftlich\w*|"
    r"Grundgesetz\w*|Fördern und Fordern|"
    r"Eigenverantwortung|Querschnittsaufgabe|gleichberechtigt\w*|Chancengleichheit|Respekt|"
    r"Zusammenhalt|Willkommenskultur|"
    r"Bereicherung|friedlich\w*|Miteinander)\b",
    re.IGNORECASE,
)
DRAFT_TYPES = frozenset({"grundsatz", "ziel"})
SUPPORTED, NEW, CONTRADICTED, BOILERPLATE = "belegt", "neu", "widersprochen", "unbelegte Formel"
VOICES = 2
"""Statements from other papers that make a draft a backed one."""


def drafted(items: pd.DataFrame) -> pd.Series:
    """Return which statements are guidelines drafted by people (boolean, same index).

    >>> frame = pd.DataFrame({"type": ["ziel", "ziel"], "context": ["Leitlinien-Entwürfe > Sprache", "Tisch 1"]})
    >>> drafted(frame).tolist()
    [True, False]
    """
    named = items["context"].fillna("").map(lambda context: bool(DRAFTED.search(str(context))))
    return named.astype(bool) & items["type"].isin(DRAFT_TYPES).astype(bool)


def checked(
    made: list[Candidate], items: pd.DataFrame, matrix: Matrix, dissent: set[str], minimum: float
) -> dict[str, str]:
    """Return for each candidate that holds a draft what the earlier papers say about it.

    ``dissent`` are the candidates that somebody contradicts; ``minimum`` is the similarity that counts as support.
    """
    is_draft = drafted(items).to_numpy(dtype=bool)
    documents = items["document"].to_numpy()
    found = {}
    for candidate in made:
        places = [place for place in candidate.members if is_draft[place]]
        if places:
            near = (matrix @ matrix[places].T).max(axis=1) >= minimum
            others = near & ~is_draft & ~np.isin(documents, documents[places])
            found[candidate.guideline_id] = _verdict(candidate, int(others.sum()), candidate.guideline_id in dissent)
    return found


def _verdict(candidate: Candidate, voices: int, contradicted: bool) -> str:
    if contradicted:
        return CONTRADICTED
    if voices >= VOICES:
        return SUPPORTED
    return BOILERPLATE if FORMULA.search(candidate.draft.text) else NEW
