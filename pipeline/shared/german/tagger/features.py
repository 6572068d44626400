"""Features: a text as counted words, word members, letters and forms, weighted by rarity.

Four views of the same words; each is a ``View`` with its own vocabulary. Source of the weighting: sublinear term
frequency times inverse document frequency, rows of length 1 (Salton, Buckley 1988, "Term-weighting approaches").
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise, repeat
from typing import TYPE_CHECKING, Any, Final, Self

import numpy as np
from scipy import sparse

from pipeline.shared.german import words

if TYPE_CHECKING:
    from numpy.typing import NDArray

Analyser = Callable[[str], Iterable[str]]

PIECE: Final = re.compile(r"\d+|[^\W\d_]+(?:-[^\W\d_]+)*|[^\w\s]")
SPACES: Final = re.compile(r"\s+")
LONG_WORD: Final = 6
SUFFIX: Final = 3
LETTERS: Final = (3, 4, 5)
UNKNOWN: Final = -1  # the place of a feature that no vocabulary knows


class ContentWords:
    """Stems of content words, members of their compounds, and pairs of neighbours."""

    def __init__(self, compounds: words.Compounds) -> None:
        """Keep the splitter and a memory of the words seen."""
        self.compounds = compounds
        self.seen: dict[str, tuple[str, tuple[str, ...]]] = {}

    def parts(self, word: str) -> tuple[str, tuple[str, ...]]:
        """Return the stem of a word and the stems of its members, where they say more than the word."""
        if word not in self.seen:
            stem = words.stem(word)
            members = self.compounds.members(word) if len(word) > LONG_WORD else ()
            inner = tuple(words.stem(member) for member in members)
            self.seen[word] = (stem, inner if inner != (stem,) else ())
        return self.seen[word]

    def __call__(self, text: str) -> list[str]:
        """Return the features of a text.

        >>> ContentWords(words.Compounds.of(["sprache", "kurs"]))("Sprachkurse am Abend")
        ['s:sprachkurs', 's:abend', 'm:sprach', 'm:kurs', 's:sprachkurs s:abend']
        """
        parts = [self.parts(token) for token in words.tokens(text) if token.lower() not in words.STOP_WORDS]
        stems = [f"s:{stem}" for stem, _ in parts]
        members = [f"m:{member}" for _, inner in parts for member in inner]
        return [*stems, *members, *(f"{a} {b}" for a, b in pairwise(stems))]


def letters(text: str) -> list[str]:
    """Return runs of three to five folded letters inside words (word borders are spaces)."""
    found: list[str] = []
    for word in SPACES.split(words.fold(words.normalise(text)).strip()):
        found += _grams(word)
    return found


@lru_cache(maxsize=100_000)
def _grams(word: str) -> tuple[str, ...]:
    padded = f" {word} "
    runs = (padded[at : at + size] for size in LETTERS for at in range(max(len(padded) - size + 1, 1)))
    return tuple(dict.fromkeys(runs)) if len(padded) <= min(LETTERS) else tuple(runs)


def plain_words(text: str) -> list[str]:
    """Return all folded words and signs and their pairs."""
    found = [words.fold(piece) for piece in PIECE.findall(words.normalise(text))]
    return [*found, *(f"{a} {b}" for a, b in pairwise(found))]


def _form(word: str, *, first: bool) -> str:
    low = word.lower()
    if word[0].isdigit():
        return "0"
    if not word[0].isalpha() or low in words.STOP_WORDS:
        return low
    ending = words.fold(word)[-SUFFIX:] if len(word) > SUFFIX + 1 else low
    kind = "v" if not word[0].isupper() else "C" if first else "N"
    return f"{kind}{ending}"


def forms(text: str) -> list[str]:
    """Return runs of one to three word forms: function words as they are, other words by case and ending.

    The form of a statement tells its type, whatever it speaks about.

    >>> forms("Kurse anbieten")[:4]
    ['<', 'Crse', 'vten', '>']
    """
    pieces = PIECE.findall(words.normalise(text))
    line = ["<", *(_form(piece, first=at == 0) for at, piece in enumerate(pieces)), ">"]
    runs = [" ".join(line[at : at + size]) for size in (1, 2, 3) for at in range(len(line) - size + 1)]
    inner = line[1:-1] or [""]
    return [*runs, f"first {inner[0]}", f"last {inner[-1]}", f"length {min(len(pieces) // 4, 8)}"]


@dataclass(frozen=True, eq=False)
class View:
    """One way to count a text: an analyser, its vocabulary in a fixed order and the rarity of each entry."""

    analyser: Analyser
    vocabulary: dict[str, int]
    rarity: NDArray[np.float32]

    @classmethod
    def fit(cls, analyser: Analyser, texts: Sequence[str], rarest: int) -> Self:
        """Return the view with every feature that stands in at least ``rarest`` of the texts."""
        counts: Counter[str] = Counter()
        for text in texts:
            counts.update(set(analyser(text)))
        kept = sorted(feature for feature, count in counts.items() if count >= rarest)
        share = np.array([counts[feature] for feature in kept], dtype=np.float64)
        rarity = np.log((1 + len(texts)) / (1 + share)) + 1
        return cls(analyser, {feature: at for at, feature in enumerate(kept)}, rarity.astype(np.float32))

    def matrix(self, texts: Sequence[str]) -> sparse.csr_matrix:
        """Return the (texts, vocabulary) weights, float32, rows of length 1."""
        columns: list[int] = []
        values: list[int] = []
        ends = [0]
        known = self.vocabulary
        for text in texts:
            counts = Counter(map(known.get, self.analyser(text), repeat(UNKNOWN)))
            counts.pop(UNKNOWN, None)
            columns += counts.keys()
            values += counts.values()
            ends.append(len(columns))
        data = (1 + np.log(np.maximum(np.array(values, dtype=np.float32), 1))).astype(np.float32)
        data *= self.rarity[columns] if columns else 1
        found = sparse.csr_matrix(
            (data, np.array(columns, dtype=np.int32), ends), shape=(len(texts), len(self.vocabulary))
        )
        return unit_rows(found)


def unit_rows(matrix: sparse.csr_matrix) -> sparse.csr_matrix:
    """Return the matrix with rows of length 1; empty rows stay empty."""
    length = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel())
    scale = (1 / np.where(length > 0, length, 1)).astype(np.float32)
    return sparse.csr_matrix(sparse.diags(scale) @ matrix, dtype=np.float32)


def squeezed(votes: NDArray[Any]) -> NDArray[np.float32]:
    """Return lexicon points as features: damped points, and the share of each label.

    (n, labels) points become (n, 2 x labels).
    """
    damped = np.sign(votes) * np.log1p(np.abs(votes)) / 1.5
    positive = np.maximum(votes, 0)
    return np.hstack([damped, positive / (positive.sum(axis=1, keepdims=True) + 1)]).astype(np.float32)
