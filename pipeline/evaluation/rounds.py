"""Rounds: are the changes found that were planted, and is nothing else called a change?

gold/changes.jsonl: ``change`` (a fate of a theme, ``umbenannt``, or a kind of answer), ``now`` (ids of gold statements
of this round) and ``earlier`` (file and text of statements of the earlier round).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from pipeline.evaluation import gold
from pipeline.evaluation.scores import DIGITS
from pipeline.shared import earlier
from pipeline.shared.corpus import Corpus
from pipeline.shared.tables import ROUND_ANSWERS, ROUND_SHARES, ROUND_THEMES, STATEMENTS, THEME_MEMBERS

TOLD = ("neu", "entfallen", "gewachsen", "geschrumpft")
HALF = 0.5  # of the coded statements of a theme told as new: then it is a part of what was planted as new
RENAMED, ANSWERED = "umbenannt", "beantwortet"


def themes_then(then: Corpus, lines: Iterable[dict[str, str]]) -> Counter[str]:
    """Return how many of the quoted statements lie in each theme of the earlier round."""
    statements = STATEMENTS.read(then).merge(THEME_MEMBERS.read(then)[["statement_id", "theme_id"]], on="statement_id")
    found: Counter[str] = Counter()
    for line in lines:
        same = statements.loc[statements["document"] == line["file"]]
        inside = [line["text"] in text or text.strip() in line["text"] for text in same["text"]]
        found.update(same.loc[inside, "theme_id"].head(1).astype(str))
    return found


def main_theme(counts: Counter[str], *, whole: int) -> str:
    """Return the theme that most lie in, if that is at least half of ``whole``; else nothing."""
    theme, number = min(counts.items(), key=lambda item: (-item[1], item[0]), default=("", 0))
    return theme if 2 * number >= whole else ""


def found_change(row: Mapping[Any, Any], theme_of: dict[str, str], then: Corpus, fate: dict[str, str]) -> str:
    """Return the theme under which a planted fate was found; nothing where it was not."""
    if row["change"] == "neu":
        counts = Counter(theme_of[name] for name in row["now"] if name in theme_of)
        theme = main_theme(counts, whole=len(row["now"]))
    else:
        counts = themes_then(then, row["earlier"])
        theme = min(counts.items(), key=lambda item: (-item[1], item[0]), default=("", 0))[0]
    return theme if fate.get(theme) == row["change"] else ""


def exact(row: Mapping[Any, Any], proposed: Mapping[tuple[str, str], str], key: str, then: pd.DataFrame) -> bool:
    """Return whether the very statement of then was proposed that ``row`` names, for the statement ``key`` of today."""
    found = then.loc[then["statement_id"] == proposed.get((row["change"], key), "")]
    return any(
        line["file"] == document and (line["text"] in text or text.strip() in line["text"])
        for document, text in zip(found["document"], found["text"], strict=True)
        for line in row["earlier"]
    )


def rounds(corpus: Corpus, pairs: pd.DataFrame) -> dict[str, float]:
    """Return how many planted changes were found, and how many others were told; ``pairs``: gold_id, statement_id."""
    planted, then = gold.read(corpus, "changes"), earlier.of(corpus)
    if planted.empty or then is None:
        return {}
    lines = planted.astype(object).where(planted.notna(), None).to_dict("records")
    members = THEME_MEMBERS.read(corpus).merge(pairs[["gold_id", "statement_id"]], on="statement_id")
    theme_of = dict(zip(members["gold_id"].astype(str), members["theme_id"].astype(str), strict=True))
    table, answers, shares = ROUND_THEMES.read(corpus), ROUND_ANSWERS.read(corpus), ROUND_SHARES.read(corpus)
    fate = dict(zip(table["theme_id"].astype(str), table["change"].astype(str), strict=True))
    told = {theme for theme, change in fate.items() if change in TOLD}
    statement_of = dict(zip(pairs["gold_id"].astype(str), pairs["statement_id"].astype(str), strict=True))
    proposed = {(row["kind"], row["statement_id"]): str(row["earlier_statement"]) for row in answers.to_dict("records")}
    compared = set(shares.loc[(shares["mentions_before"] > 0) & (shares["mentions_now"] > 0), "value"])
    kinds = set(answers["kind"]) | {ANSWERED, "wieder ein Problem"}
    fates = [row for row in lines if row["change"] in (*TOLD, "nicht vergleichbar")]
    asked = [row for row in lines if row["change"] in kinds]
    right = [found_change(row, theme_of, then, fate) for row in fates]
    fresh = {name for row in fates if row["change"] == "neu" for name in row["now"]}
    inside = members.assign(planted=members["gold_id"].isin(fresh)).groupby("theme_id")["planted"].mean()
    parts = {theme for theme in told if fate[theme] == "neu" and inside.get(theme, 0.0) >= HALF} - set(right)
    said = STATEMENTS.read(then)
    same = [exact(row, proposed, statement_of.get(str(row["now"][0]), ""), said) for row in asked]
    hit = [(row["change"], statement_of.get(str(row["now"][0]), "")) in proposed for row in asked]
    return {
        "rounds.planted": float(len(fates)),
        "rounds.found": float(sum(map(bool, right))),
        "rounds.told_parts": float(len(parts)),
        "rounds.told_beside": float(len(told - set(right) - parts)),
        "rounds.renamed_found": float(sum(row.get("now") in compared for row in lines if row["change"] == RENAMED)),
        "rounds.answers_planted": float(len(asked)),
        "rounds.answers_found": float(sum(hit)),
        "rounds.answers_exact": float(sum(same)),
        "rounds.answers_proposed": float(len(answers)),
        "rounds.answers_share": round(sum(hit) / max(1, len(asked)), DIGITS),
    }
