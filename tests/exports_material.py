# ruff: noqa: E501 - rows of made-up tables stay in one piece
"""Made-up tables for the tests of the exports; no line of them is anybody's."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import numpy as np
import pandas as pd

from pipeline.exports.material import Material, asked
from pipeline.shared import codebook, review
from pipeline.shared.review import gather
from pipeline.shared.schema import REAL, TEXT, TRUTH, WHOLE, Table
from pipeline.shared.tables import (
    DOCUMENTS,
    FIELDS,
    GUIDELINE_EVIDENCE,
    GUIDELINES,
    MARKS,
    ROUND_ANSWERS,
    STATEMENTS,
    THEME_MEMBERS,
    THEMES,
)

BOOK = {
    "version": "1",
    "fields": [
        {
            "key": "alpha",
            "name": "Alpha & Beginn",
            "definition": "Was mit A beginnt.",
            "anchors": [{"type": "ziel", "text": "x"}],
        },
        {"key": "beta", "name": "Beta"},
        {"key": "gamma", "name": "Gamma"},
    ],
    "types": [
        {"key": "problem", "name": "Problem"},
        {"key": "ziel", "name": "Ziel"},
        {"key": "massnahme", "name": "Maßnahme"},
    ],
    "cross_cutting": [{"key": "wege", "name": "Wege"}],
}
SUBJECTS = (
    "Die Vereine",
    "Viele Eltern",
    "Junge Leute 😀",
    "Betriebe",
    "=SUMME(A1)",
    "Die Ämter <neu>",
    "Wir & andere",
)
VERBS = ("brauchen", "suchen", "wünschen sich", "vermissen")
OBJECTS = (
    "Räume am Abend",
    "ein „Büro“ im Ort",
    "mehr Zeit",
    "Fahrten über Land",
    "Hilfe 👩‍🏫 beim Lesen",
    "Cafe\u0301s",
)
KEYS = ("alpha", "beta", "gamma")
TYPES = ("problem", "ziel", "massnahme")


SPARE = {TEXT: "x", WHOLE: 0, REAL: 0.5, TRUTH: False}


def typed(table: Table, rows: list[dict[str, object]]) -> pd.DataFrame:
    """Return ``rows`` as ``table``; columns that these tests do not care about get a spare value."""
    frame = pd.DataFrame(rows)
    for column in table.columns:
        if column.name not in frame and not column.nullable:
            frame[column.name] = column.isin[0] if column.isin else SPARE[column.dtype]
    return table.typed(frame)


def material(number: int = 40, documents: int = 4) -> tuple[Material, dict[str, str]]:
    """Return made-up material of ``number`` statements, and the text of each document."""
    generator = np.random.default_rng(number)
    names = [f"2024-01-{place + 1:02}_runde_{place}.txt" for place in range(documents)]
    texts = {name: f"Runde {place}\n\n" for place, name in enumerate(names)}
    rows = []
    for place in range(number):
        name = names[place % documents]
        words = (SUBJECTS[place % 7], VERBS[place % 4], OBJECTS[int(generator.integers(6))], f"Nummer {place}")
        sentence = " ".join(words) + "."
        start = len(texts[name])
        texts[name] += sentence + "\n"
        digest = hashlib.blake2b(f"{name}{sentence}".encode(), digest_size=6).hexdigest()
        publish = "count" if place % documents == documents - 1 else "quote"
        kind = TYPES[int(generator.integers(3))]
        rows.append(
            {
                "statement_id": f"a{digest}", "document": name, "start": start, "end": start + len(sentence),
                "text": sentence, "display_text": sentence, "context": "Tisch > Karten", "position": place, "publish": publish,
                "kind": "protokoll", "type": kind, "type_score": round(float(generator.random()), 4), "type_suggested": kind,
            }
        )  # fmt: skip
    statements = typed(STATEMENTS, rows)
    return tables(statements, names, generator), texts


def tables(statements: pd.DataFrame, names: list[str], generator: np.random.Generator) -> Material:
    """Return the tables that follow from ``statements``."""
    fields, marks, members = [], [], []
    ids = statements["statement_id"].tolist()
    for name in ids:
        first, second = generator.choice(KEYS, 2, replace=False)
        score = round(float(generator.uniform(0.4, 1)), 4)
        common = {"statement_id": name, "evidence": "Wort", "suggested": True, "accepted": True}
        fields.append({**common, "field": first, "rank": 1, "score": score})
        if score < 0.6:
            fields.append({**common, "field": second, "rank": 2, "score": round(1 - score, 4)})
        if score > 0.8:
            marks.append({**common, "kind": "querschnitt", "value": "wege"})
        members.append({"theme_id": f"t{first}", "statement_id": name, "score": score, "reason": pd.NA})
    themes = [
        {
            "theme_id": f"t{key}", "field": key, "label_suggested": f"Thema {key}", "label": f"Thema {key}",
            "terms": "eins, zwei", "size": 10, "sources": 3, "groups": 2, "votes": 0, "stability": 0.5, "status": "stabil",
        }
        for key in KEYS
    ]  # fmt: skip
    guidelines = [
        {
            "guideline_id": "g1", "kind": "ziel", "field": "alpha", "text_suggested": "Räume stehen offen.",
            "text": "Räume stehen offen.", "method": "auszug", "theme_ids": "talpha", "mentions": 2, "sources": 2, "groups": 1, "events": 1,
            "votes": 0, "dissent": 0,
            "single_voice": False, "status": "offen",
        }
    ]  # fmt: skip
    evidence = [{"guideline_id": "g1", "statement_id": name, "role": "stuetzt"} for name in ids[:2]]
    papers = [
        {
            "document": name, "sha256": "0", "date": "2024-01-01", "kind": "protokoll", "reader": "text", "status": "ok",
            "publish": "count" if place == len(names) - 1 else "quote",
        }
        for place, name in enumerate(names)
    ]  # fmt: skip
    return Material(
        codebook.parse(BOOK, "codebook.yaml"),
        typed(DOCUMENTS, papers),
        statements,
        typed(FIELDS, fields),
        typed(MARKS, marks),
        typed(THEMES, themes),
        typed(THEME_MEMBERS, members),
        typed(GUIDELINES, guidelines),
        typed(GUIDELINE_EVIDENCE, evidence),
        {name: gather.frame(kind, []) for name, kind in review.KINDS.items()},
    )


def with_answers() -> Material:
    """Return material after an earlier round: three offers of today that may answer something of then."""
    given, _ = material()
    now = given.statements["statement_id"].tolist()
    found = typed(
        ROUND_ANSWERS,
        [
            {"kind": "beantwortet", "earlier_statement": f"b{place}", "statement_id": now[place], "theme_id": "talpha",
             "earlier_type": "massnahme", "score": 0.4 + place / 10, "accepted": [pd.NA, pd.NA, True][place]}
            for place in range(3)
        ],
    )  # fmt: skip
    then = given.statements.head(3).assign(
        statement_id=["b0", "b1", "b2"],
        display_text=["Räume fehlten", "Ganz geheim", "Busse fehlten"],
        publish=["quote", "count", "quote"],
    )
    return replace(given, answers=asked(found, then))
