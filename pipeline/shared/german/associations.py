"""Associations: which area of integration work an everyday German word makes one think of.

Training lines and lexicon know the words of the trade. People write of coughs, cardboard boxes and drum lessons. What
such words point to stands in a list of words and weights (1 a hint, 3 nearly decides) that people can read and extend.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final, Self

import numpy as np

from pipeline.shared.german import words

if TYPE_CHECKING:
    from numpy.typing import NDArray

AREAS: Final = "sbategu"  # what each letter stands for is said at the top of the list
NOTE: Final = "#"
SHORTEST: Final = 3


@dataclass(frozen=True, eq=False)
class Associations:
    """Weights by folded word, (areas,) each; a word that is not listed counts by its members."""

    weights: Mapping[str, NDArray[np.float32]]
    compounds: words.Compounds
    known: dict[str, NDArray[np.float32]] = field(default_factory=dict, repr=False)

    @classmethod
    def read(cls, path: Path, members: Path) -> Self:
        """Return the list of a text file; ``members`` lists further members of compounds, which count nothing.

        A line is a word and a letter of ``AREAS`` with a weight, or several: ``zahnarzt g3``, ``turnhalle t2 b1``.
        """
        found: dict[str, NDArray[np.float32]] = {}
        lines = path.read_text(encoding="utf-8").splitlines()
        for word, *said in (line.split() for line in lines if not line.startswith(NOTE)):
            row = np.zeros(len(AREAS), dtype=np.float32)
            for one in said:
                row[AREAS.index(one[0])] = int(one[1:])
            found[words.fold(word)] = row
        others = members.read_text(encoding="utf-8").split("\n")
        return cls(found, words.Compounds.of([*found, *others]))

    def of(self, token: str) -> NDArray[np.float32]:
        """Return the (areas,) weights of a word: its own, else the largest of its members."""
        plain = words.fold(token)
        if plain not in self.known:
            rows = [self.weights[member] for member in self.compounds.members(plain) if member in self.weights]
            self.known[plain] = np.max(rows, axis=0) if rows else np.zeros(len(AREAS), dtype=np.float32)
        return self.known[plain]

    def points(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return (texts, areas) what the different words of each text weigh together."""
        found = np.zeros((len(texts), len(AREAS)), dtype=np.float32)
        for row, text in enumerate(texts):
            for token in {token for token in words.tokens(text) if len(token) >= SHORTEST}:
                found[row] += self.of(token)
        return found
