"""Suggestions: first and second field of each statement, how sure, and why."""

from __future__ import annotations

import numpy as np
import pandas as pd
from pydantic import Field

from pipeline.shared.codebook import Codebook
from pipeline.shared.german.lexicon import Lexicon
from pipeline.shared.params import StageParams
from pipeline.shared.schema import rows
from pipeline.shared.tables import FIELDS

DIGITS = 4
SHOWN_WORDS = 4
FIRST, SECOND = 1, 2


class Params(StageParams):
    """When a second field is suggested, and what the fields without training material are read with."""

    min_second: float = Field(ge=0, le=1)
    vectors: str


def suggest(
    frame: pd.DataFrame, scores: pd.DataFrame, codebook: Codebook, lexicon: Lexicon, params: Params
) -> pd.DataFrame:
    """Return two rows per statement, the most probable fields; the second is a suggestion only where it is likely.

    ``scores`` are (n, fields) shares. Draws go by the codebook's order. Cross-cutting and unclear never stand second.
    """
    keys = codebook.field_keys
    proper = {field.key for field in codebook.fields if field.role == "field"}
    records = []
    for row, shares in zip(frame.itertuples(), scores[keys].to_numpy(), strict=True):
        order = np.argsort(-shares, kind="stable")[:SECOND]
        for rank, place in enumerate(order, start=FIRST):
            field, score = keys[place], round(float(shares[place]), DIGITS)
            likely = rank == FIRST or (score >= params.min_second and field in proper and keys[order[0]] in proper)
            why = evidence(row, codebook, field, lexicon)
            records.append(
                {"statement_id": row.statement_id, "field": field, "rank": rank, "score": score, "evidence": why,
                 "suggested": likely, "accepted": likely}
            )  # fmt: skip
    return rows(FIELDS, records)


def evidence(row: object, codebook: Codebook, field: str, lexicon: Lexicon) -> str:
    """Return the words and the context that speak for ``field``: "Sprachkurs, B1 · Überschrift: Kurse"."""
    chosen = next(item for item in codebook.fields if item.key == field)
    text, heading = str(getattr(row, "text", "")), str(getattr(row, "heading", "") or "")
    parts = [", ".join(spoken(text, chosen.labels, lexicon))]
    last = heading.rsplit(" > ", 1)[-1]
    if last and spoken(last, chosen.labels, lexicon):
        parts.append(f"Überschrift: {last}")
    home = str(getattr(row, "document_fields", "") or "").split("|")
    if field in home:
        parts.append("Arbeitsbereich des Dokuments")
    elif chosen.role == "field" and home != [""] and len(home) == 1:
        parts.append("entgegen dem Arbeitsbereich des Dokuments")
    return " · ".join(part for part in parts if part)


def spoken(text: str, labels: tuple[str, ...], lexicon: Lexicon) -> list[str]:
    """Return the words of ``text`` that the lexicon counts for ``labels``, the strongest first."""
    hits = [hit for hit in lexicon.hits(text) if hit.field in labels and hit.points > 0]
    ranked = sorted(hits, key=lambda hit: (-hit.points, hit.start))
    return list(dict.fromkeys(hit.words for hit in ranked))[:SHOWN_WORDS]
