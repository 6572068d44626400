"""Fields that the training material does not know: they live from the codebook's own words.

A consultant may analyse something else altogether. Her cues, definition and anchor examples are then all there is:
cues count as votes, and the static vectors say how near a statement is to what she wrote.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pipeline.shared.codebook import Codebook, FieldOfWork
from pipeline.shared.german.tagger.context import Cues
from pipeline.shared.german.vectors import Vectors

CUE, NEARNESS, CONTEXT = 3.0, 8.0, 0.4
UNKNOWN = 0.35
LEAST = 1e-6


def unknown(codebook: Codebook, learned: Sequence[str]) -> list[FieldOfWork]:
    """Return the fields of work that no training label teaches."""
    known = set(learned)
    return [field for field in codebook.fields if field.role == "field" and not known & set(field.labels)]


def described(field: FieldOfWork) -> str:
    """Return all that the codebook says of a field, as one text."""
    anchors = " ".join(anchor.text for anchor in field.anchors)
    cues = " ".join(cue.strip("*°") for cue in field.cues)
    return f"{field.name} {field.definition} {field.inside} {anchors} {cues}"


def scores(frame: pd.DataFrame, codebook: Codebook, vectors: Vectors) -> NDArray[np.float64]:
    """Return (n, fields) shares from cues and nearness to what the codebook says; rows sum to 1."""
    texts = frame["text"].tolist()
    contexts = [" > ".join(row) for row in zip(frame["heading"], frame["column"], strict=True)]
    logits = np.zeros((len(frame), len(codebook.fields)))
    near = nearness(texts, codebook, vectors)
    said = Cues.of([field.cues for field in codebook.fields]).points(texts)
    above = Cues.of([(*field.cues, field.name) for field in codebook.fields]).points(contexts)
    for place, field in enumerate(codebook.fields):
        if field.role == "field":
            logits[:, place] = CUE * (said[:, place] + CONTEXT * above[:, place]) + NEARNESS * near[:, place]
        else:
            logits[:, place] = UNKNOWN if field.role == "unclear" else 0.0
    shares = np.exp(logits - logits.max(axis=1, keepdims=True)) if len(frame) else logits
    return np.asarray(shares / shares.sum(axis=1, keepdims=True))


def joined(
    learned: NDArray[np.float64], frame: pd.DataFrame, codebook: Codebook, vectors: Vectors, labels: Sequence[str]
) -> NDArray[np.float64]:
    """Return (n, fields) log shares for a codebook with fields that no label teaches.

    Fields without a teacher get the mass that their cues and nearness give them among the fields of work; the others
    share the rest as ``learned`` (log shares) says. Where no field of work was learned, the codebook's words decide.
    """
    strange = {field.key for field in unknown(codebook, labels)}
    proper = np.array([field.role == "field" for field in codebook.fields])
    new = np.array([field.key in strange for field in codebook.fields])
    own = scores(frame, codebook, vectors)
    if (proper == new).all():
        return np.asarray(np.log(own))
    mass = own[:, new].sum(axis=1, keepdims=True) / own[:, proper].sum(axis=1, keepdims=True)
    among = own[:, new] / own[:, new].sum(axis=1, keepdims=True)
    known = np.exp(learned)[:, ~new]
    found = np.zeros(own.shape)
    found[:, new] = mass * among
    found[:, ~new] = (1 - mass) * known / known.sum(axis=1, keepdims=True)
    return np.asarray(np.log(np.maximum(found, LEAST)))


def nearness(texts: Sequence[str], codebook: Codebook, vectors: Vectors) -> NDArray[np.float64]:
    """Return the cosine of each text with what the codebook says of each field, less the mean over fields."""
    if not texts:
        return np.zeros((0, len(codebook.fields)))
    said = vectors.encode(list(texts)) @ vectors.encode([described(field) for field in codebook.fields]).T
    return np.asarray(said - said.mean(axis=1, keepdims=True), dtype=float)
