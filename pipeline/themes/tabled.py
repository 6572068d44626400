"""Lays themes out as tables: one row per theme, one per statement in it, and the pairs that contradict each other."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse

from pipeline.themes import naming, shell
from pipeline.themes.naming import Said

DIGITS = 4
REPRESENTATIVES = 3
STABLE, UNSTABLE, REST = "stabil", "nicht berichten", "rest"
REST_NAME = "Einzelne Aussagen ohne Thema"
ALONE = "Keine zweite Aussage steht ihr nahe genug."
SPEECHLESS = "Kein Wort darin trägt Inhalt (nur Zeichen, Zahlen oder Füllwörter)."
MORE_TERMS = 12


def closeness(rows: sparse.csr_matrix, themes: pd.Series) -> NDArray[np.float64]:
    """Return how near each row is to the middle of its theme: cosine with the mean, between 0 and 1."""
    codes, found = pd.factorize(themes, sort=True)
    member = sparse.csr_matrix((np.ones(len(codes)), (codes, np.arange(len(codes)))), shape=(len(found), len(codes)))
    middle = (member @ rows).tocsr()
    product = np.asarray(rows.multiply(middle[codes]).sum(axis=1)).ravel()
    length = np.sqrt(np.asarray(rows.multiply(rows).sum(axis=1)).ravel())
    middle_length = np.sqrt(np.asarray(middle.multiply(middle).sum(axis=1)).ravel())[codes]
    norm = length * middle_length
    return np.clip(np.divide(product, norm, out=np.zeros_like(product), where=norm > 0), 0, 1).round(DIGITS)


def members(frame: pd.DataFrame) -> pd.DataFrame:
    """Return theme_members: the theme of every statement, its nearness, and why it stands in the rest list."""
    reason = frame["reason"].where(frame["is_rest"], None)
    return frame[["theme_id", "statement_id", "score"]].assign(reason=reason)


def themes(frame: pd.DataFrame, stable: Mapping[str, float], names: Mapping[str, str], least: float) -> pd.DataFrame:
    """Return one row per theme.

    Args:
        frame: the statements with theme_id, score, is_rest and type_name, the oldest first.
        stable: theme id -> stability.
        names: theme id -> name given by people.
        least: stability below which a theme is not to be reported.
    """
    said = {
        str(row.statement_id): Said(str(row.statement_id), str(row.display_text), str(row.document), row.publish == "quote")
        for row in frame.itertuples()
    }
    codes, found = pd.factorize(frame["theme_id"], sort=True)
    keys = [[naming.key(noun) for noun in naming.nouns(words.text)] for words in said.values()]
    described = shell.described(keys, np.asarray(codes, dtype=np.int64), MORE_TERMS)
    allowed = naming.usable(said.values())
    forms: dict[str, Counter[str]] = defaultdict(Counter)
    for words in said.values():
        for noun in naming.nouns(words.text):
            if words.quotable or allowed.get(naming.key(noun)):
                forms[naming.key(noun)][noun] += 1
    rows, taken = [], set(names.values())
    ordered = frame.sort_values(["score", "statement_id"], ascending=[False, True], kind="stable")
    for code, theme in enumerate(found):
        own = ordered[ordered["theme_id"] == theme]
        inside = [said[statement] for statement in own["statement_id"]]
        weighted = described.terms.get(code, [])
        rest = bool(own["is_rest"].iloc[0])
        name = REST_NAME if rest else naming.name(inside, dict(weighted), allowed, taken)
        taken.add(name)
        firm = stable.get(theme)
        rows.append(
            {
                "theme_id": theme,
                "field": own["field"].mode().iloc[0],
                "label_suggested": name,
                "label": names.get(theme, name),
                "terms": naming.terms(weighted, forms, allowed),
                "summary": "" if rest else naming.summary(list(zip(inside, own["type"], strict=True)), SUMMARY),
                "representatives": "" if rest else "|".join(representatives(inside)),
                "size": len(own),
                "sources": own["document"].nunique(),
                "groups": own["stakeholder_group"].replace("", pd.NA).nunique(),
                "votes": int(own["votes"].fillna(0).sum()),
                "stability": None if firm is None or np.isnan(firm) else round(float(firm), DIGITS),
                "status": REST if rest else UNSTABLE if firm is not None and firm < least else STABLE,
            }
        )
    return pd.DataFrame(rows)


SUMMARY = {"problem": "Problem", "ziel": "Ziel", "massnahme": "Vorschlag", "angebot": "Es gibt", "grundsatz": "Grundsatz"}


def representatives(inside: list[Said]) -> list[str]:
    """Return up to three quotable statements from different papers, the most central first."""
    shown: list[Said] = []
    for words in inside:
        if words.quotable and words.document not in {other.document for other in shown}:
            shown.append(words)
    return [words.statement_id for words in shown[:REPRESENTATIVES]]
