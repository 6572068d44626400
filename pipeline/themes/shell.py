"""BERTopic around our own clusters: the c-TF-IDF terms of every theme.

Three traps of BERTopic 0.17 are avoided here: ``language="german"`` keeps umlauts (the default strips every letter
that is not A to Z), the embedder is a dummy so that nothing is looked up in the network, and the clusters are given,
so that neither row order nor seed plays a part. Source: Grootendorst (2022), arXiv:2203.05794.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Labels = NDArray[np.int64]
MARK = "\x1f"


@dataclass(frozen=True)
class Shell:
    """What BERTopic says about given clusters: label -> terms with weights, the strongest first."""

    terms: dict[int, list[tuple[str, float]]]


def described(analysed: Sequence[Sequence[str]], labels: Labels, number: int) -> Shell:
    """Return the characteristic terms of each label; ``analysed`` holds the terms of each statement."""
    count = len(set(labels.tolist()))
    if count < 2 or not any(analysed):  # noqa: PLR2004 (BERTopic needs two topics to tell them apart)
        return Shell({int(label): plain(analysed, labels, int(label), number) for label in set(labels.tolist())})
    model = _fitted([MARK + MARK.join(terms) for terms in analysed], labels, number)
    found: dict[int, list[tuple[str, float]]] = {}
    for topic, label in sorted(zip(model.topics_, labels.tolist(), strict=True)):
        if label not in found:
            weighted = [(term, round(float(weight), 6)) for term, weight in model.get_topic(topic) or [] if term]
            found[label] = sorted(weighted, key=lambda pair: (-pair[1], pair[0]))
    return Shell(found)


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


def _fitted(documents: list[str], labels: Labels, number: int) -> Any:  # noqa: ANN401 (BERTopic is imported late)
    from bertopic import BERTopic  # noqa: PLC0415 (its import takes seconds)
    from bertopic.backend import BaseEmbedder  # noqa: PLC0415
    from bertopic.cluster import BaseCluster  # noqa: PLC0415
    from bertopic.dimensionality import BaseDimensionalityReduction  # noqa: PLC0415
    from bertopic.vectorizers import ClassTfidfTransformer  # noqa: PLC0415
    from sklearn.feature_extraction.text import CountVectorizer  # noqa: PLC0415

    analyser: Callable[[str], list[str]] = split
    model = BERTopic(
        language="german",
        top_n_words=number,
        embedding_model=BaseEmbedder(),
        umap_model=BaseDimensionalityReduction(),
        hdbscan_model=BaseCluster(),
        vectorizer_model=CountVectorizer(analyzer=analyser),
        ctfidf_model=ClassTfidfTransformer(reduce_frequent_words=True),
    )
    return model.fit(documents, embeddings=np.zeros((len(documents), 1), dtype=np.float32), y=labels)
