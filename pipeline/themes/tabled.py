"""Lays themes out as tables: one row per theme and one per statement in it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse

from pipeline.shared.german.concerns import Concerns
from pipeline.themes import naming, shell
from pipeline.themes.evidence import Weighted
from pipeline.themes.naming import Candidate, Said
from pipeline.themes.nouns import key

DIGITS = 4
REPRESENTATIVES = 3
STABLE, UNSTABLE, REST = "stabil", "nicht berichten", "rest"
REST_NAME = "Einzelne Aussagen ohne Thema"
ALONE = "Keine zweite Aussage steht ihr nahe genug."
SPEECHLESS = "Kein Wort darin trägt Inhalt (nur Zeichen, Zahlen oder Füllwörter)."
SUMMARY = {
    "problem": "Problem",
    "ziel": "Ziel",
    "massnahme": "Vorschlag",
    "angebot": "Es gibt",
    "grundsatz": "Grundsatz",
}
MORE_TERMS = 20
BATCH = 4096  # so many statements are compared with their themes at once


def closeness(rows: Weighted, themes: pd.Series) -> NDArray[np.float64]:
    """Return how near each row is to the middle of its theme: cosine with the mean, between 0 and 1."""
    codes, found = pd.factorize(themes, sort=True)
    member = sparse.csr_matrix((np.ones(len(codes)), (codes, np.arange(len(codes)))), shape=(len(found), len(codes)))
    middle = rows.sums(member)
    parts = [slice(start, start + BATCH) for start in range(0, max(1, len(codes)), BATCH)]
    product = np.concatenate([inner(rows[part], middle[codes[part]]) for part in parts])
    length = np.sqrt(np.concatenate([inner(rows[part], rows[part]) for part in parts]))
    norm = length * np.sqrt(inner(middle, middle))[codes]
    cosine = np.divide(product, norm, out=np.zeros_like(product), where=norm > 0)
    return np.asarray(np.clip(cosine, 0, 1).round(DIGITS), dtype=np.float64)


def inner(rows: sparse.csr_matrix, others: sparse.csr_matrix) -> NDArray[np.float64]:
    """Return the inner product of each row with the row of the same number."""
    return np.asarray(rows.multiply(others).sum(axis=1)).ravel()


def members(frame: pd.DataFrame) -> pd.DataFrame:
    """Return theme_members: theme of every statement, nearness, near-duplicates, and why it stands in the rest list."""
    reason = frame["reason"].where(frame["is_rest"], None)
    return frame[["theme_id", "statement_id", "score", "duplicate_group"]].assign(reason=reason)


@dataclass(frozen=True)
class Material:
    """All statements by theme, the most central first, and what marks each theme."""

    inside: dict[str, list[Said]]
    terms: dict[str, list[tuple[str, float]]]
    allowed: set[str]
    forms: dict[str, Counter[str]]


def material(frame: pd.DataFrame) -> Material:
    """Return the statements as naming needs them; ``frame`` has theme_id, score, display_text, document, publish."""
    ordered = frame.sort_values(["score", "statement_id"], ascending=[False, True], kind="stable")
    columns = (ordered[name].astype(str) for name in ("statement_id", "display_text", "document", "publish"))
    said = [
        Said.of(name, text, paper, quotable=publish == "quote")
        for name, text, paper, publish in zip(*columns, strict=True)
    ]
    inside: dict[str, list[Said]] = defaultdict(list)
    for theme, words in zip(ordered["theme_id"].astype(str), said, strict=True):
        inside[theme].append(words)
    allowed = naming.usable(said)
    forms: dict[str, Counter[str]] = defaultdict(Counter)
    for words in said:
        for noun in words.nouns:
            if key(noun) in allowed:
                forms[key(noun)][noun] += 1
    codes, found = pd.factorize(ordered["theme_id"], sort=True)
    described = shell.described(
        [[key(noun) for noun in words.nouns] for words in said], codes.astype(np.int64), MORE_TERMS
    )
    marked = {str(theme): described.terms.get(code, []) for code, theme in enumerate(found)}
    return Material(dict(inside), marked, allowed, dict(forms))


def names(made: Material, concerns: Concerns, given: Mapping[str, str], rest: set[str]) -> dict[str, str]:
    """Return the suggested name of every theme, the largest themes choose first."""
    order = sorted(made.inside, key=lambda theme: (-len(made.inside[theme]), theme))
    weights = {theme: relative(made.terms[theme]) for theme in order}
    found = {theme: naming.candidates(made.inside[theme], weights[theme], made.allowed) for theme in order}
    near = nearness(made, found, concerns)
    taken, result = set(given.values()), {}
    for theme in order:
        if theme in rest:
            result[theme] = REST_NAME
            continue
        wanted = (noun for candidate in found[theme] for noun in candidate.keys)
        covered = naming.coverage(made.inside[theme], wanted)
        pairs = list(zip(found[theme], near[theme], strict=True))
        result[theme] = naming.best(pairs, weights[theme], covered, taken)
        taken.add(result[theme])
    return result


def relative(ranked: Sequence[tuple[str, float]]) -> dict[str, float]:
    """Return the weights divided by the largest."""
    top = max((weight for _, weight in ranked), default=0.0) or 1.0
    return {term: weight / top for term, weight in ranked}


def nearness(made: Material, found: Mapping[str, list[Candidate]], concerns: Concerns) -> dict[str, list[float]]:
    """Return for each theme how near its candidates are to its middle, less how near they are to all statements."""
    rows = concerns.middles([[words.text for words in inside] for inside in made.inside.values()])
    middles = dict(zip(made.inside, rows, strict=True))
    size = {theme: len(inside) for theme, inside in made.inside.items()}
    everything = sum((middles[theme] * size[theme] for theme in sorted(middles)), np.zeros(1)) / sum(size.values())
    wordings = concerns.encode([candidate.wording for candidates in found.values() for candidate in candidates])
    parts = np.split(wordings, np.cumsum([len(candidates) for candidates in found.values()])[:-1])
    result = {}
    for theme, part in zip(found, parts, strict=True):
        difference = middles[theme] - everything
        result[theme] = [round(float(near), 5) for near in part @ difference / (np.linalg.norm(difference) + 1e-9)]
    return result


def themes(frame: pd.DataFrame, made: Material, called: Mapping[str, str], firm: pd.DataFrame) -> pd.DataFrame:
    """Return one row per theme.

    Args:
        frame: the statements with theme_id, is_rest, type, field, document, stakeholder_group and votes.
        made: what naming knows.
        called: theme id -> suggested name.
        firm: by theme id: stability, weak (is it below the limit?) and name (given by people, or empty).
    """
    kinds = dict(zip(frame["statement_id"].astype(str), frame["type"].astype(str), strict=True))
    resting = frame.groupby("theme_id")["is_rest"].any()
    rows = []
    for theme, own in frame.groupby("theme_id", sort=True):
        name, rest, inside = str(theme), bool(resting[theme]), made.inside[str(theme)]
        given = firm["name"].get(name)
        typed = [(words, kinds[words.statement_id]) for words in inside]
        rows.append(
            {
                "theme_id": name,
                "field": own["field"].mode().iloc[0],
                "label_suggested": called[name],
                "label": given if isinstance(given, str) else called[name],
                "terms": naming.terms(made.terms[name], made.forms),
                "summary": "" if rest else naming.summary(typed, SUMMARY),
                "representatives": "" if rest else "|".join(representatives(inside)),
                "size": len(own),
                "sources": own["document"].nunique(),
                "groups": len(group_names(own["stakeholder_group"])),
                "votes": int(own["votes"].fillna(0).sum()),
                "stability": firm["stability"].get(name),
                "status": REST if rest else UNSTABLE if firm["weak"].get(name, default=False) else STABLE,
            }
        )
    return pd.DataFrame(rows)


def group_names(groups: pd.Series) -> set[str]:
    """Return the groups named in a column; several in one cell are separated by |."""
    return {name.strip() for cell in groups.fillna("").astype(str) for name in cell.split("|") if name.strip()}


def representatives(inside: Sequence[Said]) -> list[str]:
    """Return up to three quotable statements from different papers, the most central first."""
    shown: list[Said] = []
    for words in inside:
        if words.quotable and words.document not in {other.document for other in shown}:
            shown.append(words)
    return [words.statement_id for words in shown[:REPRESENTATIVES]]
