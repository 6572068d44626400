"""Titles: what a heading, a column or a question says about the type of the statements below it.

Both the cutting of papers and the tagger ask here, so that what a title announces cannot differ between them.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from pathlib import Path
from typing import Final

from pipeline.shared import yamls

NUMBERED: Final = (
    "top|punkt|runde|stellwand|wand|tisch|block|teil|phase|abschnitt|blatt|tabelle|gruppe|station|karte|frage"
    "|leitfrage|plakat"
)
SPLIT: Final = re.compile(r"\s+[-–—|/]\s+|:\s+|\s*[|/;]\s*|,\s+|(?<=[?!])\s+")
NUMBERING: Final = re.compile(rf"^[\W\d_]*(?:(?:{NUMBERED})\s*[\divx]+\b)?[\W\d_]*", re.IGNORECASE)
ABOUT: Final = re.compile(r"\s(?:der|des|zu|zur|zum|aus|von|für)\s", re.IGNORECASE)
TITLE_WORDS: Final = 8
QUESTION_WORDS: Final = 16


def pieces(path: str) -> list[str]:
    """Return the parts of a heading path that may announce something, numbering removed, the last first.

    >>> pieces("Workshop I > 2. Rot - Probleme")
    ['Rot - Probleme', 'Rot', 'Probleme', 'Workshop I']
    """
    found: list[str] = []
    for step in reversed(path.split(" > ")):
        parts = [step, *(part for part in SPLIT.split(step) if part and part != step)]
        found += [NUMBERING.sub("", part).strip(" .„“\"'()") for part in parts]
    return [part for part in found if part]


@lru_cache(maxsize=8192)
def type_of(path: str) -> str:
    """Return the type that a title announces, or '' for none or several; the innermost step of a path decides.

    >>> [type_of(title) for title in ("2. Wo drückt der Schuh?", "Probleme und Lösungen", "Was ist zu tun?")]
    ['problem', '', 'massnahme']
    >>> type_of("Workshop > 3. Ziele"), type_of("Ziel der Maßnahme"), type_of("Was läuft in den Ämtern nicht gut?")
    ('ziel', 'ziel', 'problem')
    """
    for step in reversed(path.split(" > ")):
        for part in pieces(step):
            told = _asked(part) or _named(part)
            if len(told) == 1:
                return next(iter(told))
            if told:
                return ""
    return ""


def _asked(title: str) -> frozenset[str]:
    """Return the type of the first question or phrase that the title holds."""
    if len(title.split()) > QUESTION_WORDS:
        return frozenset()
    asks, _ = _rules()
    return next((frozenset({kind}) for kind, pattern in asks if pattern.search(title)), frozenset())


def _named(title: str) -> frozenset[str]:
    """Return the types whose words stand in the title; in a long one they count only where it begins.

    What the head of the title names goes before what it is about ('Ziel der Maßnahme').
    """
    _, names = _rules()
    long = len(title.split()) > TITLE_WORDS
    for part in (ABOUT.split(title, 1)[0], title):
        found = {kind: pattern.match(part) if long else pattern.search(part) for kind, pattern in names.items()}
        if any(found.values()):
            return frozenset(kind for kind, match in found.items() if match)
    return frozenset()


@cache
def _rules() -> tuple[tuple[tuple[str, re.Pattern[str]], ...], dict[str, re.Pattern[str]]]:
    """Return the phrases in their order, and the names of each type."""
    content = yamls.content(Path(__file__).with_name("titles.yaml"))
    asks = tuple((kind, _compiled(parts)) for entry in content["asks"] for kind, parts in entry.items())
    return asks, {kind: _compiled(parts) for kind, parts in content["names"].items()}


def _compiled(parts: list[str]) -> re.Pattern[str]:
    return re.compile("|".join(parts), re.IGNORECASE)
