"""Was it answered? Statements of then and of today that may belong together; a person says whether they do.

An offer of today may answer a measure or a problem of then. A problem of today that speaks of a measure of then says
that it was done and does not work yet, or was not done; so does a measure that wants to prolong or widen something.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pipeline.rounds.sides import Side
from pipeline.shared.german import lemmas, words
from pipeline.shared.german.vectors import Vectors
from pipeline.shared.schema import rows
from pipeline.shared.tables import ROUND_ANSWERS

ANSWERED, AGAIN = "beantwortet", "wieder ein Problem"
DIGITS = 4
ELSEWHERE = 0.8  # what likeness counts across fields
RULES = ((ANSWERED, ("massnahme", "problem")), (AGAIN, ("massnahme",)))
SEVERAL = 2  # words from which a statement of then can be answered
MONTH_NAMES = (
    "januar", "februar", "märz", "april", "mai", "juni", "juli", "august", "september", "oktober", "november",
    "dezember",
)  # fmt: skip
MONTHS = frozenset(map(words.stem, MONTH_NAMES))
CONTINUED = r"(?i)verlänger|weiterführ|fortführ|fortsetz|ausweit|ausgeweitet|aufstock|verstetig|nachbesser"


def matters(texts: list[str], vectors: Vectors) -> list[list[str]]:
    """Return the stems of the lemmas of each text; a month says when and not what."""
    found = [[words.stem(lemma) for lemma in own] for own in lemmas.of_texts(texts, vectors)]
    return [[stem for stem in own if stem not in MONTHS] for own in found]


def similarity(then: list[str], now: list[str], vectors: Vectors) -> NDArray[np.float64]:
    """Return (then, now): half shared words, the rare ones more, half meaning; 0 to 1.

    Words are compared by the stems of their lemmas, so a *Sprachmittlerpool* and a *Sprachmittlungspool* share both.
    """
    from sklearn.feature_extraction.text import TfidfVectorizer  # noqa: PLC0415 - only two rounds need it

    stems = matters([*then, *now], vectors)
    bags = TfidfVectorizer(analyzer=list, sublinear_tf=True).fit([*stems, ["wort"]])
    shared = (bags.transform(stems[: len(then)]) @ bags.transform(stems[len(then) :]).T).toarray()
    meant = vectors.encode(then) @ vectors.encode(now).T
    return np.asarray((0.5 * shared + 0.5 * np.clip(meant, 0, 1)).clip(0, 1).round(DIGITS), dtype=np.float64)


def asks(statements: pd.DataFrame, kind: str) -> pd.Series:
    """Return which statements of today may answer one of then in this way."""
    if kind == ANSWERED:
        return statements["type"] == "angebot"
    goes_on = (statements["type"] == "massnahme") & statements["display_text"].str.contains(CONTINUED, regex=True)
    return (statements["type"] == "problem") | goes_on


def answers(then: Side, now: Side, vectors: Vectors, least: float) -> pd.DataFrame:
    """Return for each offer and problem of today the statement of then it most likely answers, if alike enough.

    What was said under another field may be the answer too, but must be more alike. A single word ("Wohnungen!")
    names no measure that could be answered.
    """
    records = []
    for kind, old_types in RULES:
        old = then.statements[then.statements["type"].isin(old_types)].sort_values("statement_id", kind="stable")
        old = old[[len(own) >= SEVERAL for own in matters(old["display_text"].tolist(), vectors)]]
        new = now.statements[asks(now.statements, kind)].sort_values("statement_id", kind="stable")
        if old.empty or new.empty:
            continue
        alike = similarity(old["display_text"].tolist(), new["display_text"].tolist(), vectors)
        same = old["field"].to_numpy()[:, None] == new["field"].to_numpy()[None, :]
        alike = (np.where(same, 1, ELSEWHERE) * alike).round(DIGITS)
        for column, row in enumerate(alike.argmax(axis=0).tolist()):
            score, theme = float(alike[row, column]), old["theme_id"].iloc[row]
            if score >= least and pd.notna(theme):
                records.append(
                    {"kind": kind, "earlier_statement": old["statement_id"].iloc[row], "theme_id": theme,
                     "statement_id": new["statement_id"].iloc[column], "earlier_type": old["type"].iloc[row],
                     "score": score, "accepted": pd.NA}
                )  # fmt: skip
    return rows(ROUND_ANSWERS, records)


def decided(found: pd.DataFrame, decisions: pd.DataFrame) -> pd.DataFrame:
    """Return ``found`` with what people said to it; ``decisions`` is the review kind "answers"."""
    key = ["kind", "earlier_statement", "statement_id"]
    said = dict(zip(zip(*(decisions[name] for name in key), strict=True), decisions["accepted"], strict=True))
    pairs = zip(*(found[name] for name in key), strict=True)
    return ROUND_ANSWERS.typed(found.assign(accepted=[said.get(pair, pd.NA) for pair in pairs]))
