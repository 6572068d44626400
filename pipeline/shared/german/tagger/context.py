"""Context: what stands around a statement, as opinions about its field and its type.

A heading, a column, the question before, the neighbours and the document's own field are evidence like the words
themselves; each becomes one opinion per answer. They are priors: the pool learns how much the wording may overrule.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, Self

import numpy as np
import pandas as pd

from pipeline.shared.german import words

if TYPE_CHECKING:
    from numpy.typing import NDArray

TEXTS: Final = ("text", "context", "heading", "column", "question", "document", "document_fields", "event", "kind")
QUESTION: Final = re.compile(r"^frage davor:\s*", re.IGNORECASE)
COLUMN: Final = re.compile(r"^spalte\s*[„\"“]?(.*?)[”\"“]?$", re.IGNORECASE)
WINDOW: Final = 2
FLOOR: Final = 0.02
WEAK_CUE: Final = 0.5
KEY: Final = 2
WORD: Final = re.compile(r"\b\w+")


def complete(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the frame with every column of ``TEXTS`` and ``position``, in its order.

    Missing heading, column and question are read from ``context`` (``A > B > Spalte „Ziel“``, ``Frage davor: ...``).
    """
    found = frame.copy()
    for name in TEXTS:
        found[name] = found[name].fillna("").astype(str) if name in found else ""
    if "position" not in found:
        found["position"] = np.arange(len(found))
    given = zip(found["context"], found["heading"], found["column"], found["question"], strict=True)
    parts = [told(*row) for row in given]
    found[["heading", "column", "question"]] = pd.DataFrame(parts, index=found.index, columns=range(3), dtype=object)
    return found


def told(context: str, heading: str, column: str, question: str) -> tuple[str, str, str]:
    """Return heading, column and question of one statement; what is not given is read from the context.

    >>> told("Workshop > Wohnen > Spalte „Ziel“", "", "", "")
    ('Workshop > Wohnen', 'Ziel', '')
    """
    if heading or column or question or not context:
        return heading, column, QUESTION.sub("", question)
    path = []
    for part in context.split(" > "):
        if QUESTION.match(part):
            question = QUESTION.sub("", part)
        elif COLUMN.match(part):
            column = COLUMN.sub(r"\1", part)
        else:
            path.append(part)
    return " > ".join(path), column, question


def name_words(names: Mapping[str, Sequence[str]]) -> dict[str, frozenset[str]]:
    """Return the stems that tell each field's names from the names of the others.

    >>> found = name_words({"a": ["Teilhabe an Arbeit"], "b": ["Teilhabe an Sprache"]})
    >>> sorted(found["a"]), sorted(found["b"])
    (['arbeit'], ['sprach'])
    """
    stems = {
        key: {words.stem(token) for token in words.tokens(" ".join(given)) if token.lower() not in words.STOP_WORDS}
        for key, given in names.items()
    }
    return {
        key: frozenset(own - set().union(*(others for other, others in stems.items() if other != key)))
        for key, own in stems.items()
    }


def naming(titles: Sequence[str], names: Mapping[str, frozenset[str]]) -> NDArray[np.float64]:
    """Return (n, fields) shares: which field's name stands in a title."""
    memory: dict[str, list[float]] = {}
    for title in titles:
        if title not in memory:
            stems = {words.stem(token) for token in words.tokens(title)}
            found = np.array([float(bool(stems & own)) for own in names.values()])
            memory[title] = list(found / max(found.sum(), 1))
    return np.array([memory[title] for title in titles]).reshape(len(titles), len(names))


