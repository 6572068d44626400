"""Was it answered? Statements of then and of today that may belong together; a person says whether they do.

An offer of today may answer a measure or a problem of then. A problem of today that speaks of a measure of then says
that it was done and does not work yet, or was not done.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pipeline.rounds.sides import Side
from pipeline.shared.german import words
from pipeline.shared.german.vectors import Vectors, tokens
from pipeline.shared.schema import rows
from pipeline.shared.tables import ROUND_ANSWERS

ANSWERED, AGAIN = "beantwortet", "wieder ein Problem"
SHORTEST = 3
DIGITS = 4
RULES = ((ANSWERED, ("massnahme", "problem"), "angebot"), (AGAIN, ("massnahme",), "problem"))


def terms(text: str, vectors: Vectors) -> list[str]:
    """Return the lemmas of the words of a text and of their members."""
    found: list[str] = []
    for token in tokens(text):
        if token in vectors.stop or len(token) < SHORTEST or token.isdigit():
            continue
        members = {token, *(part for piece in token.split("-") for part in vectors.split(piece))}
        found += sorted({words.lemma(part).lower() for part in members if len(part) >= SHORTEST} - vectors.stop)
    return found


def similarity(then: list[str], now: list[str], vectors: Vectors) -> NDArray[np.float64]:
    """Return (then, now): half shared words, the rare ones more, half meaning; 0 to 1."""
    from sklearn.feature_extraction.text import TfidfVectorizer  # noqa: PLC0415 - only two rounds need it

    bags = TfidfVectorizer(analyzer=lambda text: terms(text, vectors), sublinear_tf=True).fit([*then, *now, "Wort"])
    shared = (bags.transform(then) @ bags.transform(now).T).toarray()
    meant = vectors.encode(then) @ vectors.encode(now).T
    return np.asarray((0.5 * shared + 0.5 * np.clip(meant, 0, 1)).clip(0, 1).round(DIGITS), dtype=np.float64)


def answers(then: Side, now: Side, vectors: Vectors, least: float) -> pd.DataFrame:
    """Return for each offer and problem of today the statement of then it most likely answers, if alike enough."""
    records = []
    for kind, old_types, new_type in RULES:
        old = then.statements[then.statements["type"].isin(old_types)].sort_values("statement_id", kind="stable")
        new = now.statements[now.statements["type"] == new_type].sort_values("statement_id", kind="stable")
        if old.empty or new.empty:
            continue
        alike = similarity(old["display_text"].tolist(), new["display_text"].tolist(), vectors)
        same = old["field"].to_numpy()[:, None] == new["field"].to_numpy()[None, :]
        alike = np.where(same, alike, 0.0)
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
