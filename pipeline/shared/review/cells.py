"""Cells: what a person wrote into one cell, read by the rule of its column."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Callable, Mapping

from pipeline.shared.review.kinds import fold

IDENTIFIER = re.compile(r"[A-Za-z][\w.:-]*")
UNSEEN = re.compile(  # controls, signs that turn the direction of writing, what no XML may hold: pasted, never meant
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]"
)
DATES = ("%d.%m.%Y", "%d.%m.%y", "%d.%m.%Y %H:%M", "%d.%m.%Y %H:%M:%S")
YEARS = range(1990, 2101)
EXPECTED = {
    "id": "keine Kennung (Buchstabe, dann Buchstaben und Ziffern)",
    "yes_no": "nicht ja oder nein",
    "type": "kein Aussagetyp des Codebuchs",
    "field": "kein Arbeitsbereich des Codebuchs",
    "whole": "keine ganze Zahl ab 1",
    "year": f"kein Jahr zwischen {YEARS[0]} und {YEARS[-1]}",
    "date": "kein Datum (Beispiel: 2024-03-31)",
    "theme_action": "nicht umbenennen, zusammenlegen oder teilen",
    "statement_action": "nicht hinzufügen, teilen, zusammenlegen oder verwerfen",
    "status": "nicht offen, angenommen, überarbeitet oder verworfen",
}


class CellError(ValueError):
    """A cell does not keep to the rule of its column; the message says the rule, never the words."""


def text(value: object) -> str:
    r"""Return a cell's content as words: NFC, trimmed, nothing unseen, numbers and truth values as people type them.

    >>> [text(v) for v in (None, True, 3.0, dt.datetime(2024, 3, 1), " Cafe\u0301 ")]
    ['', 'ja', '3', '2024-03-01', 'Café']
    >>> text("Name\x1b[31m\u202e!")
    'Name[31m!'
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "ja" if value else "nein"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat(timespec="seconds")
    if isinstance(value, dt.date):
        return value.isoformat()
    words = str(value).replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", UNSEEN.sub("", words)).strip()


def date(word: str) -> str:
    """Return a date as ISO words, so that later is larger; raises ValueError.

    >>> date("31.03.2024"), date("2024-03-31 14:05:00")
    ('2024-03-31', '2024-03-31T14:05:00')
    """
    for pattern in DATES:
        try:
            return text(dt.datetime.strptime(word, pattern))  # noqa: DTZ007 - people write local time without a zone
        except ValueError:
            continue
    return text(dt.datetime.fromisoformat(word).replace(tzinfo=None))


def identifier(word: str) -> str:
    """Return ``word`` where it is built like an identifier; raises ValueError."""
    if not IDENTIFIER.fullmatch(word):
        raise ValueError
    return word


def number(word: str, allowed: range) -> int:
    """Return a whole number of ``allowed``; raises ValueError."""
    value = int(word)
    if value not in allowed:
        raise ValueError
    return value


def read(word: str, rule: str, words: Mapping[str, Mapping[str, str]]) -> object:
    """Return what ``word`` means under ``rule``: text, True or False, a number; None where nothing was written.

    >>> read("WAHR", "yes_no", {"yes_no": {"wahr": "ja"}})
    True
    """
    if not word:
        return None
    try:
        return _read(word, rule, words)
    except (ValueError, KeyError):
        raise CellError(EXPECTED[rule]) from None


def _read(word: str, rule: str, words: Mapping[str, Mapping[str, str]]) -> object:
    readers: Mapping[str, Callable[[str], object]] = {
        "text": str,
        "yes_no": lambda cell: words[rule][fold(cell)] == "ja",
        "whole": lambda cell: number(cell, range(1, 1_000)),
        "year": lambda cell: number(cell, YEARS),
        "date": date,
        "id": identifier,
    }
    reader = readers.get(rule)
    return reader(word) if reader else words[rule][fold(word)]
