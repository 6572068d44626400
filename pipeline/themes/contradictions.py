"""Finds statements of one theme that contradict each other.

Either they take opposed stances on the same thing (more or less, duty or free choice, here or everywhere, keep or end,
enough or not, the same denied), or the one names an offer and the other says with a word of lack that this very thing
is missing, does not reach people or does not work.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse

from pipeline.shared.engine import LOCAL, Engine
from pipeline.shared.german import opposition
from pipeline.themes.evidence import Evidence

LACK = re.compile(
    r"\b(?:fehl\w*|kein\w*|nicht\w*|nie|niemals|nirgendwo|zu wenig\w*|mangel\w*|kaum|weder|ohne|unzureichend\w*|"
    r"veraltet\w*|nirgends|niemand\w*|gestrichen|eingestellt|weggefallen|überlastet|ausgebucht|hört auf|läuft aus)\b",
    re.IGNORECASE,
)
GONE = re.compile(
    r"\b(?:fehl\w*|kein\w*|nirgend\w*|zu wenig\w*|mangel\w*|unzureichend\w*|veraltet\w*|gestrichen|eingestellt|"
    r"weggefallen|überlastet|ausgebucht|hört auf|läuft aus|reich(?:t|en) nicht|"
    r"nicht (?:mehr|genug|bekannt|erreichbar))\b",
    re.IGNORECASE,
)
"""Words that say of a thing that it is not there or does not suffice."""
NEAR_WORDING, NEAR_CONCEPTS = 0.12, 0.4
OFFER, PROBLEM = "angebot", "problem"
REASON = "Die eine Aussage nennt ein Angebot, die andere sagt, dass es fehlt oder nicht reicht."
MOST = 3
COLUMNS = ["theme_id", "first", "second", "reason"]


def opposed(frame: pd.DataFrame, evidence: Evidence, engine: Engine = LOCAL) -> pd.DataFrame:
    """Return the pairs theme_id, first, second, reason, at most three for each first.

    In a pair of opposed stances the earlier identifier is the first, else the offer. The engine reads the texts.
    """
    lack = frame["display_text"].astype(str).str.contains(LACK).to_numpy(dtype=bool)
    kind, statements = frame["type"].to_numpy(), frame["statement_id"].to_numpy()
    held = ~frame["is_rest"].to_numpy(dtype=bool)
    texts = frame["display_text"].astype(str).tolist()
    pairs = list(zip(texts, kind.tolist(), strict=True))
    named, lacked, stances = zip(*engine.mapped(_heard, pairs, "Widersprüche suchen"), strict=True)
    found: list[tuple[str, str, str, str]] = []
    for theme, places in sorted(frame.groupby("theme_id").indices.items()):
        own = np.asarray(places)[held[np.asarray(places)]]
        offers, problems = own[(kind[own] == OFFER) & ~lack[own]], own[(kind[own] == PROBLEM) & lack[own]]
        found += _stances(str(theme), own, statements, stances)
        near = _near(evidence.rows["wording"], evidence.rows["concepts"], offers, problems)
        near *= np.array([[bool(named[offer] & lacked[problem]) for problem in problems] for offer in offers]).reshape(
            near.shape
        )
        for row, offer in enumerate(offers):
            best = np.argsort(-near[row], kind="stable")[:MOST]
            found += [
                (str(theme), str(statements[offer]), statements[problems[place]], REASON)
                for place in best
                if near[row, place]
            ]
    return pd.DataFrame(found, columns=COLUMNS).drop_duplicates(COLUMNS[:3])


def _heard(said: tuple[str, str]) -> tuple[frozenset[str], frozenset[str], opposition.Stance]:
    """Return what a text of a type names, what it says is missing, and what it takes sides on."""
    text, kind = said
    return frozenset(stem for _, stem in opposition.nouns(text)), missing(text), opposition.stance(text, kind)


def missing(text: str) -> frozenset[str]:
    """Return the stems of what a text says is missing or does not work: the first noun of each clause that says so.

    >>> sorted(missing("Wir warten, weil Busse nach Moorwede fehlen"))
    ['buss']
    """
    clauses = (clause for clause in opposition.CLAUSE.split(text) if GONE.search(clause))
    return frozenset(found[0][1] for clause in clauses if (found := opposition.nouns(clause)))


def _stances(
    theme: str, places: NDArray[np.int64], statements: NDArray[np.object_], stances: Sequence[opposition.Stance]
) -> list[tuple[str, str, str, str]]:
    """Return the pairs of one theme whose stances are opposed, at most three for each first statement."""
    ordered = sorted((str(statements[place]), int(place)) for place in places)
    found: list[tuple[str, str, str, str]] = []
    counted: Counter[int] = Counter()
    for one, other, reason in opposition.pairs([stances[place] for _, place in ordered]):
        counted[one] += 1
        if counted[one] <= MOST:
            found.append((theme, ordered[one][0], ordered[other][0], reason))
    return found


def _near(
    wording: sparse.csr_matrix, concepts: sparse.csr_matrix, rows: NDArray[np.int64], columns: NDArray[np.int64]
) -> NDArray[np.float64]:
    """Return how much two statements speak of the same thing, 0 where they share no word."""
    words = (wording[rows] @ wording[columns].T).toarray()
    ideas = (concepts[rows] @ concepts[columns].T).toarray()
    return np.where((words > NEAR_WORDING) & (ideas > NEAR_CONCEPTS), (words + ideas).round(4), 0.0)
