"""What marks a theme: BERTopic's class-based TF-IDF, and the themes as a BERTopic model for whoever works in it.

The stage itself computes the terms with BERTopic's formula and does not import it: that alone takes longer than
everything else here. Three traps of BERTopic 0.17 are avoided in the model: ``language="german"`` keeps umlauts (the
default strips every letter that is not A to Z), the embedder is a dummy so that nothing is looked up in the network,
and the clusters are given, so that neither row order nor seed plays a part.

Source: Grootendorst (2022), "BERTopic: Neural topic modeling with a class-based TF-IDF procedure", arXiv:2203.05794.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

Labels = NDArray[np.int64]
MARK = "\x1f"
DIGITS = 6


@dataclass(frozen=True)
class Shell:
    """What marks given clusters: label -> terms with weights, the strongest first."""

    terms: dict[int, list[tuple[str, float]]]


def described(analysed: Sequence[Sequence[str]], labels: Labels, number: int) -> Shell:
    """Return the characteristic terms of each label; ``analysed`` holds the terms of each statement."""
    found = sorted(set(labels.tolist()))
    if len(found) < 2 or not any(analysed):  # noqa: PLR2004 (there is nothing to tell it from)
        return Shell({label: plain(analysed, labels, label, number) for label in found})
    names = sorted({term for terms in analysed for term in terms})
    weights = class_tfidf(counted(analysed, labels, names))
    terms: dict[int, list[tuple[str, float]]] = {}
    for row, label in enumerate(found):
        own = slice(weights.indptr[row], weights.indptr[row + 1])
        values = zip(weights.indices[own].tolist(), weights.data[own].tolist(), strict=True)
        ranked = sorted((-round(weight, DIGITS), names[column]) for column, weight in values)
        terms[label] = [(term, -weight) for weight, term in ranked[:number]]
    return Shell(terms)


def counted(analysed: Sequence[Sequence[str]], labels: Labels, names: Sequence[str]) -> sparse.csr_matrix:
    """Return (labels, names): how often a term stands in the statements of a label, the labels in their order."""
    column = {name: place for place, name in enumerate(names)}
    rows = np.unique(labels, return_inverse=True)[1].tolist()
    places = [(row, column[term]) for row, terms in zip(rows, analysed, strict=True) for term in terms]
    first, second = np.array(places, dtype=np.int64).T
    shape = (max(rows) + 1, len(names))
    return sparse.csr_matrix((np.ones(len(places)), (first, second)), shape=shape)


def class_tfidf(counts: sparse.csr_matrix) -> sparse.csr_matrix:
    """Return the weights of terms (classes, terms) as BERTopic computes them with ``reduce_frequent_words``."""
    size = np.asarray(counts.sum(axis=1)).ravel()
    rarity = np.log(int(size.mean()) / np.asarray(counts.sum(axis=0)).ravel() + 1)
    share = (sparse.diags(1 / np.maximum(size, 1)) @ counts).tocsr()
    return (share.sqrt() @ sparse.diags(rarity)).tocsr()


def plain(analysed: Sequence[Sequence[str]], labels: Labels, label: int, number: int) -> list[tuple[str, float]]:
    """Return the most frequent terms of a label: where there is nothing to tell it from."""
    counts: dict[str, int] = {}
    for terms, own in zip(analysed, labels.tolist(), strict=True):
        for term in terms if own == label else ():
            counts[term] = counts.get(term, 0) + 1
    return [(term, float(n)) for term, n in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[:number]]


def split(document: str) -> list[str]:
    r"""Return the terms of a statement as they were joined.

    >>> split("\x1fKurs\x1fWartezeit \x1fBus")
    ['Kurs', 'Wartezeit', 'Bus']
    """
    return [term.strip() for term in document.split(MARK) if term.strip()]


def joined(terms: Sequence[str]) -> str:
    """Return the terms of a statement as one text for BERTopic."""
    return MARK + MARK.join(terms)


def model(documents: Sequence[str], labels: Labels, number: int) -> Any:  # noqa: ANN401 (BERTopic is imported late)
    """Return the themes as a fitted BERTopic: hierarchical_topics, merge_topics and topics_per_class work on it.

    Args:
        documents: the statements' terms, each as from ``joined``.
        labels: the theme of each statement, from 0.
        number: how many terms a theme shows.
    """
    from bertopic import BERTopic  # noqa: PLC0415 (its import takes seconds)
    from bertopic.backend import BaseEmbedder  # noqa: PLC0415
    from bertopic.cluster import BaseCluster  # noqa: PLC0415
    from bertopic.dimensionality import BaseDimensionalityReduction  # noqa: PLC0415
    from bertopic.vectorizers import ClassTfidfTransformer  # noqa: PLC0415
    from sklearn.feature_extraction.text import CountVectorizer  # noqa: PLC0415

    analyser: Callable[[str], list[str]] = split
    made = BERTopic(
        language="german",
        top_n_words=number,
        embedding_model=BaseEmbedder(),
        umap_model=BaseDimensionalityReduction(),
        hdbscan_model=BaseCluster(),
        vectorizer_model=CountVectorizer(analyzer=analyser),
        ctfidf_model=ClassTfidfTransformer(reduce_frequent_words=True),
    )
    return made.fit(list(documents), embeddings=np.zeros((len(documents), 1), dtype=np.float32), y=labels)
