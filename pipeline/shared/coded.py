"""Coded: a corpus as the stages left it, the tables that people look at and other tools take."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from pipeline.shared import codebook
from pipeline.shared.codebook import Codebook
from pipeline.shared.corpus import Corpus
from pipeline.shared.tables import (
    DOCUMENTS,
    FIELDS,
    GUIDELINE_EVIDENCE,
    GUIDELINES,
    MARKS,
    STATEMENTS,
    THEME_MEMBERS,
    THEMES,
)


@dataclass(frozen=True)
class Coded:
    """The codebook and the tables of one corpus; statements stand in reading order."""

    book: Codebook
    documents: pd.DataFrame
    statements: pd.DataFrame
    fields: pd.DataFrame
    marks: pd.DataFrame
    themes: pd.DataFrame
    members: pd.DataFrame
    guidelines: pd.DataFrame
    evidence: pd.DataFrame


def read(corpus: Corpus) -> Coded:
    """Return the coded corpus with all words in it."""
    return Coded(
        codebook.read(corpus),
        DOCUMENTS.read(corpus),
        STATEMENTS.read(corpus).sort_values(["document", "position"], kind="stable").reset_index(drop=True),
        FIELDS.read(corpus),
        MARKS.read(corpus),
        THEMES.read(corpus),
        THEME_MEMBERS.read(corpus),
        GUIDELINES.read(corpus),
        GUIDELINE_EVIDENCE.read(corpus),
    )
