"""Concerns: a space in which statements about the same concern lie close together, whatever their words.

Word vectors and concepts are joined and turned so that the differences between statements of one known concern count
little, and the differences between concerns count much. The known concerns are groups of statements in the training
folder; nothing is iterated, so training takes seconds and gives the same result everywhere.

Source: Ioffe (2006), "Probabilistic Linear Discriminant Analysis"; Hatch, Kajarekar, Stolcke (2006), within-class
covariance normalisation.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from pipeline.shared.german.concepts import Concepts
from pipeline.shared.german.encoder import Encoder
from pipeline.shared.german.vectors import Matrix, Vectors, unit

GROUPED_BY = ("matter", "subtopic")
NO_CONCERN = ("Kontrast", "Verwechslung")
LEAST = 2
RIDGE = 0.03
DIMENSIONS = 192
DIGITS = 6
BATCH = 1024  # so many texts are computed at once: memory does not grow with their number


def groups(folder: Path) -> list[tuple[str, str]]:
    """Return (concern, text) of all statements in ``*.jsonl`` that belong to a known concern of at least two."""
    found = [pair for path in sorted(folder.glob("*.jsonl")) for pair in _grouped(path)]
    size: dict[str, int] = {}
    for concern, _ in found:
        size[concern] = size.get(concern, 0) + 1
    return [(concern, text) for concern, text in found if size[concern] >= LEAST]


def _grouped(path: Path) -> Iterator[tuple[str, str]]:
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        name = next((str(row[key]) for key in GROUPED_BY if row.get(key)), "")
        if name and row.get("type") and not any(word in name for word in NO_CONCERN):
            yield f"{path.stem}|{name}", str(row["text"])


@dataclass(frozen=True, eq=False)
class Concerns:
    """The turned space: ``rarity`` weighs concepts, ``middle`` is subtracted, ``turn`` is (features, d).

    ``encoder`` is what else may say how near texts are; the space is without it.
    """

    vectors: Vectors
    concepts: Concepts
    rarity: NDArray[np.float64]
    middle: NDArray[np.float64]
    turn: NDArray[np.float64]
    encoder: Encoder | None = None

    @classmethod
    def train(cls, known: Sequence[tuple[str, str]], vectors: Vectors, concepts: Concepts) -> Self:
        """Return the space learned from (concern, text) pairs; without pairs nothing is turned."""
        texts = [text for _, text in known]
        bags = concepts.bags(texts)
        rarity = np.log((len(texts) + 1) / (np.asarray(bags.sum(axis=0)).ravel() + 1)).clip(min=0)
        width = len(concepts.names) + vectors.dimensions
        start = cls(vectors, concepts, rarity, np.zeros(width), np.eye(width))
        if len({concern for concern, _ in known}) < LEAST:
            return cls(vectors, concepts, np.ones(len(concepts.names)), np.zeros(width), np.eye(width))
        rows = start.features(texts)
        codes = np.unique([concern for concern, _ in known], return_inverse=True)[1]
        middle = rows.mean(axis=0)
        return cls(vectors, concepts, rarity, middle, _turn(rows, codes))

    @classmethod
    def load(cls, folder: Path, vectors: Vectors, concepts: Concepts) -> Self:
        """Return the space learned from the groups in ``folder``."""
        return cls.train(groups(folder), vectors, concepts)

    def features(self, texts: Sequence[str]) -> NDArray[np.float64]:
        """Return (n, features): concepts weighted by rarity and word vectors, each of length 1."""
        found = np.empty((len(texts), len(self.concepts.names) + self.vectors.dimensions))
        parts = (slice(start, start + BATCH) for start in range(0, len(texts), BATCH))
        bags = self.concepts.bags(texts)
        for part in parts:
            found[part, : bags.shape[1]] = unit((bags[part].toarray() * self.rarity).astype(np.float32))
        found[:, bags.shape[1] :] = self.vectors.encode(texts)
        return found

    def encode(self, texts: Sequence[str]) -> Matrix:
        """Return (n, d) rows of length 1; a text without a known word is the zero row."""
        starts = range(0, max(1, len(texts)), BATCH)
        return np.vstack([self._encoded(texts[start : start + BATCH]) for start in starts])

    def _encoded(self, texts: Sequence[str]) -> Matrix:
        rows = self.features(texts)
        known = np.abs(rows).sum(axis=1, keepdims=True) > 0
        turned = ((rows - self.middle) @ self.turn) * known
        return unit(turned.astype(np.float32))

    def middles(self, heaps: Sequence[Sequence[str]]) -> Matrix:
        """Return (heaps, d): the mean row of the texts of each heap, of which none is empty."""
        rows = self.encode([text for heap in heaps for text in heap])
        ends = np.cumsum([0, *map(len, heaps)])
        return np.array([rows[start:end].mean(axis=0) for start, end in pairwise(ends)], dtype=np.float32)


def _turn(rows: NDArray[np.float64], codes: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return (features, d): whitens what differs inside concerns, then keeps what differs between them.

    ``rows`` are used up.
    """
    size = np.bincount(codes)
    means = np.zeros((len(size), rows.shape[1]))
    np.add.at(means, codes, rows)
    means /= size[:, None]
    middle = rows.mean(axis=0)
    for start in range(0, len(rows), BATCH):  # in place: a second copy would be the highest peak of a small run
        rows[start : start + BATCH] -= means[codes[start : start + BATCH]]
    within = rows.T @ rows / max(1, len(rows) - len(size))
    within += RIDGE * np.trace(within) / len(within) * np.eye(len(within))
    values, directions = np.linalg.eigh(within)
    white = directions / np.sqrt(values) @ directions.T
    spread = (means - middle) @ white
    between = spread.T @ spread / len(means) - np.mean(1 / size) * np.eye(len(within))
    strength, axes = np.linalg.eigh(between)
    strongest = np.argsort(-strength, kind="stable")[:DIMENSIONS]
    kept = np.maximum(strength[strongest], 0)
    return np.asarray(white @ axes[:, strongest] * np.sqrt(kept / (kept + 1)))
