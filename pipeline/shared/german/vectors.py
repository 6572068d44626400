"""Static German sentence vectors: one row per word, compounds by their parts, the mean is the sentence.

The vectors were learned on official German texts (Bundestag, federal laws) with a contrastive step over
neighbouring sentences; words, counts and int8 rows lie in one ``.npz``. Nothing but numpy and scipy is needed.

Sources: Arora, Liang, Ma (2017), "A Simple but Tough-to-Beat Baseline for Sentence Embeddings" (weighted mean,
first common component removed); Koehn, Knight (2003), "Empirical Methods for Compound Splitting" (frequencies).
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

Matrix = NDArray[np.float32]

TOKEN = re.compile(r"[a-zäöüß0-9]+(?:[-*:_/][a-zäöüß]+)*", re.IGNORECASE)
GENDER = re.compile(r"(?<=[a-zäöüß])(?:[:*_/]-?in|In)(?:nen)?\b")
LINKS = ("", "s", "es", "n", "en", "er", "e")
PLAIN_LINKS = ("", "s")
SHORTEST_COMPOUND = 9
SHORTEST_MEMBER = 4
RAREST_MEMBER = 50
MEMBER_SCORE = 5.5
LINK_PENALTY = 0.7
BATCH = 4096  # so many texts are computed at once


def tokens(text: str) -> list[str]:
    """Return the lower-case words of a text; the endings of gender forms are folded away.

    >>> tokens("Teilnehmer:innen im B1-Kurs")
    ['teilnehmer', 'im', 'b1-kurs']
    """
    return TOKEN.findall(GENDER.sub("", text).lower())


@dataclass(frozen=True, eq=False)
class Vectors:
    """Word rows and what is needed to average them.

    ``rows`` is (words, d) float32, ``common`` the (1, d) direction all sentences share.
    """

    index: dict[str, int]
    counts: dict[str, int]
    stop: frozenset[str]
    rows: Matrix
    common: Matrix
    known: dict[str, list[int]] = field(default_factory=dict, repr=False)
    parts: dict[str, list[str]] = field(default_factory=dict, repr=False)

    @classmethod
    def load(cls, path: Path) -> Self:
        """Return the vectors stored in an ``.npz`` (words, counts, int8 rows, scales, component, stop words)."""
        return cls(*_read(path))

    @property
    def dimensions(self) -> int:
        """Return the length of a vector."""
        return int(self.rows.shape[1])

    def split(self, word: str) -> list[str]:
        """Return the members of a lower-case compound, or the word itself.

        The split whose members have the highest mean log frequency wins, the whole word competes as well.
        """
        if word not in self.parts:
            self.parts[word] = self._best_split(word)
        return self.parts[word]

    def _best_split(self, word: str) -> list[str]:
        whole = math.log(self.counts.get(word, 1) + 1)
        best = (whole if len(word) < SHORTEST_COMPOUND + 1 else 0.9 * whole, [word])
        if len(word) < SHORTEST_COMPOUND:
            return best[1]
        for cut in range(SHORTEST_MEMBER, len(word) - SHORTEST_MEMBER + 1):
            last = word[cut:]
            if last not in self.counts:
                continue
            for link in LINKS:
                first = self._first(word[:cut], link)
                if not first:
                    continue
                score = self._score([*first, last]) - (0 if link in PLAIN_LINKS else LINK_PENALTY)
                if score > max(best[0], MEMBER_SCORE):
                    best = (score, [*first, last])
        return best[1]

    def _first(self, left: str, link: str) -> list[str]:
        """Return the members of what stands before the last one, without its linking sound; [] if unknown."""
        if not left.endswith(link):
            return []
        stem = left[: len(left) - len(link)]
        if stem in self.counts:
            return [stem]
        if len(stem) < SHORTEST_COMPOUND or link not in PLAIN_LINKS:
            return []
        members = self.split(stem)
        return members if len(members) > 1 else []

    def _score(self, members: list[str]) -> float:
        return sum(math.log(self.counts.get(member, 1)) for member in members) / len(members)

    def rows_of(self, token: str) -> list[int]:
        """Return the rows that stand for a token: the word, its compound members, or its longest known stem."""
        if token not in self.known:
            self.known[token] = self._look_up(token)
        return self.known[token]

    def _look_up(self, token: str) -> list[int]:
        found = [self.index[token]] if token in self.index else []
        if len(token) >= SHORTEST_COMPOUND or not found:
            members = (member for piece in token.split("-") for member in self.split(piece))
            found += [self.index[member] for member in members if member in self.index and member != token]
        if not found:
            stems = (token[:end] for end in range(len(token) - 1, max(4, len(token) - 4), -1))
            found = next(([self.index[stem]] for stem in stems if stem in self.index), [])
        return found

    def bags(self, texts: Sequence[str]) -> sparse.csr_matrix:
        """Return (texts, words) counts of the rows that stand for each text, stop words left out."""
        columns: list[int] = []
        ends = [0]
        for text in texts:
            words = (token for token in tokens(text) if token not in self.stop)
            columns += [row for word in words for row in self.rows_of(word)]
            ends.append(len(columns))
        shape = (len(texts), len(self.index))
        bags = sparse.csr_matrix((np.ones(len(columns), np.float32), columns, ends), shape=shape)
        bags.sum_duplicates()
        return bags

    def encode(self, texts: Sequence[str]) -> Matrix:
        """Return (n, d) vectors of length 1; a text without a known word is the zero vector.

        The result of a text does not depend on the other texts.
        """
        found = np.empty((len(texts), self.dimensions), dtype=np.float32)
        for start in range(0, len(texts), BATCH):
            own = slice(start, start + BATCH)
            means = unit(np.asarray(self.bags(texts[own]) @ self.rows, dtype=np.float32))
            found[own] = unit((means - means @ self.common.T @ self.common).astype(np.float32))
        return found


def unit(matrix: Matrix) -> Matrix:
    """Return the rows scaled to length 1; zero rows stay zero."""
    length = np.linalg.norm(matrix, axis=1, keepdims=True)
    return np.asarray(matrix / np.where(length > 1e-9, length, 1), dtype=np.float32)  # noqa: PLR2004 (numeric zero)


@lru_cache(maxsize=2)
def _read(path: Path) -> tuple[dict[str, int], dict[str, int], frozenset[str], Matrix, Matrix]:
    with np.load(path) as store:
        words = str(store["words"]).split("\n")
        counts = {
            word: int(count)
            for word, count in zip(words, store["counts"], strict=True)
            if count >= RAREST_MEMBER and len(word) >= SHORTEST_MEMBER and word.isalpha()
        }
        rows = store["q"].astype(np.float32) * store["scale"].astype(np.float32)
        stop = frozenset(str(store["stop"]).split())
        common = store["pc"].astype(np.float32)
    return {word: row for row, word in enumerate(words)}, counts, stop, rows, common
