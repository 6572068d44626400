"""Reasons: the words and the context that moved a decision, short enough to stand in a table cell.

What a word adds is exact: the experts are linear, so the weight of its features times their coefficients, compared
with the mean over all answers. Context is named where its opinion added to the answer (``FELT``).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from pipeline.shared.german import words
from pipeline.shared.german.tagger import features
from pipeline.shared.german.tagger.experts import Linear
from pipeline.shared.german.tagger.judges import Panel, Reader

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

MOST_WORDS: Final = 3
LEAST: Final = 0.25
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


def word_weights(panel: Panel) -> NDArray[np.float64]:
    """Return (answers, counted features): the pooled coefficients of the experts that count words, centred."""
    if panel.pool is None:
        raise ValueError("the panel has no pool yet")
    share = dict(zip(panel.pool.names, panel.pool.weights, strict=True))
    svm, bayes = panel.experts["svm"], panel.experts["bayes"]
    if not isinstance(svm, Linear) or not isinstance(bayes, Linear):
        raise TypeError("experts that count words are linear")
    width = bayes.coefficients.shape[1]
    found = share["svm"] * svm.coefficients[:, :width] + share["bayes"] * bayes.coefficients
    return np.asarray(found - found.mean(axis=0), dtype=np.float64)


class Words:
    """Finds the words of a text that spoke for an answer about its topic."""

    def __init__(self, reader: Reader, panel: Panel) -> None:
        """Prepare the coefficients of content words and letters."""
        self.classes = panel.classes
        self.weights = word_weights(panel)
        self.content, self.letters = reader.views["content"], reader.views["letters"]
        self.seen: dict[str, NDArray[np.float64]] = {}

    def of(self, token: str) -> NDArray[np.float64]:
        """Return (answers,) what a word adds when it stands alone in a short text."""
        if token not in self.seen:
            columns = [self.content.vocabulary.get(name) for name in self.content.analyser(token)]
            rarity = self.content.rarity
            found = np.zeros(len(self.classes))
            for column in (column for column in columns if column is not None):
                found += self.weights[:, column] * rarity[column]
            offset = len(self.content.vocabulary)
            for name in features.letters(token):
                place = self.letters.vocabulary.get(name)
                if place is not None:
                    found += self.weights[:, offset + place] * self.letters.rarity[place] / 2
            self.seen[token] = found / np.sqrt(max(len(token), 1)) / 4
        return self.seen[token]

    def best(self, text: str, labels: Sequence[str]) -> list[str]:
        """Return up to three words that spoke most for one of the labels, the strongest first."""
        rows = [self.classes.index(label) for label in labels if label in self.classes]
        tokens = dict.fromkeys(token for token in words.tokens(text) if token.lower() not in words.STOP_WORDS)
        if not rows:
            return []
        worth = {token: float(self.of(token)[rows].max()) for token in tokens if len(token) > 1}
        ranked = sorted(worth.items(), key=lambda pair: (-pair[1], pair[0]))
        return [token.strip("-") for token, value in ranked[:MOST_WORDS] if value > LEAST]


def felt(parts: NDArray[np.float64], names: tuple[str, ...], answers: NDArray[np.intp]) -> list[list[str]]:
    """Return per row the places whose opinions spoke for its answer, the strongest first.

    A place counts that said more than ``FELT``, and at least half as much as the wording itself.

    ``parts`` is (n, answers, opinions): what each opinion adds to each answer.
    """
    rows = np.arange(len(answers))
    gain = parts[rows, answers] - parts.mean(axis=1)
    least = np.maximum(FELT, 0.5 * gain[:, names.index("text")])
    columns = {place: [names.index(name) for name in members if name in names] for place, members in PLACES.items()}
    totals = {place: gain[:, found].sum(axis=1) for place, found in columns.items()}
    return [_strongest({place: float(totals[place][row]) for place in totals}, float(least[row])) for row in rows]


def _strongest(totals: Mapping[str, float], least: float) -> list[str]:
    """Return the places above a limit, the strongest first."""
    return sorted((place for place, total in totals.items() if total > least), key=lambda place: -totals[place])


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
