"""Finds statements of one theme that contradict each other: an offer says it exists, a problem says it is missing.

A pair counts where both speak of the same thing (common words and concepts), the one names an offer, and the other
says with a word of lack that it is not there, does not reach people or does not work.
"""

from __future__ import annotations

import re

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse

from pipeline.themes.evidence import Evidence

LACK = re.compile(
    r"\b(?:fehl\w*|kein\w*|nicht\w*|nie|niemals|nirgendwo|zu wenig\w*|mangel\w*|kaum|weder|ohne|unzureichend\w*|"
    r"veraltet\w*|nirgends|niemand\w*|gestrichen|eingestellt|weggefallen|überlastet|ausgebucht|hört auf|läuft aus)\b",
    re.IGNORECASE,
)
NEAR_WORDING, NEAR_CONCEPTS = 0.12, 0.4
OFFER, PROBLEM = "angebot", "problem"
REASON = "Die eine Aussage nennt ein Angebot, die andere sagt, dass es fehlt oder nicht reicht."
MOST = 3
COLUMNS = ["theme_id", "first", "second", "reason"]


def opposed(frame: pd.DataFrame, evidence: Evidence) -> pd.DataFrame:
    """Return the pairs theme_id, first (the offer), second (the problem), reason; at most three per offer."""
    lack = frame["display_text"].astype(str).str.contains(LACK).to_numpy(dtype=bool)
    kind, statements = frame["type"].to_numpy(), frame["statement_id"].to_numpy()
    held = ~frame["is_rest"].to_numpy(dtype=bool)
    found = []
    for theme, places in sorted(frame.groupby("theme_id").indices.items()):
        own = np.asarray(places)[held[np.asarray(places)]]
        offers, problems = own[(kind[own] == OFFER) & ~lack[own]], own[(kind[own] == PROBLEM) & lack[own]]
        near = _near(evidence.rows["wording"], evidence.rows["concepts"], offers, problems)
        for row, offer in enumerate(offers):
            best = np.argsort(-near[row], kind="stable")[:MOST]
            found += [
                (theme, statements[offer], statements[problems[place]], REASON) for place in best if near[row, place]
            ]
    return pd.DataFrame(found, columns=COLUMNS)


def _near(
    wording: sparse.csr_matrix, concepts: sparse.csr_matrix, rows: NDArray[np.int64], columns: NDArray[np.int64]
) -> NDArray[np.float64]:
    """Return how much two statements speak of the same thing, 0 where they share no word."""
    words = (wording[rows] @ wording[columns].T).toarray()
    ideas = (concepts[rows] @ concepts[columns].T).toarray()
    return np.where((words > NEAR_WORDING) & (ideas > NEAR_CONCEPTS), (words + ideas).round(4), 0.0)
