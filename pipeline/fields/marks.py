"""Marks: cross-cutting themes, target groups and actors, found by the codebook's cues.

A cue is a word in any inflection, the beginning of a longer word (from six letters), a short form exactly as it is
written, or a sequence of words. So every mark can be explained by words that stand in the statement.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Self

import pandas as pd

from pipeline.shared.codebook import Codebook, Kind
from pipeline.shared.engine import Engine
from pipeline.shared.german import words
from pipeline.shared.german.terms import base_forms, phrase_end

KINDS: Final = (("querschnitt", "cross_cutting"), ("zielgruppe", "target_groups"), ("akteur", "groups"))
LONG: Final = 6
KEY: Final = 3
LOCAL: Final = Engine()
COLUMNS: Final = ("statement_id", "kind", "value", "evidence", "suggested")


@dataclass(frozen=True)
class Cue:
    """A cue of one mark: its folded words, and whether it must stand exactly as written."""

    kind: str
    value: str
    text: str
    parts: tuple[str, ...]
    exact: bool


def cues_of(book: Codebook) -> list[Cue]:
    """Return every cue of cross-cutting themes, target groups and actors."""
    return [
        Cue(kind, entry.key, cue, tuple(words.fold(part) for part in words.tokens(cue)), is_short_form(cue))
        for kind, part in KINDS
        for entry in counted(getattr(book, part))
        for cue in entry.cues
        if words.tokens(cue)
    ]


def counted(entries: Iterable[Kind]) -> list[Kind]:
    """Return the entries that are counted at all."""
    return [entry for entry in entries if entry.counted]


def is_short_form(cue: str) -> bool:
    """Return whether a cue is an abbreviation, which matches only as it is written.

    >>> is_short_form("SuS"), is_short_form("Eltern")
    (True, False)
    """
    return " " not in cue and cue[1:] != cue[1:].lower() and "-" not in cue


@dataclass(frozen=True, eq=False)
class Finder:
    """Cues by the first letters of their first word."""

    starts: dict[str, list[Cue]]

    @classmethod
    def of(cls, cues: Iterable[Cue]) -> Self:
        """Return the finder of these cues."""
        starts: dict[str, list[Cue]] = {}
        for cue in cues:
            starts.setdefault(cue.parts[0][:KEY], []).append(cue)
        return cls(starts)

    def found(self, text: str) -> dict[tuple[str, str], list[str]]:
        """Return the words found for each (kind, value), in the order of the text."""
        tokens = words.tokens(text)
        folded = [words.fold(token) for token in tokens]
        marks: dict[tuple[str, str], list[str]] = {}
        for at, (token, word) in enumerate(zip(tokens, folded, strict=True)):
            for cue in self.starts.get(word[:KEY], ()):
                end = self.matched(cue, token, folded, at)
                if end:
                    marks.setdefault((cue.kind, cue.value), []).append(" ".join(tokens[at:end]))
        return marks

    @staticmethod
    def matched(cue: Cue, token: str, folded: Sequence[str], at: int) -> int:
        """Return the index behind the cue that stands at ``at``, 0 if it does not."""
        if len(cue.parts) > 1:
            return phrase_end(folded, at, cue.parts)
        if cue.exact:
            return at + 1 if cue.text in {token, token.rstrip("s"), *token.split("-")} else 0
        word, part = folded[at].strip("-"), cue.parts[0]
        pieces = {word, *word.split("-")}
        same = any(piece == part or part in base_forms(piece) for piece in pieces)
        longer = len(part) >= LONG and word.startswith(part)
        return at + 1 if same or longer else 0


def suggested(statements: pd.DataFrame, book: Codebook, engine: Engine = LOCAL) -> pd.DataFrame:
    """Return rows (statement_id, kind, value, evidence, suggested) for every mark found."""
    finder = Finder.of(cues_of(book))
    marks = engine.mapped(finder.found, statements["text"].astype(str).tolist(), "Merkmale suchen")
    rows = [
        (statement, kind, value, ", ".join(dict.fromkeys(found)), True)
        for statement, marked in zip(statements["statement_id"], marks, strict=True)
        for (kind, value), found in marked.items()
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS))
