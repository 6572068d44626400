"""Reasons: the words and the context that moved a decision, short enough to stand in a table cell.

What a word adds is exact: the experts are linear, so the weight of its features times their coefficients, compared
with the mean over all answers. Context is named where its opinion added to the answer (``FELT``).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from pipeline.shared.german import words
from pipeline.shared.german.tagger import features
from pipeline.shared.german.tagger.experts import Linear
from pipeline.shared.german.tagger.judges import Panel, Reader

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from pipeline.shared.german.tagger.pooling import Pool

MOST_WORDS: Final = 3
LEAST: Final = 0.25
LEAST_OF_MARK: Final = 0.03  # marks are scored from 0 to 1, answers by log shares
FELT: Final = 0.6
LONGEST: Final = 40
PLACES: Final = {
    "Überschrift": ("heading", "named", "cues around"),
    "Spalte": ("column",),
    "Frage": ("question",),
    "Dokument": (
        "only field",
        "one of its fields",
        "cross beside fields",
        "cross without fields",
        "only field alone",
        "only field if vague",
        "cross if vague",
    ),
    "Umgebung": (
        "around",
        "section",
        "document",
        "around again",
        "section again",
        "document again",
        "around in talk",
        "section in talk",
        "section if vague",
    ),
    "Ähnliches in anderen Papieren": ("elsewhere",),
}
NAMED: Final = tuple(PLACES)
BATCH: Final = 4096  # rows


def word_weights(panel: Panel) -> NDArray[np.float64]:
    """Return (counted features, answers): the pooled coefficients of the experts that count words, centred."""
    if panel.pool is None:
        raise ValueError("the panel has no pool yet")
    share = dict(zip(panel.pool.names, panel.pool.weights, strict=True))
    svm, bayes = panel.experts["svm"], panel.experts["bayes"]
    if not isinstance(svm, Linear) or not isinstance(bayes, Linear):
        raise TypeError("experts that count words are linear")
    width = bayes.coefficients.shape[1]
    found = share["svm"] * svm.coefficients[:, :width] + share["bayes"] * bayes.coefficients
    return np.ascontiguousarray((found - found.mean(axis=0)).T, dtype=np.float64)


class Words:
    """Finds the words of a text that spoke for an answer about its topic."""

    def __init__(self, reader: Reader, answers: Sequence[Any], weights: NDArray[Any]) -> None:
        """Keep the ``weights`` (features, answers): those of content words come first, then those of letters."""
        self.classes = tuple(answers)
        self.weights = weights
        self.content, self.letters = reader.views["content"], reader.views["letters"]
        self.seen: dict[str, NDArray[np.float64]] = {}

    def of(self, token: str) -> NDArray[np.float64]:
        """Return (answers,) what a word adds when it stands alone in a short text."""
        if token not in self.seen:
            stems = places(self.content, self.content.analyser(token))
            runs = places(self.letters, features.letters(token))
            whole = self.weights[stems] * self.content.rarity[stems, None]
            parts = self.weights[len(self.content.vocabulary) + runs] * self.letters.rarity[runs, None] / 2
            self.seen[token] = np.concatenate([whole, parts]).sum(axis=0) / np.sqrt(max(len(token), 1)) / 4
        return self.seen[token]

    def best(self, text: str, labels: Sequence[Any], least: float = LEAST) -> list[str]:
        """Return up to three words that spoke most for one of the labels, the strongest first."""
        rows = [self.classes.index(label) for label in labels if label in self.classes]
        tokens = dict.fromkeys(token for token in words.tokens(text) if token.lower() not in words.STOP_WORDS)
        if not rows:
            return []
        worth = {token: max(self.of(token)[rows].tolist()) for token in tokens if len(token) > 1}
        ranked = sorted(worth.items(), key=lambda pair: (-pair[1], pair[0]))
        return [token.strip("-") for token, value in ranked[:MOST_WORDS] if value > least]


def places(view: features.View, names: Iterable[str]) -> NDArray[np.intp]:
    """Return where those of the features stand that the view knows."""
    found = map(view.vocabulary.get, names)
    return np.array([place for place in found if place is not None], dtype=np.intp)


def felt(pool: Pool, opinions: NDArray[np.float64], answers: NDArray[np.intp]) -> list[list[str]]:
    """Return per row the places whose opinions spoke for its answer, the strongest first.

    A place counts that said more than ``FELT``, and at least half as much as the wording itself.

    ``opinions`` is (n, answers, opinions of the pool); so many rows are weighed at once that memory stays bounded.
    """
    starts = range(0, len(answers), BATCH)
    parts = [_felt(pool, opinions[start : start + BATCH], answers[start : start + BATCH]) for start in starts]
    return list(chain.from_iterable(parts))


def _felt(pool: Pool, opinions: NDArray[np.float64], answers: NDArray[np.intp]) -> list[list[str]]:
    parts, names = pool.parts(opinions), pool.names
    rows = np.arange(len(answers))
    gain = parts[rows, answers] - parts.mean(axis=1)
    least = np.maximum(FELT, 0.5 * gain[:, names.index("text")])
    columns = [[names.index(name) for name in members if name in names] for members in PLACES.values()]
    totals = np.stack([gain[:, found].sum(axis=1) for found in columns], axis=1)
    return [_strongest(row, limit) for row, limit in zip(totals.tolist(), least.tolist(), strict=True)]


def _strongest(totals: Sequence[float], least: float) -> list[str]:
    """Return the places above a limit, the strongest first."""
    above = [(-total, place) for place, total in enumerate(totals) if total > least]
    return [NAMED[place] for _, place in sorted(above)]


def sentence(found: Sequence[str], places: Sequence[str], row: Mapping[str, Any], name: str) -> str:
    """Return the reason in one line.

    >>> sentence(["B1", "Kurs"], ["Überschrift"], {"heading": "Workshop > Kurse"}, "Sprache")
    'B1, Kurs · Überschrift: Kurse'
    """
    told = {
        "Überschrift": str(row.get("heading", "")).rsplit(" > ", 1)[-1],
        "Spalte": str(row.get("column", "")),
        "Frage": str(row.get("question", "")),
        "Dokument": name,
        "Umgebung": name,
        "Ähnliches in anderen Papieren": name,
    }
    parts = [", ".join(found)] if found else []
    parts += [f"{place}: {short(told[place])}" for place in places[:2] if told[place]]
    return " · ".join(parts) or "kein deutliches Wort"


def short(text: str) -> str:
    """Return a text cut at a word border.

    >>> short("Was müsste sich ändern, damit mehr Menschen kommen?")
    'Was müsste sich ändern, damit mehr …'
    """
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 2].rsplit(' ', 1)[0]} …"


def rows_as_words(frame: pd.DataFrame) -> list[Mapping[str, Any]]:
    """Return the context columns of each row."""
    wanted = frame[["heading", "column", "question"]]
    return [dict(zip(wanted.columns, row, strict=True)) for row in wanted.itertuples(index=False, name=None)]
