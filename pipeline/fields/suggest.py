"""Suggestions: the first field of every statement, a second where warranted, and the answers it might also be."""

from __future__ import annotations

import numpy as np
import pandas as pd

from pipeline.shared.codebook import Codebook
from pipeline.shared.german.tagger import Tagger
from pipeline.shared.german.tagger.model import Texts

FIRST, SECOND = 1, 2
DIGITS = 4
COLUMNS = ["statement_id", "field", "rank", "score", "evidence", "suggested"]


def possible(shares: np.ndarray, safe: float, most: int) -> list[int]:
    """Return the answers that together reach ``safe``, the likeliest first, at most ``most``.

    Source: adaptive prediction sets (Romano, Sesia, Candès 2020).

    >>> possible(np.array([0.5, 0.1, 0.4]), 0.85, 3)
    [0, 2]
    """
    order = np.argsort(-shares, kind="stable")
    count = int(np.searchsorted(np.cumsum(shares[order]), safe) + 1)
    return [int(answer) for answer in order[: min(count, most)]]


def agreed(scores: pd.DataFrame, agreement: float) -> pd.DataFrame:
    """Return the probability that a second reader would say so, for the probability that the field is right.

    Two careful readers agree about a share ``agreement`` of statements; the rest of their answers is spread evenly over
    the other fields. Nothing is surer than that, and the order of answers stays. Source: label noise that does not
    depend on the text (Natarajan et al. 2013, "Learning with Noisy Labels").

    >>> agreed(pd.DataFrame([[1.0, 0.0, 0.0]]), 0.9).round(3).to_numpy().tolist()
    [[0.9, 0.05, 0.05]]
    """
    fields = scores.shape[1]
    other = (1 - agreement) / max(fields - 1, 1)
    return scores * (agreement - other) + other if fields > 1 else scores


def empty() -> pd.DataFrame:
    """Return no suggestions."""
    return pd.DataFrame(columns=[*COLUMNS, "ask"])


def suggested(
    texts: Texts, known: tuple[Tagger, Codebook, pd.DataFrame], limits: tuple[float, float, int, float]
) -> pd.DataFrame:
    """Return rows (statement_id, field, rank, score, evidence, suggested) for every statement of ``texts``.

    ``known``: tagger, codebook, and the probability of each field as the first one. ``limits``: probability from which
    a second field is suggested, safety of the set of possible answers, its size, how often two readers agree. Answers
    that are only possible have no rank and are not suggested.
    """
    tagger, book, scores = known
    second_at, safe, most, agreement = limits
    seconds = tagger.second_scores(texts, book, scores)
    first = scores.to_numpy().argmax(axis=1)
    said = agreed(scores, agreement).to_numpy()
    reasons = tagger.evidence(texts, book, [book.field_keys[at] for at in first])
    rows: list[tuple[object, ...]] = []
    for row, (statement, at) in enumerate(zip(texts.frame["statement_id"], first, strict=True)):
        shares, beside = said[row], seconds.to_numpy()[row]
        rows.append((statement, book.field_keys[at], FIRST, shares[at], reasons[row], True))
        best = int(beside.argmax())
        if beside[best] >= second_at:
            rows.append((statement, book.field_keys[best], SECOND, beside[best], None, True))
        told = {int(at), best} if beside[best] >= second_at else {int(at)}
        others = (other for other in possible(shares, safe, most) if other not in told)
        rows += [(statement, book.field_keys[other], None, shares[other], None, False) for other in others]
    frame = pd.DataFrame(rows, columns=COLUMNS)
    return frame.assign(score=frame["score"].astype(float).clip(0, 1).round(DIGITS))
