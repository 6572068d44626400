"""Desk: the tables of the corpus with readable names, laid out once for a notebook.

A notebook that is executed for readers shows only words that may be quoted; opened by hand with ``lay_out(whole=True)``
it shows everything.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

import pandas as pd

from pipeline.shared import codebook, params, publication
from pipeline.shared.codebook import Codebook
from pipeline.shared.corpus import Corpus
from pipeline.shared.tables import (
    DOCUMENTS,
    FIELDS,
    GUIDELINE_EVIDENCE,
    GUIDELINES,
    LEDGER,
    MARKS,
    STATEMENTS,
    THEME_MEMBERS,
    THEMES,
)

SILENT = "(nur gezählt)"


@dataclass(frozen=True)
class Desk:
    """The tables of the corpus with readable names; words that may not be quoted are silent."""

    corpus: Corpus
    book: Codebook
    documents: pd.DataFrame
    ledger: pd.DataFrame
    statements: pd.DataFrame
    fields: pd.DataFrame
    marks: pd.DataFrame
    themes: pd.DataFrame
    members: pd.DataFrame
    guidelines: pd.DataFrame
    evidence: pd.DataFrame
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
    statements = STATEMENTS.read(corpus).sort_values(["document", "position"], kind="stable").reset_index(drop=True)
    documents = DOCUMENTS.read(corpus)
    if not whole:
        statements = silenced(statements)
    figures = corpus.reports / "metrics.json"
    mute = set(statements.loc[statements["display_text"] == SILENT, "statement_id"])
    return Desk(
        corpus,
        codebook.read(corpus),
        documents,
        LEDGER.read(corpus),
        statements,
        without_words(FIELDS.read(corpus), mute),
        without_words(MARKS.read(corpus), mute),
        THEMES.read(corpus),
        THEME_MEMBERS.read(corpus),
        unquoted(GUIDELINES.read(corpus), mute),
        GUIDELINE_EVIDENCE.read(corpus),
        json.loads(figures.read_text(encoding="utf-8")) if figures.is_file() else {},
        whole,
    )


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