@dataclass(frozen=True, eq=False)
class Cues:
    """A codebook's cues: folded beginnings of words with their field and strength, by their first letters."""

    fields: int
    starts: Mapping[str, Sequence[tuple[str, bool, int, float]]]
    known: dict[tuple[str, str], list[tuple[str, bool, int, float]]] = field(default_factory=dict, repr=False)

    @classmethod
    def of(cls, cues: Sequence[Sequence[str]]) -> Self:
        """Return the cues of each field; ``*`` marks the beginning of a word, ``°`` a weak cue.

        >>> Cues.of([["Kita*", "Eltern*°"], ["Arzt"]]).points(["Kitas und Eltern", "Arzt und Ärzte"]).tolist()
        [[1.5, 0.0], [0.0, 1.0]]
        """
        starts: dict[str, list[tuple[str, bool, int, float]]] = {}
        for place, given in enumerate(cues):
            for cue in given:
                strength = WEAK_CUE if "°" in cue else 1.0
                plain = words.fold(cue.replace("°", "").strip())
                open_end = plain.endswith("*")
                plain = plain.rstrip("*")
                starts.setdefault(plain[:KEY], []).append((plain, open_end, place, strength))
        return cls(len(cues), starts)

    def points(self, texts: Sequence[str]) -> NDArray[np.float64]:
        """Return (n, fields) points: one for each strong cue found, half a point for each weak one."""
        found = np.zeros((len(texts), self.fields))
        for row, text in enumerate(texts):
            plain = words.fold(words.normalise(text))
            seen: set[tuple[int, int]] = set()
            for word in WORD.finditer(plain):
                at = word.start()
                for cue, open_end, name, strength in self._begun(plain[at : at + KEY], word.group()):
                    end = at + len(cue)
                    if plain.startswith(cue, at) and (open_end or not plain[end : end + 1].isalnum()):
                        if (name, at) not in seen:
                            found[row, name] += strength
                        seen.add((name, at))
        return found

    def _begun(self, start: str, word: str) -> list[tuple[str, bool, int, float]]:
        """Return the cues with this key that begin like a word, as far as the shorter of the two goes."""
        key = (start, word)
        if key not in self.known:
            near = self.starts.get(start, ())
            self.known[key] = [cue for cue in near if word.startswith(cue[0]) or cue[0].startswith(word)]
        return self.known[key]


def document_prior(given: Sequence[str], fields: Sequence[str]) -> NDArray[np.float64]:
    """Return (n, fields, 2): the document's only field, and one of its several fields.

    ``given`` holds ``a|b`` per row. Several fields say the less, the more they are.
    """
    known = {field: at for at, field in enumerate(fields)}
    found = np.zeros((len(given), len(fields), 2))
    for row, text in enumerate(given):
        marked = sorted({known[field] for field in text.split("|") if field in known})
        if len(marked) == 1:
            found[row, marked[0], 0] = 1
        elif marked:
            found[row, marked, 1] = 1 - len(marked) / (len(fields) + 1)
    return found


def around(shares: NDArray[np.float64], groups: Sequence[Any], order: NDArray[Any]) -> NDArray[np.float64]:
    """Return (n, answers) mean shares of up to two neighbours on each side within the group, the row left out."""
    found = np.full(shares.shape, np.nan)
    for rows in _groups(groups, order):
        part = shares[rows]
        total, count = np.zeros(part.shape), np.zeros((len(rows), 1))
        for step in range(1, min(WINDOW, len(rows) - 1) + 1):
            total[step:] += part[:-step]
            total[:-step] += part[step:]
            count[step:] += 1
            count[:-step] += 1
        found[rows] = np.where(count > 0, total / np.maximum(count, 1), np.nan)
    return _logged(found)


def among(shares: NDArray[np.float64], groups: Sequence[Any], order: NDArray[Any]) -> NDArray[np.float64]:
    """Return (n, answers) log mean shares of the others of the group, drawn to even shares where they are few."""
    found = np.full(shares.shape, np.nan)
    for rows in _groups(groups, order):
        if len(rows) > 1:
            part = shares[rows]
            found[rows] = (part.sum(axis=0) - part + 1 / shares.shape[1]) / len(rows)
    return _logged(found)


def _logged(shares: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return log shares, centred; rows without an opinion are zero."""
    logs = np.log(np.nan_to_num(shares, nan=1.0) + FLOOR)
    logs[np.isnan(shares).any(axis=1)] = 0
    return np.asarray(logs - logs.mean(axis=1, keepdims=True))


def _groups(groups: Sequence[Any], order: NDArray[Any]) -> list[NDArray[np.intp]]:
    """Return the rows of each group in reading order; rows of the group ``None`` stand alone."""
    keys = pd.Series(list(groups), dtype=object)
    place = pd.Series(np.asarray(order), index=keys.index)
    known = keys.notna()
    return [
        np.asarray(rows.sort_values(kind="stable").index, dtype=np.intp)
        for _, rows in place[known].groupby(keys[known], sort=True)
    ]
