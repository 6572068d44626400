"""Finds statements of one theme that contradict each other: an offer says it exists, a problem says it is missing.

A pair counts where both speak of the same thing (common words or concepts) and one of them says it is there, the
other that it is not: an offer against a problem with a word of lack, or an affirmed against a negated statement.
"""

from __future__ import annotations

import re

import numpy as np
import pandas as pd
from scipy import sparse

from pipeline.themes.evidence import Evidence

LACK = re.compile(
    r"\b(fehl\w*|kein\w*|nicht\w*|nie\w*|zu wenig\w*|mangel\w*|mangelnd\w*|kaum|weder|ohne|unzureichend\w*|gibt es nicht|"
    r"nirgends|niemand\w*|gestrichen|eingestellt|weggefallen)\b",
    re.IGNORECASE,
)
NEAR_WORDING, NEAR_CONCEPTS, NEAR = 0.12, 0.4, 0.35
OFFER, PROBLEM = "angebot", "problem"
EXISTS = "Die eine Aussage nennt ein Angebot, die andere sagt, dass es fehlt."
MOST = 3
COLUMNS = ["theme_id", "first", "second", "reason"]


def opposed(frame: pd.DataFrame, evidence: Evidence) -> pd.DataFrame:
    """Return the pairs theme_id, first (the offer), second (the problem), reason; at most three per offer."""
    wording, concepts = evidence.rows["wording"], evidence.rows["concepts"]
    lack = frame["display_text"].astype(str).str.contains(LACK).to_numpy()
    kind, statements = frame["type"].to_numpy(), frame["statement_id"].to_numpy()
    found = []
    for theme, places in sorted(frame.loc[~frame["is_rest"]].groupby("theme_id").indices.items()):
        own = np.flatnonzero(~frame["is_rest"].to_numpy())[places]
        offers = own[(kind[own] == OFFER) & ~lack[own]]
        problems = own[(kind[own] == PROBLEM) & lack[own]]
        near = _near(wording, concepts, offers, problems)
        for row, offer in enumerate(offers):
            best = np.argsort(-near[row], kind="stable")[:MOST]
            found += [(theme, statements[offer], statements[problems[n]], EXISTS) for n in best if near[row, n] > NEAR]
    return pd.DataFrame(found, columns=COLUMNS)


def _near(
    wording: sparse.csr_matrix, concepts: sparse.csr_matrix, rows: np.ndarray, columns: np.ndarray
) -> np.ndarray:
    """Return how much two statements speak of the same thing, 0 where they share no word."""
    words = (wording[rows] @ wording[columns].T).toarray()
    ideas = (concepts[rows] @ concepts[columns].T).toarray()
    return np.where((words > NEAR_WORDING) & (ideas > NEAR_CONCEPTS), (words + ideas).round(4), 0.0)
