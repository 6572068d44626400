"""Coders: how far do the people who coded the gold material agree with each other?

The first pass is ``gold/statements.jsonl``; every ``gold/coder_<x>.jsonl`` (id, type, fields) is another. These figures
compare people with people and never with the machine. If the passes come from one hand, they show how evenly it
coded, not how reliable the codebook is.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Mapping

import numpy as np
import pandas as pd

from pipeline.evaluation import gold
from pipeline.shared import agreement
from pipeline.shared.codebook import Codebook
from pipeline.shared.corpus import Corpus

FIRST = "a"
DIGITS = 4


def passes(corpus: Corpus) -> dict[str, pd.DataFrame]:
    """Return coder -> codings (index id; columns type, field, fields as a set); fewer than two give nothing."""
    found = {FIRST: gold.read(corpus, "statements")}
    for path in sorted(corpus.gold.glob("coder_*.jsonl")):
        found[path.stem.removeprefix("coder_")] = gold.read(corpus, path.stem)
    coded = {coder: codings(frame) for coder, frame in found.items() if {"id", "type", "fields"} <= set(frame.columns)}
    return coded if len(coded) > 1 else {}


def codings(frame: pd.DataFrame) -> pd.DataFrame:
    """Return one coder's labels by unit: type, first field, set of fields."""
    fields = [list(value) if isinstance(value, list) else [] for value in frame["fields"]]
    return pd.DataFrame(
        {
            "type": frame["type"].to_numpy(dtype=object),
            "field": np.array([value[0] if value else None for value in fields], dtype=object),
            "fields": pd.Series([frozenset(value) for value in fields], dtype=object).to_numpy(),
        },
        index=pd.Index(frame["id"].astype(str), name="id"),
    ).sort_index()


def side_by_side(coders: Mapping[str, pd.DataFrame], names: Iterable[str], feature: str) -> pd.DataFrame:
    """Return the units that all ``names`` coded, one column per coder with the labels of ``feature``."""
    return pd.concat({name: coders[name][feature] for name in names}, axis=1, join="inner").sort_index()


def metrics(corpus: Corpus, book: Codebook, seed: int, bootstraps: int = 1000) -> dict[str, float]:
    """Return flat figures for every pair of coders, for instance ``coders.a_b.type.alpha`` and its ``.low``, ``.high``.

    Features: type (nominal), field (the first one, nominal), fields (the set, MASI). NaN is left out.
    """
    coders = passes(corpus)
    found: dict[str, float] = {}
    for first, second in itertools.combinations(coders, 2):
        for feature, codes in (("type", len(book.types)), ("field", len(book.fields)), ("fields", len(book.fields))):
            table = side_by_side(coders, (first, second), feature)
            distance = agreement.masi if feature == "fields" else agreement.nominal
            figures = agreement.figures(table, codes, np.random.default_rng(seed), bootstraps, distance)
            place = f"coders.{first}_{second}.{feature}"
            found |= {f"{place}.units": float(len(table))} | flat(place, figures)
    return {name: round(value, DIGITS) for name, value in sorted(found.items()) if not math.isnan(value)}


def flat(place: str, figures: pd.DataFrame) -> dict[str, float]:
    """Return the figures of one comparison as flat keys; the interval is given for alpha."""
    rows = figures.set_index("measure")
    values = {f"{place}.{measure}": float(value) for measure, value in rows["value"].items()}
    return values | {f"{place}.alpha.{bound}": float(rows[bound]["alpha"]) for bound in ("low", "high")}


def disagreements(corpus: Corpus) -> pd.DataFrame:
    """Return every unit and feature on which coders differ: id, feature and each coder's label as words."""
    coders = passes(corpus)
    rows = []
    for feature in ("type", "fields"):
        table = side_by_side(coders, coders, feature) if coders else pd.DataFrame()
        for unit, labels in agreement.disagreements(table).iterrows():
            said = {coder: "|".join(agreement.order(label)) for coder, label in labels.items()}
            rows.append({"id": unit, "feature": feature, **said})
    return pd.DataFrame(rows, columns=["id", "feature", *coders])
