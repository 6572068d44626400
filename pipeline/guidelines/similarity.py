"""Says how near two statements are: static vectors for meaning, hashed stems for the very words."""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from pipeline.shared.german import words
from pipeline.shared.german.vectors import Vectors, unit

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Matrix = NDArray[np.float32]

BUCKETS = 256
CHUNK = 1024
SHORTEST = 3
MEANING, WORDING = 0.5, 0.5


def stems(text: str) -> list[str]:
    """Return the stems of the content words of a text.

    >>> stems("Kurse für die Mütter")
    ['kurs', 'mutt']
    """
    long = (word for word in words.tokens(text) if len(word) >= SHORTEST)
    return [words.stem(word) for word in long if word.lower() not in words.STOP_WORDS]


def represent(texts: Sequence[str], vectors: Vectors | None) -> Matrix:
    """Return one row per text (n, d); the product of two rows is their similarity, 1 for equal texts.

    The weight of a stem is its rarity among ``texts``; rows do not depend on the order of the texts.
    """
    lexical = _lexical([stems(text) for text in texts])
    if vectors is None:
        return lexical
    return np.hstack([vectors.encode(texts) * MEANING**0.5, lexical * WORDING**0.5]).astype(np.float32)


def _lexical(bags: Sequence[Sequence[str]]) -> Matrix:
    """Return hashed, signed, weighted counts of stems (n, BUCKETS), rows of length 1."""
    seen = Counter(stem for bag in bags for stem in set(bag))
    matrix = np.zeros((len(bags), BUCKETS), dtype=np.float32)
    for row, bag in enumerate(bags):
        for stem, count in sorted(Counter(bag).items()):
            code = zlib.crc32(stem.encode())
            weight = count * (1 + np.log((1 + len(bags)) / (1 + seen[stem])))
            matrix[row, code % BUCKETS] += weight if code & 0x10000 else -weight
    return unit(matrix)


def nearest(rows: Matrix, columns: Matrix, most: int, minimum: float) -> list[tuple[int, int, float]]:
    """Return (row, column, similarity) of the ``most`` nearest columns of each row, from ``minimum`` on.

    Equal similarities go by the place of the column; memory grows with rows, not with rows x columns.
    """
    found = []
    for begin in range(0, len(rows), CHUNK):
        scores = np.round(rows[begin : begin + CHUNK] @ columns.T, 4)
        for offset, line in enumerate(scores):
            found += [(begin + offset, column, float(line[column])) for column in _top(line, most, minimum)]
    return found


def _top(line: NDArray[np.float32], most: int, minimum: float) -> list[int]:
    """Return the places of the ``most`` largest values from ``minimum`` on; of equal ones those that come first."""
    least = float(np.partition(line, -most)[-most]) if len(line) > most else -np.inf
    above = np.flatnonzero(line > least)
    places = np.concatenate([above, np.flatnonzero(line == least)[: most - len(above)]]).astype(int)
    places = places[np.lexsort((places, -line[places]))]
    return [int(place) for place in places if line[place] >= minimum]


def leaders(matrix: Matrix, minimum: float, given: int = 0) -> list[int]:
    """Return for each row the place of the leader that it is near to; itself where there is none.

    Rows stand in a canonical order; the first ``given`` rows are leaders in any case. A row joins the nearest
    leader before it.
    """
    chosen: list[int] = []
    result = []
    for row in range(len(matrix)):
        scores = np.round(matrix[chosen] @ matrix[row], 4) if chosen else np.empty(0)
        best = int(np.argmax(scores)) if len(scores) else -1
        if row >= given and best >= 0 and scores[best] >= minimum:
            result.append(chosen[best])
        else:
            chosen.append(row)
            result.append(row)
    return result
