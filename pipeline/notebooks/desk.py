"""Desk: the tables of the corpus with readable names, laid out once for a notebook.

A notebook that is executed for readers shows only words that may be quoted; opened by hand with ``lay_out(whole=True)``
it shows everything.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from pipeline.shared import coded, params, publication
from pipeline.shared.coded import Coded
from pipeline.shared.corpus import Corpus
from pipeline.shared.tables import LEARNING, LEDGER, OVERTAKEN

SILENT = "(nur gezählt)"


@dataclass(frozen=True)
class Desk(Coded):
    """A coded corpus with readable names; words that may not be quoted are silent."""

    corpus: Corpus
    ledger: pd.DataFrame
    learning: pd.DataFrame
    cuts: pd.DataFrame
    metrics: dict[str, float]
    whole: bool

    def type_name(self, key: str) -> str:
        """Return the name of a statement type."""
        return self.book.type_name(key)

    def field_name(self, key: str) -> str:
        """Return the name of a field of work."""
        return self.book.field_name(key)


def lay_out(*, whole: bool = False) -> Desk:
    """Return the tables of the corpus that params.yaml names; with ``whole`` also words that may not be quoted."""
    corpus = params.corpus()
    tables = vars(coded.read(corpus))
    if not whole:
        tables |= hushed(tables)
    figures = corpus.reports / "metrics.json"
    return Desk(
        **tables,
        corpus=corpus,
        ledger=LEDGER.read(corpus),
        learning=LEARNING.read(corpus),
        cuts=OVERTAKEN.read(corpus),
        metrics=json.loads(figures.read_text(encoding="utf-8")) if figures.is_file() else {},
        whole=whole,
    )


def hushed(tables: Mapping[str, Any]) -> dict[str, pd.DataFrame]:
    """Return those of the tables that hold words, with the words that may be quoted."""
    statements = silenced(tables["statements"])
    mute = set(statements.loc[statements["display_text"] == SILENT, "statement_id"])
    return {
        "statements": statements,
        "fields": without_words(tables["fields"], mute),
        "marks": without_words(tables["marks"], mute),
        "guidelines": unquoted(tables["guidelines"], mute),
    }


def silenced(statements: pd.DataFrame) -> pd.DataFrame:
    """Return ``statements`` without the words that may not be quoted, and without those of internal papers."""
    kept = statements[statements["publish"] != "internal"].reset_index(drop=True)
    hidden = ~publication.quotable(kept)
    words = ("text", "display_text", "context", "heading", "column", "question", "speaker")
    return kept.assign(**{name: kept[name].mask(hidden, SILENT) for name in words})


def without_words(table: pd.DataFrame, mute: set[str]) -> pd.DataFrame:
    """Return ``table`` without the evidence (words!) of ``mute`` statements."""
    return table.assign(evidence=table["evidence"].mask(table["statement_id"].isin(mute)))


def unquoted(guidelines: pd.DataFrame, mute: set[str]) -> pd.DataFrame:
    """Return ``guidelines`` without wordings taken from ``mute`` statements."""
    quoting = guidelines["wording"].isin(mute)
    return guidelines.assign(**{name: guidelines[name].mask(quoting, SILENT) for name in ("text", "text_suggested")})
