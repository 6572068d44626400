"""Known names: what consultants call a concern that comes up in most districts.

The inventory of concerns in the training folder gives each a name. A theme may take it where it lies nearest to that
concern, no other theme lies nearer, and its own statements say words of the name: whoever reads it finds it there.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from pipeline.shared.german.concerns import Concerns
from pipeline.shared.german.vectors import Matrix, Vectors, unit
from pipeline.shared.german.words import STOP_WORDS, stem, tokens
from pipeline.themes.naming import Said

SAID_SHARE = 0.3
SHORTEST = 4
DIGITS = 5


@dataclass(frozen=True, eq=False)
class Inventory:
    """Names of known concerns and their middles in the concern space: ``rows`` is (names, d), of length 1."""

    names: tuple[str, ...]
    rows: Matrix

    @classmethod
    def load(cls, path: Path, concerns: Concerns) -> Inventory:
        """Return the inventory in a JSONL file with ``label`` and ``text``; an absent file gives an empty one."""
        lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
        said: dict[str, list[str]] = {}
        for line in lines:
            row = json.loads(line)
            said.setdefault(row["label"], [row["label"]]).append(row["text"])
        names = sorted(said)
        middles = unit(concerns.middles([said[name] for name in names])) if names else np.zeros((0, 1), np.float32)
        return cls(tuple(names), middles)


def content(name: str, vectors: Vectors) -> list[set[str]]:
    """Return for each content word of a name the stems that count as it: the word's own and its members'."""
    telling = [word for word in tokens(name) if word.lower() not in STOP_WORDS and len(word) >= SHORTEST]
    return [{stem(word), *(stem(part) for part in vectors.split(word.lower()))} for word in telling]


def spoken(members: Sequence[Said], vectors: Vectors) -> set[str]:
    """Return the stems of all words of a theme and of their members."""
    words = {word.lower() for said in members for word in tokens(said.text)}
    return {stem(part) for word in words for part in (word, *vectors.split(word))}


def is_said(name: str, heard: set[str], vectors: Vectors) -> bool:
    """Return whether at least every third content word of ``name`` stands in the statements."""
    wanted = content(name, vectors)
    return bool(wanted) and sum(bool(stems & heard) for stems in wanted) >= SAID_SHARE * len(wanted)


def chosen(
    inside: Mapping[str, Sequence[Said]], inventory: Inventory, concerns: Concerns, least: float
) -> dict[str, str]:
    """Return theme -> known name: the nearest one where it is near enough, nearest to this theme, and said in it."""
    if not inventory.names or not inside:
        return {}
    themes = sorted(inside)
    middles = unit(concerns.middles([[said.text for said in inside[theme]] for theme in themes]))
    near = np.round(middles @ inventory.rows.T, DIGITS)
    result = {}
    for place, theme in enumerate(themes):
        best = int(near[place].argmax())
        name = inventory.names[best]
        close = near[place, best] >= least and int(near[:, best].argmax()) == place
        if close and is_said(name, spoken(inside[theme], concerns.vectors), concerns.vectors):
            result[theme] = name
    return result
