"""Is it said in new words? Statements that only fell together need no word that nobody used the last time.

A group of today's statements is told as a new theme only where a word or a concept that several of them share was
clearly rarer in the earlier round, or where they are nearer to each other than to anything of then
(pipeline/themes/frame.py, ``apart``): many words together can be new where no single one is shared. Figures on
invented pairs of rounds stand in recipes/round_frame.py.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pandas as pd

from pipeline.shared import chance
from pipeline.shared.german import lemmas
from pipeline.shared.german.concepts import Concepts
from pipeline.shared.german.vectors import Vectors, tokens

SHARED = 0.3  # share of a group's statements that say the word
SEVERAL = 3


@dataclass(frozen=True, eq=False)
class Speech:
    """How both rounds speak: how many statements there are, how many said each word then, and the words of today."""

    before: Counter[str]
    sizes: tuple[int, int]
    now: dict[str, frozenset[str]]

    def novelty(self, group: Iterable[str]) -> tuple[float, str]:
        """Return how often chance alone makes a shared word of ``group`` so new, and that word; 1 without one.

        Compared are the statements of the group that say it with all statements of then that do.
        """
        keys = sorted(group)
        said = Counter(word for key in keys for word in self.now[key])
        found = [(1.0, "")]
        for word, count in said.items():
            rarer = self.before[word] * self.sizes[1] < count * self.sizes[0]
            if rarer and count >= max(SEVERAL, SHARED * len(keys)):
                pair = (self.before[word], self.sizes[0]), (count, self.sizes[1])
                found.append((chance.chances(*pair)[0], word))
        return min(found)


def spoken(texts: Sequence[str], vectors: Vectors, concepts: Concepts) -> list[frozenset[str]]:
    """Return the lemmas and the concepts (with # before them) of each text."""
    return [
        frozenset(own) | {f"#{concepts.names[place]}" for token in tokens(text) for place in concepts.of(token)}
        for text, own in zip(texts, lemmas.of_texts(texts, vectors), strict=True)
    ]


def speech(then: pd.DataFrame, now: pd.DataFrame, vectors: Vectors, concepts: Concepts) -> Speech:
    """Return how two rounds speak; both have statement_id and display_text."""
    old = spoken(then["display_text"].astype(str).tolist(), vectors, concepts)
    new = spoken(now["display_text"].astype(str).tolist(), vectors, concepts)
    keys = now["statement_id"].astype(str)
    return Speech(
        Counter(word for words in old for word in words),
        (len(old), len(new)),
        dict(zip(keys, new, strict=True)),
    )
