"""Concepts: words that mean the same in everyday integration work.

Two statements about the same concern often share no word, but they share concepts: *Warteliste* and *monatelang*,
*Linie* and *ÖPNV*. Which words belong to which concept stands in a file that people can read and extend.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

import numpy as np
from scipy import sparse

from pipeline.shared import yamls
from pipeline.shared.german.vectors import Vectors, tokens

EXACT = "="
LONGEST_EXACT = 3


@dataclass(frozen=True, eq=False)
class Concepts:
    """Stems and whole words by concept; a stem holds at the beginning of a word or of a compound's member."""

    names: tuple[str, ...]
    stems: dict[str, tuple[int, ...]]
    words: dict[str, tuple[int, ...]]
    vectors: Vectors
    known: dict[str, tuple[int, ...]] = field(default_factory=dict, repr=False)

    @classmethod
    def load(cls, path: Path, vectors: Vectors) -> Self:
        """Return the concepts of a YAML file; the vectors split compounds."""
        listed = yamls.content(path)["concepts"]
        return cls(tuple(listed), *_indexed(listed), vectors)

    def of(self, token: str) -> tuple[int, ...]:
        """Return the concepts of a lower-case word: those of its members, each by the longest stem that fits."""
        if token not in self.known:
            pieces = {token, *token.split("-")}
            pieces |= {member for piece in token.split("-") for member in self.vectors.split(piece)}
            self.known[token] = tuple(sorted({concept for piece in pieces for concept in self._piece(piece)}))
        return self.known[token]

    def _piece(self, piece: str) -> tuple[int, ...]:
        whole = self.words.get(piece, ())
        stems = (piece[:end] for end in range(len(piece), LONGEST_EXACT, -1))
        return (*whole, *next((self.stems[stem] for stem in stems if stem in self.stems), ()))

    def bags(self, texts: Sequence[str]) -> sparse.csr_matrix:
        """Return (texts, concepts): 1 where a concept occurs in a text."""
        rows, columns = [], []
        for row, text in enumerate(texts):
            found = {concept for token in set(tokens(text)) for concept in self.of(token)}
            columns += sorted(found)
            rows += [row] * len(found)
        ones = np.ones(len(rows), dtype=np.float32)
        return sparse.csr_matrix((ones, (rows, columns)), shape=(len(texts), len(self.names)))


def _indexed(listed: dict[str, Any]) -> tuple[dict[str, tuple[int, ...]], dict[str, tuple[int, ...]]]:
    """Return stem -> concepts and whole word -> concepts; words of up to three letters are whole words."""
    stems: dict[str, tuple[int, ...]] = {}
    words: dict[str, tuple[int, ...]] = {}
    for number, entry in enumerate(listed.values()):
        for item in str(entry).lower().split():
            whole = item.startswith(EXACT) or len(item) <= LONGEST_EXACT
            target, key = (words, item.removeprefix(EXACT)) if whole else (stems, item)
            target[key] = (*target.get(key, ()), number)
    return stems, words
