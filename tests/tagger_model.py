"""The tagger as it is shipped; test_sample.py checks that teaching it anew gives the same bytes."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import pandas as pd
import yaml

from pipeline.shared import codebook
from pipeline.shared.codebook import Codebook
from pipeline.shared.corpus import PROJECT, Corpus
from pipeline.shared.german.tagger import Tagger, training

TRAINING = PROJECT / "data" / "training"


def choices() -> training.Choices:
    knobs = yaml.safe_load((PROJECT / "params.yaml").read_text(encoding="utf-8"))["tagger"]
    return training.Choices(**knobs)


@lru_cache(maxsize=1)
def tagger() -> Tagger:
    return Tagger.load(PROJECT / "data" / "models" / "tagger")


@lru_cache(maxsize=1)
def book() -> Codebook:
    return codebook.read(Corpus("sample", PROJECT))


def rows(*texts: str, **context: str) -> pd.DataFrame:
    """Return statements that stand in one document under the same context."""
    return pd.DataFrame({"text": list(texts), "document": "d", "position": range(len(texts)), **context})


def field_of(text: str, **context: str) -> str:
    return str(tagger().field_scores(rows(text, **context), book()).idxmax(axis=1).iloc[0])


def type_of(text: str, **context: str) -> str:
    return str(tagger().type_scores(rows(text, **context), book()).idxmax(axis=1).iloc[0])


def is_statement(text: str) -> float:
    return float(tagger().statement_scores(rows(text))[0])


def training_folder() -> Path:
    return TRAINING
