"""What a user would otherwise use: keyword vote, the heading alone, TF-IDF with a linear model, plain KMeans."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd
from sklearn.cluster import KMeans
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.pipeline import make_union
from sklearn.svm import LinearSVC

from pipeline.shared.codebook import Codebook
from pipeline.shared.german.tagger.context import Cues
from pipeline.shared.german.vectors import Vectors


def keyword_vote(texts: Sequence[str], codebook: Codebook) -> list[str]:
    """Return the field with most cues per text; none gives the codebook's unclear code (or its first field).

    A strong cue is one vote, a weak one half a vote; a draw goes to the field that stands first.
    """
    nothing = codebook.unclear or codebook.field_keys[0]
    points = Cues.of([field.cues for field in codebook.fields]).points(texts)
    return [codebook.field_keys[int(row.argmax())] if row.any() else nothing for row in points]


def heading_only(document_fields: Sequence[object], codebook: Codebook) -> list[str]:
    """Return the document's first field, or the unclear code where it has none."""
    nothing = codebook.unclear or codebook.field_keys[0]
    return [str(value).split("|")[0] if isinstance(value, str) and value else nothing for value in document_fields]


def training(folder: Path, codebook: Codebook) -> pd.DataFrame:
    """Return the training statements as text, type and field (the codebook's key of the first label)."""
    label_of = {label: field.key for field in reversed(codebook.fields) for label in field.labels}
    records = []
    for path in sorted(folder.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            if row.get("type") and row.get("is_statement", True):
                labels = row.get("fields") or [row.get("field") or ""]
                records.append((row["text"], row["type"], label_of.get(labels[0], codebook.cross or "")))
    return pd.DataFrame(records, columns=["text", "type", "field"])


def tfidf(known: pd.DataFrame, labels: Sequence[str], texts: Sequence[str], seed: int) -> dict[str, list[str]]:
    """Return per label the answer for each text by word and character n-grams with a linear support vector machine.

    Labels that the same known statements have are learned from the same features, counted once.
    """
    rows = {label: tuple(np.flatnonzero(known[label] != "").tolist()) for label in labels}
    found: dict[str, list[str]] = {}
    for same in dict.fromkeys(rows.values()):
        part = known.iloc[list(same)]
        words = TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True)
        letters = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 4), min_df=3, sublinear_tf=True)
        features = make_union(words, letters)
        taught, asked = features.fit_transform(part["text"]), features.transform(list(texts))
        for label in (label for label in labels if rows[label] == same):
            model = LinearSVC(C=0.3, random_state=seed).fit(taught, part[label])
            found[label] = [str(answer) for answer in model.predict(asked)]
    return found


def kmeans(texts: Sequence[str], number: int, vectors: Vectors, seed: int) -> list[str]:
    """Return the cluster of each text: KMeans over the plain sentence vectors with ``number`` clusters."""
    model = KMeans(min(number, len(texts)), random_state=seed, n_init=4)
    return [str(found) for found in model.fit_predict(np.asarray(vectors.encode(list(texts)), dtype=float))]
