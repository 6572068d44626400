"""Marks: cross-cutting themes, target groups and actors, named by the codebook's cues or heard by the tagger.

A cue is a word in any inflection, the beginning of a longer word (from six letters), a short form exactly as it is
written, or a sequence of words. What is meant without being named the tagger hears from all words together; the
strongest of them are its reason.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Self

import pandas as pd

from pipeline.shared.codebook import Codebook, Kind
from pipeline.shared.engine import LOCAL, Engine
from pipeline.shared.german import words
from pipeline.shared.german.terms import base_forms, may_begin, phrase_end

KINDS: Final = (("querschnitt", "cross_cutting"), ("zielgruppe", "target_groups"), ("akteur", "groups"))
LONG: Final = 6
KEY: Final = 3
MEANT: Final = "dem Sinn nach"
Mark = tuple[str, str]  # kind, value
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
    """Cues by the first letters of their first word, and what was found for words seen before."""

    starts: dict[str, list[Cue]]
    known: dict[str, tuple[Cue, ...]] = field(default_factory=dict, repr=False)

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
        folded: list[str] = []
        marks: dict[tuple[str, str], list[str]] = {}
        for at, token in enumerate(tokens):
            for cue in self.begun(token):
                folded = folded or [words.fold(word) for word in tokens]
                end = phrase_end(folded, at, cue.parts) if len(cue.parts) > 1 else at + 1
                if end:
                    marks.setdefault((cue.kind, cue.value), []).append(" ".join(tokens[at:end]))
        return marks

    def begun(self, token: str) -> tuple[Cue, ...]:
        """Return the cues that a word is, or that may begin with it; the words of a corpus come again and again."""
        if token not in self.known:
            folded = words.fold(token)
            self.known[token] = tuple(cue for cue in self.starts.get(folded[:KEY], ()) if begins(cue, token, folded))
        return self.known[token]


def begins(cue: Cue, token: str, folded: str) -> bool:
    """Return whether a word is the cue, or may be the first of its several words."""
    if len(cue.parts) > 1:
        return may_begin(folded, cue.parts)
    if cue.exact:
        return cue.text in {token, token.rstrip("s"), *token.split("-")}
    word, part = folded.strip("-"), cue.parts[0]
    pieces = {word, *word.split("-")}
    same = any(piece == part or part in base_forms(piece) for piece in pieces)
    return same or (len(part) >= LONG and word.startswith(part))


def hearsay(found: Sequence[str]) -> str:
    """Return the reason for a mark that is not named.

    >>> hearsay(["Mütter", "Kurs"])
    'dem Sinn nach: Mütter, Kurs'
    """
    return ": ".join([MEANT, *([", ".join(found)] if found else [])])


def suggested(
    statements: pd.DataFrame, book: Codebook, heard: Sequence[Mapping[Mark, Sequence[str]]], engine: Engine = LOCAL
) -> pd.DataFrame:
    """Return rows (statement_id, kind, value, evidence, suggested) for every mark found.

    ``heard`` are the marks that the tagger hears in each statement, with the words that spoke for them. What is named
    counts first, and its words are the evidence.
    """
    finder = Finder.of(cues_of(book))
    named = engine.mapped(finder.found, statements["text"].astype(str).tolist(), "Merkmale suchen")
    known = {(kind, entry.key) for kind, part in KINDS for entry in counted(getattr(book, part))}
    rows = []
    for statement, marked, meant in zip(statements["statement_id"], named, heard, strict=True):
        reasons = {mark: hearsay(found) for mark, found in meant.items() if mark in known}
        reasons |= {mark: ", ".join(dict.fromkeys(found)) for mark, found in marked.items()}
        rows += [(statement, *mark, reason, True) for mark, reason in reasons.items()]
    return pd.DataFrame(rows, columns=list(COLUMNS))
